"""Schooling in the many forms that people give it. All schools are invented."""

from __future__ import annotations

import pytest

from tests.parsing.stages.section_text import read, told

School = tuple[str, str, str, str, str]

SECTIONS: dict[str, tuple[str, list[School]]] = {
    "school first, degree and field below": (
        """
        **Examplia State University ⇥ Springfield, IL**
        B.Sc. in Computer Science ⇥ Sep 2014 – June 2018
        - Thesis on queues
        **Sample College ⇥ Boise, ID**
        Associate of Applied Science ⇥ 2012 – 2014
        """,
        [
            ("Examplia State University", "B.Sc.", "Computer Science", "2014-09", "2018-06"),
            ("Sample College", "Associate of Applied Science", "", "2012", "2014"),
        ],
    ),
    "degree first, on one line": (
        """
        Master of Science in Physics, Sample University
        2018 – 2020
        Bachelor of Arts, History, Examplia College
        2015 – 2018
        """,
        [
            ("Sample University", "Master of Science", "Physics", "2018", "2020"),
            ("Examplia College", "Bachelor of Arts", "History", "2015", "2018"),
        ],
    ),
    "degree, school, field and place in cells": (
        """
        PhD ⇥ Sample University, Computer Science ⇥ Boston, MA
        Sept 2018 – May 2023
        """,
        [("Sample University", "PhD", "Computer Science", "2018-09", "2023-05")],
    ),
    "a school that goes on in the next line with its place and the dates": (
        """
        **Licenciatura, Physics, Universidad Nacional de San Miguel de**
        **Tucumán (10/2015 a 09/2018)**
        Courses: Optics, Waves

        **Maestría, Chemistry, Universidad de La Plata (10/2018 a 02/2020)**
        8,1
        """,
        [
            (
                "Universidad Nacional de San Miguel de Tucumán",
                "Licenciatura",
                "Physics",
                "2015-10",
                "2018-09",
            ),
            ("Universidad de La Plata", "Maestría", "Chemistry", "2018-10", "2020-02"),
        ],
    ),
    "kinds of schools that are also what one leaves them with": (
        """
        Liceum ogólnokształcące · II Liceum Ogólnokształcące, Katowice (2015)
        Zasadnicza szkoła zawodowa · Technikum nr 2 (2003)
        """,
        [
            ("II Liceum Ogólnokształcące", "Liceum ogólnokształcące", "", "", "2015"),
            ("Technikum nr 2", "Zasadnicza szkoła zawodowa", "", "", "2003"),
        ],
    ),
    "degree, field and a school that no word tells": (
        """
        Ensino Técnico — Saúde Pública — IFSP Rio de Janeiro
        2009 até 2011
        """,
        [("IFSP Rio de Janeiro", "Ensino Técnico", "Saúde Pública", "2009", "2011")],
    ),
    "a school called after its degree": (
        """
        Preparatoria, Preparatoria Zephyra
        2011 - 2017
        """,
        [("Preparatoria Zephyra", "Preparatoria", "", "2011", "2017")],
    ),
    "a school whose kind is all that is told": (
        """
        High School
        2001 - 2004
        """,
        [("High School", "", "", "2001", "2004")],
    ),
    "names that the column had no room for": (
        """
        **Licence professionnelle – Droit privé – École supérieure de Saint-**
        **Étienne**
        1997 - 2000
        - Wrote about leases and rents for the students of the town and the land
        **Yrkeshögskoleexamen – Fysioterapi – Yrkeshögskolan Norra Stad och Land**
        **Uppsala**
        2021 - 2024
        - Wrote about knees and elbows for the students of the town and the land
        - Wrote about hips and ankles for the students of the town and the land
        """,
        [
            ("École supérieure de Saint-Étienne", "Licence professionnelle", "Droit privé", "1997", "2000"),
            (
                "Yrkeshögskolan Norra Stad och Land Uppsala",
                "Yrkeshögskoleexamen",
                "Fysioterapi",
                "2021",
                "2024",
            ),
        ],
    ),
    "a campus stays with its university": (
        """
        University of Examplia, Northport
        Bachelor of Science in Nursing, May 2019
        """,
        [("University of Examplia, Northport", "Bachelor of Science", "Nursing", "", "2019-05")],
    ),
    "labels": (
        """
        Degree: Bachelor of Science in Biology
        University Name: Sample University
        Graduation Year: 2018
        """,
        [("Sample University", "Bachelor of Science", "Biology", "", "2018")],
    ),
    "de": (
        """
        10/2012 – 03/2018 ⇥ Technische Universität Musterstadt
        Master of Science Maschinenbau
        2003 – 2012 ⇥ Gymnasium am Beispielpark
        Abitur, Note: 1,7
        """,
        [
            (
                "Technische Universität Musterstadt",
                "Master of Science Maschinenbau",
                "",
                "2012-10",
                "2018-03",
            ),
            ("Gymnasium am Beispielpark", "Abitur", "", "2003", "2012"),
        ],
    ),
    "fr": (
        """
        Master en Science des Données, Université de Modèleville
        2018 – 2020
        Baccalauréat scientifique, Lycée Exemple
        2015
        """,
        [
            ("Université de Modèleville", "Master", "Science des Données", "2018", "2020"),
            ("Lycée Exemple", "Baccalauréat scientifique", "", "", "2015"),
        ],
    ),
    "es": (
        """
        Universidad de Muestra
        Licenciatura en Derecho
        2010 - 2015
        """,
        [("Universidad de Muestra", "Licenciatura", "Derecho", "2010", "2015")],
    ),
    "it": (
        """
        Laurea in Economia – Università di Esempio
        2011 – 2014
        """,
        [("Università di Esempio", "Laurea", "Economia", "2011", "2014")],
    ),
    "pl": (
        """
        Politechnika Przykładowa
        Magister inżynier, Informatyka
        2010 – 2015
        """,
        [("Politechnika Przykładowa", "Magister inżynier", "Informatyka", "2010", "2015")],
    ),
}


