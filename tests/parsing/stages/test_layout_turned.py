"""Headings that run up or down the page beside their text."""

from __future__ import annotations

from typing import Literal

import pytest

from parsing.stages.layout_turned import laid_flat
from parsing.stages.types import Box, Word
from tests.parsing.stages.pages_of_words import page_of, put, read, stack, texts

WORK = ["Archivist, City Museum", "kept nine thousand prints", "answered letters", "Clerk, Town Library"]
STUDY = ["Master of Arts", "College of the North"]


def turned(
    text: str, x: float, y: float, *, way: Literal["up", "down"] = "up", size: float = 10.0, bold: bool = True
) -> list[Word]:
    """The words of a line that runs up or down, its upper end at `y`, its left side at `x`."""
    letter, words = size / 2, text.split(" ")
    placed = []
    at = y
    for word in words if way == "down" else reversed(words):
        box = Box(x, at, x + 1.2 * size, at + letter * len(word))
        placed.append(Word(word, box, size, bold))
        at = box.y1 + letter
    return placed if way == "down" else placed[::-1]


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_heading_that_runs_beside_its_text_stands_before_it(way: Literal["up", "down"]) -> None:
    page = page_of(
        put("Anke de Boer", 40, 40, size=20),
        turned("WORK", 40, 100, way=way),
        stack(WORK, 70, 100),
        turned("EDUCATION", 40, 180, way=way),
        stack(STUDY, 70, 180),
    )
    assert texts(page) == ["Anke de Boer", "WORK", *WORK, "EDUCATION", *STUDY]


def test_a_word_that_a_scan_sees_too_tall_is_not_turned() -> None:
    tall = Word("Baker", Box(70, 98, 95, 116), 10.0)
    page = page_of(put("WORK", 40, 60), [tall], put("at the mill", 98, 100), stack(WORK, 70, 120))
    assert laid_flat(page.words) is page.words


def test_a_heading_at_the_middle_of_its_text_stands_before_all_of_it() -> None:
    page = page_of(
        turned("WORK", 40, 120), stack(WORK, 70, 100), turned("STUDY", 40, 182), stack(STUDY * 2, 70, 180)
    )
    assert texts(page) == ["WORK", *WORK, "STUDY", *STUDY, *STUDY]


def test_a_heading_longer_than_its_text_stands_before_it() -> None:
    page = page_of(
        put("Anke de Boer", 40, 40, size=20),
        turned("PROFESSIONAL PROFILE", 40, 80),
        put("I like old paper", 70, 85),
        turned("WORK", 40, 210),
        stack(WORK, 70, 210),
    )
    assert texts(page) == ["Anke de Boer", "PROFESSIONAL PROFILE", "I like old paper", "WORK", *WORK]


def test_a_heading_of_two_turned_lines_or_with_short_words_stays_whole() -> None:
    two_lines = turned("TECHNICAL", 40, 100) + turned("SKILLS", 53, 100)
    page = page_of(two_lines, stack(WORK, 90, 100), turned("À PROPOS", 40, 200), stack(STUDY, 90, 200))
    assert texts(page) == ["TECHNICAL SKILLS", *WORK, "À PROPOS", *STUDY]


def test_the_evidence_of_a_turned_heading_is_where_it_stands() -> None:
    heading, *_ = read(page_of(turned("EDUCATION", 40, 100), stack(STUDY * 2, 70, 100)))
    assert (heading.text, heading.box, heading.size) == ("EDUCATION", Box(40, 100, 52, 145), 10)


def test_words_that_stand_upright_come_back_as_they_are() -> None:
    words = put("I", 40, 40) + put("Anke de Boer", 60, 40, size=20) + put("|", 200, 40) + put("—", 220, 40)
    assert laid_flat(words) is words


def test_a_page_on_its_side_is_left_alone() -> None:
    words = [word for row in range(30) for word in turned("all the words of this page", 40 + 15 * row, 100)]
    assert laid_flat(words) is words
