"""What a model is told of a line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsing.stages.line_signs import signs_of, without_headings
from parsing.stages.ner import entities_of
from parsing.stages.types import Box, Line


def placed(*texts: str) -> list[Line]:
    return [
        Line(i, text, box=Box(50, 40 + 20 * i, 50 + 5 * len(text), 50 + 20 * i), size=10.0, gap_above=10.0)
        for i, text in enumerate(texts)
    ]


def signs(*texts: str) -> list[list[str]]:
    lines = placed(*texts)
    return signs_of(lines, entities_of(lines), "en-GB")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Software Engineer", "title+"),
        ("Acme Ltd", "org+"),
        ("University of Turku", "school+"),
        ("BSc in Physics", "degree+"),
        ("Jan 2019 – Mar 2021", "d=range-only"),
        ("Baker, Corner Bakery, 2019 – 2021", "d=range-with"),
        ("ana.berg@example.org", "EMAIL"),
        ("Work Experience", "hd=work"),
        ("Skills: Python, Go", "hi=skills"),
        ("Python, Django, PostgreSQL, Docker", "skills>"),
        ("CERTIFIED", "shouted"),
        ("Baked two hundred loaves of bread each morning.", "stop"),
    ],
)
def test_a_line_shows_what_it_says(text: str, sign: str) -> None:
    assert sign in signs(text)[0]


def test_a_line_knows_the_heading_above_and_its_neighbours() -> None:
    found = signs("Education", "University of Turku", "BSc in Physics")
    assert "up=education" in found[1]
    assert "1:degree+" in found[1]
    assert "-1:hd=education" in found[1]
    assert "2:edge" in found[1]


def test_names_and_unknown_words_are_no_signs() -> None:
    shown = {sign for line in signs("Ana Berg", "Worked at Grobnar with Zildo") for sign in line}
    assert not any(name in sign.casefold() for sign in shown for name in ("berg", "grobnar", "zildo"))


def test_a_format_without_pages_has_signs_too() -> None:
    lines = [replace(line, box=None, size=0.0, gap_above=0.0) for line in placed("Education", "BSc")]
    found = signs_of(lines, (), "en")
    assert "flow" in found[0]
    assert not any(sign.startswith("gap") for sign in found[0])


def test_signs_without_headings_tell_nothing_of_their_words() -> None:
    found = without_headings(signs("Education", "BSc in Physics", "Skills: Go"))
    assert not any(word in sign for line in found for sign in line for word in ("hd=", "hi=", "hw=", "up="))
