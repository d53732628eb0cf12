"""Quotas hold: for each user and plan, in each window, whoever asks at the same time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from time_machine import travel

from accounts import quotas
from accounts.models import Plan, QuotaUse, User
from tests.people import at_once, person

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
PLANS = {"free": {"improvements": "3/day", "documents": "2/hour"}, "pro": {"improvements": "5/day"}}


@pytest.fixture(autouse=True)
def _plans(settings, db):
    settings.PLANS = PLANS


def taken(user: User, what: str, count: int) -> int:
    """How many of so many attempts were let through."""
    through = 0
    for _ in range(count):
        try:
            quotas.take(user, what)
        except quotas.QuotaExceeded:
            continue
        through += 1
    return through


def test_a_window_gives_so_many_and_the_next_one_again():
    user = person("charlie")
    with travel(NOON, tick=False) as clock:
        quota = quotas.take(user, "improvements")
        assert (quota.limit, quota.left, quota.reset) == (3, 2, 12 * 3600)
        assert taken(user, "improvements", 10) == 2
        assert taken(user, "documents", 10) == 2
        clock.shift(timedelta(hours=1))
        assert taken(user, "documents", 10) == 2
        assert taken(user, "improvements", 10) == 0
        clock.shift(timedelta(hours=11))
        assert taken(user, "improvements", 10) == 3


def test_users_and_plans_are_counted_apart():
    charlie, dora = person("charlie"), person("dora")
    dora.plan = Plan.PRO
    dora.save()
    assert taken(charlie, "improvements", 10) == 3
    assert taken(dora, "improvements", 10) == 5
    assert {each.what: each.left for each in quotas.quotas_of(charlie)} == {"improvements": 0, "documents": 2}


def test_what_is_rolled_back_was_not_used(transactional_db):
    user = person("charlie")
    with transaction.atomic():
        quotas.take(user, "improvements")
        transaction.set_rollback(True)
    assert taken(user, "improvements", 10) == 3


@pytest.mark.real
def test_thirty_at_once_get_three(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: run without pytest-xdist")
    user = person("charlie")
    assert sum(at_once(lambda _: taken(user, "improvements", 1), 30)) == 3


def test_counts_of_windows_that_are_over_go():
    user = person("charlie")
    with travel(NOON, tick=False) as clock:
        quotas.take(user, "documents")
        clock.shift(timedelta(hours=2))
        quotas.take(user, "documents")
        assert (quotas.forget(), QuotaUse.objects.count()) == (1, 1)
