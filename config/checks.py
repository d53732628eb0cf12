"""What must be right before anything starts: engines load, queues are known, Celery knows its settings.

Celery itself ignores a setting that it does not know, and a laptop's settings work on a server until they are
abused: both stop the start here, with a sentence that says what to do.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Final

from celery.app.defaults import NAMESPACES, Option
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

SAMPLE_KEYS: Final = ("local-only", "tests-only", "django-insecure", "change-me")
SHORTEST_KEY: Final = 50
# Read by its Django fixup and its Redis backend, which stand in no table.
READ_ELSEWHERE: Final = frozenset({"CELERY_DB_REUSE_MAX", "CELERY_REDIS_BACKEND_HEALTH_CHECK_INTERVAL"})


@register()
def celery_settings_are_known(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """E001: a CELERY_* name that Celery would ignore."""
    known = {f"CELERY_{name.upper()}" for name in _names(NAMESPACES)} | READ_ELSEWHERE
    given = {name for name in dir(settings) if name.startswith("CELERY_")}
    return [
        Error(f"Celery knows no setting {name.removeprefix('CELERY_').lower()!r}.", id="config.E001")
        for name in sorted(given - known)
    ]


@register()
def every_task_has_a_queue(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """E002: a stage, or a task, whose queue is missing or unknown."""
    from parsing import graph

    found: list[CheckMessage] = []
    for stage in graph.STAGES:
        if stage not in settings.STAGE_QUEUES:
            found.append(Error(f"The stage {stage!r} has no queue in STAGE_QUEUES.", id="config.E002"))
    wanted = {*settings.STAGE_QUEUES.values(), *settings.TASK_QUEUES.values()} - {""}
    for lane in settings.LANE_QUEUES.values():
        wanted |= set(lane.values())
    for queue in sorted(wanted - set(settings.QUEUES)):
        found.append(
            Error(f"No worker takes from the queue {queue!r}: it is not in QUEUES.", id="config.E002")
        )
    return found


@register()
def limits_are_known(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """E003: a limit that no reader knows, or a time limit above the broker's patience."""
    from parsing.stages.types import Limits

    known = {field.name for field in dataclasses.fields(Limits)}
    found: list[CheckMessage] = [
        Error(f"LIMITS has {name!r}, which no reader knows.", id="config.E003")
        for name in sorted(set(settings.LIMITS) - known)
    ]
    patience = settings.VISIBILITY_TIMEOUT
    for stage, (soft, hard) in settings.STAGE_LIMITS.items():
        if not soft < hard < patience:
            found.append(
                Error(f"The limits of {stage!r} must rise: {soft} < {hard} < {patience}.", id="config.E003")
            )
    return found


@register("engines")
def named_engines_exist(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """E004: an engine that settings name and that is not there. Looks for its module, loads nothing heavy."""
    from parsing import registry

    return [Error(problem, id="config.E004") for problem in registry.missing_engines()]


@register()
def production_is_no_laptop(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """E005: DEBUG, a sample key, or hosts of any name, with the settings of a server."""
    if not getattr(settings, "PRODUCTION", False):
        return []
    return [Error(problem, id="config.E005") for problem in _laptop_habits()]


def _laptop_habits() -> Iterator[str]:
    key = settings.SECRET_KEY
    if settings.DEBUG:
        yield "DEBUG is on. Leave it out of the environment."
    if len(key) < SHORTEST_KEY or key.startswith(SAMPLE_KEYS):
        yield f"SECRET_KEY must be {SHORTEST_KEY} random characters of your own."
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS must name the hosts that this server answers for."
    if settings.FAULTS or settings.DEBUG_FAULTS:
        yield "FAULTS are for tests. Leave them out of the environment."


def _names(table: object, prefix: str = "") -> Iterator[str]:
    if isinstance(table, Option):
        yield prefix
    elif isinstance(table, dict):
        for name, below in table.items():
            yield from _names(below, f"{prefix}_{name}" if prefix else str(name))
