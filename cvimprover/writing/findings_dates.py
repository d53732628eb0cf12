"""Findings about dates: missing, coarse, impossible, gaps, order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from cvimprover.writing.finding import finding
from cvimprover.writing.pointers import entries_at
from cvimprover.writing.sources import Sources
from cvimprover.writing.types import Finding
from parsing.stages.dates import OPEN, Period
from parsing.stages.experience import gaps_in

_LONGEST_UNTOLD: Final = 5
_YEAR: Final = 4
_COVERING: Final = ("work", "volunteer", "education")


def about_dates(sources: Sources) -> Iterator[Finding]:
    """Each entry's own dates, then gaps between all of them."""
    today = sources.as_of.isoformat()
    for number, job in enumerate(entries_at(sources.profile, "/work")):
        pointer, name = f"/work/{number}", str(job.get("position") or job.get("name") or "…")
        start, end = _dates(job)
        if not start and not end:
            yield finding("undated", pointer, text=name)
        elif _YEAR in (len(start), len(end)):
            yield finding("no_months", pointer, text=name)
        if start and end and end < start[: len(end)]:
            yield finding("end_before_start", pointer, text=name)
        if start > today[: len(start)] or end > today[: len(end)]:
            yield finding("future_date", pointer, text=name)
    for number, study in enumerate(entries_at(sources.profile, "/education")):
        start, end = _dates(study)
        name = str(study.get("institution") or study.get("studyType") or "…")
        if start and end and end < start[: len(end)]:
            yield finding("end_before_start", f"/education/{number}", text=name)
    yield from _gaps(sources)
    yield from _order(sources)


def _gaps(sources: Sources) -> Iterator[Finding]:
    """Months without work or study since the first position; those before it are nobody's business."""
    work = [_dates(job) for job in entries_at(sources.profile, "/work")]
    if not all(start for start, _ in work) or not work:
        return
    first = min(start for start, _ in work)
    entries = (entry for section in _COVERING for entry in entries_at(sources.profile, f"/{section}"))
    dates = [(start, end) for start, end in map(_dates, entries) if start]
    periods = [Period(start, end or OPEN, "", 0, 0, is_current=not end) for start, end in dates]
    for gap in gaps_in(periods, sources.as_of, longer_than=_LONGEST_UNTOLD):
        if gap.start >= first[: len(gap.start)]:
            evidence = f"{gap.start}/{gap.end}"
            yield finding("gap", "/work", evidence, start=gap.start, end=gap.end, count=gap.months)


def _order(sources: Sources) -> Iterator[Finding]:
    """Positions that end later than the one before them."""
    ends = [end or "9999" for start, end in map(_dates, entries_at(sources.profile, "/work")) if start]
    if any(later[:_YEAR] > earlier[:_YEAR] for earlier, later in pairwise(ends)):
        yield finding("not_latest_first", "/work")


def _dates(entry: Mapping[str, object]) -> tuple[str, str]:
    return str(entry.get("startDate") or ""), str(entry.get("endDate") or "")
