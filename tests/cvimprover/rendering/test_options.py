"""One page, anonymous, letterhead, colours, fonts."""

from __future__ import annotations

import io
import json
import zipfile

import pypdf
import pytest

from cvimprover.rendering import KINDS, TEMPLATES, Letterhead, Options, render
from cvimprover.rendering.look import STEPS, contrast_with_white, look_of, readable
from cvimprover.rendering.words import words_of
from tests.cvimprover.rendering.extremes import ONE_LONG_JOB
from tests.cvimprover.rendering.people import person
from tests.cvimprover.rendering.readers import text_of

TWO_PAGES = person(1, "en")


def test_a_cv_a_little_too_long_is_brought_onto_one_page() -> None:
    assert render(TWO_PAGES, Options(template="classic"), "pdf").pages == 2
    rendering = render(TWO_PAGES, Options(template="classic", one_page=True), "pdf")
    assert rendering.pages == 1
    assert not rendering.warnings


def test_a_cv_far_too_long_stays_as_it_was_and_says_so() -> None:
    rendering = render(ONE_LONG_JOB, Options(one_page=True), "pdf")
    assert rendering.pages == 3
    assert [warning.code for warning in rendering.warnings] == ["not_one_page"]


@pytest.mark.parametrize("template", TEMPLATES)
def test_tightened_text_can_still_be_read(template: str) -> None:
    look = look_of(Options(template=template), words_of("en"), tightened=STEPS)
    assert look.size >= 8.25
    assert look.line / look.size >= 1.15
    assert look.margin >= 7.5


ALICE: dict[str, object] = {
    "basics": {
        "name": "Alice Marchetti",
        "label": "Data Engineer",
        "email": "alice.marchetti@mail.example",
        "phone": "+39 02 1234 5678",
        "url": "https://marchetti.example",
        "summary": "Alice builds pipelines; see alice.marchetti@mail.example or +39 02 1234 5678.",
        "location": {"address": "Via Roma 1", "city": "Milano", "region": "Lombardia"},
        "profiles": [{"network": "LinkedIn", "url": "https://linkedin.com/in/alice-marchetti"}],
    },
    "work": [
        {
            "name": "Orbita SpA",
            "position": "Data Engineer",
            "startDate": "2019-03",
            "highlights": [
                "Marchetti's team cut costs by 20 %",
                "Wrote linkedin.com/in/alice-marchetti weekly",
            ],
        }
    ],
    "references": [{"name": "Bruno Sala", "reference": "Alice is great."}],
}
TRACES = ("Alice", "alice", "Marchetti", "marchetti", "1234 5678", "Via Roma", "Milano", "Bruno", "12345678")


@pytest.mark.parametrize("kind", KINDS)
def test_an_anonymous_cv_holds_no_trace_of_the_person(kind: str, photo: bytes) -> None:
    letterhead = Letterhead("Harbour Recruiting", ("1 Quay Street, Leeds",))
    options = Options(anonymous=True, photo=photo, letterhead=letterhead, template="banner")
    rendering = render(ALICE, options, kind)  # type: ignore[arg-type]
    told = everything_in(rendering.content, kind)
    assert [trace for trace in TRACES if trace in told] == []
    assert "Orbita SpA" in told
    assert rendering.file_name == f"candidate-cv.{kind}"
    if kind in ("pdf", "docx", "html"):
        assert "Harbour Recruiting" in told


def everything_in(content: bytes, kind: str) -> str:
    """All that a file says, its metadata and attachments with it."""
    if kind == "pdf":
        reader = pypdf.PdfReader(io.BytesIO(content))
        xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
        attached = reader.attachments["resume.json"][0].decode()
        return "\n".join(
            (text_of(content, "pypdf"), str(reader.metadata), xmp, attached, str(reader.outline))
        )
    if kind == "docx":
        parts = zipfile.ZipFile(io.BytesIO(content))
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return content.decode()


def test_the_data_of_an_anonymous_cv_keep_what_was_done() -> None:
    told = json.loads(render(ALICE, Options(anonymous=True), "json").content)
    assert told["basics"]["name"] == "Candidate"
    assert told["basics"]["location"] == {"region": "Lombardia"}
    assert told["work"][0]["highlights"][0] == "█████'s team cut costs by 20 %"
    assert "references" not in told


@pytest.mark.parametrize("colour", ["#ffff00", "#ffffff", "#00ff00", "#1f4e79", "#000000"])
def test_every_colour_is_made_readable(colour: str) -> None:
    assert contrast_with_white(readable(colour)) >= 4.5


def test_a_colour_that_can_be_read_stays() -> None:
    assert readable("#1f4e79") == "#1f4e79"


@pytest.mark.parametrize(
    ("font", "family"), [("lato", "Lato"), ("caladea", "Caladea"), ("noto-serif", "Noto-Serif")]
)
def test_the_font_that_is_asked_for_is_embedded(font: str, family: str) -> None:
    pdf = render(TWO_PAGES, Options(font=font), "pdf").content
    fonts = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"]
    assert any(family in str(each.get_object()["/BaseFont"]) for each in fonts.values())


@pytest.mark.parametrize(("skills", "is_there"), [([], False), ([{"keywords": ["Excel"]}], True)])
def test_a_line_between_columns_stands_where_there_are_two(skills: list[object], is_there: bool) -> None:
    resume = {"basics": {"name": "Ada Quill"}, "work": [{"position": "Clerk"}], "skills": skills}
    page = render(resume, Options(template="banner"), "html").content.decode()
    assert ('<body class="banner with-side">' in page) == is_there
