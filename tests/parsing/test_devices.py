"""One at a time on a device, what its complaints mean, and what /readyz hears of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.db.models.functions import Now
from pytest_django import Settings

from config import health
from config.settings.queues import GPU
from parsing import devices, runner, services
from parsing.engines.base import ModelMissing
from parsing.engines.device import alone, trouble_of
from parsing.errors import StageError
from parsing.models import DeviceReport, Parse
from parsing.registry import EngineMissing
from tests import engines
from tests.parsing.making import run_of
from tests.people import person

MODULE = Path(devices.__file__).parent.parent


class AcceleratorError(RuntimeError):
    """Called as torch's is."""


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (MemoryError(), "full"),
        (engines.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"), "full"),
        (RuntimeError("CUDA error: out of memory"), "full"),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 4 bytes"), "full"),
        (RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED"), "full"),
        (RuntimeError("CUDA error: unspecified launch failure"), "lost"),
        (RuntimeError("No CUDA GPUs are available"), "lost"),
        (RuntimeError("Found no NVIDIA driver: no CUDA-capable device is detected"), "lost"),
        (AcceleratorError("device-side assert triggered"), "lost"),
        (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), ""),
        (ValueError("CUDA error in a value"), ""),
    ],
)
def test_complaints_are_understood(error: Exception, trouble: str) -> None:
    assert trouble_of(error) == trouble


def test_two_threads_and_a_process_take_turns(tmp_path: Path) -> None:
    lock, spans = tmp_path / "var" / "gpu.lock", []

    def work() -> None:
        with alone(lock):
            begun = time.monotonic()
            time.sleep(0.05)
            spans.append((begun, time.monotonic()))

    threads = [threading.Thread(target=work) for _ in range(4)]
    with alone(lock):
        for thread in threads:
            thread.start()
        time.sleep(0.05)
        assert spans == []
    for thread in threads:
        thread.join()
    spans.sort()
    assert all(ended <= begun for (_, ended), (begun, _) in pairwise(spans))


