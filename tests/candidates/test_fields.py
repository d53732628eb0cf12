"""Readings and corrections of one person, as values."""

from __future__ import annotations

import pytest

from candidates.fields import (
    EDITABLE,
    TEXTS,
    Json,
    combined,
    edited,
    fault_in,
    is_same,
    value_of,
)
from candidates.models import Candidate
from candidates.services.facts import LONGEST

ANA: dict[str, Json] = {
    "name": "Ana Ruiz",
    "city": "Graz",
    "skills": ["Python", "SQL"],
    "experience_months_min": 10,
    "experience_months_max": 20,
    "as_of": "2026-01-01",
    "profile": {
        "basics": {"name": "Ana Ruiz", "location": {"city": "Graz"}},
        "skills": [{"name": "Python", "level": "expert"}, {"name": "Tools", "keywords": ["SQL"]}],
        "work": [{"name": "Acme"}],
    },
}


@pytest.mark.parametrize(
    ("field", "value", "sound"),
    [
        ("name", "Ana", True),
        ("name", "", True),
        ("name", None, False),
        ("name", "x" * 201, False),
        ("country_code", "CHE", False),
        ("experience_months_max", 12, True),
        ("experience_months_max", None, True),
        ("experience_months_max", -1, False),
        ("experience_months_max", True, False),
        ("graduation_year", 12, False),
        ("skills", ["Python"], True),
        ("skills", "Python", False),
        ("skills", [1], False),
        ("profile.work", [{"name": "Acme"}], True),
        ("profile.work", ["Acme"], False),
        ("profile.work", {"name": "Acme"}, False),
        ("profile.basics.summary", "Hello", True),
        ("profile.basics.summary", ["Hello"], False),
        ("profile.basics.location", {"city": "Graz"}, True),
        ("profile.basics.location", "Graz", False),
        ("profile.meta", [], False),
        ("version", 7, False),
        ("id", "1", False),
    ],
)
def test_a_value_fits_its_field_or_is_told_why_not(field, value, sound):
    assert (fault_in(field, value) == "") is sound


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ana", " Ana ", True),
        ("Ana", "ana", False),
        ("", None, True),
        ([], None, True),
        ([], "", True),
        (0, None, False),
        ([{"name": "Acme"}], [{"name": "Acme"}], True),
    ],
)
def test_two_values_say_the_same(one, other, same):
    assert is_same(one, other) is same


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Ana Ruiz"),
        ("profile.work", [{"name": "Acme"}]),
        ("profile.education", []),
        ("profile.basics.location", {"city": "Graz"}),
        ("profile.basics.summary", ""),
        ("headline", None),
    ],
)
def test_what_facts_say_of_a_field(field, value):
    assert value_of(ANA, field) == value


def test_an_edit_reaches_the_profile_and_leaves_what_was_read_alone():
    shown = edited(ANA, [("name", "Ana Ruiz Vega"), ("city", ""), ("profile.work", [{"name": "Bolt"}])])
    assert shown["name"] == "Ana Ruiz Vega"
    assert shown["city"] == ""
    assert shown["profile"]["basics"] == {"name": "Ana Ruiz Vega"}
    assert shown["profile"]["work"] == [{"name": "Bolt"}]
    assert ANA["profile"]["basics"] == {"name": "Ana Ruiz", "location": {"city": "Graz"}}
    assert ANA["profile"]["work"] == [{"name": "Acme"}]


def test_edited_skills_keep_what_was_known_of_them():
    shown = edited(ANA, [("skills", ["Python", "Rust"])])
    assert shown["skills"] == ["Python", "Rust"]
    assert shown["profile"]["skills"] == [{"name": "Python", "level": "expert"}, {"name": "Rust"}]


def test_the_newest_reading_that_says_anything_counts():
    newer = {
        "name": "Ana R.",
        "city": "",
        "skills": [],
        "experience_months_min": None,
        "experience_months_max": None,
        "as_of": "2026-06-01",
        "profile": {"basics": {"name": "Ana R."}, "work": [{"name": "Bolt"}]},
    }
    both = combined([newer, ANA])
    assert (both["name"], both["city"], both["skills"]) == ("Ana R.", "Graz", ["Python", "SQL"])
    assert (both["experience_months_max"], both["as_of"]) == (20, "2026-01-01")
    assert both["profile"]["work"] == [{"name": "Bolt"}]
    assert both["profile"]["basics"] == {"name": "Ana R.", "location": {"city": "Graz"}}
    assert both["profile"]["skills"] == ANA["profile"]["skills"]
    assert newer["profile"]["basics"] == {"name": "Ana R."}


def test_nobody_said_anything():
    assert combined([]) == {}
    assert combined([ANA]) == ANA


def test_fields_are_those_of_the_candidate():
    assert {field.partition(".")[0] for field in EDITABLE} <= set(LONGEST)
    for name, most in TEXTS.items():
        assert Candidate._meta.get_field(name).max_length == most
