"""What a whole service costs and how fast it is: web, Redis, PostgreSQL and two worker processes."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

from client import Client
from stack import Stack, StackError

from parsing.stages.flow import Engines, read
from tests.benchmarks.figures import Figure, cpu_ms
from tests.benchmarks.reading import SAMPLES, TEXT_PDFS, varied
from tests.servers import Servers, free_port, scratch

ALL_QUEUES = "interactive,ocr,parsing,classification,index,ranking,pdf,bulk"


class Service(NamedTuple):
    """A running service and the servers behind it."""

    stack: Stack
    servers: Servers


class Run(NamedTuple):
    """One batch, seen from outside and by the ledger. Seconds."""

    post: float
    total: float
    busy: float
    cpu: dict[str, float]
    failed: int


def figures(*, slow: bool) -> Iterator[Figure]:
    """Throughput and the cost of orchestration; `slow` adds the batch with scans."""
    texts = text_files(100)
    with service(children=2) as running:
        measure(running, text_files(20, offset=1000), "warm-up")
        run = measure(running, texts, "texts")
        yield Figure("100_text_resumes", run.total, 20, unit="s", note="goal 10")
        yield Figure("100_text_resumes_post", run.post, 1, unit="s")
        yield Figure("100_text_resumes_failed", run.failed, 0)
        yield orchestration(run, texts)
        if slow:
            mixed = text_files(80, offset=2000) + scan_files(20)
            yield Figure("100_resumes_20_scans", measure(running, mixed, "mixed").total, 60, unit="s")
    with service(children=1) as running:
        measure(running, text_files(20, offset=3000), "warm-up")
        alone = measure(running, text_files(100, offset=4000), "texts")
    yield Figure("two_workers_against_one", alone.busy / run.busy, 1.8, "at least", unit="×")


def orchestration(run: Run, files: Sequence[tuple[str, bytes]]) -> Figure:
    """CPU a résumé of worker, Redis and PostgreSQL together, less what reading it takes in one process.

    The reading is measured in two processes at once, as the worker's children read: a core whose neighbour
    is busy needs more CPU time for the same work.
    """
    with Pool(2) as pool:
        reading = statistics.mean(pool.map(_reading_ms, [files, files], chunksize=1))
    parts = {name: seconds * 1000 / len(files) for name, seconds in run.cpu.items() if name != "web"}
    note = ", ".join(f"{name} {value:.1f}" for name, value in parts.items()) + f", reading {reading:.1f}"
    return Figure("orchestration_cpu", sum(parts.values()) - reading, 20, unit="ms", note=note)


def _reading_ms(files: Sequence[tuple[str, bytes]]) -> float:
    engines = Engines()
    for name, data in files[:8]:
        read(data, name, engines=engines)
    return statistics.mean(cpu_ms(lambda: read(data, name, engines=engines)) for name, data in files)  # noqa: B023


def text_files(count: int, *, offset: int = 0) -> list[tuple[str, bytes]]:
    """So many text-layer résumés, no two with the same content."""
    return [
        (f"{number}-{name}", varied((SAMPLES / name).read_bytes(), number))
        for number in range(offset, offset + count)
        for name in [TEXT_PDFS[number % len(TEXT_PDFS)]]
    ]


def scan_files(count: int) -> list[tuple[str, bytes]]:
    """So many scanned résumés, no two with the same content."""
    data = (SAMPLES / "scan.pdf").read_bytes()
    return [(f"{number}-scan.pdf", varied(data, number)) for number in range(count)]


@contextmanager
def service(*, children: int) -> Iterator[Service]:
    """A running service with so many pool children in one worker."""
    folder = scratch()
    servers = Servers(folder, postgres_port=free_port(), redis_port=free_port())
    # As a deployment has it, not as tests have it: what is committed is on disk.
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        servers.postgres.process.command += ["-c", f"{setting}=on"]
    try:
        servers.postgres.start()
        servers.redis.start()
        redis = f"redis://127.0.0.1:{servers.redis.port}"
        addresses = {
            "DATABASE_URL": f"postgres://vitae@127.0.0.1:{servers.postgres.port}/postgres",
            "BROKER_URL": f"{redis}/0",
            "REDIS_URL": f"{redis}/1",
        }
        with Stack(folder / "stack", workers={"all": (ALL_QUEUES, children)}, extra=addresses) as stack:
            yield Service(stack, servers)
    finally:
        servers.redis.kill()
        servers.postgres.process.terminate()


def measure(running: Service, files: Sequence[tuple[str, bytes]], name: str) -> Run:
    """Bring the files as one batch and wait for the last."""
    stack = running.stack
    client = Client(stack.url, stack.api_key)
    before = cpu_seconds(running)
    begun = time.perf_counter()
    answer = client.upload_batch(files, name)
    posted = time.perf_counter() - begun
    if answer.status != 202:
        raise StackError(f"the batch was answered with {answer.status}: {answer.body}")
    batch = str(answer.body["id"])
    progress = list(client.batch_progress(batch, every_seconds=0.2, at_most_seconds=180))[-1]
    total = time.perf_counter() - begun
    used = {part: seconds - before[part] for part, seconds in cpu_seconds(running).items()}
    states = progress["by_state"]
    assert isinstance(states, dict)
    return Run(posted, total, busy_seconds(stack, batch), used, len(files) - int(states.get("done", 0)))


BUSY = """
from django.db.models import Max, Min
from parsing.models import BatchItem, StageRun
parses = BatchItem.objects.filter(batch_id="{batch}").values("parse_id")
runs = StageRun.objects.filter(parse_id__in=parses).exclude(stage="preview")
span = runs.aggregate(a=Min("started_at"), z=Max("finished_at"))
print((span["z"] - span["a"]).total_seconds())
"""


def busy_seconds(stack: Stack, batch: str) -> float:
    """From the first stage's start to the last one's end, by the ledger: no upload, no polling."""
    return float(stack.manage("shell", "-v", "0", "-c", BUSY.format(batch=batch)).strip().splitlines()[-1])


def cpu_seconds(running: Service) -> dict[str, float]:
    """CPU used so far by each part of the service, with all its child processes."""
    leaders = {name: process.pid for name, process in running.stack.processes.running.items()}
    leaders |= {"redis": running.servers.redis.process.pid, "postgres": running.servers.postgres.process.pid}
    return {name.partition("-")[0]: tree_cpu(pid) for name, pid in leaders.items()}


def tree_cpu(pid: int) -> float:
    """CPU seconds of a process, of its living descendants and of those that were waited for."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    own = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return own + sum(tree_cpu(int(child)) for child in children)
