"""Dates and durations that a line's end breaks, put together on the upper line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from parsing.stages.dates import after_duration, periods_in

if TYPE_CHECKING:
    from parsing.stages.entries.views import View

_NAMES_TIME = re.compile(r"\d{4}|[^\W\d]{3}")
"""A month or a year, as no grade at the end of the line above has."""
_YEAR_ALONE = re.compile(r"\s*(?:del?\s|of\s)?\s*(?:19|20)\d\d\W*")
_YEAR_FIRST = re.compile(r"\s*(?:del?\s|of\s)?\s*(?:19|20)\d\d\s*[-–—/]")
_OPEN_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d-\Z")
_MONTH_ALONE = re.compile(r"\s*(?:0[1-9]|1[0-2])(?:-[0-3]\d)?\W*")
_MAX_TAIL = 24


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with the spans blanked out, offsets kept."""
    for start, end in spans:
        text = text[:start] + "\t" * (end - start) + text[end:]
    return text


def join_dates(above: View, below: View, culture: str) -> None:
    """A range that is broken over two lines, or two lines' right ends, becomes one of the upper line."""
    begin = below.text.rfind("\t") + 1
    tail = below.text[begin:]
    if len(tail) > _MAX_TAIL:
        return
    if not any(map(str.isdigit, above.text[-_MAX_TAIL:])):
        if _YEAR_ALONE.fullmatch(tail) and not begin:
            _join_date(above, below, " ", culture)
            return
        if begin or not _YEAR_FIRST.match(tail):
            return
    if _OPEN_YEAR.search(above.text) and _MONTH_ALONE.fullmatch(tail) and not begin:
        _join_date(above, below, "", culture)
        return
    if any(period.is_range and not period.is_current for period in above.periods):
        return
    edge = len(above.text)
    joined = f"{above.text} {tail}"
    for period in periods_in(joined, culture):
        if not _NAMES_TIME.search(joined[period.span_start : edge]):
            continue
        if period.is_range and period.span_start < edge < period.span_end and period.end:
            above.periods = [each for each in above.periods if each.span_end <= period.span_start]
            above.periods.append(replace(period, span_end=edge))
            above.spans = [(each.span_start, each.span_end) for each in above.periods]
            above.rest = without(above.text, above.spans)
            above.tail = below
            used = after_duration(joined, period.span_end) - edge - 1
            below.periods, below.spans = [], [(begin, begin + used)]
            below.rest = without(below.text, below.spans)


def join_durations(above: View, below: View) -> None:
    """How long something took, in a bracket that a line's end breaks, is none of the lower line's text."""
    if not above.periods or above.text.count("(") <= above.text.count(")"):
        return
    begin, edge = above.periods[-1].span_end, len(above.text)
    used = after_duration(f"{above.text} {below.text}", begin) - edge - 1
    if used > 0:
        above.spans = [*above.spans[:-1], (above.spans[-1][0], edge)]
        above.rest = without(above.text, above.spans)
        below.spans = [(0, used), *below.spans]
        below.rest = without(below.text, below.spans)


def _join_date(above: View, below: View, glue: str, culture: str) -> None:
    """A month or a year at a line's end and the other alone on the next are one date of the upper line."""
    edge = len(above.text)
    for period in periods_in(f"{above.text}{glue}{below.text.strip()}", culture):
        if period.span_start < edge < period.span_end and period.precision == "month":
            above.periods = [replace(period, span_end=edge)]
            above.spans = [(period.span_start, edge)]
            above.rest = without(above.text, above.spans)
            above.tail = below
            below.periods, below.spans, below.rest = [], [(0, len(below.text))], ""
