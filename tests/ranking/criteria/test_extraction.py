"""What single lines of an advertisement ask for."""

from __future__ import annotations

import pytest

from ranking.criteria import criteria_of
from ranking.scoring.types import Criterion, Group
from tests.ranking.criteria.annotated import criteria

LEFT_OUT = ("title", "responsibility", "location", "availability")


def asked(line: str, heading: str = "Requirements") -> list[str]:
    """The criteria of one line under a heading, short: "must skill Python @36", alternatives joined by |."""
    tree = criteria_of(f"Clerk\n\n{heading}:\n- {line}\n")
    return [
        " | ".join(map(_short, criteria(member)))
        for member in tree.members
        if next(criteria(member)).kind not in LEFT_OUT
    ]


def _short(one: Criterion) -> str:
    words = [one.tier + "!" * one.knock_out, one.kind, one.level, one.value]
    return " ".join(word for word in words if word) + (f" @{one.months}" if one.months else "")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Python", ["must skill Python"]),
        ("Python is a plus", ["nice skill Python"]),
        ("Ideally Python", ["should skill Python"]),
        ("English, German preferred", ["must language en", "should language de"]),
        ("Excel; SAP would be an advantage", ["must skill Excel", "nice skill SAP"]),
        ("SQL is helpful but not essential", ["nice skill SQL"]),
        ("Docker (required), Kubernetes (nice to have)", ["must skill Docker", "nice skill Kubernetes"]),
        ("No degree needed", []),
        ("Englisch ist von Vorteil", ["nice language en"]),
        ("SAP wünschenswert, aber kein Muss", ["should skill SAP"]),
        ("Vorzugsweise Erfahrung mit DATEV", ["should skill DATEV"]),
        ("Allemand souhaité", ["should language de"]),
        ("L'espagnol est un atout", ["nice language es"]),
        ("Se valorará Excel", ["nice skill Excel"]),
        ("Excel (deseable)", ["should skill Excel"]),
        ("No hace falta inglés", []),
    ],
)
def test_words_in_the_line_say_how_much_it_is_wanted(line: str, expected: list[str]) -> None:
    assert asked(line) == expected


@pytest.mark.parametrize(
    ("heading", "tier"),
    [
        ("Requirements", "must"), ("What you'll need", "must"), ("Nice to have", "nice"),
        ("Desirable skills", "should"),
        ("Das bringst du mit", "must"), ("Wünschenswert", "should"), ("Das wäre ein Plus", "nice"),
        ("Le profil recherché", "must"), ("Compétences appréciées", "should"), ("Les petits plus", "nice"),
        ("Requisitos mínimos", "must"), ("Requisitos deseables", "should"), ("Se valorará", "nice"),
        ("🛠 Must-haves", "must"), ("## Bonus points", "nice"), ("REQUISITI", "must"),
        ("Mile widziane", "nice"),
    ],
)  # fmt: skip
def test_headings_say_how_much_their_lines_are_wanted(heading: str, tier: str) -> None:
    assert asked("Python", heading) == [f"{tier} skill Python"]


