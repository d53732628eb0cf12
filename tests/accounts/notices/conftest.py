"""A receiver on this machine, which settings name as one of our own network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db.models.functions import Now

from accounts.notices import services
from accounts.notices.models import Delivery, WebhookEndpoint
from tests.accounts.notices.receiver import Receiver, receiving
from tests.people import person

ALL = ("resume.parsed", "batch.finished", "candidate.created")


@pytest.fixture(autouse=True)
def _fresh(settings):
    cache.clear()
    settings.PUBLIC_URL = "https://vitae.example.org"


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    with receiving() as server:
        settings.WEBHOOK_INSIDE_HOSTS = [server.host]
        yield server


@pytest.fixture
def endpoint(db, receiver: Receiver) -> WebhookEndpoint:
    """Alice's endpoint."""
    return services.create_webhook(person("alice"), url=receiver.url, events=ALL)


def make_due() -> None:
    """Let time pass until everything that waits is due, and nothing is paused."""
    Delivery.objects.filter(state="pending").update(due_at=Now())
    WebhookEndpoint.objects.update(paused_until=None)
