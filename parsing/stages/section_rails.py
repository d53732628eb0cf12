"""Headings in a narrow column beside the text that belongs to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from parsing.stages.section_candidates import Candidate
from parsing.stages.types import Line

_REACH: Final = 1.3
_TALL: Final = 1.6


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
        out += _by_height(here, headings) if _has_rail(body, headings) else here
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


def _by_height(lines: Sequence[Line], headings: set[int]) -> list[Line]:
    """The lines from top to bottom, each heading right before the text that begins about its height."""

    def key(line: Line) -> tuple[float, float]:
        if line.box is None:
            return (0.0, 0.0)
        top, reach = line.box.y0, _reach(line)
        if line.id in headings:
            level = [other.box.y0 for other in lines if other.box and other.box.x0 > line.box.x1]
            top = min((y for y in level if abs(y - top) < reach), default=top)
            return (round(min(top, line.box.y0) / 2), -1.0)
        return (round(top / 2), line.box.x0)

    return [replace(line, role="body") for line in sorted(lines, key=key)]
