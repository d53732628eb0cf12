"""Pages set by hand: text at a place, every letter half as wide as high."""

from __future__ import annotations

from collections.abc import Iterable

from parsing.engines.geometry import GeometryEngine
from parsing.stages.layout import layout_of
from parsing.stages.lines import lines_of
from parsing.stages.types import Box, Document, Layout, Line, Page, Word


def put(
    text: str,
    x: float,
    y: float,
    *,
    size: float = 10.0,
    bold: bool = False,
    right: bool = False,
    link: str = "",
    confidence: float = 1.0,
) -> list[Word]:
    """The words of `text` from `x` on, or up to `x` when `right`; `y` is the line's top, in points."""
    letter, words = size / 2, text.split(" ")
    if right:
        x -= letter * len(text)
    placed: list[Word] = []
    for word in words:
        width = letter * len(word)
        box = Box(x, y, x + width, y + 1.2 * size)
        placed.append(Word(word, box, size, bold, link=link, confidence=confidence))
        x += width + letter
    return placed


def stack(
    texts: Iterable[str], x: float, y: float, *, step: float = 15.0, size: float = 10.0, bold: bool = False
) -> list[Word]:
    """Texts under each other, one every `step` points."""
    return [
        word for row, text in enumerate(texts) for word in put(text, x, y + row * step, size=size, bold=bold)
    ]


def page_of(
    *parts: list[Word], rules: tuple[Box, ...] = (), number: int = 1, source: str = "text_layer"
) -> Page:
    """A US Letter page of these words, given in any order."""
    words = tuple(word for part in parts for word in part)
    return Page(number, 612.0, 792.0, words, rules, source=source)  # type: ignore[arg-type]


def laid_out(page: Page) -> Layout:
    return layout_of(page, GeometryEngine())


def read(*pages: Page) -> tuple[Line, ...]:
    """The lines of the pages through the embedded layout."""
    return lines_of(Document("pdf", pages), [laid_out(page) for page in pages])


def texts(*pages: Page) -> list[str]:
    return [line.text for line in read(*pages)]
