"""Words, boxes, styles, links, limits and damage of PDFs."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter

from parsing.engines.pdfium import read_pdf, render_page
from parsing.errors import StageError
from parsing.stages.types import Document, Limits, Word
from tests.parsing.engines.pdf_files import (
    CATALOG,
    FONT,
    HELVETICA,
    LINES,
    PAGE,
    PAGES,
    paragraph,
    pdf,
    stream,
    text_at,
)

LIMITS = Limits()
UNICODE_MAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
1 begincodespacerange <00> <FF> endcodespacerange
%d beginbfchar
%s
endbfchar
endcmap end end"""


def words_of(document: Document) -> list[Word]:
    return [word for page in document.pages for word in page.words]


def text_of(document: Document) -> str:
    return " ".join(word.text for word in words_of(document))


def flags_of(document: Document) -> dict[str, str]:
    return {finding.code: finding.severity for finding in document.findings}


def mapped_font(**meanings: str) -> tuple[bytes, bytes]:
    """Helvetica whose letters mean other characters, and its map as object 6."""
    pairs = b"\n".join(
        b"<%02X> <%s>" % (ord(letter), meaning.encode("utf-16-be").hex().upper().encode())
        for letter, meaning in meanings.items()
    )
    font = HELVETICA.replace(b">>", b"/ToUnicode 6 0 R >>")
    return font, stream(UNICODE_MAP % (len(meanings), pairs))


def test_words_come_with_boxes_from_the_top_left() -> None:
    document = read_pdf(pdf(text_at(72, 700, "Mara Lindqvist", size=20)), LIMITS)
    first, second = words_of(document)
    assert (first.text, second.text) == ("Mara", "Lindqvist")
    assert first.box.x0 == pytest.approx(72, abs=1)
    assert first.box.y0 < 792 - 700 < first.box.y1
    assert first.box.x1 < second.box.x0
    assert first.size == pytest.approx(20)
    assert document.pages[0].needs_ocr == ""
    assert document.findings == ()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_are_those_of_the_displayed_page(rotation: int) -> None:
    """A square drawn beside the word is found beside the word's box, whatever /Rotate and CropBox say."""
    content = text_at(100, 500, "Harbour", size=30) + "0 0 1 rg 240 500 20 20 re f"
    data = pdf(content, page=b"/MediaBox [0 0 612 792] /CropBox [50 60 600 700] /Rotate %d" % rotation)
    page = read_pdf(data, LIMITS).pages[0]
    image = render_page(data, 1, dpi=72, limits=LIMITS)
    assert image.size == (round(page.width_pt), round(page.height_pt))
    (word,) = page.words
    (square,) = page.rules
    assert image.getpixel((round((square.x0 + square.x1) / 2), round((square.y0 + square.y1) / 2))) == (
        0,
        0,
        255,
    )
    ink = image.crop(tuple(round(edge) for edge in word.box)).convert("L").getextrema()
    assert ink[0] < 80
    assert ink[1] > 200


@pytest.mark.parametrize(
    "matrix", ["1 0 0 1 300 400", "0 1 -1 0 300 400", "-1 0 0 -1 300 400", "0 -1 1 0 300 400"]
)
def test_turned_text_is_read_and_kept_apart(matrix: str) -> None:
    turned = f"q {matrix} cm BT /F1 14 Tf 0 0 Td (Portfolio of work) Tj ET Q\n"
    words = words_of(read_pdf(pdf(text_at(72, 700, "Mara Lindqvist") + turned), LIMITS))
    assert [word.text for word in words] == ["Mara", "Lindqvist", "Portfolio", "of", "work"]
    assert {word.size for word in words[2:]} == {14}


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        ("E X P E R I E N C E", "EXPERIENCE"),
        ("W O R K   H I S T O R Y", "WORK HISTORY"),
        ("grade A B C", "grade A B C"),
        ("I am a VP", "I am a VP"),
    ],
)
def test_letters_set_apart_are_one_word(shown: str, read: str) -> None:
    assert text_of(read_pdf(pdf(text_at(72, 700, shown, size=14)), LIMITS)) == read


