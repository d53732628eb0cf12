"""What a page shows at the places that a profile names, read anew and held against what the profile says."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, cast

import pypdfium2
import pypdfium2.raw as pdfium

from parsing.stages.envelope import is_leaf
from parsing.stages.flow import Reading
from parsing.stages.types import Box, Word

_IGNORED = frozenset("\u00ad\u200b\u200c\u200d\ufeff\ufffe\uffff\x02\x00\ufffc")
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\x02\ufffe"), "-")
_TEX = dict(zip(range(0x0E, 0x20), "‹›“”„«»–—\u200c\u200aıȷﬀﬁﬂﬃﬄ", strict=True))
"""What the codes mean that old PDFs of TeX keep; see pdfium_text."""


class Slip(NamedTuple):
    """A leaf of which the page does not say what the profile says it does."""

    path: str
    problem: str
    raw: str
    shown: str


class Glyph(NamedTuple):
    """A character as it is drawn, its box in points, origin top left."""

    text: str
    box: Box


def slips_in(reading: Reading, data: bytes = b"") -> Iterator[Slip]:
    """Every leaf whose evidence is missing or does not show its `raw`; `data` is the PDF that was read.

    Text layers are read again from the file, character by character; pages that were recognised are held
    against the recognised words, and formats without pages against their flow.
    """
    surface = _Surface(reading, data)
    for path, leaf in leaves_of(reading.profile):
        raw = str(leaf["raw"])
        evidence = cast(Sequence[Mapping[str, object]], leaf["evidence"])
        if not evidence:
            yield Slip(path, "no evidence", raw, "")
            continue
        written = "".join(str(item["text"]) for item in evidence)
        if _bare(written) != _bare(raw):
            yield Slip(path, "raw is not what the evidence says", raw, written)
            continue
        for item in evidence:
            problem, shown = surface.problem_with(item)
            if problem:
                yield Slip(path, problem, str(item["text"]), shown)


def leaves_of(value: object, path: str = "") -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every envelope below `value` with where it stands, such as `work.0.position`."""
    if is_leaf(value):
        yield path, cast(Mapping[str, object], value)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from leaves_of(item, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from leaves_of(item, f"{path}.{number}")


class _Surface:
    """The document as it can be looked at again."""

    def __init__(self, reading: Reading, data: bytes) -> None:
        self.reading = reading
        self.data = reading.document.preview_pdf or data
        self.pages = {page.number: page for page in reading.document.pages}
        self._glyphs: dict[int, list[Glyph]] = {}

    def problem_with(self, item: Mapping[str, object]) -> tuple[str, str]:
        """What is wrong with the evidence and what the page shows instead; "" when all is well."""
        text = str(item["text"])
        if self.reading.document.json_resume is not None:
            return self._problem_with_pointer(str(item["pointer"]), text)
        page = self.pages.get(cast(int, item["page"]))
        if page is None:
            is_there = _bare(text) in self.flow
            return ("", "") if is_there else ("not in the text", "")
        bbox = item["bbox"]
        if bbox is None:
            return "no box", ""
        x0, y0, x1, y1 = cast(Sequence[float], bbox)
        box = Box(
            _beyond(x0) * page.width_pt,
            _beyond(y0) * page.height_pt,
            _beyond(x1) * page.width_pt,
            _beyond(y1) * page.height_pt,
        )
        if page.source == "ocr":
            words = _recognised(page.words, box)
            shown = " ".join(word.text for word in words)
            return ("", "") if _reads(words, box, text) else ("not read there", shown)
        inside = [glyph for glyph in self.glyphs(page.number) if _holds(box, glyph.box)]
        by_place = sorted(inside, key=lambda glyph: glyph.box.x0)
        for order in (inside, by_place, by_place[::-1]):
            if _shows(order, _bare(text)):
                return "", ""
        return "not drawn there", "".join(glyph.text for glyph in inside)

    def _problem_with_pointer(self, pointer: str, text: str) -> tuple[str, str]:
        value: object = self.reading.document.json_resume
        for name in pointer.split("/")[1:]:
            key = name.replace("~1", "/").replace("~0", "~")
            value = value[int(key)] if isinstance(value, list) else cast(Mapping[str, object], value)[key]
        return ("", "") if text == ("" if value is None else str(value)) else ("not in the file", str(value))

    @cached_property
    def flow(self) -> str:
        """The bare text of a format without pages."""
        return _bare("".join(line.text for line in self.reading.document.flow))

    def glyphs(self, number: int) -> list[Glyph]:
        """The characters of a page's text layer."""
        if number not in self._glyphs:
            self._glyphs[number] = list(_glyphs_of(self.data, number))
        return self._glyphs[number]


def _beyond(share: float) -> float:
    """The share; text that runs off the page goes on beyond its edge."""
    return share if 0 < share < 1 else 3 * share - 1


def _shows(glyphs: Sequence[Glyph], wanted: str) -> bool:
    """Whether the characters say what is wanted, and nothing else but what is printed over it."""
    bare = [_bare(glyph.text) for glyph in glyphs]
    at = "".join(bare).find(wanted)
    if at < 0:
        return False
    before = [sum(map(len, bare[:i])) for i in range(len(bare))]
    inside = [at <= start < at + len(wanted) for start in before]
    own = [glyph.box for glyph, is_own in zip(glyphs, inside, strict=True) if is_own]
    extra = [
        glyph.box for glyph, text, is_own in zip(glyphs, bare, inside, strict=True) if text and not is_own
    ]
    return all(any(_overprints(box, other) for other in own) for box in extra)


def _overprints(box: Box, other: Box) -> bool:
    shared = min(box.x1, other.x1) - max(box.x0, other.x0)
    return shared > 0.2 * min(box.x1 - box.x0, other.x1 - other.x0)


def _recognised(words: Sequence[Word], box: Box) -> list[Word]:
    """The words of which a share lies in the box, in the order in which they were recognised."""
    found = []
    for word in words:
        across = min(word.box.x1, box.x1) - max(word.box.x0, box.x0)
        middle = (word.box.y0 + word.box.y1) / 2
        if across > 0.1 and box.y0 - 0.5 <= middle <= box.y1 + 0.5:
            found.append(word)
    return found


def _reads(words: Sequence[Word], box: Box, text: str) -> bool:
    """Whether the words say the text; those that the box of a slanting line cuts at its edge may be more."""
    edge = 0.3 * (box.y1 - box.y0)
    inner = [word for word in words if box.y0 + edge <= (word.box.y0 + word.box.y1) / 2 <= box.y1 - edge]
    for kept in (words, inner):
        for order in (kept, sorted(kept, key=lambda word: word.box.x0)):
            if _bare(text) in _bare("".join(word.text for word in order)):
                return True
    shown = iter(words)
    return bool(inner) and all(
        any(_bare(part) in _bare(word.text) for word in shown) for part in text.split()
    )


def _holds(box: Box, inner: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.y0 + inner.y1) / 2
    return box.x0 - 0.3 <= x <= box.x1 + 0.3 and box.y0 - 0.3 <= y <= box.y1 + 0.3


def _glyphs_of(data: bytes, number: int) -> Iterator[Glyph]:
    with pypdfium2.PdfDocument(data) as document:
        page = document[number - 1]
        left, bottom, right, top = page.get_bbox()
        turns = page.get_rotation() // 90
        text = page.get_textpage()
        rect = pdfium.FS_RECTF()
        for index in range(text.count_chars()):
            code = pdfium.FPDFText_GetUnicode(text, index)
            if not code or not pdfium.FPDFText_GetLooseCharBox(text, index, ctypes.byref(rect)):
                continue
            sides = (rect.left - left, top - rect.top, rect.right - left, top - rect.bottom)
            if turns == 1:
                sides = (rect.bottom - bottom, rect.left - left, rect.top - bottom, rect.right - left)
            elif turns == 2:
                sides = (right - rect.right, rect.bottom - bottom, right - rect.left, rect.top - bottom)
            elif turns == 3:
                sides = (top - rect.top, right - rect.right, top - rect.bottom, right - rect.left)
            yield Glyph(chr(code), Box(*sides))


def _bare(text: str) -> str:
    """The text without white space, icons and what no reader tells apart: forms of hyphens, ligatures."""
    text = unicodedata.normalize("NFKD", text.translate(_TEX).translate(_HYPHENS))
    return "".join(
        char
        for char in text
        if not char.isspace()
        and char not in _IGNORED
        and unicodedata.category(char) not in ("Co", "Cc", "Mn")
    )
