"""What the gpu queue promises: uploads go on beside it, one batch at a time, nothing lost, and its costs."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import psycopg2
from client import Client
from stack import ROOT, Stack, wait_until

from parsing.engines.device import alone
from parsing.stages.types import Limits, Page
from tests.benchmarks import gpu_routes
from tests.benchmarks.figures import Figure
from tests.benchmarks.reading import SAMPLES, varied
from tests.servers import Servers, free_port, scratch

if TYPE_CHECKING:
    from PIL.Image import Image
    from psycopg2.extensions import connection as Connection

WORKERS: Final = {"interactive": ("interactive", 1), "others": ("ocr,parsing,bulk", 1)}
"""As `docker-compose.yml` has them: single uploads have a process of their own."""
DOUBTFUL: Final = "left-sidebar.pdf"
"""A sample whose file gives the columns in another order than the page does."""
SOUND: Final = "two-columns.pdf"
PAGES: Final = 40
ROUNDS: Final = 3
"""So often the forty pages are sent: a p95 of twenty uploads would be the slowest of them."""
UPLOADS: Final = 20
GPU_PYTHON: Final = ROOT / ".venv-gpu" / "bin" / "python"
STAND_IN: Final = "tests.engines.EvilLayout"
JUDGED: Final = ("heading", "blocks")
"""What the model must find."""
RUNS: Final = """
    SELECT state, started_at, finished_at, engine, engine_version, worker, attempts
    FROM parsing_stagerun WHERE stage = 'layout' AND queue = 'gpu' ORDER BY started_at
"""


class Run(NamedTuple):
    """A page's row in the ledger."""

    state: str
    begun: datetime | None
    ended: datetime | None
    engine: str
    version: str
    worker: str
    attempts: int


Span = tuple[datetime, datetime]


class Running(NamedTuple):
    """A service at work, its device's lock, and a line to its database that costs it nothing."""

    stack: Stack
    lock: Path
    database: Connection

    @property
    def client(self) -> Client:
        """A client of its API."""
        return Client(self.stack.url, self.stack.api_key)

    def has_gpu_worker(self) -> bool:
        """Whether a worker of the gpu queue has told of its device."""
        with self.database.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM parsing_devicereport")
            (count,) = cursor.fetchone() or (0,)
        return bool(count)

    def runs(self, *states: str) -> list[Run]:
        """The pages of the gpu queue, as the ledger has them; those in these states."""
        with self.database.cursor() as cursor:
            cursor.execute(RUNS)
            found = [Run(*row) for row in cursor.fetchall()]
        return [run for run in found if not states or run.state in states]


def figures(*, slow: bool) -> Iterator[Figure]:
    """Everything that can be measured here; what needs a GPU says that it was left out."""
    yield from stack_figures()
    yield from cost_figures()
    yield from precision_figures()
    yield from checked_figures()
    yield from route_figures("tesseract,easyocr" if slow else "tesseract")
    yield from device_figures()


# ── with the real stack ──────────────────────────────────────────────────────────────────────────────


def stack_figures() -> Iterator[Figure]:
    """Forty pages in the queue while single uploads go on; two workers by mistake; a child killed."""
    engine = layout_engine()
    with service(engine) as running:
        yield uploads_figure(running, engine)
        yield from record_figures(running, engine)
        yield from killed_figures(running)


def uploads_figure(running: Running, engine: str) -> Figure:
    """Uploads' p95 beside the queue, as a multiple of what it is when nothing else runs.

    Both are measured in turns, with the worker there all the time, so that whatever else the machine does is
    in both.
    """
    take = iter(range(10_000))
    start_gpu_worker(running.stack, "gpu")
    wait_until("the worker tells of itself", running.has_gpu_worker, seconds=60)
    for _ in range(5):
        upload(running.client, next(take))
    idle, beside = [], []
    for number in range(ROUNDS):
        idle += [upload(running.client, next(take)) for _ in range(UPLOADS)]
        beside += _beside(running, take, number)
    idle += [upload(running.client, next(take)) for _ in range(UPLOADS)]
    note = (
        f"{p95(beside) * 1000:.0f} ms of {len(beside)} against {p95(idle) * 1000:.0f} ms of {len(idle)}; "
        f"medians {statistics.median(beside) * 1000:.0f} and {statistics.median(idle) * 1000:.0f}; {engine}"
    )
    return Figure("gpu_uploads_p95_beside_40_pages", p95(beside) / p95(idle), 2, unit="×", note=note)


