"""How long somebody has worked: months as an interval, because dates are rarely given to the day.

A month that is named counts as worked, as recruiters and LinkedIn count: "Mar 2021 – May 2021" is three
months. A date that names only a year or a season may mean any of its months, so the count has a lower
and an upper bound. Months worked twice at once count once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from candidates.taxonomy.months import Span, month_of, span_of, written
from parsing.stages.dates import OPEN, Period


class Months(NamedTuple):
    """At least `least` and at most `most` months."""

    least: int
    most: int


class Gap(NamedTuple):
    """Months without a position between `start` and `end` (EDTF months, both inclusive)."""

    start: str
    end: str
    months: int


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
    ends = [*[span.first for span in spans[1:]], month_of(as_of) + 1] if spans else []
    found = []
    for span, end in zip(spans, ends, strict=True):
        months = end - span.last - 1
        if months > longer_than:
            found.append(Gap(written(span.last + 1), written(end - 1), months))
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


def _possibly(period: Period, as_of: date) -> Span | None:
    """The longest time the period may mean, cut at `as_of`."""
    start, end = _ends(period, as_of)
    if start is None or end is None:
        return None
    return _span(start.first, min(end.last, month_of(as_of)))


def _surely(period: Period, as_of: date) -> Span | None:
    """The shortest time the period may mean; one month at least where a start was named."""
    start, end = _ends(period, as_of)
    if start is None or end is None:
        return None
    first, last = start.last, min(end.first, month_of(as_of))
    if first > last and start.first <= last:
        first = last
    return _span(first, last)


def _ends(period: Period, as_of: date) -> tuple[Span | None, Span | None]:
    """The months that the start and the end may be in; a lone date is both."""
    start = span_of(period.start)
    if period.end == OPEN:
        now = month_of(as_of)
        return start, Span(now, now)
    return start, span_of(period.end) if period.end else start


def _span(first: int, last: int) -> Span | None:
    return Span(first, last) if first <= last else None


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that touch made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.first <= merged[-1].last + 1:
            merged[-1] = Span(merged[-1].first, max(merged[-1].last, span.last))
        else:
            merged.append(span)
    return merged


def _length(spans: Sequence[Span]) -> int:
    return sum(span.last - span.first + 1 for span in spans)
