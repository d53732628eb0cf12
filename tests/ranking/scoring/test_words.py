"""Sentences about scores, dates, times and numbers as each language writes them."""

from __future__ import annotations

import re

import pytest

from ranking.scoring.explain import compare, in_words, why, why_not_higher
from ranking.scoring.packing import group_of
from ranking.scoring.scoring import leaves, score
from ranking.scoring.wordings import says_the_same
from ranking.scoring.words import (
    LANGUAGES,
    date_in_words,
    language_in_words,
    name_in_words,
    points_in_words,
    tables,
    time_in_words,
)
from tests.ranking.scoring.people import DEVELOPER, NURSE, applicant
from tests.ranking.scoring.test_explain import CRITERIA, FOUND

OTHERS = LANGUAGES[1:]
SLOT = re.compile(r"\{\w*\}")
SENTENCES = ("criterion", "words", "recruiter", "candidate")
KINDS = [
    {"kind": "availability", "value": "2027-03-01"},
    {"kind": "availability", "value": "now"},
    {"kind": "licence", "value": "forklift"},
    {"kind": "certificate", "value": "first aid"},
    {"kind": "industry", "value": "retail"},
    {"kind": "location", "value": "Graz", "country_code": "AT"},
    {"kind": "location", "value": "Graz", "remote": True},
    {"kind": "years", "value": "Nurse", "months": 13},
    {"kind": "education", "level": "7"},
    {"kind": "language", "value": "de"},
    {"kind": "skill", "value": "Order picking", "months": 12},
]  # fmt: skip
MORE = group_of(
    {"id": "r", "mode": "all", "members": [{"id": str(at), **each} for at, each in enumerate(KINDS)]}
)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("table", SENTENCES)
def test_every_language_says_the_same_with_the_same_slots(language, table):
    english, told = tables("en")[table], tables(language)[table]
    assert told.keys() == english.keys()
    for key, said in told.items():
        assert sorted(SLOT.findall(said)) == sorted(SLOT.findall(english[key])), key


@pytest.mark.parametrize("table", ["names", "languages"])
def test_the_other_languages_name_the_same_things(table):
    assert len({frozenset(tables(language)[table]) for language in OTHERS}) == 1
    assert all(name.strip() for language in OTHERS for name in tables(language)[table].values())


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("audience", ["recruiter", "candidate"])
@pytest.mark.parametrize("criteria", [CRITERIA, MORE])
def test_scores_are_explained_without_a_word_of_english(language, audience, criteria):
    first, second = score(applicant(DEVELOPER), criteria), score(applicant(NURSE), criteria)
    told = [
        *why(first, criteria, audience, language),
        *why_not_higher(first, criteria, audience, language),
        *compare(first, second, criteria, audience, language),
    ]
    english = [
        *why(first, criteria, audience),
        *why_not_higher(first, criteria, audience),
        *compare(first, second, criteria, audience),
    ]
    for ours, theirs in zip(told, english, strict=True):
        assert ours.sentence != theirs.sentence
        assert not re.search(r"\b(?:the|is|your|would|years?|months?)\b", ours.sentence.lower())
        assert not re.search(r"[{}]", ours.sentence)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["A start by 1 March 2027", "An immediate start", "The licence forklift", "First aid",
                "Experience in retail", "Graz", "Work from anywhere", "1 year and 1 month as Nurse",
                "A master's degree or higher", "German", "Order picking for 1 year"]),
        ("de", ["Beginn bis 1. März 2027", "Sofortiger Beginn", "Staplerschein", "Erste Hilfe",
                "Erfahrung in der Branche Einzelhandel", "Graz", "Arbeit von überall",
                "1 Jahr und 1 Monat als Nurse", "Ein Masterabschluss oder höher", "Deutsch",
                "Kommissionierung (1 Jahr)"]),
        ("fr", ["Disponibilité (1er mars 2027)", "Disponibilité immédiate", "CACES chariot élévateur",
                "Premiers secours", "Expérience du secteur commerce de détail", "Graz", "Travail à distance",
                "1 an et 1 mois d'expérience en tant que Nurse", "Un master (bac+5) ou plus", "Allemand",
                "Préparation de commandes (1 an)"]),
        ("es", ["Incorporación (1 de marzo de 2027)", "Incorporación inmediata", "Carné de carretillero",
                "Primeros auxilios", "Experiencia en el sector comercio minorista", "Graz",
                "Trabajo a distancia", "1 año y 1 mes como Nurse", "Un máster o superior", "Alemán",
                "Preparación de pedidos (1 año)"]),
    ],
)  # fmt: skip
def test_what_is_asked_for(language, said):
    assert [in_words(each, language) for each in leaves(MORE)] == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2019-03", ["March 2019", "März 2019", "mars 2019", "marzo de 2019"]),
        (
            "2019-12-24",
            ["24 December 2019", "24. Dezember 2019", "24 décembre 2019", "24 de diciembre de 2019"],
        ),
        ("2019-03-01", ["1 March 2019", "1. März 2019", "1er mars 2019", "1 de marzo de 2019"]),
        ("2019", ["2019"] * 4),
        ("2019-13", ["2019-13"] * 4),
        ("soon", ["soon"] * 4),
    ],
)
def test_dates(text, said):
    assert [date_in_words(text, language) for language in LANGUAGES] == said


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (0, ["less than a month", "weniger als einen Monat", "moins d'un mois", "menos de un mes"]),
        (1, ["1 month", "1 Monat", "1 mois", "1 mes"]),
        (24, ["2 years", "2 Jahre", "2 ans", "2 años"]),
        (14, ["1 year and 2 months", "1 Jahr und 2 Monate", "1 an et 2 mois", "1 año y 2 meses"]),
    ],
)
def test_times(months, said):
    assert [time_in_words(months, language) for language in LANGUAGES] == said


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (1, ["1 point", "1 Punkt", "1 point", "1 punto"]),
        (1.5, ["1.5 points", "1,5 Punkte", "1,5 point", "1,5 puntos"]),
        (12.345, ["12.35 points", "12,35 Punkte", "12,35 points", "12,35 puntos"]),
        (0, ["0 points", "0 Punkte", "0 point", "0 puntos"]),
    ],
)
def test_points(points, said):
    assert [points_in_words(points, language) for language in LANGUAGES] == said


def test_names():
    assert [language_in_words("en", language) for language in LANGUAGES] == [
        "English", "Englisch", "anglais", "inglés",
    ]  # fmt: skip
    assert language_in_words("haw", "de") == "haw"
    assert name_in_words("skill", "Order picking", "xx") == "Order picking"
    assert name_in_words("skill", "Kubernetes", "de") == "Kubernetes"
    assert name_in_words("location", "Graz", "de") == "Graz"


def test_grammar_that_a_model_may_change_is_that_of_the_language():
    own = "SQL: Ihr Lebenslauf zeigt es in einer Stelle (3 Jahre)."
    assert says_the_same(own, "SQL: Ihr Lebenslauf zeigt es in der Stelle (3 Jahre).", "de")
    assert not says_the_same(own, "SQL: Ihr Lebenslauf zeigt es nicht in einer Stelle (3 Jahre).", "de")
    assert not says_the_same(own, "SQL: Ihr Lebenslauf zeigt es in einer Stelle (4 Jahre).", "de")


def test_the_score_knows_no_language() -> None:
    assert score(applicant(DEVELOPER), CRITERIA) == FOUND