def schools(text: str, culture: str = "en") -> list[School]:
    entries = read("education", text, culture=culture)
    return [told(entry, "institution", "studyType", "area", "startDate", "endDate") for entry in entries]  # type: ignore[misc]


@pytest.mark.parametrize("name", SECTIONS)
def test_schools_are_told_apart(name: str) -> None:
    text, expected = SECTIONS[name]
    assert schools(text, name if len(name) == 2 else "en") == expected


@pytest.mark.parametrize(
    ("line", "score"),
    [
        ("GPA: 3.8", "3.8"),
        ("GPA 3.97/4.00", "3.97/4.00"),
        ("Note: 1,7", "1,7"),
        ("3.5/4.0", "3.5/4.0"),
        ("Magna cum laude", "Magna cum laude"),
    ],
)
def test_a_grade_is_the_score(line: str, score: str) -> None:
    (entry,) = read("education", f"Sample University\nBSc in Physics\n2010 – 2014\n{line}")
    assert told(entry, "institution", "score") == ("Sample University", score)


def test_courses_are_listed() -> None:
    (entry,) = read(
        "education", "Sample University\nBSc, 2010 – 2014\n- Relevant Coursework: Algebra, Logic, Statistics"
    )
    courses = entry.fields["courses"]
    assert isinstance(courses, list)
    assert [leaf.value for leaf in courses] == ["Algebra", "Logic", "Statistics"]


def test_a_lone_date_is_that_of_the_degree() -> None:
    (entry,) = read("education", "Sample University ⇥ 2017\nB.S. in Computer Science")
    assert told(entry, "startDate", "endDate") == ("", "2017")


@pytest.mark.parametrize(
    ("text", "degree", "area", "score"),
    [
        ("B.S. Computer Science", "B.S.", "Computer Science", ""),
        ("M.Sc. Informatik", "M.Sc.", "Informatik", ""),
        ("Master Marketing, Mention bien", "Master Marketing", "", "Mention bien"),
        (
            "Business Administration, Associate of Applied Science",
            "Associate of Applied Science",
            "Business Administration",
            "",
        ),
    ],
)
def test_a_degree_is_parted_from_its_field(text: str, degree: str, area: str, score: str) -> None:
    (entry,) = read("education", f"{text}\nSample University\n2011 – 2013")
    assert told(entry, "institution", "studyType", "area", "score") == (
        "Sample University",
        degree,
        area,
        score,
    )


def test_lower_case_below_a_school_is_no_part_of_it_where_there_was_room() -> None:
    (entry,) = read(
        "education",
        """
        **Maîtrise – Droit social** ⇥ (février 2012 - février 2014)
        Université de Québec
        mention d'excellence
        """,
        culture="fr",
    )
    assert (entry.text("institution"), entry.text("summary")) == (
        "Université de Québec",
        "mention d'excellence",
    )


def test_a_school_goes_on_below_where_its_line_had_no_room() -> None:
    (entry,) = read(
        "education",
        """
        **Higher Diploma – Physiotherapy – Northfield College of**
        **Health**
        2021 – 2024
        - Wrote about the aches of people who bake ov
        - Wrote about the aches of people who sit, too
        """,
    )
    assert entry.text("institution") == "Northfield College of Health"
