"""How a page looks in numbers: colours that can be read, sizes on a beat, tightened for one page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from cvimprover.rendering.fonts import FONTS, families
from cvimprover.rendering.templates import TEMPLATES, Template
from cvimprover.rendering.types import Options, RenderingError
from cvimprover.rendering.words import Words

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_READABLE: Final = 4.6
"""Contrast with white that small text needs (WCAG 2.2, 1.4.3: 4.5), and a little for rounding."""
_SMALLEST_PT: Final = 8.25
_HYPHENATED: Final = frozenset({"de", "nl", "sv", "da", "nb", "fi", "hu"})
"""Languages whose words are so long that lines without hyphens look torn."""

STEPS: Final = 5
"""How many times a page can be tightened."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the CSS is filled with. Lengths in points, margins and widths in millimetres."""

    template: Template
    page: str
    font: str
    families: str
    size: float
    line: float
    margin: float
    side_margin: float
    dates: float
    colour: str
    tint: str
    line_colour: str
    hyphens: bool
    ligatures: str
    start: str
    end: str
    ink: str = "#1a1a1a"
    muted: str = "#555555"


def look_of(options: Options, words: Words, *, tightened: int = 0) -> Look:
    """The look that the options ask for, `tightened` from 0 (comfortable) to STEPS (as far as can be read).

    Raises RenderingError for a template, page, font or colour that does not exist.
    """
    template = _known(options)
    share = tightened / STEPS
    size = max(_SMALLEST_PT, template.size * (1 - 0.14 * share))
    colour = readable(options.colour or template.colour)
    is_rtl = words.is_right_to_left
    tallest = 1.6 if words.language in ("ar", "fa") else template.leading
    leading = max(tallest, template.leading) * (1 - 0.1 * share)
    return Look(
        template=template,
        page=options.page,
        font=options.font or template.font,
        families=families(options.font or template.font, words.language),
        size=round(size, 2),
        line=round(size * leading * 4) / 4,
        margin=round(template.margin * (1 - 0.35 * share), 1),
        side_margin=round(template.side_margin * (1 - 0.25 * share), 1),
        dates=template.dates,
        colour=colour,
        tint=mixed(colour, 0.09),
        line_colour=mixed(colour, 0.35),
        hyphens=words.language in _HYPHENATED,
        ligatures="common-ligatures" if FONTS[options.font or template.font].needs_ligatures else "none",
        start="right" if is_rtl else "left",
        end="left" if is_rtl else "right",
    )


def _known(options: Options) -> Template:
    if options.template not in TEMPLATES:
        raise RenderingError(
            "unknown_template",
            f"There is no template “{options.template}”. Choose one of: {', '.join(TEMPLATES)}.",
        )
    if options.page not in ("A4", "Letter"):
        raise RenderingError("unknown_page", "The page is A4 or Letter.")
    if options.font and options.font not in FONTS:
        raise RenderingError(
            "unknown_font", f"There is no font “{options.font}”. Choose one of: {', '.join(FONTS)}."
        )
    if options.colour and not _COLOUR.fullmatch(options.colour):
        raise RenderingError("bad_colour", "Write the colour as #rrggbb, such as #1f4e79.")
    return TEMPLATES[options.template]


def readable(colour: str) -> str:
    """The colour, darkened as far as small text on white (and white text on it) needs to be read."""
    red, green, blue = _parts(colour)
    while contrast_with_white(_hex(red, green, blue)) < _READABLE:
        red, green, blue = red * 0.95, green * 0.95, blue * 0.95
    return _hex(red, green, blue)


def mixed(colour: str, share: float) -> str:
    """The colour thinned with white: `share` 1 is the colour, 0 is white."""
    return _hex(*(255 - (255 - part) * share for part in _parts(colour)))


def contrast_with_white(colour: str) -> float:
    """1 to 21, as WCAG counts it."""

    def linear(part: float) -> float:
        part /= 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _parts(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(red: float, green: float, blue: float) -> str:
    return f"#{int(red):02x}{int(green):02x}{int(blue):02x}"
