"""Spoken languages and their levels, in the words of many countries."""

from __future__ import annotations

import pytest

from parsing.stages.languages import names_languages, only_names_languages, spoken_languages
from parsing.stages.spoken import language_of
from parsing.stages.types import Line

LISTS = [
    (["English: Native speaker"], [("English", "en", "Native speaker", "native")]),
    (
        ["Deutsch (Muttersprache), Englisch (C1)"],
        [("Deutsch", "de", "Muttersprache", "native"), ("Englisch", "en", "C1", "C1")],
    ),
    (
        ["Anglais – courant", "Espagnol – notions"],
        [("Anglais", "en", "courant", "C1"), ("Espagnol", "es", "notions", "A2")],
    ),
    (
        ["English", "Native", "Spanish", "Intermediate"],
        [("English", "en", "Native", "native"), ("Spanish", "es", "Intermediate", "B1")],
    ),
    (
        ["English | French | Chinese"],
        [("English", "en", "", ""), ("French", "fr", "", ""), ("Chinese", "zh", "", "")],
    ),
    (["Fluent in Spanish"], [("Spanish", "es", "", "")]),
    (
        ["polski\tojczysty", "angielski\tB2"],
        [("polski", "pl", "ojczysty", "native"), ("angielski", "en", "B2", "B2")],
    ),
]


@pytest.mark.parametrize(("texts", "spoken"), LISTS)
def test_languages_are_read_with_their_levels(
    texts: list[str], spoken: list[tuple[str, str, str, str]]
) -> None:
    found = spoken_languages([Line(i, text) for i, text in enumerate(texts)])
    assert [
        (
            each.language.value,
            each.language.normalized,
            each.fluency.value if each.fluency else "",
            each.fluency.normalized if each.fluency else "",
        )
        for each in found
    ] == spoken


def test_programming_languages_are_not_spoken() -> None:
    assert not names_languages("Python, Go, C++, Java")
    assert only_names_languages("English, Spanish (native)")
    assert not only_names_languages("Taught English to adults")


DOCUMENTS = [
    ("Led the team and the work of my group with great care for our clients", "en"),
    ("Leitung des Teams und Planung der Projekte für die Kunden mit dem Vertrieb", "de"),
    ("Responsable de la vente et du suivi des clients dans une équipe avec le siège", "fr"),
    ("Responsable de la gestión de los proyectos y del equipo con una visión para el cliente", "es"),
    ("负责公司的软件开发工作", "zh"),
    ("ソフトウェアの開発", "ja"),
    ("Baker", "en"),
]


@pytest.mark.parametrize(("text", "language"), DOCUMENTS)
def test_the_document_s_language_is_told_by_its_common_words(text: str, language: str) -> None:
    assert language_of([Line(0, text)]) == language