def test_letter_spacing_does_not_split_words() -> None:
    spaced = read_pdf(pdf(text_at(72, 700, "PROJECTS AND TALKS", size=14, before="2.5 Tc")), LIMITS)
    assert text_of(spaced) == "PROJECTS AND TALKS"


def test_gaps_part_words_where_no_space_is_written() -> None:
    content = "BT /F1 11 Tf 72 700 Td [(Oslo) -3000 (2019) -400 (to) -400 (2021)] TJ ET"
    assert text_of(read_pdf(pdf(content), LIMITS)) == "Oslo 2019 to 2021"


@pytest.mark.parametrize(
    ("meanings", "shown", "read"),
    [
        ({"x": "ﬁ"}, "certixed", "certified"),
        ({"x": "\u00ad"}, "full-timexjob", "full-time-job"),
        ({"x": "\uf0e0"}, "x mara@nordhavn.org", "mara@nordhavn.org"),
        ({"x": "\uf0e0"}, "xmara xtel", "mara tel"),
        ({"x": "\u2011"}, "C2xlevel", "C2-level"),
        ({"x": "\u00a0"}, "BSxHons", "BS Hons"),
        ({"x": "\u202e"}, "abxc", "abc"),
        ({"x": "e\u0301"}, "rxsumx", "résumé"),
        ({"x": "´"}, "rxesumxe", "résumé"),
    ],
)
def test_characters_are_cleaned(meanings: dict[str, str], shown: str, read: str) -> None:
    font, unicode_map = mapped_font(**meanings)
    data = pdf(text_at(72, 700, shown), replaced={FONT: font}, extra=[unicode_map])
    assert text_of(read_pdf(data, LIMITS)) == read


@pytest.mark.parametrize(
    ("meaning", "is_flagged"), [("\u202e", True), ("\U000e0041", True), ("\u200b", False), ("\u00ad", False)]
)
def test_characters_for_machines_are_flagged(meaning: str, is_flagged: bool) -> None:
    font, unicode_map = mapped_font(x=meaning)
    data = pdf(text_at(72, 700, "Harbour abxc"), replaced={FONT: font}, extra=[unicode_map])
    assert ("control_characters" in flags_of(read_pdf(data, LIMITS))) is is_flagged


def test_old_tex_codes_become_ligatures_and_quotes() -> None:
    content = "BT /F1 11 Tf 72 700 Td (Certi\x1ccate \x13of\x14 work\x1dow) Tj ET"
    widths = b"/FirstChar 0 /LastChar 255 /Widths [%s]" % (b"500 " * 256)
    font = HELVETICA.replace(b"/Helvetica", b"/ABCDEF+SFRM1000").replace(b">>", widths + b">>")
    assert text_of(read_pdf(pdf(content, replaced={FONT: font}), LIMITS)) == "Certificate «of» workflow"


@pytest.mark.parametrize(
    ("name", "bold", "italic"),
    [
        (b"Helvetica-Bold", True, False),
        (b"Helvetica-Oblique", False, True),
        (b"ABCDEF+CMBX10", True, False),
        (b"ABCDEF+LMRoman10-Italic", False, True),
        (b"Times-BoldItalic", True, True),
        (b"Helvetica", False, False),
    ],
)
def test_weight_and_slant_come_from_the_font(name: bytes, bold: bool, italic: bool) -> None:
    font = HELVETICA.replace(b"Helvetica", name)
    (word,) = words_of(read_pdf(pdf(text_at(72, 700, "Engineer"), replaced={FONT: font}), LIMITS))
    assert (word.bold, word.italic) == (bold, italic)
    assert "+" not in word.font


