"""What a run of a DOCX looks like: what is set on it, what its styles say, and the document's defaults."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from lxml.etree import _Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL: Final = f"{W}val"
OFF: Final = frozenset({"0", "false", "off", "none"})
HEADING_NAME: Final = re.compile(
    r"(?:heading|überschrift|berschrift|titre|título|titulo|ttulo|titolo|kop|rubrik|overskrift|otsikko|nagłówek|nagwek|nadpis"
    r"|címsor|cmsor|başlık|balk|заголовок|επικεφαλίδα|标题|標題|見出し|제목)\s*([1-9])",
    re.IGNORECASE,
)
"""Word writes "heading 1" in every language; other programs write their own language's name."""
TITLE_NAMES: Final = frozenset({"title", "titel", "titre", "título", "titolo", "заголовок"})
LONGEST_CHAIN: Final = 20
STYLE_START: Final = b"<w:style "
STYLE_END: Final = b"</w:style>"
STYLE_ID: Final = re.compile(rb'w:styleId="([^"<>&]*)"')
WORTH_SHORTENING: Final = 50_000


class Look(NamedTuple):
    """How text looks; None means that this level does not say. `size` in points, colours as RRGGBB."""

    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    is_hidden: bool | None = None
    color: str | None = None
    fill: str | None = None

    def over(self, base: Look) -> Look:
        """This look where it says something, the base's elsewhere."""
        return Look(
            base.size if self.size is None else self.size,
            base.bold if self.bold is None else self.bold,
            base.italic if self.italic is None else self.italic,
            base.is_hidden if self.is_hidden is None else self.is_hidden,
            base.color if self.color is None else self.color,
            base.fill if self.fill is None else self.fill,
        )


class ParagraphStyle(NamedTuple):
    """What a paragraph's style says: its text's look, its outline level (0 for none), list and background."""

    look: Look
    heading: int = 0
    is_list_item: bool = False
    fill: str | None = None


PLAIN: Final = Look(size=10.0, bold=False, italic=False, is_hidden=False)


class Styles:
    """The looks of a document's named styles, each resolved once."""

    def __init__(self, root: _Element | None) -> None:
        self.elements: dict[str, _Element] = {}
        self.base = PLAIN
        self.default_paragraph = ""
        self._paragraphs: dict[str, ParagraphStyle] = {}
        self._runs: dict[str, Look] = {}
        if root is not None:
            self._load(root)

    def _load(self, root: _Element) -> None:
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        if defaults is not None:
            self.base = look_of(defaults).over(PLAIN)
        for style in root.iterfind(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            self.elements[name] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}:
                self.default_paragraph = name

    def paragraph(self, name: str) -> ParagraphStyle:
        """What the paragraph style says, its parents and the document's defaults included."""
        if name not in self.elements:
            name = self.default_paragraph
        if name not in self._paragraphs:
            self._paragraphs[name] = self._resolved_paragraph(name)
        return self._paragraphs[name]

    def run(self, name: str) -> Look:
        """What the character style says, its parents included."""
        if name not in self._runs:
            look = Look()
            for style in self._chain(name):
                look = look.over(look_of(style.find(f"{W}rPr")))
            self._runs[name] = look
        return self._runs[name]

    def _resolved_paragraph(self, name: str) -> ParagraphStyle:
        look = Look()
        heading: int | None = None
        is_list_item: bool | None = None
        fill = None
        for style in self._chain(name):
            look = look.over(look_of(style.find(f"{W}rPr")))
            properties = style.find(f"{W}pPr")
            if heading is None:
                heading = outline_level(properties) or named_level(style) or None
            if is_list_item is None:
                is_list_item = numbered(properties)
            fill = fill or fill_of(properties)
        return ParagraphStyle(look.over(self.base), heading or 0, bool(is_list_item), fill)

    def _chain(self, name: str) -> list[_Element]:
        chain: list[_Element] = []
        while name in self.elements and len(chain) < LONGEST_CHAIN:
            style = self.elements[name]
            if style in chain:
                break
            chain.append(style)
            based_on = style.find(f"{W}basedOn")
            name = "" if based_on is None else based_on.get(VAL, "")
        return chain


