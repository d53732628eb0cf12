"""Every kind of file, every template, and the refusals."""

from __future__ import annotations

import io
import json
from html.parser import HTMLParser

import pypdf
import pytest

from cvimprover.rendering import KINDS, TEMPLATES, Kind, Letterhead, Options, RenderingError, render
from tests.cvimprover.rendering.extremes import ALL, JAPANESE, LONG_NAME, NAME_ONLY
from tests.cvimprover.rendering.people import person
from tests.cvimprover.rendering.readers import text_of

BEGINNINGS = {"pdf": b"%PDF-1.7", "docx": b"PK", "html": b"<!DOCTYPE html>", "json": b"{"}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_who_it_is(kind: Kind) -> None:
    resume = person(3, "en")
    rendering = render(resume, Options(), kind)
    assert rendering.content.startswith(BEGINNINGS.get(kind, b""))
    assert rendering.file_name.endswith(f"-cv.{kind}")
    assert (rendering.pages is not None) == (kind == "pdf")
    assert not rendering.warnings
    if kind in ("html", "md", "txt", "json"):
        assert str(resume["basics"]["name"]) in rendering.content.decode()  # type: ignore[index]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("who", ["empty", "name only", "long name", "one long job", "arabic"])
def test_each_template_prints_people_at_the_edges(template: str, who: str) -> None:
    rendering = render(ALL[who], Options(template=template), "pdf")
    assert rendering.pages is not None
    assert 1 <= rendering.pages <= 5
    assert len(rendering.content) < 60_000


@pytest.mark.parametrize("template", ["classic", "sidebar"])
@pytest.mark.parametrize("who", ["hebrew", "japanese", "chinese", "korean"])
def test_other_scripts_are_printed_in_fonts_that_have_them(template: str, who: str) -> None:
    pdf = render(ALL[who], Options(template=template), "pdf").content
    assert len(pdf) < 600_000
    name = str(ALL[who]["basics"]["name"])  # type: ignore[index]
    assert name in text_of(pdf, "pdftotext")


@pytest.mark.parametrize("kind", ["docx", "html", "md", "txt", "json"])
@pytest.mark.parametrize("who", ALL)
def test_each_kind_takes_people_at_the_edges(kind: Kind, who: str) -> None:
    assert render(ALL[who], Options(), kind).content


@pytest.mark.parametrize(("page", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_pages_have_the_size_that_is_asked_for(page: str, size: tuple[int, int]) -> None:
    rendering = render(NAME_ONLY, Options(page=page), "pdf")  # type: ignore[arg-type]
    box = pypdf.PdfReader(io.BytesIO(rendering.content)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


@pytest.mark.parametrize(
    ("options", "kind", "code"),
    [
        (Options(template="../../etc"), "pdf", "unknown_template"),
        (Options(page="A3"), "html", "unknown_page"),  # type: ignore[arg-type]
        (Options(font="Comic Sans"), "pdf", "unknown_font"),
        (Options(colour="red;} body{display:none"), "pdf", "bad_colour"),
        (Options(photo=b"GIF89a"), "pdf", "bad_photo"),
        (Options(letterhead=Letterhead("Acme", logo=b"no picture")), "pdf", "bad_logo"),
        (Options(), "exe", "unknown_kind"),
    ],
)
def test_what_does_not_exist_is_refused(options: Options, kind: Kind, code: str) -> None:
    with pytest.raises(RenderingError) as refusal:
        render(NAME_ONLY, options, kind)
    assert refusal.value.code == code
    assert refusal.value.message.endswith(".")


def test_a_cv_beyond_all_measure_is_refused() -> None:
    with pytest.raises(RenderingError) as refusal:
        render({"work": [{"highlights": ["word " * 50_000]}]}, Options(), "txt")
    assert refusal.value.code == "too_long"


def test_the_json_is_a_json_resume_without_what_only_we_understand() -> None:
    told = json.loads(render(person(3, "de"), Options(), "json").content)
    assert told["$schema"].endswith("schema.json")
    assert told["basics"]["email"]
    assert not [key for key in told if key.startswith("x-")]


def test_a_file_is_named_after_the_person_in_any_script() -> None:
    assert render(LONG_NAME, Options(), "txt").file_name.startswith("maximiliana-theodora")
    assert render(JAPANESE, Options(), "txt").file_name == "佐藤-美咲-cv.txt"
    assert render({}, Options(), "txt").file_name == "my-cv.txt"


def test_the_same_cv_gives_the_same_bytes() -> None:
    resume = person(4, "fr")
    for kind in KINDS:
        assert render(resume, Options(), kind).content == render(resume, Options(), kind).content


def test_html_needs_nothing_from_outside(photo: bytes) -> None:
    class Addresses(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.loaded: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.loaded += [value or "" for name, value in attrs if name in ("src", "srcset", "data")]

    page = render(person(3, "en"), Options(template="banner", photo=photo), "html").content.decode()
    reader = Addresses()
    reader.feed(page)
    assert [address[:23] for address in reader.loaded] == ["data:image/jpeg;base64,"]
    assert "url(" not in page
    assert "@import" not in page


def test_a_template_without_a_picture_says_so(photo: bytes) -> None:
    rendering = render(NAME_ONLY, Options(template="plain", photo=photo), "pdf")
    assert [warning.code for warning in rendering.warnings] == ["photo_not_shown"]