def _beside(running: Running, take: Iterator[int], number: int) -> list[float]:
    """Seconds of single uploads while forty pages go through the device, which works on one batch already."""
    done = len(running.runs("done"))
    with alone(running.lock):
        batch = send(running.client, f"beside uploads {number}", 20_000 + number * PAGES)
        wait_until("all pages wait", lambda: len(running.runs("ready", "running")) == PAGES, seconds=120)
    wait_until("the first batch is done", lambda: len(running.runs("done")) > done, seconds=180)
    taken: list[float] = []
    while running.runs("ready", "running") and len(taken) < 200:
        taken.append(upload(running.client, next(take)))
    over(running.client, batch)
    return taken


def record_figures(running: Running, engine: str) -> Iterator[Figure]:
    """What the stage records say of the pages of all rounds."""
    runs = running.runs()
    by_engine = sum(run.engine not in ("", "geometry") for run in runs)
    yield Figure("gpu_pages_by_the_heavy_engine", by_engine, PAGES * ROUNDS, "at least", note=runs[0].version)
    spans = spans_of(runs)
    yield Figure("gpu_pages_a_batch", len(runs) / len(spans), unit="pages", note=f"{len(spans)} batches")
    yield Figure("gpu_batches_at_once", most_at_once(spans), 1, note=engine)
    is_gpu = "cuda" in runs[0].version
    note = "" if is_gpu else "left out of judgement: the device is a CPU"
    rounds = [spans_of(runs[at : at + PAGES]) for at in range(0, len(runs), PAGES)]
    yield Figure(
        "gpu_device_idle_share", 100 * idle_share(rounds), 10 if is_gpu else None, unit="%", note=note
    )


def killed_figures(running: Running) -> Iterator[Figure]:
    """The children of two workers, one of them there by mistake, killed in the middle of a batch."""
    client, before = running.client, len(running.runs())
    start_gpu_worker(running.stack, "gpu-by-mistake")
    batch = send(client, "killed", 30_000)
    wait_until("a batch is at work", lambda: bool(running.runs("running")), seconds=120)
    for name in ("gpu", "gpu-by-mistake"):
        for child in children_of(running.stack.processes.running[f"worker-{name}"].pid):
            os.kill(child, signal.SIGKILL)
    states = over(client, batch)["by_state"]
    assert isinstance(states, dict)
    runs = running.runs()
    note = f"{sum(run.attempts > 1 for run in runs)} pages were begun again"
    yield Figure("gpu_resumes_lost_after_kill", PAGES - int(states.get("done", 0)), 0, note=note)
    lost = before + PAGES - len(running.runs("done"))
    yield Figure("gpu_pages_lost_after_kill", lost, 0)
    workers = len({run.worker for run in runs})
    yield Figure(
        "gpu_batches_at_once_of_two_workers", most_at_once(spans_of(runs)), 1, note=f"{workers} workers"
    )


def layout_engine() -> str:
    """The heaviest layout engine that works here, by name; else a stand-in that takes its time."""
    if GPU_PYTHON.is_file() and not problem_of("detectron2", str(GPU_PYTHON)):
        return "detectron2"
    return STAND_IN if problem_of("onnx", sys.executable) else "onnx"


def problem_of(name: str, python: str) -> str:
    """Why that interpreter cannot load the engine, "" where it can."""
    code = f"from parsing import registry; registry._load('layout', {name!r})"
    command = [python, "-c", f"import django; django.setup(); {code}"]
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.local", "DATABASE_URL": "sqlite://"}
    ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    return ran.stderr.strip().splitlines()[-1] if ran.returncode else ""


@contextmanager
def service(engine: str) -> Iterator[Running]:
    """A running service whose doubtful pages wait in the gpu queue, with no worker there yet."""
    folder = scratch()
    servers = Servers(folder, postgres_port=free_port(), redis_port=free_port())
    servers.postgres.start()
    servers.redis.start()
    extra = {
        "DATABASE_URL": f"postgres://vitae@127.0.0.1:{servers.postgres.port}/postgres",
        "BROKER_URL": f"redis://127.0.0.1:{servers.redis.port}/0",
        "REDIS_URL": f"redis://127.0.0.1:{servers.redis.port}/1",
        "LAYOUT_IN_DOUBT": engine,
        "LAYOUT_QUEUE": "gpu",
        "GPU_LOCK": str(folder / "gpu.lock"),
        "GPU_THREADS": "1",
        "GPU_PATIENCE_S": "500",
        "EVIL_LAYOUT_MS": "1500",
    }
    try:
        with Stack(folder / "stack", workers=WORKERS, extra=extra) as stack:
            database = psycopg2.connect(extra["DATABASE_URL"])
            database.autocommit = True
            with closing(database):
                yield Running(stack, Path(extra["GPU_LOCK"]), database)
    finally:
        servers.redis.kill()
        servers.postgres.process.terminate()


