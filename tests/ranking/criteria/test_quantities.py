"""Spans of time as they are written in seven languages."""

from __future__ import annotations

import pytest

from ranking.criteria.plain import plain
from ranking.criteria.quantities import quantities_in


def months_in(text: str) -> list[int]:
    folded = plain(text)
    return [found.months for found in quantities_in(folded, 0, len(folded))]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("3 years", [36]),
        ("3+ yrs", [36]),
        ("five-plus years", [60]),
        ("two to three years", [24]),
        ("between two and six years", [24]),
        ("a couple of years", [24]),
        ("18 months", [18]),
        ("half a year", [6]),
        ("a year and a half", [18]),
        ("two and a half years", [30]),
        ("a decade", [120]),
        ("drei, besser fünf Jahre", [36]),
        ("anderthalb Jahre", [18]),
        ("zweijährige Erfahrung", [24]),
        ("3 J. Erfahrung", [36]),
        ("ein halbes Jahr", [6]),
        ("cinq bonnes années", [60]),
        ("un an et demi", [18]),
        ("dix-huit mois", [18]),
        ("un par de años", [24]),
        ("año y medio, un año y medio", [18]),
        ("de uno a tres años", [12]),
        ("almeno due anni", [24]),
        ("minimaal drie jaar", [36]),
        ("pelo menos dois anos", [24]),
        ("30 days, £30,000, 24 hours", []),
        ("the year 2026", []),
    ],
)
def test_a_span_of_time_is_its_least(text: str, months: list[int]) -> None:
    assert months_in(text) == months


def test_what_a_hyphen_joins_to_a_noun_is_told() -> None:
    folded = "a six-month project and five-plus years"
    assert [found.is_joined for found in quantities_in(folded, 0, len(folded))] == [True, False]