def test_size_is_that_of_the_page_whatever_matrix_made_it() -> None:
    content = "q 2 0 0 2 0 0 cm " + text_at(36, 350, "Engineer", size=9) + "Q"
    (word,) = words_of(read_pdf(pdf(content), LIMITS))
    assert word.size == pytest.approx(18)


@pytest.mark.parametrize("corners", [b"70 695 140 715", b"70 715 140 695", b"140 715 70 695"])
def test_links_lie_under_their_words(corners: bytes) -> None:
    link = b"<< /Subtype /Link /Rect [%s] /A << /S /URI /URI (https://mara.example.org) >> >>" % corners
    lone = b"<< /Subtype /Link /Rect [400 100 420 120] /A << /S /URI /URI (https://code.example.org/m) >> >>"
    page = b"/MediaBox [0 0 612 792] /Annots [6 0 R 7 0 R]"
    document = read_pdf(
        pdf(text_at(72, 700, "Website and more besides it"), page=page, extra=[link, lone]), LIMITS
    )
    assert [word.link for word in words_of(document)[:1]] == ["https://mara.example.org"]
    assert words_of(document)[-1].link == ""
    assert [(f.code, f.severity, f.text) for f in document.findings] == [
        ("link_without_text", "info", "https://code.example.org/m")
    ]


def test_rules_and_pictures_are_told() -> None:
    picture = stream(
        b"\x80",
        b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray",
    )
    content = paragraph() + "72 600 400 1 re f 0.2 g 0 0 150 792 re f q 100 0 0 100 300 300 cm /I Do Q"
    page = read_pdf(pdf(content, resources=b"/XObject << /I 6 0 R >>", extra=[picture]), LIMITS).pages[0]
    thin, side = page.rules
    assert thin == pytest.approx((72, 191, 472, 192), abs=0.6)
    assert side == pytest.approx((0, 0, 150, 792), abs=0.6)
    assert page.images[0] == pytest.approx((300, 392, 400, 492), abs=0.6)


def test_metadata_with_dates_as_iso() -> None:
    info = b"<< /Title (CV Mara) /Producer (S1) /CreationDate (D:20240229101500+01'00) /ModDate (D:2024) >>"
    data = pdf(paragraph(), info=b"/Info 6 0 R", extra=[info])
    assert read_pdf(data, LIMITS).metadata == {
        "title": "CV Mara",
        "producer": "S1",
        "created": "2024-02-29T10:15:00+01:00",
        "modified": "2024-01-01T00:00:00",
    }


PICTURE = b"/Type /XObject /Subtype /Image /Width 600 /Height 800 /BitsPerComponent 8 /ColorSpace /DeviceGray"
GREY = bytes((x * 7 + y * 13) % 251 for y in range(800) for x in range(600))
JUNK = ["Wkh txlfn eurzq ira mxpsv ryhu wkh odcb grj lq wkh sdun".replace("a", "x")] * 8
LOST = ["certied in trafc work", "improved efciency of the workow and the prole"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (paragraph(), ""),
        ("", ""),
        ("q 612 0 0 792 0 0 cm /I Do Q", "no_text"),
        ("q 612 0 0 792 0 0 cm /I Do Q " + text_at(10, 10, "Scanned with HarbourScan"), "picture_of_text"),
        (paragraph(LOST), "garbled"),
        (paragraph(JUNK), "garbled"),
        ("q 612 0 0 792 0 0 cm /I Do Q 3 Tr " + paragraph() + paragraph(JUNK), "picture_of_text"),
    ],
)
def test_when_a_page_needs_ocr(content: str, reason: str) -> None:
    data = pdf(content, resources=b"/XObject << /I 6 0 R >>", extra=[stream(GREY, PICTURE)])
    assert read_pdf(data, LIMITS).pages[0].needs_ocr == reason


