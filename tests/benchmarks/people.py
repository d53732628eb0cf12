"""What people cost: saving them, finding their duplicates, and everybody at once."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from tests.benchmarks.figures import Figure

if TYPE_CHECKING:
    from candidates.services import Facts

PARTS: Final[tuple[str, ...]] = (
    "tests.benchmarks.people_search",
    "tests.benchmarks.people_skills",
    "tests.benchmarks.people_sync",
)
"""The other modules of this group, each with `figures(slow=…)`: a database is set up and empty for them."""
SAVED: Final = 1000
COMPARED: Final = 2000


class Cpu(NamedTuple):
    """Milliseconds of this process and of its PostgreSQL backend, for one."""

    own: float
    database: float

    @property
    def both(self) -> float:
        """Together."""
        return self.own + self.database


def figures(*, slow: bool) -> Iterator[Figure]:
    """Every figure of people, in a PostgreSQL of their own."""
    with database():
        yield from saving_figures()
        yield from together_figures(operations=200, people=30 if not slow else 60)
        for part in PARTS:
            _empty()
            yield from import_module(part).figures(slow=slow)


def saving_figures() -> Iterator[Figure]:
    """What one candidate costs when the résumé is read, read again, and compared with everybody."""
    from candidates.services import save_candidate
    from candidates.services.duplicates import find_some

    people = [_facts(number) for number in range(COMPARED)]
    ids = []
    new = cpu_of_one(SAVED, lambda number: ids.append(save_candidate(None, people[number])))
    again = cpu_of_one(SAVED, lambda number: save_candidate(ids[number], people[number]))
    for each in people[SAVED:]:
        save_candidate(None, each)
    passes = COMPARED // 200
    compared = cpu_of_one(passes, lambda number: find_some())
    yield Figure("save_candidate_cpu", new.both, 1.2, unit="ms", note=_parts(new))
    yield Figure("save_candidate_again_cpu", again.both, 2.0, unit="ms", note=_parts(again))
    yield Figure("find_duplicates_cpu_each", compared.both / 200, 0.5, unit="ms", note=f"among {COMPARED}")


def together_figures(*, operations: int, people: int) -> Iterator[Figure]:
    """Random moves, edits, merges, readings and deletions from eight clients at once."""
    from candidates import syncing
    from candidates.search.indexes import candidate_index
    from tests.candidates import crowd
    from tests.people import client_of

    _empty()
    clients = [client_of(name) for name in ("alice", "bob", "root")]
    begun = time.perf_counter()
    seed = random.randrange(10**6)
    done, watch = crowd.run(clients, people=people, operations=operations, threads=8, seed=seed)
    seconds = time.perf_counter() - begun
    wrong = [str(difference) for _, difference in syncing.wrong_filters()]
    wrong += [str(each.told()) for each in syncing.wrong_in_index(candidate_index())]
    wrong += [str(difference) for difference in syncing.wrong_in_database()]
    contradictions = list(crowd.broken())
    told = ", ".join(f"{name} {count}" for name, count in sorted(done.answers.items()))
    yield Figure(
        "together_failed_requests", len(done.failures), 0, note=f"{told}; {seconds:.0f} s, seed {seed}"
    )
    yield Figure("together_contradictions", len(contradictions), 0, note="; ".join(contradictions[:3]))
    yield Figure("together_differences", len(wrong), 0, note="; ".join(wrong[:3]))
    yield Figure("together_longest_stale_read", watch.longest, 2, unit="s", note=f"{watch.reads} reads")


def cpu_of_one(count: int, work: Callable[[int], object]) -> Cpu:
    """The mean CPU of so many, each in a transaction of its own."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    own, theirs = time.process_time(), int(backend.read_text().split()[0])
    for number in range(count):
        with transaction.atomic():
            work(number)
    return Cpu(
        (time.process_time() - own) * 1000 / count,
        (int(backend.read_text().split()[0]) - theirs) / 1e6 / count,
    )


@contextmanager
def database() -> Iterator[None]:
    """Django on an empty PostgreSQL of its own, with a folder for files, until the block ends."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django

    django.setup()
    import psycopg2
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    from tests.servers import Postgres

    postgres = Postgres(Path(os.environ["VITAE_TEST_ROOT"]), int(os.environ["VITAE_TEST_POSTGRES"]))
    folder = tempfile.mkdtemp(prefix="vitae-people-")
    settings.MEDIA_ROOT, settings.SEARCH_FOLDER = f"{folder}/media", f"{folder}/search"
    postgres.start()
    try:
        server = psycopg2.connect(host="127.0.0.1", port=postgres.port, user="vitae", dbname="postgres")
        server.autocommit = True
        server.cursor().execute("CREATE DATABASE vitae")
        server.close()
        call_command("migrate", verbosity=0)
        yield
        connections.close_all()
    finally:
        postgres.process.terminate()
        shutil.rmtree(folder, ignore_errors=True)


def _empty() -> None:
    from django.conf import settings
    from django.core.cache import cache
    from django.core.management import call_command

    from candidates.search.indexes import candidate_index

    call_command("flush", interactive=False, verbosity=0)
    cache.clear()
    shutil.rmtree(settings.SEARCH_FOLDER, ignore_errors=True)
    candidate_index.cache_clear()


def _facts(number: int) -> Facts:
    """Somebody whom nobody resembles, with the profile of a usual résumé."""
    from candidates.services import Facts as Found

    choose = random.Random(number)
    first, last = (
        "".join(choose.choice("bdfgklmnprst") + choose.choice("aeiou") for _ in range(length)).title()
        for length in (2, 3)
    )
    told = ["Built what was needed."] * 4
    jobs = [{"name": f"{last} {n}", "position": "Engineer", "highlights": told} for n in range(4)]
    return Found(
        name=f"{first} {last}",
        email=f"person{number}@example.org",
        phone=f"+4477009{number:05}",
        skills=tuple(f"Skill {n}" for n in range(15)),
        profile={"basics": {"name": f"{first} {last}"}, "work": jobs, "skills": [{"name": "Python"}] * 15},
    )


def _parts(cpu: Cpu) -> str:
    return f"own {cpu.own:.2f}, PostgreSQL {cpu.database:.2f}"
