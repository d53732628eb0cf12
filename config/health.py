"""/healthz: the process is up. /readyz: what this deployment can do now, part by part, and why not."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final, Literal, TypedDict
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import DatabaseError, connection
from django.db.models import Count, Min
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.settings.queues import GPU

Status = Literal["ok", "degraded", "down"]

SWEEP_LATE: Final = timedelta(seconds=30)
QUEUE_OLD: Final = timedelta(seconds=60)
BROKER_SECONDS: Final = 2
REMEMBERED_SECONDS: Final = 5.0


class Part(TypedDict):
    """One thing this deployment needs or offers. `is_required`: without it no résumé is read."""

    name: str
    status: Status
    is_required: bool
    detail: str


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200: this process answers. Asks nobody else."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 with the list of parts, 503 when a required one is down."""
    parts = _remembered()
    if any(part["is_required"] and part["status"] == "down" for part in parts):
        status: Status = "down"
    else:
        status = "ok" if all(part["status"] == "ok" for part in parts) else "degraded"
    return JsonResponse({"status": status, "capabilities": parts}, status=503 if status == "down" else 200)


def capabilities() -> list[Part]:
    """Every part, asked now."""
    return [check() for check in CHECKS]


def database() -> Part:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return _part("database", "down", "The database does not answer.", is_required=True)
    return _part("database", "ok", connection.vendor, is_required=True)


def broker() -> Part:
    """Whether messages can be sent. Without a broker uploads are kept, and read when it is back."""
    from kombu.exceptions import OperationalError

    from config.celery import app

    scheme = settings.BROKER_URL.partition(":")[0]
    try:
        with app.connection_for_write(connect_timeout=BROKER_SECONDS) as line:
            line.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_SECONDS)
    except (OSError, OperationalError):
        return _part("broker", "degraded", f"{scheme} does not answer; uploads wait for it.")
    return _part("broker", "ok", scheme)


def sweeper() -> Part:
    """Whether beat makes its rounds: they find what a broker or a worker lost."""
    from parsing.models import Sweep

    try:
        last = Sweep.objects.filter(pk=1).values_list("last_at", flat=True).first()
    except DatabaseError:
        return _part("sweeper", "down", "The database does not answer.")
    if last is None or last < timezone.now() - SWEEP_LATE:
        return _part("sweeper", "degraded", "Beat has not made its round; lost work is not found again.")
    return _part("sweeper", "ok", "")


def workers() -> Part:
    """Whether what is ready is taken: the age of the oldest stage that nobody took, by queue."""
    from parsing.models import StageRun

    try:
        ready = StageRun.objects.filter(state=StageRun.State.READY).order_by()
        queues = list(ready.values("queue").annotate(waiting=Count("id"), oldest=Min("created_at")))
    except DatabaseError:
        return _part("workers", "down", "The database does not answer.")
    late = [row for row in queues if row["oldest"] < timezone.now() - QUEUE_OLD]
    if late:
        names = ", ".join(f"{row['queue']}: {row['waiting']}" for row in late)
        return _part("workers", "degraded", f"Nobody takes the work of these queues ({names}).")
    return _part("workers", "ok", f"{sum(row['waiting'] for row in queues)} stages wait")


def storage() -> Part:
    """Whether a file can be written, and read again."""
    kind = type(storages["default"]).__name__
    key = f"health/{uuid4().hex}"
    try:
        default_storage.save(key, ContentFile(b"ok"))
        default_storage.delete(key)
    except Exception:  # noqa: BLE001 - each storage has errors of its own, and all mean the same here
        return _part("storage", "down", f"{kind} cannot be written to.", is_required=True)
    return _part("storage", "ok", kind, is_required=True)