def start_gpu_worker(stack: Stack, name: str) -> None:
    """As `make worker-gpu` does."""
    env = {**stack.env, "WORKER_NAME": name}
    stack.processes.start(f"worker-{name}", [str(ROOT / "bin" / "worker-gpu")], env)


def upload(client: Client, number: int) -> float:
    """Seconds until a single résumé that needs no GPU is read."""
    data = varied((SAMPLES / SOUND).read_bytes(), number)
    begun = time.perf_counter()
    answer = client.upload(f"{number}.pdf", data)
    assert answer.status == 202, answer
    path = f"/api/v1/resumes/{answer.text('id')}/status/"
    while not (progress := client.get(path).body).get("is_final"):
        time.sleep(0.02)
    assert progress["status"] == "done", progress
    return time.perf_counter() - begun


def send(client: Client, name: str, offset: int) -> str:
    """The batch of forty pages in doubt."""
    data = (SAMPLES / DOUBTFUL).read_bytes()
    files = [(f"{number}.pdf", varied(data, number)) for number in range(offset, offset + PAGES)]
    return client.upload_batch(files, name).text("id")


def over(client: Client, batch: str) -> dict[str, object]:
    """The batch's last progress."""
    return list(client.batch_progress(batch, every_seconds=0.5, at_most_seconds=400))[-1]


def spans_of(runs: list[Run]) -> list[Span]:
    """When the device was busy, batch by batch: pages of one batch share begin and end."""
    return sorted({(run.begun, run.ended) for run in runs if run.begun and run.ended})


def idle_share(rounds: list[list[Span]]) -> float:
    """The share of the time between a round's first and last batch in which the device did nothing."""
    busy = sum((ended - begun).total_seconds() for spans in rounds for begun, ended in spans)
    return 1 - busy / sum((spans[-1][1] - spans[0][0]).total_seconds() for spans in rounds)


def most_at_once(spans: list[Span]) -> int:
    """How many of these spans ran at the same time at most."""
    return max((sum(begun <= at < ended for begun, ended in spans) for at, _ in spans), default=0)


def children_of(pid: int) -> list[int]:
    """A worker's pool children."""
    found = [(thread / "children").read_text().split() for thread in Path(f"/proc/{pid}/task").iterdir()]
    return [int(child) for children in found for child in children]


def p95(values: list[float]) -> float:
    """The value that nineteen of twenty do not pass."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


# ── engines and routes ───────────────────────────────────────────────────────────────────────────────


def cost_figures() -> Iterator[Figure]:
    """What the ONNX model costs a page, drawing left out."""
    if problem := problem_of("onnx", sys.executable):
        yield left_out("onnx_layout_cpu", problem)
        return
    from parsing.engines.layout_onnx import OnnxLayout

    engine = OnnxLayout()
    page, picture = sample_page(getattr(engine, "dpi", 200))
    taken = []
    for _ in range(8):
        begun = time.process_time()
        engine.layout_of(page, lambda: picture)
        taken.append(time.process_time() - begun)
    yield Figure(
        "onnx_layout_cpu", statistics.median(taken[1:]), 0.35, unit="s", note="a page, picture given"
    )


def precision_figures() -> Iterator[Figure]:
    """AP50 on the designs that were kept out, as the model's card has it from when it was trained."""
    card = ROOT / "parsing" / "data" / "models" / "layout" / "card.json"
    told = json.loads(card.read_text(encoding="utf-8")).get("figures") if card.is_file() else None
    if not told:
        yield left_out("layout_ap50", f"{card.relative_to(ROOT)} has no figures")
        return
    for pages, kinds in told.items():
        for kind, figures in kinds.items():
            name = f"layout_ap50_{pages}_{kind}".replace(", ", "_").replace(" ", "_")
            bar = 90 if kind in JUDGED and pages == "kept_out, around lines" else None
            yield Figure(name, figures["ap50"], bar, "at least", "%", "from the model's card")


