"""Words to segments, segments to rows: what the layout and the lines are both built from."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median

from parsing.stages.layout_turned import laid_flat
from parsing.stages.types import Box, Page, Word

GAP_EM = 0.75
"""A gap wider than this share of the text's height ends a segment; justified text stays below it."""

LOOSE = 1.6
"""A gap of recognised text ends a segment when it is so many times wider than the usual one.

Boxes of recognised words end where their ink does, so in a typewriter's face the blanks are as wide as
columns are apart in others.
"""

FACE_EM = 0.5
"""The same where bold and regular meet, as between a date and the title beside it."""

MARK_EM = 2.5
"""A bullet or an icon alone may stand this far before its text."""

GLUE = frozenset("|/·∙⋅¦‖")
"""Marks that stand between items of one line, however far apart those are set."""

THIN_EM = 0.4
"""A box lower than this share of its font's size is no line's height."""

MIN_GUTTER_ENDS, MIN_GUTTER_BEGINS = 2, 3
"""How many segments end and begin at a gutter that others seem to cross."""

NEIGHBOURS = 24
"""How many open segments of a strip are looked at for the next word: bounds hostile pages."""


_Look = tuple[float, float, float, float, float, bool, str, str]
"""A word or segment as it looks: x0, y0, x1, y1, height, bold, text, font. Cheap, for every word has one."""


@dataclass(slots=True, eq=False)
class Segment:
    """A run of words on one baseline without a wide gap. `words` index into the page's words."""

    x0: float
    y0: float
    x1: float
    y1: float
    height: float
    bold: bool
    words: list[int]
    text: str
    font: str
    middle: float

    @property
    def look(self) -> _Look:
        """What decides whether it goes on with another segment, and what that then takes over."""
        return (self.x0, self.y0, self.x1, self.y1, self.height, self.bold, self.text, self.font)

    @property
    def is_mark(self) -> bool:
        """Whether this is a bullet, an icon or a dash with nothing to say."""
        return len(self.text) <= 2 and not self.text.isalnum()


@dataclass(slots=True, eq=False)
class Row:
    """Segments that share a baseline, left to right."""

    x0: float
    y0: float
    x1: float
    y1: float
    height: float
    segments: list[Segment]

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def chars(self) -> int:
        return sum(len(segment.text) + 1 for segment in self.segments)

    @property
    def text(self) -> str:
        if len(self.segments) == 1:
            return self.segments[0].text
        return " ".join([segment.text for segment in self.segments])

    @property
    def bold(self) -> bool:
        return all(segment.bold for segment in self.segments)

    @property
    def font(self) -> str:
        return self.segments[0].font


