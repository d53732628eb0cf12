"""Rankings by real workers: killed at work, and nothing is lost, doubled or other than undisturbed."""

from __future__ import annotations

import os
import signal

import pytest
from django.core.cache import cache

from accounts.models import CreditEntry
from ranking import services
from ranking.models import RankedCandidate, Ranking, Shard
from tests.people import person
from tests.ranking.making import DAY, criteria, crowd, run
from tests.servers import eventually

pytestmark = pytest.mark.real
COUNT = 200


def found(ranking: Ranking) -> list[tuple[object, ...]]:
    """Everything that a ranking found, in its order."""
    rows = RankedCandidate.objects.filter(ranking=ranking).order_by("rank")
    return [
        (rank, pk, bytes(result)) for rank, pk, result in rows.values_list("rank", "candidate_id", "result")
    ]


def ended(ranking: Ranking) -> bool:
    ranking.refresh_from_db()
    return ranking.is_final


def test_killed_workers_change_nothing(stack):
    cache.clear()
    stack.start_beat()
    small = {"RANKING_SHARD": "4"}
    first = stack.start_worker(children=1, queues=("ranking",), **small)
    stack.start_worker(children=1, queues=("ranking",), **small)
    wish = services.Wish({"candidates": [str(pk) for pk in crowd(COUNT)]}, as_of=DAY)
    wanted = criteria()
    ranking = services.ask(person("alice"), wanted, wish)
    stack.wait_until_ready()
    done = Shard.objects.filter(ranking=ranking, state="done")
    assert eventually(lambda: done.count() >= 2, 40, every=0.01), stack.logs()
    for child in stack.children_of(first):
        os.kill(child, signal.SIGKILL)
    assert eventually(lambda: done.count() >= 12, 40, every=0.01), stack.logs()
    first.kill()
    assert eventually(lambda: ended(ranking), 60), stack.logs()
    assert ranking.state == "completed", stack.logs()
    assert RankedCandidate.objects.filter(ranking=ranking, state="scored").count() == COUNT
    assert CreditEntry.objects.get(reason="rank").amount == -COUNT
    assert not CreditEntry.objects.filter(reason="refund").exists()
    undisturbed = services.ask(person("alice"), wanted, wish)
    stack.stop()
    assert found(ranking) == found(run(undisturbed))
