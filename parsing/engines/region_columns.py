"""A page's layout from found regions: columns are those of the blocks, the rest is geometry's.

Blocks are cut into cells by lines that cross none of them (recursive XY-cut over blocks; Nagy & Seth 1984),
and the words of each cell are laid out by rules and white space as a page of their own. So every word has
its place, those that the detector missed as well. It errs, so lines have a say too: what stands under a
heading is its text, columns go on below what was found of them, and a block that it was not sure of does not
hold two columns together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, Literal, NamedTuple

from parsing.engines.geometry import GeometryEngine
from parsing.engines.regions import Found
from parsing.stages.layout_segments import Segment, level_words, segments_of
from parsing.stages.leaf import around
from parsing.stages.types import Box, Layout, Page, Region

SURE: Final = 0.4
"""The least score of a region that is believed."""

ONE: Final = 0.85
"""A block of a lower score that reaches over two columns may be one of each."""

HEADS: Final = 0.65
"""The least score of a heading that makes what stands under it its text."""

TORN: Final = 0.15
"""The share of the columns' height that is taken from such blocks at most; more are dates beside text."""

SLACK: Final = 6.0
"""By so many points a box may reach into its neighbour's: a detector's edges are not exact."""

LEAST_BESIDE: Final = 36.0
"""Columns that have headings of their own stand beside each other so many points at least: three lines."""

NEAR: Final = 24.0
"""By so many points what stands under each other in a column is apart at most: two lines."""

LEAST_BARE: Final = 90.0
"""The same without headings: shorter ones are cells of a row, a skill or a project in each."""

CROSSING: Final = 0.02
"""The largest share of the lines beside a cut that may cross it."""

NARROW: Final = 0.42
"""The share of both columns' width up to which one of them is a sidebar."""

HALF: Final = 0.5
"""The share of a line that lies in a region where it belongs to it, and of two regions where they are one."""

MAX_DEPTH: Final = 6

_CONTENT: Final = ("text", "list", "table", "contact", "name")
_HEADS: Final = ("heading", "title")

Side = Literal["", "left", "right"]


class Cell(NamedTuple):
    """Lines that are read together. `column` counts within their band; `side` says which sidebar they are."""

    segments: list[Segment]
    column: int = 0
    side: Side = ""


def layout_of_regions(page: Page, found: Sequence[Found]) -> Layout:
    """The page's layout; geometry's own where the regions show no columns. Some five CPU milliseconds."""
    light = GeometryEngine()
    segments = segments_of(level_words(page)) if page.words else []
    lines = [_box_of(segment) for segment in segments]
    blocks = _completed(blocks_of(settled(found, lines)), lines)
    cells = _cells(blocks, segments, 0)
    if len(cells) < 2:
        return light.layout_of(page)
    regions: list[Region] = []
    layouts = []
    for cell in cells:
        words = sorted(at for segment in cell.segments for at in segment.words)
        layouts.append(light.layout_of(replace(page, words=tuple(page.words[at] for at in words))))
        regions += _placed(layouts[-1], words, cell, regions)
    return Layout(page.number, tuple(regions), _kind(cells), min(layout.confidence for layout in layouts))


def settled(found: Sequence[Found], lines: Sequence[Box]) -> list[Found]:
    """The regions, the surest first, with their boxes drawn around the lines that lie in them by half.

    Regions without lines are left out but for figures; of those that come to cover the same lines the surest
    stays.
    """
    kept: list[Found] = []
    for each in sorted(found, key=lambda each: -each.score):
        if each.kind != "figure":
            inside = [line for line in lines if _share_in(line, each.box) >= HALF]
            if not inside:
                continue
            each = each._replace(box=around(inside))
        if not any(other.kind == each.kind and _overlap(each.box, other.box) > HALF for other in kept):
            kept.append(each)
    return kept


def _box_of(segment: Segment) -> Box:
    return Box(segment.x0, segment.y0, segment.x1, segment.y1)


