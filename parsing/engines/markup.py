"""Text, Markdown and HTML → lines in document order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from parsing.engines.cleaning import ENDS_OF_LINE, Cleaner
from parsing.errors import StageError
from parsing.stages.types import Document, Finding, FlowLine, Limits, Link

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DEEPEST: Final = 200
BULLET: Final = re.compile(r"[•●▪■□◦○‣⁃∙·➢➤►▶❖✓✔*–—-]\s+\S")
HTML_CHARSET: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:-]{2,40})""", re.IGNORECASE
)
ENCODINGS: Final = frozenset(
    ["utf-8", "us-ascii", "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254"]
    + [f"iso-8859-{number}" for number in (1, 2, 3, 4, 5, 7, 9, 10, 13, 14, 15)]
    + ["koi8-r", "koi8-u", "gb2312", "gbk", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"]
)
"""What a page may say of itself; others (UTF-7 above all) are tricks."""

SKIPPED: Final = frozenset(
    [
        "script", "style", "head", "title", "meta", "link", "template", "noscript", "svg", "math",
        "canvas", "iframe", "object", "embed", "audio", "video", "map", "select", "option", "datalist",
        "textarea",
    ]
)  # fmt: skip
BLOCKS: Final = frozenset(
    [
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog",
        "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header",
        "hgroup", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
        "ul", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "h1", "h2", "h3", "h4",
        "h5", "h6",
    ]
)  # fmt: skip
BOLD: Final = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
ITALIC: Final = frozenset({"i", "em", "cite"})
HIDDEN_STYLE: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0?\.?0*\s*(?:;|$|!)"
    r"|font-size\s*:\s*[012](?:\.\d+)?(?:px|pt)?\s*(?:;|$|!)"
    r"|color\s*:\s*(?:white|#fff(?:fff)?|transparent)\s*(?:;|$|!)"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}(?:px|pt)?)",
    re.IGNORECASE,
)
PAINTED_STYLE: Final = re.compile(
    r"(?:^|;)\s*background(?:-color|-image)?\s*:\s*(?!none|transparent|inherit)", re.IGNORECASE
)
WHITE_STYLE: Final = re.compile(r"(?:^|;)\s*color\s*:\s*(?:white|#fff(?:fff)?)\s*(?:;|$|!)", re.IGNORECASE)
HIDDEN_LETTERS_MATTER_FROM: Final = 20

