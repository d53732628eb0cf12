"""Headings that run up or down beside their text, laid flat above it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from parsing.stages.types import Box, Word

UPRIGHT: Final = 1.5
"""By how much a word is taller than its font where it is turned."""

NEAR: Final = 1.2
"""The widest gap between turned words of one heading, in breadths of its line."""

WIDE: Final = 1.5
"""How many times the usual gap one is, at least, that parts the texts of two headings."""

PAUSE: Final = 0.9
"""The share of the widest of them that such a gap has at least."""

LEVEL: Final = 0.35
"""By how much of its breadth a heading's end may miss the line that it is set level with."""

MOST_WORDS: Final = 60
"""A page with more turned words lies on its side, or is a drawing."""


class _Band(NamedTuple):
    """A stretch of the page, from its top down, and where the text in it begins, in points."""

    y0: float
    y1: float
    x0: float


def laid_flat(words: Sequence[Word]) -> Sequence[Word]:
    """The words, those of turned headings with flat boxes right above the text that they stand beside.

    The text begins level with the heading's upper end, or, where the heading stands at its middle,
    below the last wide gap over that. Words of a page without any come back as they are.
    """
    tall = [
        i
        for i, word in enumerate(words)
        if word[1][3] - word[1][1] > UPRIGHT * word[2] > 0 < len(word[0]) - 2
        and word[1][3] - word[1][1] > word[1][2] - word[1][0]  # not by a rule that it touches on a scan
    ]
    if not tall or len(tall) > MOST_WORDS:
        return words
    headings = _headings(words, tall)
    turned = {i for heading in headings for i in heading}
    flat = list(words)
    ends: dict[int, float] = {}
    for heading in sorted(headings, key=lambda each: min(words[i].box.y0 for i in each)):
        boxes = [words[i].box for i in heading]
        own = Box(
            min(box.x0 for box in boxes),
            min(box.y0 for box in boxes),
            max(box.x1 for box in boxes),
            max(box.y1 for box in boxes),
        )
        rows = _rows([word.box for i, word in enumerate(words) if i not in turned and word.box.x0 >= own.x0])
        column = round(own.x0 / 20)
        top = _text_top(rows, own, ends.get(column, 0.0))
        ends[column] = own.y1
        above = max((row.y1 for row in rows if row.y1 <= top), default=0.0)
        _lay(flat, heading, own._replace(y0=max(above, top - (own.x1 - own.x0)), y1=top))
    return flat


def _headings(words: Sequence[Word], tall: Sequence[int]) -> list[list[int]]:
    """The turned words as headings, each in the order in which the file says them."""
    found: list[list[int]] = []
    for i in tall:
        if found and i - found[-1][-1] <= 2 and _is_near(words[found[-1][-1]].box, words[i].box):
            found[-1] += range(found[-1][-1] + 1, i + 1)
        else:
            found.append([i])
    return [_with_short_words(words, heading) for heading in found]


def _with_short_words(words: Sequence[Word], heading: list[int]) -> list[int]:
    """The heading with words of a letter or two at its ends, which are as broad as the others."""
    for step, at in ((-1, 0), (1, -1)):
        near = heading[at] + step
        if 0 <= near < len(words):
            box, own = words[near].box, words[heading[at]].box
            is_in_line = abs(box.x0 - own.x0) < 2 and abs(box.x1 - own.x1) < 2
            if is_in_line and len(words[near].text) <= 2 and _is_near(own, box):
                heading = [near, *heading] if step < 0 else [*heading, near]
    return heading


def _is_near(box: Box, other: Box) -> bool:
    breadth = box.x1 - box.x0
    across = max(box.x0, other.x0) - min(box.x1, other.x1)
    along = max(box.y0, other.y0) - min(box.y1, other.y1)
    return across <= 0.5 * breadth and along <= NEAR * breadth


def _rows(boxes: Sequence[Box]) -> list[_Band]:
    """The bands of the page in which anything stands, from the top down."""
    rows: list[_Band] = []
    for box in sorted(boxes, key=lambda each: each.y0):
        if rows and box.y0 < rows[-1].y1 - 1:
            last = rows[-1]
            rows[-1] = _Band(last.y0, max(last.y1, box.y1), min(last.x0, box.x0))
        else:
            rows.append(_Band(box.y0, box.y1, box.x0))
    return rows


def _text_top(rows: Sequence[_Band], heading: Box, end: float) -> float:
    """Where the heading's text begins; the heading before it in its column ended at `end`."""
    first = bisect_left([(row.y0 + row.y1) / 2 for row in rows], heading.y0)
    begin = bisect_left([row.y0 for row in rows], end)
    # What begins left of the text, as the name does, belongs to no turned heading.
    begin = next((i + 1 for i in reversed(range(begin, first)) if rows[i].x0 < heading.x1), begin)
    if first >= len(rows):
        return heading.y0
    gaps = [(below.y0 - above.y1, below.y0) for above, below in pairwise(rows)]
    widest = max((gap for gap, _ in gaps[max(begin - 1, 0) : first]), default=0.0)
    if gaps and widest > WIDE * median(gap for gap, _ in gaps):
        return [y for gap, y in gaps[max(begin - 1, 0) : first] if gap >= PAUSE * widest][-1]
    is_level = abs(rows[first].y0 - heading.y0) < LEVEL * (heading.x1 - heading.x0)
    return rows[first if is_level else begin].y0


def _lay(words: list[Word], heading: Sequence[int], room: Box) -> None:
    """Sets the words side by side at the foot of the room, which may be lower than they are."""
    height = max(1.0, min(room.y1 - room.y0, room.x1 - room.x0) - 0.5)
    x = room.x0
    for i in heading:
        word = words[i]
        width = word.box.y1 - word.box.y0
        box = Box(x, room.y1 - 0.25 - height, x + width, room.y1 - 0.25)
        words[i] = word._replace(box=box, size=min(word.size, height))
        x += width + 0.3 * word.size
