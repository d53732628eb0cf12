"""One value read from a résumé, with where it stands on the page and what said so."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from parsing.stages.types import Box, Line, Word

_NARROW: Final = dict.fromkeys("iljI.,:;|!'’‘`·ıíìîï", 0.25) | dict.fromkeys('ftr()[]/-"“”°', 0.34)
_WIDE: Final = (
    dict.fromkeys("mwMWÆŒæœ@%—…", 0.86)
    | dict.fromkeys("ABCDEGHKNOPQRSUVXYÀÁÂÃÄÅÈÉÊËÌÒÓÔÕÖØÙÚÛÜ&", 0.68)
    | dict.fromkeys("cksxyzJv", 0.5)
)
_ADVANCE: Final = _NARROW | _WIDE
"""Widths in ems of what differs from `_USUAL`, about those of Helvetica and Times alike."""
_USUAL: Final = 0.55
_FIXED_PITCH: Final = ("mono", "courier", "consol", "typewriter", "cmtt")
_HYPHENS: Final = ("-", "\u00ad", "\u2010")
_SAME_ROW: Final = 0.5
_SEPARATORS: Final = 4
"""Two spans of a line with no more than so many characters between them are told as one."""


class Evidence(NamedTuple):
    """`text` is what `line.text[start:end]` says; `box` is in points, None where the format has no pages."""

    line: int
    start: int
    end: int
    page: int
    box: Box | None
    text: str


class Alternative(NamedTuple):
    """What a value might be instead."""

    value: str
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value as we give it out, as it was written (`raw`), and in its standard's form (`normalized`).

    `confidence` is 0–1; `source` is one of fields.md's (text_layer, ocr, rule, lexicon, ner, import);
    `rule` names the rule that decided. Where there is evidence, what is given out as raw is its text.
    """

    value: str
    raw: str
    confidence: float
    source: str
    rule: str
    evidence: tuple[Evidence, ...]
    normalized: str = ""
    alternatives: tuple[Alternative, ...] = ()


def evidence_at(line: Line, start: int, end: int) -> Evidence:
    """What `line.text[start:end]` shows, white space trimmed, with the box around the words it touches."""
    start, end = _trimmed(line.text, start, end)
    return Evidence(line.id, start, end, line.page, box_of_span(line, start, end), line.text[start:end])


def leaf_at(
    line: Line,
    start: int,
    end: int,
    *,
    value: str | None = None,
    confidence: float,
    rule: str,
    source: str = "rule",
    normalized: str = "",
) -> Leaf:
    """The leaf for `line.text[start:end]`; its value is that text, white space trimmed, unless given."""
    start, end = _trimmed(line.text, start, end)
    raw = line.text[start:end]
    trust = round(confidence * line.confidence, 3)
    shown = raw if value is None else value
    return Leaf(shown, raw, trust, source, rule, evidence_over([(line, start, end)]), normalized)


def evidence_over(spans: Sequence[tuple[Line, int, int]]) -> tuple[Evidence, ...]:
    """What the spans show together; those of a line that only a separator parts become one.

    A span of a line whose words stand in several rows, as those of a wrapped cell do, is told row by row.
    """
    merged: list[tuple[Line, int, int]] = []
    for line, start, end in spans:
        if merged and merged[-1][0] is line and 0 <= start - merged[-1][2] <= _SEPARATORS:
            merged[-1] = (line, merged[-1][1], end)
        else:
            merged.append((line, start, end))
    return tuple(evidence_at(*row) for span in merged for row in _rows(*span))


def _rows(line: Line, start: int, end: int) -> Iterator[tuple[Line, int, int]]:
    """The span cut where its next word stands wholly below the one before."""
    if not line.table and line.source != "xml":
        yield line, start, end  # a line of a page is one row, but for a date that its narrow cell broke
        return
    offset, begin = 0, start
    before: Word | None = None
    for word in line.words:
        if offset >= end:
            break
        after = offset + len(word.text)
        if after > start:
            if before is not None and word.box.y0 >= before.box.y1 - _SAME_ROW:
                yield line, begin, offset
                begin = offset
            before = word
        offset = after + 1
    yield line, begin, end


def evidence_of(text: str, spans: Sequence[tuple[Line, int, int]]) -> tuple[Evidence, ...]:
    """The places in the spans, read one after the other, that say `text`; all of them where none does.

    White space does not count, nor a hyphen that broke a word at the end of a line.
    """
    wanted = "".join(text.split())
    for letters in (list(_letters(spans)), list(_letters(spans, mended=True))):
        at = "".join(letter for letter, _, _ in letters).find(wanted)
        if wanted and at >= 0:
            found = letters[at : at + len(wanted)]
            numbers = sorted({number for _, number, _ in found})
            return evidence_over([_span_on(number, spans[number][0], found) for number in numbers])
    return evidence_over(spans)


def _letters(
    spans: Sequence[tuple[Line, int, int]], *, mended: bool = False
) -> Iterator[tuple[str, int, int]]:
    """Each character that is not white space with its span's number and its offset in the line."""
    for number, (line, start, end) in enumerate(spans):
        text = line.text[:end].rstrip()
        last = len(text) - 1 if mended and number + 1 < len(spans) and text.endswith(_HYPHENS) else len(text)
        for at in range(start, last):
            if not text[at].isspace():
                yield text[at], number, at


def _span_on(number: int, line: Line, found: Sequence[tuple[str, int, int]]) -> tuple[Line, int, int]:
    offsets = [at for _, on, at in found if on == number]
    return line, offsets[0], offsets[-1] + 1


def box_of_span(line: Line, start: int, end: int) -> Box | None:
    """The box around the words that `line.text[start:end]` touches, cut to the span by character widths.

    None where the line has no box; the whole line's box where its words are unknown.
    """
    if line.box is None or not line.words:
        return line.box
    touched: list[Box] = []
    offset = 0
    for word in line.words:
        if offset >= end:
            break
        after = offset + len(word.text)
        if after > start:
            is_whole = start <= offset and after <= end
            box = (
                word.box if is_whole else box_in_word(word, max(start - offset, 0), min(end, after) - offset)
            )
            touched.append(box)
        offset = after + 1
    return around(touched) if touched else line.box


def box_in_word(word: Word, start: int, end: int) -> Box:
    """The box of `word.text[start:end]`, by the usual widths of its characters: fonts differ little."""
    text, box = word.text, word.box
    if not text or (start <= 0 and end >= len(text)):
        return box
    if any(name in word.font.lower() for name in _FIXED_PITCH):
        widths = [1.0] * len(text)
    else:
        widths = [_ADVANCE.get(char, _USUAL) for char in text]
    scale = (box.x1 - box.x0) / sum(widths)
    if not text.isascii() and unicodedata.bidirectional(text[0]) in ("R", "AL"):
        return Box(box.x1 - scale * sum(widths[:end]), box.y0, box.x1 - scale * sum(widths[:start]), box.y1)
    return Box(box.x0 + scale * sum(widths[:start]), box.y0, box.x0 + scale * sum(widths[:end]), box.y1)


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of `boxes` (at least one)."""
    if len(boxes) == 1:
        return boxes[0]
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
