"""What of a candidate goes into the index."""

from __future__ import annotations

import uuid

import pytest

from candidates.search.base import Line
from candidates.search.documents import MOST_LINES, Person, document_of
from candidates.search.tantivy_schema import document
from tests.candidates.search.people import PEOPLE


def test_fields_and_every_line_once():
    told = document_of(PEOPLE[1])
    assert told.name == "Ben Okoro"
    assert told.titles == ("Software Developer",)
    assert told.current == "Software Developer"
    assert told.employers == ("Nordwind GmbH",)
    assert told.skills == ("Python", "Django", "Kubernetes")
    texts = [line.text for line in told.lines]
    assert len(texts) == len(set(texts))
    assert Line("skills.0.keywords.2", "Kubernetes") in told.lines
    assert Line("work.0.name", "Nordwind GmbH") in told.lines


def test_what_was_corrected_by_hand_is_found_though_the_profile_says_otherwise():
    told = document_of(
        Person(
            id=uuid.uuid4(), version=2, name="Ana Right", current_title="Midwife", skills=("Yoga",),
            profile={"basics": {"name": "Ana Wrong"}, "work": [{"position": "Nurse"}]},
        )
    )  # fmt: skip
    assert told.titles == ("Midwife", "Nurse")
    assert {"Ana Right", "Midwife", "Yoga"} <= {line.text for line in told.lines}


def test_dates_links_to_schemas_and_derived_things_are_not_looked_for():
    profile = {
        "$schema": "https://example.org/schema",
        "work": [{"position": "Nurse", "startDate": "2019-01", "location": "Graz"}],
        "x-derived": {"current_title": "Derived"},
        "x-extras": {"unmapped_text": [{"line": 3, "page": 1, "section": "work", "text": "Left over"}]},
        "meta": {"version": "v1"},
    }
    lines = document_of(Person(id=uuid.uuid4(), version=1, profile=profile)).lines
    assert [line.text for line in lines] == ["Nurse", "Graz", "Left over"]


@pytest.mark.parametrize(
    ("skills", "profile"),
    [
        ([None, 3, {"name": "x"}, "Python"], {}),
        (("Python",), []),
        (("Python",), None),
        (("Python",), {"work": {"position": "no list"}, "skills": [None, 3, ["deep"]], "languages": ["x"]}),
        (("Python", "half \ud83d of a sign"), {"basics": {"summary": "\udc00 \ud800 and \x00 zero"}}),
        (
            ("Python",),
            {"basics": {"summary": "word " * 9000}, "awards": [{"title": f"T{i}"} for i in range(999)]},
        ),
    ],
)
def test_nothing_that_a_profile_can_hold_stops_the_index(skills, profile):
    told = document_of(Person(id=uuid.uuid4(), version=1, skills=skills, profile=profile))
    assert "Python" in told.skills
    assert len(told.lines) <= MOST_LINES
    document(told)
