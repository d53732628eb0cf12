"""Which rankings applications hear of: those that ended, not blind, the one that was asked for last."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from candidates import services as people
from candidates.models import Application, Candidate, JobProfile
from ranking import closing, criteria_versions, planning, services, shards, upkeep
from ranking.models import RankedCandidate, Ranking, Shard
from tests.people import person
from tests.ranking.making import DAY, TREE, crowd, job, run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_shards(settings):
    settings.RANKING_SHARD = 5


@pytest.fixture
def opening() -> JobProfile:
    """A job to which twelve people apply."""
    made = job()
    people.move(crowd(12), people.Move(made), actor=None)
    return made


def asked(opening: JobProfile, *, is_blind: bool = False) -> Ranking:
    """A ranking of everybody, planned and not yet worked on."""
    everybody = [str(pk) for pk in Candidate.objects.values_list("pk", flat=True)]
    wish = services.Wish({"candidates": everybody}, as_of=DAY, is_blind=is_blind)
    made = services.ask(person("alice"), criteria_versions.current(opening), wish)
    assert planning.plan(made.pk)
    return made


def noted() -> dict[object, float | None]:
    return dict(Application.objects.values_list("candidate", "score"))


def found(made: Ranking) -> dict[object, float | None]:
    return dict(RankedCandidate.objects.filter(ranking=made).values_list("candidate", "score"))


def test_a_ranking_that_ended_is_noted_as_of_when_it_was_asked_for(opening):
    crowd(3)  # who are ranked too, and do not apply
    made = asked(opening)
    shards.work_on(Shard.objects.filter(ranking=made).first().pk)
    assert set(noted().values()) == {None}, "nothing before its end"
    assert run(made).state == "completed"
    scores = found(made)
    assert (len(scores), len(noted())) == (15, 12)
    assert noted() == {key: scores[key] for key in noted()}
    assert set(Application.objects.values_list("scored_at", flat=True)) == {made.created_at}


def test_whoever_could_not_be_scored_keeps_the_score_before(opening):
    first = run(asked(opening))
    before = noted()
    second = asked(opening)
    killed = timezone.now() - timedelta(minutes=1)
    Shard.objects.filter(ranking=second, number=0).update(
        state="running", attempts=3, token=uuid.uuid4(), leased_until=killed
    )
    lost = set(RankedCandidate.objects.filter(ranking=second, shard=0).values_list("candidate", flat=True))
    upkeep.go_on()
    done = run(second)
    assert (first.state, done.state) == ("completed", "partial")
    times = dict(Application.objects.values_list("candidate", "scored_at"))
    assert noted() == before
    assert {key for key, at in times.items() if at == first.created_at} == lost
    assert {at for key, at in times.items() if key not in lost} == {second.created_at}


def test_a_cancelled_ranking_is_not_noted(opening):
    made = asked(opening)
    shards.work_on(Shard.objects.filter(ranking=made).first().pk)
    assert closing.cancel(made.pk)
    assert RankedCandidate.objects.filter(ranking=made, state="scored").count() == 5
    assert set(noted().values()) == {None}


def test_one_that_is_cancelled_while_it_ends_is_not_noted(opening, monkeypatch):
    made = asked(opening)

    def cancelled(pk):
        assert closing.cancel(pk)
        return {}

    monkeypatch.setattr(closing, "_fairness", cancelled)
    before = generation(opening)
    for shard in Shard.objects.filter(ranking=made):
        shards.work_on(shard.pk)
    made.refresh_from_db()
    assert made.state == "cancelled"
    assert set(noted().values()) == {None}
    assert generation(opening) == before


def test_a_blind_ranking_is_not_noted_for_it_would_say_who_is_who(opening):
    assert run(asked(opening, is_blind=True)).state == "completed"
    assert set(noted().values()) == {None}


def test_again_counts_and_an_older_one_that_ends_later_does_not(opening):
    older = asked(opening)
    tree = {**TREE, "members": TREE["members"][1:]}
    criteria_versions.edit(opening, tree, actor=person("alice"))
    newer = asked(opening)
    Ranking.objects.filter(pk=older.pk).update(created_at=newer.created_at - timedelta(minutes=1))
    run(newer)
    after = noted()
    assert after == found(newer)
    run(older)
    assert found(older) != found(newer)
    assert noted() == after
    again = services.rank_again(
        newer, criteria_versions.current(opening), as_of=DAY, is_blind=False, actor=person("alice")
    )
    run(again)
    assert set(Application.objects.values_list("scored_at", flat=True)) == {again.created_at}


def test_the_job_s_filters_are_counted_anew_once_and_nobody_is_read_again(opening):
    versions = list(Candidate.objects.order_by("pk").values_list("version", flat=True))
    before = generation(opening)
    run(asked(opening))
    assert generation(opening) == before + 1
    assert list(Candidate.objects.order_by("pk").values_list("version", flat=True)) == versions


def generation(opening: JobProfile) -> int:
    return JobProfile.objects.values_list("generation", flat=True).get(pk=opening.pk)
