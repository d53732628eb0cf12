"""What stops the start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = "k" * 60


def problems() -> set[str]:
    return {str(message.id) for message in run_checks()} & {f"config.E00{n}" for n in range(1, 6)}


def test_our_own_settings_are_in_order() -> None:
    assert problems() == set()


def test_a_celery_setting_that_celery_would_ignore_is_an_error(settings: Settings) -> None:
    settings.CELERY_TASK_ACK_LATE = True
    assert problems() == {"config.E001"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STAGE_QUEUES", {"ner": "nobody"}),
        ("TASK_QUEUES", {"parsing.tasks.plan_batch": "nobody"}),
        ("LANE_QUEUES", {"interactive": {"parsing": "nobody"}, "bulk": {}}),
    ],
)
def test_a_queue_that_no_worker_serves_is_an_error(
    settings: Settings, name: str, value: dict[str, object]
) -> None:
    setattr(settings, name, getattr(settings, name) | value)
    assert problems() == {"config.E002"}


def test_a_limit_that_nobody_reads_is_an_error(settings: Settings) -> None:
    settings.LIMITS = settings.LIMITS | {"max_byte": 1}
    assert problems() == {"config.E003"}


def test_a_time_limit_above_the_brokers_patience_is_an_error(settings: Settings) -> None:
    settings.STAGE_LIMITS = settings.STAGE_LIMITS | {"ocr": (200, 400)}
    assert problems() == {"config.E003"}


@pytest.mark.parametrize("name", ["tesserakt", "no.such.Engine", "tests.no_such.Engine"])
def test_an_engine_that_is_not_there_is_an_error(settings: Settings, name: str) -> None:
    settings.ENGINES = settings.ENGINES | {"ocr": name}
    assert problems() == {"config.E004"}


GOOD = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "cv.example.org"}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({}, ""),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "local-only-not-a-secret-0123456789-abcdefghijklmnop"}, "SECRET_KEY"),
        ({"DEBUG": "true"}, "DEBUG"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"FAULTS": "claimed:kill:1"}, "FAULTS"),
        ({"LIMIT_PAGES": "many"}, "LIMIT_PAGES"),
        ({"SANDBOX": "perhaps"}, "SANDBOX"),
    ],
    ids=lambda value: ",".join(f"{k}={v[:9]}" for k, v in value.items()) if isinstance(value, dict) else "",
)
def test_production_refuses_what_is_meant_for_a_laptop(change: dict[str, str], word: str) -> None:
    clean = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=clean | GOOD | {"DJANGO_SETTINGS_MODULE": "config.settings.production"} | change,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode == 0) is (not word), done.stderr
    assert word in done.stderr
