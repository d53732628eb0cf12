"""WordprocessingML from marked text: paragraphs, tables, text boxes, a package. Same parts, same bytes.

Written for the factory alone: python-docx stamps its packages with the time and knows no text boxes.
Names follow ECMA-376; lengths are twentieths of a point (dxa) unless named otherwise.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from xml.sax.saxutils import escape, quoteattr

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES: Final = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_EMU_A_POINT: Final = 12700
_WHEN: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(slots=True)
class Pencil:
    """Turns marked text into runs, and keeps what each mark says: the first text of a path is its truth."""

    face: str
    size_pt: float
    accent: str
    values: dict[str, str] = field(default_factory=dict)

    def runs(self, html: str, *, bold: bool = False, italic: bool = False, grow: float = 1.0) -> str:
        """The runs of some marked text."""
        reader = _Marked()
        reader.feed(html)
        reader.close()
        for path, value in reader.values.items():
            self.values.setdefault(path, value)
        size = f'<w:sz w:val="{round(self.size_pt * grow * 2)}"/>'
        look = f"{'<w:b/>' if bold else ''}{'<w:i/>' if italic else ''}{size}"
        return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(reader.text)}</w:t></w:r>'

    def paragraph(self, runs: str, *, style: str = "", properties: str = "") -> str:
        """A paragraph of these runs."""
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


class _Marked(HTMLParser):
    """The text of marked inline HTML, and the value of each marked path in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.values: dict[str, str] = {}
        self._open: list[tuple[str, str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self._open.append((told.get("data-field") or "", told.get("data-value") or "", len(self.text)))

    def handle_endtag(self, tag: str) -> None:
        path, value, start = self._open.pop()
        if path:
            self.values.setdefault(path, value or " ".join(self.text[start:].split()))

    def handle_data(self, data: str) -> None:
        self.text += data


def tab(*, at: int) -> tuple[str, str]:
    """A right tab stop's paragraph property, and the run that goes to it."""
    return f'<w:tabs><w:tab w:val="right" w:pos="{at}"/></w:tabs>', "<w:r><w:tab/></w:r>"


def table(rows: Iterable[Sequence[str]], widths: Sequence[int], *, borders: bool) -> str:
    """A table of cells, each cell the XML of its paragraphs."""
    line = "single" if borders else "nil"
    sides = "".join(
        f'<w:{side} w:val="{line}" w:sz="4" w:color="999999"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(
        "<w:tr>" + "".join(_cell(cell, width) for cell, width in zip(row, widths, strict=True)) + "</w:tr>"
        for row in rows
    )
    look = f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{look}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl><w:p/>"
    )


def _cell(content: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content or "<w:p/>"}</w:tc>'


def text_box(paragraphs: str, *, width_pt: int, height_pt: int, left_pt: int, modern: bool) -> str:
    """A paragraph that anchors a box of text: DrawingML as Word writes it since 2010, or VML alone."""
    content = f"<w:txbxContent>{paragraphs}</w:txbxContent>"
    old = (
        f'<w:pict><v:shape id="box" type="#_x0000_t202" style="position:absolute;margin-left:{left_pt}pt;'
        f'margin-top:0;width:{width_pt}pt;height:{height_pt}pt">'
        f"<v:textbox>{content}</v:textbox></v:shape></w:pict>"
    )
    if not modern:
        return f"<w:p><w:r>{old}</w:r></w:p>"
    wide, high, left = (value * _EMU_A_POINT for value in (width_pt, height_pt, left_pt))
    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp>"
    )
    anchor = (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:wrapSquare wrapText="bothSides"/>'
        '<wp:docPr id="1" name="Box"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"{shape}</a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">{anchor}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def package(body: str, pencil: Pencil, *, header: str = "", footer: str = "", language: str = "en") -> bytes:
    """The DOCX file: body, header and footer are XML of blocks."""
    parts = {"header1": ("header", "hdr", header), "footer1": ("footer", "ftr", footer)}
    used = {name: part for name, part in parts.items() if part[2]}
    references = "".join(
        f'<w:{kind}Reference w:type="default" r:id="{name}"/>' for name, (kind, _, _) in used.items()
    )
    page = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>'  # noqa: E501
    document = (
        f"<w:document {_SPACES}><w:body>{body}<w:sectPr>{references}{page}</w:sectPr></w:body></w:document>"
    )
    files = {
        "[Content_Types].xml": _content_types(used),
        "_rels/.rels": _relations([("document", f"{_R}/officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": _relations(
            [
                ("styles", f"{_R}/styles", "styles.xml"),
                ("numbering", f"{_R}/numbering", "numbering.xml"),
                *((name, f"{_R}/{kind}", f"{name}.xml") for name, (kind, _, _) in used.items()),
            ]
        ),
        "word/document.xml": document,
        "word/styles.xml": _styles(pencil, language),
        "word/numbering.xml": _NUMBERING,
        **{f"word/{name}.xml": f"<w:{tag} {_SPACES}>{xml}</w:{tag}>" for name, (_, tag, xml) in used.items()},
    }
    return _zipped(files)


def _zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in files.items():
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}')
    return out.getvalue()


def _content_types(used: dict[str, tuple[str, str, str]]) -> str:
    kinds = {"document": f"{_TYPE}.document.main+xml", "styles": f"{_TYPE}.styles+xml"}
    kinds |= {"numbering": f"{_TYPE}.numbering+xml"}
    kinds |= {name: f"{_TYPE}.{kind}+xml" for name, (kind, _, _) in used.items()}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>' for name, kind in kinds.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(rows: Iterable[tuple[str, str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in rows
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{each}</Relationships>'


def _styles(pencil: Pencil, language: str) -> str:
    """Normal, Title, Heading 1 and 2, List Paragraph."""
    face = quoteattr(pencil.face)
    base = f'<w:rFonts w:ascii={face} w:hAnsi={face} w:cs={face}/><w:sz w:val="{round(pencil.size_pt * 2)}"/>'
    base += f'<w:lang w:val="{language}"/>'
    heads = "".join(
        _heading_style(pencil, *row)
        for row in (
            ("Title", "Title", "", 0, 2.2),
            ("Heading1", "heading 1", '<w:outlineLvl w:val="0"/>', 240, 1.25),
            ("Heading2", "heading 2", '<w:outlineLvl w:val="1"/>', 120, 1.05),
        )
    )
    return (
        f"<w:styles {_SPACES}>"
        f"<w:docDefaults><w:rPrDefault><w:rPr>{base}</w:rPr></w:rPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        f'{heads}<w:style w:type="paragraph" w:styleId="ListParagraph"><w:name w:val="List Paragraph"/>'
        '<w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="360"/></w:pPr></w:style></w:styles>'
    )


def _heading_style(pencil: Pencil, name: str, title: str, level: str, before: int, grow: float) -> str:
    size = round(pencil.size_pt * grow * 2)
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/><w:basedOn w:val="Normal"/>'
        f'<w:pPr><w:spacing w:before="{before}" w:after="60"/>{level}</w:pPr>'
        f'<w:rPr><w:b/><w:color w:val="{pencil.accent}"/><w:sz w:val="{size}"/></w:rPr></w:style>'
    )


_NUMBERING: Final = (
    f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/>'
    '<w:pPr><w:ind w:left="360" w:hanging="240"/></w:pPr></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
BULLET: Final = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
"""The paragraph property of a point of a list."""
