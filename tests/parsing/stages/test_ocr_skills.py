"""Skills that a scan's reader mistook."""

from __future__ import annotations

import pytest

from parsing.stages.ocr_skills import meant_skill
from parsing.stages.skill_items import known_skills


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("SOL", "SQL"),
        ("HTMLS", "HTML5"),
        ("Power Bl", "Power BI"),
        ("Ct*", "C++"),
        ("C++", ""),
        ("Cż", "C#"),
        ("Gł", "C#"),
        ("C&", "C#"),
        ("C", ""),
        ("Python", ""),
        ("Beekeeping in towns", ""),
        ("Zorbla", ""),
        ("Filing", ""),
    ],
)
def test_a_skill_that_looks_like_one_known_skill_is_that(read: str, meant: str) -> None:
    assert meant_skill(read, known_skills().__contains__) == meant


def test_a_text_that_may_be_either_of_two_stays() -> None:
    assert meant_skill("lO", {"io", "lq", "1q"}.__contains__) == ""
