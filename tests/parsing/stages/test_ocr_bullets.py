"""Bullets that OCR leaves out or misreads, found in the picture of the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw

from parsing.stages.ocr_bullets import with_bullets
from parsing.stages.types import Box, Word

DPI = 144
SCALE = DPI / 72
TOP, APART, HEIGHT = 40.0, 16.0, 12.0
MARK_AT, TEXT_AT, LETTER = 60.0, 72.0, 6.0
TEXTS = ("Grew the newsletter", "Wrote forty articles", "Ran the spring fair", "Kept the budget")

Draw = Callable[[ImageDraw.ImageDraw, float], None]


def disc(draw: ImageDraw.ImageDraw, top: float) -> None:
    box = (MARK_AT, top + 4.5, MARK_AT + 4, top + 8.5)
    draw.ellipse([side * SCALE for side in box], fill=20)


def square(draw: ImageDraw.ImageDraw, top: float) -> None:
    box = (MARK_AT, top + 3, MARK_AT + 6, top + 9)
    draw.rectangle([side * SCALE for side in box], fill=20)


def speck(draw: ImageDraw.ImageDraw, top: float) -> None:
    draw.point([MARK_AT * SCALE, (top + 6) * SCALE], fill=20)


def ring(draw: ImageDraw.ImageDraw, top: float) -> None:
    box = (MARK_AT, top + 4, MARK_AT + 5, top + 9)
    draw.ellipse([side * SCALE for side in box], outline=20, width=1)


def on_a_line(draw: ImageDraw.ImageDraw, top: float) -> None:
    disc(draw, top)
    x = (MARK_AT + 2) * SCALE
    draw.line([x, (top - APART) * SCALE, x, (top + 2 * APART) * SCALE], fill=20, width=2)


def nothing(draw: ImageDraw.ImageDraw, top: float) -> None:
    """Leaves the paper as it is."""


def page(draw_mark: Draw, lines: int, *, read_as: str = "") -> tuple[list[Word], Image.Image]:
    """Words of some lines, with what their marks were read as, and the picture they were read in."""
    picture = Image.new("L", (400, 300), 245)
    draw = ImageDraw.Draw(picture)
    words = []
    for number, text in enumerate(TEXTS[:lines]):
        top = TOP + number * APART
        draw_mark(draw, top)
        if read_as:
            words.append(Word(read_as, Box(MARK_AT - 1, top, MARK_AT + 7, top + HEIGHT), confidence=0.5))
        x = TEXT_AT
        for part in text.split():
            box = Box(x, top, x + LETTER * len(part), top + HEIGHT)
            draw.rectangle([side * SCALE for side in (x, top + 3, box.x1, top + 9)], fill=20)
            words.append(Word(part, box, size=HEIGHT, confidence=0.9))
            x = box.x1 + 3
    return words, picture


def texts(words: list[Word], picture: Image.Image) -> list[str]:
    return [word.text for word in with_bullets(words, picture, dpi=DPI)]


@pytest.mark.parametrize("mark", [disc, square])
def test_a_mark_that_was_left_out_is_put_before_its_text(mark: Draw) -> None:
    words, picture = page(mark, 3)

    assert texts(words, picture) == [part for text in TEXTS[:3] for part in ("•", *text.split())]


def test_a_bullet_stands_where_the_picture_shows_it() -> None:
    bullet = with_bullets(*page(disc, 3), dpi=DPI)[0]

    assert bullet.box.x0 == pytest.approx(MARK_AT, abs=0.6)
    assert bullet.box.x1 == pytest.approx(MARK_AT + 4, abs=0.6)
    assert (bullet.box.y0, bullet.box.y1) == (TOP, TOP + HEIGHT)


@pytest.mark.parametrize("read_as", ["e", "m", "*e", "•", "»"])
def test_a_solid_mark_takes_the_place_of_what_it_was_read_as(read_as: str) -> None:
    words, picture = page(square, 1, read_as=read_as)

    assert texts(words, picture) == ["•", *TEXTS[0].split()]


@pytest.mark.parametrize("draw_mark", [nothing, speck, ring, on_a_line])
def test_dust_letters_and_the_dots_of_a_timeline_are_no_bullets(draw_mark: Draw) -> None:
    words, picture = page(draw_mark, 4)

    assert texts(words, picture) == [word.text for word in words]


def test_two_marks_alone_may_be_anything() -> None:
    words, picture = page(disc, 2)

    assert "•" not in texts(words, picture)


def test_a_letter_before_a_line_stays() -> None:
    words, picture = page(ring, 1, read_as="o")

    assert texts(words, picture)[0] == "o"


def test_a_page_without_words_has_no_bullets() -> None:
    assert with_bullets([], Image.new("L", (100, 100), 255), dpi=DPI) == []
