"""Text drawn as shapes, in PDF's own operators: what a design program makes of letters."""

from __future__ import annotations

from functools import cache
from typing import cast

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


class _Operators(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Collects a glyph's outline as path operators, scaled and moved."""

    def __init__(self, glyphs: object, scale: float, x: float, y: float) -> None:
        super().__init__(glyphs)
        self.told: list[str] = []
        self._place = (scale, x, y)

    def _at(self, *points: tuple[float, float]) -> str:
        scale, x, y = self._place
        return " ".join(f"{x + scale * px:.2f} {y + scale * py:.2f}" for px, py in points)

    def _moveTo(self, point: tuple[float, float]) -> None:
        self.told.append(f"{self._at(point)} m")

    def _lineTo(self, point: tuple[float, float]) -> None:
        self.told.append(f"{self._at(point)} l")

    def _curveToOne(self, *points: tuple[float, float]) -> None:
        self.told.append(f"{self._at(*points)} c")

    def _closePath(self) -> None:
        self.told.append("h")


@cache
def _font() -> TTFont:
    return TTFont(FONT)


def outlined_at(x: float, y: float, text: str, *, size: float = 11) -> str:
    """The text as one filled path a letter, its baseline at `y` from the page's bottom."""
    font = _font()
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    scale = size / cast(int, font["head"].unitsPerEm)
    told = []
    for letter in text:
        name = names[ord(letter)]
        pen = _Operators(glyphs, scale, x, y)
        glyphs[name].draw(pen)
        if pen.told:
            told.append("\n".join(pen.told) + "\nf\n")
        x += scale * glyphs[name].width
    return "".join(told)