BULLETED = "".join(text_at(50, 760 - 14 * row, "x") for row in range(len(LINES))) + paragraph()
PUNCHED = paragraph(["certixed in traxc work, a refixned prosax", "an efxcient ofxce and its worksxow"])


@pytest.mark.parametrize(("content", "reason"), [(BULLETED, ""), (PUNCHED, "garbled")])
def test_glyphs_without_a_meaning_count_within_words_only(content: str, reason: str) -> None:
    font, unicode_map = mapped_font(x="\ufffd")
    data = pdf(content, replaced={FONT: font}, extra=[unicode_map])
    assert read_pdf(data, LIMITS).pages[0].needs_ocr == reason


def encrypted(user_password: str, algorithm: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(paragraph()))))
    writer.encrypt(user_password, "owner", algorithm=algorithm)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_an_empty_password_is_tried() -> None:
    assert text_of(read_pdf(encrypted("", "RC4-128"), LIMITS)).startswith("Mara Lindqvist")


def test_a_locked_file_is_named_so() -> None:
    with pytest.raises(StageError) as caught:
        read_pdf(encrypted("secret", "RC4-128"), LIMITS)
    assert caught.value.code == "pdf_encrypted"


MANY_PAGES = {PAGES: b"<< /Type /Pages /Kids [%s] /Count 40 >>" % (b"3 0 R " * 40)}
TREE = [
    b"<< /Type /Pages /Count 10000000000 /Kids [%s] >>" % (b"%d 0 R " % number * 10)
    for number in (7, 8, 9, 3)
]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\n", "pdf_unreadable"),
        (pdf(replaced={PAGES: b"<< /Type /Pages /Kids [] /Count 0 >>", PAGE: b"null"}), "no_text"),
        (pdf(paragraph(), replaced=MANY_PAGES), "limit_pages"),
        (pdf(paragraph(), replaced={PAGES: TREE[0].replace(b"7 0", b"6 0")}, extra=TREE), "limit_pages"),
        (pdf(paragraph(), page=b"/MediaBox [0 0 90000 90000]"), "limit_pixels"),
        (pdf(paragraph(), page=b"/MediaBox [0 0 612 792] /UserUnit 100"), "limit_pixels"),
        (
            pdf(
                "/I Do",
                resources=b"/XObject << /I 6 0 R >>",
                extra=[stream(b"", PICTURE.replace(b"600", b"60000"))],
            ),
            "limit_pixels",
        ),
    ],
)
def test_limits_and_emptiness_have_codes(data: bytes, code: str) -> None:
    with pytest.raises(StageError) as caught:
        read_pdf(data, LIMITS)
    assert caught.value.code == code


def test_text_beyond_the_limit_is_not_read() -> None:
    document = read_pdf(pdf(paragraph(["word " * 20] * 30)), Limits(max_text_chars=500))
    assert 300 < len(text_of(document)) < 700


SOUND = pdf(paragraph())


@pytest.mark.parametrize(
    "data",
    [
        SOUND.replace(b"\n", b"\r\n"),
        SOUND[: SOUND.index(b"startxref")],
        SOUND[: SOUND.index(b"xref\n0")],
        SOUND.replace(b"/Length ", b"/Length 9"),
        pdf(paragraph(), replaced={PAGES: b"<< /Type /Pages /Kids [3 0 R] /Count 7 >>"}),
        pdf(paragraph(), page=b"/MediaBox [0 0 0 0]"),
    ],
)
def test_a_damaged_file_is_read_with_a_warning(data: bytes) -> None:
    document = read_pdf(data, LIMITS)
    assert text_of(document).startswith("Mara Lindqvist")
    assert flags_of(document) == {"damaged_file": "warning"}


LOST_TREE = {PAGES: b"null"}
NO_CATALOG = {CATALOG: b"null", PAGES: b"null"}
WRONG_TREE = {CATALOG: b"<< /Type /Catalog /Pages 9223372036854775807 0 R >>"}


