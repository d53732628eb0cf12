"""Reading DOCX: order, structure, looks, what is hidden, what is dangerous, what is damaged."""

from __future__ import annotations

import pytest

from parsing.engines.docx import read_docx
from parsing.errors import StageError
from parsing.stages.types import Document, Limits, Link
from tests.parsing.engines.office_files import (
    NAMESPACES,
    PACKAGE,
    docx,
    paragraph,
    relationship,
    run,
    zipped,
)

LIMITS = Limits()
HOME = Link(4, 11, "https://mira.example")
LONG = "Weighs more than twenty letters and so it matters."


def read(body: str, **more: object) -> Document:
    return read_docx(docx(body, **more), LIMITS)  # type: ignore[arg-type]


def texts(document: Document) -> list[str]:
    return [line.text for line in document.flow]


def flags(document: Document) -> set[str]:
    return {finding.code for finding in document.findings if finding.severity == "flag"}


def warnings(document: Document) -> set[str]:
    return {finding.code for finding in document.findings if finding.severity == "warning"}


def table(*rows: list[str]) -> str:
    def cells(row: list[str]) -> str:
        return "".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row)

    return "<w:tbl>" + "".join(f"<w:tr>{cells(row)}</w:tr>" for row in rows) + "</w:tbl>"


def text_box(text: str) -> str:
    content = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{content}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def field(instruction: str, result: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (paragraph("Mira") + table(["a", "b"], ["c"]) + paragraph("end"), ["Mira", "a", "b", "c", "end"]),
        (paragraph(run("Mira") + run(" Okafor")), ["Mira Okafor"]),
        (paragraph("<w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r>"), ["one", "two"]),
        (paragraph("<w:r><w:t>role</w:t><w:tab/><w:t>2019</w:t></w:r>"), ["role\t2019"]),
        (paragraph("<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:softHyphen/></w:r>"), ["co-op"]),
        (paragraph(run("before") + text_box("in the box")) + paragraph("after"),
         ["before", "in the box", "after"]),
        (f"<w:sdt><w:sdtContent>{paragraph('in a control')}</w:sdtContent></w:sdt>", ["in a control"]),
        (paragraph(f"<w:ins>{run('kept')}</w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"),
         ["kept"]),
        (paragraph(f"<w:moveFrom>{run('old place')}</w:moveFrom>{run('here')}"), ["here"]),
        (paragraph(run("\u00a0Jo\u00ebl\u200b \u2028Ok\u0301\x9f ")), ["Jo\u00ebl  Ok\u0301"]),
        (paragraph(run("\uf0b7 led a team")), ["• led a team"]),
        (paragraph(field("PAGE", "3")), ["3"]),
        (table([table(["inner"])]) + paragraph("x"), ["inner", "x"]),
    ],
)  # fmt: skip
def test_text_comes_in_document_order(body: str, expected: list[str]) -> None:
    assert texts(read(body)) == expected


def test_cells_know_their_place() -> None:
    flow = read(table(["a", "b"], ["c", "d"]) + table(["e"])).flow
    assert [(line.table, line.row, line.cell) for line in flow] == [
        (1, 1, 1), (1, 1, 2), (1, 2, 1), (1, 2, 2), (2, 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f'{run("see ")}<w:hyperlink r:id="rId5">{run("my page")}</w:hyperlink>', HOME),
        (run("see ") + field('HYPERLINK "https://mira.example"', "my page"), HOME),
        (run("see ") + "<w:fldSimple w:instr='HYPERLINK \"https://mira.example\"'>" + run("my page")
         + "</w:fldSimple>", HOME),
    ],
)  # fmt: skip
def test_links_keep_their_targets_and_places(content: str, expected: Link) -> None:
    links = relationship(5, "hyperlink", "https://mira.example", external=True)
    document = read(paragraph(content), relationships=links)
    assert document.flow[0].links == (expected,)
    assert not document.findings


STYLES = f"""<w:styles {NAMESPACES}>
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>
<w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Rolle"><w:name w:val="Überschrift 3"/>
<w:basedOn w:val="Titre2"/></w:style>
<w:style w:type="paragraph" w:styleId="Punkt"><w:name w:val="Punkt"/>
<w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Leise"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
</w:styles>"""


def styled(body: str) -> Document:
    return read(
        body, relationships=relationship(2, "styles", "styles.xml"), parts={"word/styles.xml": STYLES}
    )