def sandbox() -> Part:
    """Whether office files can be converted in a box of their own."""
    from parsing.engines.sandbox import sandbox_problem

    if settings.SANDBOX == "off":
        return _part("sandbox", "degraded", "Switched off: office files are converted without a box.")
    unpacked = os.environ.get("VITAE_SYSROOT")  # where bin/setup may not install, it unpacks
    problem = sandbox_problem(Path(unpacked) if unpacked else None)
    if problem:
        return _part("sandbox", "degraded", f"Files that need LibreOffice are refused. {problem}")
    return _part("sandbox", "ok", "bubblewrap")


def engines() -> list[Part]:
    """Each engine that settings name, whether it can be loaded, and its version."""
    from parsing import registry

    parts = []
    for job, name in settings.ENGINES.items():
        if settings.STAGE_QUEUES.get(job) == GPU:
            continue  # it lives in another process, which tells of it: see `gpu`
        try:
            loaded = registry.engine(job)
        except registry.EngineMissing as error:
            parts.append(_part(f"engine:{job}", "down", str(error)))
        else:
            parts.append(_part(f"engine:{job}", "ok", f"{name} {getattr(loaded, 'version', '')}".strip()))
    return [*parts, *_in_doubt()]


def _in_doubt() -> list[Part]:
    """The layout engine for pages in doubt, where it works beside the others; [] where there is none."""
    from parsing import graph, registry

    if settings.LAYOUT_IN_DOUBT == "none" or graph.looks_again():
        return []
    try:
        loaded = registry.heavy_layout_engine()
    except registry.EngineMissing as error:
        return [_part("engine:layout_in_doubt", "degraded", f"The light engine's layouts stand. {error}")]
    told = f"{settings.LAYOUT_IN_DOUBT} {getattr(loaded, 'version', '')}".strip()
    return [_part("engine:layout_in_doubt", "ok", told)]


def models() -> list[Part]:
    """Each model that settings name; without it résumés are read by rules alone, which is `degraded`."""
    from parsing import registry

    parts = []
    for job, name in settings.MODELS.items():
        try:
            loaded = registry.model(job)
        except registry.EngineMissing as error:
            parts.append(_part(f"model:{job}", "degraded", f"Rules decide alone. {error}"))
        else:
            version = getattr(loaded, "version", "")
            parts.append(_part(f"model:{job}", "ok", f"{name} {version}".strip()))
    return parts


def gpu() -> list[Part]:
    """Whether the gpu queue is served, and what its workers say of their device; [] if nothing needs it."""
    from parsing import devices

    wanted = devices.heavy_engines()
    if not wanted:
        return []
    try:
        told = devices.reports()
    except DatabaseError:
        return [_part("gpu", "down", "The database does not answer.")]
    if not told:
        names = ", ".join(wanted.values())
        return [_part("gpu", "degraded", f"No worker takes the queue; {names} cannot work.")]
    problems = {each.worker: each.problem or each.trouble for each in told if each.problem or each.trouble}
    if problems:
        said = " ".join(f"{worker}: {problem}" for worker, problem in problems.items())
        return [_part("gpu", "degraded", f"Light engines work instead. {said}")]
    return [_part("gpu", "ok", ", ".join(f"{each.worker}: {each.used}".strip(": ") for each in told))]


def _part(name: str, status: Status, detail: str, *, is_required: bool = False) -> Part:
    return Part(name=name, status=status, is_required=is_required, detail=detail)


CHECKS: Final[tuple[Callable[[], Part], ...]] = (database, storage, broker, workers, sweeper, sandbox)
_memory: dict[str, tuple[float, list[Part]]] = {}


def _remembered() -> list[Part]:
    """The parts as they were at most five seconds ago: whoever asks often costs nothing."""
    asked_at, parts = _memory.get("parts", (-REMEMBERED_SECONDS, []))
    if time.monotonic() - asked_at >= REMEMBERED_SECONDS:
        parts = [*capabilities(), *engines(), *models(), *gpu()]
        _memory["parts"] = (time.monotonic(), parts)
    return parts
