"""What passes from stage to stage: documents, pages, words, lines, entities, sections.

Units and origins, everywhere: boxes are in PDF points (1/72 inch), origin top left, y downwards;
pages count from 1; lines count from 0 in reading order; spans are half-open character offsets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, NamedTuple

TextSource = Literal["text_layer", "ocr", "xml"]
RegionKind = Literal["text", "title", "list", "table", "figure"]
RegionRole = Literal["body", "sidebar", "header", "footer"]
Severity = Literal["info", "warning", "flag"]


class Box(NamedTuple):
    """A rectangle in points, origin top left."""

    x0: float
    y0: float
    x1: float
    y1: float


class Word(NamedTuple):
    """A run of characters without white space. `size` is 0 where unknown; `link` is the target under it."""

    text: str
    box: Box
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    font: str = ""
    link: str = ""
    confidence: float = 1.0


def words_of_columns(columns: Iterable[Iterable[object]]) -> tuple[Word, ...]:
    """The words whose fields stand in these columns, in the order of `Word`; boxes may be any four numbers.

    Words come by the thousand, so this makes them without a call of Python's own for each.
    """
    texts, boxes, *others = columns
    made = map(partial(tuple.__new__, Box), boxes)
    return tuple(map(partial(tuple.__new__, Word), zip(texts, made, *others, strict=False)))


class Finding(NamedTuple):
    """Something a person should know about a document.

    `flag` is a sign of manipulation or active content, `warning` a loss or doubt, `info` neither.
    """

    code: str
    severity: Severity
    message: str
    page: int = 0
    box: Box | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `words` are visible only, in the order of the file; `needs_ocr` says why, "" when not.

    `turned` is how far a scan was turned clockwise to stand upright: sizes and boxes are those of the
    upright page. `skew` is by how many degrees its lines fall to the right, with the boxes where they are.
    `disagreement`, 0–1, is how far its text layer and its picture differ; 0 where only one was read.
    """

    number: int
    width_pt: float
    height_pt: float
    words: tuple[Word, ...] = ()
    rules: tuple[Box, ...] = ()
    images: tuple[Box, ...] = ()
    source: TextSource = "text_layer"
    needs_ocr: Literal["", "no_text", "garbled", "picture_of_text", "outlines"] = ""
    ocr_confidence: float = 1.0
    turned: Literal[0, 90, 180, 270] = 0
    skew: float = 0.0
    disagreement: float = 0.0


class Link(NamedTuple):
    """`text[start:end]` of its line leads to `target`."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A paragraph of a format that has no pages (DOCX XML, HTML, Markdown, text), in document order.

    `table`, `row` and `cell` count from 1 and are 0 outside tables. `heading` is the outline level, 0
    for none.
    """

    text: str
    part: Literal["body", "header", "footer", "footnote", "textbox"] = "body"
    heading: int = 0
    is_list_item: bool = False
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    table: int = 0
    row: int = 0
    cell: int = 0
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A converted file: pages of words, or flow lines, or a ready JSON Resume; never silently empty.

    `preview_pdf` is the PDF that an office file became on the way, None where none was needed.
    `metadata` holds what the file says of itself: title, author, producer, created, modified (ISO 8601).
    """

    kind: str
    pages: tuple[Page, ...] = ()
    flow: tuple[FlowLine, ...] = ()
    findings: tuple[Finding, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    preview_pdf: bytes | None = None
    json_resume: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A block of a page. `order` counts from 0 in reading order; `words` index into the page's words.

    `column` counts from 0, left to right, within its band; a table's cells are regions of kind `table`
    that share `table` (from 1) and carry `row` and `cell` (from 1).
    """

    kind: RegionKind
    box: Box
    order: int
    words: tuple[int, ...]
    role: RegionRole = "body"
    column: int = 0
    table: int = 0
    row: int = 0
    cell: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """The regions of one page, every word in exactly one of them. `confidence` is that of the order.

    `unanswered` is why a heavier engine that should have looked at the page did not: an error's code.
    """

    page: int
    regions: tuple[Region, ...]
    kind: Literal["single", "two_column", "sidebar_left", "sidebar_right", "table", "label_rail", "multi"] = (
        "single"
    )
    confidence: float = 1.0
    unanswered: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in reading order. `id` is its index. `box` is None where the format has no pages.

    `words` are in order, empty for flow formats; their texts joined by one space give `text`, by a
    TAB where a wide gap parts them: a date set flush right, a cell, a tab stop, an icon between items.
    Bullets are not in `text`, they set `is_list_item`.
    `gap_above` is the white space to the line above in the same region, in points.
    `size` is relative to nothing: points, 0 when unknown.
    """

    id: int
    text: str
    page: int = 1
    box: Box | None = None
    words: tuple[Word, ...] = ()
    links: tuple[Link, ...] = ()
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    is_list_item: bool = False
    heading: int = 0
    region: int = 0
    column: int = 0
    role: RegionRole = "body"
    table: int = 0
    row: int = 0
    cell: int = 0
    gap_above: float = 0.0
    confidence: float = 1.0
    source: TextSource = "text_layer"


class Entity(NamedTuple):
    """`line.text[start:end]` is a `label` whose normalised form is `value`; `rule` names what said so."""

    label: str
    line: int
    start: int
    end: int
    value: str
    confidence: float = 1.0
    source: Literal["rule", "lexicon", "ner"] = "rule"
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that belong together. `kind` is a JSON Resume section, `contact`, `summary` or `other`."""

    kind: str
    lines: tuple[int, ...]
    heading: int | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost. Seconds are CPU and wall of the reading child process."""

    max_bytes: int = 10_000_000
    max_pages: int = 30
    max_side_pt: float = 5_000.0
    max_page_pixels: int = 25_000_000
    max_image_pixels: int = 40_000_000
    max_stream_bytes: int = 75_000_000
    max_zip_entries: int = 2_000
    max_zip_part_bytes: int = 50_000_000
    max_zip_bytes: int = 100_000_000
    max_zip_ratio: int = 200
    max_text_chars: int = 500_000
    max_line_chars: int = 2_000
    convert_seconds: int = 20
    office_seconds: int = 60
    memory_bytes: int = 2_000_000_000
    ocr_dpi: int = 200
