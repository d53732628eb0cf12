"""A beat that sweeps in its own process, and publishes everything else."""

from __future__ import annotations

import logging
from typing import Final

from celery.app.base import Celery
from celery.beat import ScheduleEntry, Scheduler
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from kombu import Producer

logger = logging.getLogger(__name__)

SWEEP: Final = "parsing.sweeping.sweep"


class SweepingScheduler(Scheduler):
    """Sweeping must go on when the broker is away and every worker is busy: so it is no message.

    The schedule is kept in memory: every entry is an interval, and each sweep takes a slot in the database.
    """

    app: Celery

    def apply_entry(self, entry: ScheduleEntry, producer: Producer | None = None) -> None:
        """Run the sweep, or publish the entry's task."""
        if entry.task != SWEEP:
            super().apply_entry(entry, producer)
            return
        from parsing.sweeping import sweep

        close_old_connections()
        try:
            sweep()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("a sweep failed (%s), the next one follows", type(error).__name__)
            connection.close()
