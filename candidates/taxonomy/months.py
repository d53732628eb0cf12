"""Spans of months from dates as JSON Resume and EDTF write them: what is sure, and what is possible.

A date that names only a year may mean any of its months, so a span from 2019 to 2021 is sure from December
2019 to January 2021 and possible from January 2019 to December 2021. Months count from the year 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-\d\d)?)?")
_PARTS: Final = {
    21: (3, 5),
    22: (6, 8),
    23: (9, 11),
    24: (12, 14),
    33: (1, 3),
    34: (4, 6),
    35: (7, 9),
    36: (10, 12),
}
"""First and last month of EDTF's seasons and quarters; 13 and 14 lie in the next year."""


class Span(NamedTuple):
    """Months from `first` to `last`, both within."""

    first: int
    last: int


class Spell(NamedTuple):
    """A time that is sure (None where its dates leave nothing sure), and the longest that is possible."""

    sure: Span | None
    possible: Span


def month_of(day: date) -> int:
    """The month of a day."""
    return day.year * 12 + day.month - 1


def written(month: int) -> str:
    """The month as EDTF: "2019-03"."""
    return f"{month // 12:04}-{month % 12 + 1:02}"


def span_of(text: str) -> Span | None:
    """The months that a date may mean; None where it is none."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    first = int(match[1]) * 12
    part = int(match[2] or 0)
    if part == 0:
        return Span(first, first + 11)
    begin, end = _PARTS.get(part, (part, part))
    return Span(first + begin - 1, first + end - 1) if begin <= 12 else None


def spell_of(start: str, end: str, *, today: int, goes_on: bool) -> Spell | None:
    """The time from one date to another; None when the start is none or lies ahead.

    Without an end it surely goes on when `goes_on`, else it surely lasted its first month and may go on.
    """
    begun, ended = span_of(start), span_of(end)
    if begun is None or begun.first > today:
        return None
    if ended is None:
        ended = Span(today if goes_on else min(begun.last, today), today)
    possible = Span(begun.first, max(begun.first, min(ended.last, today)))
    sure = Span(min(begun.last, today), min(ended.first, today))
    return Spell(sure if sure.first <= sure.last else None, possible)


def union(spells: Iterable[Spell]) -> tuple[int, int]:
    """At least and at most how many months; what lies in several counts once."""
    known = list(spells)
    least = _length(spell.sure for spell in known if spell.sure)
    most = _length(spell.possible for spell in known)
    return min(least, most), most


def _length(spans: Iterable[Span]) -> int:
    total, end = 0, -1
    for span in sorted(spans):
        total += max(0, span.last - max(span.first, end + 1) + 1)
        end = max(end, span.last)
    return total
