"""Fictional candidates in numbers."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from candidates.models import Candidate
from parsing.training.careers import career
from parsing.training.people import months_worked, profile_of

pytestmark = pytest.mark.django_db


def told() -> list[tuple[object, ...]]:
    return list(Candidate.objects.order_by("pk").values_list("pk", "name", "current_title", "skills"))


def test_the_same_seed_makes_the_same_people_once(capsys):
    call_command("make_candidates", 12, seed=3)
    first = told()
    assert len(first) == 12
    call_command("make_candidates", 12, seed=3)
    assert told() == first
    call_command("make_candidates", 5, seed=4)
    assert len(told()) == 17
    assert capsys.readouterr().out.startswith("12 candidates in ")


def test_they_are_what_a_reading_of_their_careers_would_say():
    call_command("make_candidates", 10, seed=3)
    person = Candidate.objects.exclude(skills=[]).first()
    assert person is not None
    assert person.profile["work"][0]["position"] == person.current_title
    assert person.profile["basics"]["email"] == person.email
    assert person.experience_months_max == person.experience_months_min
    assert person.version > person.synced_version, "the search index is still to hear of them"
    assert person.is_compared, "nobody looks for doubles of people who are invented"


def test_months_that_overlap_count_once():
    for seed in range(20):
        positions = career(seed, "en").positions
        alone = sum(months_worked([each]) for each in positions)
        assert 0 < months_worked(positions) <= alone
        assert profile_of(career(seed, "en"))["derived"]["current_title"] == positions[0].title
