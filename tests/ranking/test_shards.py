"""Shards: claimed by one, taken over from the dead, ended once; what is killed changes nothing."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from accounts import credits
from accounts.models import CreditEntry
from accounts.notices.models import Notice, Subscription, WebhookEndpoint
from ranking import closing, planning, services, shards, upkeep
from ranking.models import RankedCandidate, Ranking, Shard
from tests.people import person
from tests.ranking.making import DAY, criteria, crowd, run, scores

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_shards(settings):
    settings.RANKING_SHARD = 5


def ranking(count: int = 20, *, is_planned: bool = True) -> Ranking:
    """A ranking of so many, in shards of five."""
    wish = services.Wish({"candidates": [str(pk) for pk in crowd(count)]}, as_of=DAY)
    made = services.ask(person("alice"), criteria(), wish)
    if is_planned:
        assert planning.plan(made.pk)
    made.refresh_from_db()
    return made


def long_ago() -> object:
    return timezone.now() - timedelta(minutes=1)


def test_a_plan_makes_every_item_once_however_often_it_is_asked():
    made = ranking(is_planned=False)
    assert [planning.plan(made.pk) for _ in range(3)] == [True, False, False]
    assert (RankedCandidate.objects.count(), Shard.objects.count()) == (20, 4)
    assert CreditEntry.objects.get(reason="rank").amount == -20


def test_two_planners_at_once_end_nothing(monkeypatch):
    made = ranking(is_planned=False)
    members_of = planning.members_of

    def slow(*asked):
        monkeypatch.setattr(planning, "members_of", members_of)
        Ranking.objects.update(attempts=3)
        assert not planning.plan(made.pk)  # somebody else, at this moment
        return members_of(*asked)

    monkeypatch.setattr(planning, "members_of", slow)
    assert planning.plan(made.pk)
    assert run(made).state == "completed"


def test_a_planner_that_dies_three_times_ends_the_ranking(monkeypatch):
    made = ranking(is_planned=False)
    before = credits.balance_of(person("alice"))

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(planning, "begin", die)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            planning.plan(made.pk)
    assert not RankedCandidate.objects.exists()
    assert not planning.plan(made.pk)
    made.refresh_from_db()
    assert (made.state, made.error_code) == ("failed", "poison")
    assert credits.balance_of(person("alice")) == before + 20


def test_only_so_many_shards_of_a_ranking_are_in_the_queue(settings):
    settings.RANKING_SHARDS_AT_ONCE = 2
    made = ranking()
    sent = Shard.objects.filter(sent_at__isnull=False)
    assert [each.number for each in sent] == [0, 1]
    assert shards.work_on(sent[0].pk)
    assert [each.number for each in sent.exclude(state="done")] == [1, 2]
    assert run(made).state == "completed"


def test_rankings_take_turns(settings):
    settings.RANKING_SHARDS_AT_ONCE = 2
    first, second = ranking(), ranking()
    Shard.objects.filter(ranking=first, number=1).update(sent_at=None)  # sent before the other came
    done = []
    while waiting := list(Shard.objects.filter(state="ready", sent_at__isnull=False).order_by("sent_at")):
        done.append(waiting[0].ranking_id)
        shards.work_on(waiting[0].pk)
    assert done == [first.pk, second.pk] * 4


def test_a_twin_leaves_what_another_is_at():
    ranking()
    shard = Shard.objects.first()
    Shard.objects.filter(pk=shard.pk).update(
        state="running", token=uuid.uuid4(), leased_until=timezone.now() + timedelta(minutes=1)
    )
    assert not shards.work_on(shard.pk)
    Shard.objects.filter(pk=shard.pk).update(leased_until=long_ago())
    assert shards.work_on(shard.pk)
    assert not shards.work_on(shard.pk)


def test_who_comes_back_from_the_dead_changes_nothing(monkeypatch):
    made = ranking()
    shard = Shard.objects.first()
    found = shards._outcomes

    def slow(each, claim):
        outcomes = list(found(each, claim))
        monkeypatch.setattr(shards, "_outcomes", found)
        Shard.objects.filter(pk=each.pk).update(leased_until=long_ago())
        assert shards.work_on(each.pk)  # somebody else does it meanwhile
        RankedCandidate.objects.filter(shard=each.number).update(score=-1)
        return outcomes

    monkeypatch.setattr(shards, "_outcomes", slow)
    assert not shards.work_on(shard.pk)
    assert set(RankedCandidate.objects.filter(shard=shard.number).values_list("score", flat=True)) == {-1}
    assert made.state == "running"


def test_a_worker_killed_at_any_point_changes_nothing(monkeypatch):
    undisturbed = run(ranking())
    made = services.rank_again(
        undisturbed, undisturbed.criteria, as_of=DAY, is_blind=False, actor=person("alice")
    )
    planning.plan(made.pk)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt  # passes through every handler, as a kill does

    for place in ((shards, "_outcomes"), (shards._WRITE, "run"), (shards, "send_next"), (closing, "place")):
        shard = Shard.objects.filter(ranking=made, state="ready").first()
        with monkeypatch.context() as patch:
            patch.setattr(*place, die)
            if place[1] == "place":
                for each in Shard.objects.filter(ranking=made, state="ready")[1:]:
                    shards.work_on(each.pk)
            with pytest.raises(KeyboardInterrupt):
                shards.work_on(shard.pk)
        Shard.objects.filter(state="running").update(leased_until=long_ago())
        upkeep.go_on()
    Ranking.objects.update(started_at=long_ago())
    assert run(made).state == "completed"
    assert scores(made) == scores(undisturbed)
    digests = [
        list(RankedCandidate.objects.filter(ranking=each).order_by("rank").values_list("digest", "result"))
        for each in (made, undisturbed)
    ]
    assert digests[0] == digests[1]
    assert CreditEntry.objects.filter(reason="refund").count() == 0


def test_a_database_that_goes_away_is_no_death(monkeypatch):
    made = ranking()
    shard = Shard.objects.first()

    def away(*_: object, **__: object) -> None:
        raise OperationalError("terminating connection due to administrator command")

    for _ in range(5):
        with monkeypatch.context() as patch:
            patch.setattr(shards._WRITE, "run", away)
            with pytest.raises(OperationalError):
                shards.work_on(shard.pk)
        shard.refresh_from_db()
        assert (shard.state, shard.attempts, shard.token) == ("ready", 0, None)
    assert run(made).state == "completed"


def test_a_shard_that_kills_three_workers_fails_alone_and_is_refunded():
    made = ranking()
    before = credits.balance_of(person("alice"))
    shard = Shard.objects.first()
    Shard.objects.filter(pk=shard.pk).update(
        state="running", attempts=3, token=uuid.uuid4(), leased_until=long_ago()
    )
    assert upkeep.has_work()
    upkeep.go_on()
    done = run(made)
    assert done.state == "partial"
    failed = RankedCandidate.objects.filter(state="failed")
    assert set(failed.values_list("shard", "error_code")) == {(0, "poison")}
    assert len(scores(done)) == 15
    assert credits.balance_of(person("alice")) == before + 5
    upkeep.go_on()
    assert credits.balance_of(person("alice")) == before + 5


def test_beat_finds_what_waits_for_nobody():
    made = ranking(is_planned=False)
    assert not upkeep.has_work()
    Ranking.objects.update(created_at=long_ago())
    assert upkeep.has_work()  # the planning was lost
    upkeep.go_on()
    assert not upkeep.has_work()
    Shard.objects.filter(sent_at__isnull=False).update(sent_at=long_ago())
    assert upkeep.has_work()  # the messages were lost
    upkeep.go_on()
    assert not upkeep.has_work()
    Shard.objects.update(sent_at=None)
    Ranking.objects.update(started_at=long_ago())
    assert upkeep.has_work()  # nothing is on its way
    upkeep.go_on()
    for pk in Shard.objects.values_list("pk", flat=True):
        shards.work_on(pk)
    Ranking.objects.update(state="running")
    assert upkeep.has_work()  # nobody closed it
    upkeep.go_on()
    assert not upkeep.has_work()
    made.refresh_from_db()
    assert made.state == "completed"


def test_ranks_have_no_gaps_and_equals_are_in_the_order_of_their_ids():
    made = run(ranking())
    rows = list(
        RankedCandidate.objects.filter(ranking=made)
        .order_by("rank")
        .values_list("rank", "has_failed_knock_out", "score", "candidate_id")
    )
    assert [row[0] for row in rows] == list(range(1, 21))
    assert rows == sorted(rows, key=lambda row: (row[1], -row[2], row[3]))


@pytest.mark.parametrize("end", ["completed", "cancelled"])
def test_who_listens_is_told_of_the_end_once(end):
    alice = person("alice")
    endpoint = WebhookEndpoint.objects.create(owner=alice, url="https://hooks.example.org/")
    Subscription.objects.create(event="ranking.finished", endpoint=endpoint)
    made = ranking(11)
    if end == "cancelled":
        assert closing.cancel(made.pk)
    run(made)
    notice = Notice.objects.get()
    job_profile = str(made.criteria.job_profile_id)
    assert notice.event == "ranking.finished"
    assert notice.data == {"ranking": str(made.pk), "job_profile": job_profile, "state": end}


def test_the_check_of_fairness_is_kept_with_the_run():
    small, made = run(ranking(11)), run(ranking(60))
    assert (small.fairness["of"], small.fairness["looked_at"]) == (11, 2)
    assert (made.fairness["of"], made.fairness["looked_at"]) == (60, 10)
    assert made.fairness["swaps"] > made.fairness["looked_at"]
    assert (made.fairness["moved"], made.fairness["greatest_difference"]) == (0, 0.0)
