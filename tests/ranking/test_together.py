"""Many at once: what is paid for runs, what is not does not, and one key is one ranking."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection

from accounts import credits
from accounts.models import CreditAccount, CreditEntry
from ranking.models import RankedCandidate, Ranking
from tests.people import at_once, client_of, person
from tests.ranking.api.test_rankings import RANKINGS
from tests.ranking.making import candidate, job

pytestmark = pytest.mark.real


@pytest.fixture(autouse=True)
def _real_transactions(transactional_db: None) -> None:
    cache.clear()
    if connection.vendor == "sqlite":
        pytest.skip("SQLite's in-memory test database has one connection")


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
