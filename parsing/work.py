"""Things that a worker makes: claimed by one, begun again when one died, ended once.

Each is a row of its own; its message is only a hint, and beat sends another where it was lost.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, TypeVar

from celery.exceptions import SoftTimeLimitExceeded
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from parsing import outbox
from parsing.errors import StageError

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(seconds=180)
"""Longer than the tasks' hard limit: whoever began so long ago is dead."""
MAX_ATTEMPTS: Final = 3
OVERDUE: Final = timedelta(seconds=30)
"""So long a waiting piece of work may stay untouched before its message counts as lost."""


class State(models.TextChoices):
    """How far a piece of work is. A worker takes it from `pending` and ends it."""

    PENDING = "pending", "Waiting"
    RUNNING = "running", "At work"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


OPEN: Final = (State.PENDING, State.RUNNING)


class Work(models.Model):
    """Something that a worker makes. `attempts` counts how often one began; after the third it has failed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in OPEN


W = TypeVar("W", bound=Work)
Tasks = Mapping[type[Work], str]
"""Kind of work → the name of its task, which takes the row's id."""


def work_on(
    kind: type[W],
    identity: uuid.UUID,
    make: Callable[[W], dict[str, object]],
    *,
    refusals: tuple[type[Exception], ...] = (),
) -> str:
    """The state in which this leaves it. `make` gives the fields to keep.

    A twin or a late message does nothing. StageError, and `refusals`, which have a `code` too, become its
    error code; what is passing is tried again by `send_overdue`.
    """
    now = timezone.now()
    mine = _rows(kind).filter(pk=identity)
    if not mine.filter(_free(now), attempts__lt=MAX_ATTEMPTS).update(
        state=State.RUNNING, started_at=now, attempts=F("attempts") + 1
    ):
        return _given_up(mine)
    work = mine.get()
    claim = mine.filter(state=State.RUNNING, attempts=work.attempts)
    try:
        kept = make(work)
    except (StageError,) + refusals as error:  # noqa: RUF005  mypy does not follow a star here
        if getattr(error, "transient", False):
            claim.update(state=State.PENDING)
            return State.PENDING
        return _ended(claim, State.FAILED, error_code=getattr(error, "code", "internal"))
    except SoftTimeLimitExceeded:
        return _ended(claim, State.FAILED, error_code="limit_time")
    except Exception:
        logger.exception("%s %s could not be made", kind.__name__, identity)
        return _ended(claim, State.FAILED, error_code="internal")
    return _ended(claim, State.DONE, error_code="", **kept)


def has_overdue(tasks: Tasks) -> bool:
    """Whether something waits that no message seems to be on its way for."""
    return any(rows.exists() for _, rows in _overdue(tasks))


def send_overdue(tasks: Tasks) -> int:
    """Send their tasks again: how many."""
    sent = 0
    for task, rows in _overdue(tasks):
        for identity in rows.values_list("pk", flat=True)[:100]:
            outbox.add(task, str(identity))
            sent += 1
    return sent


def _overdue(tasks: Tasks) -> Iterator[tuple[str, QuerySet[Work]]]:
    now = timezone.now()
    for kind, task in tasks.items():
        waiting = Q(state=State.PENDING, created_at__lt=now - OVERDUE)
        yield task, _rows(kind).filter(waiting | Q(state=State.RUNNING, started_at__lt=now - LEASE))


def _rows(kind: type[W]) -> QuerySet[W]:
    return kind._default_manager.all()


def _free(now: datetime) -> Q:
    """Waiting, or begun by somebody who must be dead."""
    return Q(state=State.PENDING) | Q(state=State.RUNNING, started_at__lt=now - LEASE)


def _given_up(mine: QuerySet[W]) -> str:
    """What it is where it cannot be claimed; failed where it was begun too often."""
    exhausted = mine.filter(_free(timezone.now()), attempts__gte=MAX_ATTEMPTS)
    if exhausted.exists():
        return _ended(exhausted, State.FAILED, error_code="poison")
    return str(mine.values_list("state", flat=True).first() or "")


def _ended(claim: QuerySet[W], state: State, **kept: object) -> str:
    claim.filter(state__in=OPEN).update(state=state, finished_at=timezone.now(), **kept)
    return state
