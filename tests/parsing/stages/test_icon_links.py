"""Addresses that stand behind icons only."""

from __future__ import annotations

import pytest

from parsing.stages.icon_links import behind_icons
from parsing.stages.types import Box, Finding, Line

BOX = Box(40.0, 98.0, 50.0, 108.0)
LINES = [
    Line(0, "Ana Berg", box=Box(40.0, 40.0, 160.0, 60.0)),
    Line(1, "Oslo", box=Box(40.0, 80.0, 80.0, 92.0)),
]


def link(target: str, *, page: int = 1, code: str = "link_without_text") -> Finding:
    return Finding(code, "info", "A link has no text of its own.", page, BOX, target)


@pytest.mark.parametrize(
    ("target", "emails", "phones", "profiles"),
    [
        ("mailto:ana.berg@example.org?subject=Hello", ["ana.berg@example.org"], [], []),
        ("mailto:ana%2Eberg@example.org", ["ana.berg@example.org"], [], []),
        ("mailto:?subject=Hello", [], [], []),
        ("tel:+47 22 22 22 22", [], ["+47 22 22 22 22"], []),
        ("tel:12", [], [], []),
        ("https://github.com/anaberg", [], [], [("GitHub", "anaberg")]),
        ("https://github.com/anaberg/ledger", [], [], []),
        ("https://ana.example.org", [], [], []),
    ],
)
def test_the_target_of_a_link_without_words_is_read(
    target: str, emails: list[str], phones: list[str], profiles: list[tuple[str, str]]
) -> None:
    behind = behind_icons([link(target)], LINES)
    assert [leaf.value for leaf in behind.emails] == emails
    assert [leaf.value for leaf in behind.phones] == phones
    assert [(network.value, user.value) for network, user, _ in behind.profiles] == profiles


def test_its_evidence_is_the_icon_s_place_and_no_text() -> None:
    (leaf,) = behind_icons([link("mailto:ana.berg@example.org")], LINES).emails
    assert leaf.raw == ""
    assert [(each.line, each.page, each.box, each.text) for each in leaf.evidence] == [(1, 1, BOX, "")]


@pytest.mark.parametrize(
    "finding", [link("mailto:a@example.org", page=2), link("mailto:a@example.org", code="hidden_text")]
)
def test_other_pages_and_findings_say_nothing_of_the_person(finding: Finding) -> None:
    assert behind_icons([finding], LINES) == ([], [], [])