def without_table_styles(xml: bytes) -> bytes:
    """The styles part with its table styles emptied, all but the fact that they paint.

    Word's templates carry a hundred of them: 350 kB of XML that takes 5 ms to parse and says nothing of text.
    Parts in which a comment or CDATA could make two readers see different styles stay as they are.
    """
    if len(xml) < WORTH_SHORTENING or b"<!" in xml:
        return xml
    first, *styles = xml.split(STYLE_START)
    return first + b"".join(map(_shortened, styles))


def _shortened(style: bytes) -> bytes:
    """A style behind its STYLE_START, with whatever follows it, as it is or emptied."""
    end = style.find(STYLE_END)
    if end < 0 or b'w:type="table"' not in style[: style.find(b">")]:
        return STYLE_START + style
    tail = style[end + len(STYLE_END) :]
    name = STYLE_ID.search(style, 0, end)
    if name is None or style.find(b"<w:shd", 0, end) < 0:
        return tail
    return b'<w:style w:type="table" w:styleId="' + name[1] + b'"><w:shd/></w:style>' + tail


def look_of(properties: _Element | None) -> Look:
    """What a `w:rPr` says."""
    if properties is None:
        return Look()
    size = bold = italic = is_hidden = color = fill = None
    for child in properties:
        tag = child.tag
        if tag == f"{W}sz":
            size = half_points(child.get(VAL, ""))
        elif tag == f"{W}b":
            bold = is_on(child)
        elif tag == f"{W}i":
            italic = is_on(child)
        elif tag == f"{W}vanish":
            is_hidden = is_on(child)
        elif tag == f"{W}color":
            color = child.get(VAL, "auto").upper()
        elif tag == f"{W}shd":
            fill = shade(child)
        elif tag == f"{W}highlight" and child.get(VAL) not in (None, "none"):
            fill = "FFFFFF" if child.get(VAL) == "white" else "?"
    return Look(size, bold, italic, is_hidden, color, fill)


def is_on(element: _Element) -> bool:
    return element.get(VAL, "1").lower() not in OFF


def half_points(text: str) -> float | None:
    """Points from half-points; None for anything that is no sensible number."""
    try:
        return min(max(float(text), 0.0), 3_276.0) / 2
    except ValueError:
        return None


def shade(element: _Element) -> str | None:
    """The colour behind, RRGGBB; "?" for a pattern or an unclear one, None where the shading says nothing."""
    fill = element.get(f"{W}fill", "auto").upper()
    if element.get(VAL) not in (None, "clear", "nil"):
        return "?"
    return None if fill == "AUTO" else fill


def fill_of(properties: _Element | None) -> str | None:
    """The background that a `w:pPr`, `w:tcPr` or `w:tblPr` sets."""
    element = None if properties is None else properties.find(f"{W}shd")
    return None if element is None else shade(element)


def outline_level(properties: _Element | None) -> int:
    """1 to 9 from `w:outlineLvl`, 0 where there is none."""
    element = None if properties is None else properties.find(f"{W}outlineLvl")
    value = "" if element is None else element.get(VAL, "")
    return int(value) + 1 if value in tuple("012345678") else 0


def named_level(style: _Element) -> int:
    """1 to 9 from the style's name, 0 where it names no heading."""
    name = style.find(f"{W}name")
    for text in ("" if name is None else name.get(VAL, ""), style.get(f"{W}styleId", "")):
        if match := HEADING_NAME.fullmatch(text.strip()):
            return int(match[1])
        if text.strip().lower() in TITLE_NAMES:
            return 1
    return 0


def numbered(properties: _Element | None) -> bool | None:
    """True for a list item, False where numbering is switched off, None where nothing is said."""
    element = None if properties is None else properties.find(f"{W}numPr")
    if element is None:
        return None
    number = element.find(f"{W}numId")
    return number is None or number.get(VAL) != "0"


@lru_cache(maxsize=512)
def looks_alike(color: str | None, background: str | None) -> bool:
    """True when text of this colour cannot be seen on this background; unclear ones count as different."""
    if color is None or background is None or len(color) != 6 or len(background) != 6:
        return False
    try:
        pairs = [(int(color[i : i + 2], 16), int(background[i : i + 2], 16)) for i in (0, 2, 4)]
    except ValueError:
        return False
    return all(abs(mine - theirs) < 24 for mine, theirs in pairs)
