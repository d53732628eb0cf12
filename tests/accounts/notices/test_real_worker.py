"""Beat, a worker that is killed while it sends, PostgreSQL and Redis: everything arrives all the same."""

from __future__ import annotations

import os
import signal

import pytest
from django.core.cache import cache

from accounts.notices import services, signing
from accounts.notices.models import Delivery, Turn
from accounts.notices.telling import tell_all
from parsing import batches
from tests.accounts.notices.receiver import receiving
from tests.accounts.notices.test_signing import is_signed
from tests.api.conftest import CV
from tests.people import person
from tests.servers import eventually
from tests.stack import Stack

pytestmark = pytest.mark.real
COUNT = 30


def test_a_killed_worker_loses_nothing_and_what_is_read_is_told(stack: Stack, settings) -> None:
    cache.clear()
    with receiving() as server:
        settings.WEBHOOK_INSIDE_HOSTS = [server.host]
        server.answers = [0.1]
        alice = person("alice")
        events = ["resume.parsed", "candidate.created", "batch.finished"]
        endpoint = services.create_webhook(alice, url=server.url, events=events)
        happenings = [("resume.parsed", {"resume": str(number)}) for number in range(COUNT)]
        assert tell_all(happenings, owner_id=alice.pk) == COUNT
        allowed = {"WEBHOOK_INSIDE_HOSTS": server.host}
        worker = stack.start_worker(**allowed)
        stack.start_beat(**allowed)
        assert eventually(lambda: len(server.got) >= 5, 60), stack.logs()
        for child in stack.children_of(worker):
            os.kill(child, signal.SIGKILL)
        assert Delivery.objects.filter(state="pending").exists()
        assert eventually(lambda: not Delivery.objects.filter(state="pending").exists(), 60), stack.logs()
        assert eventually(lambda: Turn.objects.filter(busy_until=None).exists(), 10), stack.logs()
        bodies = {got.message["data"]["resume"] for got in server.got}
        assert bodies == {str(number) for number in range(COUNT)}
        assert COUNT <= len(server.got) <= COUNT + 1, "only the one that was on its way came twice"
        secret = signing.secret_of(endpoint)
        assert all(is_signed(secret, got.headers, got.body) for got in server.got)
        assert Delivery.objects.filter(state="delivered", attempts=1).count() == COUNT
        server.got.clear()
        batch = batches.create_batch(alice, files=[("cv.txt", CV)], name="Spring")
        wanted = {"resume.parsed", "candidate.created", "batch.finished"}
        assert eventually(lambda: set(server.events()) == wanted, 60), stack.logs()
        finished = next(got.message for got in server.got if got.message["type"] == "batch.finished")
        assert finished["data"]["batch"] == str(batch.pk)
        assert (finished["data"]["items"], finished["data"]["read"]) == (1, 1)
