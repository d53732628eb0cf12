"""The audit trail: what was done by whom to what, each event chained to the one before by SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import AuditEvent, AuditHead, User

SYSTEM = "system"


@transaction.atomic
def record(actor: User | None, action: str, target: str, **details: str | int | bool) -> AuditEvent:
    """The new event at the end of the chain. Other writers wait until the transaction ends, so call it last.

    `target` is `kind:id`; `details` hold no personal data.
    """
    head = _next_head()
    event = AuditEvent(
        id=head.count,
        at=timezone.now(),
        actor=SYSTEM if actor is None else f"user:{actor.pk}",
        action=action,
        target=target,
        details=details,
        previous_hash=head.hash,
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    AuditHead.objects.filter(pk=head.pk).update(hash=event.hash)
    return event


def hash_of(event: AuditEvent) -> str:
    """The SHA-256 of everything in the event and of the hash before it."""
    facts = [
        event.id,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor,
        event.action,
        event.target,
        event.details,
        event.previous_hash,
    ]
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def faults_in_chain() -> Iterator[str]:
    """A sentence for each break in the chain; none when nobody changed it."""
    expected_id, previous = 1, ""
    for event in AuditEvent.objects.order_by("id").iterator(chunk_size=2000):
        if event.id != expected_id:
            yield f"Events {expected_id} to {event.id - 1} are missing."
        if event.previous_hash != previous:
            yield f"Event {event.id} does not follow from the one before it."
        if event.hash != hash_of(event):
            yield f"Event {event.id} was changed."
        expected_id, previous = event.id + 1, event.hash
    head = AuditHead.objects.filter(pk=1).first()
    if head is not None and (head.count, head.hash) != (expected_id - 1, previous):
        yield f"The chain ends at event {expected_id - 1}, but {head.count} were written."


def _next_head() -> AuditHead:
    """The chain's end, counted up and locked for this transaction."""
    if not AuditHead.objects.filter(pk=1).update(count=F("count") + 1):
        AuditHead.objects.get_or_create(pk=1)
        AuditHead.objects.filter(pk=1).update(count=F("count") + 1)
    return AuditHead.objects.get(pk=1)
