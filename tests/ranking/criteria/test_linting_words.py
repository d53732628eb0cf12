"""What the linter says, in every language: the same rows and slots, and times in words."""

from __future__ import annotations

import datetime
import re

import pytest

from ranking.criteria import criteria_of, lint, worded
from ranking.criteria.plain import rows
from ranking.scoring.words import LANGUAGES

SLOT = re.compile(r"\{\w*\}")
TEXT = """Salesman

Requirements:
- 15 years of Kubernetes
- 1 year of experience
"""


def told(name: str) -> dict[str, list[str]]:
    """The rows of a file: what is wrong and what to do, by code."""
    found = {}
    for row in rows(name):
        code, *rest = (part.strip() for part in row.split("|"))
        found[code] = rest[-2:]
    return found


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_says_the_same_with_the_same_slots(language: str) -> None:
    english, other = told("findings.txt"), told(f"findings_{language}.txt")
    assert other.keys() == english.keys()
    for code, sentences in other.items():
        assert sentences != english[code]
        for ours, theirs in zip(sentences, english[code], strict=True):
            assert sorted(SLOT.findall(ours)) == sorted(SLOT.findall(theirs)), code


@pytest.mark.parametrize(
    ("language", "wrong", "mend"),
    [
        ("en", "What is asked for is 15 years of Kubernetes; it came out in 2014.", "Ask for 1 year at most"),
        ("de", "Verlangt wird Kubernetes mit dieser Erfahrung: 15 Jahre; es erschien 2014.",
         "Verlangen Sie höchstens 1 Jahr"),
        ("fr", "On demande Kubernetes avec cette expérience\u00a0: 15 ans\u00a0; sa sortie date de 2014.",
         "Demandez 1 an au plus"),
        ("es", "Se pide Kubernetes con esta experiencia: 15 años; salió en 2014.", "Pida 1 año como máximo"),
    ],
)  # fmt: skip
def test_findings_are_said_anew(language: str, wrong: str, mend: str) -> None:
    findings = lint(TEXT, criteria_of(TEXT), "en", as_of=datetime.date(2015, 1, 1))
    found = worded(next(each for each in findings if each.code == "impossible_years"), language)
    assert found.sentence == wrong
    assert found.fix.startswith(mend)
    assert (found.code, found.severity, found.facts["years"]) == ("impossible_years", "error", 15)


def test_an_unknown_language_is_answered_in_english() -> None:
    findings = lint(TEXT, criteria_of(TEXT), "en")
    assert [worded(each, "xx") for each in findings] == list(findings)