@pytest.mark.parametrize(
    "heading",
    ["Benefits", "What we offer", "Wir bieten", "Das haben Sie davon", "Nos avantages", "Qué ofrecemos",
     "About us", "Über uns", "Qui sommes-nous ?", "Sobre nosotros", "Your tasks", "Equal opportunities"],
)  # fmt: skip
def test_benefits_portraits_and_tasks_ask_for_nothing(heading: str) -> None:
    assert asked("5 years of Python, an AWS certification and Spanish lessons", heading) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Java or Kotlin", ["must skill Java | must skill Kotlin"]),
        ("Python/Go", ["must skill Python | must skill Go"]),
        ("HTML/CSS", ["must skill HTML", "must skill CSS"]),
        ("Docker and Kubernetes", ["must skill Docker", "must skill Kubernetes"]),
        ("Tableau, Looker or Power BI", ["must skill Tableau | must skill Looker | must skill Power BI"]),
        ("One of Python, Java, C#", ["must skill Python | must skill Java | must skill C#"]),
        ("Mindestens eine Sprache: Python, Java", ["must skill Python | must skill Java"]),
        ("Un cloud parmi AWS, Azure", ["must skill AWS | must skill Microsoft Azure"]),
        ("JavaScript, React or Vue.js", ["must skill JavaScript", "must skill React | must skill Vue.js"]),
        ("Excel und DATEV oder SAP", ["must skill Excel", "must skill DATEV | must skill SAP"]),
        ("Salesforce, HubSpot or a similar CRM", ["must skill Salesforce | must skill HubSpot"]),
        ("Data analysis in R or Python", ["must skill Data analysis", "must skill R | must skill Python"]),
        ("French or Spanish", ["must language fr | must language es"]),
        (
            "Bachelor's degree in physics or equivalent experience",
            ["must education 6 physics | must years"],
        ),
        ("Degree or 4 years of experience", ["must education 6 | must years @48"]),
        ("ACA, ACCA or CIMA", ["must certificate ACA | must certificate ACCA | must certificate CIMA"]),
        (
            "AWS or Azure certification",
            ["must certificate AWS certification | must certificate Azure certification"],
        ),
    ],
)
def test_alternatives_are_groups(line: str, expected: list[str]) -> None:
    assert asked(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("5+ years of experience", ["must years @60"]),
        ("Three years' experience with Python", ["must skill Python @36"]),
        ("3-5 years of Python or Go", ["must skill Python @36 | must skill Go @36"]),
        ("Python (2 years)", ["must skill Python @24"]),
        ("6 months of Excel", ["must skill Excel @6"]),
        ("Drei Jahre Berufserfahrung", ["must years @36"]),
        ("mind. 2 Jahre Erfahrung mit SAP", ["must skill SAP @24"]),
        ("au moins 3 ans d'expérience", ["must years @36"]),
        ("Deux ans d'expérience en Java", ["must skill Java @24"]),
        ("mínimo 2 años de experiencia", ["must years @24"]),
        ("entre tres y cinco años de experiencia con Excel", ["must skill Excel @36"]),
        ("3 anni di esperienza con Java", ["must skill Java @36"]),
        ("2 jaar ervaring", ["must years @24"]),
        ("18 years or older", []),
        ("You are at least 18 years old", []),
        ("A three-year rotation", []),
        ("Senior developer with several years of experience", []),
        ("Abgeschlossen vor mindestens 2 Jahren, 4 Jahre zurück", []),
    ],
)
def test_years_are_those_that_are_said(line: str, expected: list[str]) -> None:
    assert asked(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Right to work in the UK", ["must! licence work permit"]),
        ("Registered nurse with NMC PIN", ["must! licence nursing registration"]),
        ("Full UK driving licence", ["must licence driving B"]),
        ("Driving licence essential", ["must! licence driving B"]),
        ("Führerschein Klasse CE zwingend erforderlich", ["must! licence driving CE"]),
        ("Permis B obligatoire", ["must! licence driving B"]),
        ("Imprescindible carnet de carretillero", ["must! licence forklift"]),
        ("Work permit preferred", ["should licence work permit"]),
    ],
)
def test_hard_musts_are_knock_outs(line: str, expected: list[str]) -> None:
    assert asked(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Fluent English", ["must language C1 en"]),
        ("Deutsch mindestens B2", ["must language B2 de"]),
        ("Englischkenntnisse", ["must language en"]),
        ("Inglés o alemán B2", ["must language B2 en | must language B2 de"]),
        ("L'anglais courant", ["must language C1 en"]),
        ("Knowledge of the German market", []),
        ("Master in Informatik", ["must education 7 Informatik"]),
        ("Bac+3 à Bac+5 en informatique", ["must education 6 informatique"]),
        ("CAP ou Bac pro en électricité", ["must education 3 électricité"]),
        ("Ingeniería civil", ["must education 6 Ingeniería civil"]),
        ("Abgeschlossene Ausbildung als Koch", ["must education 3 Koch"]),
        ("Experience in the retail industry", ["must industry retail"]),
        ("Good eye for detail, team player, communication skills", []),
        (
            "Erfahrung mit Praxissoftware (Turbomed oder Medistar)",
            ["must skill Turbomed | must skill Medistar"],
        ),
        ("Certification AMF", ["must certificate AMF certification"]),
        ("Ready to go the extra mile", []),
    ],
)
def test_other_kinds(line: str, expected: list[str]) -> None:
    assert asked(line) == expected


