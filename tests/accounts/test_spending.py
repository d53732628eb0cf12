"""What language models cost is counted for all processes, and stops at the day's limit."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from time_machine import travel

from accounts.models import ModelUse
from accounts.spending import DayLedger, settings_chat
from tests.people import at_once

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.django_db
@travel(NOON, tick=False)
def test_tokens_are_taken_corrected_and_come_back_the_next_day() -> None:
    ledger = DayLedger("small", 1000)
    assert ledger.take(600)
    assert not ledger.take(600)
    ledger.correct(600, 250)
    assert ledger.take(600)
    assert ModelUse.objects.values_list("calls", "tokens").get() == (2, 850)
    assert DayLedger("large", 1000).take(1000), "each model has its own"
    with travel(NOON.replace(day=5), tick=False):
        assert ledger.take(1000)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_spend_more() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: run without pytest-xdist")
    ledger = DayLedger("small", 1000)
    assert sum(at_once(lambda _: ledger.take(100), 30)) == 10
    assert ModelUse.objects.get().tokens == 1000


def test_without_a_model_there_is_none(settings) -> None:
    settings.LLM_MODEL = ""
    settings_chat.cache_clear()
    assert settings_chat() is None
    settings_chat.cache_clear()
