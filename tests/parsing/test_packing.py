"""Stage data to bytes and back."""

from __future__ import annotations

import json
import math
import zlib
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.packing import pack, unpack
from parsing.stages.types import (
    Box,
    Document,
    Entity,
    Finding,
    FlowLine,
    Layout,
    Line,
    Link,
    Page,
    Region,
    Word,
)

text = st.text(st.characters(exclude_categories=[]), max_size=20)
number = st.floats(-1e6, 1e6)
boxes = st.builds(Box, number, number, number, number)
words = st.builds(Word, text=text, box=boxes, size=number, bold=st.booleans(), link=text, confidence=number)
pages = st.builds(
    Page,
    number=st.integers(1, 30),
    width_pt=number,
    height_pt=number,
    words=st.lists(words, max_size=5).map(tuple),
    rules=st.lists(boxes, max_size=2).map(tuple),
)
lines = st.builds(
    Line,
    id=st.integers(0, 999),
    text=text,
    box=st.none() | boxes,
    words=st.lists(words, max_size=3).map(tuple),
    links=st.lists(st.builds(Link, st.integers(0, 9), st.integers(0, 9), text), max_size=2).map(tuple),
)


@settings(max_examples=50, deadline=None)
@given(pages)
def test_a_page_comes_back_as_it_went(page: Page) -> None:
    assert unpack(pack(page), Page) == page


@settings(max_examples=50, deadline=None)
@given(st.lists(lines, max_size=4).map(tuple))
def test_lines_come_back_as_they_went(found: tuple[Line, ...]) -> None:
    assert unpack(pack(found), tuple[Line, ...]) == found


def test_a_document_comes_back_with_all_its_parts() -> None:
    document = Document(
        "docx",
        flow=(FlowLine("Alice", links=(Link(0, 5, "https://example.org"),)),),
        findings=(Finding("hidden_text", "flag", "hidden", box=Box(0, 0, 1, 1)), Finding("x", "info", "y")),
        metadata=MappingProxyType({"title": "CV"}),
        json_resume={"basics": {"name": "Alice", "profiles": [None, 1.5]}},
    )
    back = unpack(pack(document), Document)
    assert back == Document(
        document.kind,
        flow=document.flow,
        findings=document.findings,
        metadata={"title": "CV"},
        json_resume=document.json_resume,
    )


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (Layout(1, (Region("text", Box(0, 0, 1, 1), 0, (0, 1)),)), Layout),
        ((Entity("EMAIL", 0, 0, 3, "a@b"),), tuple[Entity, ...]),
        ((), tuple[Word, ...]),
    ],
)
def test_each_kind_of_output_comes_back(value: object, wanted: type) -> None:
    assert unpack(pack(value), wanted) == value


def test_a_record_of_an_older_version_gets_the_new_fields_defaults() -> None:
    old = zlib.compress(json.dumps([["Alice", [0, 0, 1, 1], 12.0]]).encode())
    assert unpack(old, tuple[Word, ...]) == (Word("Alice", Box(0, 0, 1, 1), 12.0),)


def test_a_record_of_a_newer_version_is_refused() -> None:
    newer = zlib.compress(json.dumps([[0, 0, 1, 1, 5]]).encode())
    with pytest.raises(ValueError, match="Box"):
        unpack(newer, tuple[Box, ...])


def test_what_is_no_plain_data_is_refused() -> None:
    with pytest.raises(TypeError):
        pack({"file": b"bytes"})


@pytest.mark.parametrize("text", ["\ud800 half a pair", "\x00\x1f", "\u2028 ✓ 👩‍🔬"])
def test_any_text_that_a_file_holds_comes_back(text: str) -> None:
    assert unpack(pack({text: [text, 2**70]}), object) == {text: [text, 2**70]}


def test_what_is_no_number_comes_back_as_none() -> None:
    (box,) = unpack(pack([Box(0, math.inf, math.nan, 1)]), tuple[Box, ...])
    assert (box.x0, box.x1) == pytest.approx((0, math.nan), nan_ok=True)
    assert math.isnan(box.y0)
