"""Many at once: what is paid for runs, what is not does not, one key is one ranking, and its end is heard."""

from __future__ import annotations

import asyncio
import json

import pytest
from django.core.cache import cache
from django.db import connections

from accounts import credits
from accounts.models import CreditAccount, CreditEntry
from ranking.models import RankedCandidate, Ranking
from tests.people import at_once, client_of, person
from tests.ranking.api.test_rankings import RANKINGS
from tests.ranking.making import candidate, job

pytestmark = pytest.mark.real


@pytest.fixture(autouse=True)
def _real_transactions(many_connections: None) -> None:
    cache.clear()


def test_fifty_at_once_with_credits_for_thirty(settings):
    settings.CREDITS_START = 30
    credits.balance_of(person("alice"))
    wanted, someone = str(job().pk), str(candidate().pk)
    clients = [client_of("alice") for _ in range(8)]
    answers = at_once(
        lambda number: clients[number % 8].post(RANKINGS, {"job": wanted, "candidates": [someone]}), 50
    )
    codes = [answer.status_code for answer in answers]
    assert (codes.count(201), codes.count(402)) == (30, 20)
    assert {answer.json()["state"] for answer in answers if answer.status_code == 201} == {"completed"}
    assert (Ranking.objects.count(), RankedCandidate.objects.count()) == (30, 30)
    assert CreditAccount.objects.get().balance == 0


def test_one_key_at_once_is_one_ranking():
    wanted, someone = str(job().pk), str(candidate().pk)
    clients = [client_of("alice") for _ in range(8)]
    answers = at_once(
        lambda number: clients[number].post(
            RANKINGS, {"job": wanted, "candidates": [someone]}, HTTP_IDEMPOTENCY_KEY="k1"
        ),
        8,
    )
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert Ranking.objects.count() == 1
    assert CreditEntry.objects.filter(reason="rank").count() == 1


def test_whoever_follows_a_ranking_hears_of_its_end(monkeypatch):
    # The thread that asks for the stream gives its connection back, or the database could not be dropped.
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    alice = client_of("alice")
    made = alice.post(RANKINGS, {"job": str(job().pk), "candidates": [str(candidate().pk)]}).json()
    response = alice.get(f"{RANKINGS}{made['id']}/events/")

    async def collected() -> list[bytes]:
        return [chunk async for chunk in response.streaming_content]

    told = b"".join(asyncio.run(collected())).decode()
    assert "event: end" in told
    progress = json.loads(told.split("data: ")[1])
    assert (progress["process_id"], progress["status"], progress["percent"]) == (made["id"], "completed", 100)
