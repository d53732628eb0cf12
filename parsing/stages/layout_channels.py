"""What a white channel parts: columns, cards, a rail of labels, or the cells of rows."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Literal

from parsing.stages.headings import MAX_CHARS, heading_of
from parsing.stages.layout_rails import (
    MAX_LABEL_ROWS,
    MAX_PERIOD_CHARS,
    is_dated,
    is_flush_right,
    is_period,
    is_periods,
    is_rail,
    is_telling_rail,
    synced,
    usual_step,
    width_of,
)
from parsing.stages.layout_segments import Row, Segment

MIN_DENSITY = 0.25
"""The share of its height that a column fills at least; dates along a page fill less."""

MAX_CARD_ROWS = 12
"""What is longer beside as long a text is no card but a column whose heading happens to be level."""

MIN_CONTRAST = 1.8
"""By how much the type of a name is larger, at least, than that of an address beside it."""

Nature = Literal["columns", "grid", "left_rail", "right_rail", "rows"]
Side = Literal["left", "right"]


@dataclass(slots=True)
class Channel:
    """White space from `x0` to `x1` with `left` and `right` beside it; lines cross it where it `is_ruled`.

    An upright rule stands in it where it `is_walled`. What crosses it next below begins at `floor`.
    """

    x0: float
    x1: float
    left: list[Segment]
    right: list[Segment]
    is_ruled: bool = False
    left_rows: list[Row] = field(default_factory=list)
    right_rows: list[Row] = field(default_factory=list)
    is_walled: bool = False
    floor: float = math.inf

    @property
    def height(self) -> float:
        top = max(self.left_rows[0].y0, self.right_rows[0].y0)
        bottom = min(self.left_rows[-1].y1, self.right_rows[-1].y1)
        return bottom - top


def outside(channel: Channel, segments: Sequence[Segment]) -> tuple[list[Segment], list[Segment]]:
    """The segments above and below the channel's two sides."""
    inside = {id(segment) for segment in (*channel.left, *channel.right)}
    rest = [segment for segment in segments if id(segment) not in inside]
    middle = (min(row.y0 for row in channel.left_rows) + max(row.y1 for row in channel.left_rows)) / 2
    above = [segment for segment in rest if segment.middle <= middle]
    return above, [segment for segment in rest if segment.middle > middle]


def weight_of(channel: Channel, height: float) -> float:
    """How telling a channel is: its height and breadth, and whether the text on its right starts along it."""
    flush = sum(row.x0 - channel.x1 <= 0.4 * height for row in channel.right_rows) / len(channel.right_rows)
    breadth = math.sqrt(min(channel.x1 - channel.x0, 3 * height))
    return channel.height * breadth * (0.5 + flush)


def nature_of(channel: Channel) -> Nature:
    """What the channel parts: texts that run on by themselves, or cells that are read along their rows."""
    left, right = channel.left_rows, channel.right_rows
    if not _stand_beside(left, right):
        return "rows"
    rail = is_rail(left, right)
    if rail and _are_headed_alike(left[0], right[0]):
        return "columns"
    if rail and is_telling_rail(left, right):
        return "left_rail"
    if is_periods(left) or is_periods(right):
        return "rows"
    if is_grid(channel):
        return "grid"
    if differ_in_height(left, right):
        return "columns"
    if is_rail_of_dates(right, left):
        return "right_rail"
    right_synced, left_synced = synced(right, left), synced(left, right)
    is_cell_of_dates = is_dated(right) and not is_dated(left) and is_cells(right, left, right_synced)
    if same_faces(left, right) and not is_cell_of_dates:
        return "columns"
    if rail:
        return "left_rail"
    if is_cells(right, left, right_synced):
        return "right_rail" if max(map(len, groups_of(right))) > 2 and is_rail(right, left) else "rows"
    if is_table(left, right, left_synced, right_synced):
        return "rows"
    if max(left_synced, right_synced) >= 0.5 and not is_dense(channel):
        return "rows"
    if max(len(left), len(right)) <= 3 and not (wraps(left) or wraps(right)):
        return "rows"
    return "columns"


def _are_headed_alike(left: Row, right: Row) -> bool:
    """Whether both sides begin, level and in one face, with headings: a rail has none beside its labels."""
    is_level = abs(left.middle - right.middle) <= 0.3 * left.height
    return is_level and is_same_face(left, right) and is_heading(left) and is_heading(right)


def is_heading(row: Row) -> bool:
    """Whether the row is a heading and nothing else."""
    heading = heading_of(row.text) if row.chars <= MAX_CHARS else None
    return heading is not None and heading.exact


