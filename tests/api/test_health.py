"""/healthz and /readyz say what this deployment can do, and why not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.utils import timezone

from config import health
from parsing.models import StageRun, Sweep
from tests.api.conftest import bring


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch):
    monkeypatch.setattr(health, "_memory", {})


def parts(client) -> dict[str, dict[str, object]]:
    return {part["name"]: part for part in client.get("/readyz").json()["capabilities"]}


def test_the_process_is_up(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "ok"}
    assert client.post("/healthz").status_code == 405


def test_every_part_is_listed(client):
    names = ["database", "storage", "broker", "workers", "sweeper", "sandbox"]
    names += ["engine:layout", "engine:ocr", "engine:office", "model:sections", "model:entities"]
    assert list(parts(client)) == names
    assert parts(client)["storage"]["detail"] == "FileSystemStorage"


def test_without_a_broker_it_is_degraded_and_still_takes_uploads(client, alice):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert parts(client)["broker"]["status"] == "degraded"
    assert "wait" in parts(client)["broker"]["detail"]
    assert bring(alice)


def test_a_beat_that_is_late_shows(client):
    assert parts(client)["sweeper"]["status"] == "degraded"
    Sweep.objects.update_or_create(pk=1, defaults={"last_at": timezone.now()})
    health._memory.clear()
    assert parts(client)["sweeper"]["status"] == "ok"


def test_work_that_nobody_takes_shows(client, alice):
    bring(alice)
    assert parts(client)["workers"]["status"] == "ok"
    StageRun.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    health._memory.clear()
    assert parts(client)["workers"]["status"] == "degraded"


def test_without_storage_it_is_not_ready(client, monkeypatch):
    def broken(*args: object) -> None:
        raise PermissionError

    monkeypatch.setattr(default_storage, "save", broken)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "down")


def test_without_a_database_it_is_not_ready(client, monkeypatch):
    class Broken:
        vendor = "postgresql"

        def cursor(self):
            raise DatabaseError

    monkeypatch.setattr(health, "connection", Broken())
    assert client.get("/readyz").status_code == 503


def test_an_engine_that_cannot_be_loaded_says_why(client, settings):
    settings.ENGINES = {**settings.ENGINES, "ocr": "absent.module.Engine"}
    engine = parts(client)["engine:ocr"]
    assert engine["status"] == "down"
    assert "absent" in engine["detail"]


def test_a_sandbox_that_is_switched_off_shows(client, settings):
    settings.SANDBOX = "off"
    assert parts(client)["sandbox"]["status"] == "degraded"


def test_whoever_asks_often_costs_nothing(client, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(0):
        client.get("/readyz")
