"""The tasks of this app: telling what happened, and forgetting it. A lost message costs nothing."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.conf import settings


@shared_task(name="accounts.tasks.deliver_notices")
def deliver_notices(**_: object) -> int:
    """How many webhooks and e-mails were tried; beat asks for it while some are due."""
    from accounts.notices.delivering import deliver

    return deliver()


@shared_task(name="accounts.tasks.forget_notices")
def forget_notices(**_: object) -> int:
    """How many notices were too old to be sent again; beat asks for it."""
    from accounts.notices.delivering import forget

    return forget(timedelta(days=settings.NOTICES_KEEP_DAYS))