def _stand_beside(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether any rows stand level; headings over text that is set in further never do."""
    tops = [row.y0 for row in right]
    for row in left:
        last = bisect_left(tops, row.y1)
        if any(
            min(row.y1, other.y1) - max(row.y0, other.y0) > 0.2 * row.height
            for other in right[max(0, last - 2) : last]
        ):
            return True
    return False


def is_rail_of_dates(rail: Sequence[Row], body: Sequence[Row]) -> bool:
    """Dates, each level with a line of the body and with little below it: a place, how long it was."""
    groups = groups_of(rail)
    if len(groups) < 2 or len(rail) == len(groups) or max(map(len, groups)) > MAX_LABEL_ROWS:
        return False
    firsts = [group[0] for group in groups]
    if not all(is_period([first]) for first in firsts) or synced(firsts, body) < 1.0:
        return False
    return max(row.chars for row in rail) <= MAX_PERIOD_CHARS and len(body) >= len(rail)


def is_dense(channel: Channel) -> bool:
    """Both sides run on: their lines, closely set, fill a good part of the height they share."""
    top = max(channel.left_rows[0].y0, channel.right_rows[0].y0)
    bottom = min(channel.left_rows[-1].y1, channel.right_rows[-1].y1)
    for rows in (channel.left_rows, channel.right_rows):
        spans = [(group[0].y0, group[-1].y1) for group in groups_of(rows)]
        covered = sum(max(0.0, min(end, bottom) - max(start, top)) for start, end in spans)
        if covered < MIN_DENSITY * (bottom - top):
            return False
    return min(len(channel.left_rows), len(channel.right_rows)) >= 3 or channel.x1 - channel.x0 >= 20


def is_grid(channel: Channel) -> bool:
    """Both sides pause together nearly always, and set in again level or with a heading for both."""
    cuts = shared_gaps(channel)
    pauses = sorted((len(gaps_of(channel.left_rows)), len(gaps_of(channel.right_rows))))
    if pauses[0] == 0 or len(cuts) < 0.6 * pauses[1]:
        return False
    starts = card_starts(channel)
    if not starts or len(starts) + len(_continued(channel, cuts)) < 0.8 * len(cuts):
        return False
    cards = zip(split_rows(channel.left_rows, starts), split_rows(channel.right_rows, starts), strict=True)
    if any(min(len(here), len(there)) > MAX_CARD_ROWS for here, there in cards):
        return False
    return len(starts) > 1 or not is_uniform(channel.left_rows)


def differ_in_height(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """One side is set so much larger that no line of it goes on in the other: a name beside an address."""
    heights = sorted((median(row.height for row in left), median(row.height for row in right)))
    return heights[1] > MIN_CONTRAST * heights[0]


def is_uniform(rows: Sequence[Row]) -> bool:
    """All in one face: nothing tells where a card would begin."""
    return all(is_same_face(above, below) for above, below in pairwise(rows))


def card_starts(channel: Channel) -> list[float]:
    """The shared gaps below which both sides begin anew: level, set like the first, or with a heading."""
    gaps = shared_spans(channel)
    cuts = [(top + bottom) / 2 for top, bottom in gaps]
    left, right = split_rows(channel.left_rows, cuts), split_rows(channel.right_rows, cuts)
    first = next(((here, there) for here, there in zip(left, right, strict=True) if here and there), None)
    if first is None:
        return []
    # Where nothing else tells a card's name from its text, the white space above it does.
    plain = is_uniform(channel.left_rows) and is_uniform(channel.right_rows)
    least = 0.6 * max((bottom - top for top, bottom in gaps), default=0.0) if plain else 0.0
    return [
        cut
        for (top, bottom), cut, here, there in zip(gaps, cuts, left[1:], right[1:], strict=True)
        if _begins_anew(here, there, first) and (bottom - top >= least or not (here and there))
    ]


def _begins_anew(here: list[Row], there: list[Row], first: tuple[list[Row], list[Row]]) -> bool:
    if not (here and there):
        return len(here or there) == 1
    here, there = _without_heading(here, there), _without_heading(there, here)
    return (
        synced(here[:1], there[:1]) == 1.0 and sets_in_like(here, first[0]) and sets_in_like(there, first[1])
    )


def sets_in_like(rows: Sequence[Row], first: Sequence[Row]) -> bool:
    """Whether the first two rows are in the faces of the other's first two."""
    return all(is_same_face(row, other) for row, other in zip(rows[:2], first[:2], strict=False))


def _without_heading(rows: list[Row], others: Sequence[Row]) -> list[Row]:
    """The rows less a first one that stands above whatever the other side shows."""
    if len(rows) > 1 and others and rows[0].y1 <= others[0].y0 and synced(rows[1:2], others[:1]):
        return rows[1:]
    return rows


def _continued(channel: Channel, cuts: Sequence[float]) -> list[float]:
    """The shared gaps below which both sides go on level, in another face: text under the names of cards."""
    left, right = split_rows(channel.left_rows, cuts), split_rows(channel.right_rows, cuts)
    starts = set(card_starts(channel))
    return [
        cut
        for cut, here, there in zip(cuts, left[1:], right[1:], strict=True)
        if cut not in starts and here and there and synced(here[:1], there[:1])
    ]


def same_faces(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Rows side by side are set alike and differ from row to row, as in cards: a name over its details."""
    pairs = [
        (row, other) for row in left for other in right if abs(row.middle - other.middle) <= 0.3 * row.height
    ]
    if len(pairs) < 2 or len(pairs) < 0.6 * min(len(left), len(right)) or max(len(left), len(right)) > 12:
        return False
    alike = sum(is_same_face(row, other) for row, other in pairs)
    changes = sum(not is_same_face(above, below) for above, below in pairwise(row for row, _ in pairs))
    return alike == len(pairs) and changes >= 1


def is_same_face(row: Row, other: Row) -> bool:
    """Both in one font, weight and size; fonts are unknown in scans."""
    if row.bold != other.bold or row.font != other.font:
        return False
    return abs(row.height - other.height) <= 0.1 * max(row.height, other.height)


def is_cells(cells: Sequence[Row], body: Sequence[Row], in_step: float) -> bool:
    """Short texts at the ends of the body's lines, such as dates and places."""
    if in_step < 0.8 or median(row.chars for row in cells) > 32:
        return False
    longest = max(map(len, groups_of(cells)))
    if len(cells) <= (0.8 if in_step == 1.0 else 0.6) * len(body):
        return longest <= 4
    return longest <= 2 and (is_flush_right(cells) or is_dated(cells))


def is_table(left: Sequence[Row], right: Sequence[Row], left_synced: float, right_synced: float) -> bool:
    """Short cells that stand row by row beside each other."""
    if min(left_synced, right_synced) < 0.8:
        return False
    if wraps(left) or wraps(right):
        return False
    if max(len(left), len(right)) <= 4:
        return True
    shorter = min(median(row.chars for row in left), median(row.chars for row in right))
    return shorter <= 32 and filled(right) < 0.6


def wraps(rows: Sequence[Row]) -> bool:
    """Whether a sentence runs on from row to row, as it does in a column and not in a table."""
    return any(
        below.text[:1].islower() and above.chars > 20 and not above.text.endswith((".", ":", ";"))
        for above, below in pairwise(rows)
        if len(above.segments) == len(below.segments) == 1
    )


def filled(rows: Sequence[Row]) -> float:
    """The share of rows that reach the right edge, or nearly, in one piece, as prose does."""
    edge, left = max(row.x1 for row in rows), min(row.x0 for row in rows)
    near = left + 0.8 * (edge - left)
    return sum(row.x1 >= near and len(row.segments) == 1 for row in rows) / len(rows)


def groups_of(rows: Sequence[Row]) -> list[list[Row]]:
    """Runs of rows that follow each other closely."""
    groups: list[list[Row]] = []
    for row in rows:
        if groups and row.y0 - groups[-1][-1].y1 <= 0.9 * min(row.height, groups[-1][-1].height):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def gaps_of(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """The pauses between rows: wider than most steps from line to line."""
    if len(rows) < 2:
        return []
    usual = usual_step(rows)
    height = median(row.height for row in rows)
    return [
        (above.y1, below.y0) for above, below in pairwise(rows) if below.y0 - above.y1 > usual + 0.35 * height
    ]


def shared_gaps(channel: Channel) -> list[float]:
    """Where both sides are white together, as heights to cut at, while both have begun and neither ended."""
    return [(top + bottom) / 2 for top, bottom in shared_spans(channel)]


def shared_spans(channel: Channel) -> list[tuple[float, float]]:
    left, right = channel.left_rows, channel.right_rows
    top, bottom = max(left[0].y0, right[0].y0), min(left[-1].y1, right[-1].y1)
    rows = sorted([*left, *right], key=lambda row: row.y0)
    height = median(row.height for row in rows)
    spans: list[tuple[float, float]] = []
    low = rows[0].y1
    for row in rows[1:]:
        if row.y0 - low > 0.6 * height and low > top and row.y0 < bottom:
            spans.append((low, row.y0))
        low = max(low, row.y1)
    return spans


def split_rows(rows: Sequence[Row], cuts: Sequence[float]) -> list[list[Row]]:
    parts: list[list[Row]] = [[] for _ in range(len(cuts) + 1)]
    for row in rows:
        parts[bisect_left(cuts, row.middle)].append(row)
    return parts


def split_at(segments: Sequence[Segment], cuts: Sequence[float]) -> list[list[Segment]]:
    parts: list[list[Segment]] = [[] for _ in range(len(cuts) + 1)]
    for segment in segments:
        parts[bisect_left(cuts, segment.middle)].append(segment)
    return [part for part in parts if part]


def slice_by_tops(
    segments: Sequence[Segment], tops: Sequence[float], *, tolerance: float
) -> list[list[Segment]]:
    """The segments above the first top, then those from each top down to the next."""
    slices: list[list[Segment]] = [[] for _ in range(len(tops) + 1)]
    for segment in segments:
        slices[sum(segment.y0 > top - tolerance for top in tops)].append(segment)
    return slices


def narrow_side(channel: Channel) -> Side | None:
    """The side that is a sidebar, None where both are columns alike."""
    left, right = width_of(channel.left_rows), width_of(channel.right_rows)
    if left < 0.62 * right:
        return "left"
    return "right" if right < 0.62 * left else None
