"""Duplicates are found on arrival, shown with reasons, and stay decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from candidates.models import Candidate, Duplicate, MatchKey
from candidates.services import dismiss, duplicates_of, edit, merge
from candidates.services.duplicates import find_some, has_work
from candidates.services.facts import Facts
from candidates.tasks import find_duplicates
from config.beat import wake
from tests.candidates.making import ANA, again, found
from tests.people import person

pytestmark = pytest.mark.django_db

BEN = Facts(name="Ben Okafor", email="ben@example.org")


def looked() -> list[Duplicate]:
    """All pairs after everybody was compared."""
    find_duplicates()
    assert not has_work()
    return list(Duplicate.objects.all())


def test_a_second_resume_of_one_person_is_found_with_the_reasons():
    ana = found()
    assert looked() == []
    newer, _ = found(replace(ANA, name="Ana M. Ruiz", phone="")), found(BEN)
    (pair,) = looked()
    assert {pair.first_id, pair.second_id} == {ana.pk, newer.pk}
    assert [reason["code"] for reason in pair.reasons] == ["same_email", "similar_name", "same_employer"]
    assert pair.score > 0.95
    assert duplicates_of(ana.pk) == duplicates_of(newer.pk) == [pair]


def test_two_who_come_together_are_found():
    found(), found()
    assert len(looked()) == 1


def test_nobody_is_compared_twice_unless_they_change():
    ana = found()
    looked()
    assert find_some() == 0
    again(ana, ANA)
    assert has_work()
    assert find_some() == 1


def test_what_is_alike_no_longer_goes_and_what_was_decided_stays():
    ana, newer = found(), found(replace(ANA, phone="", current_employer=""))
    (pair,) = looked()
    dismiss(pair, actor=person("alice"))
    again(newer, BEN)
    (pair,) = looked()
    assert pair.state == "dismissed"
    assert duplicates_of(ana.pk) == []
    Duplicate.objects.update(state="open")
    edit(newer.pk, {"headline": "x"}, actor=None)
    assert looked() == []


def test_merged_people_are_no_pair_any_more():
    ana, newer = found(), found()
    looked()
    merge(ana.pk, newer.pk, actor=None)
    assert looked() == []
    assert set(MatchKey.objects.values_list("candidate_id", flat=True)) == {ana.pk}


def test_a_key_that_half_the_country_shares_finds_nobody(monkeypatch):
    monkeypatch.setattr("candidates.services.duplicates.MOST_SHARED", 3)
    for number in range(4):
        found(Facts(name=f"Person {chr(65 + number) * 5}", phone="+43316123456"))
    assert looked() == []


def test_many_cost_as_many_queries_as_few(django_assert_max_num_queries):
    for number in range(60):
        found(replace(ANA, name=f"Ana Ruiz {number % 3}", email=f"ana{number % 20}@example.org"))
    with django_assert_max_num_queries(40):
        assert find_some() == 60
    assert Candidate.objects.filter(is_compared=False).count() == 0
    assert Duplicate.objects.exists()


def test_beat_sends_no_message_when_there_is_nothing_to_do(monkeypatch):
    sent = []
    monkeypatch.setattr("parsing.outbox.publish", lambda signature: sent.append(signature.task) or True)
    assert not wake("candidates.tasks.find_duplicates")
    found()
    assert wake("candidates.tasks.find_duplicates")
    assert sent == ["candidates.tasks.find_duplicates"]
