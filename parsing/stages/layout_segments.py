"""Words to segments, segments to rows: what the layout and the lines are both built from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from parsing.stages.types import Box, Page, Word

GAP_EM = 0.75
"""A gap wider than this share of the text's height ends a segment; justified text stays below it."""

FACE_EM = 0.5
"""The same where bold and regular meet, as between a date and the title beside it."""

MARK_EM = 2.5
"""A bullet or an icon alone may stand this far before its text."""

GLUE = frozenset("|/·∙⋅¦‖")
"""Marks that stand between items of one line, however far apart those are set."""

NEIGHBOURS = 24
"""How many open segments of a strip are looked at for the next word: bounds hostile pages."""


@dataclass(slots=True)
class Segment:
    """A run of words on one baseline without a wide gap. `words` index into the page's words."""

    x0: float
    y0: float
    x1: float
    y1: float
    height: float
    bold: bool
    words: list[int]
    text: str = ""
    font: str = ""

    @property
    def is_mark(self) -> bool:
        """Whether this is a bullet, an icon or a dash with nothing to say."""
        return len(self.text) <= 2 and not self.text.isalnum()

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


@dataclass(slots=True)
class Row:
    """Segments that share a baseline, left to right."""

    x0: float
    y0: float
    x1: float
    y1: float
    segments: list[Segment]

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def chars(self) -> int:
        return sum(len(segment.text) + 1 for segment in self.segments)

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)

    @property
    def bold(self) -> bool:
        return all(segment.bold for segment in self.segments)

    @property
    def font(self) -> str:
        return self.segments[0].font

    @property
    def height(self) -> float:
        return max(segment.height for segment in self.segments)


def level_words(page: Page) -> Sequence[Word]:
    """The page's words as if it lay straight: boxes turned about the page's middle by its skew."""
    if not page.skew:
        return page.words
    cosine, sine = math.cos(math.radians(page.skew)), math.sin(math.radians(page.skew))
    middle_x, middle_y = page.width_pt / 2, page.height_pt / 2
    found = []
    for word in page.words:
        x0, y0, x1, y1 = word.box
        across, down = (x0 + x1) / 2 - middle_x, (y0 + y1) / 2 - middle_y
        shift_x = middle_x + across * cosine + down * sine - (x0 + x1) / 2
        shift_y = middle_y - across * sine + down * cosine - (y0 + y1) / 2
        found.append(word._replace(box=Box(x0 + shift_x, y0 + shift_y, x1 + shift_x, y1 + shift_y)))
    return found


def segments_of(words: Sequence[Word], walls: Sequence[Box] = ()) -> list[Segment]:
    """The segments of a page. `walls` are upright rules and edges of panels that text never crosses.

    O(n log n) for n words: a word meets only the open segments of its own strip of the page.
    """
    order = sorted(range(len(words)), key=lambda index: words[index].box.x0)
    strips: dict[int, list[Segment]] = {}
    found: list[Segment] = []
    pitch = max(6.0, median(_height(word.box) for word in words)) if words else 6.0
    for index in order:
        word = words[index]
        strip = int((word.box.y0 + word.box.y1) / 2 // pitch)
        segment = _open_segment(word, (strips.get(at, []) for at in (strip - 1, strip, strip + 1)), walls)
        if segment is None:
            segment = Segment(*word.box, _height(word.box), True, [])
            found.append(segment)
        _extend(segment, word, index)
        strip = int(segment.middle // pitch)
        row = strips.setdefault(strip, [])
        if segment not in row[-NEIGHBOURS:]:
            row.append(segment)
    return found


def rows_of(segments: Sequence[Segment]) -> list[Row]:
    """The rows of one column, top to bottom: segments side by side that overlap by half their height."""
    rows: list[Row] = []
    for segment in sorted(segments, key=lambda each: (each.middle, each.x0)):
        row = _row_for(segment, rows[-3:])
        if row is None:
            rows.append(Row(segment.x0, segment.y0, segment.x1, segment.y1, [segment]))
            continue
        row.segments.append(segment)
        row.x0, row.x1 = min(row.x0, segment.x0), max(row.x1, segment.x1)
        row.y0, row.y1 = min(row.y0, segment.y0), max(row.y1, segment.y1)
    for row in rows:
        row.segments.sort(key=lambda each: each.x0)
    return sorted(rows, key=lambda row: row.middle)


def _open_segment(word: Word, strips: Iterable[list[Segment]], walls: Sequence[Box]) -> Segment | None:
    best: Segment | None = None
    box = word.box
    for strip in strips:
        for segment in strip[-NEIGHBOURS:]:
            gap = box.x0 - segment.x1
            height = min(segment.height, _height(box))
            reach = _reach(segment, word)
            if gap > reach * max(segment.height, _height(box)) or gap < -height:
                continue
            overlap = min(segment.y1, box.y1) - max(segment.y0, box.y0)
            if overlap < 0.5 * height or (best is not None and segment.x1 < best.x1):
                continue
            if gap > 0 and any(_between(wall, segment, box) for wall in walls):
                continue
            best = segment
    return best


def _reach(segment: Segment, word: Word) -> float:
    if segment.is_mark or word.text in GLUE or segment.text[-2:].strip() in GLUE:
        return MARK_EM
    return GAP_EM if segment.bold == word.bold else FACE_EM


def _between(wall: Box, segment: Segment, box: Box) -> bool:
    x = (wall.x0 + wall.x1) / 2
    return segment.x1 <= x + 1 and x - 1 <= box.x0 and wall.y0 < box.y1 and box.y0 < wall.y1


def _extend(segment: Segment, word: Word, index: int) -> None:
    segment.words.append(index)
    segment.x0, segment.y0 = min(segment.x0, word.box.x0), min(segment.y0, word.box.y0)
    segment.x1, segment.y1 = max(segment.x1, word.box.x1), max(segment.y1, word.box.y1)
    segment.height = max(segment.height, _height(word.box))
    segment.font = segment.font or (word.font if any(map(str.isalnum, word.text)) else "")
    segment.text = f"{segment.text} {word.text}" if segment.text else word.text
    segment.bold = segment.bold and (word.bold or not any(map(str.isalnum, word.text)))


def _row_for(segment: Segment, rows: Sequence[Row]) -> Row | None:
    for row in reversed(rows):
        nearest = min(row.segments, key=lambda each: abs(each.x0 - segment.x0))
        height = min(nearest.height, segment.height)
        overlap = min(nearest.y1, segment.y1) - max(nearest.y0, segment.y0)
        crossed = any(each.x0 < segment.x1 - 1 and segment.x0 < each.x1 - 1 for each in row.segments)
        if overlap >= 0.5 * height and not crossed:
            return row
    return None


def _height(box: Box) -> float:
    return max(box.y1 - box.y0, 1.0)
