"""What the workers of the gpu queue say of their device and engines, for /readyz, and whose turn it is.

A worker's parent looks every five seconds whether its libraries and weights are there, without loading
them; its child tells what happened when it used them. A résumé that needs no GPU never comes by here.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Final, Protocol

from celery import bootsteps
from celery.worker.consumer.tasks import Tasks
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models.functions import Now

from config.settings.queues import GPU
from parsing import graph, registry
from parsing.engines import device
from parsing.engines.base import ModelMissing
from parsing.errors import StageError
from parsing.models import DeviceReport

logger = logging.getLogger(__name__)

TOLD_SECONDS: Final = 5.0
SILENT_SECONDS: Final = 15.0
"""A worker that has said nothing for so long is gone."""
LOST_SECONDS: Final = 60.0
"""A process that lost its device lives on for so long, then makes room for one that may find it again."""

_worker = ""
_lost_at: float | None = None
_told: tuple[str, str] | None = None


def here(worker: str) -> None:
    """Remember whose process this is: what is told from here on is told in its name."""
    global _worker
    _worker = worker


def turn(stage: str) -> AbstractContextManager[None]:
    """Holds the device inside the block, where this stage uses it."""
    return alone() if settings.STAGE_QUEUES[stage] == GPU else nullcontext()


def alone() -> AbstractContextManager[None]:
    """Holds the device that settings name inside the block."""
    return device.alone(Path(settings.GPU_LOCK))


def heavy_engines() -> dict[str, str]:
    """Job → name of the engine that the workers of the gpu queue use for it."""
    found = {}
    if graph.looks_again() and settings.STAGE_QUEUES["layout"] == GPU:
        found["layout"] = settings.LAYOUT_IN_DOUBT
    if settings.STAGE_QUEUES["ocr"] == GPU:
        found["ocr"] = settings.ENGINES["ocr"]
    return found


def tell(used: str, trouble: str = "") -> None:
    """Note what became of using the device: `used` names engine and device, `trouble` is "" for all well."""
    global _told
    if _worker and _told != (used, trouble):
        _save(_worker, used=used, trouble=trouble)
        _told = (used, trouble)


def praise(stage: str, engine: object) -> None:
    """Tell that the heavy engine of this stage did its work, where it has a device."""
    if settings.STAGE_QUEUES[stage] == GPU:
        tell(f"{getattr(engine, 'name', '')} {getattr(engine, 'device', '')}".strip())


def why_light(stage: str, error: Exception) -> StageError | None:
    """Why a light engine should do this stage after this error of a heavy one; None where the error stands.

    Only where the device or the engine fails: what is wrong with a page is wrong for every engine.
    """
    if settings.STAGE_QUEUES[stage] != GPU or settings.ENGINES[stage] == registry.LIGHT[stage]:
        return None
    trouble = device.trouble_of(error)
    is_missing = isinstance(error, registry.EngineMissing | ModelMissing)
    is_refused = isinstance(error, StageError) and error.code == "engine_unavailable"
    if not (trouble or is_missing or is_refused):
        return None
    if trouble == "lost":
        lose()
    if not is_refused:
        tell(settings.ENGINES[stage], str(error))
    return StageError("limit_memory" if trouble == "full" else "engine_unavailable")


def lose() -> None:
    """Remember that this process has lost its device."""
    global _lost_at
    _lost_at = _lost_at or time.monotonic()


def leave_if_lost() -> None:
    """End this process where it lost its device a while ago: CUDA never finds it again, a new process may.

    Called before anything is claimed, so that nothing counts as a death; the sweeper sends the page again.
    """
    if _lost_at is not None and time.monotonic() - _lost_at > LOST_SECONDS:
        logger.warning("the device was lost; a new process looks for it")
        os.kill(os.getpid(), signal.SIGKILL)


def _save(worker: str, **fields: object) -> None:
    try:
        DeviceReport.objects.update_or_create(worker=worker, defaults={**fields, "told_at": Now()})
    except (DatabaseError, InterfaceError) as error:
        logger.warning("could not tell of the device: %s", type(error).__name__)


def reports() -> list[DeviceReport]:
    """What the workers that live say."""
    return list(DeviceReport.objects.filter(told_at__gt=Now() - timedelta(seconds=SILENT_SECONDS)))


class _Timer(Protocol):
    def call_repeatedly(self, seconds: float, call: object) -> object: ...

    def cancel(self, entry: object) -> None: ...


class _Consumer(Protocol):
    hostname: str
    timer: _Timer

    @property
    def app(self) -> object: ...


@contextmanager
def _own_connection() -> Iterator[None]:
    """The parent must not hand an open connection to the children it forks."""
    try:
        yield
    finally:
        connection.close()


class Watch(bootsteps.StartStopStep):
    """In the parent of a worker that takes from the gpu queue: tells that it lives and what it lacks."""

    requires = (Tasks,)

    def __init__(self, consumer: _Consumer, **options: object) -> None:
        super().__init__(consumer, **options)
        self.is_first = True
        self.clock: object | None = None

    def include_if(self, consumer: _Consumer) -> bool:
        """Whether this worker takes from the gpu queue."""
        queues = getattr(getattr(consumer.app, "amqp", None), "queues", None)
        return GPU in getattr(queues, "consume_from", ())

    def start(self, consumer: _Consumer) -> None:
        """For each new connection to the broker, as Celery's own heartbeat does."""
        if self.is_first:
            self._tell(consumer.hostname, trouble="")  # what its namesake suffered is over
        self.is_first = False
        self.clock = consumer.timer.call_repeatedly(TOLD_SECONDS, lambda: self._tell(consumer.hostname))

    def stop(self, consumer: _Consumer) -> None:
        """When the connection is lost, or the worker ends."""
        if self.clock is not None:
            consumer.timer.cancel(self.clock)
            self.clock = None

    def _tell(self, worker: str, **fields: str) -> None:
        with _own_connection():
            problems = [registry.problem_of(job, name) for job, name in heavy_engines().items()]
            _save(worker, problem=" ".join(filter(None, problems)), **fields)
