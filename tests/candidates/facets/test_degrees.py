"""How high a degree is, in ten languages."""

from __future__ import annotations

import pytest

from candidates.facets.degrees import education_level, education_of
from candidates.fields import edited

DEGREES = {
    8: (
        "PhD",
        "Ph. D. in Physics",
        "Dr. rer. nat.",
        "Dottorato di ricerca",
        "Doutoramento",
        "Thèse de doctorat",
        "Promotion",
        "EngD",
    ),
    7: (
        "M.Sc.",
        "MS, Computer Science",
        "M. Sc. Biology",
        "Master of Arts",
        "Executive MBA",
        "Maîtrise de master",
        "Diplom-Ingenieur (FH)",
        "Diplomingenieur",
        "Mag. phil.",
        "Laurea magistrale",
        "Máster Universitario",
        "Mestrado Integrado",
        "Yüksek Lisans",
        "Civilingenjör",
        "Diplôme d'ingénieur",
        "Bac+5",
        "DSCG",
        "MD",
        "Staatsexamen",
    ),
    6: (
        "B.Sc. (Hons)",
        "BSc",
        "BS Economics",
        "B.Tech",
        "B. Eng.",
        "Bachelor of Science",
        "Licence 3",
        "Bac +3",
        "DCG",
        "Laurea",
        "Laurea triennale",
        "Grado Universitario",
        "Licenciatura",
        "Licencjat",
        "Lisans",
        "Kandidatexamen",
        "HBO Bachelor",
        "Graduação",
    ),
    5: (
        "Associate of Applied Science",
        "HND",
        "BTS",
        "Bac+2",
        "Técnico Superior",
        "Ciclo Formativo de Grado Superior",
        "Ön Lisans",
        "Staatlich geprüfter Techniker",
        "Yrkeshögskoleexamen",
        "Diplôme d'études collégiales",
    ),
    3: (
        "Abitur",
        "High School Diploma",
        "A-levels",
        "Baccalauréat scientifique",
        "Bachillerato",
        "Maturità classica",
        "VWO",
        "MBO 3",
        "Matura",
        "Lise",
        "Gymnasieexamen",
        "Ausbildung zum Koch",
        "Allgemeine Hochschulreife",
        "Ensino Médio",
    ),
    2: ("GCSEs", "Realschulabschluss", "ESO"),
    None: ("", "Physics", "Coursera", "2015", "Erasmus", "Summer in Basel", "Class of 2012"),
}


@pytest.mark.parametrize(
    ("degree", "level"), [(degree, level) for level, degrees in DEGREES.items() for degree in degrees]
)
def test_a_degree_has_its_level(degree, level):
    assert education_level(degree) == level


@pytest.mark.parametrize(
    ("studies", "found"),
    [
        (None, (None, None)),
        ([], (None, None)),
        (["x", {"studyType": 3, "endDate": None}], (None, None)),
        ([{"studyType": "BSc", "endDate": "2012-06"}, {"studyType": "MSc", "endDate": "2014"}], (7, 2014)),
        ([{"studyType": "PhD", "endDate": "present"}, {"endDate": "99999"}], (8, None)),
    ],
)
def test_education_is_its_highest_level_and_last_year(studies, found):
    assert education_of(studies) == found


def test_who_corrects_education_corrects_the_filters_too():
    facts = {"education_level": 6, "graduation_year": 2010, "profile": {}}
    shown = edited(facts, [("profile.education", [{"studyType": "Master", "endDate": "2013"}])])
    assert (shown["education_level"], shown["graduation_year"]) == (7, 2013)
