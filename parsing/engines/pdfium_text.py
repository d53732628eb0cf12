"""The words of a PDF page: characters from PDFium, cut into words by space and geometry."""

from __future__ import annotations

import ctypes
import math
import re
import struct
import unicodedata
from array import array
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import repeat
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from parsing.engines import pdfium_api as api
from parsing.engines.right_to_left import as_meant, is_right_to_left, with_lam_before_alef
from parsing.engines.spaced_letters import join_spaced_letters
from parsing.stages.types import Box

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_LETTER, _SPACE, _DROPPED, _ICON, _HYPHEN = range(5)
_LIGATURES: Final = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_REPLACED: Final = _LIGATURES | dict.fromkeys((0x02, 0xAD, 0x2010, 0x2011, 0xFFFE), "-")
"""PDFium writes 0x02 or 0xFFFE for a hyphen at a line's end; fonts often name their hyphen U+00AD."""
_TAG_SURROGATE: Final = 0xDB40
"""First half of U+E0000 to U+E03FF, which PDFium hands out in halves."""
_BIDI_OVERRIDES: Final = (0x202D, 0x202E, 0x2066, 0x2067, 0x2068)
_ACCENTS: Final = {
    "´": "\u0301",
    "`": "\u0300",
    "¨": "\u0308",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¸": "\u0327",
    "ˇ": "\u030c",
    "˚": "\u030a",
}
_ACCENT_AND_LETTER: Final = re.compile(f"([{''.join(_ACCENTS)}])([A-Za-zı])")
_TEX_T1: Final = dict(zip(range(0x0E, 0x20), "‹›“”„«»–—\u200c\u200aıȷﬀﬁﬂﬃﬄ", strict=True))
_TEX_OT1: Final = dict(
    zip((0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x19, 0x1A, 0x1B, 0x1C), "ﬀﬁﬂﬃﬄıßæœø", strict=True)
)
_ONLY_OT1: Final = {0x0B, 0x0C, 0x0D}
_MIN_TEX_CODES: Final = 2
_MIN_SMUGGLED: Final = 10
_TOUCHING_EM: Final = 0.2
"""Letters of one word are closer than this share of their height."""