@pytest.mark.parametrize(
    "data",
    [
        pdf(paragraph()).removeprefix(b"%PDF-1.7\n"),
        b"\x14" + pdf(paragraph()),
        b"<feff>" + pdf(paragraph()).split(b"xref")[0],
        pdf(paragraph(), replaced=LOST_TREE),
        pdf(paragraph(), replaced=NO_CATALOG),
        pdf(paragraph(), replaced=WRONG_TREE),
    ],
    ids=["no header", "a byte before it", "no end either", "no page tree", "no catalog", "a wrong tree"],
)
def test_pages_are_found_whatever_led_to_them_is_lost(data: bytes) -> None:
    document = read_pdf(data, LIMITS)
    assert [len(page.words) for page in document.pages] == [len(" ".join(LINES).split())]
    assert "damaged_file" in [finding.code for finding in document.findings]


def test_pages_that_are_lost_are_told() -> None:
    lost = pdf(paragraph(), replaced={PAGES: b"<< /Type /Pages /Kids [3 0 R 99 0 R] /Count 2 >>"})
    document = read_pdf(lost, LIMITS)
    assert len(document.pages) >= 1
    assert flags_of(document) == {"damaged_file": "warning"}


@pytest.mark.parametrize(
    ("catalog", "extra", "code"),
    [
        (b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", [], "active_content"),
        (b"/OpenAction << /S /Java#53cript /JS (1) >>", [], "active_content"),
        (b"/OpenAction << /S /Launch /F (x) >>", [], "active_content"),
        (b"/AcroForm << /Fields [] /XFA 6 0 R >>", [stream(b"<xdp/>")], "active_content"),
        (
            b"/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>",
            [b"<< /Type /Filespec /F (a) >>"],
            "embedded_file",
        ),
    ],
)
def test_active_content_is_flagged(catalog: bytes, extra: list[bytes], code: str) -> None:
    assert flags_of(read_pdf(pdf(paragraph(), catalog=catalog, extra=extra), LIMITS)) == {code: "flag"}


@pytest.mark.parametrize(
    "catalog", [b"/OpenAction [3 0 R /Fit]", b"/PageLabels << /Nums [0 << /P (Node/JS /S /JavaScript) >>] >>"]
)
def test_honest_catalogs_are_not(catalog: bytes) -> None:
    assert read_pdf(pdf(paragraph(), catalog=catalog), LIMITS).findings == ()


@pytest.mark.parametrize(
    ("tail", "is_flagged"),
    [
        (b"\r\n\0\0", False),
        (b"PK\x03\x04" + b"a" * 90 + b"PK\x05\x06" + b"\0" * 18, True),
        (b"MZ" * 500, True),
    ],
)
def test_bytes_behind_the_end_are_flagged(tail: bytes, is_flagged: bool) -> None:
    assert ("trailing_data" in flags_of(read_pdf(SOUND + tail, LIMITS))) is is_flagged


@pytest.mark.parametrize(("grey", "mode"), [(True, "L"), (False, "RGB")])
def test_pages_are_drawn_at_the_dpi(grey: bool, mode: str) -> None:
    image = render_page(pdf(paragraph()), 1, dpi=144, limits=LIMITS, grey=grey)
    assert (image.mode, image.size) == (mode, (1224, 1584))
    assert image.convert("L").getextrema()[0] < 60


def test_drawing_is_limited() -> None:
    with pytest.raises(StageError) as caught:
        render_page(pdf(paragraph()), 1, dpi=2_000, limits=LIMITS)
    assert caught.value.code == "limit_pixels"


def test_reading_twice_gives_the_same_and_page_numbers_count_from_one() -> None:
    data = pdf(paragraph(), replaced={PAGES: b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>"})
    first, second = read_pdf(data, LIMITS), read_pdf(data, LIMITS)
    assert first == second
    assert [page.number for page in first.pages] == [1, 2]
