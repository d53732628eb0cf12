"""Pictures of pages for the OCR tests, drawn from text with a font that every Debian has."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

DPI = 150
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def drawn(
    lines: Sequence[str],
    *,
    size: tuple[int, int] = (1000, 700),
    paper: int = 255,
    ink: int = 0,
    at: tuple[int, int] = (70, 70),
    step: int = 44,
    points: int = 24,
) -> Image.Image:
    """A grey picture of the lines, one under the other."""
    picture = Image.new("L", size, paper)
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, points)
    for row, line in enumerate(lines):
        pen.text((at[0], at[1] + row * step), line, fill=ink, font=font)
    return picture