@pytest.mark.parametrize(
    ("properties", "heading", "size", "bold", "is_list_item"),
    [
        ("", 0, 11.0, False, False),
        ('<w:pStyle w:val="Titre2"/>', 2, 14.0, True, False),
        ('<w:pStyle w:val="Rolle"/>', 3, 14.0, True, False),
        ('<w:pStyle w:val="Loop"/>', 0, 11.0, False, False),
        ('<w:outlineLvl w:val="0"/>', 1, 11.0, False, False),
        ('<w:pStyle w:val="Punkt"/>', 0, 11.0, False, True),
        ('<w:pStyle w:val="Punkt"/><w:numPr><w:numId w:val="0"/></w:numPr>', 0, 11.0, False, False),
        ('<w:numPr><w:numId w:val="1"/></w:numPr>', 0, 11.0, False, True),
    ],
)
def test_styles_give_level_size_weight_and_list(
    properties: str, heading: int, size: float, bold: bool, is_list_item: bool
) -> None:
    line = styled(paragraph("Work", properties)).flow[0]
    assert (line.heading, line.size, line.bold, line.is_list_item) == (heading, size, bold, is_list_item)


def test_a_line_looks_like_most_of_it() -> None:
    line = read(paragraph(run("Head of Design", "<w:b/>") + run(" x", '<w:sz w:val="8"/>'))).flow[0]
    assert (line.bold, line.size) == (True, 10.0)


def test_long_styles_are_shortened_without_loss() -> None:
    fill = '<w:shd w:fill="000000"/>'
    tables = "".join(
        f'<w:style w:type="table" w:styleId="T{number}"><w:name w:val="T{number}"/>{"<w:pPr/>" * 50}'
        f"{fill if number == 7 else ''}</w:style>"
        for number in range(120)
    )
    styles = STYLES.replace("</w:styles>", tables + "</w:styles>")
    body = "<w:tbl><w:tblPr><w:tblStyle w:val='T{}'/></w:tblPr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>"
    white = paragraph(run(LONG, '<w:color w:val="FFFFFF"/>'))
    heading = paragraph("Work", '<w:pStyle w:val="Titre2"/>')
    document = read(
        heading + body.format(7, white) + body.format(8, white),
        relationships=relationship(2, "styles", "styles.xml"),
        parts={"word/styles.xml": styles},
    )
    assert len(styles) > 50_000
    assert [(line.text, line.heading) for line in document.flow] == [("Work", 2), (LONG, 0)]
    assert flags(document) == {"hidden_text"}


SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId7"/>'
    '<w:headerReference w:type="first" r:id="rId8"/><w:footerReference r:id="rId9"/>{}</w:sectPr>'
)
HEADERS = {
    "word/header1.xml": f"<w:hdr {NAMESPACES}>{paragraph('Mira Okafor')}{paragraph('running')}</w:hdr>",
    "word/header2.xml": f"<w:hdr {NAMESPACES}>{paragraph('Mira Okafor')}{paragraph('first')}</w:hdr>",
    "word/footer1.xml": f"<w:ftr {NAMESPACES}>{paragraph('page 1')}</w:ftr>",
    "word/footnotes.xml": f"<w:footnotes {NAMESPACES}>"
    f"<w:footnote w:type='separator'>{paragraph('-')}</w:footnote>"
    f"<w:footnote>{paragraph('with honours')}</w:footnote></w:footnotes>",
}  # fmt: skip
HEADER_LINKS = (
    relationship(7, "header", "header1.xml")
    + relationship(8, "header", "header2.xml")
    + relationship(9, "footer", "footer1.xml")
    + relationship(10, "footnotes", "footnotes.xml")
)


@pytest.mark.parametrize(
    ("title_page", "headers"),
    [("", ["Mira Okafor", "running"]), ("<w:titlePg/>", ["Mira Okafor", "running", "first"])],
)
def test_headers_that_pages_show_come_once(title_page: str, headers: list[str]) -> None:
    document = read(paragraph("body") + SECTION.format(title_page), relationships=HEADER_LINKS, parts=HEADERS)
    assert texts(document) == [*headers, "body", "with honours", "page 1"]
    assert [line.part for line in document.flow] == ["header"] * len(headers) + ["body", "footnote", "footer"]


@pytest.mark.parametrize(
    "properties",
    [
        "<w:vanish/>",
        '<w:color w:val="FFFFFF"/>',
        '<w:color w:val="FEFDFE"/>',
        '<w:color w:val="101010"/><w:shd w:val="clear" w:fill="000000"/>',
        '<w:sz w:val="2"/>',
        '<w:rStyle w:val="Leise"/>',
    ],
)
def test_text_that_nobody_sees_is_flagged_and_not_used(properties: str) -> None:
    document = styled(paragraph("Mira Okafor") + paragraph(run(LONG, properties)))
    assert texts(document) == ["Mira Okafor"]
    assert flags(document) == {"hidden_text"}
    assert LONG in next(finding.text for finding in document.findings)


