"""Segments to blocks in reading order: recursive cuts at white space (after Nagy & Seth 1984).

A page is cut upright where a white channel parts two texts that run on by themselves, and across
where both sides pause together. The crux is what a channel is not: a date set flush right belongs to
its title's line, and a narrow rail of dates or labels belongs, row by row, to what stands beside it.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

from parsing.stages.layout_channels import (
    Channel,
    Side,
    card_starts,
    narrow_side,
    nature_of,
    outside,
    slice_by_tops,
    split_at,
    weight_of,
)
from parsing.stages.layout_rails import labels_of, leaves_dates
from parsing.stages.layout_segments import Segment, rows_of
from parsing.stages.layout_trimming import heading_of_what_crosses, leave_foot, trim
from parsing.stages.types import Box

MAX_DEPTH = 8
MAX_CANDIDATES = 48
LEAST_SEGMENTS = 4
"""A channel has two rows on each side at least."""

MAX_SEGMENTS = 1_500
"""A page with more is no résumé page, and is read top to bottom; a dense one has 250."""

MAX_SET_IN = 2.0
"""How many heights of a line the text of list items is set in, at most."""

MIN_WALLED_ROWS = 4
"""How many rows stand on each side of an upright rule at least, where it parts columns."""

FOOT = 0.09
"""The share of the page's height at its bottom where its foot stands."""

MAX_VISITS = 400_000
"""Segments looked at for one page; a page that asks for more is read top to bottom from there on."""

Kind = Literal["single", "two_column", "sidebar_left", "sidebar_right", "table", "label_rail", "multi"]


@dataclass(slots=True)
class Block:
    """Segments read together. `column` counts within its band; table fields as in `Region`."""

    segments: list[Segment]
    column: int = 0
    columns: int = 1
    sidebar: bool = False
    table: int = 0
    row: int = 0
    cell: int = 0