def test_the_dead_hold_nothing(tmp_path: Path) -> None:
    lock = tmp_path / "gpu.lock"
    code = (
        "import sys, time; from pathlib import Path; from parsing.engines.device import alone\n"
        f"with alone(Path({str(lock)!r})):\n    print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=MODULE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        os.kill(holder.pid, signal.SIGKILL)
        with alone(lock):
            pass


@pytest.fixture
def heavy(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A heavy layout engine on the gpu queue."""
    settings.LAYOUT_IN_DOUBT = "tests.engines.EvilLayout"
    settings.STAGE_QUEUES = settings.STAGE_QUEUES | {"layout": GPU}
    settings.GPU_LOCK = str(tmp_path / "gpu.lock")
    for name, value in (("_told", None), ("_lost_at", None), ("_worker", "")):
        monkeypatch.setattr(devices, name, value)
    return settings


@pytest.mark.django_db
def test_nobody_asks_for_a_device_that_nothing_needs() -> None:
    assert health.gpu() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reports", "status", "said"),
    [
        ([], "degraded", "No worker takes the queue"),
        ([{"worker": "gpu@a", "used": "evil cpu"}], "ok", "gpu@a: evil cpu"),
        ([{"worker": "gpu@a"}], "ok", "gpu@a"),
        ([{"worker": "gpu@a", "trouble": "The device is lost."}], "degraded", "gpu@a: The device is lost."),
        (
            [{"worker": "gpu@a"}, {"worker": "gpu@b", "problem": "No weights."}],
            "degraded",
            "gpu@b: No weights.",
        ),
    ],
)
def test_readyz_hears_of_devices(
    heavy: Settings, reports: list[dict[str, str]], status: str, said: str
) -> None:
    for report in reports:
        DeviceReport.objects.create(**report)
    DeviceReport.objects.create(worker="gone", trouble="x", told_at=Now() - timedelta(seconds=16))
    [part] = health.gpu()
    assert (part["status"], part["is_required"]) == (status, False)
    assert said in part["detail"]


@pytest.mark.parametrize(
    ("name", "status"),
    [("none", None), ("tests.engines.EvilLayout", "ok"), ("tests.engines.NoSuchEngine", "degraded")],
)
def test_readyz_hears_of_an_engine_that_works_beside_the_others(
    settings: Settings, name: str, status: str | None
) -> None:
    settings.LAYOUT_IN_DOUBT = name
    settings.STAGE_QUEUES = settings.STAGE_QUEUES | {"layout": ""}
    parts = {part["name"]: part["status"] for part in health.engines()}
    assert parts.get("engine:layout_in_doubt") == status


@pytest.mark.django_db(transaction=True)
def test_a_worker_tells_what_it_lacks_before_it_is_asked_for_anything(heavy: Settings) -> None:
    heavy.LAYOUT_IN_DOUBT = "tests.engines.Unlucky"
    DeviceReport.objects.create(worker="gpu@a", trouble="of an earlier life")

    class Timer:
        calls: dict[int, tuple[float, Callable[[], None]]] = {}  # noqa: RUF012

        def call_repeatedly(self, seconds: float, call: Callable[[], None]) -> int:
            self.calls[len(self.calls)] = (seconds, call)
            return len(self.calls) - 1

        def cancel(self, entry: int) -> None:
            del self.calls[entry]

    class Consumer:
        hostname, timer, app = "gpu@a", Timer(), None

    watch = devices.Watch(Consumer())
    watch.start(Consumer())
    report = DeviceReport.objects.get()
    assert (report.problem, report.trouble) == ("The library is not installed.", "")
    [(seconds, tell)] = Timer.calls.values()
    assert seconds <= 10
    heavy.LAYOUT_IN_DOUBT = "tests.engines.EvilLayout"
    tell()
    report.refresh_from_db()
    assert report.problem == ""
    DeviceReport.objects.update(trouble="The device is lost.")
    watch.stop(Consumer())
    assert Timer.calls == {}
    watch.start(Consumer())  # another connection to the broker: what is known of the device holds on
    assert len(Timer.calls) == 1
    assert DeviceReport.objects.get().trouble == "The device is lost."


def test_only_workers_of_the_gpu_queue_watch() -> None:
    class Queues:
        def __init__(self, *names: str) -> None:
            self.consume_from = dict.fromkeys(names)

    class App:
        def __init__(self, *names: str) -> None:
            self.amqp = type("Amqp", (), {"queues": Queues(*names)})

    class Consumer:
        def __init__(self, *names: str) -> None:
            self.app = App(*names)

    step = devices.Watch(Consumer("gpu"))
    assert step.include_if(Consumer("gpu", "ocr"))
    assert not step.include_if(Consumer("parsing", "ocr"))


def test_a_process_that_lost_its_device_ends_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "kill", lambda *call: killed.append(call))
    monkeypatch.setattr(devices, "_lost_at", None)
    devices.leave_if_lost()
    devices.lose()
    devices.leave_if_lost()
    assert killed == []
    monkeypatch.setattr(devices, "_lost_at", time.monotonic() - devices.LOST_SECONDS - 1)
    devices.leave_if_lost()
    assert killed == [(os.getpid(), signal.SIGKILL)]


@pytest.fixture
def heavy_ocr(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An OCR engine on the gpu queue, that cannot work."""
    settings.ENGINES = settings.ENGINES | {"ocr": "tests.engines.EvilOcr"}
    settings.STAGE_QUEUES = settings.STAGE_QUEUES | {"ocr": GPU}
    settings.LIMITS = settings.LIMITS | {"ocr_dpi": 100}
    settings.GPU_LOCK = str(tmp_path / "gpu.lock")
    monkeypatch.setattr(devices, "_told", None)
    monkeypatch.setattr(devices, "_worker", "gpu@a")
    return settings


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "code"),
    [
        (EngineMissing("not installed"), "engine_unavailable"),
        (ModelMissing("no weights"), "engine_unavailable"),
        (StageError("engine_unavailable"), "engine_unavailable"),
        (RuntimeError("CUDA error: unspecified launch failure"), "engine_unavailable"),
        (engines.OutOfMemoryError("CUDA out of memory."), "limit_memory"),
        (StageError("image_unreadable"), None),
        (ValueError("a bug"), None),
    ],
)
def test_a_light_engine_reads_where_the_device_fails_and_not_where_the_page_does(
    heavy_ocr: Settings, error: Exception, code: str | None
) -> None:
    light = devices.why_light("ocr", error)
    assert (light and light.code) == code


@pytest.mark.django_db
def test_a_page_that_the_light_engine_read_says_so(heavy_ocr: Settings) -> None:
    heavy_ocr.ENGINES = heavy_ocr.ENGINES | {"ocr": "tests.engines.Blind"}
    parse = services.receive(person("alice"), "cv.tiff", engines.scan(engines.GOOD, mark=7)).parse
    assert parse is not None
    with devices.turn("ocr"):
        assert runner.run("convert", parse.pk).pages == {1: "ocr"}
        assert runner.run("ocr", parse.pk, 1).outcome == "done"
    run = run_of(parse, "ocr", 1)
    assert (run.state, run.engine, run.error_code) == ("done", "tesseract", "engine_unavailable")
    assert (run.queue, run.input_digest) == (GPU, "")
    assert DeviceReport.objects.get(worker="gpu@a").trouble == "The weights are not there."
    runner.run("lines", parse.pk)
    parse.refresh_from_db()
    # two black bars hold no text: what matters is that nothing failed for want of an engine
    assert parse.status in (Parse.Status.DONE, Parse.Status.FAILED)
    assert parse.error_code != "engine_unavailable"
