"""Which pages a heavier engine looks at, and what stands where it cannot."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PIL.Image import Image as Picture

from parsing.engines.base import ModelMissing
from parsing.errors import StageError
from parsing.stages.layout_segments import level_words
from parsing.stages.routing import doubt_of, findings_of, jumps_in, laid_out, upright
from parsing.stages.types import Box, Layout, Page, Region, Word


def page_of(*tops: float, disagreement: float = 0.0) -> Page:
    """A page of one-word lines at these heights, in the order of the file."""
    words = tuple(Word(f"w{at}", Box(50, top, 90, top + 10)) for at, top in enumerate(tops))
    return Page(1, 600, 800, words, disagreement=disagreement)


def layout_of(*regions: tuple[int, ...]) -> Layout:
    """Regions of these words, in reading order."""
    box = Box(0, 0, 600, 800)
    return Layout(1, tuple(Region("text", box, order, words) for order, words in enumerate(regions)))


DOWN = (100.0, 120.0, 140.0, 160.0, 180.0, 200.0)


class Heavy:
    """Puts the words into one region each, last first; remembers what it was shown."""

    name = "heavy"
    version = "1"

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.shown: list[Picture] = []

    def layout_of(self, page: Page, image: Callable[[], Picture] | None = None) -> Layout:
        if self.error:
            raise self.error
        if image:
            self.shown.append(image())
        return layout_of(*((at,) for at in reversed(range(len(page.words)))))


class Light:
    """Gives one layout, whatever the page."""

    name = "light"
    version = "1"

    def __init__(self, layout: Layout) -> None:
        self.layout = layout

    def layout_of(self, page: Page, image: Callable[[], Picture] | None = None) -> Layout:
        return self.layout


DOUBTFUL = layout_of((1, 3, 5), (0, 2, 4))
"""The file goes from one column to the other line by line."""


@pytest.mark.parametrize(
    ("tops", "regions", "jumps"),
    [
        ((), (), 0),
        (DOWN, ((0, 1, 2, 3, 4, 5),), 0),
        (DOWN, ((0, 1), (2, 3), (4, 5)), 0),
        # the file gives a footer first
        (DOWN, ((1, 2), (3, 4, 5), (0,)), 1),
        ((700.0, *DOWN), ((0, 1, 2, 3, 4, 5, 6),), 1),
        (DOWN, ((2, 3), (0, 1), (4, 5)), 1),
        # line by line through two columns
        (DOWN, ((0, 2, 4), (1, 3, 5)), 2),
        # within one region: two columns that the light engine did not see
        ((100.0, 300.0, 500.0, 110.0, 310.0, 60.0), ((0, 1, 2, 3, 4, 5),), 2),
        # dates that are painted after the text of their lines
        ((100.0, 300.0, 500.0, 101.0, 300.0, 500.0), ((0, 1, 2, 3, 4, 5),), 0),
        ((100.0, 300.0, 500.0, 300.0), ((0, 1, 3), (2,)), 0),
        # a superscript, a line that the file breaks in two
        ((100.0, 96.0, 100.0, 120.0, 90.0), ((0, 1, 2, 3, 4),), 0),
        # words that no region has
        (DOWN, ((0,), (5,)), 0),
    ],
)
def test_jumps_are_where_two_orders_part(
    tops: tuple[float, ...], regions: tuple[tuple[int, ...], ...], jumps: int
) -> None:
    assert jumps_in(page_of(*tops), layout_of(*regions)) == jumps


def test_doubt_has_a_reason() -> None:
    sound = layout_of((0, 1, 2), (3, 4, 5))
    assert doubt_of(page_of(*DOWN), sound) == ""
    assert doubt_of(page_of(*DOWN), DOUBTFUL) == "order"
    assert doubt_of(page_of(*DOWN, disagreement=0.4), sound) == "readings"


def test_a_sound_page_is_never_drawn() -> None:
    def draw() -> Picture:
        raise AssertionError

    heavy = Heavy()
    sound = layout_of((0, 1, 2), (3, 4, 5))
    assert laid_out(page_of(*DOWN), Light(sound), heavy, draw) == sound
    assert heavy.shown == []
    assert laid_out(page_of(*DOWN), Light(DOUBTFUL), None, draw) == DOUBTFUL


def test_a_page_in_doubt_is_shown_upright() -> None:
    heavy = Heavy()
    page = page_of(*DOWN)
    turned = Page(1, 800, 600, page.words, turned=90)
    found = laid_out(turned, Light(DOUBTFUL), heavy, lambda: Image.new("RGB", (60, 80)))
    assert [region.words for region in found.regions] == [(5,), (4,), (3,), (2,), (1,), (0,)]
    assert heavy.shown[0].size == (80, 60)


@pytest.mark.parametrize(("turned", "corner"), [(0, (0, 0)), (90, (29, 0)), (180, (19, 29)), (270, (0, 19))])
def test_pictures_are_turned_clockwise(turned: int, corner: tuple[int, int]) -> None:
    picture = Image.new("L", (20, 30), 255)
    picture.putpixel((0, 0), 0)
    page = Page(1, 600, 800, turned=turned)  # type: ignore[arg-type]  # a table of the allowed ones
    assert upright(picture, page).getpixel(corner) == 0


@pytest.mark.parametrize("skew", [2.0, -2.0])
def test_pictures_of_pages_that_lie_askew_are_levelled_as_their_words_are(skew: float) -> None:
    x0, y0, x1, y1 = box = Box(400, 650, 560, 662)
    page = Page(1, 600, 800, (Word("word", box),), skew=skew)
    picture = Image.new("RGB", (600, 800), "white")
    ImageDraw.Draw(picture).rectangle((x0, y0, x1, y1), fill="black")
    shown = np.asarray(upright(picture, page).convert("L")) < 128
    level = level_words(page)[0].box
    rows, columns = np.flatnonzero(shown.any(axis=1)), np.flatnonzero(shown.any(axis=0))
    seen = (columns[0], rows[0], columns[-1], rows[-1])
    # The box's corners lean; its middle is where the word's is.
    assert (seen[0] + seen[2]) / 2 == pytest.approx((level.x0 + level.x1) / 2, abs=1)
    assert (seen[1] + seen[3]) / 2 == pytest.approx((level.y0 + level.y1) / 2, abs=1)
    assert abs(level.y0 - y0) > 5


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StageError("limit_time"), "limit_time"),
        (ModelMissing("no weights"), "engine_unavailable"),
        (MemoryError(), "limit_memory"),
    ],
)
def test_where_the_heavy_engine_fails_the_light_layout_stands_and_says_so(
    error: Exception, code: str
) -> None:
    found = laid_out(page_of(*DOWN), Light(DOUBTFUL), Heavy(error))
    assert (found.regions, found.unanswered) == (DOUBTFUL.regions, code)
    [finding] = findings_of([found, layout_of((0,))])
    assert (finding.code, finding.severity, finding.page, finding.text) == ("layout_light", "info", 1, code)


def test_a_bug_is_no_answer() -> None:
    with pytest.raises(ZeroDivisionError):
        laid_out(page_of(*DOWN), Light(DOUBTFUL), Heavy(ZeroDivisionError()))
