"""The heartbeat of a worker process: one thread that prolongs the leases of what the process works on."""

from __future__ import annotations

import logging
import os
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from parsing import ledger

logger = logging.getLogger(__name__)


class Lease:
    """Held while a stage works. `is_lost` turns true when the claim belongs to somebody else."""

    def __init__(self, token: uuid.UUID) -> None:
        self.token = token
        self.is_lost = False


class _Heart:
    """The thread starts with the first lease, because threads do not survive Celery's fork."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.held: dict[uuid.UUID, Lease] = {}
        self.change = threading.Condition()
        self.thread: threading.Thread | None = None

    def add(self, lease: Lease) -> None:
        with self.change:
            self.held[lease.token] = lease
            if self.thread is None:
                self.thread = threading.Thread(target=self._beat, name="leases", daemon=True)
                self.thread.start()
            self.change.notify()

    def remove(self, lease: Lease) -> None:
        with self.change:
            self.held.pop(lease.token, None)

    def _beat(self) -> None:
        while True:
            with self.change:
                self.change.wait_for(lambda: bool(self.held))
                begun = set(self.held)
            threading.Event().wait(settings.LEDGER["heartbeat"])
            with self.change:
                # Most stages end before the first beat: they cost no query.
                due = [lease for token, lease in self.held.items() if token in begun]
            if due:
                self._renew(due)
            elif connection.connection is not None:
                connection.close()

    def _renew(self, leases: list[Lease]) -> None:
        try:
            lost = ledger.renew(lease.token for lease in leases)
        except (DatabaseError, InterfaceError) as error:
            # The next beat tries again; four in a row and the lease lapses, as it should.
            logger.warning("a lease could not be prolonged: %s", type(error).__name__)
            connection.close()
            return
        for lease in leases:
            lease.is_lost = lease.is_lost or lease.token in lost


_heart = _Heart()


@contextmanager
def held(token: uuid.UUID) -> Iterator[Lease]:
    """Keep the claim with this token alive inside the block."""
    global _heart
    if _heart.pid != os.getpid():
        _heart = _Heart()
    lease = Lease(token)
    _heart.add(lease)
    try:
        yield lease
    finally:
        _heart.remove(lease)