def level_words(page: Page) -> Sequence[Word]:
    """The page's words as if it lay straight: boxes turned about the page's middle by its skew.

    Headings that run up or down lie flat above their text (`layout_turned.py`).
    """
    if not page.skew:
        return laid_flat(page.words)
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
    """The segments of a page, left to right. `walls` are upright rules, which text never crosses.

    Words that follow each other in the file and on the page are joined first, then what lies in any
    order. O(n log n) for n words: a run meets only the open segments of its own strip of the page.
    """
    gap_em = _gap_em(words)
    runs = sorted(_runs_of(words, walls, gap_em), key=attrgetter("x0"))
    pitch = max(6.0, median(run.height for run in runs)) if runs else 6.0
    strips: dict[int, list[Segment]] = {}
    found: list[Segment] = []
    for run in runs:
        strip = int(run.middle // pitch)
        near = [
            segment for at in (strip - 1, strip, strip + 1) for segment in strips.get(at, ())[-NEIGHBOURS:]
        ]
        segment = _open_segment(run, near, walls, gap_em)
        if segment is None:
            segment = run
            found.append(run)
        else:
            _join(segment, run.look)
            segment.words += run.words
        row = strips.setdefault(int(segment.middle // pitch), [])
        if segment not in row[-NEIGHBOURS:]:
            row.append(segment)
    return _parted_at_gutters(found, words)


def _parted_at_gutters(segments: list[Segment], words: Sequence[Word]) -> list[Segment]:
    """The segments, those cut in two that cross a gutter where others end and many begin.

    A rail set flush right may stand so close to its text that only these edges tell where it ends.
    """
    gutters = _gutters(segments)
    if not gutters:
        return segments
    found: list[Segment] = []
    for segment in segments:
        gutter = next(
            (each for each in gutters if segment.x0 < each[0] - 2 and segment.x1 > each[1] + 2), None
        )
        behind = [] if gutter is None else [at for at in segment.words if words[at].box.x0 >= gutter[1] - 1.5]
        before = [at for at in segment.words if at not in behind]
        if gutter is None or not behind or not before:
            found.append(segment)
            continue
        ends = max(words[at].box.x1 for at in before)
        begins = min(words[at].box.x0 for at in behind)
        if abs(ends - gutter[0]) > 1.5 or abs(begins - gutter[1]) > 1.5:
            found.append(segment)
        else:
            found += [_segment_of(before, words), _segment_of(behind, words)]
    return found


def _gutters(segments: Sequence[Segment]) -> list[tuple[float, float]]:
    """Where two segments at least end, and three begin a little further right."""
    ends, begins = Counter(round(each.x1) for each in segments), Counter(round(each.x0) for each in segments)
    found = []
    for end, count in ends.items():
        if count < MIN_GUTTER_ENDS:
            continue
        height = median(each.height for each in segments if round(each.x1) == end)
        for begin, starts in begins.items():
            if starts >= MIN_GUTTER_BEGINS and 0.45 * height <= begin - end <= 1.2 * height:
                found.append((float(end), float(begin)))
    return found


def _segment_of(indices: Sequence[int], words: Sequence[Word]) -> Segment:
    whole: Segment | None = None
    for run in _runs_of([words[at] for at in indices], (), math.inf):
        if whole is None:
            whole = run
        else:
            _join(whole, run.look)
    assert whole is not None
    whole.words = list(indices)
    return whole


def _gap_em(words: Sequence[Word]) -> float:
    """GAP_EM, or what the words' own gaps ask for where they were recognised."""
    if not words or words[0].confidence == 1.0:
        return GAP_EM
    gaps = []
    for before, word in pairwise(words):
        height = before.box.y1 - before.box.y0
        if 0 < word.box.x0 - before.box.x1 < 1.5 * height and abs(word.box.y1 - before.box.y1) < 0.5 * height:
            gaps.append((word.box.x0 - before.box.x1) / height)
    return max(GAP_EM, LOOSE * median(gaps)) if gaps else GAP_EM


def _runs_of(words: Sequence[Word], walls: Sequence[Box], gap_em: float) -> Iterator[Segment]:
    """The words as runs that the file itself shows to be lines or parts of them."""
    before: Segment | None = None
    for index, (text, (x0, y0, x1, y1), size, bold, _, font, _, _) in enumerate(words):
        if y1 - y0 < THIN_EM * size:
            # Some fonts give a dash no height but its own: it still stands on its line.
            y0, y1 = (y0 + y1 - 0.8 * size) / 2, (y0 + y1 + 0.8 * size) / 2
        height = y1 - y0 if y1 - y0 > 1.0 else 1.0
        if not (text.isalnum() or any(map(str.isalnum, text))):
            bold, font = True, ""
        look = (x0, y0, x1, y1, height, bold, text, font)
        if before is not None:
            if _continues(before, look, gap_em) and not (walls and _is_walled(before, look, walls)):
                _join(before, look)
                before.words.append(index)
                continue
            yield before
        before = Segment(x0, y0, x1, y1, height, bold, [index], text, font, (y0 + y1) / 2)
    if before is not None:
        yield before


def rows_of(segments: Sequence[Segment]) -> list[Row]:
    """The rows of one column, top to bottom: segments side by side that overlap by half their height."""
    rows: list[Row] = []
    for segment in sorted(segments, key=attrgetter("middle", "x0")):
        row = _row_for(segment, rows[-3:])
        if row is None:
            rows.append(Row(segment.x0, segment.y0, segment.x1, segment.y1, segment.height, [segment]))
            continue
        row.segments.append(segment)
        row.height = max(row.height, segment.height)
        row.x0, row.x1 = min(row.x0, segment.x0), max(row.x1, segment.x1)
        row.y0, row.y1 = min(row.y0, segment.y0), max(row.y1, segment.y1)
    for row in rows:
        if len(row.segments) > 1:
            row.segments.sort(key=attrgetter("x0"))
    return sorted(rows, key=attrgetter("middle"))


def _open_segment(
    run: Segment, near: Sequence[Segment], walls: Sequence[Box], gap_em: float
) -> Segment | None:
    """The segment that the run goes on with: the one that ends last of those it may follow."""
    best: Segment | None = None
    look = run.look
    for segment in near:
        if best is not None and segment.x1 < best.x1:
            continue
        if _continues(segment, look, gap_em) and not _is_walled(segment, look, walls):
            best = segment
    return best


def _continues(segment: Segment, look: _Look, gap_em: float) -> bool:
    x0, y0, _, y1, tall, bold, text, _ = look
    gap = x0 - segment.x1
    short = segment.height
    if short > tall:
        short, tall = tall, short
    if gap > MARK_EM * tall or gap < -0.5 * short:
        return False
    lower = segment.y1 if segment.y1 < y1 else y1
    upper = segment.y0 if segment.y0 > y0 else y0
    if lower - upper < 0.5 * short:
        return False
    return gap <= FACE_EM * tall or gap <= _reach(segment, bold, text, gap_em) * tall


def _reach(segment: Segment, bold: bool, text: str, gap_em: float) -> float:
    if segment.is_mark or text[:2].strip() in GLUE or segment.text[-2:].strip() in GLUE:
        return MARK_EM
    return gap_em if segment.bold == bold else FACE_EM


def _is_walled(segment: Segment, look: _Look, walls: Sequence[Box]) -> bool:
    """Whether an upright rule stands between the two."""
    x0, y0, _, y1, *_ = look
    for wall in walls:
        if segment.x1 <= wall.x1 + 1 and wall.x0 - 1 <= x0 and wall.y0 < y1 and y0 < wall.y1:
            return True
    return False


def _join(segment: Segment, look: _Look) -> None:
    """Widens the segment by what goes on with it; its words are for the caller to add."""
    x0, y0, x1, y1, height, bold, text, font = look
    segment.text = f"{segment.text} {text}"
    # Comparing is three times as fast as min() and max(), and this runs for every word of a page.
    if x0 < segment.x0:
        segment.x0 = x0
    if x1 > segment.x1:
        segment.x1 = x1
    if y0 < segment.y0 or y1 > segment.y1:
        segment.y0, segment.y1 = min(segment.y0, y0), max(segment.y1, y1)
        segment.middle = (segment.y0 + segment.y1) / 2
    if height > segment.height:
        segment.height = height
    if not bold:
        segment.bold = False
    if not segment.font:
        segment.font = font


def _row_for(segment: Segment, rows: Sequence[Row]) -> Row | None:
    for row in reversed(rows):
        if row.y1 <= segment.y0 or segment.y1 <= row.y0:
            continue
        beside = row.segments
        nearest = beside[0] if len(beside) == 1 else min(beside, key=lambda each: abs(each.x0 - segment.x0))
        height = min(nearest.height, segment.height)
        overlap = min(nearest.y1, segment.y1) - max(nearest.y0, segment.y0)
        if overlap >= 0.5 * height and not any(
            each.x0 < segment.x1 - 1 and segment.x0 < each.x1 - 1 for each in beside
        ):
            return row
    return None
