"""What an attempt leads to: delivered, again later, given up; and endpoints that are paused or disabled."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.notices.models import Delivery, WebhookEndpoint
from accounts.notices.posting import Answer
from accounts.notices.telling import tell

BACK_OFF_SECONDS: Final = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Waits between the attempts of one delivery: ten attempts in three days."""
JITTER: Final = 0.1
LONGEST_PAUSE_SECONDS: Final = 300
DISABLED_AFTER: Final = timedelta(days=3)
FINAL: Final = frozenset(
    {"gone", "mail_refused", "no_mail_server", "no_address", "unsubscribed", "endpoint_disabled", "internal"}
)
"""Errors after which there is no other attempt."""
State = Delivery.State


@transaction.atomic
def note(delivery: Delivery, answer: Answer) -> None:
    """Write down how an attempt ended, unless somebody else noted an attempt meanwhile."""
    told: dict[str, object] = {
        "attempts": delivery.attempts + 1,
        "status_code": answer.status,
        "error_code": answer.error,
        "milliseconds": answer.milliseconds,
        **_next(delivery, answer),
    }
    mine = Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts, state=State.PENDING)
    if not mine.update(**told) or delivery.endpoint_id is None:
        return
    if answer.error:
        _note_failure(delivery.endpoint_id, answer)
    else:
        failing = WebhookEndpoint.objects.filter(pk=delivery.endpoint_id, failures__gt=0)
        failing.update(failures=0, failing_since=None, paused_until=None)


def drop(delivery: Delivery, error: str) -> None:
    """End a delivery that makes no sense any more, without an attempt."""
    open_ones = Delivery.objects.filter(pk=delivery.pk, state=State.PENDING)
    open_ones.update(state=State.FAILED, error_code=error, finished_at=Now())


@transaction.atomic
def disable(endpoint: WebhookEndpoint, reason: str, *, actor: User | None) -> bool:
    """Whether the endpoint was active until now. What waits for it is given up; its owner gets an e-mail,
    unless they did it."""
    if not WebhookEndpoint.objects.filter(pk=endpoint.pk, is_active=True).update(
        is_active=False, disabled_reason=reason, disabled_at=Now(), paused_until=None
    ):
        return False
    endpoint.subscriptions.update(is_wanted=False)
    waiting = Delivery.objects.filter(endpoint=endpoint, state=State.PENDING)
    waiting.update(state=State.FAILED, error_code="endpoint_disabled", finished_at=Now())
    if actor is None:
        name = endpoint.url
        tell(
            "webhook.disabled", owner_id=endpoint.owner_id, name=name, webhook=str(endpoint.pk), reason=reason
        )
    audit.record(actor, "webhook.disabled", f"webhook:{endpoint.pk}", reason=reason)
    return True


def _next(delivery: Delivery, answer: Answer) -> dict[str, object]:
    """The state after an attempt, and when the next one is due."""
    if not answer.error:
        return {"state": State.DELIVERED, "finished_at": Now()}
    if answer.error in FINAL or delivery.attempts >= len(BACK_OFF_SECONDS):
        return {"state": State.FAILED, "finished_at": Now()}
    pause = BACK_OFF_SECONDS[delivery.attempts] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
    return {"due_at": Now() + timedelta(seconds=max(pause, answer.retry_after))}


def _note_failure(endpoint_id: uuid.UUID, answer: Answer) -> None:
    """Leave the endpoint alone for a while, longer each time; for good when it is gone or fails for days."""
    endpoint = WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint_id)
    pause = max(min(2 ** min(endpoint.failures, 10), LONGEST_PAUSE_SECONDS), answer.retry_after)
    WebhookEndpoint.objects.filter(pk=endpoint_id).update(
        failures=endpoint.failures + 1,
        failing_since=Coalesce("failing_since", Now()),
        paused_until=Now() + timedelta(seconds=pause),
    )
    since = endpoint.failing_since
    if answer.error == "gone":
        disable(endpoint, "gone", actor=None)
    elif since is not None and timezone.now() - since >= DISABLED_AFTER:
        disable(endpoint, "failing", actor=None)