def blocks_of(found: Sequence[Found]) -> list[Found]:
    """The regions that a cut goes round: sure ones, none twice, without what lies inside a larger one."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda each: -_area(each.box)):
        is_block = each.score >= SURE and each.kind in (*_CONTENT, *_HEADS)
        if is_block and not any(_share_in(each.box, other.box) > 0.7 for other in kept):
            kept.append(each)
    return kept


def _completed(blocks: Sequence[Found], lines: Sequence[Box]) -> list[Found]:
    """The blocks, and for a sure heading under which the detector saw nothing the lines that stand there."""
    free = sorted(
        (line for line in lines if all(_share_in(line, block.box) < HALF for block in blocks)),
        key=lambda line: line.y0,
    )
    added = []
    for heading in blocks:
        if heading.kind == "heading" and heading.score >= HEADS and (own := _under(heading.box, free)):
            whole = around(own)
            room = whole._replace(y1=whole.y1 + NEAR)
            if not any(_share_in(block.box, room) or _share_in(room, block.box) for block in blocks):
                added.append(Found("text", whole, heading.score))
    return [*blocks, *added]


def _under(heading: Box, lines: Sequence[Box]) -> list[Box]:
    """Those of these lines, from top to bottom, that begin right under a heading and go on without a gap."""
    found: list[Box] = []
    so_far = heading
    for line in lines:
        is_next = heading.y1 - SLACK < line.y0 <= so_far.y1 + NEAR
        if is_next and line.x0 < so_far.x1 and line.x1 > so_far.x0:
            found.append(line)
            so_far = around([so_far, line])
    return found


def _cells(blocks: Sequence[Found], segments: Sequence[Segment], depth: int) -> list[Cell]:
    """The cells in reading order: bands from top to bottom, in each the columns from left to right."""
    if depth >= MAX_DEPTH or len(blocks) < 2 or not segments:
        return [Cell(list(segments))] if segments else []
    bands = _bands(blocks)
    apart = [[half for block in band for half in _halves(block, segments)] for band in bands]
    for first in range(len(bands)):
        for last in range(len(bands), first, -1):
            above, middle, below = _blocks(bands[:first]), bands[first:last], _blocks(bands[last:])
            _, here, _ = _parted(segments, above, _blocks(middle), below)
            cut = _upright_cut(_blocks(middle), here)
            if cut is None:
                # What stands on top is never taken apart: it may be a row over both columns.
                middle = [bands[first], *apart[first + 1 : last]]
                cut = _upright_cut(_blocks(middle), here, headed=True)
                cut = None if cut is None or _is_torn(_blocks(bands[first:last]), here, cut) else cut
            if cut is not None:
                begin = _letterhead(middle, here, cut)
                beside = _blocks(middle[begin:])
                over, here, under = _parted(segments, _blocks(bands[: first + begin]), beside, below, cut)
                return [
                    *([Cell(over)] if over else []),
                    *_columns(beside, here, cut, depth),
                    *_cells(below, under, depth + 1),
                ]
    return [Cell(list(segments))]


def _letterhead(bands: Sequence[Sequence[Found]], segments: Sequence[Segment], cut: float) -> int:
    """How many bands over two columns, all on one side, say who it is: read before both."""
    for count, band in enumerate(bands):
        sides = {_middle(block.box) >= cut for block in band}
        if len(sides) > 1 or any(block.kind == "heading" for block in band):
            head = _blocks(bands[:count])
            floor = max((block.box.y1 for block in head), default=0.0)
            beside = {(each.x0 + each.x1) / 2 >= cut for each in segments if each.middle < floor}
            return count if len(beside) == 1 and any(block.kind == "name" for block in head) else 0
    return 0


def _blocks(bands: Sequence[Sequence[Found]]) -> list[Found]:
    return [block for band in bands for block in band]


def _bands(blocks: Sequence[Found]) -> list[list[Found]]:
    """Blocks from top to bottom, those together that level cuts cannot part."""
    bands: list[list[Found]] = []
    floor = float("-inf")
    for block in sorted(blocks, key=lambda each: each.box.y0):
        if bands and block.box.y0 < floor - SLACK / 2:
            bands[-1].append(block)
        else:
            bands.append([block])
        floor = max(floor, block.box.y1)
    return bands


def _parted(
    segments: Sequence[Segment],
    above: Sequence[Found],
    beside: Sequence[Found],
    below: Sequence[Found],
    cut: float | None = None,
) -> tuple[list[Segment], list[Segment], list[Segment]]:
    """The lines over, among and under the blocks in the middle; those between two go with the nearer.

    Lines beyond the outermost blocks, which the detector missed, are over or under all columns, but for
    tails of columns. What stands beyond the blocks in the middle and crosses the `cut` is over or under too.
    """
    top, bottom = _reach(beside)
    roof = (max(block.box.y1 for block in above) + top) / 2 if above else top - SLACK
    floor = (min(block.box.y0 for block in below) + bottom) / 2 if below else bottom + SLACK
    over, here, under = [], [], []
    for each in segments:
        is_across = cut is not None and _crosses(each, cut)
        if each.middle < (top if is_across else roof):
            over.append(each)
        elif each.middle > (bottom if is_across else floor):
            under.append(each)
        else:
            here.append(each)
    if cut is not None and not below:
        here, under = _with_tails(here, under, cut)
    return over, here, under


def _with_tails(
    here: Sequence[Segment], under: Sequence[Segment], cut: float
) -> tuple[list[Segment], list[Segment]]:
    """The lines of both columns with those that go on below them, and what is left under both."""
    columns, left = list(here), sorted(under, key=lambda each: each.middle)
    reach = {False: 0.0, True: 0.0}
    for each in columns:
        reach[_is_right(each, cut)] = max(reach[_is_right(each, cut)], each.y1)
    while left and not _crosses(left[0], cut) and left[0].y0 <= reach[_is_right(left[0], cut)] + NEAR:
        line = left.pop(0)
        reach[_is_right(line, cut)] = line.y1
        columns.append(line)
    return columns, left


def _is_right(segment: Segment, cut: float) -> bool:
    return (segment.x0 + segment.x1) / 2 >= cut


def _upright_cut(
    blocks: Sequence[Found], segments: Sequence[Segment], *, headed: bool = False
) -> float | None:
    """Where the widest upright cut between two columns of these blocks lies; None where there is none.

    `headed` wants headings in both.
    """
    best, widest = None, 0.0
    for x0, x1 in _gaps(blocks):
        x = (x0 + x1) / 2
        left = [block for block in blocks if _middle(block.box) < x]
        right = [block for block in blocks if _middle(block.box) >= x]
        if headed and not (_are_headed(left) and _are_headed(right)):
            continue
        if _are_columns(left, right) and not _is_crossed(x, blocks, segments) and x1 - x0 + SLACK > widest:
            best, widest = x, x1 - x0 + SLACK
    return best


def _halves(block: Found, segments: Sequence[Segment]) -> list[Found]:
    """The block, but in two if the detector is not sure of it and no line runs where columns may be apart."""
    if block.score >= ONE or block.kind not in _CONTENT:
        return [block]
    lines = sorted(box for box in map(_box_of, segments) if _share_in(box, block.box) >= HALF)
    widest, at, reach = 2 * SLACK, 0, 0.0
    for number, line in enumerate(lines):
        if number and line.x0 - reach > widest:
            widest, at = line.x0 - reach, number
        reach = max(reach, line.x1)
    return [block._replace(box=around(part)) for part in (lines[:at], lines[at:])] if at else [block]


def _is_torn(blocks: Sequence[Found], segments: Sequence[Segment], cut: float) -> bool:
    """Whether a cut takes too much from blocks to be one between columns."""
    top, bottom = _reach(blocks)
    torn = 0.0
    for block in blocks:
        if block.box.x0 < cut < block.box.x1:
            lines = [each for each in segments if _share_in(_box_of(each), block.box) >= HALF]
            halves = [
                [_box_of(each) for each in lines if _is_right(each, cut) is side] for side in (False, True)
            ]
            heights = [around(half).y1 - around(half).y0 for half in halves if half]
            torn += min(heights, default=0.0)
    return torn > TORN * (bottom - top)


def _gaps(blocks: Sequence[Found]) -> Iterator[tuple[float, float]]:
    """Where no block stands, left to right; boxes may touch, or reach into each other by SLACK."""
    ordered = sorted(blocks, key=lambda each: each.box.x0)
    reach = ordered[0].box.x1
    for block in ordered[1:]:
        if block.box.x0 > reach - SLACK:
            yield reach, block.box.x0
        reach = max(reach, block.box.x1)


def _are_columns(left: Sequence[Found], right: Sequence[Found]) -> bool:
    """Whether both sides have content of their own and run beside each other; headings alone are a rail."""
    if not all(any(block.kind in _CONTENT for block in side) for side in (left, right)):
        return False
    are_headed = _are_headed(left) and _are_headed(right)
    near, least = (NEAR, LEAST_BESIDE) if are_headed else (0.0, LEAST_BARE)
    beside = sum(
        max(0.0, min(one[1], other[1]) - max(one[0], other[0]))
        for one in _stretches(left, near)
        for other in _stretches(right, near)
    )
    return beside >= least


def _are_headed(side: Sequence[Found]) -> bool:
    return any(block.kind in _HEADS for block in side)


def _stretches(side: Sequence[Found], near: float) -> list[tuple[float, float]]:
    """From where to where blocks stand on one side, in points from the top; gaps up to `near` are none."""
    found: list[tuple[float, float]] = []
    for block in sorted(side, key=lambda each: each.box.y0):
        if found and block.box.y0 <= found[-1][1] + near:
            found[-1] = (found[-1][0], max(found[-1][1], block.box.y1))
        else:
            found.append((block.box.y0, block.box.y1))
    return found


def _is_crossed(x: float, blocks: Sequence[Found], segments: Sequence[Segment]) -> bool:
    top, bottom = _reach(blocks)
    among = [each for each in segments if top <= each.middle <= bottom]
    return sum(_crosses(each, x) for each in among) > CROSSING * len(among)


def _crosses(segment: Segment, x: float) -> bool:
    return segment.x0 < x - segment.height and segment.x1 > x + segment.height


def _reach(blocks: Sequence[Found]) -> tuple[float, float]:
    return min(block.box.y0 for block in blocks), max(block.box.y1 for block in blocks)


def _columns(blocks: Sequence[Found], segments: Sequence[Segment], x: float, depth: int) -> Iterator[Cell]:
    """The cells left of a cut, then those right of it."""
    sides = [
        (
            [block for block in blocks if (_middle(block.box) >= x) is is_right],
            [each for each in segments if _is_right(each, x) is is_right],
        )
        for is_right in (False, True)
    ]
    widths = [max(b.box.x1 for b in own) - min(b.box.x0 for b in own) for own, _ in sides]
    shift = 0
    for at, (own, lines) in enumerate(sides):
        is_narrow = widths[at] <= NARROW * sum(widths)
        side: Side = ("left", "right")[at] if is_narrow else ""
        cells = _cells(own, lines, depth + 1)
        yield from (Cell(cell.segments, cell.column + shift, cell.side or side) for cell in cells)
        shift += 1 + max((cell.column for cell in cells), default=0)


def _placed(layout: Layout, words: Sequence[int], cell: Cell, before: Sequence[Region]) -> Iterator[Region]:
    """A cell's regions as those of the page, after the regions before them."""
    order, table = len(before), max((region.table for region in before), default=0)
    for region in layout.regions:
        yield replace(
            region,
            order=order + region.order,
            words=tuple(words[at] for at in region.words),
            role="sidebar" if cell.side else region.role,
            column=cell.column + region.column,
            table=region.table + table if region.table else 0,
        )


def _kind(cells: Sequence[Cell]) -> Literal["two_column", "sidebar_left", "sidebar_right"]:
    sides = [cell.side for cell in cells if cell.side]
    if not sides:
        return "two_column"
    return "sidebar_left" if sides[0] == "left" else "sidebar_right"


def _middle(box: Box) -> float:
    return (box.x0 + box.x1) / 2


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.y1 - box.y0)


def _overlap(box: Box, other: Box) -> float:
    """Intersection over union, 0–1."""
    shared = _share_in(box, other) * _area(box)
    return shared / max(_area(box) + _area(other) - shared, 1e-6)


def _share_in(box: Box, other: Box) -> float:
    """The share of a box that lies in another, 0–1."""
    width = min(box.x1, other.x1) - max(box.x0, other.x0)
    height = min(box.y1, other.y1) - max(box.y0, other.y0)
    return max(0.0, width) * max(0.0, height) / max(_area(box), 1e-6)
