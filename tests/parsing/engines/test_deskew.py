"""How a picture of a page lies, and what makes it level and white."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from parsing.engines import deskew
from tests.parsing.stages.scans import FONT, drawn

pytestmark = pytest.mark.skipif(not Path(FONT).exists(), reason="DejaVu Sans is not installed")

TEXT = ["Kept the bees of the town museum for nine years", "and answered letters in the evening."] * 5


def ink_of(picture: Image.Image) -> deskew.Ink:
    return deskew.ink_of(np.asarray(picture))


def askew(degrees: float) -> Image.Image:
    return drawn(TEXT).rotate(-degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)


@pytest.mark.parametrize("degrees", [-5.0, -1.3, 0.0, 0.4, 2.5])
def test_skew_is_measured_and_mended(degrees: float) -> None:
    picture = askew(degrees)
    skew = deskew.skew_of(ink_of(picture))
    assert skew == pytest.approx(degrees, abs=0.2)
    level = deskew.straightened(picture, skew)
    assert (level.mode, level.size) == ("L", picture.size)
    assert deskew.skew_of(ink_of(level)) == pytest.approx(0.0, abs=0.15)


@pytest.mark.parametrize("degrees", [-6.0, -0.7, 0.3, 3.0])
@pytest.mark.parametrize("at", [(120, 90), (500, 350), (860, 600)])
def test_a_point_of_the_level_picture_is_found_again(degrees: float, at: tuple[int, int]) -> None:
    mark = Image.new("L", (1000, 700), 255)
    mark.paste(0, (at[0] - 3, at[1] - 3, at[0] + 4, at[1] + 4))
    level = np.asarray(deskew.straightened(mark, degrees))
    y, x = (float(places.mean()) for places in np.nonzero(level < 128))
    assert deskew.turned_back(x, y, degrees, 1000, 700) == pytest.approx(at, abs=1)


def test_what_comes_in_from_outside_is_white() -> None:
    level = np.asarray(deskew.straightened(Image.new("L", (300, 200), 0), 4.0))
    assert level[0, 0] == level[-1, -1] == 255
    assert level[100, 150] == 0


@pytest.mark.parametrize("degrees", [-6.0, 0.2, 6.0])
@pytest.mark.parametrize("size", [(32, 4000), (4000, 32), (33, 35)])
def test_pictures_of_any_shape_keep_it(size: tuple[int, int], degrees: float) -> None:
    assert deskew.straightened(Image.new("L", size, 255), degrees).size == size


@pytest.mark.parametrize("turn", [90, 270])
def test_a_page_on_its_side_is_known(turn: int) -> None:
    page = drawn(TEXT * 2, size=(1000, 1000))
    assert deskew.runs_upright(ink_of(page))
    assert not deskew.runs_upright(ink_of(page.rotate(turn, expand=True)))


@pytest.mark.parametrize(
    ("paper", "ink", "is_mended"), [(255, 0, False), (225, 60, False), (190, 20, True), (30, 250, True)]
)
def test_paper_is_made_white_only_where_it_is_dark(paper: int, ink: int, is_mended: bool) -> None:
    even = deskew.evened(np.asarray(drawn(TEXT, paper=paper, ink=ink)))
    assert (even is not None) is is_mended
    if even is not None:
        assert np.median(even) > 240
        assert even.min() < 80
