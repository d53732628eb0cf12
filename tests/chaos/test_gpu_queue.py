"""The gpu queue with real workers: two by mistake, a child killed in the middle, a device that is lost."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from django.db.models import F

from parsing import packing, services
from parsing.models import DeviceReport, Parse, StageRun
from parsing.models import Page as PageRow
from parsing.stages.types import Layout
from tests import engines
from tests.chaos.invariants import broken, overlaps
from tests.people import person
from tests.servers import Process, eventually
from tests.stack import Stack

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True)]
OTHERS = ("interactive", "ocr", "parsing", "bulk")


def env_of(folder: Path, **more: str) -> dict[str, str]:
    """Every page is a scan whose order is in doubt, and an engine looks again on the gpu queue."""
    return {
        "OCR_ENGINE": "tests.engines.JumpyOcr",
        "LAYOUT_IN_DOUBT": "tests.engines.EvilLayout",
        "LAYOUT_QUEUE": "gpu",
        "OCR_DPI": "100",
        "GPU_LOCK": str(folder / "gpu.lock"),
        "LEDGER_LEASE_MS": "2000",
        "LEDGER_HEARTBEAT_MS": "500",
        "LEDGER_SWEEP_MS": "200",
        **more,
    }


def start(stack: Stack, gpu_workers: int, **more: str) -> list[Process]:
    """A worker for everything else, beat, and so many for the gpu queue."""
    env = env_of(stack.folder, **more)
    stack.start_worker(queues=OTHERS, **env)
    gpu = [stack.start_worker(queues=("gpu",), **env) for _ in range(gpu_workers)]
    stack.start_beat(**env)
    stack.wait_until_ready()
    return gpu


def upload(*scans: tuple[int, ...]) -> list[Parse]:
    """A scan for each tuple of pages."""
    found = []
    for mark, widths in enumerate(scans, start=1):
        parse = services.receive(person("alice"), f"{mark}.tiff", engines.scan(*widths, mark=mark)).parse
        assert parse is not None
        found.append(parse)
    return found


def all_over() -> bool:
    """Whether no reading is open."""
    return not Parse.objects.filter(status__in=Parse.OPEN).exists()


def by_heavy_engine() -> int:
    """How many pages have the heavy engine's layout."""
    return sum(packing.unpack(row.layout, Layout).kind == "multi" for row in PageRow.objects.all())


def test_a_killed_child_loses_nothing_and_two_workers_take_turns(stack: Stack) -> None:
    first, _ = start(stack, 2, EVIL_LAYOUT_MS="200", GPU_BATCH="2")
    upload(*[(engines.GOOD,) * 4] * 5)
    of_first = StageRun.objects.filter(stage="layout", queue="gpu", worker="w1@test")
    done, held = of_first.filter(state="done"), of_first.filter(state="running")
    assert eventually(lambda: done.exists() and held.exists(), 40, every=0.01), stack.logs()
    for child in stack.children_of(first):
        os.kill(child, signal.SIGKILL)
    assert eventually(all_over, 60), stack.logs()
    assert set(Parse.objects.values_list("status", flat=True)) == {Parse.Status.DONE}, stack.logs()
    runs = StageRun.objects.filter(stage="layout")
    assert (runs.count(), by_heavy_engine()) == (20, 20)
    assert runs.filter(attempts__gt=F("failures") + 1).exists()
    assert len(set(runs.values_list("worker", flat=True))) == 2
    assert overlaps(runs) == []
    assert broken() == []


def test_a_lost_device_and_a_killer_page_lose_no_resume(stack: Stack) -> None:
    start(stack, 1, GPU_BATCH="2")
    killed, good = upload((engines.GOOD, engines.KILLS), (engines.GOOD,))
    assert eventually(all_over, 60), stack.logs()
    (lost,) = upload((engines.LOST,))  # by itself: whatever is in its batch keeps the light layout too
    assert eventually(all_over, 60), stack.logs()
    for parse, status in ((lost, "done"), (killed, "partial"), (good, "done")):
        parse.refresh_from_db()
        assert parse.status == status, stack.logs()
        assert parse.page_count == PageRow.objects.filter(parse=parse).exclude(layout=None).count()
    told = {each["page"]: each["text"] for each in killed.findings if each["code"] == "layout_light"}
    assert told == {2: "poison"}
    assert [each["text"] for each in lost.findings] == ["engine_unavailable"]
    assert DeviceReport.objects.get().worker == "w1@test"
    assert broken() == []
