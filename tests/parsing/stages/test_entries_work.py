"""Positions in the many forms that people give them. All people and firms are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsing.stages.entries import entries_of
from parsing.stages.entries.grouping import groups_of
from parsing.stages.entries.views import views_of
from parsing.stages.leaf import Leaf
from parsing.stages.types import Section
from tests.parsing.stages.section_text import AS_OF, lines_from, read, told

Position = tuple[str, str, str, str]

SECTIONS: dict[str, tuple[str, list[Position]]] = {
    "title and employer on one line, dates below": (
        """
        Software Engineer, Quillfeather Corporation
        Jul 2021 - Present
        - Built the billing platform
        - Cut latency by a third
        Data Analyst, Brambleway
        Jan 2019 - Jun 2021
        - Wrote the weekly report
        """,
        [
            ("Quillfeather Corporation", "Software Engineer", "2021-07", ""),
            ("Brambleway", "Data Analyst", "2019-01", "2021-06"),
        ],
    ),
    "employer with place and dates at the right": (
        """
        **Quillfeather Inc ⇥ Berlin, Germany**
        Head of Sales ⇥ 2018 – 2020
        - Won new markets

        **Brambleway ⇥ Lyon, France**
        Account Manager ⇥ 2015 – 2018
        - Kept the old ones
        """,
        [
            ("Quillfeather Inc", "Head of Sales", "2018", "2020"),
            ("Brambleway", "Account Manager", "2015", "2018"),
        ],
    ),
    "dates above": (
        """
        March 2019 – present
        Nurse
        Hospital Northwick
        June 2015 – February 2019
        Care Assistant
        Larkhill Clinic
        """,
        [
            ("Hospital Northwick", "Nurse", "2019-03", ""),
            ("Larkhill Clinic", "Care Assistant", "2015-06", "2019-02"),
        ],
    ),
    "employer and dates below what the job was about": (
        """
        **Head of Sales**
        Responsible for eighty customers in three provinces of the country.
        Quillfeather Inc, Jun 2018 – present
        **Account Manager**
        Wrote offers and kept the order book of a wholesale house in good order.
        Brambleway & Sons, Sep 2012 – May 2018
        """,
        [
            ("Quillfeather Inc", "Head of Sales", "2018-06", ""),
            ("Brambleway & Sons", "Account Manager", "2012-09", "2018-05"),
        ],
    ),
    "dates between the employer and a title set apart": (
        """
        **Quillfeather Foods**
        **Chicago, IL**
        January 2020 – present

        **Head of Marketing**
        Responsible for six brands and for a team of fourteen people.

        **Brambleway Board**
        **Norfolk, VA**
        May 2011 – July 2013

        **Marketing Assistant**
        Looked after the campaigns for the coast and for its visitors.
        """,
        [
            ("Quillfeather Foods", "Head of Marketing", "2020-01", ""),
            ("Brambleway Board", "Marketing Assistant", "2011-05", "2013-07"),
        ],
    ),
    "everything on one line with bars": (
        """
        Product Manager | Zephyrlane | Austin, TX | 03/2020 - 05/2022
        - Led the roadmap
        Business Analyst | Tallowmere Group | Remote | 01/2018 - 02/2020
        - Asked the questions
        """,
        [
            ("Zephyrlane", "Product Manager", "2020-03", "2022-05"),
            ("Tallowmere Group", "Business Analyst", "2018-01", "2020-02"),
        ],
    ),
    "title at employer": (
        """
        Lead Designer at Zephyrlane (2019 – 2022)
        Drew the icons of three apps and their manuals.

        Designer at Tallowmere (2016 – 2019)
        Drew the icons of one app.
        """,
        [("Zephyrlane", "Lead Designer", "2019", "2022"), ("Tallowmere", "Designer", "2016", "2019")],
    ),
    "the employer's name tells nothing, the other entries do": (
        """
        **Zephyrlane ⇥ 2020 – 2022**
        Software Engineer
        - One thing
        **Tallowmere ⇥ 2018 – 2020**
        Growth
        - Another thing
        """,
        [("Zephyrlane", "Software Engineer", "2020", "2022"), ("Tallowmere", "Growth", "2018", "2020")],
    ),
    "several positions under one employer": (
        """
        **Quillfeather Corporation**
        Senior Engineer ⇥ Jan 2020 – Present
        - Leads the team
        Engineer ⇥ Mar 2017 – Dec 2019
        - Was in the team
        """,
        [
            ("Quillfeather Corporation", "Senior Engineer", "2020-01", ""),
            ("Quillfeather Corporation", "Engineer", "2017-03", "2019-12"),
        ],
    ),
    "no dates at all": (
        """
        Production Intern
        Sample Opera Company
        - Supported ticketing
        Retail Sales Associate
        Sample Music Store LLC
        - Sold records
        """,
        [
            ("Sample Opera Company", "Production Intern", "", ""),
            ("Sample Music Store LLC", "Retail Sales Associate", "", ""),
        ],
    ),
    "roles as bullets under dates": (
        """
        Mar 2021 - Present
        - Staff Engineer, Zephyrlane LLC
        - Led the payments migration
        Jun 2017 - Feb 2021
        - Senior Engineer, Tallowmere Analytics
        - Rebuilt the pipeline
        """,
        [
            ("Zephyrlane LLC", "Staff Engineer", "2021-03", ""),
            ("Tallowmere Analytics", "Senior Engineer", "2017-06", "2021-02"),
        ],
    ),
    "a department beside the employer": (
        """
        Examplia State University — IT Service Desk — Columbus, Ohio ⇥ Jan 2023 - May 2024
        Data Analyst
        - Counted tickets
        """,
        [("Examplia State University — IT Service Desk", "Data Analyst", "2023-01", "2024-05")],
    ),
    "paragraphs instead of bullets": (
        """
        Head Baker, Crumb & Sons
        2012-01 — Present
        Bread for two hundred guests a day, six days a week, without a complaint.

        Baker, Oven House
        2008-05 — 2011-12
        Rolls and cakes, at night.
        """,
        [("Crumb & Sons", "Head Baker", "2012-01", ""), ("Oven House", "Baker", "2008-05", "2011-12")],
    ),
    "a range broken behind its first month": (
        """
        Data Analyst, Zephyrlane Inc, September
        2015 – August 2020
        - Counted things
        """,
        [("Zephyrlane Inc", "Data Analyst", "2015-09", "2020-08")],
    ),
    "a range broken over two lines": (
        """
        Zephyrlane ⇥ Aug 2024 –
        Data Analyst ⇥ Apr 2025
        - Counted things
        """,
        [("Zephyrlane", "Data Analyst", "2024-08", "2025-04")],
    ),
}

FOREIGN: dict[str, tuple[str, list[Position]]] = {
    "de": (
        """
        seit 03/2019 ⇥ Senior Softwareentwickler (m/w/d)
        Beispielwerk GmbH, München
        - Entwicklung von Schnittstellen
        09/2014 – 02/2019 ⇥ Projektleiterin
        Musterhaus AG, Zürich
        - Leitung von fünf Projekten
        """,
        [
            ("Beispielwerk GmbH", "Senior Softwareentwickler (m/w/d)", "2019-03", ""),
            ("Musterhaus AG", "Projektleiterin", "2014-09", "2019-02"),
        ],
    ),
    "fr": (
        """
        Développeuse web chez Exemplia SARL ⇥ Depuis mars 2019
        - Refonte du site
        Chargé de clientèle chez Banque Modèle ⇥ sept. 2015 – févr. 2019
        - Suivi des comptes
        """,
        [
            ("Exemplia SARL", "Développeuse web", "2019-03", ""),
            ("Banque Modèle", "Chargé de clientèle", "2015-09", "2019-02"),
        ],
    ),
    "es": (
        """
        enero de 2018 – actualidad
        Ingeniera de software, Empresa Muestra S.A.
        - Diseño de servicios
        marzo de 2014 – diciembre de 2017
        Desarrollador, Talleres Prueba S.L.
        - Mantenimiento
        """,
        [
            ("Empresa Muestra S.A.", "Ingeniera de software", "2018-01", ""),
            ("Talleres Prueba S.L.", "Desarrollador", "2014-03", "2017-12"),
        ],
    ),
    "it": (
        """
        Responsabile acquisti – Officine Esempio S.p.A.
        gennaio 2016 - oggi
        - Trattative con i fornitori
        Impiegato – Studio Prova
        2012 - 2015
        - Archivio
        """,
        [
            ("Officine Esempio S.p.A.", "Responsabile acquisti", "2016-01", ""),
            ("Studio Prova", "Impiegato", "2012", "2015"),
        ],
    ),
    "nl": (
        """
        Projectleider bij Voorbeeld B.V. ⇥ mei 2014 t/m juni 2018
        - Planning
        Stagiair bij Monster N.V. ⇥ jan 2013 – apr 2014
        - Onderzoek
        """,
        [
            ("Voorbeeld B.V.", "Projectleider", "2014-05", "2018-06"),
            ("Monster N.V.", "Stagiair", "2013-01", "2014-04"),
        ],
    ),
    "pl": (
        """
        październik 2018 – obecnie
        Programista, Przykład Sp. z o.o.
        - Usługi sieciowe
        2015 – 2018
        Asystentka, Wzór S.A.
        - Biuro
        """,
        [("Przykład Sp. z o.o.", "Programista", "2018-10", ""), ("Wzór S.A.", "Asystentka", "2015", "2018")],
    ),
    "pt": (
        """
        Analista de dados ⇥ 03/2020 – atual
        Empresa Modelo Ltda
        - Relatórios
        Estagiário ⇥ 01/2019 – 02/2020
        Banco Exemplo
        - Planilhas
        """,
        [
            ("Empresa Modelo Ltda", "Analista de dados", "2020-03", ""),
            ("Banco Exemplo", "Estagiário", "2019-01", "2020-02"),
        ],
    ),
    "sv": (
        """
        Systemutvecklare, Exempel AB
        januari 2017 – nuvarande
        - Tjänster
        Säljare, Mönster AB
        2014 – 2016
        - Kunder
        """,
        [("Exempel AB", "Systemutvecklare", "2017-01", ""), ("Mönster AB", "Säljare", "2014", "2016")],
    ),
}


def positions(text: str, culture: str = "en", *, paged: bool = True) -> list[Position]:
    entries = read("work", text, culture=culture, paged=paged)
    return [told(entry, "name", "position", "startDate", "endDate") for entry in entries]  # type: ignore[misc]


@pytest.mark.parametrize("name", SECTIONS)
def test_positions_are_told_apart(name: str) -> None:
    text, expected = SECTIONS[name]
    assert positions(text) == expected


@pytest.mark.parametrize("language", FOREIGN)
def test_positions_in_other_languages(language: str) -> None:
    text, expected = FOREIGN[language]
    assert positions(text, language) == expected


@pytest.mark.parametrize(
    "name", ["title and employer on one line, dates below", "everything on one line with bars"]
)
def test_a_format_without_pages_reads_the_same(name: str) -> None:
    text, expected = SECTIONS[name]
    assert positions(text, paged=False) == expected


def test_what_goes_on_has_no_end_and_says_so() -> None:
    (entry,) = read("work", "Engineer, Zephyrlane Inc\nMar 2021 – present\n- Works")
    assert entry.is_current
    assert entry.period is not None
    assert entry.period.end == ".."
    assert "endDate" not in entry.fields


def test_a_lone_month_is_the_start_of_the_latest_position() -> None:
    entries = read(
        "work", "Engineer ⇥ Mar 2022\nZephyrlane Inc\n- A\nTester ⇥ Jan 2020 – Feb 2022\nTallowmere\n- B"
    )
    assert [(entry.text("startDate"), entry.is_current) for entry in entries] == [
        ("2022-03", True),
        ("2020-01", False),
    ]


def test_bullets_become_highlights_and_broken_words_are_mended() -> None:
    (entry,) = read(
        "work",
        """
        Engineer, Zephyrlane Inc
        2019 – 2021
        - Raised the quality of the docu-
          mentation of every team
        - Taught beginners
        """,
    )
    highlights = entry.fields["highlights"]
    assert isinstance(highlights, list)
    assert [leaf.value for leaf in highlights] == [
        "Raised the quality of the documentation of every team",
        "Taught beginners",
    ]
    assert [each.line for each in highlights[0].evidence] == [2, 3]


def test_what_stands_where_only_list_items_do_goes_on_with_one() -> None:
    (entry,) = read(
        "work",
        """
        Engineer, Zephyrlane Inc
        2019 – 2021
        Reports to the board.
        - Showed results to the board every quarter, which saved some 2 Mio.
          CHF
        - Taught beginners
        """,
    )
    assert entry.text("summary") == "Reports to the board."
    highlights = entry.fields["highlights"]
    assert isinstance(highlights, list)
    assert [leaf.value[-10:] for leaf in highlights] == ["2 Mio. CHF", " beginners"]


def test_the_rest_of_an_item_is_no_label_and_needs_no_sentence() -> None:
    (entry,) = read(
        "work",
        """
        Chefe, Casa Boa Vista
        2019 – 2021
        - Organização de banquetes até 49 convidados no primeiro
          ano.
        - Durchführung von Analysen und Erstellung von
          Prüfberichten
        - Leitung eines Lagers, termingerecht und immer im
        Budget.
        - Formação
        """,
        culture="pt",
    )
    highlights = entry.fields["highlights"]
    assert isinstance(highlights, list)
    assert [leaf.value.split()[-1] for leaf in highlights] == [
        "ano.",
        "Prüfberichten",
        "Budget.",
        "Formação",
    ]


def test_a_scan_that_leans_parts_no_lines_and_sets_nothing_in_on_its_next_page() -> None:
    lines = [
        replace(line, source="ocr")
        for line in lines_from("""
        Engineer, Zephyrlane Inc
        2019 – 2021
        - Showed results to the board every quarter, in time and within
          budget
        - Taught beginners how to count what they bake
        Engineer, Tallowmere Inc
        2015 – 2019
        Reports to the board of the bakery.
        - Counted bread, rolls and cakes
        """)
    ]
    tall = [replace(line, box=line.box._replace(y1=line.box.y1 + 8)) for line in lines if line.box]
    moved = [
        replace(line, page=2, box=line.box._replace(x0=line.box.x0 + 7)) if line.id > 6 and line.box else line
        for line in tall
    ]
    entries = entries_of(Section("work", tuple(range(9))), moved, (), as_of=AS_OF)
    highlights = [entry.fields["highlights"] for entry in entries]
    assert all(isinstance(each, list) for each in highlights)
    assert [[leaf.value for leaf in each] for each in highlights if isinstance(each, list)] == [
        [
            "Showed results to the board every quarter, in time and within budget",
            "Taught beginners how to count what they bake",
        ],
        ["Counted bread, rolls and cakes"],
    ]
    assert entries[1].text("summary") == "Reports to the board of the bakery."


def test_a_long_header_of_names_is_no_sentence() -> None:
    entries = read(
        "work",
        """
        2015 – 2019
        Profesora titular sénior, Instituto de Ciencias Ambientales de Ciudad de México, Guadalajara
        - Enseñó a 58 estudiantes
        """,
        culture="es",
        paged=False,
    )
    assert [entry.text("position") for entry in entries] == ["Profesora titular sénior"]


def test_how_long_it_took_may_end_in_the_next_line() -> None:
    (entry,) = read(
        "work",
        """
        Engineer, Zephyrlane Inc ⇥ 03/2006 – 07/2021 (15 years 5
        months)
        - Taught beginners
        """,
    )
    assert (entry.text("name"), entry.text("position"), entry.text("summary")) == (
        "Zephyrlane Inc",
        "Engineer",
        "",
    )


def test_a_region_that_had_no_room_beside_its_town_belongs_to_it() -> None:
    (entry,) = read(
        "work",
        """
        **Software Developer – ByteWise, Belo Horizonte,**
        **MG**
        2019 – 2021
        - Kept fifty servers running day and night ha
        - Kept five hundred customers happy, all told
        """,
    )
    assert (entry.text("name"), entry.text("location")) == ("ByteWise", "Belo Horizonte, MG")


def test_a_plus_between_names_on_a_scan_was_a_dot() -> None:
    lines = [
        replace(line, source="ocr")
        for line in lines_from("""
        Senior Engineer + Zephyrlane Inc ⇥ 2019 – 2021
        Engineer · Tallowmere Inc ⇥ 2017 – 2019
        """)
    ]
    entries = entries_of(Section("work", (0, 1)), lines, (), as_of=AS_OF)
    assert [(entry.text("position"), entry.text("name")) for entry in entries] == [
        ("Senior Engineer", "Zephyrlane Inc"),
        ("Engineer", "Tallowmere Inc"),
    ]


def test_nothing_of_an_entry_is_lost() -> None:
    text = """
    Engineer · Zephyrlane Inc, Chicago, IL · Platform Team
    03/2022 - 04/2024
    Everything about engines and their noises.
    - Built one
    Technologies: Oil, Steel
    """
    (entry,) = read("work", text)
    leaves = [
        leaf for value in entry.fields.values() for leaf in (value if isinstance(value, list) else [value])
    ]
    assert {each.line for leaf in leaves for each in leaf.evidence} == {0, 1, 2, 3, 4}
    assert "Platform Team" in entry.text("summary")
    assert told(entry, "name", "position", "location") == ("Zephyrlane Inc", "Engineer", "Chicago, IL")


def test_every_leaf_points_at_the_words_it_was_read_from() -> None:
    (entry,) = read("work", "Senior Engineer at Zephyrlane Inc ⇥ Jan 2019 – Feb 2020\n- Built one")
    for name in ("name", "position", "startDate", "endDate"):
        leaf = entry.fields[name]
        assert isinstance(leaf, Leaf)
        assert leaf.evidence[0].text == leaf.raw
        assert 0.0 < leaf.confidence <= 1.0


def test_a_link_under_the_employer_is_its_address() -> None:
    (entry,) = read(
        "work", "Zephyrlane Inc\nhttps://zephyrlane.example/about\n2019 – 2020\nEngineer\n- Built one"
    )
    assert told(entry, "name", "position", "url") == (
        "Zephyrlane Inc",
        "Engineer",
        "https://zephyrlane.example/about",
    )


def test_volunteering_has_an_organization() -> None:
    (entry,) = read("volunteer", "Tutor\nOpen Reading Club\n2019 – 2020\n- Read aloud")
    assert told(entry, "organization", "position") == ("Open Reading Club", "Tutor")


def test_a_section_of_another_kind_has_no_entries() -> None:
    assert read("skills", "Python, Go") == []
    assert read("work", "") == []


MORE: dict[str, tuple[str, list[Position]]] = {
    "a company with total dates above its positions": (
        """
        **Zephyrlane Inc ⇥ Jan 2015 – Present**
        Principal Engineer ⇥ Jan 2020 – Present
        - Leads
        Engineer ⇥ Jan 2015 – Dec 2019
        - Built
        **Tallowmere LLC ⇥ 2012 – 2014**
        Intern ⇥ 2012 – 2014
        - Learned
        """,
        [
            ("Zephyrlane Inc", "Principal Engineer", "2020-01", ""),
            ("Zephyrlane Inc", "Engineer", "2015-01", "2019-12"),
            ("Tallowmere LLC", "Intern", "2012", "2014"),
        ],
    ),
    "a client is not the employer": (
        """
        Consultant, Zephyrlane Consulting
        2019 – 2021
        Client: Big Sample Bank plc
        - Advised
        """,
        [("Zephyrlane Consulting", "Consultant", "2019", "2021")],
    ),
    "labels": (
        """
        Company: Zephyrlane
        Position: Head of Growth
        Period: 03/2019 – 05/2021
        """,
        [("Zephyrlane", "Head of Growth", "2019-03", "2021-05")],
    ),
    "a title with its field behind a comma": (
        """
        Backend Engineer, Payments, Zephyrlane
        2019 – 2021
        - Paid
        """,
        [("Zephyrlane", "Backend Engineer, Payments", "2019", "2021")],
    ),
    "an unknown town where the others name known ones": (
        """
        Engineer ⇥ 2019 – 2021
        Zephyrlane AG, Hamburg
        Clerk ⇥ 2017 – 2019
        Tallowmere, Kleinbeispielen
        Intern ⇥ 2016 – 2017
        Brambleway GmbH, Berlin
        """,
        [
            ("Zephyrlane AG", "Engineer", "2019", "2021"),
            ("Tallowmere", "Clerk", "2017", "2019"),
            ("Brambleway GmbH", "Intern", "2016", "2017"),
        ],
    ),
    "sentences ahead of the first position": (
        """
        Over ten years of work in three countries, mostly in logistics and always on time.
        Zephyrlane Inc, Driver
        2019 – 2021
        - Drove
        """,
        [("Zephyrlane Inc", "Driver", "2019", "2021")],
    ),
    "single years": (
        """
        2015 ⇥ Waiter, Café Sample
        2014 ⇥ Cook, Bistro Example
        """,
        [("Café Sample", "Waiter", "2015", "2015"), ("Bistro Example", "Cook", "2014", "2014")],
    ),
    "another script": (
        """
        Январь 2019 — настоящее время
        Пример Софт
        Ведущий разработчик
        - Руководство
        """,
        [("Пример Софт", "Ведущий разработчик", "2019-01", "")],
    ),
}


@pytest.mark.parametrize("name", MORE)
def test_less_common_forms(name: str) -> None:
    text, expected = MORE[name]
    assert positions(text) == expected


def test_an_end_after_the_document_s_date_means_that_it_goes_on() -> None:
    (entry,) = read("work", "Engineer, Zephyrlane Inc\nMar 2024 – Sep 2026\n- Works")
    assert entry.is_current
    assert entry.text("endDate") == "2026-09"


def test_a_client_is_told_once_in_the_summary() -> None:
    (entry,) = read(
        "work", "Consultant, Zephyrlane Consulting\n2019 – 2021\nClient: Big Sample Bank plc\n- Advised"
    )
    assert entry.text("summary") == "Client: Big Sample Bank plc"


def test_words_about_the_job_below_the_title_are_no_employer() -> None:
    (entry,) = read(
        "work", "Senior Engineer ⇥ 2019 – 2021\nTech lead for core product platform serving many users\n- A"
    )
    assert told(entry, "name", "position") == ("", "Senior Engineer")
    assert entry.text("summary").startswith("Tech lead")


def test_the_dots_of_a_timeline_are_no_bullets() -> None:
    entries = read(
        "work",
        """
        - Quillfeather Inc ⇥ 2018 – 2020
        Head of Sales
          - Won new markets in the north
          - Kept the old ones in the south
        - Brambleway ⇥ 2015 – 2018
        Account Manager
          - Wrote offers for eighty customers
        """,
    )
    assert [told(e, "name", "position", "startDate", "endDate") for e in entries] == [
        ("Quillfeather Inc", "Head of Sales", "2018", "2020"),
        ("Brambleway", "Account Manager", "2015", "2018"),
    ]


@pytest.mark.parametrize(
    ("header", "culture", "expected"),
    [
        ("Engineer at Zephyrlane", "en", ("Zephyrlane", "Engineer")),
        ("Head of Data at scale", "en", ("", "Head of Data at scale")),
        ("Buchhalterin bei Zephyrlane", "de", ("Zephyrlane", "Buchhalterin")),
        ("Comptable chez Zephyrlane", "fr", ("Zephyrlane", "Comptable")),
        ("Operatore CNC presso Zephyrlane", "it", ("Zephyrlane", "Operatore CNC")),
        ("Boekhouder bij Zephyrlane", "nl", ("Zephyrlane", "Boekhouder")),
        ("Analista na Zephyrlane", "pt", ("Zephyrlane", "Analista")),
        ("Enfermeira no Hospital Lumen", "pt", ("Hospital Lumen", "Enfermeira")),
        ("Profesora en Universidad de Arden", "es", ("Universidad de Arden", "Profesora")),
        ("Ingeniera en Sistemas", "es", ("", "Ingeniera en Sistemas")),
        ("Especialista em Marketing", "pt", ("", "Especialista em Marketing")),
        ("Säljare på Zephyrlane", "sv", ("Zephyrlane", "Säljare")),
    ],
)
def test_a_word_between_title_and_employer_parts_them(
    header: str, culture: str, expected: tuple[str, str]
) -> None:
    (entry,) = read("work", f"{header}⇥2019 – 2021\n- 12", culture=culture)
    assert told(entry, "name", "position") == expected


def test_headings_of_a_document_begin_entries() -> None:
    lines = lines_from(
        """
        Clerk
        Harbour Ltd
        Teller
        Tide plc
        """
    )
    outlined = [replace(line, heading=3 * (number % 2 == 0)) for number, line in enumerate(lines)]
    views = views_of(outlined, "en")
    assert [group[0].text for group in groups_of(views, "work")] == ["Clerk", "Teller"]


def test_on_a_scan_what_begins_where_bullets_do_is_a_list_item() -> None:
    text = """
    Redactora, Diario Norte
    2007 - 2011
    - Escribió sobre energía y vivienda
    Periodista, Agencia Sur
    2001 - 2006
      Aumento del tráfico en la web del diario
      Redacción de artículos sobre la ciudad
    """
    lines = [replace(line, source="ocr") for line in lines_from(text)]
    found = entries_of(Section("work", tuple(range(len(lines)))), lines, (), as_of=AS_OF, culture="es")
    assert [told(entry, "name", "position") for entry in found] == [
        ("Diario Norte", "Redactora"),
        ("Agencia Sur", "Periodista"),
    ]


def test_a_bar_between_title_and_employer_makes_no_sentence() -> None:
    text = """
    Policía local júnior | Consejería de Vivienda, Sevilla
    febrero 2021 a septiembre 2023
    """
    assert [told(e, "name", "position") for e in read("work", text, culture="es")] == [
        ("Consejería de Vivienda", "Policía local júnior")
    ]
