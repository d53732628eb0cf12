"""What a profile says of a person: the few fields of lists, filters and searches."""

from __future__ import annotations

import pytest

from parsing.facts import facts_of


def study(degree: str = "", end: str = "") -> dict[str, object]:
    """An entry of education as the stage `profile` tells it."""
    return {
        "studyType": {"value": degree, "raw": degree, "evidence": []},
        "endDate": {"value": end, "raw": end, "evidence": []},
    }


@pytest.mark.parametrize(
    ("education", "level", "year"),
    [
        ([], None, None),
        ([study("B.Sc. Physics", "2015-06")], 6, 2015),
        ([study("Licence", "2012"), study("Master 2", "2014-09")], 7, 2014),
        ([study("Promotion", "2009"), study("Bachelor", "2020-01")], 8, 2020),
        ([study("", "2011")], None, 2011),
        ([study("Magister", "present")], 7, None),
        ([study("Something else", "")], None, None),
    ],
)
def test_education_is_told_by_its_highest_level_and_last_year(education, level, year):
    facts = facts_of({"education": education})
    assert (facts.education_level, facts.graduation_year) == (level, year)


def test_a_json_resume_tells_the_same():
    facts = facts_of({"education": [{"studyType": "Bachelor", "endDate": "2015"}]})
    assert (facts.education_level, facts.graduation_year) == (6, 2015)
