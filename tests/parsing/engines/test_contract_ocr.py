"""What every OCR engine keeps to, whatever it is made of; what is missing is skipped and says why."""

from __future__ import annotations

from functools import cache
from typing import cast

import pytest
from PIL import Image, ImageDraw, ImageFont
from PIL.Image import Image as Picture

from parsing import registry
from parsing.engines.base import OcrEngine
from parsing.errors import StageError
from parsing.stages.ocr import read_page
from parsing.stages.types import Page, Word
from tests.parsing.engines.installed import installed

NAMES = sorted(registry.PATHS["ocr"])
LINES = ("Alice Example", "Engineer in Bristol", "Python and Django")
TOP, LEFT, STEP = 60, 80, 90


@pytest.fixture(params=NAMES)
def engine(request: pytest.FixtureRequest) -> OcrEngine:
    """Each engine in turn."""
    return cast(OcrEngine, installed("ocr", request.param))


@cache
def picture() -> Picture:
    """Three lines of plain print."""
    drawn = Image.new("RGB", (800, 360), "white")
    pen, font = ImageDraw.Draw(drawn), ImageFont.load_default(40)
    for row, line in enumerate(LINES):
        pen.text((LEFT, TOP + STEP * row), line, fill="black", font=font)
    return drawn


@cache
def words_at(name: str, dpi: int, mode: str) -> tuple[Word, ...]:
    """What an engine reads of the picture, read once."""
    found = cast(OcrEngine, installed("ocr", name))
    return tuple(found.read(picture().convert(mode), dpi=dpi, languages=("en",)))


def test_it_says_who_it_is(engine: OcrEngine) -> None:
    assert engine.name in NAMES
    assert engine.version
    assert len(f"1/{engine.version}") <= 64  # as the ledger keeps it


def test_plain_print_is_read_word_by_word(engine: OcrEngine) -> None:
    words = words_at(engine.name, 200, "L")
    assert [word.text for word in words] == " ".join(LINES).split()
    for word in words:
        assert 0.3 <= word.confidence <= 1
        assert word.box.x0 < word.box.x1
        assert word.box.y0 < word.box.y1


def test_boxes_are_where_the_picture_shows_the_words_in_points(engine: OcrEngine) -> None:
    words, scale, font = words_at(engine.name, 200, "L"), 72 / 200, ImageFont.load_default(40)
    at = 0
    for row, line in enumerate(LINES):
        begun = LEFT
        for text in line.split():
            box = words[at].box
            across = font.getlength(text)
            middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
            assert middle[0] == pytest.approx((begun + across / 2) * scale, abs=6)
            assert middle[1] == pytest.approx((TOP + STEP * row + 24) * scale, abs=6)
            assert box.x1 - box.x0 == pytest.approx(across * scale, abs=9)
            begun += across + font.getlength(" ")
            at += 1


def test_the_resolution_only_scales(engine: OcrEngine) -> None:
    once, twice = words_at(engine.name, 200, "L"), words_at(engine.name, 100, "L")
    assert [word.text for word in once] == [word.text for word in twice]
    for small, large in zip(once, twice, strict=True):
        assert [side * 2 for side in small.box] == pytest.approx(list(large.box), abs=1)


def test_colour_makes_no_difference(engine: OcrEngine) -> None:
    assert [word.text for word in words_at(engine.name, 200, "RGB")] == [
        word.text for word in words_at(engine.name, 200, "L")
    ]


@pytest.mark.parametrize("size", [(500, 400), (4, 4), (300, 2)])
def test_there_is_nothing_to_read_on_white_paper(engine: OcrEngine, size: tuple[int, int]) -> None:
    assert engine.read(Image.new("L", size, 255), dpi=200) == []


def test_a_language_that_is_not_there_is_an_error_that_says_so(engine: OcrEngine) -> None:
    with pytest.raises(StageError) as caught:
        engine.read(picture(), dpi=200, languages=("xx",))
    assert caught.value.code == "engine_unavailable"
    assert "xx" in caught.value.message


def test_the_stage_reads_a_page_with_it(engine: OcrEngine) -> None:
    page = read_page(Page(1, 288, 130, needs_ocr="no_text"), picture(), engine, dpi=200)
    assert (page.source, page.turned) == ("ocr", 0)
    assert {"Alice", "Bristol", "Django"} <= {word.text for word in page.words}
    assert page.ocr_confidence > 0.3