def checked_figures() -> Iterator[Figure]:
    """AP50 and reading order on the third-party pages whose boxes were checked by eye, measured anew."""
    python = str(GPU_PYTHON) if GPU_PYTHON.is_file() else sys.executable
    if problem := problem_of("onnx", python):
        yield left_out("layout_ap50_eval", problem)
        return
    command = [python, "-m", "tests.benchmarks.gpu_regions", "--json"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300)
    told = json.loads(ran.stdout)
    if not told["pages"]:
        yield left_out("layout_ap50_eval", f"no cases under {gpu_routes.EVAL}")
        return
    note = f"{told['pages']} pages"
    for kind, figures in told.get("precision", {}).items():
        yield Figure(f"layout_ap50_eval_{kind}", figures["ap50"], unit="%", note=note)
    if "precision" not in told:
        yield left_out("layout_ap50_eval", "no pycocotools, which comes with Detectron2")
    light = told["pieces"]["geometry"]
    for route, sorts in told["pieces"].items():
        for sort, (kept, every) in sorts.items():
            # With several columns it must be better where that can be.
            better = sort != "all" and light[sort][0] < every
            bar = light[sort][0] + better if route == "onnx" else None
            name = f"blocks_in_one_piece_{route}_{sort.replace(' ', '_')}"
            yield Figure(name, kept, bar, "at least", "blocks", f"of {every}")


def route_figures(ocr: str) -> Iterator[Figure]:
    """The table of routes: the share that is sent up, and what is gained there against the light engine."""
    if not (gpu_routes.EVAL / "score.py").is_file():
        yield left_out("route_gain", f"no cases under {gpu_routes.EVAL}")
        return
    python = str(GPU_PYTHON) if GPU_PYTHON.is_file() else sys.executable
    command = [python, "-m", "tests.benchmarks.gpu_routes", "--json", "--ocr", ocr]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    print(ran.stderr, file=sys.stderr, end="")
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    light = {row["ocr"]: row for row in told if row["layout"] == "geometry"}
    for row in told:
        route = f"{row['ocr']}_{row['layout']}"
        for kind in ("f1", "order"):
            for sort, score in row[kind].items():
                name = f"route_{route}_{kind}_{sort.replace(' ', '_').replace(chr(39), '')}"
                alone = light[row["ocr"]][kind][sort]
                bar = alone if kind == "order" and row["layout"] != "geometry" else None
                yield Figure(name, score, bar, "at least", "%", f"{score - alone:+.2f} with it")
        if row["sent_up"]:
            yield Figure(f"route_{route}_share_sent_up", 100 * row["sent_up"] / row["pages"], unit="%")
            yield Figure(f"route_{route}_cpu_a_page_sent_up", row["seconds_sent_up"], unit="s")
        yield Figure(f"route_{route}_cpu_a_page_of_ocr", row["seconds_ocr"], unit="s")


def device_figures() -> Iterator[Figure]:
    """What only a GPU can show."""
    name = "detectron2_pages_a_second"
    asked = [str(GPU_PYTHON), "-c", "import torch; print(torch.cuda.is_available())"]
    if not GPU_PYTHON.is_file():
        yield left_out(name, "no .venv-gpu: bin/setup-gpu makes it")
    elif "True" not in subprocess.run(asked, capture_output=True, text=True).stdout:
        yield left_out(name, "no GPU here")
    else:
        for size in (1, 4, 16):
            code = f"from tests.benchmarks.gpu import pages_a_second; print(pages_a_second({size}))"
            command = [str(GPU_PYTHON), "-c", code]
            env = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'bin'}"}
            ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
            yield Figure(f"{name}_at_{size}", float(ran.stdout.split()[-1]), unit="pages/s")


def pages_a_second(size: int, *, seconds: float = 5.0) -> float:
    """How many pages Detectron2 lays out in a second, so many at once, pictures given."""
    from parsing.engines.layout_detectron2 import Detectron2Layout

    engine = Detectron2Layout()
    page, picture = sample_page(getattr(engine, "dpi", 200))
    pages, images = [page] * size, [lambda: picture] * size
    engine.layouts_of(pages, images)
    begun, looked_at = time.perf_counter(), 0
    while time.perf_counter() - begun < seconds:
        engine.layouts_of(pages, images)
        looked_at += size
    return looked_at / (time.perf_counter() - begun)


def sample_page(dpi: int) -> tuple[Page, Image]:
    """A page and its picture."""
    from parsing.stages.convert import convert, page_image

    data = (SAMPLES / DOUBTFUL).read_bytes()
    return convert(data, "pdf", Limits()).pages[0], page_image(data, "pdf", 1, Limits(), dpi=dpi)


def left_out(name: str, reason: str) -> Figure:
    """A figure that cannot be taken here."""
    return Figure(name, 0, note=f"left out: {reason}")
