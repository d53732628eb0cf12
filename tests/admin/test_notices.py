"""Webhooks in the admin: seen by those who may, steered by administrators, edited by nobody."""

from __future__ import annotations

import pytest
from django.core import mail

from accounts.notices import services
from accounts.notices.models import Delivery, WebhookEndpoint
from accounts.notices.telling import tell
from tests.accounts.notices.receiver import receiving
from tests.people import person

ENDPOINTS, DELIVERIES = "/admin/accounts/webhookendpoint/", "/admin/accounts/delivery/"


@pytest.fixture
def endpoint(db, settings) -> WebhookEndpoint:
    with receiving() as server:
        settings.WEBHOOK_INSIDE_HOSTS = [server.host]
        made = services.create_webhook(person("alice"), url=server.url, events=["resume.parsed"])
    tell("resume.parsed", owner_id=person("bob").pk, resume="1")
    return made


@pytest.fixture
def root(client, db):
    client.force_login(person("root"))
    return client


def act(client, action: str, endpoint: WebhookEndpoint) -> None:
    client.post(ENDPOINTS, {"action": action, "_selected_action": [str(endpoint.pk)]})
    endpoint.refresh_from_db()


def test_lists_and_pages_show_them_without_secrets(root, endpoint, django_assert_max_num_queries):
    for address in (ENDPOINTS, DELIVERIES, f"{ENDPOINTS}{endpoint.pk}/change/"):
        with django_assert_max_num_queries(12):
            answer = root.get(address)
        assert answer.status_code == 200
        assert b"whsec_" not in answer.content
    assert root.get(f"{ENDPOINTS}add/").status_code == 403
    assert root.post(f"{ENDPOINTS}{endpoint.pk}/change/", {"url": "https://evil.example/"}).status_code == 403


def test_administrators_disable_enable_and_send_again(root, endpoint):
    act(root, "disable", endpoint)
    assert (endpoint.is_active, endpoint.disabled_reason) == (False, "asked")
    assert Delivery.objects.get().error_code == "endpoint_disabled"
    act(root, "enable", endpoint)
    assert endpoint.is_active
    act(root, "replay_day", endpoint)
    assert Delivery.objects.get().state == "pending"
    assert mail.outbox == []


def test_nobody_else_steers_them(client, endpoint):
    for name in ("alice", "vera"):
        client.force_login(person(name))
        act(client, "disable", endpoint)
        assert endpoint.is_active