@dataclass(slots=True)
class Cutter:
    """Cuts one page of this height. `rules` are lines across it, `walls` upright ones that part columns.

    `confidence` falls with doubtful cuts.
    """

    height: float
    rules: Sequence[Box] = ()
    walls: Sequence[Box] = ()
    confidence: float = 1.0
    visits: int = 0
    tables: int = 0
    kinds: set[Kind] = field(default_factory=set)

    def blocks(self, segments: list[Segment], depth: int = 0) -> list[Block]:
        """The blocks of these segments in reading order."""
        if (
            len(segments) < LEAST_SEGMENTS
            or len(segments) > MAX_SEGMENTS
            or depth >= MAX_DEPTH
            or self.visits > MAX_VISITS
        ):
            return [Block(segments)] if segments else []
        for channel in (*self._walled(segments), *self._channels(segments)):
            cut = self._cut(channel, depth)
            if cut is not None:
                above, below = outside(channel, segments)
                return self.blocks(above, depth + 1) + cut + self.blocks(below, depth + 1)
        return [Block(segments)]

    def _walled(self, segments: Sequence[Segment]) -> Iterator[Channel]:
        """The channels along upright rules that run down a good part of the page and that no text crosses."""
        for wall in self.walls:
            beside = [each for each in segments if wall.y0 < each.middle < wall.y1]
            left = [each for each in beside if each.x0 + each.x1 < wall.x0 + wall.x1]
            right = [each for each in beside if each.x0 + each.x1 >= wall.x0 + wall.x1]
            left_rows, right_rows = rows_of(left), rows_of(right)
            is_crossed = any(each.x1 > wall.x1 + each.height for each in left) or any(
                each.x0 < wall.x0 - each.height for each in right
            )
            if min(len(left_rows), len(right_rows)) >= MIN_WALLED_ROWS and not is_crossed:
                yield Channel(wall.x0, wall.x1, left, right, False, left_rows, right_rows, is_walled=True)

    def _cut(self, channel: Channel, depth: int) -> list[Block] | None:
        what = nature_of(channel)
        if what != "left_rail" and leave_foot(channel, (1 - FOOT) * self.height):
            what = "left_rail"
        if channel.is_walled and what in ("rows", "grid"):
            what = "columns"
        if channel.is_ruled and what != "left_rail":
            return None
        if what == "columns":
            return None if leaves_dates(channel.left, channel.right_rows) else self._columns(channel, depth)
        if what == "grid":
            return self._slices(channel, depth)
        if what in ("left_rail", "right_rail"):
            return self._rail(channel, "left" if what == "left_rail" else "right", depth)
        return None

    def _columns(self, channel: Channel, depth: int) -> list[Block]:
        heading = heading_of_what_crosses(channel)
        left = self.blocks([each for each in channel.left if each not in heading], depth + 1)
        right = self.blocks(channel.right, depth + 1)
        narrow = narrow_side(channel)
        self.kinds.add(
            "two_column" if narrow is None else "sidebar_left" if narrow == "left" else "sidebar_right"
        )
        shift = 1 + max(block.column for block in left)
        for block in right:
            block.column += shift
        for side, blocks in (("left", left), ("right", right)):
            for block in blocks:
                block.sidebar = block.sidebar or side == narrow
                block.columns = shift + 1 + max(each.column for each in right) - shift
        return left + right + ([Block(heading)] if heading else [])

    def _slices(self, channel: Channel, depth: int) -> list[Block]:
        found: list[Block] = []
        for part in split_at(channel.left + channel.right, card_starts(channel)):
            blocks = self.blocks(part, depth + 1)
            if (
                len(blocks) == 1
                and found
                and found[-1].columns == blocks[0].columns == 1
                and not found[-1].table
            ):
                found[-1].segments.extend(blocks[0].segments)
            else:
                found += blocks
        return found

    def _rail(self, channel: Channel, side: Side, depth: int) -> list[Block]:
        self.kinds.add("label_rail")
        self.tables += 1
        table = self.tables
        rail, body = (channel.left, channel.right) if side == "left" else (channel.right, channel.left)
        groups = labels_of(rows_of(rail), rows_of(body))
        found: list[Block] = []
        tops = [group[0].y0 for group in groups]
        slices = slice_by_tops(body, tops, tolerance=0.6 * median(each.height for each in rail))
        for block in self.blocks(slices[0], depth + 1):
            found.append(block)
        for number, (group, beside) in enumerate(zip(groups, slices[1:], strict=True), start=1):
            label = [segment for row in group for segment in row.segments]
            found.append(Block(label, table=table, row=number, cell=1))
            for block in self.blocks(beside, depth + 1):
                # What belongs to a row of this table stays with it, even where it holds a table of its own.
                block.table, block.row, block.cell = table, number, 2
                found.append(block)
        return found

    def _channels(self, segments: list[Segment]) -> list[Channel]:
        """The channels between these segments, the most telling first."""
        found: list[Channel] = []
        height = median(each.height for each in segments)
        seen: set[tuple[int, ...]] = set()
        begins, ends = sorted([each.x0 for each in segments]), sorted([each.x1 for each in segments])
        for x in self._candidates(segments):
            self.visits += len(segments)
            if bisect_right(ends, x - 0.6 * height) < 2 or bisect_left(begins, x - 0.5) > len(begins) - 2:
                continue  # most edges have nothing to one side
            for part in self._parts_at(x, segments, height):
                if part.key in seen:
                    continue
                seen.add(part.key)
                channel = part.channel()
                if channel is not None:
                    found.append(channel)
        ordered = sorted(_widest(found), key=lambda each: weight_of(each, height), reverse=True)
        return _outer_first(ordered, height) if len(ordered) > 1 else ordered

    def _candidates(self, segments: Sequence[Segment]) -> list[float]:
        """Where a channel may end on its right: the left edges, the most frequent first."""
        edges: dict[int, list[float]] = {}
        for segment in segments:
            edges.setdefault(round(segment.x0 / 4), []).append(segment.x0)
        common = sorted(edges.values(), key=lambda each: (-len(each), each[0]))[:MAX_CANDIDATES]
        return [min(each) for each in common]

    def _parts_at(self, x: float, segments: Sequence[Segment], height: float) -> Iterator[_Part]:
        """The bands, between what crosses the channel that ends at `x`, that have text on both sides."""
        left, right, across = [], [], []
        edge = x - 0.6 * height
        for segment in segments:
            if segment.x0 >= x - 0.5:
                right.append(segment)
            elif segment.x1 <= edge:
                left.append(segment)
            else:
                across.append(segment)
        if len(left) < 2 or len(right) < 2:
            return
        walls = sorted((each.middle, each.y0) for each in across)
        rules = [(rule.y0, rule.y0) for rule in self.rules if rule.x0 < x - height and rule.x1 > x + height]
        yield from _bands(left, right, sorted([*walls, *rules]), is_ruled=False)
        if rules:
            # Lines between the rows of a rail do not part it, so the wider bands are tried too.
            yield from _bands(left, right, walls, is_ruled=True)


