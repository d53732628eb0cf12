"""A second look at what was read badly or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from parsing.engines.tesseract import TesseractEngine
from parsing.stages.ocr_second import MOST_AREAS, second_look
from parsing.stages.types import Box, Word
from tests.parsing.stages.scans import DPI, FONT, drawn

pytestmark = pytest.mark.skipif(not Path(FONT).exists(), reason="DejaVu Sans is not installed")

TEXT = ["Anke de Boer", "Beekeeper in Utrecht", "Kept the bees of the museum", "and answered letters"]


@pytest.fixture(scope="module")
def engine() -> TesseractEngine:
    return TesseractEngine()


def look(words: Sequence[Word], picture: Image.Image, engine: TesseractEngine) -> list[Word]:
    return second_look(words, picture, engine, dpi=DPI, languages=("en",))


def texts(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words]


def test_a_page_that_was_read_well_is_left_alone(engine: TesseractEngine) -> None:
    picture = drawn(TEXT)
    words = engine.read(picture, dpi=DPI)
    assert look(words, picture, engine) == words


def test_ink_that_no_word_covers_is_read(engine: TesseractEngine) -> None:
    picture = drawn(TEXT)
    words = engine.read(picture, dpi=DPI)
    unread = [word for word in words if word.text not in ("Beekeeper", "in", "Utrecht")]
    found = look(unread, picture, engine)
    assert texts(found)[-3:] == ["Beekeeper", "in", "Utrecht"]
    was = next(word.box for word in words if word.text == "Utrecht")
    assert found[-1].box == pytest.approx(was, abs=3)


def test_words_that_hang_together_with_their_rule_are_read(engine: TesseractEngine) -> None:
    picture = drawn(TEXT)
    pen = ImageDraw.Draw(picture)
    for left in range(70, 930, 12):
        pen.line((left, 143, left + 7, 143), fill=0, width=2)
    unread = [
        word for word in engine.read(drawn(TEXT), dpi=DPI) if word.text not in ("Beekeeper", "in", "Utrecht")
    ]
    assert {"Beekeeper", "Utrecht"} <= set(texts(look(unread, picture, engine)))


def test_pale_small_print_at_the_margin_is_read(engine: TesseractEngine) -> None:
    picture = drawn(TEXT)
    font = ImageFont.truetype(FONT, 17)
    ImageDraw.Draw(picture).text((800, 120), "2018 - 2020", fill=190, font=font)
    words = [word for word in engine.read(picture, dpi=DPI) if word.box.x0 < 780 * 72 / DPI]
    assert "2018" in texts(look(words, picture, engine))


def test_a_doubtful_word_is_read_again_and_its_line_with_it(engine: TesseractEngine) -> None:
    picture = drawn(["Anke de Boer", "Call 030 555 0134 today", "Kept the bees of the museum"])
    words = engine.read(picture, dpi=DPI)
    spoiled = [word._replace(text="SE", confidence=0.1) if word.text == "555" else word for word in words]
    found = texts(look(spoiled, picture, engine))
    assert "SE" not in found
    assert "555" in found


def test_a_reading_that_is_no_better_changes_nothing(engine: TesseractEngine) -> None:
    picture = drawn(TEXT)
    ImageDraw.Draw(picture).ellipse((500, 400, 640, 440), fill=0)
    words = engine.read(picture, dpi=DPI)
    blot = Word("(@", Box(240, 190, 310, 212), confidence=0.1)
    assert look([*words, blot], picture, engine)[-1] == blot


def test_a_page_of_doubts_is_not_read_for_ever(engine: TesseractEngine) -> None:
    class Counting(TesseractEngine):
        reads = 0

        def read_block(self, image: Image.Image, *, dpi: int, languages: Sequence[str] = ()) -> list[Word]:
            self.reads += 1
            return []

    counting = Counting()
    words = [Word("x1", Box(20, y, 60, y + 10), confidence=0.0) for y in range(10, 1_000, 24)]
    assert look(words, Image.new("L", (600, 2_200), 255), counting) == words
    assert counting.reads <= 2 * MOST_AREAS


def test_a_page_without_words_stays_so(engine: TesseractEngine) -> None:
    assert look([], drawn(TEXT), engine) == []
