"""One résumé through every stage in one process, from real files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL.Image import Image

from parsing.engines.geometry import GeometryEngine
from parsing.errors import RejectedFile, StageError
from parsing.stages.flow import Engines, assemble, convert_document, read, read_page
from parsing.stages.json_resume import json_resume
from parsing.stages.types import Layout, Page

FILES = Path(__file__).parents[2] / "samples" / "files"
EXPECTED = json.loads((FILES.parent / "expected.json").read_text(encoding="utf-8"))
PLAIN = (
    "single-column.pdf",
    "left-sidebar.pdf",
    "label-rail.pdf",
    "lebenslauf-table.pdf",
    "word.docx",
    "markdown.md",
)
AS_OF = date(2026, 1, 1)


class StumblingEngine(GeometryEngine):
    """Fails on every page but the first."""

    def layout_of(self, page: Page, image: Callable[[], Image] | None = None) -> Layout:
        if page.number > 1:
            raise StageError("limit_time")
        return super().layout_of(page, image)


@pytest.mark.parametrize("name", PLAIN)
def test_a_sample_is_read_as_it_should_be(name: str) -> None:
    reading = read((FILES / name).read_bytes(), name, as_of=AS_OF)
    resume = json_resume(reading.profile)
    expected, basics = EXPECTED[name], resume["basics"]
    assert reading.status == "done"
    assert isinstance(basics, dict)
    assert (basics["name"].lower(), basics["email"]) == (expected["name"].lower(), expected["email"])
    assert len(resume["work"]) == len(expected["worked"])  # type: ignore[arg-type]
    assert {"intake", "convert", "lines", "ner", "classify", "profile"} <= reading.timings_ms.keys()


def not_drawn(dpi: int, *, grey: bool = False) -> Image:
    pytest.fail(f"drawn at {dpi} dpi, grey: {grey}")


def test_the_halves_make_the_same_profile_as_the_whole() -> None:
    data = (FILES / "single-column.pdf").read_bytes()
    engines = Engines()
    document = convert_document(data, "pdf", engines=engines)
    pages = [read_page(page, not_drawn, engines=engines) for page in document.pages]
    assembly = assemble(document, pages, engines=engines, as_of=AS_OF)
    assert assembly.profile == read(data, "single-column.pdf", engines=engines, as_of=AS_OF).profile


def test_a_page_that_fails_leaves_the_others_standing() -> None:
    data = (FILES / "single-column.pdf").read_bytes()
    engines = Engines(make_layout=StumblingEngine)
    document = convert_document(data, "pdf", engines=engines)
    twice = replace(document, pages=(document.pages[0], replace(document.pages[0], number=2)))
    good = read_page(twice.pages[0], not_drawn, engines=engines)
    with pytest.raises(StageError):
        read_page(twice.pages[1], not_drawn, engines=engines)
    assembly = assemble(twice, [good], as_of=AS_OF)
    assert [page.number for page in assembly.document.pages] == [1]
    assert assembly.profile["basics"]


def test_engines_are_made_when_first_asked_for_and_kept() -> None:
    made: list[int] = []

    def make() -> GeometryEngine:
        made.append(1)
        return GeometryEngine()

    engines = Engines(make_layout=make)
    assert not made
    assert engines.layout is engines.layout
    assert len(made) == 1


def test_a_file_of_the_wrong_kind_is_refused() -> None:
    with pytest.raises(RejectedFile) as refused:
        read(b"\x7fELF\x02\x01\x01" + bytes(100), "resume.pdf")
    assert refused.value.code in ("unsupported_type", "type_mismatch")


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(RejectedFile, match="empty"):
        read(b"", "resume.pdf")
