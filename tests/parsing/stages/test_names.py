"""Who the résumé is about, among headings, titles, places and referees."""

from __future__ import annotations

import pytest

from parsing.stages.names import parts_of
from parsing.stages.ner import entities_of
from parsing.stages.types import Box, Line


def page(*rows: str | tuple[str, float]) -> list[Line]:
    """Lines below one another; a row is its text, or text and size (10 when not told)."""
    lines = []
    for i, row in enumerate(rows):
        text, size = row if isinstance(row, tuple) else (row, 10.0)
        top = 40.0 + 20.0 * i
        lines.append(Line(i, text, box=Box(50, top, 50 + 5 * len(text), top + size), size=size))
    return lines


def name_on(*rows: str | tuple[str, float]) -> str:
    people = [entity.value for entity in entities_of(page(*rows)) if entity.label == "PERSON"]
    return people[0] if people else ""


BODY = ["Notary", "Work", "Skills", "Filing", "Binding"]
PAGES = [
    ([("Ana Berg", 20.0), "ana.berg@example.org", "Software Engineer"], "Ana Berg"),
    (["Curriculum Vitae", "Ana Berg", "ana.berg@example.org"], "Ana Berg"),
    ([("Product Designer", 20.0), ("Ana Berg", 12.0), "aberg@example.org"], "Ana Berg"),
    ([("ANA MARÍA BERG LÓPEZ", 18.0), "anamaria@example.org"], "ANA MARÍA BERG LÓPEZ"),
    ([("Ana", 24.0), ("Berg", 24.0), "Office Manager", "ana.berg@example.org", "Oslo", "Work"], "Ana Berg"),
    ([("Work Experience", 16.0), "Acme Ltd", "Contact", "Ana Berg", "ana.berg@example.org"], "Ana Berg"),
    ([("San Francisco, CA", 10.0), ("Ana Berg", 10.0), "hello@example.org", "Summary"], "Ana Berg"),
    (["Ana Berg | ana@example.org | Oslo"], "Ana Berg"),
    (["Name: Ana Berg", "Tel: +47 22 22 22 22"], "Ana Berg"),
    (["Ana Berg 3, Storgata - 0155 Oslo", "ana@example.org"], "Ana Berg"),
    ([("Ana Cook Developer", 20.0), "ana.developer@example.org"], "Ana Cook Developer"),
    ([("Madeleine", 26.0), "madeleine@example.org", "Singer"], "Madeleine"),
    ([("王伟", 20.0), "wang@example.org"], "王伟"),
    (["References", "hello@example.org"], ""),
    ([("Anabel Bergström", 30.0), ("Lund", 30.0), "Archivist", "hello@example.org"], "Anabel Bergström Lund"),
    ([("ANA", 30.0), ("BERG", 30.0), ("LUND", 30.0), *BODY, "a@example.org"], "ANA BERG LUND"),
    ([("Ana", 30.0), ("van der", 30.0), ("Berg", 30.0), *BODY, "a@example.org"], "Ana van der Berg"),
    ([("Ana van den", 30.0), ("Bergenhuis", 30.0), "Notary", "hi@example.org"], "Ana van den Bergenhuis"),
    ([("Anabel Berg-", 30.0), ("Lund", 30.0), "Archivist", "hello@example.org"], "Anabel Berg-Lund"),
    ([("Anabel Berg", 20.0), ("Engineer", 20.0), "Oslo", "hello@example.org", "Work"], "Anabel Berg"),
    (["Ana Berg, Senior Engineer", "hello@example.org", "Acme Holding"], "Ana Berg"),
]


@pytest.mark.parametrize(("rows", "name"), PAGES)
def test_the_name_is_the_person_s(rows: list[str | tuple[str, float]], name: str) -> None:
    assert name_on(*rows) == name


PARTS = [
    ("Dr. Ana María van der Berg", ("Dr. Ana María van der Berg", "Ana", "María", "van der Berg", "Dr.", "")),
    ("BERG, Ana", ("Ana Berg", "Ana", "", "Berg", "", "")),
    ("ANA O'NEILL-BERG", ("Ana O'Neill-Berg", "Ana", "", "O'Neill-Berg", "", "")),
    ("Ana Berg, PhD", ("Ana Berg", "Ana", "", "Berg", "", "PhD")),
    ("Ana DUPONT", ("Ana Dupont", "Ana", "", "Dupont", "", "")),
    ("Madeleine", ("Madeleine", "Madeleine", "", "", "", "")),
]


@pytest.mark.parametrize(("name", "parts"), PARTS)
def test_a_name_is_taken_apart(name: str, parts: tuple[str, ...]) -> None:
    assert tuple(parts_of(name)) == parts


def test_a_name_that_a_scan_tore_apart_is_spelt_as_in_the_email() -> None:
    assert name_on("hello", "An a Ber g", "ana.berg@example.org") == "Ana Berg"
