"""Run B: résumés are read while workers, their children, Redis and database connections are killed.

A supervisor restarts what was killed, as any deployment's would. Every kill falls at a moment when work runs.
"""

from __future__ import annotations

import json
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise

import psycopg2
from django.db import connection
from redis import Redis as Client
from redis.exceptions import RedisError

from parsing import services
from parsing.models import Parse, StageRun
from tests import engines
from tests.chaos.invariants import broken
from tests.people import person
from tests.servers import Process, eventually
from tests.stack import Stack

ENV = {
    "OCR_ENGINE": "tests.engines.EvilOcr",
    "OCR_DPI": "100",
    "EVIL_OCR_MS": "60",
    "STAGE_SLEEP_MS": "30",
}
PACE_SECONDS = 1.5
GAP_SECONDS = (2.0, 5.0)
QUIET_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of everything."""

    documents: int = 60
    worker_kills: int = 10
    child_kills: int = 5
    redis_kills: int = 2
    flushes: int = 1
    cuts: int = 10
    seed: int = 7

    def faults(self, dice: random.Random) -> list[str]:
        """The faults in a shuffled order."""
        counts = {
            "kill_worker": self.worker_kills,
            "kill_child": self.child_kills,
            "kill_redis": self.redis_kills,
            "flush": self.flushes,
            "cut_database": self.cuts,
        }
        faults = [name for name, count in counts.items() for _ in range(count)]
        dice.shuffle(faults)
        return faults


@dataclass(slots=True)
class Outcome:
    """What the run showed. `recoveries`: seconds from a death to the next claim of what died."""

    documents: int = 0
    done: int = 0
    lost: int = 0
    doubled: int = 0
    rerun: int = 0
    seconds: float = 0.0
    faults: dict[str, int] = field(default_factory=dict)
    recoveries: list[float] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    slowest: list[str] = field(default_factory=list)

    @property
    def recovery_p99(self) -> float:
        """The 99th percentile of the recoveries, in seconds; 0 without any."""
        ordered = sorted(self.recoveries)
        return ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))] if ordered else 0.0

    def as_json(self) -> str:
        """One line."""
        told = asdict(self) | {
            "recovery_p99": round(self.recovery_p99, 2),
            "recoveries": [round(seconds, 2) for seconds in sorted(self.recoveries)],
        }
        return json.dumps(told)


def run(stack: Stack, plan: Plan) -> Outcome:
    """Read everything under fire; wait until it is over; look whether all is well."""
    dice = random.Random(plan.seed)
    outcome = Outcome(documents=plan.documents)
    for _ in range(2):
        stack.start_worker(**ENV)
    stack.start_beat(**ENV)
    stack.wait_until_ready()
    begun = time.monotonic()
    with _witness() as witness:
        uploads = threading.Thread(target=_upload, args=(plan,), name="uploads")
        uploads.start()
        for fault in plan.faults(dice):
            eventually(partial(_something_runs, witness), 15, every=0.005)
            time.sleep(dice.random() * 0.02)
            witness.faults.append((datetime.now(UTC), fault))
            _do(fault, stack, dice)
            outcome.faults[fault] = outcome.faults.get(fault, 0) + 1
            time.sleep(dice.uniform(*GAP_SECONDS))
        uploads.join()
        eventually(_all_over, QUIET_SECONDS, every=0.1)
    outcome.seconds = round(time.monotonic() - begun, 1)
    outcome.recoveries, outcome.slowest = witness.recoveries()
    outcome.done = Parse.objects.filter(status=Parse.Status.DONE).count()
    outcome.lost = plan.documents - Parse.objects.exclude(status__in=Parse.OPEN).count()
    outcome.rerun = sum(max(0, n - 1) for n in StageRun.objects.values_list("attempts", flat=True))
    outcome.doubled = sum(1 for line in broken() if "candidate" in line)
    outcome.broken = broken()
    return outcome


class _Witness:
    """Sees every claim of every stage, four times a stage's length."""

    def __init__(self) -> None:
        self.faults: list[tuple[datetime, str]] = []
        self.claims: dict[int, dict[int, datetime]] = {}

    def look(self) -> None:
        """Note each row's attempt and when it began."""
        rows = StageRun.objects.exclude(started_at=None).filter(attempts__gt=0)
        for pk, attempts, started_at in rows.values_list("pk", "attempts", "started_at"):
            self.claims.setdefault(pk, {})[attempts] = started_at

    def recoveries(self) -> tuple[list[float], list[str]]:
        """For each stage that was begun again: the seconds since the fault that ended the attempt before.

        Also the three slowest in words, with all that happened in between.
        """
        found: list[tuple[float, str]] = []
        for pk, attempts in self.claims.items():
            starts = [attempts[number] for number in sorted(attempts)]
            for before, after in pairwise(starts):
                between = [(at, name) for at, name in self.faults if before <= at <= after]
                if between:
                    told = ", ".join(f"{name} {at:%M:%S.%f}" for at, name in between)
                    seconds = (after - between[0][0]).total_seconds()
                    found.append((seconds, f"run {pk}: {before:%M:%S.%f} → {after:%M:%S.%f}: {told}"))
        found.sort(reverse=True)
        return [seconds for seconds, _ in found], [words for _, words in found[:3]]