@pytest.mark.parametrize(
    ("text", "value", "country", "remote"),
    [
        ("Cook\nLocation: Leeds\n", "Leeds", "GB", False),
        ("Koch (m/w/d) – Köln\n", "Köln", "DE", False),
        ("Clerk\n\nOur office in Lyon is bright.\n", "Lyon", "FR", False),
        ("Developer\n\nFully remote (Spain)\n", "", "ES", True),
        ("Developer – Madrid\n\nHybrid, two days remote a week\n", "Madrid", "ES", False),
    ],
)
def test_the_place_of_work(text: str, value: str, country: str, remote: bool) -> None:
    found = [one for one in criteria(criteria_of(text)) if one.kind == "location"]
    assert [(one.value, one.country_code, one.remote) for one in found] == [(value, country, remote)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Clerk\nStart: immediately\n", "now"),
        ("Koch\nab 1. März 2026\n", "2026-03-01"),
        ("Professeur\nPoste à pourvoir au 1er septembre 2026\n", "2026-09-01"),
    ],
)
def test_when_the_work_begins(text: str, value: str) -> None:
    assert [one.value for one in criteria(criteria_of(text)) if one.kind == "availability"] == [value]


def test_ids_outlive_edits_elsewhere_in_the_text() -> None:
    before = criteria_of("Clerk\n\nRequirements:\n- Python\n- 3 years of SQL\n")
    after = criteria_of(
        "Clerk (m/f/d)\n\nAbout us: new words.\n\nRequirements:\n- Excel\n- Python\n- 3 years of SQL\n"
    )
    assert {one.id for one in criteria(before)} <= {one.id for one in criteria(after)}


def test_what_is_asked_for_twice_is_one_criterion_of_the_stricter_tier() -> None:
    tree = criteria_of("Clerk\n\nRequirements:\n- Python\n\nNice to have:\n- Python\n- 2 years of Python\n")
    found = [one for one in criteria(tree) if one.kind == "skill"]
    assert [(one.tier, one.months) for one in found] == [("must", 24)]


@pytest.mark.parametrize("text", ["", "   \n\n", "???", "a" * 60_000, "- " * 20_000, "degree in " * 4_000])
def test_text_of_any_kind_gives_a_tree(text: str) -> None:
    assert isinstance(criteria_of(text), Group)


def test_a_first_line_that_is_no_title_is_read_where_the_title_is_told_apart() -> None:
    values = {one.value for one in criteria(criteria_of("Experience with Python\n", title="Cook"))}
    assert values == {"Cook", "Python"}


