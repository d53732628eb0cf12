"""One value read from a résumé, with where it stands on the page and what said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from parsing.stages.types import Box, Line


class Evidence(NamedTuple):
    """`text` is what `line.text[start:end]` says; `box` is in points, None where the format has no pages."""

    line: int
    start: int
    end: int
    page: int
    box: Box | None
    text: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value as we give it out, as it was written (`raw`), and in its standard's form (`normalized`).

    `confidence` is 0–1; `source` is one of fields.md's (text_layer, ocr, rule, lexicon, ner, import);
    `rule` names the rule that decided. A value derived from other values has no evidence of its own.
    """

    value: str
    raw: str
    confidence: float
    source: str
    rule: str
    evidence: tuple[Evidence, ...]
    normalized: str = ""


def evidence_at(line: Line, start: int, end: int) -> Evidence:
    """What `line.text[start:end]` shows, with the box around the words it touches."""
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
    return Leaf(shown, raw, trust, source, rule, (evidence_at(line, start, end),), normalized)


def box_of_span(line: Line, start: int, end: int) -> Box | None:
    """The box around the words that `line.text[start:end]` touches, cut to the span by character widths.

    None where the line has no box; the whole line's box where its words are unknown.
    """
    if line.box is None or not line.words:
        return line.box
    touched: list[Box] = []
    offset = 0
    for word in line.words:
        after = offset + len(word.text)
        if offset < end and after > start:
            touched.append(_cut(word.box, len(word.text), max(start - offset, 0), min(end, after) - offset))
        offset = after + 1
    return around(touched) if touched else line.box


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of `boxes` (at least one)."""
    if len(boxes) == 1:
        return boxes[0]
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))


def _cut(box: Box, length: int, start: int, end: int) -> Box:
    if not length or (start == 0 and end == length):
        return box
    step = (box.x1 - box.x0) / length
    return Box(box.x0 + step * start, box.y0, box.x0 + step * end, box.y1)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
