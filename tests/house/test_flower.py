"""Flower shows what the workers of a whole Vitae do."""

from __future__ import annotations

import base64
import json
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from client import Client
from stack import ROOT, Stack

from tests.servers import eventually

pytestmark = pytest.mark.real
SAMPLE: Final = ROOT / "tests" / "samples" / "files" / "single-column.pdf"
WORKERS: Final = {
    "all": ("interactive,ocr,parsing,classification,index,ranking,pdf,bulk", 1),
    "gpu": ("gpu", 1),
}


def asked(stack: Stack, path: str) -> Mapping[str, Any]:
    """What Flower answers, as JSON."""
    login = base64.b64encode(f"admin:{stack.password}".encode()).decode()
    request = urllib.request.Request(f"{stack.flower_url}{path}", headers={"Authorization": f"Basic {login}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        found: Mapping[str, Any] = json.loads(answer.read())
    return found


def test_a_reading_and_its_worker_are_seen(tmp_path: Path) -> None:
    with Stack(tmp_path, workers=dict(WORKERS), with_flower=True) as stack:
        client = Client(stack.url, stack.api_key)
        asked(stack, "/api/workers?refresh=1")  # everything it can ask a worker, all at once
        assert eventually(lambda: len(asked(stack, "/workers?json=1")["data"]) == len(WORKERS)), (
            stack.processes.tail("flower", 30)
        )
        workers = asked(stack, "/workers?json=1")["data"]
        assert sorted(worker["hostname"].partition("@")[0] for worker in workers) == sorted(WORKERS)
        assert all(worker["status"] is True for worker in workers)
        answer = client.upload(SAMPLE.name, SAMPLE.read_bytes())
        assert answer.status == 202, answer
        assert eventually(
            lambda: (
                {"parsing.tasks.convert", "SUCCESS"}
                <= {each[key] for each in asked(stack, "/api/tasks").values() for key in ("name", "state")}
            )
        ), asked(stack, "/api/tasks")
