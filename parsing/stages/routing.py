"""Which pages a heavier layout engine looks at: those whose two cheap reading orders disagree.

A page has a reading order before anybody lays it out: that in which its file, or OCR, gives its words. Where
the light engine's order is the same, both are right nearly always, and nothing else need look. Where one
jumps about in the other, one of them is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from parsing.engines.base import LayoutEngine, ModelMissing
from parsing.errors import StageError
from parsing.stages.layout import layout_of
from parsing.stages.types import Finding, Layout, Page

if TYPE_CHECKING:
    from PIL.Image import Image

Doubt = Literal["", "order", "readings"]

MOST_JUMPS: Final = 1
"""A date set apart, or a foot of the page that the file gives first, jumps once on sound pages too."""

UP_PT: Final = 40.0
"""Higher up than this within a region is no line broken in two: some three lines."""

DISAGREE: Final = 0.35
"""Text layer and picture differ so far that one of them is not what the page says."""


LINE_PT: Final = 4.0
"""Words whose middles lie no farther apart stand on one line."""


def doubt_of(page: Page, layout: Layout) -> Doubt:
    """Why another engine should look at the page, "" where nothing speaks for it. 0.1 ms a page."""
    if page.disagreement >= DISAGREE:
        return "readings"
    return "order" if jumps_in(page, layout) > MOST_JUMPS else ""


def jumps_in(page: Page, layout: Layout) -> int:
    """How often the words' own order goes back to an earlier region, or far up within one.

    Going back into lines that are there already is no jump: files paint dates and bullets after the text.
    """
    region_of = {word: region.order for region in layout.regions for word in region.words}
    jumps, before, above = 0, -1, 0.0
    lines: set[tuple[int, int]] = set()
    for at, word in enumerate(page.words):
        region = region_of.get(at, before)
        top, line = word.box.y0, int((word.box.y0 + word.box.y1) / 2 / LINE_PT)
        if region < before or (region == before and above - top > UP_PT):
            jumps += not any((region, line + near) in lines for near in (0, -1, 1))
        lines.add((region, line))
        before, above = region, top
    return jumps


def laid_out(
    page: Page,
    light: LayoutEngine,
    heavy: LayoutEngine | None,
    image: Callable[[], Image] | None = None,
) -> Layout:
    """The page's layout by the light engine, or by the heavy one where there is doubt and a heavy one."""
    layout = layout_of(page, light, image)
    return layout if heavy is None or not doubt_of(page, layout) else looked_at(page, layout, heavy, image)


def looked_at(
    page: Page, layout: Layout, heavy: LayoutEngine, image: Callable[[], Image] | None = None
) -> Layout:
    """The page's layout by the heavy engine, which is shown it upright; `image` draws it as its file has it.

    Where it cannot work the light engine's layout stands and says so in `unanswered`.
    """
    try:
        return layout_of(page, heavy, None if image is None else lambda: upright(image(), page))
    except StageError as error:
        return replace(layout, unanswered=error.code)
    except ModelMissing:
        return replace(layout, unanswered="engine_unavailable")
    except MemoryError:
        return replace(layout, unanswered="limit_memory")


def upright(image: Image, page: Page) -> Image:
    """The picture turned as the page was read, its lines level, so that boxes fit. 10 CPU ms if askew."""
    from PIL.Image import Resampling, Transpose

    # Pillow turns counter-clockwise.
    turns = {90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}
    turned = image.transpose(turns[page.turned]) if page.turned else image
    if not page.skew:
        return turned
    return turned.rotate(page.skew, resample=Resampling.BILINEAR, fillcolor="white")


def findings_of(layouts: Sequence[Layout]) -> Iterator[Finding]:
    """What to tell of each page that the heavy engine should have looked at and did not."""
    for layout in layouts:
        if layout.unanswered:
            message = (
                f"The order of page {layout.page} is in doubt, and the engine that should have looked at it "
                "could not. It was read in the order that white space suggests."
            )
            yield Finding("layout_light", "info", message, page=layout.page, text=layout.unanswered)
