"""Batches whose planning stopped: its message was lost with the broker, or was in the hands of who died."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from parsing import outbox
from parsing.batches import PLAN
from parsing.models import Batch, Outbox

STALLED_AFTER: Final = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 30)
"""Longer than a planning task may run: two at once would take a zip's members in twice."""


def go_on() -> int:
    """Ask again for the planning of batches that nobody plans any more: how many."""
    before = timezone.now() - STALLED_AFTER
    stalled = 0
    open_for_long = Batch.objects.filter(state=Batch.State.PLANNING, created_at__lt=before)
    for batch_id in open_for_long.values_list("pk", flat=True):
        asked = Outbox.objects.filter(task=PLAN, args=[str(batch_id)])
        # A row that was not sent yet is the relay's; one that was sent lately is somebody's.
        if not asked.filter(sent_at=None).exists() and not asked.filter(sent_at__gt=before).exists():
            with transaction.atomic():
                outbox.add(PLAN, str(batch_id))
            stalled += 1
    return stalled
