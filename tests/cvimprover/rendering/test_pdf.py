"""The PDF as machines and screen readers meet it."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from itertools import pairwise

import pypdf
import pytest
import weasyprint

from cvimprover.rendering import TEMPLATES, Options, render
from parsing.engines import printing
from parsing.engines.pdfium import read_pdf
from parsing.stages.types import Limits
from tests.cvimprover.rendering.extremes import ARABIC, ONE_LONG_JOB
from tests.cvimprover.rendering.people import person
from tests.cvimprover.rendering.readers import READERS, structure_of, text_of

PERSON = person(7, "en")


@pytest.fixture(scope="module", params=TEMPLATES)
def pdf(request: pytest.FixtureRequest) -> bytes:
    return render(PERSON, Options(template=request.param), "pdf").content


def test_it_is_tagged_and_says_its_language_and_title(pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith(str(PERSON["basics"]["name"]))  # type: ignore[index]
    xmp = root["/Metadata"].get_object().get_data()
    assert b'pdfuaid:part="1"' in xmp
    assert b"resume.json" in xmp


def test_headings_go_down_by_one_and_name_the_sections(pdf: bytes) -> None:
    levels = [int(kind[1]) for kind, _ in structure_of(pdf) if re.fullmatch(r"H[1-6]", kind)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    bookmarks = [str(item.title) for item in pypdf.PdfReader(io.BytesIO(pdf)).outline]  # type: ignore[union-attr]
    assert "Work Experience" in bookmarks
    assert len(bookmarks) == levels.count(2)


def test_its_one_attachment_is_the_json_resume(pdf: bytes) -> None:
    attachments = pypdf.PdfReader(io.BytesIO(pdf)).attachments
    assert list(attachments) == ["resume.json"]
    told = json.loads(attachments["resume.json"][0])
    assert told["basics"]["name"] == PERSON["basics"]["name"]  # type: ignore[index]


def test_it_is_small(pdf: bytes) -> None:
    assert len(pdf) < 60_000


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_finds_the_texts_in_order(pdf: bytes, reader: str) -> None:
    text = text_of(pdf, reader)
    basics, work = PERSON["basics"], PERSON["work"]
    order = [basics["name"], basics["email"]]  # type: ignore[index]
    for job in work:  # type: ignore[attr-defined]
        order += [*([job["highlights"][0]] if job["highlights"] else [])]
    assert positions(text, [str(each) for each in order]) == sorted(positions(text, [str(e) for e in order]))
    for job in work:  # type: ignore[attr-defined]
        assert str(job["name"]) in text
        assert all(str(each) in text for each in job["highlights"])


def positions(text: str, wanted: list[str]) -> list[int]:
    """Where each begins, each behind the one before; fails where one is missing."""
    found, at = [], 0
    for each in wanted:
        at = text.index(" ".join(each.split()), at)
        found.append(at)
    return found


@pytest.mark.parametrize("template", [name for name, each in TEMPLATES.items() if each.shows_photo])
def test_a_photo_has_an_alternative_text(template: str, photo: bytes) -> None:
    pdf = render(PERSON, Options(template=template, photo=photo), "pdf").content
    figures = [element for kind, element in structure_of(pdf) if kind == "Figure"]
    assert [str(figure["/Alt"]) for figure in figures] == [f"Portrait of {PERSON['basics']['name']}"]  # type: ignore[index]


def test_a_page_from_right_to_left_says_so_and_keeps_numbers() -> None:
    pdf = render(ARABIC, Options(template="modern"), "pdf").content
    assert pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"] == "ar"
    assert "+962 7 9012 3456" in text_of(pdf, "pdftotext")


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_page_ends_with_a_heading_or_an_entrys_head(template: str) -> None:
    for seed in (1, 12):
        pdf = render(person(seed, "de"), Options(template=template), "pdf").content
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
        resume = person(seed, "de")
        heads = {str(job["position"]) for job in resume["work"]} | {  # type: ignore[attr-defined]
            "Berufserfahrung", "Ausbildung", "Kenntnisse", "Sprachen", "Zertifikate"
        }  # fmt: skip
        for text in pages[:-1]:
            lines = [line.strip() for line in text.splitlines() if line.strip() and "/" not in line[-4:]]
            assert lines[-1] not in heads


def test_a_job_of_three_pages_goes_on_without_a_gap() -> None:
    pdf = render(ONE_LONG_JOB, Options(template="modern"), "pdf").content
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) == 3
    assert min(len(text) for text in pages[:2]) > 2500
    assert "Otto Langfeld · 2/3" in pages[1]
    assert "1/3" not in pages[0]


def test_bullets_come_from_a_font_that_draws_them() -> None:
    """EB Garamond's would be printed as a small raised A."""
    work = [{"position": "Clerk", "highlights": ["One", "Two"]}]
    resume = {"basics": {"name": "Erika Beispiel"}, "work": work}
    content = render(resume, Options(font="garamond"), "pdf").content
    words = read_pdf(content, Limits()).pages[0].words
    assert [word.font.startswith("Noto-Sans") for word in words if word.text == "•"] == [True, True]


def test_the_printer_is_the_one_whose_leak_is_mended() -> None:
    """Another version may be mended itself: look at `printing._let_attributes_go` and measure 300 renders."""
    assert weasyprint.__version__ == printing.LEAKS


def test_other_users_of_the_printer_are_left_alone() -> None:
    """In a process of its own: memory that is freed twice ends it."""
    code = """
from weasyprint import HTML
from parsing.engines import printing
html = "<p style='font-family: Lato; font-variant-ligatures: none'>" + "office affinity " * 300
for _ in range(12):
    printing.laid_out(html).write_pdf()
    HTML(string=html).write_pdf()
print("done")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