def _widest(channels: Sequence[Channel]) -> list[Channel]:
    """The channels less those that lose the end of a column which another follows further down."""
    sides = [(frozenset(map(id, each.left)), frozenset(map(id, each.right))) for each in channels]
    kept: list[Channel] = []
    for channel, (left, right) in zip(channels, sides, strict=True):
        for other, (longer_left, longer_right) in zip(channels, sides, strict=True):
            grows = (left < longer_left and right == longer_right) or (
                left == longer_left and right < longer_right
            )
            if grows and _sets_in_together(channel, other):
                break
        else:
            kept.append(channel)
    return kept


def _outer_first(channels: list[Channel], height: float) -> list[Channel]:
    """The channels, the first after that of which it is a part: between headings, text set in by bullets."""
    first = channels[0]
    left, right = set(map(id, first.left)), set(map(id, first.right))
    for other in channels[1:]:
        is_set_in = 0 < first.x1 - other.x1 < MAX_SET_IN * height
        if is_set_in and left <= set(map(id, other.left)) and right < set(map(id, other.right)):
            return [other, *(each for each in channels if each is not other)]
    return channels


def _sets_in_together(channel: Channel, other: Channel) -> bool:
    """Whether both begin at the same height on both sides, and the same rules cross them or none."""
    return (
        channel.is_ruled == other.is_ruled
        and channel.left_rows[0].y0 == other.left_rows[0].y0
        and channel.right_rows[0].y0 == other.right_rows[0].y0
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands left and right of a possible channel, down to what crosses it at `floor`."""

    left: list[Segment]
    right: list[Segment]
    is_ruled: bool
    floor: float

    @property
    def key(self) -> tuple[int, ...]:
        ends = (self.left[0], self.left[-1], self.right[0], self.right[-1])
        return (len(self.left), len(self.right), *map(id, ends))

    def channel(self) -> Channel | None:
        x0 = max(each.x1 for each in self.left)
        x1 = min(each.x0 for each in self.right)
        channel = Channel(
            x0,
            x1,
            self.left,
            self.right,
            self.is_ruled,
            rows_of(self.left),
            rows_of(self.right),
            floor=self.floor,
        )
        trim(channel)
        if len(channel.left_rows) < 2 or len(channel.right_rows) < 2 or channel.height <= 0:
            return None
        return channel


def _bands(
    left: list[Segment], right: list[Segment], walls: Sequence[tuple[float, float]], *, is_ruled: bool
) -> Iterator[_Part]:
    """The parts between walls, each given by its middle and its top, that have text on both sides."""
    if not walls:
        yield _Part(left, right, is_ruled, math.inf)
        return
    middles = [middle for middle, _ in walls]
    lefts: dict[int, list[Segment]] = {}
    for segment in left:
        lefts.setdefault(bisect_left(middles, segment.middle), []).append(segment)
    rights: dict[int, list[Segment]] = {band: [] for band, here in lefts.items() if len(here) >= 2}
    if not rights:
        return
    for segment in right:
        there = rights.get(bisect_left(middles, segment.middle))
        if there is not None:
            there.append(segment)
    for band, there in rights.items():
        if len(there) >= 2:
            here = lefts[band]
            yield _Part(here, there, is_ruled, walls[band][1] if band < len(walls) else math.inf)
