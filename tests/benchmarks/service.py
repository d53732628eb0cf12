"""What a whole service costs and how fast it is: web, Redis, PostgreSQL and two worker processes."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import Final, NamedTuple

from client import Client
from stack import Stack, StackError, wait_until

from parsing.stages.flow import Engines, read
from tests.benchmarks.figures import Figure, cpu_ms
from tests.benchmarks.reading import SAMPLES, TEXT_PDFS, varied
from tests.servers import Servers, free_port, scratch

READING: Final = "interactive,ocr,parsing,ranking,pdf,bulk"
PEOPLE: Final = "index,classification"
"""What follows when a résumé is done, in a worker of its own: indexing, labelling, comparing."""
PARTS: Final = {"worker-all": "worker", "worker-people": "people"}
"""What the service's processes are called here."""
ROUNDS: Final = 3
POLLED_SECONDS: Final = 0.5
"""How often progress is asked for; each answer costs the web server as much CPU as half a résumé."""


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


def figures() -> Iterator[Figure]:
    """Throughput and the cost of orchestration.

    Both services and the bare reading take turns with the same files, so that whatever else the machine
    does falls on all of them.
    """
    with service(children=2) as two, service(children=1) as one:
        for each in (two, one):
            measure(each, mixed_files(20, offset=1000), "warm-up")
        texts, alone, reading, mixed, mixed_alone = [], [], [], [], []
        for number in range(1, ROUNDS + 1):
            files = text_files(100, offset=10_000 * number)
            texts.append(measure(two, files, "texts"))
            reading.append(reading_ms(files[:50]))
            alone.append(measure(one, files, "texts"))
            files = mixed_files(100, offset=10_000 * number + 5000)
            mixed.append(measure(two, files, "mixed"))
            mixed_alone.append(measure(one, files, "mixed"))
        total = statistics.median(run.total for run in texts)
        yield Figure("100_text_resumes", total, 20, unit="s", note="goal 10")
        yield Figure("100_text_resumes_post", max(run.post for run in texts), 1, unit="s")
        yield Figure("100_text_resumes_failed", sum(run.failed for run in texts), 0)
        yield orchestration(texts, reading, 100)
        total = statistics.median(run.total for run in mixed)
        yield Figure("100_resumes_20_scans", total, 60, unit="s")
        yield two_against_one("two_workers_against_one_20_scans", mixed, mixed_alone, bar=1.8)
        yield two_against_one("two_workers_against_one_text_only", texts, alone, bar=None)
        yield from people_beside(two)


def people_beside(running: Service) -> Iterator[Figure]:
    """The same with a worker that looks after people: how long a batch takes, and what that worker costs."""
    running.stack.start_worker("people", PEOPLE, 1)
    measure(running, text_files(50, offset=90_000), "people-warm-up")
    wait_until("all people are looked after", partial(_is_quiet, running), seconds=120)
    before = cpu_seconds(running)["people"]
    run = measure(running, text_files(100, offset=91_000), "people")
    wait_until("all people are looked after", partial(_is_quiet, running), seconds=120)
    spent = (cpu_seconds(running)["people"] - before) * 1000 / 100
    yield Figure("100_text_resumes_people_beside", run.total, 20, unit="s")
    yield Figure("people_cpu", spent, unit="ms", note="a candidate indexed, labelled and compared")


def _is_quiet(running: Service) -> bool:
    """Whether the index and the classifier have nothing left to do."""
    return running.stack.manage("shell", "-v", "0", "-c", OVERDUE).strip().splitlines()[-1] == "0"


def two_against_one(name: str, runs: Sequence[Run], alone: Sequence[Run], *, bar: float | None) -> Figure:
    """How much sooner two worker processes are through with the same files than one: the median round.

    A batch with a fifth of scans is judged, as it comes to a real service: its cost lies in the workers. With
    text alone, of 17 ms each, the web server, PostgreSQL and beat on the same two cores weigh as much as the
    workers' own locks and queues, which is what this figure is after; that ratio is told beside it.
    """
    ratios = [slower.busy / run.busy for run, slower in zip(runs, alone, strict=True)]
    note = "rounds " + ", ".join(f"{ratio:.2f}" for ratio in ratios)
    return Figure(name, statistics.median(ratios), bar, "at least", "×", note)


def orchestration(runs: Sequence[Run], reading: Sequence[float], count: int) -> Figure:
    """CPU a résumé of worker, beat, Redis and PostgreSQL together, less what reading it takes in one process.

    The reading is measured in two processes at once, as the worker's children read: a core whose neighbour
    is busy needs more CPU time for the same work.
    """
    parts = {
        name: statistics.median(run.cpu[name] for run in runs) * 1000 / count
        for name in runs[0].cpu
        if name != "web"
    }
    added = statistics.median(
        sum(run.cpu[name] for name in parts) * 1000 / count - bare
        for run, bare in zip(runs, reading, strict=True)
    )
    note = ", ".join(f"{name} {value:.1f}" for name, value in parts.items())
    note += f", reading {statistics.median(reading):.1f}"
    return Figure("orchestration_cpu", added, 20, unit="ms", note=note)


def reading_ms(files: Sequence[tuple[str, bytes]]) -> float:
    """CPU milliseconds a file of the bare reading, in two processes at once."""
    with Pool(2) as pool:
        return statistics.mean(pool.map(_reading_ms, [files, files], chunksize=1))


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


def mixed_files(count: int, *, offset: int = 0) -> list[tuple[str, bytes]]:
    """So many résumés, every fifth a scan, no two with the same content."""
    scan = (SAMPLES / "scan.pdf").read_bytes()
    files = text_files(count, offset=offset)
    files[::5] = [(f"{number}-scan.pdf", varied(scan, offset + number)) for number in range(0, count, 5)]
    return files


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
        with Stack(folder / "stack", workers={"all": (READING, children)}, extra=addresses) as stack:
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
    progress = list(client.batch_progress(batch, every_seconds=POLLED_SECONDS, at_most_seconds=180))[-1]
    total = time.perf_counter() - begun
    used = {part: seconds - before[part] for part, seconds in cpu_seconds(running).items()}
    states = progress["by_state"]
    assert isinstance(states, dict)
    return Run(posted, total, busy_seconds(stack, batch), used, len(files) - int(states.get("done", 0)))


OVERDUE = """
from django.db.models import F, Q
from candidates.models import Candidate
late = Q(version__gt=F("synced_version")) | Q(version__gt=F("labelled_version")) | Q(is_compared=False)
print(Candidate.objects.filter(late).count())
"""
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
    return {PARTS.get(name, name): tree_cpu(pid) for name, pid in leaders.items()}


def tree_cpu(pid: int) -> float:
    """CPU seconds of a process, of its living descendants and of those that were waited for.

    Children are listed by the thread that started them: a pool's later ones have another than its first.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [child for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return 0.0
    own = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return own + sum(tree_cpu(int(child)) for child in children)
