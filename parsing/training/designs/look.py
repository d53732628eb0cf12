"""How a page looks: faces, sizes, colours, margins and paper, drawn anew for every résumé."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

SANS = ("Lato", "Open Sans", "Roboto", "Liberation Sans", "Carlito", "Cantarell", "DejaVu Sans")
SERIF = ("EB Garamond", "Liberation Serif", "Caladea", "DejaVu Serif")
NARROW = ("Roboto Condensed", "Liberation Sans Narrow", "Open Sans Condensed", "DejaVu Sans")
MONO = ("Liberation Mono", "DejaVu Sans Mono")

BLUES = ("#1f4e79", "#0b7285", "#243b53", "#2a6f97", "#3454d1")
WARM = ("#8b1e3f", "#9b2c2c", "#b5651d", "#7a4b2a", "#c1440e")
GREENS = ("#2f855a", "#1b4332", "#0f766e", "#556b2f")
GREYS = ("#222222", "#444444", "#2d3748", "#000000")
VIVID = ("#d6336c", "#7048e8", "#f76707", "#1098ad", "#37b24d", "#e03131")
COLOURS = (*BLUES, *WARM, *GREENS, *GREYS, *VIVID)

# What a face needs to look as large as Liberation Sans at the same size.
_GROWTH = {"EB Garamond": 1.14, "Carlito": 1.06, "Roboto Condensed": 1.02, "Open Sans Condensed": 1.06, "DejaVu Sans": 0.9, "DejaVu Serif": 0.9, "DejaVu Sans Mono": 0.86, "Liberation Mono": 0.92, "Liberation Sans Narrow": 1.04, "Lato": 1.0}  # fmt: skip

_BASE = """
* { box-sizing: border-box }
html, body, h1, h2, h3, h4, p, ul, ol, dl, dd, dt, table, figure { margin: 0; padding: 0 }
a { color: inherit; text-decoration: none } table { border-collapse: collapse; width: 100% } td { vertical-align: top; padding: 0 }
h1, h2, h3 { line-height: 1.2; break-after: avoid } ul { padding-left: 1.25em } li { margin: .08em 0 }
b, .strong { font-weight: 700 } .nobreak { white-space: nowrap }
.entry { margin-bottom: .75em } .heads { break-after: avoid; break-inside: avoid }
.split { display: flex; justify-content: space-between; gap: 1.2em } .split > .right { text-align: right; flex: none; max-width: 60% }
.split > .left { flex: 1 1 auto } .floated > .right { float: right; margin-left: 1.2em }
.points.plain { list-style: none; padding-left: 0 } .summary { text-align: inherit }
.rows { display: table; width: 100% } .rows > .row { display: table-row } .rows > .row > * { display: table-cell; vertical-align: top }
.railed { display: table; width: 100%; table-layout: fixed } .railed > .rail, .railed > .cell { display: table-cell; vertical-align: top }
svg { display: inline-block }
"""


@dataclass(frozen=True, slots=True)
class Look:
    """The drawn parameters of one page: faces, base size in points, colours, paper, margins in millimetres."""

    face: str
    heading_face: str
    size: float
    leading: float
    accent: str
    ink: str
    soft: str
    paper: str
    margins: tuple[float, float, float, float]
    sheet: str
    bullet: str

    @property
    def width(self) -> float:
        """The paper's width in millimetres."""
        return 210.0 if self.sheet == "A4" else 215.9

    @property
    def height(self) -> float:
        """The paper's height in millimetres."""
        return 297.0 if self.sheet == "A4" else 279.4


def draw_look(
    rng: random.Random,
    country: str,
    *,
    faces: Sequence[str] = SANS,
    heading_faces: Sequence[str] = (),
    colours: Sequence[str] = COLOURS,
    sizes: tuple[float, float] = (9.6, 10.8),
    margins: tuple[float, float] = (14, 21),
    leading: tuple[float, float] = (1.28, 1.5),
    paper: str = "#ffffff",
    sheet: str = "",
) -> Look:
    """A look within the given bounds. Letter paper where it is usual, A4 elsewhere, with a few exceptions."""
    face = rng.choice(list(faces))
    heading_face = rng.choice(list(heading_faces)) if heading_faces else face
    side, top = rng.uniform(*margins), rng.uniform(*margins)
    usual = "Letter" if country in {"US", "CA", "MX", "CO", "CL"} else "A4"
    return Look(
        face=face,
        heading_face=heading_face,
        size=round(rng.uniform(*sizes) * _GROWTH.get(face, 1.0), 2),
        leading=round(rng.uniform(*leading), 2),
        accent=rng.choice(list(colours)),
        ink=rng.choice(["#111111", "#222222", "#26282b", "#23313b"]),
        soft=rng.choice(["#555555", "#666666", "#56646d", "#5f5f6b"]),
        paper=paper,
        margins=(round(top, 1), round(side, 1), round(top, 1), round(side, 1)),
        sheet=sheet or (usual if rng.random() < 0.9 else rng.choice(["A4", "Letter"])),
        bullet=rng.choice(["•", "•", "•", "–", "▪", "‣", "*", "○", "-", "➤"]),
    )


def page(look: Look, language: str, title: str, css: str, body: str, *, running: str = "") -> str:
    """A whole HTML page. `css` may use the variables --accent, --ink, --soft and --paper; `running` adds @page rules."""
    top, right, bottom, left = look.margins
    backdrop = f"background: {look.paper};" if look.paper != "#ffffff" else ""
    frame = (
        f"@page {{ size: {look.sheet}; margin: {top}mm {right}mm {bottom}mm {left}mm; {backdrop} {running} }}"
        f":root {{ --accent: {look.accent}; --ink: {look.ink}; --soft: {look.soft}; --paper: {look.paper} }}"
        f"body {{ font: {look.size}pt/{look.leading} '{look.face}', sans-serif; color: {look.ink} }}"
        f"h1, h2, h3, .headline {{ font-family: '{look.heading_face}' }}"
        f".points {{ list-style-type: '{look.bullet}\\00a0\\00a0' }}"
    )
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_BASE}{frame}{css}</style></head><body>{body}</body></html>"
    )
