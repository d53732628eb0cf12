"""The highest of several degrees, wherever it stands in the list."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest

from parsing.stages.flow import read

CV = """Erika Beispiel
erika@example.org

Education
{first}, University of Leeds, 2010 - 2013
{second}, University of York, 2014 - 2016
"""


@pytest.mark.parametrize(
    ("first", "second", "highest"),
    [
        ("BSc Physics", "MSc Physics", "MSc"),
        ("MSc Physics", "BSc Physics", "MSc"),
        ("Diploma in Nursing", "PhD in Chemistry", "PhD"),
        ("Bachelor of Arts", "Master of Arts", "Master of Arts"),
    ],
)
def test_the_highest_degree_is_told(first: str, second: str, highest: str) -> None:
    text = CV.format(first=first, second=second)
    profile = read(text.encode(), "cv.txt", as_of=date(2026, 1, 1)).profile
    derived = cast("dict[str, object]", profile["derived"])
    assert derived["highest_education"] == highest
