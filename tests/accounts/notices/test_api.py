"""Webhooks through the API: made, shown, changed, replayed; everybody's own."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.test import APIClient

from accounts.models import AuditEvent
from accounts.notices import signing
from accounts.notices.delivering import deliver
from accounts.notices.models import Delivery, WebhookEndpoint
from accounts.notices.telling import tell
from tests.accounts.notices.test_signing import is_signed
from tests.api.conftest import problem
from tests.people import client_of, person

Ask = Callable[..., Response]


@pytest.fixture
def alice(db) -> APIClient:
    return client_of("alice")


@pytest.fixture
def made(alice: APIClient, receiver) -> dict[str, str]:
    sent = {"url": receiver.url, "events": ["resume.parsed", "batch.finished"], "description": "Payroll"}
    answer = alice.post("/api/v1/webhooks/", sent)
    assert answer.status_code == 201, answer.content
    return answer.json()


def told() -> None:
    tell("resume.parsed", owner_id=person("alice").pk, resume="1")


def test_a_new_webhook_shows_its_secret_once(alice, made, receiver):
    assert made["events"] == ["batch.finished", "resume.parsed"]
    assert (made["is_active"], made["disabled_reason"], made["only_mine"]) == (True, "", False)
    assert len(base64.b64decode(made["secret"].removeprefix("whsec_"))) == 32
    shown = alice.get(f"/api/v1/webhooks/{made['id']}/").json()
    assert shown == {name: value for name, value in made.items() if name != "secret"}
    told()
    deliver()
    assert is_signed(made["secret"], receiver.got[0].headers, receiver.got[0].body)
    assert AuditEvent.objects.filter(action="webhook.created", target=f"webhook:{made['id']}").exists()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"url": "http://hooks.example.org/"}, "address_refused"),
        ({"url": "https://127.0.0.1/"}, "address_refused"),
        ({"url": "https://[::ffff:10.0.0.1]/"}, "address_refused"),
        ({"url": "https://169.254.169.254/latest/meta-data/"}, "address_refused"),
        ({"url": "https://user:word@example.org/"}, "address_refused"),
        ({"url": "ftp://example.org/"}, "address_refused"),
        ({"url": "nonsense"}, "address_refused"),
        ({"url": ""}, "invalid"),
        ({"events": []}, "invalid"),
        ({"events": ["resume.eaten"]}, "invalid"),
        ({"events": ["webhook.disabled"]}, "invalid"),
        ({"description": "x" * 201}, "invalid"),
    ],
)
def test_what_is_refused(alice, receiver, wrong, code):
    sent = {"url": receiver.url, "events": ["resume.parsed"], **wrong}
    problem(alice.post("/api/v1/webhooks/", sent), 400, code)
    assert not WebhookEndpoint.objects.exists()


def test_an_address_cannot_become_a_private_one(alice, made):
    address = f"/api/v1/webhooks/{made['id']}/"
    problem(alice.patch(address, {"url": "https://10.0.0.1/", "description": "x"}), 400, "address_refused")
    assert WebhookEndpoint.objects.get().description == "Payroll"


def test_another_address_begins_without_the_failures_of_the_old_one(alice, made, receiver):
    receiver.answers = [500, 200]
    told()
    deliver()
    assert alice.get(f"/api/v1/webhooks/{made['id']}/").json()["failing_since"] is not None
    changed = alice.patch(f"/api/v1/webhooks/{made['id']}/", {"url": receiver.url + "&new=1"}).json()
    assert changed["failing_since"] is None
    told()
    deliver()
    assert receiver.got[-1].path.endswith("&new=1")


def test_nobody_has_more_than_twenty(alice, made, receiver):
    owner = person("alice")
    WebhookEndpoint.objects.bulk_create(WebhookEndpoint(owner=owner, url=receiver.url) for _ in range(19))
    sent = {"url": receiver.url, "events": ["resume.parsed"]}
    problem(alice.post("/api/v1/webhooks/", sent), 409, "wrong_state")


def test_changes_hold(alice, made, receiver):
    address = f"/api/v1/webhooks/{made['id']}/"
    changed = alice.patch(address, {"events": ["candidate.created"], "only_mine": True}).json()
    assert (changed["events"], changed["only_mine"]) == (["candidate.created"], True)
    told()
    assert not Delivery.objects.exists()
    ignored = alice.patch(address, {"owner": 1, "secret_number": 9, "disabled_reason": "gone"}).json()
    assert (ignored["disabled_reason"], WebhookEndpoint.objects.get().secret_number) == ("", 1)


def test_disabling_gives_up_what_waits_and_enabling_begins_anew(alice, made, receiver):
    address = f"/api/v1/webhooks/{made['id']}/"
    told()
    off = alice.patch(address, {"is_active": False}).json()
    assert (off["is_active"], off["disabled_reason"]) == (False, "asked")
    told()
    deliver()
    assert receiver.got == []
    problem(alice.post(address + "test/"), 409, "wrong_state")
    on = alice.patch(address, {"is_active": True}).json()
    assert (on["is_active"], on["disabled_reason"], on["disabled_at"]) == (True, "", None)
    told()
    deliver()
    assert len(receiver.got) == 1
    since = {"since": (timezone.now() - timedelta(hours=1)).isoformat()}
    assert alice.post(address + "replay/", since).json() == {"count": 1}
    deliver()
    assert len(receiver.got) == 2


def test_deliveries_are_listed_and_replayed(alice, made, receiver):
    address = f"/api/v1/webhooks/{made['id']}/"
    assert alice.post(address + "test/").status_code == 202
    deliver()
    receiver.answers = [410]
    told()
    deliver()
    failed, fine = alice.get(address + "deliveries/").json()["results"]
    assert (fine["event"], fine["state"], fine["status_code"]) == ("webhook.test", "delivered", 200)
    assert fine["content"] == {"webhook": made["id"]}
    assert fine["webhook_id"] == receiver.got[0].headers["webhook-id"]
    assert (failed["state"], failed["error_code"], failed["attempts"]) == ("failed", "gone", 1)
    listed = alice.get(address + "deliveries/?state=failed").json()["results"]
    assert [each["id"] for each in listed] == [failed["id"]]
    alice.patch(address, {"is_active": True})
    receiver.answers = [200]
    again = alice.post(f"{address}deliveries/{failed['id']}/replay/")
    assert (again.status_code, again.json()["state"]) == (202, "pending")
    problem(alice.post(f"{address}deliveries/{failed['id']}/replay/"), 409, "wrong_state")
    deliver()
    assert receiver.events() == ["webhook.test", "resume.parsed", "resume.parsed"]
    problem(alice.post(f"{address}replay/", {"since": "yesterday"}), 400, "invalid")
    problem(alice.post(f"{address}deliveries/999999/replay/"), 404, "not_found")


def test_a_rotated_secret(alice, made, receiver):
    rotated = alice.post(f"/api/v1/webhooks/{made['id']}/rotate-secret/").json()["secret"]
    assert rotated != made["secret"]
    told()
    deliver()
    (got,) = receiver.got
    assert is_signed(rotated, got.headers, got.body)
    assert is_signed(made["secret"], got.headers, got.body)
    assert signing.secret_of(WebhookEndpoint.objects.get()) == rotated


def test_deleting_takes_all_of_it(alice, made, receiver):
    told()
    assert alice.delete(f"/api/v1/webhooks/{made['id']}/").status_code == 204
    assert not Delivery.objects.exists()
    told()
    assert deliver() == 0


def test_lists_cost_the_same_for_one_and_for_many(alice, made, receiver, django_assert_num_queries):
    address = f"/api/v1/webhooks/{made['id']}/deliveries/"
    told()
    alice.get(address)
    with django_assert_num_queries(3):
        alice.get("/api/v1/webhooks/")
    with django_assert_num_queries(4):
        alice.get(address)
    for _ in range(4):
        alice.post("/api/v1/webhooks/", {"url": receiver.url, "events": ["resume.parsed"]})
        told()
    with django_assert_num_queries(3):
        assert len(alice.get("/api/v1/webhooks/").json()["results"]) == 5
    with django_assert_num_queries(4):
        assert len(alice.get(address).json()["results"]) == 5
