"""What it costs to tell of something, and that receivers which fail miss nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from tests.accounts.notices.receiver import Receiver, receiving
from tests.benchmarks.figures import Figure
from tests.benchmarks.people import cpu_of_one, database

TOLD: Final = 500
RESUME: Final = {"resume": "11111111-1111-4111-8111-111111111111", "status": "done"}


def figures(*, slow: bool) -> Iterator[Figure]:
    """All of them; none takes minutes."""
    with database(), receiving() as receiver:
        from django.conf import settings

        settings.WEBHOOK_INSIDE_HOSTS = [receiver.host]
        yield from cost(receiver)
        yield from delivery(receiver)


def cost(receiver: Receiver) -> Iterator[Figure]:
    """CPU of this process and of PostgreSQL for one event, unheard and with somebody listening."""
    from accounts.notices import services
    from accounts.notices.telling import tell
    from tests.people import person

    alice = person("alice")
    cpu_of_one(50, lambda _: tell("resume.parsed", owner_id=alice.pk, **RESUME))
    spent = cpu_of_one(TOLD, lambda _: tell("resume.parsed", owner_id=alice.pk, **RESUME))
    bare = cpu_of_one(TOLD, lambda _: None)
    note = f"process {spent.own - bare.own:.3f}, PostgreSQL {spent.database - bare.database:.3f}"
    yield Figure("notice_unheard_cpu", sum(spent) - sum(bare), 0.3, unit="ms", note=note)
    services.create_webhook(alice, url=receiver.url, events=["resume.parsed"])
    spent = cpu_of_one(TOLD, lambda _: tell("resume.parsed", owner_id=alice.pk, **RESUME))
    yield Figure("notice_heard_cpu", sum(spent) - sum(bare), unit="ms")


def delivery(receiver: Receiver) -> Iterator[Figure]:
    """All that was told, to a receiver that takes it; then to one that fails every third time."""
    from django.db.models.functions import Now

    from accounts.notices.delivering import deliver
    from accounts.notices.models import Delivery, WebhookEndpoint

    begun = time.perf_counter()
    sent = deliver(seconds=60)
    yield Figure("webhooks_a_second", sent / (time.perf_counter() - begun), unit="1/s", note="one endpoint")
    Delivery.objects.filter(pk__in=Delivery.objects.values("pk")[:30]).update(state="pending", attempts=0)
    came = len(receiver.got)
    receiver.answers = [500, 200, 200] * 100
    for _ in range(60):
        Delivery.objects.filter(state="pending").update(due_at=Now())
        WebhookEndpoint.objects.update(paused_until=None)
        deliver(seconds=5)
    again = {got.headers["webhook-id"] for got in receiver.got[came:]}
    yield Figure("webhooks_lost_by_failures", 30 - len(again), 0, note=f"{len(receiver.got) - came} attempts")
    yield Figure("webhooks_left", Delivery.objects.exclude(state="delivered").count(), 0)
