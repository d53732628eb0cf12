"""Credits are taken once, given back once, and never run below zero."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from accounts import credits
from accounts.models import CreditAccount, CreditEntry
from tests.people import at_once, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _five_credits(settings):
    settings.CREDITS_ENABLED, settings.CREDITS_START = True, 5


def entries_add_up() -> bool:
    account = CreditAccount.objects.get()
    return account.entries.aggregate(sum=Sum("amount"))["sum"] == account.balance


def test_a_debit_happens_once_for_a_reference():
    alice = person("alice")
    assert credits.debit(alice, reference="parse:1") == 1
    assert credits.debit(alice, reference="parse:1") == 0
    assert credits.balance_of(alice) == 4
    assert entries_add_up()


def test_a_refund_gives_back_once_what_was_taken():
    alice = person("alice")
    credits.debit(alice, reference="parse:1")
    assert [credits.refund(reference="parse:1") for _ in range(3)] == [1, 0, 0]
    assert credits.refund(reference="parse:never") == 0
    assert credits.balance_of(alice) == 5
    assert entries_add_up()


def test_all_or_none_of_several_are_taken():
    alice = person("alice")
    with pytest.raises(credits.NoCredits):
        credits.debit_all(alice, references=[f"parse:{n}" for n in range(6)])
    assert credits.balance_of(alice) == 5
    assert not CreditEntry.objects.filter(reason="parse").exists()
    assert credits.debit_all(alice, references=["parse:1", "parse:1", "parse:2"]) == 2


def test_a_grant_happens_once_for_a_reference():
    alice = person("alice")
    assert [credits.grant(alice, amount=10, reference="invoice:7") for _ in range(2)] == [10, 0]
    assert credits.balance_of(alice) == 15
    with pytest.raises(ValueError, match="adds"):
        credits.grant(alice, amount=0, reference="invoice:8")


def test_nothing_is_counted_when_credits_are_off(settings):
    settings.CREDITS_ENABLED = False
    assert credits.debit(person("alice"), reference="parse:1") == 0
    assert not CreditEntry.objects.exists()


def test_the_database_itself_refuses_a_negative_balance():
    credits.balance_of(person("alice"))
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditAccount.objects.update(balance=-1)


def test_fifty_at_once_with_thirty_credits_take_thirty(many_connections, settings):
    settings.CREDITS_START = 30
    alice = person("alice")
    credits.balance_of(alice)

    def take(number: int) -> bool:
        try:
            return bool(credits.debit(alice, reference=f"parse:{number}"))
        except credits.NoCredits:
            return False

    taken = at_once(take, 50)
    assert sum(taken) == 30
    assert credits.balance_of(alice) == 0
    assert entries_add_up()


def test_many_are_paid_for_at_once_and_go_back_in_part(settings):
    alice = person("alice")
    settings.CREDITS_START = 12
    spent = {"reference": "ranking:1", "reason": "rank"}
    assert credits.spend(alice, 10, **spent) == 10
    assert credits.spend(alice, 10, **spent) == 0
    with pytest.raises(credits.NoCredits):
        credits.spend(alice, 3, reference="ranking:2", reason="rank")
    back = {"of": "ranking:1", "paid_as": "rank"}
    assert credits.give_back(4, reference="ranking:1:shard:0", **back) == 4
    assert credits.give_back(4, reference="ranking:1:shard:0", **back) == 0
    assert credits.give_back(1, reference="ranking:2:shard:0", of="ranking:2", paid_as="rank") == 0
    assert credits.balance_of(alice) == 6
