"""Dates that stand in a margin, brought back beside the lines that they date.

A rail of dates down one side of the page may be read as a block of its own, before or after the text it
belongs to, even in another section. What stands at the same height tells where each date belongs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from parsing.stages.dates import is_duration, period_of
from parsing.stages.entries.fragments import place_start
from parsing.stages.types import Line

_MAX_CHARS: Final = 45
_NEAR_LINES: Final = 2.2
_REACH: Final = 3


def with_rails(section: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """The section's lines, each lost date beside the line at its height, foreign ones gone, its own fetched.

    `lines` are those of the whole document in reading order. Lines without boxes stay as they are.
    """
    own = {line.id for line in section}
    pages = {line.page for line in section if line.box}
    left: dict[int, list[Line]] = {}
    right: dict[int, list[Line]] = {}
    moved: set[int] = set()
    short = [line for line in lines if len(line.text) <= _MAX_CHARS and line.page in pages]
    for date in filter(_is_date, short):
        if date.id in moved or not _is_lost(date, lines, own):
            continue
        anchor = _at_height_of(date, lines)
        if anchor is not None:
            rail = _with_other_end(date, lines)
            moved.update(line.id for line in rail)
            if anchor.id in own:
                (left if _is_left_of(date, anchor) else right).setdefault(anchor.id, []).extend(rail)
    if not moved:
        return list(section)
    kept = [line for line in section if line.id not in moved]
    return [each for line in kept for each in (*left.get(line.id, ()), line, *right.get(line.id, ()))]


def _is_date(line: Line) -> bool:
    return line.box is not None and not line.is_list_item and _is_date_text(line.text)


@lru_cache(maxsize=4096)
def _is_date_text(text: str) -> bool:
    return len(text) <= _MAX_CHARS and any(map(str.isdigit, text)) and period_of(text) is not None


def _is_lost(date: Line, lines: Sequence[Line], own: set[int]) -> bool:
    """True when the neighbours in reading order are of the rail too, or stand elsewhere."""
    return not any(_is_held(date, lines, own, step) for step in (-1, 1))


def _is_held(date: Line, lines: Sequence[Line], own: set[int], step: int) -> bool:
    """True when text of the date's own column stands right by it, or by places and durations beside it."""
    here = date
    for i in range(date.id + step, date.id + (_REACH + 1) * step, step):
        if not 0 <= i < len(lines) or (date.id in own and i not in own) or not _is_by(lines[i], here):
            return False
        if here is not date and lines[i].region != date.region:
            return False
        here = lines[i]
        if not (_is_date(here) or is_duration(here.text) or place_start(here.text) == 0):
            return True
    return False


def _is_by(other: Line, date: Line) -> bool:
    if other.box is None or date.box is None or other.page != date.page:
        return False
    height = max(date.box.y1 - date.box.y0, 4.0)
    gap = max(other.box.y0 - date.box.y1, date.box.y0 - other.box.y1)
    shared = min(other.box.x1, date.box.x1) - max(other.box.x0, date.box.x0)
    return gap <= _NEAR_LINES * height and shared > 0


def _with_other_end(date: Line, lines: Sequence[Line]) -> list[Line]:
    """The date with what the rail says of it right below: its other end, its duration, its place."""
    rail = [date]
    alone = period_of(date.text)
    for below in lines[date.id + 1 : date.id + 3]:
        if not _is_by(below, rail[-1]):
            break
        both = period_of(f"{date.text} {below.text}") if _is_date(below) else None
        ends_here = both is not None and both.is_range and alone is not None and not alone.is_range
        if not (is_duration(below.text) or ends_here or place_start(below.text) == 0):
            break
        rail.append(below)
    return rail


def _is_left_of(date: Line, line: Line) -> bool:
    return date.box is not None and line.box is not None and date.box.x0 < line.box.x0


def _at_height_of(date: Line, lines: Sequence[Line]) -> Line | None:
    """The line beside the date, the nearest to its side; None where nothing stands at its height."""
    assert date.box is not None
    best: Line | None = None
    best_distance = 0.0
    for line in lines:
        if (
            line.page != date.page
            or line.box is None
            or line.id == date.id
            or line.role in ("header", "footer")
        ):
            continue
        overlap = min(line.box.y1, date.box.y1) - max(line.box.y0, date.box.y0)
        if overlap < 0.5 * min(line.box.y1 - line.box.y0, date.box.y1 - date.box.y0) or _is_date(line):
            continue
        distance = max(line.box.x0 - date.box.x1, date.box.x0 - line.box.x1)
        if distance > 0 and (best is None or distance < best_distance):
            best, best_distance = line, distance
    return best