MD_FENCE: Final = re.compile(r" {0,3}(```+|~~~+)")
MD_HEADING: Final = re.compile(r" {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
MD_UNDERLINE: Final = re.compile(r" {0,3}(=+|-+)\s*$")
MD_RULE: Final = re.compile(r" {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
MD_ITEM: Final = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(?=\S)")
MD_TABLE_RULE: Final = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$|\s*\|\s*:?-+:?\s*\|\s*$")
MD_QUOTE: Final = re.compile(r"^(?: {0,3}>\s?)+")
MD_INLINE: Final = re.compile(
    r"!\[(?P<alt>[^\]\n]{0,500})\]\([^)\s]{0,2000}(?:\s+\"[^\"]{0,300}\")?\)"
    r"|\[(?P<text>[^\]\n]{1,500})\]\((?P<target>[^)\s]{1,2000})(?:\s+\"[^\"]{0,300}\")?\)"
    r"|<(?P<auto>(?:https?://|mailto:)[^>\s]{1,2000}|[^>\s@]{1,64}@[^>\s]{1,255})>"
    r"|(?P<mark>\*\*|__)(?P<strong>(?=\S)[^\n]{1,1000}?(?<=\S))(?P=mark)"
    r"|(?<![\w*])(?P<slant>[*_])(?P<em>(?=[^\s*_])[^*_\n]{1,1000}?(?<=\S))(?P=slant)(?![\w*])"
    r"|`(?P<code>[^`\n]{1,1000})`"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|</?(?:b|i|u|em|strong|br|sub|sup|span|div|p|center|small)\b[^>\n]{0,200}>"
)


def read_text(data: bytes, limits: Limits) -> Document:
    """The text's lines; one that begins with a bullet is an item. Headings are left to later stages."""
    text, findings = decoded(data)
    cleaner = Cleaner(limits)
    flow = [
        FlowLine(line, is_list_item=bool(BULLET.match(line)))
        for raw in _raw_lines(text)
        for line, _ in cleaner.lines(cleaner.clean(raw))
    ]
    return _document("txt", flow, findings, cleaner)


def read_markdown(data: bytes, limits: Limits) -> Document:
    """The lines of a Markdown text without its marks; headings, items, bold, links, tables are kept."""
    text, findings = decoded(data)
    cleaner = Cleaner(limits)
    return _document("md", list(_markdown_lines(_raw_lines(text), cleaner)), findings, cleaner)


def read_html(data: bytes, limits: Limits) -> Document:
    """The lines of a page that a person would see. Nothing is fetched or run. StageError doc_unreadable."""
    from lxml import etree, html

    text, findings = decoded(data, is_html=True)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise StageError("doc_unreadable") from error
    reader = _HtmlReader(Cleaner(limits))
    reader.walk(root, _Around(), 0)
    reader.end_line(_Around())
    metadata = {}
    title = reader.cleaner.clean(" ".join((root.findtext(".//title") or "").split()))[:300]
    if title:
        metadata["title"] = title
    return _document("html", reader.lines, (*findings, *reader.findings()), reader.cleaner, metadata)


def decoded(data: bytes, *, is_html: bool = False) -> tuple[str, tuple[Finding, ...]]:
    """The text of the bytes: by its mark, as UTF-8, else as Western Windows with a warning."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    if is_html and (match := HTML_CHARSET.search(data[:4_096])):
        name = match[1].decode("ascii").lower()
        if name in ENCODINGS:
            return data.decode(name, "replace"), ()
    guess = Finding("encoding_guessed", "warning", "The text's encoding is not stated. Accents may be wrong.")
    return data.decode("cp1252", "replace").replace("\ufffd", ""), (guess,)


def _raw_lines(text: str) -> list[str]:
    return ENDS_OF_LINE.sub("\n", text).split("\n")


def _document(
    kind: str,
    flow: list[FlowLine],
    findings: tuple[Finding, ...],
    cleaner: Cleaner,
    metadata: dict[str, str] | None = None,
) -> Document:
    if not flow:
        raise StageError("no_text", "The file holds no text. Check it and upload it again.")
    return Document(
        kind, flow=tuple(flow), findings=(*findings, *cleaner.findings()), metadata=metadata or {}
    )


# Markdown


def _markdown_lines(raw: list[str], cleaner: Cleaner) -> Iterator[FlowLine]:
    fence = ""
    table = row = tables = 0
    for number, line in enumerate(raw):
        if fence and not MD_FENCE.match(line):
            yield from (FlowLine(text) for text, _ in cleaner.lines(cleaner.clean(line)))
            continue
        line = MD_QUOTE.sub("", line)
        following = raw[number + 1] if number + 1 < len(raw) else ""
        if match := MD_FENCE.match(line):
            fence = "" if fence and line.strip().startswith(fence) else fence or match[1]
            continue
        if "|" in line and (table or MD_TABLE_RULE.match(following)):
            if not table:
                tables, row = tables + 1, 0
            table = tables
            if not MD_TABLE_RULE.match(line):
                row += 1
                for cell, text in enumerate(_cells(line), start=1):
                    yield from _markdown_line(text, cleaner, table=table, row=row, cell=cell)
            continue
        table = 0
        if MD_RULE.match(line) or (MD_UNDERLINE.match(line) and number and raw[number - 1].strip()):
            continue
        if heading := MD_HEADING.match(line):
            yield from _markdown_line(heading[2], cleaner, heading=len(heading[1]))
        elif (rule := MD_UNDERLINE.match(following)) and line.strip() and not MD_ITEM.match(line):
            yield from _markdown_line(line, cleaner, heading=1 if rule[1][0] == "=" else 2)
        elif item := MD_ITEM.match(line):
            yield from _markdown_line(line[item.end() :], cleaner, is_list_item=True)
        else:
            yield from _markdown_line(line, cleaner)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))]


def _markdown_line(
    text: str,
    cleaner: Cleaner,
    *,
    heading: int = 0,
    is_list_item: bool = False,
    table: int = 0,
    row: int = 0,
    cell: int = 0,
) -> Iterator[FlowLine]:
    from html import unescape

    plain = _Plain()
    _add_inline(plain, cleaner.clean(unescape(text)), "", is_bold=False, depth=0)
    letters = len(plain.text.strip())
    for line, links in cleaner.lines(plain.text, tuple(plain.links)):
        yield FlowLine(
            line,
            heading=heading,
            is_list_item=is_list_item,
            bold=heading > 0 or 2 * plain.bold > letters,
            table=table,
            row=row,
            cell=cell,
            links=links,
        )


@dataclass(slots=True)
class _Plain:
    """A line under construction, without marks."""

    text: str = ""
    bold: int = 0
    links: list[Link] = field(default_factory=list)


def _add_inline(plain: _Plain, text: str, target: str, *, is_bold: bool, depth: int) -> None:
    at = 0
    for match in MD_INLINE.finditer(text) if depth < 5 else ():
        _add_plain(plain, text[at : match.start()], target, is_bold=is_bold)
        at = match.end()
        inner = match["alt"] or match["text"] or match["auto"] or match["strong"] or match["em"]
        inner = inner or match["code"] or match["escaped"] or ""
        link = match["target"] or match["auto"] or ""
        if match["auto"] and "@" in link and not link.startswith("mailto:") and "://" not in link:
            link = f"mailto:{link}"
        if match["text"] or match["strong"] or match["em"]:
            _add_inline(
                plain, inner, link or target, is_bold=is_bold or bool(match["strong"]), depth=depth + 1
            )
        else:
            _add_plain(plain, inner, link or target, is_bold=is_bold)
    _add_plain(plain, text[at:], target, is_bold=is_bold)


def _add_plain(plain: _Plain, text: str, target: str, *, is_bold: bool) -> None:
    if not text:
        return
    start = len(plain.text)
    plain.text += text
    if is_bold:
        plain.bold += len(text.strip())
    if target:
        plain.links.append(Link(start, len(plain.text), target))


# HTML


class _Around(NamedTuple):
    """What the elements around a text say of it."""

    heading: int = 0
    is_list_item: bool = False
    is_bold: bool = False
    is_italic: bool = False
    is_hidden: bool = False
    is_painted: bool = False
    is_verbatim: bool = False
    target: str = ""
    table: int = 0
    row: int = 0
    cell: int = 0


class _HtmlReader:
    def __init__(self, cleaner: Cleaner) -> None:
        self.cleaner = cleaner
        self.lines: list[FlowLine] = []
        self.pieces: list[tuple[str, _Around]] = []
        self.hidden: list[str] = []
        self.tables = 0
        self.rows: dict[int, int] = {}
        self.cells: dict[tuple[int, int], int] = {}

    def walk(self, element: HtmlElement, around: _Around, depth: int) -> None:
        """Adds what is in the element. Raises StageError doc_unreadable where it is nested too deep."""
        if depth > DEEPEST:
            raise StageError("doc_unreadable")
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in SKIPPED or (tag == "input" and element.get("type") == "hidden"):
            return
        inner = self._entered(element, tag, around)
        is_block = tag in BLOCKS
        if is_block or tag == "br":
            self.end_line(around)
        self._add(element.text, inner)
        for child in element:
            self.walk(child, inner, depth + 1)
            self._add(child.tail, inner)
        if is_block:
            self.end_line(inner)

    def _entered(self, element: HtmlElement, tag: str, around: _Around) -> _Around:
        style = element.get("style", "")
        is_painted = (
            around.is_painted or bool(PAINTED_STYLE.search(style)) or element.get("bgcolor") is not None
        )
        is_hidden = around.is_hidden or element.get("hidden") is not None
        if not is_hidden and style and HIDDEN_STYLE.search(style):
            is_hidden = not (is_painted and WHITE_STYLE.search(style))
        heading = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else around.heading
        table, row, cell = self._cell(tag, around)
        return _Around(
            heading=heading,
            is_list_item=around.is_list_item or tag == "li",
            is_bold=around.is_bold or tag in BOLD,
            is_italic=around.is_italic or tag in ITALIC,
            is_hidden=is_hidden,
            is_painted=is_painted,
            is_verbatim=around.is_verbatim or tag == "pre",
            target=_address(element) if tag == "a" else around.target,
            table=table,
            row=row,
            cell=cell,
        )

    def _cell(self, tag: str, around: _Around) -> tuple[int, int, int]:
        table, row, cell = around.table, around.row, around.cell
        if tag == "table":
            self.tables += 1
            return self.tables, 0, 0
        if tag == "tr" and table:
            self.rows[table] = row = self.rows.get(table, 0) + 1
            return table, row, 0
        if tag in ("td", "th") and row:
            self.cells[table, row] = cell = self.cells.get((table, row), 0) + 1
        return table, row, cell

    def _add(self, text: str | None, around: _Around) -> None:
        if not text:
            return
        if around.is_hidden:
            self.hidden.append(text)
        elif around.is_verbatim and "\n" in text:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self.end_line(around)
                self.pieces.append((line, around))
        else:
            self.pieces.append((text, around))

    def end_line(self, around: _Around) -> None:
        """Makes a line of the pieces met since the last one, blanks run together as a browser does."""
        pieces, self.pieces = self.pieces, []
        text = ""
        links: list[Link] = []
        bold = italic = 0
        for raw, place in pieces:
            piece = re.sub(r"\s+", " ", self.cleaner.clean(raw.replace("\n", " ")))
            if not text or text.endswith(" "):
                piece = piece.lstrip(" ")
            if not piece:
                continue
            if place.target:
                links.append(Link(len(text), len(text) + len(piece), place.target))
            text += piece
            letters = len(piece.strip())
            bold += letters if place.is_bold else 0
            italic += letters if place.is_italic else 0
            around = place
        for line, inside in self.cleaner.lines(text, tuple(links)):
            self.lines.append(
                FlowLine(
                    line,
                    heading=around.heading,
                    is_list_item=around.is_list_item or bool(BULLET.match(line)),
                    bold=2 * bold > len(text),
                    italic=2 * italic > len(text),
                    table=around.table if around.cell else 0,
                    row=around.row if around.cell else 0,
                    cell=around.cell,
                    links=inside,
                )
            )

    def findings(self) -> Iterator[Finding]:
        """A flag where the page hides text."""
        hidden = self.cleaner.clean(" ".join(" ".join(self.hidden).split()))
        if sum(char.isalnum() for char in hidden) >= HIDDEN_LETTERS_MATTER_FROM:
            message = "The page holds text that nobody can see. It is not used."
            yield Finding("hidden_text", "flag", message, text=hidden[:2_000])


def _address(element: HtmlElement) -> str:
    target = str(element.get("href", "")).strip()
    return "" if target.startswith("#") or target.lower().startswith(("javascript:", "data:")) else target
