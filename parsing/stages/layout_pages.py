"""The regions of all pages in the order a person reads them: columns go on over the page's end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from parsing.stages.types import Box, Layout, Page, Region

SLACK = 10.0
"""Points by which the columns of two pages may differ."""

MIN_SIDE = 0.25
"""The share of the page's height that both columns fill at least before they go on on the next page."""

MARGIN = 0.08
"""The share of the page's height, top and bottom, where page numbers stand across the columns."""


class Placed(NamedTuple):
    """A region and the page it is on."""

    page: Page
    region: Region


class _Split(NamedTuple):
    """A page's regions: across its columns, then left and right of the gutter, then across again."""

    before: list[Placed]
    left: list[Placed]
    right: list[Placed]
    after: list[Placed]


def document_order(pages: Sequence[Page], layouts: Sequence[Layout]) -> list[Placed]:
    """All regions in reading order.

    Where a page ends in two columns and the next begins in the same two, the left one is read through
    to its end before the right one, as in a sidebar that runs along the whole résumé.
    """
    regions = {layout.page: sorted(layout.regions, key=lambda each: each.order) for layout in layouts}
    found: list[Placed] = []
    rest = [[Placed(page, region) for region in regions.get(page.number, [])] for page in pages]
    at = 0
    while at < len(rest):
        gutter = _gutter(rest[at])
        chain = [] if gutter is None else _chain(rest[at:], gutter)
        if len(chain) < 2:
            found += rest[at]
            at += 1
            continue
        found += chain[0].before
        found += [each for split in chain for each in split.left]
        found += [each for split in chain for each in split.right]
        at += len(chain) - 1
        rest[at] = chain[-1].after
    return found


def _chain(pages: Sequence[list[Placed]], gutter: float) -> list[_Split]:
    """The first page split at the gutter, and those that go on in the same columns."""
    first = _suffix(pages[0], gutter)
    chain = [first]
    for page in pages[1:]:
        if chain[-1].after:
            break
        split = _prefix(page, gutter)
        if not (split.left or split.right):
            break
        chain.append(split)
    return chain


def _gutter(placed: Sequence[Placed]) -> float | None:
    """Where the page's last columns part, None where it does not end in columns worth following."""
    best, gutter = 0.0, None
    for edge in {each.region.box.x0 for each in placed if each.region.column}:
        split = _suffix(placed, edge)
        if not (split.left and split.right) or split.left[-1].region.order > split.right[0].region.order:
            continue
        height = min(_height(split.left), _height(split.right))
        if height > max(best, MIN_SIDE * placed[0].page.height_pt):
            best, gutter = height, edge
    return gutter


def _suffix(placed: Sequence[Placed], gutter: float) -> _Split:
    """The page split after the last region that crosses the gutter; page numbers cross nothing."""
    crossing = [at for at, each in enumerate(placed) if _crosses(each, gutter)]
    start = crossing[-1] + 1 if crossing else 0
    return _Split(list(placed[:start]), *_sides(placed[start:], gutter), [])


def _prefix(placed: Sequence[Placed], gutter: float) -> _Split:
    """The page split before the first region that crosses the gutter."""
    end = next((at for at, each in enumerate(placed) if _crosses(each, gutter)), len(placed))
    return _Split([], *_sides(placed[:end], gutter), list(placed[end:]))


def _sides(placed: Sequence[Placed], gutter: float) -> tuple[list[Placed], list[Placed]]:
    left = [each for each in placed if _is_left(each.region.box, gutter)]
    return left, [each for each in placed if not _is_left(each.region.box, gutter)]


def _is_left(box: Box, gutter: float) -> bool:
    return (box.x0 + box.x1) / 2 < gutter


def _crosses(each: Placed, gutter: float) -> bool:
    box, height = each.region.box, each.page.height_pt
    if box.y1 < MARGIN * height or box.y0 > (1 - MARGIN) * height:
        return False
    return box.x0 < gutter - SLACK and box.x1 > gutter + SLACK


def _height(placed: Sequence[Placed]) -> float:
    return max(each.region.box.y1 for each in placed) - min(each.region.box.y0 for each in placed)
