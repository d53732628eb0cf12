"""Spoken languages and their levels, in the words of many countries."""

from __future__ import annotations

import pytest

from parsing.stages.languages import (
    cefr_of,
    levelled_languages,
    names_languages,
    only_names_languages,
    spoken_languages,
)
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
    (["Fluent in Spanish"], [("Spanish", "es", "Fluent", "C1")]),
    (
        ["English (Native or bilingual", "proficiency), French (B2)"],
        [
            ("English", "en", "Native or bilingual proficiency", "C2"),
            ("French", "fr", "B2", "B2"),
        ],
    ),
    (
        ["Portuguese (very good", "(C1)), Dutch (basic", "knowledge), Latin (A2)"],
        [
            ("Portuguese", "pt", "very good (C1)", "C1"),
            ("Dutch", "nl", "basic knowledge", "A2"),
            ("Latin", "la", "A2", "A2"),
        ],
    ),
    (
        ["Spanish (Basic), German", "(Intermediate), Latin"],
        [
            ("Spanish", "es", "Basic", "A2"),
            ("German", "de", "Intermediate", "B1"),
            ("Latin", "la", "", ""),
        ],
    ),
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


LEVELS: list[tuple[list[str], list[tuple[str, str]]]] = [
    # CEFR, exams, words in many languages, ratings; levels behind, below and before the name
    (["English (C1)"], [("en", "C1")]),
    (["English – C1 (IELTS 7.5)"], [("en", "C1")]),
    (["English: TOEFL iBT 108"], [("en", "C1")]),
    (["French: DELF B2"], [("fr", "B2")]),
    (["German: Goethe-Zertifikat C1"], [("de", "C1")]),
    (["Spanish: DELE B1 (2019)"], [("es", "B1")]),
    (["Englisch: verhandlungssicher"], [("en", "C1")]),
    (["Englisch: fließend in Wort und Schrift"], [("en", "C1")]),
    (["Französisch: Grundkenntnisse"], [("fr", "A2")]),
    (["Anglais : niveau B2 (TOEIC 850)"], [("en", "B2")]),
    (["Anglais : bilingue"], [("en", "native")]),
    (["Allemand : scolaire"], [("de", "A2")]),
    (["Inglés: nivel avanzado (C1)"], [("en", "C1")]),
    (["Inglés nativo, francés medio"], [("en", "native"), ("fr", "B1")]),
    (["Inglese: ottimo", "Tedesco: scolastico"], [("en", "C1"), ("de", "A2")]),
    (["Engels: vloeiend", "Duits: redelijk"], [("en", "C1"), ("de", "B1")]),
    (["Nederlands: moedertaal"], [("nl", "native")]),
    (["Inglês: fluente", "Espanhol: intermediário"], [("en", "C1"), ("es", "B1")]),
    (["Mandarin Chinese: HSK 5"], [("zh", "C1")]),
    (["Japanese: JLPT N2"], [("ja", "B2")]),
    (["English ★★★★★", "French ★★★☆☆"], [("en", "C2"), ("fr", "B1")]),
    (["English 5/5, German 3/5"], [("en", "C2"), ("de", "B1")]),
    (["English 90%", "German 40%"], [("en", "C2"), ("de", "A2")]),
    (["English | Native or bilingual proficiency"], [("en", "C2")]),
    (["Spanish | Professional working proficiency"], [("es", "B2")]),
    (["German | Elementary proficiency"], [("de", "A2")]),
    (["English (fluent), German (basic), Latin (read only)"], [("en", "C1"), ("de", "A2"), ("la", "")]),
    (
        ["Mother tongue: German", "Other languages: English (C1), French (A2)"],
        [("de", "native"), ("en", "C1"), ("fr", "A2")],
    ),
    (["English", "C2", "German", "B1"], [("en", "C2"), ("de", "B1")]),
    (["ENGLISH\tFLUENT"], [("en", "C1")]),
    (["Fluent in English and Spanish, conversational French"], [("en", "C1"), ("es", "C1"), ("fr", "B2")]),
    (["Native English speaker, fluent Spanish"], [("en", "native"), ("es", "C1")]),
    (["Bilingual: English/French"], [("en", "native"), ("fr", "native")]),
    (["Swiss German (native)"], [("de", "native")]),
    (["Brazilian Portuguese: native"], [("pt", "native")]),
    (["English (UK): native"], [("en", "native")]),
    (["American Sign Language"], [("ase", "")]),
    (
        ["Deutsch – Muttersprache", "Englisch – C1", "Russisch – A2"],
        [("de", "native"), ("en", "C1"), ("ru", "A2")],
    ),
    (["Angielski – biegły", "Niemiecki – podstawowy"], [("en", "C1"), ("de", "A2")]),
    (["Engelska – flytande"], [("en", "C1")]),
    (["Английский – свободно", "Немецкий – базовый"], [("en", "C1"), ("de", "A2")]),
    (["英语：流利", "日语：N1"], [("en", "C1"), ("ja", "C1")]),
    (
        ["Arabic (mother tongue) - English (fluent) - French (good)"],
        [("ar", "native"), ("en", "C1"), ("fr", "B2")],
    ),
    (
        ["Catalán: nativo", "Castellano: nativo", "Euskera: EGA"],
        [("ca", "native"), ("es", "native"), ("eu", "")],
    ),
    (["English: Upper-intermediate", "Italian: pre-intermediate"], [("en", "B2"), ("it", "B1")]),
    (["Hindi, English, Tamil – read, write and speak"], [("hi", ""), ("en", ""), ("ta", "")]),
    (["English: 8 years, everyday use at work"], [("en", "")]),
    (["Latin (Großes Latinum)"], [("la", "")]),
    (["Anglais: C1, Espagnol: B2, Chinois: notions"], [("en", "C1"), ("es", "B2"), ("zh", "A2")]),
]


@pytest.mark.parametrize(("texts", "levels"), LEVELS)
def test_a_level_is_told_in_the_common_framework(texts: list[str], levels: list[tuple[str, str]]) -> None:
    found = spoken_languages([Line(i, text) for i, text in enumerate(texts)])
    assert [
        (each.language.normalized, each.fluency.normalized if each.fluency else "") for each in found
    ] == levels


EXAMS = [
    ("TOEFL iBT 114", "C2"),
    ("TOEFL 80", "B2"),
    ("IELTS 8.5", "C2"),
    ("IELTS Academic: 6,5", "B2"),
    ("TOEIC 785", "B2"),
    ("TOEIC (300/990)", ""),
    ("CAE", "C1"),
    ("Cambridge FCE, 2014", "B2"),
    ("HSK 3", "B1"),
    ("JLPT N1", "C1"),
    ("N4", "A2"),
    ("TestDaF 4", "B2"),
    ("DSH-2", "C1"),
    ("DALF C2", "C2"),
    ("TOEFL", ""),
]


@pytest.mark.parametrize(("text", "level"), EXAMS)
def test_an_exam_tells_the_level(text: str, level: str) -> None:
    assert cefr_of(text) == level


def test_languages_among_skills_are_those_with_a_level_below() -> None:
    lines = [
        Line(i, text) for i, text in enumerate(["Baking", "Spanish", "Fluent", "Filing", "German", "Go"])
    ]
    assert [line.text for line in levelled_languages(lines)] == ["Spanish", "Fluent"]


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