def test_a_title_told_apart_is_a_criterion_without_words() -> None:
    tree = criteria_of("We need somebody who cooks.\n", title="Cook (m/w/d)")
    titles = [one for one in criteria(tree) if one.kind == "title"]
    assert [(one.value, one.span) for one in titles] == [("Cook", None)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Cleric, Adastra or another CAD system", ["must skill Cleric | must skill Adastra"]),
        (
            "Competent user of MicroDrainage or InfoDrainage",
            ["must skill MicroDrainage | must skill InfoDrainage"],
        ),
        ("Gerne Priva oder Ridder", ["should skill Priva | should skill Ridder"]),
        ("Erfahrung mit DaviP oder einem anderen Programm", ["must skill DaviP"]),
        ("Manejo de Gerosalud, ResiPlus o similar", ["must skill Gerosalud | must skill ResiPlus"]),
        ("Maîtrise de Solis ou de Sonate", ["must skill Solis | must skill Sonate"]),
        ("HIAB or Moffett ticket", ["must certificate HIAB | must certificate Moffett"]),
        ("Sachkundenachweis Pflanzenschutz", ["must certificate Sachkundenachweis Pflanzenschutz"]),
        ("Freude am Umgang mit Menschen, Geduld und Humor", []),
        ("Based near Pellow or Truro", []),
    ],
)
def test_names_that_no_list_has_are_told_by_their_company(line: str, expected: list[str]) -> None:
    assert asked(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("PHP-Erfahrung seit mindestens 2 Jahren", ["must skill PHP @24"]),
        ("Zwei Jahre Berufserfahrung oder mehr in der Instandhaltung", ["must skill Maintenance @24"]),
        ("Seit drei Jahren entwickelst du mit Java", ["must skill Java @36"]),
        ("No less than three years' experience", ["must years @36"]),
        ("Five-plus years of C++", ["must skill C++ @60"]),
        (
            "Facilities or property management, 1 year",
            ["must skill Facility management @12 | must skill Real estate @12"],
        ),
        ("A bachelor's degree or two years of sales", ["must education 6 | must skill Sales @24"]),
        ("Bac pro commerce ou deux ans d'expérience", ["must education 3 commerce | must years @24"]),
        (
            "Du hast Elektroniker oder Dachdecker gelernt",
            ["must education 3 Elektroniker | must education 3 Dachdecker"],
        ),
        ("Führerschein B oder BE", ["must licence driving B | must licence driving BE"]),
        (
            "Stilsicheres Deutsch, Englisch oder Französisch B1",
            ["must language C1 de", "must language B1 en | must language B1 fr"],
        ),
        ("A degree preferred, not required", ["should education 6"]),
        ("Valenciano hablado", ["must language ca"]),
        ("AAT level 3 (D)", ["should certificate AAT"]),
    ],
)
def test_time_degrees_and_languages_in_other_words(line: str, expected: list[str]) -> None:
    assert asked(line) == expected


def test_marks_for_all_genders_hide_nothing() -> None:
    assert asked("Erfahrung als Entwickler*in mit Java") == ["must skill Java"]


def test_a_list_under_no_heading_asks_where_its_lines_do() -> None:
    tree = criteria_of("Stylist\n\n* NVQ Level 2 in hairdressing\n* 2 yrs on the floor\n* Balayage\n")
    assert {one.kind for one in criteria(tree)} >= {"education", "years"}


def test_dutch_alternatives_are_alternatives() -> None:
    tree = criteria_of(
        "Planner\n\nJouw profiel\n- Ervaring met Transics of Navitrans\n- Het rijbewijs B van Nederland\n"
    )
    names = [[one.value for one in criteria(member)] for member in tree.members if isinstance(member, Group)]
    assert names == [["Transics", "Navitrans"]]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Fundraiser, Riverside Hospice, Bristol", "Fundraiser"),
        ("Machine Learning Engineer at Saltmarsh", "Machine Learning Engineer"),
        ("Research Scientist, Protein Chemistry", "Research Scientist, Protein Chemistry"),
        ("Mandatsleiter/in Treuhand 80–100 %, Winterthur", "Mandatsleiter/in Treuhand"),
        ("Nous recherchons un(e) menuisier(e) poseur(se) pour Brest", "menuisier(e) poseur(se)"),
    ],
)
def test_a_title_is_told_from_the_employer_behind_it(line: str, title: str) -> None:
    found = [
        one for one in criteria(criteria_of(f"{line}\n\nRequirements:\n- Python\n")) if one.kind == "title"
    ]
    assert [(one.value, one.tier) for one in found] == [(title, "must")]
