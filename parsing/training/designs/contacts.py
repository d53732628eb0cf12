"""Ways to reach a person, as designs show them: rows with separators, icons or labels, tables, and links behind words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Final

from parsing.training import marks
from parsing.training.designs.pen import Pen

Way = tuple[str, str]
"""What a way is ("email", "phone", "place", "address", "url" …) and its marked HTML."""

SEPARATORS: Final = (" • ", " | ", " · ", " / ", " – ", ", ", " ◆ ", "   ")

# Drawn icons: outlines in a box of 16 × 16.
_DRAWN: Final[Mapping[str, str]] = {
    "email": '<rect x="1" y="3" width="14" height="10" rx="1.5" fill="none" stroke="C" stroke-width="1.5"/><path d="M1.5 4l6.5 5 6.5-5" fill="none" stroke="C" stroke-width="1.5"/>',
    "phone": '<path d="M3 1h3l1.5 4-2 1.5a9 9 0 0 0 4 4l1.5-2 4 1.5v3q0 2-2 2A12 12 0 0 1 1 3q0-2 2-2z" fill="C"/>',
    "place": '<path d="M8 15S2.5 9.500 2.500 6a5.500 5.500 0 0 1 11 0C13.500 9.500 8 15 8 15z" fill="C"/><circle cx="8" cy="6" r="2" fill="B"/>',
    "url": '<circle cx="8" cy="8" r="6.500" fill="none" stroke="C" stroke-width="1.4"/><path d="M1.500 8h13M8 1.500q-5 6.500 0 13M8 1.500q5 6.500 0 13" fill="none" stroke="C" stroke-width="1.2"/>',
}
# The same as characters: of Font Awesome's private use area, and plain symbols that DejaVu Sans has.
_PRIVATE: Final[Mapping[str, str]] = {"email": "\uf0e0", "phone": "\uf095", "place": "\uf041", "url": "\uf0ac", "linkedin": "\uf0e1", "github": "\uf09b", "born": "\uf1fd", "nationality": "\uf024"}  # fmt: skip
_SYMBOLS: Final[Mapping[str, str]] = {"email": "✉", "phone": "☎", "place": "⌂", "url": "⚑"}
_BEHIND: Final = {
    "linkedin": "LinkedIn",
    "github": "GitHub",
    "gitlab": "GitLab",
    "portfolio": "Portfolio",
    "xing": "XING",
}


def ways(pen: Pen, *, links: str = "shown", address: bool = False, personal: bool = False) -> list[Way]:
    """The ways to reach the person in a drawn order. `links` is "shown", "behind" words, "none"."""
    career = pen.career
    place = pen.address() if address else pen.place()
    found: list[Way] = [("place", place), ("phone", pen.phone()), ("email", pen.email())]
    pen.rng.shuffle(found)
    if links != "none":
        found += [
            (kind, pen.url(kind, url, behind=_behind(kind, links))) for kind, url in career.urls.items()
        ]
    if personal:
        found += [("born", pen.born()), ("nationality", pen.nationality())]
    return [(kind, html) for kind, html in found if html]


def _behind(kind: str, links: str) -> str:
    return _BEHIND.get(kind.casefold(), kind) if links == "behind" else ""


def row(shown: Sequence[Way], separator: str, *, cls: str = "contact") -> str:
    """The ways in one running row."""
    glue = f'<span class="sep">{escape(separator).replace("   ", "&emsp; ")}</span>'
    spans = glue.join(f'<span class="way {kind.casefold()}">{html}</span>' for kind, html in shown)
    return marks.region("contact", spans, cls=cls)


def lines(shown: Sequence[Way], *, cls: str = "contact") -> str:
    """The ways one under the other."""
    return marks.region("contact", "".join(f"<p>{html}</p>" for _, html in shown), cls=cls)


def drawn_icon(kind: str, colour: str, back: str = "#ffffff") -> str:
    """An icon as SVG, one em high."""
    shape = _DRAWN.get(kind.casefold(), _DRAWN["url"]).replace("C", colour).replace("B", back)
    return f'<svg class="icon" width=".95em" height=".95em" viewBox="0 0 16 16">{shape}</svg>'


def with_icons(
    pen: Pen,
    shown: Sequence[Way],
    manner: str,
    *,
    colour: str = "",
    back: str = "#ffffff",
    narrow: bool = False,
) -> list[Way]:
    """The ways with an icon before each: "drawn" (SVG), "private" (icon-font characters) or "symbols".

    In a narrow column the line may break behind the icon, else a long address would run out of it.
    """
    ink = colour or pen.look.accent
    icons: Mapping[str, Callable[[str], str]] = {
        "drawn": lambda kind: drawn_icon(kind, ink, back),
        "private": lambda kind: (
            f'<span class="fa" style="font-family:FontAwesome">{_PRIVATE.get(kind.casefold(), _PRIVATE["url"])}</span>'
        ),
        "symbols": lambda kind: (
            f"<span style=\"font-family:'DejaVu Sans'\">{_SYMBOLS.get(kind, _SYMBOLS['url'])}</span>"
        ),
    }
    gap = " " if narrow else "&nbsp;"
    return [(kind, f"{icons[manner](kind)}{gap}{html}") for kind, html in shown]


def with_labels(pen: Pen, shown: Sequence[Way], *, strong: bool = False) -> list[Way]:
    """The ways with a label before each, as in "Tel.: 0170 1234567"."""
    tag = "b" if strong else "span"
    return [(kind, f"<{tag}>{pen.label(kind)}:</{tag}> {html}") for kind, html in shown]


def portrait(colour: str, back: str, *, size: float = 30, square: bool = False) -> str:
    """A drawn head and shoulders where a photograph would be; `size` in millimetres."""
    frame = (
        f'<rect width="60" height="60" fill="{colour}"/>'
        if square
        else f'<circle cx="30" cy="30" r="30" fill="{colour}"/>'
    )
    shape = f'{frame}<circle cx="30" cy="23" r="10" fill="{back}"/><path d="M11 53a19 18 0 0 1 38 0z" fill="{back}"/>'
    return marks.region(
        "figure", f'<svg width="{size}mm" height="{size}mm" viewBox="0 0 60 60">{shape}</svg>', cls="portrait"
    )
