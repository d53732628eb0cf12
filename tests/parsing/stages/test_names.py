"""Who the résumé is about, among headings, titles, places and referees."""

from __future__ import annotations

import pytest

from parsing.stages.name_parts import parts_of
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
    (["Córdoba", "Ana Berg de la Torre ana@example.org"], "Ana Berg de la Torre"),
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
    ([("Ana María Berg van", 30.0), ("Lund", 30.0), "Notary", "hi@example.org"], "Ana María Berg van Lund"),
    (["Telefoon: 06 12345678", "Ana Berg", "hello@example.org"], "Ana Berg"),
    ([("Anabel Berg-", 30.0), ("Lund", 30.0), "Archivist", "hello@example.org"], "Anabel Berg-Lund"),
    ([("Anabel Berg", 20.0), ("Engineer", 20.0), "Oslo", "hello@example.org", "Work"], "Anabel Berg"),
    (["Ana Berg, Senior Engineer", "hello@example.org", "Acme Holding"], "Ana Berg"),
]


@pytest.mark.parametrize(("rows", "name"), PAGES)
def test_the_name_is_the_person_s(rows: list[str | tuple[str, float]], name: str) -> None:
    assert name_on(*rows) == name


PARTS = [
    # name, language: formatted, given, middle, family, prefix, suffix
    (
        "Dr. Ana María van der Berg",
        "",
        ("Dr. Ana María van der Berg", "Ana", "María", "van der Berg", "Dr.", ""),
    ),
    ("Madeleine", "", ("Madeleine", "Madeleine", "", "", "", "")),
    ("Ana B. Berg", "", ("Ana B. Berg", "Ana", "B.", "Berg", "", "")),
    ("J. R. Berg", "", ("J. R. Berg", "J.", "R.", "Berg", "", "")),
    ("JRR Berg", "", ("JRR Berg", "JRR", "", "Berg", "", "")),
    # capitals, small letters and commas
    ("ANA O'NEILL-BERG", "", ("Ana O'Neill-Berg", "Ana", "", "O'Neill-Berg", "", "")),
    ("RONALD MCBERG", "", ("Ronald McBerg", "Ronald", "", "McBerg", "", "")),
    ("ana-maria berg", "", ("Ana-Maria Berg", "Ana-Maria", "", "Berg", "", "")),
    ("BERG, Ana", "", ("Ana Berg", "Ana", "", "Berg", "", "")),
    ("Berg, Ana B., PhD", "", ("Ana B. Berg", "Ana", "B.", "Berg", "", "PhD")),
    ("Ana DUPONT", "", ("Ana Dupont", "Ana", "", "Dupont", "", "")),
    ("DUPONT Jean-Pierre", "", ("Jean-Pierre Dupont", "Jean-Pierre", "", "Dupont", "", "")),
    ("Ana PÉREZ LUNA", "", ("Ana Pérez Luna", "Ana", "", "Pérez Luna", "", "")),
    ("PÉREZ LUNA, Ana", "", ("Ana Pérez Luna", "Ana", "", "Pérez Luna", "", "")),
    # titles, degrees and generations
    ("Ana Berg, PhD", "", ("Ana Berg", "Ana", "", "Berg", "", "PhD")),
    ("Ana Berg, CPA, MBA", "", ("Ana Berg", "Ana", "", "Berg", "", "CPA, MBA")),
    (
        "Prof. Dr. Hans-Peter Müller",
        "",
        ("Prof. Dr. Hans-Peter Müller", "Hans-Peter", "", "Müller", "Prof. Dr.", ""),
    ),
    ("Dipl.-Ing. Karl Weber", "", ("Dipl.-Ing. Karl Weber", "Karl", "", "Weber", "Dipl.-Ing.", "")),
    ("Ing. Petr Novák, Ph.D.", "", ("Ing. Petr Novák", "Petr", "", "Novák", "Ing.", "Ph.D.")),
    ("Robert Berg Jr.", "", ("Robert Berg", "Robert", "", "Berg", "", "Jr.")),
    ("Robert Berg III", "", ("Robert Berg", "Robert", "", "Berg", "", "III")),
    # what is no part of the name
    ("Ana Berg (she/her)", "", ("Ana Berg", "Ana", "", "Berg", "", "")),
    ("Ana “Annie” Berg", "", ("Ana Berg", "Ana", "", "Berg", "", "")),
    ("Ana Berg geb. Lund", "", ("Ana Berg", "Ana", "", "Berg", "", "")),
    ("Ana Berg née Lund", "", ("Ana Berg", "Ana", "", "Berg", "", "")),
    # particles
    ("Anna von und zu Berg", "", ("Anna von und zu Berg", "Anna", "", "von und zu Berg", "", "")),
    ("Maria de la Cruz", "", ("Maria de la Cruz", "Maria", "", "de la Cruz", "", "")),
    ("Eva St. Berg", "", ("Eva St. Berg", "Eva", "", "St. Berg", "", "")),
    ("Ana bin Salman", "", ("Ana bin Salman", "Ana", "", "bin Salman", "", "")),
    # two surnames, and the family first, by the language of the document
    ("Ana Berg Luna", "es", ("Ana Berg Luna", "Ana", "", "Berg Luna", "", "")),
    ("Ana María Luna", "es", ("Ana María Luna", "Ana", "María", "Luna", "", "")),
    ("José Luis Prado Luna", "es", ("José Luis Prado Luna", "José", "Luis", "Prado Luna", "", "")),
    ("Ana de la Prada Luna", "es", ("Ana de la Prada Luna", "Ana", "", "de la Prada Luna", "", "")),
    ("Ana Luna", "es", ("Ana Luna", "Ana", "", "Luna", "", "")),
    ("Szabó Anna", "hu", ("Anna Szabó", "Anna", "", "Szabó", "", "")),
    ("Nguyễn Văn An", "vi", ("An Văn Nguyễn", "An", "Văn", "Nguyễn", "", "")),
    # other scripts
    ("王小明", "zh", ("王小明", "小明", "", "王", "", "")),
    ("欧阳小明", "zh", ("欧阳小明", "小明", "", "欧阳", "", "")),
    ("山田 太郎", "ja", ("山田 太郎", "太郎", "", "山田", "", "")),
    ("김민수", "ko", ("김민수", "민수", "", "김", "", "")),
    ("Иван Петрович Сидоров", "ru", ("Иван Петрович Сидоров", "Иван", "Петрович", "Сидоров", "", "")),
]


@pytest.mark.parametrize(("name", "language", "parts"), PARTS)
def test_a_name_is_taken_apart(name: str, language: str, parts: tuple[str, ...]) -> None:
    assert tuple(parts_of(name, language)) == parts


def test_a_name_that_a_scan_tore_apart_is_spelt_as_in_the_email() -> None:
    assert name_on("hello", "An a Ber g", "ana.berg@example.org") == "Ana Berg"
