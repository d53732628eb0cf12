"""Which words name a degree or a course of study, and which only look like one."""

from __future__ import annotations

import pytest

from parsing.stages.entries.lexicon import degree_score

DEGREES = [
    "M.Arch.", "MArch", "M. Arch.", "Master of Architecture", "B.Ed.", "MA History", "BE Mechanical",
    "B. Sc.", "M. Sc.", "BSc (Hons)", "MSci", "LL.M.", "Ph.D.", "D.Phil.", "EMBA", "PGCE", "PGDip",
    "A-levels", "GCSEs", "GCE A Level", "NVQ Level 3", "HND", "Abitur", "Fachabitur", "Mittlere Reife",
    "Dipl.-Ing.", "Staatsexamen", "Meisterprüfung", "Gesellenbrief", "Ausbildung zum Koch", "Bac +5",
    "Bac pro", "BTS", "Licence 3", "Brevet", "Grado Superior", "Lic. en Derecho", "Ing. Civil",
    "Mestrado", "Graduação", "Laurea magistrale", "HBO Verpleegkunde",
]  # fmt: skip
OTHERS = [
    "March 2025", "MARCH 2025", "march", "Bed and breakfast", "Ma 2020", "May 2020", "Dec 2019",
    "DEC 2019", "As of 2020", "Be bold", "Back office", "Prep school", "Ms. Smith", "Mit Kunden",
    "Doctors without borders",
]  # fmt: skip


@pytest.mark.parametrize("text", DEGREES)
def test_a_degree_is_known(text: str) -> None:
    assert degree_score(text) >= 1.8


@pytest.mark.parametrize("text", OTHERS)
def test_months_and_words_are_no_degrees(text: str) -> None:
    assert degree_score(text) == 0