_BOLD = re.compile(
    r"bold|black|heavy|demi|[-,_]bd|cmbx|sfbx|ecbx|cmssbx|[-_]medi(?!um)|[a-z]BX\d", re.IGNORECASE
)
_ITALIC = re.compile(r"ital|obliq|slant|[-,_](?:it|sl)\b|cmti|sfti|ecti|cmsl", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STROKED, _FILLED_AND_STROKED = 1, 2
_FORCE_BOLD, _ITALIC_FLAG = 1 << 18, 1 << 6


class Style(NamedTuple):
    """How one text object is drawn. `colour` is RGBA 0–255, None for a pattern; `size` is in points."""

    font: str
    size: float
    bold: bool
    italic: bool
    colour: tuple[int, int, int, int] | None
    render_mode: int
    address: int


class Geometry(NamedTuple):
    """The displayed page within the PDF's own coordinates (origin bottom left, before rotation)."""

    left: float
    bottom: float
    right: float
    top: float
    quarter_turns: int

    @property
    def width_pt(self) -> float:
        return self.top - self.bottom if self.quarter_turns % 2 else self.right - self.left

    @property
    def height_pt(self) -> float:
        return self.right - self.left if self.quarter_turns % 2 else self.top - self.bottom

    def shown(self, boxes: Floats) -> Floats:
        """Boxes (n, 4) of left, top, right, bottom as x0, y0, x1, y1 of the displayed page."""
        left, top, right, bottom = boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3]
        x0, x1, y0, y1 = left - self.left, right - self.left, self.top - top, self.top - bottom
        if self.quarter_turns == 1:
            x0, x1, y0, y1 = bottom - self.bottom, top - self.bottom, left - self.left, right - self.left
        elif self.quarter_turns == 2:
            x0, x1, y0, y1 = self.right - right, self.right - left, bottom - self.bottom, top - self.bottom
        elif self.quarter_turns == 3:
            x0, x1, y0, y1 = self.top - top, self.top - bottom, self.right - right, self.right - left
        return np.stack((x0, y0, x1, y1), axis=1)

    def shown_box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """As `shown`, for one box without the price of an array."""
        if self.quarter_turns == 1:
            return Box(bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        if self.quarter_turns == 2:
            return Box(self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        if self.quarter_turns == 3:
            return Box(self.top - top, self.right - right, self.top - bottom, self.right - left)
        return Box(left - self.left, self.top - top, right - self.left, self.top - bottom)


@dataclass(slots=True)
class PageText:
    """The words of a page as columns: texts, boxes (n, 4) as displayed, styles. Counts are of characters."""

    texts: list[str] = field(default_factory=list)
    boxes: Floats = field(default_factory=lambda: np.zeros((0, 4), np.float32))
    styles: list[Style] = field(default_factory=list)
    chars: int = 0
    icons: int = 0
    holes: int = 0
    smuggled: int = 0
    is_cut: bool = False


def text_of(page: int, geometry: Geometry, max_chars: int) -> PageText:
    """The words of a loaded page, in the order of the file, at most about `max_chars` characters."""
    text_page = api.load_text(page)
    if not text_page:
        return PageText()
    try:
        count = api.count_chars(text_page)
        if count <= 0:
            return PageText()
        text = _words_of(text_page, geometry, min(count, max_chars)) if max_chars > 0 else PageText()
        text.is_cut = count > max_chars
        return text
    finally:
        api.close_text(text_page)


def _words_of(text_page: int, geometry: Geometry, count: int) -> PageText:
    text = _characters(text_page, count)
    codes = _codes_of(text)
    kinds = _KINDS[np.minimum(codes, _ASTRAL)]
    astral = codes > 0xFFFF
    if astral.any():
        kinds = np.where(astral, _kinds_beyond(codes), kinds)
    raw, quarters = _character_boxes(text_page, count)
    boxes = geometry.shown(raw)
    text, codes, kinds = _with_tex_codes(text, codes, kinds, boxes)
    kept = np.flatnonzero((kinds == _LETTER) | (kinds == _HYPHEN))
    result = PageText(
        chars=len(kept),
        icons=int(np.count_nonzero(kinds == _ICON)),
        holes=_holes(codes, kinds, boxes),
        smuggled=_smuggled(codes),
    )
    if not len(kept):
        return result
    from_right = is_right_to_left(codes)
    if from_right is not None:
        text = with_lam_before_alef(text, boxes)
    starts, ends = _cut(kept, kinds, _as_written(raw, quarters), quarters, from_right)
    result.boxes = _joined(boxes[kept], starts)
    result.texts = _texts(text, kept, starts, ends, bool((kinds == _HYPHEN).any()) or _has_ligature(codes))
    result.styles = _styles(text_page, kept[starts])
    join_spaced_letters(result)
    return result


def _characters(text_page: int, count: int) -> str:
    """One character an index of PDFium; U+0000 where it knows none."""
    buffer = ctypes.create_string_buffer(2 * count + 2)
    written = api.get_text(text_page, 0, count, buffer)
    text = buffer.raw[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    # Characters without Unicode or beyond the first plane: the indices have come apart.
    return "".join(
        chr(code) if code < 0x110000 else "\ufffd"
        for code in map(api.unicode_of, repeat(text_page), range(count))
    )


def _codes_of(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _text_of(codes: npt.NDArray[np.uint32]) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _kinds_of_the_first_plane() -> npt.NDArray[np.uint8]:
    kinds = np.zeros(0x10001, np.uint8)
    for code in range(0x10000):
        category = unicodedata.category(chr(code))
        if category in ("Zs", "Zl", "Zp"):
            kinds[code] = _SPACE
        elif category in ("Cc", "Cf", "Cs"):
            kinds[code] = _DROPPED
    kinds[0xE000:0xF900] = _ICON
    kinds[[0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x200B]] = _SPACE
    kinds[list(_REPLACED)] = _HYPHEN
    kinds[list(_LIGATURES)] = _LETTER
    kinds[[0xFFFF, 0xFFF9, 0xFFFA, 0xFFFB, 0xFFFC]] = _DROPPED
    return kinds


_ASTRAL: Final = 0x10000
_KINDS: Final = _kinds_of_the_first_plane()


def _kinds_beyond(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    """Tags are dropped, private planes are icons, the rest (emoji, rare scripts) is text."""
    kinds = np.where((codes >= 0xE0000) & (codes < 0xE1000), _DROPPED, _LETTER)
    return np.where(codes >= 0xF0000, _ICON, kinds).astype(np.uint8)


def _smuggled(codes: npt.NDArray[np.uint32]) -> int:
    """How many characters only a machine reads: overrides of direction, tags, and crowds of zero width."""
    if int(codes.max()) < 0x200B:
        return 0
    is_tag = ((codes >= 0xE0000) & (codes < 0xE1000)) | (codes == _TAG_SURROGATE)
    sure = int(np.isin(codes, _BIDI_OVERRIDES).sum()) + int(is_tag.sum())
    thin = int((((codes >= 0x200B) & (codes <= 0x200D)) | (codes == 0x2060) | (codes == 0xFEFF)).sum())
    return sure + (thin if thin >= _MIN_SMUGGLED else 0)


def _holes(codes: npt.NDArray[np.uint32], kinds: npt.NDArray[np.uint8], boxes: Floats) -> int:
    """How many characters are drawn within words but mean nothing: unmapped ones and control characters.

    One that stands apart from all text is a bullet or an icon, whose meaning nobody misses.
    """
    meaningless = (codes == 0xFFFD) | (
        (kinds == _DROPPED) & ((codes < 0x20) | ((codes >= 0x7F) & (codes < 0xA0)))
    )
    meaningless &= boxes[:, 3] - boxes[:, 1] > 0.01
    if not meaningless.any():
        return 0
    in_words = meaningless | (kinds == _LETTER) | (kinds == _HYPHEN)
    height = np.maximum(boxes[:-1, 3] - boxes[:-1, 1], boxes[1:, 3] - boxes[1:, 1])
    overlap = np.minimum(boxes[:-1, 3], boxes[1:, 3]) - np.maximum(boxes[:-1, 1], boxes[1:, 1])
    gap = boxes[1:, 0] - boxes[:-1, 2]
    touches = in_words[:-1] & in_words[1:] & (np.abs(gap) < _TOUCHING_EM * height) & (overlap > 0.5 * height)
    is_joined = np.zeros(len(codes), np.bool_)
    is_joined[:-1] |= touches
    is_joined[1:] |= touches
    return int(np.count_nonzero(meaningless & is_joined))


def _with_tex_codes(
    text: str, codes: npt.NDArray[np.uint32], kinds: npt.NDArray[np.uint8], boxes: Floats
) -> tuple[str, npt.NDArray[np.uint32], npt.NDArray[np.uint8]]:
    """The characters with drawn control codes read as TeX's own encodings, where all of them are such.

    Old PDFs from TeX keep the codes of its fonts: the ligature fi is 0x1C in T1 and 0x0C in OT1.
    """
    drawn = np.flatnonzero((codes < 0x20) & (codes > 0) & (boxes[:, 3] - boxes[:, 1] > 0.01))
    found = set(codes[drawn].tolist())
    encoding = _TEX_OT1 if found & _ONLY_OT1 else _TEX_T1
    if len(drawn) < _MIN_TEX_CODES or not found <= encoding.keys():
        return text, codes, kinds
    characters, codes, kinds = list(text), codes.copy(), kinds.copy()
    for index in drawn.tolist():
        characters[index] = encoding[int(codes[index])]
        codes[index] = ord(characters[index])
        kinds[index] = _LETTER
    return "".join(characters), codes, kinds


def _has_ligature(codes: npt.NDArray[np.uint32]) -> bool:
    return bool(((codes >= 0xFB00) & (codes < 0xFB07)).any())


def _character_boxes(text_page: int, count: int) -> tuple[Floats, npt.NDArray[np.uint8]]:
    """Left, top, right, bottom of each character (n, 4), as high as the font and as wide as the advance;
    and by how many quarter turns, clockwise, it is turned. Both in the PDF's own coordinates."""
    flat = array("f", bytes(16 * count))
    address, _ = flat.buffer_info()
    deque(
        map(api.loose_box, repeat(text_page), range(count), range(address, address + 16 * count, 16)),
        maxlen=0,
    )
    raw = np.nan_to_num(np.frombuffer(flat, np.float32).reshape(count, 4), nan=0.0, posinf=1e6, neginf=-1e6)
    low, high = np.minimum(raw[:, [0, 3]], raw[:, [2, 1]]), np.maximum(raw[:, [0, 3]], raw[:, [2, 1]])
    quarters = np.zeros(count, np.uint8)
    for index in _perhaps_turned(low, high).tolist():
        quarters[index] = round(api.char_angle(text_page, index) / (np.pi / 2)) % 4
    return np.stack((low[:, 0], high[:, 1], high[:, 0], low[:, 1]), axis=1), quarters


def _perhaps_turned(low: Floats, high: Floats) -> Ints:
    """Characters that do not follow each other to the right: near, but above, below or left.

    Asking PDFium for the angle of every character would cost as much as its box.
    """
    size = np.maximum((high - low).max(axis=1)[1:], 0.1)
    gap = np.maximum(low[1:] - high[:-1], low[:-1] - high[1:]).max(axis=1)
    step = (low + high)[1:] - (low + high)[:-1]
    is_sideways = (np.abs(step[:, 1]) > np.abs(step[:, 0])) | (step[:, 0] < 0)
    pairs = np.flatnonzero(is_sideways & (gap < 0.6 * size))
    return np.union1d(pairs, pairs + 1)


def _as_written(raw: Floats, quarters: npt.NDArray[np.uint8]) -> Floats:
    """Start, low, end and high of each character as if its text ran to the right."""
    left, top, right, bottom = (raw[:, side] for side in range(4))
    if not quarters.any():
        return np.stack((left, bottom, right, top), axis=1)
    start = np.choose(quarters, (left, -top, -right, bottom))
    end = np.choose(quarters, (right, -bottom, -left, top))
    is_upright = quarters % 2 == 0
    low, high = np.where(is_upright, bottom, left), np.where(is_upright, top, right)
    return np.stack((start, low, end, high), axis=1)


def _cut(
    kept: Ints,
    kinds: npt.NDArray[np.uint8],
    written: Floats,
    quarters: npt.NDArray[np.uint8],
    from_right: npt.NDArray[np.bool_] | None,
) -> tuple[Ints, Ints]:
    """Positions in `kept` where words start, and end (exclusive)."""
    before, after = kept[:-1], kept[1:]
    start, low, end, high = (written[:, side] for side in range(4))
    height = np.maximum(np.maximum(high[before] - low[before], high[after] - low[after]), 0.1)
    gap = start[after] - end[before]
    if from_right is not None:
        leftwards = (from_right[before] | from_right[after]) & (start[after] < start[before])
        gap = np.where(leftwards, start[before] - end[after], gap)
    shift = np.abs((low[after] + high[after]) - (low[before] + high[before])) / 2
    new_line = (
        (shift > 0.5 * height)
        | (gap < -height)
        | (gap > 1.5 * height)
        | (quarters[before] != quarters[after])
    )
    generated = (kinds == _SPACE) & (high - low < 0.01)
    hard = _between(kept, ((kinds == _SPACE) & ~generated) | (kinds == _ICON))
    soft = _between(kept, generated)
    tracking = _tracking(gap, new_line, hard | soft)
    needed = np.where(tracking > 0.06 * height, tracking + 0.12 * height, 0.02 * height)
    breaks = new_line | hard | (soft & (gap > needed)) | (gap > tracking + 0.35 * height)
    # One glyph that stands for several characters, a ligature, gives each of them its own box.
    is_other_box = (start[after] != start[before]) | (end[after] != end[before])
    breaks &= is_other_box | (low[after] != low[before]) | (high[after] != high[before])
    starts = np.concatenate(([0], np.flatnonzero(breaks) + 1))
    return starts, np.concatenate((starts[1:], [len(kept)]))


def _between(kept: Ints, marks: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """For each neighbouring pair of kept characters, whether a marked one lies between them."""
    passed = np.cumsum(marks)
    between: npt.NDArray[np.bool_] = passed[kept[1:]] != passed[kept[:-1]]
    return between


def _tracking(gap: Floats, new_line: npt.NDArray[np.bool_], separated: npt.NDArray[np.bool_]) -> Floats:
    """For each pair the mean gap inside the words of its line: letter-spaced headings have one above 0."""
    line = np.cumsum(new_line)
    inside = ~separated & ~new_line
    lines = int(line[-1]) + 1 if len(line) else 1
    sums = np.bincount(line[inside], weights=np.clip(gap[inside], 0, None), minlength=lines)
    counts = np.bincount(line[inside], minlength=lines)
    means: Floats = (sums / np.maximum(counts, 1)).astype(np.float32)
    return means[line]


def _joined(boxes: Floats, starts: Ints) -> Floats:
    """The box around each word."""
    low: Callable[[Floats, Ints], Floats] = np.minimum.reduceat
    high: Callable[[Floats, Ints], Floats] = np.maximum.reduceat
    return np.stack(
        (
            low(boxes[:, 0], starts),
            low(boxes[:, 1], starts),
            high(boxes[:, 2], starts),
            high(boxes[:, 3], starts),
        ),
        axis=1,
    )


def _texts(text: str, kept: Ints, starts: Ints, ends: Ints, is_special: bool) -> list[str]:
    joined = text if len(kept) == len(text) else _text_of(_codes_of(text)[kept])
    words = [joined[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    if is_special:
        words = [word.translate(_REPLACED) for word in words]
    if not joined.isascii():
        words = [_with_accents(word) for word in words]
    return words


def _with_accents(word: str) -> str:
    """The word in NFC; an accent drawn on its own before its letter (old TeX fonts) goes onto it."""
    if word.isascii():
        return word
    if not _ACCENTS.keys().isdisjoint(word):
        word = _ACCENT_AND_LETTER.sub(lambda pair: pair[2].replace("ı", "i") + _ACCENTS[pair[1]], word)
    return unicodedata.normalize("NFC", as_meant(word))


def _styles(text_page: int, indices: Ints) -> list[Style]:
    """The style of the text object at each index; every object is asked once."""
    styles: dict[int, Style] = {}
    fonts: dict[int, tuple[str, bool, bool]] = {}
    result = []
    for index in indices.tolist():
        address = api.text_object(text_page, index) or 0
        style = styles.get(address)
        if style is None:
            style = styles[address] = _style(text_page, index, address, fonts)
        result.append(style)
    return result


_matrix = (ctypes.c_float * 6)()
_numbers = (ctypes.c_uint * 4)()
_matrix_in, _numbers_in = struct.Struct("6f").unpack_from, struct.Struct("4I").unpack_from
_size = ctypes.c_float()
_MATRIX_AT, _NUMBERS_AT, _SIZE_AT = (ctypes.addressof(part) for part in (_matrix, _numbers, _size))


def _style(text_page: int, index: int, address: int, fonts: dict[int, tuple[str, bool, bool]]) -> Style:
    if not address:
        return Style("", 0.0, False, False, None, 0, 0)
    handle = api.font_of(address) or 0
    name, bold, italic = fonts.get(handle) or fonts.setdefault(handle, _font(handle))
    api.font_size_of(address, _SIZE_AT)
    api.char_matrix(text_page, index, _MATRIX_AT)
    a, b, c, d, _, _ = _matrix_in(_matrix)
    size = abs(_size.value) * math.hypot(c, d)
    is_slanted = abs(b) < 0.01 * abs(a) and abs(c) > 0.1 * abs(d)
    mode = api.render_mode_of(address)
    colour = _colour(api.fill_colour, address) if mode != _STROKED else None
    if mode in (_STROKED, _FILLED_AND_STROKED) and (colour is None or colour[3] == 0):
        colour = _colour(api.stroke_colour, address)
    return Style(
        name, round(size, 2), bold or mode == _FILLED_AND_STROKED, italic or is_slanted, colour, mode, address
    )


def _colour(read: Callable[[int, int, int, int, int], int], address: int) -> tuple[int, int, int, int] | None:
    if not read(address, _NUMBERS_AT, _NUMBERS_AT + 4, _NUMBERS_AT + 8, _NUMBERS_AT + 12):
        return None
    red, green, blue, alpha = _numbers_in(_numbers)
    return red, green, blue, alpha


def _font(handle: int) -> tuple[str, bool, bool]:
    """Name without its subset prefix, bold, italic."""
    if not handle:
        return "", False, False
    buffer = ctypes.create_string_buffer(256)
    length = api.font_name(handle, buffer, 256)
    name = _SUBSET.sub("", buffer.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace"))
    flags = api.font_flags(handle)
    is_bold = bool(_BOLD.search(name)) or bool(flags > 0 and flags & _FORCE_BOLD)
    return name, is_bold, bool(_ITALIC.search(name)) or bool(flags > 0 and flags & _ITALIC_FLAG)
