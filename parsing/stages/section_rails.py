"""Headings in a narrow column beside the text that belongs to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from parsing.stages.section_candidates import Candidate, is_right_below
from parsing.stages.types import Line

_REACH: Final = 1.3
_TALL: Final = 1.6
_HEADING: Final = -1.0


def along_rails(lines: Sequence[Line], candidates: Mapping[int, Candidate]) -> list[Line]:
    """The lines in the order that a rail of headings gives them.

    Where all headings of a page stand in a narrow column beside text that has none, each line belongs
    to the heading at its own height: both columns are read together, from top to bottom.
    """
    headings = {i for i, each in candidates.items() if each.heading and each.heading.exact and each.distinct}
    out: list[Line] = []
    for _, group in groupby(lines, key=lambda line: line.page):
        here = list(group)
        body = [line for line in here if line.role not in ("header", "footer")]
        out += _by_height(here, headings, candidates) if _has_rail(body, headings) else here
    return out


def _has_rail(lines: Sequence[Line], headings: set[int]) -> bool:
    """True when the page's headings all stand left of text that begins at their heights."""
    heads = [(line.box, _reach(line)) for line in lines if line.id in headings and line.box]
    if len(heads) < 2 or len(heads) < sum(line.id in headings for line in lines):
        return False
    right = max(box.x1 for box, _ in heads)
    top = min(box.y0 for box, _ in heads)
    beside = [line.box for line in lines if line.box and line.box.x0 >= right]
    within = [line for line in lines if line.box and line.box.x1 < right + 30 and line.box.y0 > top]
    level = sum(any(abs(box.y0 - head.y0) < reach for box in beside) for head, reach in heads)
    loose = [line for line in within if line.id not in headings]
    only_dates = all(any(character.isdigit() for character in line.text) for line in loose)
    return len(beside) > 2 * max(len(heads), len(loose)) and level >= (0.5 if only_dates else 0.7) * len(
        heads
    )


def _reach(line: Line) -> float:
    """How far from the heading's top the text beside it may begin; a turned heading is no taller for that."""
    height = line.box.y1 - line.box.y0 if line.box else 0.0
    return _REACH * (min(height, _TALL * line.size) if line.size else height)


def _by_height(lines: Sequence[Line], headings: set[int], candidates: Mapping[int, Candidate]) -> list[Line]:
    """The lines from top to bottom, each heading right before the text that begins about its height."""
    keys: dict[int, tuple[float, float]] = {}
    above: Line | None = None
    for line in lines:
        if above and above.id in headings and _is_second_line(above, line, candidates):
            # The second line of a heading stays with the first, whatever stands beside it.
            keys[line.id] = (keys[above.id][0], _HEADING / 2)
        else:
            keys[line.id] = _key(line, lines, is_heading=line.id in headings)
        above = line
    return [replace(line, role="body") for line in sorted(lines, key=lambda line: keys[line.id])]


def _is_second_line(above: Line, line: Line, candidates: Mapping[int, Candidate]) -> bool:
    own = candidates.get(line.id)
    return own is not None and own.style == candidates[above.id].style and is_right_below(above, line)


def _key(line: Line, lines: Sequence[Line], *, is_heading: bool) -> tuple[float, float]:
    """Where the line stands among the others: its height, and before or behind what stands level."""
    if line.box is None:
        return (0.0, 0.0)
    top, reach = line.box.y0, _reach(line)
    if not is_heading:
        return (round(top / 2), line.box.x0)
    level = [other.box.y0 for other in lines if other.box and other.box.x0 > line.box.x1]
    top = min((y for y in level if abs(y - top) < reach), default=top)
    return (round(min(top, line.box.y0) / 2), _HEADING)
