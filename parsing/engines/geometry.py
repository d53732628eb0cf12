"""The embedded layout engine: words, rules and white space, no picture and no network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from parsing.stages.layout_cuts import Block, Cutter, Kind
from parsing.stages.layout_segments import level_words, segments_of
from parsing.stages.leaf import around
from parsing.stages.types import Box, Layout, Page, Region

if TYPE_CHECKING:
    from PIL.Image import Image

KINDS: tuple[Kind, ...] = ("sidebar_left", "sidebar_right", "two_column", "label_rail")
"""The most telling first: a page shows several."""

THIN = 4.0
"""What is no thicker is a line, in points."""

TOUCHING = 3.0
"""By how many points the borders of cells side by side may miss each other and make one line."""

MIN_WALL = 0.35
"""The share of the page's height that an upright rule runs down where it parts columns."""

MAX_WALLS = 6
"""More tall rules than these, which are drawn once or twice a side, are the frame of a table."""


class GeometryEngine:
    """Finds columns, sidebars, label rails and tables by recursive cuts at white space."""

    name = "geometry"
    version = "1"

    def layout_of(self, page: Page, image: Callable[[], Image] | None = None) -> Layout:
        """The page's layout in some two milliseconds; the picture is never drawn."""
        if not page.words:
            return Layout(page.number, ())
        level = _joined([box for box in page.rules if box.y1 - box.y0 <= THIN])
        rules = [box for box in level if box.x1 - box.x0 >= 0.1 * page.width_pt]
        walls = [box for box in page.rules if box.x1 - box.x0 <= THIN and box.y1 - box.y0 >= 30]
        tall = [box for box in walls if box.y1 - box.y0 >= MIN_WALL * page.height_pt]
        cutter = Cutter(page.height_pt, rules, tall if len(tall) <= MAX_WALLS else ())
        blocks = cutter.blocks(segments_of(level_words(page), walls))
        regions = tuple(_region(block, order, page) for order, block in enumerate(blocks))
        return Layout(page.number, regions, _kind(cutter.kinds), cutter.confidence)


def _joined(rules: Sequence[Box]) -> list[Box]:
    """The level rules, those joined that go on from each other as the borders of a table's cells do."""
    found: list[Box] = []
    for rule in sorted(rules, key=lambda box: (round(box.y0 / 2), box.x0)):
        last = found[-1] if found else None
        if last and abs(rule.y0 - last.y0) <= 2 and rule.x0 - last.x1 <= TOUCHING:
            found[-1] = last._replace(x1=max(last.x1, rule.x1))
        else:
            found.append(rule)
    return found


def _region(block: Block, order: int, page: Page) -> Region:
    words = tuple(index for segment in block.segments for index in segment.words)
    return Region(
        kind="table" if block.table else "text",
        box=around([page.words[index].box for index in words]),
        order=order,
        words=words,
        role="sidebar" if block.sidebar else "body",
        column=block.column,
        table=block.table,
        row=block.row,
        cell=block.cell,
    )


def _kind(kinds: set[Kind]) -> Kind:
    for kind in KINDS:
        if kind in kinds:
            return kind
    return "single"
