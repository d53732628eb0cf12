"""What headings say, known ones and those in words of their own."""

from __future__ import annotations

import pytest

from ranking.criteria.headings import heading_kind, kind_by_words
from ranking.criteria.plain import plain


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Minimum requirements", "must"),
        ("Conditions de recrutement", "must"),
        ("You may also offer", "nice"),
        ("What we offer", "benefits"),
        ("Eingruppierung", "benefits"),
        ("Rubber duck", None),
    ],
)
def test_known_headings(heading: str, kind: str | None) -> None:
    assert heading_kind(plain(heading)) == kind


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Ihr Rucksack", "must"),
        ("Unser Rucksack", "benefits"),
        ("Who would suit it", "must"),
        ("What would make us call you", "must"),
        ("What would make us call you twice", "nice"),
        ("What won't matter", "about"),
        ("Ce qu'on met sur la table", "benefits"),
        ("Damos", "benefits"),
        ("Pedimos", "must"),
        ("Lo que nos haría tilín", "nice"),
        ("Dein Alltag", "tasks"),
        ("Rubber duck", ""),
    ],
)
def test_headings_in_words_of_their_own(heading: str, kind: str) -> None:
    assert kind_by_words(plain(heading)) == kind
