"""A beat that sweeps in its own process, asks whether some tasks have work, and publishes the rest."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Final

from celery import current_app
from celery.app.base import Celery
from celery.beat import ScheduleEntry, Scheduler
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils.module_loading import import_string
from kombu import Producer

logger = logging.getLogger(__name__)

SWEEP: Final = "parsing.sweeping.sweep"
WAKE_EXPIRES: Final = 30
"""Seconds after which a message that no worker took is dropped: the next one says the same."""


class SweepingScheduler(Scheduler):
    """Sweeping must go on when the broker is away and every worker is busy: so it is no message.

    The schedule is kept in memory: every entry is an interval, and each sweep takes a slot in the database.
    """

    app: Celery

    def apply_entry(self, entry: ScheduleEntry, producer: Producer | None = None) -> None:
        """Run the sweep, publish a task that has work to do, or publish the entry's task."""
        if entry.task == SWEEP:
            from parsing.sweeping import sweep

            _with_database(sweep, "a sweep")
        elif entry.task in settings.BEAT_ASKS:
            _with_database(partial(wake, entry.task), "asking for work")
        else:
            super().apply_entry(entry, producer)


def wake(task: str) -> bool:
    """Whether there was work for this task and a message for it went out; never stops beat for long."""
    from parsing.outbox import publish

    if not import_string(settings.BEAT_ASKS[task])():
        return False
    queue = settings.TASK_QUEUES[task]
    return publish(current_app.signature(task, queue=queue, expires=WAKE_EXPIRES, ignore_result=True))


def _with_database(work: Callable[[], object], name: str) -> None:
    close_old_connections()
    try:
        work()
    except (DatabaseError, InterfaceError) as error:
        logger.warning("%s failed (%s), the next one follows", name, type(error).__name__)
        connection.close()
