"""What every layout engine keeps to, whatever it is made of; what is missing is skipped and says why."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import cast

import pytest
from PIL import Image
from PIL.Image import Image as Picture

from parsing import registry
from parsing.engines.base import BatchLayoutEngine, LayoutEngine
from parsing.stages.convert import convert, page_image
from parsing.stages.layout import whole
from parsing.stages.routing import laid_out
from parsing.stages.types import Box, Layout, Limits, Page, Word
from tests.parsing.engines.installed import installed

# What torch says of Detectron2's habits is none of ours.
pytestmark = pytest.mark.filterwarnings("ignore")
FILES = Path(__file__).parents[2] / "samples" / "files"
NAMES = sorted(registry.PATHS["layout"])
SAMPLES = ("single-column.pdf", "left-sidebar.pdf")
Draw = Callable[[], Picture]


@pytest.fixture(params=NAMES)
def engine(request: pytest.FixtureRequest) -> LayoutEngine:
    """Each engine in turn."""
    return cast(LayoutEngine, installed("layout", request.param))


@cache
def sample(name: str) -> tuple[Page, Draw]:
    """The first page of a sample, and what draws it."""
    data = (FILES / name).read_bytes()
    page = convert(data, "pdf", Limits()).pages[0]
    return page, partial(page_image, data, "pdf", 1, Limits(), dpi=100)


def blank(width: int = 612, height: int = 792) -> Picture:
    """A white page, in points for pixels."""
    return Image.new("RGB", (width, height), "white")


def holds(box: Box, word: Word, slack: float) -> bool:
    """Whether the word's middle lies in the box, or that near to it."""
    x, y = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
    return box.x0 - slack <= x <= box.x1 + slack and box.y0 - slack <= y <= box.y1 + slack


def check(page: Page, layout: Layout) -> None:
    """What must be true of every layout, once the stage has made it whole."""
    layout = whole(page, layout)
    assert layout.page == page.number
    assert sorted(word for region in layout.regions for word in region.words) == list(range(len(page.words)))
    assert [region.order for region in layout.regions] == list(range(len(layout.regions)))
    assert 0 <= layout.confidence <= 1
    for region in layout.regions:
        assert region.kind in ("text", "title", "list", "table", "figure")
        assert region.role in ("body", "sidebar", "header", "footer")
        assert region.box.x0 <= region.box.x1 <= page.width_pt + 1
        assert region.box.y0 <= region.box.y1 <= page.height_pt + 1


def test_it_says_who_it_is(engine: LayoutEngine) -> None:
    assert engine.name in NAMES
    assert engine.version
    assert len(f"1/{engine.version} cuda NVIDIA H100 x16") <= 64  # as the ledger keeps it


@pytest.mark.parametrize("name", SAMPLES)
def test_every_word_has_one_place(engine: LayoutEngine, name: str) -> None:
    page, draw = sample(name)
    check(page, engine.layout_of(page, draw))


@pytest.mark.parametrize("name", SAMPLES)
def test_boxes_are_in_points_whatever_the_picture_has(engine: LayoutEngine, name: str) -> None:
    page, draw = sample(name)
    large = draw()
    for picture in (large, large.resize((large.width // 2, large.height // 2))):
        layout = engine.layout_of(page, lambda: picture)  # noqa: B023  called before the next round
        words = [(region.box, page.words[at]) for region in layout.regions for at in region.words]
        assert sum(holds(box, word, 6) for box, word in words) >= 0.95 * len(words)
        assert max(region.box.y1 for region in layout.regions) > 0.5 * page.height_pt


def test_the_same_page_gives_the_same_layout(engine: LayoutEngine) -> None:
    page, draw = sample("left-sidebar.pdf")
    assert engine.layout_of(page, draw) == engine.layout_of(page, draw)


def test_a_page_without_a_picture_is_laid_out_all_the_same(engine: LayoutEngine) -> None:
    page, _ = sample("left-sidebar.pdf")
    check(page, engine.layout_of(page))


@pytest.mark.parametrize("words", [(), (Word("Alice", Box(50, 60, 90, 72)),)], ids=["none", "one"])
def test_a_page_of_hardly_any_words(engine: LayoutEngine, words: tuple[Word, ...]) -> None:
    page = Page(3, 612, 792, words)
    layout = engine.layout_of(page, blank)
    check(page, layout)
    assert len(whole(page, layout).regions) == len(words)


@pytest.mark.parametrize(("width", "height"), [(10, 10), (40, 2000), (2000, 40)])
def test_pictures_of_odd_shapes(engine: LayoutEngine, width: int, height: int) -> None:
    page = Page(1, width, height, (Word("A", Box(2, 2, 8, 8)),))
    check(page, engine.layout_of(page, lambda: blank(width, height)))


def test_a_batch_gives_what_its_pages_give_alone(engine: LayoutEngine) -> None:
    if not isinstance(engine, BatchLayoutEngine):
        pytest.skip(f"{engine.name} takes page by page")
    pages, draws = zip(*map(sample, (*SAMPLES, SAMPLES[0])), strict=True)
    together = engine.layouts_of(pages, draws)
    assert len(together) == 3
    for page, draw, layout in zip(pages, draws, together, strict=True):
        alone = engine.layout_of(page, draw)
        assert [region.words for region in layout.regions] == [region.words for region in alone.regions]
    assert list(engine.layouts_of([], [])) == []


def test_pages_of_one_batch_may_differ_in_size(engine: LayoutEngine) -> None:
    if not isinstance(engine, BatchLayoutEngine):
        pytest.skip(f"{engine.name} takes page by page")
    page, draw = sample("single-column.pdf")
    other = Page(2, 300, 300, (Word("A", Box(20, 20, 28, 28)),))
    for shown, layout in zip((page, other), engine.layouts_of([page, other], [draw, blank]), strict=True):
        check(shown, layout)


def test_it_stands_in_doubt(engine: LayoutEngine) -> None:
    """Where two orders disagree the route takes it, and every word is still there."""
    page, draw = sample("left-sidebar.pdf")
    mixed = Page(1, page.width_pt, page.height_pt, (*page.words[1::2], *page.words[::2]))
    light = registry._load("layout", "geometry")
    layout = laid_out(mixed, light, engine, draw)  # type: ignore[arg-type]
    check(mixed, layout)
    assert layout.unanswered == ""
