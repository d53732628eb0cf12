"""How long somebody has worked: months as an interval, because dates are rarely given to the day.

A month that is named counts as worked, as recruiters and LinkedIn count: "Mar 2021 – May 2021" is three
months. A date that names only a year or a season may mean any of its months, so the count has a lower
and an upper bound. Months worked twice at once count once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from parsing.stages.dates import OPEN, Period

_EDTF = re.compile(r"(?P<year>\d{4})(?:-(?P<part>\d{2}))?")
_SEASONS = {
    21: (3, 5),
    22: (6, 8),
    23: (9, 11),
    24: (12, 14),
    33: (1, 3),
    34: (4, 6),
    35: (7, 9),
    36: (10, 12),
}
"""First and last month of EDTF's seasons (of the north) and quarters; 13 and 14 lie in the next year."""


class Months(NamedTuple):
    """At least `least` and at most `most` months."""

    least: int
    most: int


class Gap(NamedTuple):
    """Months without a position between `start` and `end` (EDTF months, both inclusive)."""

    start: str
    end: str
    months: int


class _Span(NamedTuple):
    """Months from `first` to `last`, inclusive, counted from year 0."""

    first: int
    last: int


def months_of(period: Period, as_of: date) -> Months:
    """The length of one period; (0, 0) where its dates say nothing."""
    return experience_of([period], as_of)


def experience_of(periods: Iterable[Period], as_of: date) -> Months:
    """The union of the periods in months. What lies after `as_of` does not count yet."""
    known = list(periods)
    least = _length(_merged(span for period in known if (span := _surely(period, as_of))))
    most = _length(_merged(span for period in known if (span := _possibly(period, as_of))))
    return Months(min(least, most), most)


def gaps_in(periods: Iterable[Period], as_of: date, *, longer_than: int = 2) -> list[Gap]:
    """The times between the first start and `as_of` that no period may cover, longest reading of each.

    Gaps of `longer_than` months or fewer are left out: notice periods and holidays are no gaps.
    """
    spans = _merged(span for period in periods if (span := _possibly(period, as_of)))
    ends = [*[span.first for span in spans[1:]], _month_of(as_of) + 1] if spans else []
    found = []
    for span, end in zip(spans, ends, strict=True):
        months = end - span.last - 1
        if months > longer_than:
            found.append(Gap(_edtf(span.last + 1), _edtf(end - 1), months))
    return found


def overlaps_in(periods: Sequence[Period], as_of: date) -> list[tuple[int, int, int]]:
    """Pairs of periods (their indexes) that surely run at once, with the months they share."""
    spans = [_surely(period, as_of) for period in periods]
    found = []
    for i, first in enumerate(spans):
        for j in range(i + 1, len(spans)):
            second = spans[j]
            if first and second:
                shared = min(first.last, second.last) - max(first.first, second.first) + 1
                if shared > 1:
                    found.append((i, j, shared))
    return found


def _possibly(period: Period, as_of: date) -> _Span | None:
    """The longest time the period may mean, cut at `as_of`."""
    start, end = _ends(period, as_of)
    if start is None or end is None:
        return None
    return _span(start.first, min(end.last, _month_of(as_of)))


def _surely(period: Period, as_of: date) -> _Span | None:
    """The shortest time the period may mean; one month at least where a start was named."""
    start, end = _ends(period, as_of)
    if start is None or end is None:
        return None
    first, last = start.last, min(end.first, _month_of(as_of))
    if first > last and start.first <= last:
        first = last
    return _span(first, last)


def _ends(period: Period, as_of: date) -> tuple[_Span | None, _Span | None]:
    """The months that the start and the end may be in; a lone date is both."""
    start = _months_named(period.start)
    if period.end == OPEN:
        now = _month_of(as_of)
        return start, _Span(now, now)
    return start, _months_named(period.end) if period.end else start


def _months_named(edtf: str) -> _Span | None:
    match = _EDTF.match(edtf)
    if match is None:
        return None
    base = int(match["year"]) * 12 - 1
    part = int(match["part"] or 0)
    first, last = _SEASONS.get(part, (part, part)) if part else (1, 12)
    return _Span(base + first, base + last)


def _span(first: int, last: int) -> _Span | None:
    return _Span(first, last) if first <= last else None


def _merged(spans: Iterable[_Span]) -> list[_Span]:
    """The spans in order, those that touch made one."""
    merged: list[_Span] = []
    for span in sorted(spans):
        if merged and span.first <= merged[-1].last + 1:
            merged[-1] = _Span(merged[-1].first, max(merged[-1].last, span.last))
        else:
            merged.append(span)
    return merged


def _length(spans: Sequence[_Span]) -> int:
    return sum(span.last - span.first + 1 for span in spans)


def _month_of(day: date) -> int:
    return day.year * 12 - 1 + day.month


def _edtf(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"
