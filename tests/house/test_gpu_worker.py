"""The gpu queue's worker as its script starts it: one child, one task in hand, a parent that stays light."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from stack import ROOT

from config.celery import app
from parsing import registry, services
from parsing.models import DeviceReport
from tests import engines
from tests.chaos.test_gpu_queue import all_over, by_heavy_engine, env_of, upload
from tests.parsing.making import run_of
from tests.people import person
from tests.servers import Process, eventually
from tests.stack import Stack

SCRIPTS = ("worker-gpu", "setup-gpu", "test-gpu")
HEAVY = ("torch", "onnxruntime", "detectron2", "easyocr")


def loaded_in(pid: int) -> set[str]:
    """The heavy libraries whose files this process has mapped."""
    maps = Path(f"/proc/{pid}/maps").read_text()
    return {name for name in HEAVY if re.search(rf"/{name}/", maps)}


@pytest.mark.real
@pytest.mark.django_db(transaction=True)
def test_the_script_starts_one_child_and_the_parent_loads_nothing(stack: Stack) -> None:
    env = env_of(stack.folder)
    worker = Process(
        [str(ROOT / "bin" / "worker-gpu")],
        env=stack.env | env | {"WORKER_NAME": "gpu"},
        log=stack.folder / "gpu.log",
    )
    stack.start_worker(queues=("interactive", "ocr", "parsing"), **env)
    stack.workers.append(worker)
    worker.start()
    stack.start_beat(**env)
    stack.wait_until_ready()
    [name] = [report.worker for report in DeviceReport.objects.all()]
    assert name.startswith("gpu@")
    told = app.control.inspect([name], timeout=10).stats() or {}
    pool = told[name]["pool"]
    assert pool["implementation"] == "celery.concurrency.prefork:TaskPool"
    assert (pool["max-concurrency"], len(pool["processes"])) == (1, 1)
    assert pool["max-tasks-per-child"] >= 10_000
    assert pool["timeouts"] is not None
    parent = worker.pid
    upload((engines.GOOD,) * 3)
    assert eventually(all_over, 60), stack.logs()
    assert by_heavy_engine() == 3, stack.logs()
    assert loaded_in(parent) == set()
    assert DeviceReport.objects.get().used == "evil cpu"


MISSING = registry.problem_of("ocr", "easyocr") or registry.problem_of("layout", "detectron2")


@pytest.mark.real
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(bool(MISSING), reason=MISSING or "-")
def test_the_heavy_engines_read_a_scan_through_the_queue(stack: Stack) -> None:
    env = env_of(stack.folder) | {"OCR_ENGINE": "easyocr", "LAYOUT_IN_DOUBT": "detectron2", "OCR_DPI": "150"}
    stack.start_worker(queues=("interactive", "ocr", "parsing"), **env)
    stack.start_worker(queues=("gpu",), **env)
    stack.start_beat(**env)
    stack.wait_until_ready()
    data = (ROOT / "tests" / "samples" / "files" / "scan.pdf").read_bytes()
    parse = services.receive(person("alice"), "scan.pdf", data).parse
    assert parse is not None
    assert eventually(all_over, 240), stack.logs()
    parse.refresh_from_db()
    assert parse.status == "done", stack.logs()
    run = run_of(parse, "ocr", 1)
    assert (run.queue, run.engine, run.error_code) == ("gpu", "easyocr", ""), stack.logs()
    assert [each["code"] for each in parse.findings if each["code"] in ("ocr_light", "layout_light")] == []
    assert DeviceReport.objects.get().trouble == ""
    assert loaded_in(stack.workers[1].pid) == set()


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_are_sound_and_name_no_registry(name: str) -> None:
    path = ROOT / "bin" / name
    assert path.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", str(path)], capture_output=True).returncode == 0
    text = path.read_text()
    assert "set -euo pipefail" in text
    assert re.findall(r"https?://(?!…)\S+", text) == []