@pytest.mark.parametrize(
    "body",
    [
        paragraph(run(LONG, '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>')),
        paragraph(run(LONG, '<w:color w:val="FFFFFF"/>'), '<w:shd w:val="clear" w:fill="1F3864"/>'),
        "<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val='clear' w:fill='1F3864'/></w:tcPr>"
        + paragraph(run(LONG, '<w:color w:val="FFFFFF"/>'))
        + "</w:tc></w:tr></w:tbl>",
        paragraph(
            '<w:r><w:drawing><wp:anchor><wp:extent cx="7000000" cy="2000000"/></wp:anchor></w:drawing></w:r>'
            + run(LONG, '<w:color w:val="FFFFFF"/>')
        ),
        paragraph(run(LONG, '<w:vanish w:val="0"/>')),
        paragraph(run(LONG, '<w:color w:val="auto"/>')),
    ],
)
def test_white_text_on_dark_ground_is_not_hidden(body: str) -> None:
    document = read(body)
    assert texts(document) == [LONG]
    assert not document.findings


@pytest.mark.parametrize(
    ("text", "expected", "flag"),
    [
        ("P\u200by\u200bt\u200bh\u200bon", "Python", "control_characters"),
        ("Ann " + "".join(chr(0xE0000 + ord(c)) for c in "hire me"), "Ann", "hidden_text"),
        ("Jane \u202efdp.exe\u202c Doe", "Jane fdp.exe Doe", "control_characters"),
    ],
)
def test_smuggled_characters_are_removed_and_flagged(text: str, expected: str, flag: str) -> None:
    document = read(paragraph(text))
    assert texts(document) == [expected]
    assert flags(document) == {flag}


def test_piled_up_accents_are_reduced_with_a_warning() -> None:
    document = read(paragraph("Z" + "\u0301" * 500 + "oe"))
    assert texts(document) == ["Z" + "\u0301" * 3 + "oe"]
    assert warnings(document) == {"combining_marks"}


def test_over_long_text_is_split_and_then_cut() -> None:
    limits = Limits(max_line_chars=20, max_text_chars=60)
    document = read_docx(docx(paragraph("words and " * 20)), limits)
    assert all(len(line.text) <= 20 for line in document.flow)
    assert warnings(document) == {"text_truncated"}


@pytest.mark.parametrize(
    ("body", "more", "flag"),
    [
        ("<w:altChunk r:id='rId9'/>",
         {"relationships": relationship(9, "aFChunk", "http://x.example", external=True)}, "external_link"),
        ("", {"relationships": relationship(9, "image", "file:///etc/hosts", external=True)},
         "external_link"),
        (paragraph(field('INCLUDETEXT "/etc/passwd"', "x")), {}, "external_link"),
        (paragraph(field("DDEAUTO calc a b", "x")), {}, "active_content"),
        ("", {"parts": {"word/vbaProject.bin": b"x"}}, "macro_removed"),
        ("", {"parts": {"word/embeddings/oleObject1.bin": b"x"}}, "embedded_file"),
        ("", {"parts": {"word/activeX/activeX1.bin": b"x"}}, "active_content"),
        ("", {"parts": {"word/_rels/settings.xml.rels": f"<Relationships {PACKAGE}>"
                        + relationship(1, "attachedTemplate", "http://x.example/t.dotm", external=True)
                        + "</Relationships>"}}, "external_link"),
    ],
)  # fmt: skip
def test_what_reaches_outwards_is_flagged(body: str, more: dict[str, object], flag: str) -> None:
    assert flags(read(paragraph("Mira") + body, **more)) == {flag}


ENTITY = '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (docx(paragraph("&e;"), prolog=ENTITY), "doc_unreadable"),
        (docx(table(["x"]).replace("<w:tc>", "<w:tc>" + "<w:tbl><w:tr><w:tc>" * 1_000)), "doc_unreadable"),
        (docx("".join("<w:sdt><w:sdtContent>" for _ in range(110)) + paragraph("deep")
              + "".join("</w:sdtContent></w:sdt>" for _ in range(110))), "doc_unreadable"),
        (docx("<w:p>"), "doc_unreadable"),
        (docx(""), "doc_unreadable"),
        (docx(paragraph("x"))[:-30], "doc_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "doc_encrypted"),
        (zipped({"readme.txt": "hello"}), "doc_unreadable"),
        (docx(paragraph("x"), parts={"word/Document.xml": "<w/>"}), "doc_unreadable"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(StageError) as caught:
        read_docx(data, LIMITS)
    assert caught.value.code == code


def test_a_damaged_part_beside_the_text_is_a_warning() -> None:
    document = read(
        paragraph("Mira"),
        relationships=relationship(2, "styles", "styles.xml"),
        parts={"word/styles.xml": "<w:styles"},
    )
    assert texts(document) == ["Mira"]
    assert warnings(document) == {"damaged_file"}


def test_metadata_says_who_wrote_it() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<dc:title>CV</dc:title><dc:creator>Mira Okafor</dc:creator>"
        "<dcterms:created>2024-05-01T10:00:00Z</dcterms:created></cp:coreProperties>"
    )
    document = read(paragraph("Mira"), parts={"docProps/core.xml": core})
    assert document.metadata == {"title": "CV", "author": "Mira Okafor", "created": "2024-05-01T10:00:00Z"}
