"""Webhooks arrive, whatever receivers and workers do."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import AuditEvent, Role
from accounts.notices import outcomes, posting, services, signing
from accounts.notices.delivering import deliver, forget, has_due
from accounts.notices.models import Delivery, Notice, Turn, WebhookEndpoint
from accounts.notices.outcomes import BACK_OFF_SECONDS
from accounts.notices.telling import tell, tell_all
from tests.accounts.notices.conftest import make_due
from tests.accounts.notices.receiver import receiving
from tests.accounts.notices.test_signing import is_signed
from tests.people import person

RESUME = "11111111-1111-4111-8111-111111111111"


def told(event: str = "resume.parsed", name: str = "alice") -> int:
    return tell(event, owner_id=person(name).pk, resume=RESUME, status="done")


def many(count: int) -> list[tuple[str, dict[str, str]]]:
    return [("resume.parsed", {"resume": str(number)}) for number in range(count)]


def test_what_happened_arrives_signed_with_ids_and_a_link(endpoint, receiver):
    assert told() == 1
    assert has_due()
    assert deliver() == 1
    (got,) = receiver.got
    assert got.path == "/hooks?team=1"
    assert got.headers["content-type"] == "application/json"
    assert is_signed(signing.secret_of(endpoint), got.headers, got.body)
    notice = Notice.objects.get()
    assert got.headers["webhook-id"] == f"msg_{notice.pk.hex}"
    assert abs(int(got.headers["webhook-timestamp"]) - time.time()) < 60
    assert got.message == {
        "type": "resume.parsed",
        "timestamp": notice.created_at.isoformat().replace("+00:00", "Z"),
        "data": {
            "resume": RESUME,
            "status": "done",
            "url": f"https://vitae.example.org/api/v1/resumes/{RESUME}/",
        },
    }
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.status_code) == ("delivered", 1, 200)
    assert delivery.milliseconds > 0
    assert not has_due()
    assert deliver() == 0


def test_nothing_is_told_of_what_was_rolled_back(endpoint, receiver):
    def told_and_failed() -> None:
        told()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        told_and_failed()
    assert not Notice.objects.exists()


def test_where_nobody_listens_there_is_one_query_and_no_row(endpoint, django_assert_num_queries):
    person("alice")
    with django_assert_num_queries(1):
        assert tell("ranking.finished", owner_id=endpoint.owner_id, ranking="1") == 0
    assert not Notice.objects.exists()


def test_only_what_is_mine(endpoint, receiver):
    services.change_webhook(endpoint, {"only_mine": True}, actor=endpoint.owner)
    assert told(name="bob") == 0
    assert told(name="alice") == 1
    services.change_webhook(endpoint, {"only_mine": False}, actor=endpoint.owner)
    assert told(name="bob") == 1


def test_a_failure_is_tried_again_later_each_time_under_the_same_id(endpoint, receiver):
    receiver.answers = [500, 503, 200]
    told()
    deliver()
    assert len(receiver.got) == 1, "not at once"
    for attempt in (1, 2):
        delivery = Delivery.objects.get()
        wait = (delivery.due_at - timezone.now()).total_seconds()
        planned = BACK_OFF_SECONDS[attempt - 1]
        assert 0.85 * planned - 2 < wait <= 1.1 * planned
        assert (delivery.state, delivery.attempts, delivery.error_code) == ("pending", attempt, "http_status")
        make_due()
        deliver()
    assert Delivery.objects.get().state == "delivered"
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 1
    assert len({got.body for got in receiver.got}) == 1
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.failing_since) == (0, None)


def test_after_ten_attempts_in_three_days_it_is_given_up(endpoint, receiver):
    assert sum(BACK_OFF_SECONDS) > 3 * 86_400
    receiver.answers = [500]
    told()
    for _ in range(12):
        make_due()
        deliver()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("failed", 10)
    assert len(receiver.got) == 10


def test_a_receiver_that_asks_for_patience_gets_it(endpoint, receiver):
    receiver.answers, receiver.headers = [429], {"Retry-After": "900"}
    told()
    deliver()
    endpoint.refresh_from_db()
    for moment in (Delivery.objects.get().due_at, endpoint.paused_until):
        assert 880 < (moment - timezone.now()).total_seconds() <= 900


def test_an_endpoint_that_fails_is_left_alone_and_its_other_messages_wait(endpoint, receiver):
    receiver.answers = [500]
    tell_all(many(5), owner_id=endpoint.owner_id)
    assert deliver() == 1
    assert Delivery.objects.filter(attempts=0).count() == 4
    assert not has_due(), "paused"
    receiver.answers = [200]
    make_due()
    assert deliver() == 5
    assert Delivery.objects.filter(state="delivered").count() == 5


def test_many_messages_use_one_connection_in_their_order(endpoint, receiver):
    tell_all(many(15), owner_id=endpoint.owner_id)
    assert deliver() == 15
    assert [got.message["data"]["resume"] for got in receiver.got] == [str(n) for n in range(15)]
    assert receiver.connections == 1


def test_a_slow_endpoint_does_not_hold_up_the_others(endpoint, receiver, settings, monkeypatch):
    monkeypatch.setattr("accounts.notices.delivering.CHUNK_SECONDS", 0.4)
    receiver.answers = [0.5]
    with receiving() as quick:
        settings.WEBHOOK_INSIDE_HOSTS = [receiver.host, quick.host]
        services.create_webhook(person("bob"), url=quick.url, events=["resume.parsed"])
        tell_all(many(10), owner_id=endpoint.owner_id)
        begun = time.monotonic()
        assert deliver(seconds=0.1) == 11
        assert len(quick.got) == 10
        assert time.monotonic() - begun < 2


def test_410_disables_the_endpoint_and_tells_its_owner(endpoint, receiver):
    receiver.answers = [410]
    told()
    told()
    deliver()
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.disabled_reason) == (False, "gone")
    assert sorted(Delivery.objects.filter(endpoint=endpoint).values_list("error_code", flat=True)) == [
        "endpoint_disabled",
        "gone",
    ]
    assert told() == 0, "nothing is kept for it"
    deliver()
    (message,) = mail.outbox
    assert message.to == ["alice@example.org"]
    assert message.subject == "Your webhook was disabled"
    assert "410 Gone" in message.body
    assert "List-Unsubscribe" not in message.extra_headers
    assert AuditEvent.objects.filter(action="webhook.disabled", actor="system").count() == 1


def test_three_days_of_failures_disable_it_with_a_reason(endpoint, receiver):
    receiver.answers = [500]
    told()
    WebhookEndpoint.objects.update(failures=40, failing_since=timezone.now() - timedelta(days=3, minutes=1))
    deliver()
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.disabled_reason) == (False, "failing")
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("left", [{"is_active": False}, {"role": Role.CANDIDATE}])
def test_who_may_not_see_candidates_any_more_is_told_nothing(endpoint, receiver, left):
    told()
    owner = person("alice")
    for name, value in left.items():
        setattr(owner, name, value)
    owner.save()
    deliver()
    endpoint.refresh_from_db()
    assert receiver.got == []
    assert endpoint.disabled_reason == "owner_left"


def test_replay_sends_again_what_was_given_up_or_all_of_it(endpoint, receiver):
    began = timezone.now()
    told()
    deliver()
    receiver.answers = [410, 200]
    told()
    deliver()
    endpoint.refresh_from_db()
    assert services.replay(endpoint, since=began) == 0, "it is disabled"
    services.enable_webhook(endpoint, actor=endpoint.owner)
    assert services.replay(endpoint, since=timezone.now()) == 0
    assert services.replay(endpoint, since=began) == 1
    deliver()
    assert len(receiver.got) == 3
    assert services.replay(endpoint, since=began, delivered_too=True) == 2
    deliver()
    assert len(receiver.got) == 5
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 2


def test_one_delivery_again(endpoint, receiver):
    told()
    delivery = Delivery.objects.get()
    assert not services.replay_one(endpoint, delivery.pk), "it waits already"
    deliver()
    assert services.replay_one(endpoint, delivery.pk)
    deliver()
    assert len(receiver.got) == 2


def test_a_receiver_that_says_nothing_is_left(endpoint, receiver, monkeypatch):
    monkeypatch.setattr(posting.Caller.post, "__kwdefaults__", {"seconds": 0.3})
    receiver.answers = [3.0]
    told()
    begun = time.monotonic()
    deliver()
    assert time.monotonic() - begun < 2.5
    assert Delivery.objects.get().error_code == "timeout"


def test_a_receiver_that_is_not_there(endpoint, receiver):
    receiver.shutdown()
    receiver.server_close()
    told()
    deliver()
    assert Delivery.objects.get().error_code == "connection"


def test_a_redirect_is_not_followed(endpoint, receiver):
    with receiving() as other:
        receiver.answers, receiver.headers = [302], {"Location": other.url}
        told()
        deliver()
        assert other.got == []
    delivery = Delivery.objects.get()
    assert (delivery.error_code, delivery.status_code, delivery.state) == ("redirected", 302, "pending")


def test_an_address_that_became_private_is_not_called(endpoint, receiver, settings):
    settings.WEBHOOK_INSIDE_HOSTS = []
    told()
    deliver()
    assert receiver.got == []
    assert Delivery.objects.get().error_code == "address_refused"


def test_one_process_has_the_turn_and_a_dead_one_loses_it(endpoint, receiver):
    told()
    Turn.objects.create(busy_until=Now() + timedelta(seconds=8))
    assert not has_due()
    assert deliver() == 0
    Turn.objects.update(busy_until=Now() - timedelta(seconds=1))
    assert has_due()
    assert deliver() == 1
    assert Turn.objects.get().busy_until is None


def test_an_attempt_that_another_process_noted_meanwhile_is_not_noted_twice(endpoint, receiver):
    told()
    delivery = Delivery.objects.get()
    Delivery.objects.update(attempts=1, state="delivered")
    outcomes.note(delivery, posting.Answer("timeout"))
    endpoint.refresh_from_db()
    assert (Delivery.objects.get().state, endpoint.failures) == ("delivered", 0)


def test_what_is_old_is_forgotten(endpoint, receiver):
    told()
    told()
    Notice.objects.filter(pk=Notice.objects.first().pk).update(created_at=timezone.now() - timedelta(days=31))
    assert forget(timedelta(days=30)) == 1
    assert Delivery.objects.count() == 1


def test_asking_whether_something_is_due_costs_two_queries(endpoint, django_assert_max_num_queries):
    told()
    with django_assert_max_num_queries(2):
        assert has_due()