@contextmanager
def _witness() -> Iterator[_Witness]:
    witness, over = _Witness(), threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            with suppress(Exception):
                witness.look()
                continue
            connection.close()
        connection.close()

    thread = threading.Thread(target=watch, name="witness")
    thread.start()
    try:
        yield witness
    finally:
        over.set()
        thread.join()


def _upload(plan: Plan) -> None:
    """Upload letters and scans in turn, at a pace that keeps the workers busy; through whatever happens."""
    for number in range(plan.documents):
        scan = number % 2
        name = f"{number}.tiff" if scan else f"{number}.txt"
        data = engines.scan(*[engines.GOOD] * 3, mark=number) if scan else engines.letter(number)
        while True:
            try:
                services.receive(person("alice"), name, data)
                break
            except Exception:  # noqa: BLE001  a client tries again when the connection was cut
                connection.close()
                time.sleep(0.1)
        time.sleep(PACE_SECONDS)
    connection.close()


def _do(fault: str, stack: Stack, dice: random.Random) -> None:
    if fault == "kill_worker":
        worker = _at_work(stack, dice)
        worker.kill()
        worker.start()
    elif fault == "kill_child":
        for pid in stack.children_of(_at_work(stack, dice))[:1]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    elif fault == "kill_redis":
        stack.servers.redis.kill()
        time.sleep(1)
        stack.servers.redis.start()
    elif fault == "flush":
        with suppress(RedisError):
            Client(port=stack.servers.redis.port).flushall()
    else:
        _cut(stack)


def _at_work(stack: Stack, dice: random.Random) -> Process:
    """The worker that began a stage last: a kill should hit something."""
    names: list[str] = []
    _asked(lambda: names.extend(_latest_workers()))
    number = int(names[0].partition("@")[0].removeprefix("w")) if names else dice.randrange(2)
    return stack.workers[number]


def _latest_workers() -> list[str]:
    running = StageRun.objects.filter(state=StageRun.State.RUNNING).exclude(worker="")
    return list(running.order_by("-started_at").values_list("worker", flat=True)[:1])


def _cut(stack: Stack) -> None:
    """Terminate every database connection but our own."""
    admin = psycopg2.connect(
        host="127.0.0.1", port=stack.servers.postgres.port, user="vitae", dbname="postgres"
    )
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
    admin.close()


def _something_runs(witness: _Witness) -> bool:
    """Whether a stage is being worked on that was begun since the last fault."""
    last = witness.faults[-1][0] if witness.faults else None
    running = StageRun.objects.filter(state=StageRun.State.RUNNING)
    return _asked(lambda: (running.filter(started_at__gt=last) if last else running).exists())


def _all_over() -> bool:
    return _asked(
        lambda: (
            not Parse.objects.filter(status__in=Parse.OPEN).exists()
            and not StageRun.objects.filter(state__in=StageRun.OPEN).exists()
        )
    )


def _asked(question: object) -> bool:
    try:
        return bool(question())  # type: ignore[operator]
    except Exception:  # noqa: BLE001  our own connection was cut too
        connection.close()
        return False
