"""The `layout` stage: the regions and the reading order of one page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from parsing.engines.base import LayoutEngine
from parsing.stages.types import Box, Layout, Page, Region

if TYPE_CHECKING:
    from PIL.Image import Image


def layout_of(page: Page, engine: LayoutEngine, image: Callable[[], Image] | None = None) -> Layout:
    """The page's layout as the engine sees it, every word in exactly one region.

    An engine that looks at pictures may miss words or claim them twice: the first region keeps a
    word, and words that no region claimed follow in a last one, so that nothing is lost.
    """
    return whole(page, engine.layout_of(page, image))


def whole(page: Page, layout: Layout) -> Layout:
    """The layout with every word in exactly one region, and regions without words gone."""
    free = set(range(len(page.words)))
    regions: list[Region] = []
    for region in sorted(layout.regions, key=lambda each: each.order):
        words = tuple(index for index in dict.fromkeys(region.words) if index in free)
        free.difference_update(words)
        if words:
            regions.append(replace(region, words=words, order=len(regions)))
    if free:
        missed = tuple(sorted(free))
        regions.append(Region("text", hull(page, missed), len(regions), missed))
    return replace(layout, regions=tuple(regions))


def hull(page: Page, words: tuple[int, ...]) -> Box:
    """The smallest box around these words of the page; an empty one at the origin for none."""
    boxes = [page.words[index].box for index in words]
    if not boxes:
        return Box(0.0, 0.0, 0.0, 0.0)
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )
