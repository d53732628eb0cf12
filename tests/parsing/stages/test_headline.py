"""The headline beside or below the name, among headings, dates of printing, labels and places."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsing.stages.basics import basics_of
from parsing.stages.classify import sections_of
from parsing.stages.ner import entities_of
from tests.parsing.stages.test_names import page

BODY = ["Work Experience", "Engineer, Acme Ltd", "2018 – 2020", "Skills", "Python, Go"]
EMAIL = "ana.berg@example.org"
PAGES: list[tuple[list[str | tuple[str, float]], str]] = [
    ([("Ana Berg", 22.0), "Software Engineer", EMAIL], "Software Engineer"),
    ([("Ana Berg", 22.0), EMAIL, "Software Engineer"], "Software Engineer"),
    ([("Ana Berg", 22.0), "Coordinadora de proyectos", "Granada", EMAIL], "Coordinadora de proyectos"),
    ([("Ana Berg", 22.0), "Baker and Teacher of Bakers", EMAIL], "Baker and Teacher of Bakers"),
    ([("Ana Berg", 22.0), "Oslo, Norway", "Senior Archivist", EMAIL], "Senior Archivist"),
    ([("Ana Berg", 22.0), "Position: Senior Archivist", EMAIL], "Senior Archivist"),
    ([("Ana Berg", 22.0), "Leiterin der Backstube (m/w/d)", EMAIL], "Leiterin der Backstube (m/w/d)"),
    ([("Ana Berg", 22.0), "Project Management | Quality", EMAIL], "Project Management | Quality"),
    (["Ana Berg | Office Manager | Oslo", EMAIL], "Office Manager"),
    ([("Ana Berg\t+47 22 22 22 22", 22.0), f"Senior Archivist\t{EMAIL}"], "Senior Archivist"),
    ([("Ana Berg\t+47 22 22 22 22", 22.0), f"Yardımcı Fırıncı\t{EMAIL}"], "Yardımcı Fırıncı"),
    ([("Ana Berg\t+47 22 22 22 22", 22.0), f"Oslo\t{EMAIL}"], ""),
    ([("Ana Berg\t+47 22 22 22 22", 22.0), "ana.berg@ana", "Office Manager\tberg.example"], "Office Manager"),
    ([("Ana Berg", 22.0), "Home address: Oslo", EMAIL], ""),
    ([("Ana Berg", 22.0), f"Oslo | {EMAIL} | xing.com/profile/ana-", "mariaberg", "Baker"], "Baker"),
    # what stands near the name and is none
    ([("Ana Berg", 22.0), EMAIL], ""),
    (["Last updated in November 2026", ("Ana Berg", 22.0), EMAIL], ""),
    (["Dernière mise à jour : nov. 2026", ("Ana Berg", 22.0), EMAIL], ""),
    (["Stand: November 2026", ("Ana Berg", 22.0), EMAIL], ""),
    (["Curriculum Vitae", ("Ana Berg", 22.0), EMAIL], ""),
    (["CURRICULUM VITAE", ("Ana Berg", 22.0), EMAIL], ""),
    (["Lebenslauf", ("Ana Berg", 22.0), EMAIL], ""),
    (["Name / Surname", ("Ana Berg", 22.0), "Telephone(s)", "+47 22 22 22 22", EMAIL], ""),
    ([("Ana Berg", 22.0), "Born 1980 in Oslo", EMAIL], ""),
    ([("Ana Berg", 22.0), "Baked for nine years in Oslo. Now bakes in Lund", EMAIL], ""),
    ([("Ana Berg", 22.0), "Oslo, Norway", EMAIL], ""),
]


@pytest.mark.parametrize(("rows", "headline"), PAGES)
def test_the_headline_says_what_the_person_is(rows: list[str | tuple[str, float]], headline: str) -> None:
    lines = page(*rows, *BODY)
    entities = entities_of(lines)
    label = basics_of(lines, entities, sections_of(lines, entities)).label
    assert (label.value if label else "") == headline


@pytest.mark.parametrize(
    ("row", "headline"),
    [("Sage-femme (alternance)", "Sage-femme (alternance)"), ("ÖZtü", ""), ("| 5", "")],
)
def test_what_a_scan_shows_near_the_name_has_a_word(row: str, headline: str) -> None:
    lines = [replace(line, source="ocr") for line in page(("Ana Berg", 22.0), row, EMAIL, *BODY)]
    entities = entities_of(lines)
    label = basics_of(lines, entities, sections_of(lines, entities)).label
    assert (label.value if label else "") == headline
