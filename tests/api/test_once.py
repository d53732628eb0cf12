"""Idempotency-Key, and many at once: one thing happens, and everybody hears of it."""

from __future__ import annotations

import pytest

from accounts import credits
from accounts.models import CreditEntry
from parsing.models import Parse, Resume
from tests.api.conftest import CV, problem, send
from tests.people import at_once, client_of, person


def test_the_same_request_twice_gets_the_same_answer(alice):
    first, again = (send(alice, HTTP_IDEMPOTENCY_KEY="k1") for _ in range(2))
    assert (first.status_code, again.status_code) == (202, 202)
    assert again.json()["id"] == first.json()["id"]
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"


def test_another_content_under_the_same_key_is_refused(alice):
    send(alice, HTTP_IDEMPOTENCY_KEY="k1")
    problem(send(alice, data=CV + b"x", HTTP_IDEMPOTENCY_KEY="k1"), 422, "idempotency_key_reused")
    problem(send(alice, HTTP_IDEMPOTENCY_KEY="k" * 256), 400, "parse_error")


def test_a_refused_request_may_be_mended_and_sent_again(alice):
    problem(send(alice, data=b"MZ\x00", HTTP_IDEMPOTENCY_KEY="k1"), 415, "unsupported_type")
    assert send(alice, HTTP_IDEMPOTENCY_KEY="k1").status_code == 202


def test_a_key_is_not_shared_between_people(alice):
    send(alice, HTTP_IDEMPOTENCY_KEY="k1")
    assert send(client_of("bob"), data=CV + b"x", HTTP_IDEMPOTENCY_KEY="k1").status_code == 202


@pytest.mark.usefixtures("many_connections")
def test_twenty_times_the_same_file_at_once_is_one_resume():
    clients = [client_of("alice") for _ in range(20)]
    answers = at_once(lambda number: send(clients[number]), 20)
    assert {answer.status_code for answer in answers} <= {200, 202}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert (Resume.objects.count(), Parse.objects.count()) == (1, 1)
    assert CreditEntry.objects.filter(reason="parse").count() == 1


@pytest.mark.usefixtures("many_connections")
def test_fifty_at_once_with_credits_for_thirty(settings):
    settings.CREDITS_START = 30
    credits.balance_of(person("alice"))
    clients = [client_of("alice") for _ in range(8)]
    answers = at_once(lambda number: send(clients[number % 8], data=CV + b"%d" % number), 50)
    codes = [answer.status_code for answer in answers]
    assert (codes.count(202), codes.count(402)) == (30, 20)
    assert credits.balance_of(person("alice")) == 0
    assert Resume.objects.count() == 30


@pytest.mark.usefixtures("many_connections")
def test_one_key_at_once_happens_once():
    clients = [client_of("alice") for _ in range(8)]
    answers = at_once(lambda number: send(clients[number], HTTP_IDEMPOTENCY_KEY="k1"), 8)
    assert {answer.status_code for answer in answers} <= {202, 409}
    assert sum("Idempotent-Replayed" not in answer for answer in answers if answer.status_code == 202) == 1
