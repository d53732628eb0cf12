"""Rails: narrow columns of dates or labels, each of which belongs to what stands beside it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from statistics import median

from parsing.stages.dates import period_of
from parsing.stages.entries.lexicon import form_label
from parsing.stages.layout_segments import Row, Segment, rows_of

YEAR = re.compile(r"(?:19|20)\d\d|'\d\d\b")
_OPEN_RANGE = re.compile(
    r"(?:[-–—/]|\b(?:to|bis|à|au|a|al|tot|t/m|do|til|till|hasta|até|ate|fino a|jusqu'[àa]))"
    r"\s*(?:[^\W\d]{3,10}\.?(?:\s+de)?)?$"
)
_Levels = tuple[list[float], list[float]]
"""The middles and the lower edges of rows, each in order."""
MIN_NAMED = 3
"""How many lines of a form's rail are labels that we know, at least."""

MAX_LABEL_ROWS = 4
MAX_LABEL_CHARS = 28
MAX_PERIOD_CHARS = 40


def is_rail(rail: Sequence[Row], body: Sequence[Row]) -> bool:
    """Short labels, each starting level with a line of the body and lower than what stands beside it."""
    if is_form(rail, body):
        return True
    found = labels_of(rail, body)
    labels = [label for group in found if (label := _beside(group, body))]
    if not labels or (2 * len(labels) < len(found) and not all(map(is_period, labels))):
        return False
    if synced([label[0] for label in labels], body) < 0.85 or max(map(len, labels)) > MAX_LABEL_ROWS:
        return False
    if median(row.chars for row in rail) > MAX_LABEL_CHARS:
        return False
    if all(map(is_period, labels)):
        return True
    if len(labels) > 1 and (is_flush_right(rail) or all(map(is_dated, labels))):
        return len(rail) <= len(body)
    return len(rail) <= 0.7 * len(body) and width_of(rail) <= 0.6 * width_of(body)


def is_telling_rail(rail: Sequence[Row], body: Sequence[Row]) -> bool:
    """A rail that nothing else looks like: of dates, set flush right, or of single names over much text."""
    labels = labels_of(rail, body)
    if is_form(rail, body):
        return True
    if all(map(is_dated, labels)) or (len(rail) > 2 and is_flush_right(rail)):
        return True
    return len(labels) == len(rail) >= 3 and len(body) >= 2.5 * len(rail)


def is_form(rail: Sequence[Row], body: Sequence[Row]) -> bool:
    """Whether the rail names what stands beside it ("Employer", "Dates"), line by line, as forms do."""
    named = [row for row in rail if form_label(row.text)]
    if len(named) < MIN_NAMED or len({row.text for row in named}) < MIN_NAMED - 1:
        return False
    beside = [row for row in rail if _has_beside([row], body)]
    return 2 * len(named) >= len(beside) and synced(named, body) >= 0.85


def _beside(label: Sequence[Row], body: Sequence[Row]) -> Sequence[Row]:
    """The label where something stands beside it, a period without the heading above it; else nothing."""
    first = next((i for i, row in enumerate(label) if _has_beside([row], body)), len(label))
    return label[first:] if first and is_period(label[first:]) else label if first < len(label) else ()


def _has_beside(label: Sequence[Row], body: Sequence[Row]) -> bool:
    """Whether any of the body stands beside the label; beside a heading in the rail there is nothing."""
    return any(row.y0 < label[-1].y1 and label[0].y0 < row.y1 for row in body)


def is_dated(label: Sequence[Row]) -> bool:
    """Whether the label names a year."""
    return any(YEAR.search(row.text) for row in label)


def is_period(label: Sequence[Row]) -> bool:
    """Whether the label says nothing but a time, such as "Mar 2019 – present"."""
    text = " ".join(row.text for row in label)
    return len(text) <= MAX_PERIOD_CHARS and bool(YEAR.search(text)) and _is_period(text)


@lru_cache(maxsize=1024)
def _is_period(text: str) -> bool:
    return period_of(text) is not None


def is_periods(rows: Sequence[Row]) -> bool:
    """Whether the rows, one by one or two together, say nothing but times."""
    at = 0
    while at < len(rows):
        if is_period(rows[at : at + 1]):
            at += 1
        elif at + 1 < len(rows) and is_period(rows[at : at + 2]):
            at += 2
        else:
            return False
    return True


