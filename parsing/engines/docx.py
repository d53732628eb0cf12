"""DOCX → its lines in document order, read from the package's own XML (ECMA-376), without office programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from parsing.engines.cleaning import Cleaner
from parsing.engines.docx_package import DEEPEST, RELATIONSHIPS, Package, Relationship
from parsing.engines.docx_pieces import Piece, links_of, main_look, split_at_breaks
from parsing.engines.docx_styles import (
    VAL,
    Look,
    ParagraphStyle,
    Styles,
    W,
    fill_of,
    look_of,
    looks_alike,
    numbered,
    outline_level,
    without_table_styles,
)
from parsing.errors import StageError
from parsing.stages.types import Document, Finding, FlowLine, Limits

if TYPE_CHECKING:
    from typing import Literal

    from lxml.etree import _Element

    Part = Literal["body", "header", "footer", "footnote", "textbox"]

R: Final = f"{{{RELATIONSHIPS.rstrip('/')}}}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

SMALLEST_VISIBLE_PT: Final = 2.0
HIDDEN_LETTERS_MATTER_FROM: Final = 20
HIDDEN_SHARE_MATTERS_FROM: Final = 0.03
BANNER_EMU2: Final = 914_400**2
"""Floating pictures and shapes of a square inch or more may lie behind white text and make it visible."""

HYPERLINK: Final = re.compile(r'\s*HYPERLINK\s+(?!\\)(?:"([^"]*)"|(\S+))', re.IGNORECASE)
LOADING_FIELD: Final = re.compile(
    r"\s*(?:INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|RD|DATABASE)\b(.*)", re.IGNORECASE | re.DOTALL
)
RUNNING_FIELD: Final = re.compile(r"\s*(DDE|DDEAUTO)\b", re.IGNORECASE)
BULLET: Final = re.compile(r"[•●▪■□◦○‣⁃∙·➢➤►▶❖✓✔*–—-]\s+\S")
SYMBOL_BULLETS: Final = frozenset({0x76, 0x6E, 0xA7, 0xA8, 0xB7, 0xD8, 0xFC})

WRAPPERS: Final = frozenset(
    [f"{W}{name}" for name in ("sdtContent", "customXml", "smartTag", "ins", "moveTo", "dir", "bdo", "sdt")]
    + [f"{MC}Choice", f"{MC}Fallback"]
)
"""Elements that only hold others."""
DROPPED: Final = frozenset(
    f"{W}{name}" for name in ("del", "moveFrom", "sdtPr", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr")
)
"""Properties, and text that tracked changes took away."""
EMPTY: Final = "The document is empty. Open it, check that its text is there, save it as PDF and upload that."
METADATA: Final = {
    "title": "title",
    "creator": "author",
    "created": "created",
    "modified": "modified",
    "Application": "producer",
}
SEPARATORS: Final = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read_docx(data: bytes, limits: Limits) -> Document:
    """The document's lines: headers, then the body with its tables and text boxes in place, notes, footers.

    Raises StageError doc_unreadable, doc_encrypted, limit_decompressed. `flow` is empty for pictures.
    """
    package = Package(data, limits)
    reader = _Reader(package, limits)
    flow = reader.read()
    if not flow and not package.has_pictures:
        raise StageError("doc_unreadable", EMPTY)
    package.check_parts()
    return Document(
        kind="docx",
        flow=tuple(flow),
        findings=(*package.findings(), *reader.findings()),
        metadata=_metadata(package),
    )


class _Place(NamedTuple):
    """Where in the document we are. `fill` is the background that table cells set, None for paper."""

    part: Part = "body"
    table: int = 0
    row: int = 0
    cell: int = 0
    fill: str | None = None
    style: str = ""


class _Field:
    """A complex field: its instruction, then its result."""

    __slots__ = ("in_result", "instruction", "target")

    def __init__(self) -> None:
        self.instruction: list[str] = []
        self.in_result = False
        self.target = ""


class _Reader:
    def __init__(self, package: Package, limits: Limits) -> None:
        self.package = package
        self.cleaner = Cleaner(limits)
        self.root = package.required(package.main)
        self.links = package.relationships(package.main)
        self.main_links = self.links
        self.styles = Styles(self._related("styles", without_table_styles))
        self.lines: list[FlowLine] = []
        self.tables = 0
        self.fields: list[_Field] = []
        self.hidden: list[str] = []
        self.loading: list[str] = []
        self.running: list[str] = []
        self.text_boxes: list[_Element] = []
        self.pieces: list[Piece] = []
        self.has_banner = False

    def read(self) -> list[FlowLine]:
        """All lines of the document. Call once."""
        body = self.root.find(f"{W}body")
        if body is None:
            raise StageError("doc_unreadable")
        headers, footers = self._headers_and_footers()
        self.has_banner = any(map(_holds_banner, [self.root, *(root for _, root in headers + footers)]))
        for links, root in headers:
            self._read_part(root, links, _Place("header"))
        self.links = self.main_links
        self._blocks(body, _Place(), 0)
        self._notes()
        for links, root in footers:
            self._read_part(root, links, _Place("footer"))
        return self._without_repeats()

    # parts

    def _related(self, kind: str, prepare: Callable[[bytes], bytes] | None = None) -> _Element | None:
        for relationship in self.main_links.values():
            if relationship.kind == kind and not relationship.is_external:
                if relationship.target not in self.package.zip.entries:
                    self.package.is_damaged = True
                return self.package.optional(relationship.target, prepare)
        return None

    def _read_part(self, root: _Element, links: Mapping[str, Relationship], place: _Place) -> None:
        self.links = links
        self.fields = []
        self._blocks(root, place, 0)

    def _headers_and_footers(self) -> tuple[list[tuple[Mapping[str, Relationship], _Element]], ...]:
        """The parts that pages show, each once, in the order in which sections name them."""
        found: dict[str, list[tuple[Mapping[str, Relationship], _Element]]] = {"header": [], "footer": []}
        seen: set[str] = set()
        settings = self._related("settings")
        even_differs = settings is not None and settings.find(f"{W}evenAndOddHeaders") is not None
        for section in self.root.iter(f"{W}sectPr"):
            shown = {"default"} | ({"even"} if even_differs else set())
            if section.find(f"{W}titlePg") is not None:
                shown.add("first")
            for reference in section.iterchildren(f"{W}headerReference", f"{W}footerReference"):
                relationship = self.main_links.get(reference.get(f"{R}id", ""))
                if relationship is None or relationship.is_external or relationship.target in seen:
                    continue
                if reference.get(f"{W}type", "default") not in shown:
                    continue
                seen.add(relationship.target)
                root = self.package.optional(relationship.target)
                if root is not None:
                    name = "header" if reference.tag == f"{W}headerReference" else "footer"
                    found[name].append((self.package.relationships(relationship.target), root))
        return found["header"], found["footer"]

    def _notes(self) -> None:
        for kind, tag in (("footnotes", f"{W}footnote"), ("endnotes", f"{W}endnote")):
            root = self._related(kind)
            if root is None:
                continue
            target = next(link.target for link in self.main_links.values() if link.kind == kind)
            self.links = self.package.relationships(target)
            for note in root.iterchildren(tag):
                if note.get(f"{W}type") not in SEPARATORS:
                    self._blocks(note, _Place("footnote"), 0)

    # blocks

    def _blocks(self, parent: Iterable[_Element], place: _Place, depth: int) -> None:
        if depth > DEEPEST:
            raise StageError("doc_unreadable")
        for element in parent:
            tag = element.tag
            if tag == f"{W}p":
                self._paragraph(element, place, depth)
            elif tag == f"{W}tbl":
                self._table(element, place, depth)
            elif tag in WRAPPERS:
                self._blocks(element, place, depth + 1)
            elif tag == f"{MC}AlternateContent":
                self._blocks(_chosen(element), place, depth + 1)

    def _table(self, table: _Element, place: _Place, depth: int) -> None:
        self.tables += 1
        number = self.tables
        properties = table.find(f"{W}tblPr")
        fill = fill_of(properties) or place.fill
        style = None if properties is None else properties.find(f"{W}tblStyle")
        if style is not None and self._paints(style.get(VAL, "")):
            fill = "?"
        for row_number, row in enumerate(_inside(table, f"{W}tr"), start=1):
            for cell_number, cell in enumerate(_inside(row, f"{W}tc"), start=1):
                cell_fill = fill_of(cell.find(f"{W}tcPr")) or fill
                self._blocks(cell, _Place(place.part, number, row_number, cell_number, cell_fill), depth + 1)

    def _paints(self, style: str) -> bool:
        element = self.styles.elements.get(style)
        return element is not None and next(element.iter(f"{W}shd"), None) is not None

    def _paragraph(self, paragraph: _Element, place: _Place, depth: int) -> None:
        outer_pieces, outer_boxes = self.pieces, self.text_boxes
        self.pieces, self.text_boxes = [], []
        properties = paragraph.find(f"{W}pPr")
        name = None if properties is None else properties.find(f"{W}pStyle")
        style = self.styles.paragraph("" if name is None else name.get(VAL, ""))
        fill = fill_of(properties) or style.fill or place.fill
        self._inline(paragraph, style.look, fill, "", depth + 1)
        self._add_lines(properties, style, place)
        boxes = self.text_boxes
        self.pieces, self.text_boxes = outer_pieces, outer_boxes
        for box in boxes:
            part: Part = "textbox" if place.part == "body" else place.part
            self._blocks(box, _Place(part, fill="?"), depth + 1)

    # what is inside a paragraph

    def _inline(
        self, parent: Iterable[_Element], base: Look, fill: str | None, target: str, depth: int
    ) -> None:
        if depth > DEEPEST:
            raise StageError("doc_unreadable")
        for element in parent:
            tag = element.tag
            if tag == f"{W}r":
                self._run(element, base, fill, target, depth)
            elif tag in DROPPED:
                continue
            elif tag == f"{W}hyperlink":
                self._inline(element, base, fill, self._target_of(element) or target, depth + 1)
            elif tag == f"{W}fldSimple":
                inner = self._field_target(element.get(f"{W}instr", ""))
                self._inline(element, base, fill, inner or target, depth + 1)
            elif tag in WRAPPERS:
                self._inline(element, base, fill, target, depth + 1)
            elif tag == f"{MC}AlternateContent":
                self._inline(_chosen(element), base, fill, target, depth + 1)
            elif isinstance(tag, str) and tag.startswith(MATH):
                self._add("".join(text.text or "" for text in element.iter(f"{MATH}t")), base, target)

    def _run(self, run: _Element, base: Look, fill: str | None, target: str, depth: int) -> None:
        properties = run.find(f"{W}rPr")
        look = base
        if properties is not None:
            name = properties.find(f"{W}rStyle")
            if name is not None:
                look = self.styles.run(name.get(VAL, "")).over(look)
            look = look_of(properties).over(look)
        if look.fill is None and fill is not None:
            look = look._replace(fill=fill)
        for element in run:
            self._run_child(element, look, target, depth)

    def _run_child(self, element: _Element, look: Look, target: str, depth: int) -> None:
        tag = element.tag
        if tag == f"{W}t":
            self._add(element.text or "", look, target)
        elif tag in (f"{W}tab", f"{W}ptab"):
            self._add("\t", look, target)
        elif tag in (f"{W}br", f"{W}cr"):
            self._add("\n", look, target)
        elif tag == f"{W}noBreakHyphen":
            self._add("-", look, target)
        elif tag == f"{W}sym":
            code = int(element.get(f"{W}char", "0"), 16) if _is_hex(element.get(f"{W}char", "")) else 0
            self._add("•" if code & 0xFF in SYMBOL_BULLETS else " ", look, target)
        elif tag == f"{W}fldChar":
            self._field_mark(element.get(f"{W}fldCharType", ""))
        elif tag == f"{W}instrText":
            if self.fields and not self.fields[-1].in_result:
                self.fields[-1].instruction.append(element.text or "")
        elif tag == f"{MC}AlternateContent":
            for child in _chosen(element):
                self._run_child(child, look, target, depth)
        elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            self._drawing(element, depth)

    def _drawing(self, element: _Element, depth: int) -> None:
        """Remembers the text boxes in a drawing, outermost only; alternatives of the same box count once."""
        pending = [element]
        while pending:
            current = pending.pop()
            if current.tag == f"{W}txbxContent":
                self.text_boxes.append(current)
            elif current.tag == f"{MC}AlternateContent":
                pending.extend(reversed(_chosen(current)))
            else:
                pending.extend(reversed(current))

    def _add(self, text: str, look: Look, target: str) -> None:
        for field in self.fields:
            if not field.in_result:
                return
            target = target or field.target
        if _is_hidden(look, self.has_banner):
            self.hidden.append(self.cleaner.clean(text))
        elif text:
            self.pieces.append(Piece(text if text in "\n\t" else self.cleaner.clean(text), look, target))

    # fields and links

    def _field_mark(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            field = self.fields[-1]
            field.in_result = True
            field.target = self._field_target("".join(field.instruction))
        elif kind == "end" and self.fields:
            field = self.fields.pop()
            if not field.in_result:
                self._field_target("".join(field.instruction))

    def _field_target(self, instruction: str) -> str:
        """The address a field leads to, "" if none; remembers fields that load or run something."""
        if match := HYPERLINK.match(instruction):
            return match[1] or match[2] or ""
        if match := LOADING_FIELD.match(instruction):
            self.loading.append(match[1].strip())
        elif RUNNING_FIELD.match(instruction):
            self.running.append(instruction.strip())
        return ""

    def _target_of(self, hyperlink: _Element) -> str:
        relationship = self.links.get(hyperlink.get(f"{R}id", ""))
        if relationship is None or not relationship.is_external:
            return ""
        return relationship.target

    # lines

    def _add_lines(self, properties: _Element | None, style: ParagraphStyle, place: _Place) -> None:
        if not self.pieces:
            return
        own = numbered(properties)
        is_list_item = style.is_list_item if own is None else own
        heading = outline_level(properties) or style.heading
        for pieces in split_at_breaks(self.pieces):
            text = "".join(piece.text for piece in pieces)
            look = main_look(pieces)
            for line, links in self.cleaner.lines(text, tuple(links_of(pieces))):
                self.lines.append(
                    FlowLine(
                        line,
                        part=place.part,
                        heading=heading,
                        is_list_item=is_list_item or bool(BULLET.match(line)),
                        size=look.size or 0.0,
                        bold=bool(look.bold),
                        italic=bool(look.italic),
                        table=place.table,
                        row=place.row,
                        cell=place.cell,
                        links=links,
                    )
                )
                is_list_item = False

    def _without_repeats(self) -> list[FlowLine]:
        """The lines, those of headers and footers once: first and other pages often say the same."""
        seen: set[tuple[str, str]] = set()
        kept = []
        for line in self.lines:
            if line.part in ("header", "footer"):
                if (line.part, line.text) in seen:
                    continue
                seen.add((line.part, line.text))
            kept.append(line)
        return kept

    def findings(self) -> Iterator[Finding]:
        """What a person should know about the text that was read."""
        yield from self.cleaner.findings()
        if self.package.is_damaged:
            yield Finding("damaged_file", "warning", "Parts of the document are damaged. The rest was read.")
        if self.loading:
            message = "A field of the document loads things from elsewhere. Nothing was loaded."
            yield Finding("external_link", "flag", message, text="\n".join(self.loading)[:2_000])
        if self.running:
            message = "A field of the document starts another program. It was not started."
            yield Finding("active_content", "flag", message, text="\n".join(self.running)[:2_000])
        hidden = "".join(self.hidden)
        letters = sum(char.isalnum() for char in hidden)
        if letters >= HIDDEN_LETTERS_MATTER_FROM or letters > HIDDEN_SHARE_MATTERS_FROM * self.cleaner.chars:
            message = "The document holds text that nobody can see. It is not used."
            yield Finding("hidden_text", "flag", message, text=hidden[:2_000])


def _chosen(alternatives: _Element) -> Sequence[_Element]:
    """What to read of `mc:AlternateContent`: the content of the first choice, else of the fallback."""
    choice = alternatives.find(f"{MC}Choice")
    if choice is None:
        choice = alternatives.find(f"{MC}Fallback")
    return () if choice is None else list(choice)


def _inside(parent: _Element, wanted: str) -> Iterator[_Element]:
    """The wanted children, also where wrappers hold them; a deleted row does not count."""
    pending = list(reversed(parent))
    while pending:
        element = pending.pop()
        if element.tag == wanted:
            if element.find(f"{W}trPr/{W}del") is None:
                yield element
        elif element.tag in WRAPPERS:
            pending.extend(reversed(element))
        elif element.tag == f"{MC}AlternateContent":
            pending.extend(reversed(_chosen(element)))


def _is_hidden(look: Look, has_banner: bool) -> bool:
    if look.is_hidden or (look.size is not None and look.size <= SMALLEST_VISIBLE_PT):
        return True
    if look.color in (None, "AUTO"):
        return False
    if look.fill is not None:
        return looks_alike(look.color, look.fill)
    return not has_banner and looks_alike(look.color, "FFFFFF")


def _holds_banner(root: _Element) -> bool:
    for anchor in root.iter(f"{WP}anchor"):
        extent = anchor.find(f"{WP}extent")
        if extent is not None and _number(extent.get("cx")) * _number(extent.get("cy")) >= BANNER_EMU2:
            return True
    return next(root.iter(f"{W}background"), None) is not None


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else 0


def _is_hex(text: str) -> bool:
    return 0 < len(text) <= 6 and all(char in "0123456789abcdefABCDEF" for char in text)


def _metadata(package: Package) -> dict[str, str]:
    """What the file says of itself; empty texts are left out."""
    cleaner = Cleaner(package.zip.limits)
    found = {}
    for part in ("docProps/core.xml", "docProps/app.xml"):
        root = package.optional(part)
        for element in [] if root is None else root:
            name = METADATA.get(str(element.tag).rpartition("}")[2])
            text = cleaner.clean(element.text or "").strip()[:300]
            if name and text:
                found[name] = text
    return found
