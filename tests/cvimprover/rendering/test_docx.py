"""The Word file: styles, lists and links that a person can go on working with."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx

from cvimprover.rendering import Letterhead, Options, render
from tests.cvimprover.rendering.extremes import ARABIC
from tests.cvimprover.rendering.people import person

if TYPE_CHECKING:
    from docx.document import Document

PERSON = person(7, "en")


def opened(resume: dict[str, object], options: Options) -> Document:
    return docx.Document(io.BytesIO(render(resume, options, "docx").content))


def test_it_is_built_of_styles() -> None:
    document = opened(PERSON, Options(template="modern", colour="#aa0000"))
    used = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert {
        "Title",
        "CV Headline",
        "CV Contact",
        "Heading 1",
        "Heading 2",
        "CV Employer",
        "List Bullet",
    } <= used
    assert str(document.styles["Heading 1"].font.color.rgb) == "AA0000"
    assert document.styles["Normal"].font.name == "Lato"
    assert document.styles["Heading 2"].paragraph_format.keep_with_next


def test_contacts_are_links() -> None:
    document = opened(PERSON, Options())
    links = [rel.target_ref for rel in document.part.rels.values() if "hyperlink" in rel.reltype]
    assert f"mailto:{PERSON['basics']['email']}" in links  # type: ignore[index]


def test_it_says_whose_it_is_and_in_which_language() -> None:
    told = opened(PERSON, Options()).core_properties
    assert told.author == PERSON["basics"]["name"]  # type: ignore[index]
    assert told.language == "en"


def test_arabic_runs_from_right_to_left() -> None:
    document = opened(ARABIC, Options())
    assert all(p._p.xpath("./w:pPr/w:bidi") for p in document.paragraphs)
    assert all(run.font.rtl for p in document.paragraphs for run in p.runs)


def test_a_letterhead_stands_first_and_a_photo_is_described(photo: bytes) -> None:
    letterhead = Letterhead("Harbour Recruiting", ("1 Quay Street",), logo=photo)
    document = opened(PERSON, Options(template="modern", photo=photo, letterhead=letterhead))
    assert document.paragraphs[1].text == "Harbour Recruiting"
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert described == ["Logo", f"Portrait of {PERSON['basics']['name']}"]  # type: ignore[index]


def test_dates_in_arabic_are_no_larger_or_bolder_than_elsewhere() -> None:
    """Word keeps size and weight of right-to-left text apart; its own styles would make it large and bold."""
    document = opened(ARABIC, Options())
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        assert style.element.xpath("./w:rPr/w:szCs/@w:val") == style.element.xpath("./w:rPr/w:sz/@w:val")
        assert style.font.cs_bold == style.font.bold
    runs = [run for p in document.paragraphs for run in p.runs]
    assert any(run.font.cs_bold is False for run in runs)
    assert all(run.font.cs_bold == run.font.bold for run in runs)


def test_a_line_parts_the_letterhead_from_the_cv() -> None:
    document = opened(PERSON, Options(letterhead=Letterhead("Harbour Recruiting", ("1 Quay Street",))))
    ruled = [p.text for p in document.paragraphs if p._p.xpath("./w:pPr/w:pBdr/w:bottom")]
    assert ruled == ["1 Quay Street"]
    order = [child.tag.rpartition("}")[2] for child in document.paragraphs[1]._p.pPr]
    assert order == ["pStyle", "pBdr", "spacing"]