def leaves_dates(left: Sequence[Segment], right: Sequence[Row]) -> bool:
    """Whether the left side ends in dates that stand beside lines of the right side and belong to them."""
    dated = {id(segment) for segment in left if YEAR.search(segment.text)}
    dates = [row for row in rows_of([each for each in left if id(each) in dated]) if is_period([row])]
    others = [segment for segment in left if id(segment) not in dated]
    if len(dates) < 2 or len(others) < 2 or synced(dates, right) < 0.85:
        return False
    return median(other.x1 for other in others) < min(row.x0 for row in dates)


def labels_of(rail: Sequence[Row], body: Sequence[Row]) -> list[list[Row]]:
    """The rail's rows as labels: a new one after white space, or with a new date level with the body."""
    step = usual_step(body)
    is_paired = _is_paired(rail, body) or is_form(rail, body)
    levels = _levels_of(body)
    labels: list[list[Row]] = []
    for row in rail:
        if labels and not (is_paired or _starts_label(row, labels[-1], levels, step)):
            labels[-1].append(row)
        else:
            labels.append([row])
    return labels


def _is_paired(rail: Sequence[Row], body: Sequence[Row]) -> bool:
    """Whether every row of the rail, dates apart, has one row of the body beside it, and those no others."""
    if any(YEAR.search(row.text) for row in rail) or synced(rail, body) < 1.0:
        return False
    beside = [row for row in body if rail[0].y0 - 1 < row.middle < rail[-1].y1 + 1]
    return len(beside) == len(rail) and not any(row.text[:1].islower() for row in (*rail, *beside))


def _starts_label(row: Row, label: Sequence[Row], levels: _Levels, step: float) -> bool:
    gap = row.y0 - label[-1].y1
    if gap > 0.9 * min(row.height, label[-1].height):
        return True
    if not _is_level(row, levels):
        return False
    last = label[-1].text
    if last.count("(") > last.count(")"):
        return False
    if _OPEN_RANGE.search(last) and (
        len(row.text) <= 12 or not YEAR.search(last) or _goes_on_as_period(label, row)
    ):
        return False
    if YEAR.search(label[0].text) and YEAR.search(row.text):
        return True
    return gap > step + 0.12 * row.height or is_period(label)


def _goes_on_as_period(label: Sequence[Row], row: Row) -> bool:
    """Whether the label and the row, up to a bracket, are one period ("Feb 2012 – Dec" / "2014 (2")."""
    text = " ".join([*(each.text for each in label), row.text.partition("(")[0]]).strip()
    return len(text) <= MAX_PERIOD_CHARS and _is_period(text)


def is_flush_right(rows: Sequence[Row]) -> bool:
    """Whether the rows end at one edge and begin at several."""
    rights, lefts = [row.x1 for row in rows], [row.x0 for row in rows]
    return max(rights) - min(rights) <= 0.5 * rows[0].height < max(lefts) - min(lefts)


def synced(rows: Sequence[Row], others: Sequence[Row]) -> float:
    """The share of rows that stand on a baseline of the others."""
    levels = _levels_of(others)
    return sum(_is_level(row, levels) for row in rows) / len(rows)


def _levels_of(rows: Sequence[Row]) -> _Levels:
    return sorted(row.middle for row in rows), sorted(row.y1 for row in rows)


def _is_level(row: Row, levels: _Levels) -> bool:
    """Whether the row stands on one of these baselines."""
    near = 0.3 * row.height
    return _has_near(levels[0], row.middle, near) or _has_near(levels[1], row.y1, 0.7 * near)


def _has_near(values: Sequence[float], value: float, distance: float) -> bool:
    at = bisect_left(values, value - distance)
    return at < len(values) and values[at] <= value + distance


def usual_step(rows: Sequence[Row]) -> float:
    """The white space between most rows and the next."""
    steps = [below.y0 - above.y1 for above, below in pairwise(rows)]
    return max(0.0, median(steps)) if steps else 0.0


def width_of(rows: Sequence[Row]) -> float:
    """From the leftmost edge to the rightmost."""
    return max(row.x1 for row in rows) - min(row.x0 for row in rows)
