"""Quotas: how often a user may do what costs something, by their plan, in the current hour or day (UTC).

Counted in the database, so that no cache that forgets and no number of parallel requests gives anybody more.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import QuotaUse, User
from config.throttling import limit_in


class QuotaExceeded(Exception):
    """Nothing is left in this window; `quota` says when the next one begins."""

    def __init__(self, quota: Quota) -> None:
        super().__init__(quota.what)
        self.quota = quota


@dataclass(frozen=True, slots=True)
class Quota:
    """So many in so many seconds, and how many of them are left for another `reset` seconds."""

    what: str
    limit: int
    seconds: int
    left: int
    reset: int

    def headers(self) -> dict[str, str]:
        """RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers)."""
        return {
            "RateLimit-Policy": f'"{self.what}";q={self.limit};w={self.seconds}',
            "RateLimit": f'"{self.what}";r={self.left};t={self.reset}',
        }


def take(user: User, what: str) -> Quota:
    """One of them, counted: what is left. Raises QuotaExceeded.

    Call inside the transaction that does it: what is rolled back was not used.
    """
    limit, seconds, ends = _window(user, what)
    with transaction.atomic():
        QuotaUse.objects.get_or_create(user=user, what=what, window_ends=ends)
        row = QuotaUse.objects.filter(user=user, what=what, window_ends=ends)
        if not row.filter(used__lt=limit).update(used=F("used") + 1):
            raise QuotaExceeded(_quota(what, limit, seconds, limit, ends))
        used = row.values_list("used", flat=True).get()
    return _quota(what, limit, seconds, used, ends)


def quotas_of(user: User) -> list[Quota]:
    """All quotas of the user's plan as they stand."""
    windows = {what: _window(user, what) for what in settings.PLANS[user.plan]}
    rows = QuotaUse.objects.filter(user=user, window_ends__gt=timezone.now())
    used = {(row.what, row.window_ends): row.used for row in rows}
    return [
        _quota(what, limit, seconds, used.get((what, ends), 0), ends)
        for what, (limit, seconds, ends) in windows.items()
    ]


def forget() -> int:
    """Delete the counts of windows that are over: how many."""
    return QuotaUse.objects.filter(window_ends__lt=timezone.now()).delete()[0]


def _window(user: User, what: str) -> tuple[int, int, datetime]:
    """Limit, length in seconds, and the end of the current window."""
    limit, seconds = limit_in(settings.PLANS[user.plan][what])
    number = int(timezone.now().timestamp() // seconds)
    return limit, seconds, datetime.fromtimestamp((number + 1) * seconds, UTC)


def _quota(what: str, limit: int, seconds: int, used: int, ends: datetime) -> Quota:
    left = (ends - timezone.now()) / timedelta(seconds=1)
    return Quota(what, limit, seconds, max(limit - used, 0), max(0, math.ceil(left)))
