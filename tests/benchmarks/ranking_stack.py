"""Rankings on a whole service: how long, how fair, how sure, with web, Redis, PostgreSQL and two workers."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

import psycopg2
from client import Client
from stack import StackError

from tests.benchmarks.figures import Figure
from tests.benchmarks.service import READING, Service, cpu_seconds, service

PEOPLE: Final = 1000
"""So many are made; more are their copies, which costs the database the same and us less."""
MANY: Final = 10_000
KILLED: Final = 500
KILLS: Final = 6
AT_ONCE: Final = 5
POLLED_SECONDS: Final = 0.2
JOB: Final = {
    "id": "all",
    "mode": "all",
    "members": [
        {"id": "title", "kind": "title", "value": "Software Developer", "tier": "should"},
        {"id": "python", "kind": "skill", "value": "Python", "tier": "must", "months": 24},
        {
            "id": "databases",
            "mode": "any",
            "members": [
                {"id": "postgresql", "kind": "skill", "value": "PostgreSQL", "tier": "should"},
                {"id": "mysql", "kind": "skill", "value": "MySQL", "tier": "should"},
            ],
        },
        {"id": "docker", "kind": "skill", "value": "Docker", "tier": "nice"},
        {"id": "years", "kind": "years", "value": "", "tier": "must", "months": 36, "knock_out": True},
        {"id": "degree", "kind": "education", "value": "", "level": "6", "tier": "should"},
        {"id": "english", "kind": "language", "value": "en", "level": "B2", "tier": "must"},
        {"id": "place", "kind": "location", "value": "London", "country_code": "GB", "tier": "nice"},
        {
            "id": "task",
            "kind": "responsibility",
            "value": "Design and run services that many people use every day",
            "tier": "should",
        },
    ],
}


class Run(NamedTuple):
    """One ranking, seen from outside. Seconds."""

    id: str
    post: float
    total: float
    state: str
    scored: int


def figures(*, slow: bool) -> Iterator[Figure]:
    """Every figure of the service."""
    with service(children=2) as running:
        people = _people(running, PEOPLE)
        job = _job(running)
        yield from few_figures(running, job, people)
        before = cpu_seconds(running)
        first = _rank(running, job, people)
        spent = {part: seconds - before[part] for part, seconds in cpu_seconds(running).items()}
        again = _rank(running, job, people)
        yield Figure("rank_1000", first.total, 10, unit="s", note=f"{first.scored} scored, none prepared")
        note = ", ".join(f"{part} {seconds:.1f}" for part, seconds in spent.items())
        yield Figure("rank_1000_cpu", sum(spent.values()), unit="s", note=f"{note}; on two cores")
        yield Figure("rank_1000_again", again.total, 10, unit="s", note="all prepared")
        yield Figure("rank_1000_post", first.post, 1, unit="s")
        yield Figure("rank_1000_not_scored", PEOPLE - first.scored, 0)
        yield Figure(
            "rank_same_twice", int(_result(running, first.id) == _result(running, again.id)), 1, "at least"
        )
        yield from fair_figures(running, job, people)
        yield from killed_figures(running, job, people)
        yield from credit_figures(running, job, people)
        if slow:
            yield from many_figures(running, job)


def few_figures(running: Service, job: str, people: Sequence[str]) -> Iterator[Figure]:
    """Ten in the request, after the web process has scored once."""
    _ask(running, job, people[:1])
    taken = []
    for start in range(10, 60, 10):
        begun = time.perf_counter()
        answer = _ask(running, job, people[start : start + 10])
        taken.append(time.perf_counter() - begun)
        if answer["state"] != "completed":
            raise StackError(f"ten were not ranked in the request: {answer}")
    yield Figure("rank_10_in_the_request", max(taken), 1, unit="s", note="the slowest of five, none prepared")


def fair_figures(running: Service, job: str, people: Sequence[str]) -> Iterator[Figure]:
    """Five at once, of people who are prepared: each should take about as long as the others."""
    alone = _rank(running, job, people)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        ids = [str(each["id"]) for each in pool.map(lambda _: _ask(running, job, people), range(AT_ONCE))]
    while not all(_status(running, each)["is_final"] for each in ids):
        time.sleep(POLLED_SECONDS)
    took = "EXTRACT(EPOCH FROM finished_at - created_at)"
    among = ", ".join(f"'{each}'" for each in ids)
    rows = _sql(running, f"SELECT {took} FROM ranking_ranking WHERE id IN ({among}) ORDER BY 1")
    times = [float(str(row[0])) for row in rows]
    note = "from the request to the end " + ", ".join(f"{each:.1f}" for each in times)
    note += f" s; one alone {alone.total:.1f} s"
    yield Figure("rankings_at_once_longest_to_shortest", times[-1] / times[0], 1.5, unit="×", note=note)


def killed_figures(running: Service, job: str, people: Sequence[str]) -> Iterator[Figure]:
    """Workers and their children killed at work, and everything that was prepared forgotten before."""
    some = people[:KILLED]
    undisturbed = _rank(running, job, some)
    _sql(running, "DELETE FROM ranking_scorerview")
    chance = random.Random(7)
    ranking = str(_ask(running, job, some)["id"])
    kills = 0
    begun = time.perf_counter()
    while not _status(running, ranking)["is_final"]:
        if time.perf_counter() - begun > 180:
            raise StackError("the ranking that was disturbed is not over after three minutes")
        if kills < KILLS:
            time.sleep(0.1 + 0.3 * chance.random())
            kills += _kill(running, whole=kills % 3 == 2)
        else:
            time.sleep(POLLED_SECONDS)
    took = time.perf_counter() - begun
    rows = _sql(
        running,
        "SELECT COUNT(*), COUNT(DISTINCT candidate_id), COUNT(*) FILTER (WHERE state = 'scored')"
        f" FROM ranking_rankedcandidate WHERE ranking_id = '{ranking}'",
    )[0]
    note = f"{kills} kills, {took:.0f} s"
    yield Figure("rank_killed_lost", KILLED - int(str(rows[2])), 0, note=note)
    yield Figure("rank_killed_doubled", int(str(rows[0])) - int(str(rows[1])), 0)
    same = _result(running, ranking) == _result(running, undisturbed.id)
    yield Figure("rank_killed_same_result", int(same), 1, "at least")
    spent = _sql(
        running, f"SELECT SUM(amount) FROM accounts_creditentry WHERE reference LIKE 'ranking:{ranking}%'"
    )
    yield Figure("rank_killed_paid", -int(str(spent[0][0])) - KILLED, 0, note="credits beyond one for each")


def credit_figures(running: Service, job: str, people: Sequence[str]) -> Iterator[Figure]:
    """Fifty requests at once with credit for thirty."""
    _sql(running, "UPDATE accounts_creditaccount SET balance = 30")
    with ThreadPoolExecutor(16) as pool:
        asked = [{"job": job, "candidates": [people[n]]} for n in range(50)]
        answers = list(pool.map(lambda body: _client(running).post("/api/v1/rankings/", body).status, asked))
    balance = int(str(_sql(running, "SELECT balance FROM accounts_creditaccount")[0][0]))
    _sql(running, "UPDATE accounts_creditaccount SET balance = 1000000")
    ran, refused = answers.count(201) + answers.count(202), answers.count(402)
    yield Figure("credits_race_ran", abs(ran - 30), 0, note=f"{ran} ran, {refused} got 402")
    yield Figure("credits_race_refused", abs(refused - 20), 0)
    yield Figure("credits_race_balance", balance, 0)


def many_figures(running: Service, job: str) -> Iterator[Figure]:
    """Ten thousand, and what the workers' memory does meanwhile."""
    people = _people(running, MANY)
    _sql(running, "DELETE FROM ranking_scorerview")
    peaks: list[int] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.5):
            peaks.append(max(map(_rss_kb, _children(running)), default=0))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        run = _rank(running, job, people, at_most=600)
    finally:
        over.set()
        watcher.join()
    half = len(peaks) // 2
    growth = (max(peaks[half:], default=0) - max(peaks[:half], default=0)) / 1024
    yield Figure("rank_10000", run.total, 90, unit="s", note=f"{run.scored} scored, none prepared")
    yield Figure("rank_10000_post", run.post, 1, unit="s")
    yield Figure("rank_10000_not_scored", MANY - run.scored, 0)
    note = f"the largest child {max(peaks, default=0) / 1024:.0f} MB"
    yield Figure("rank_10000_memory_growth", growth, 20, unit="MB", note=f"second half over first; {note}")


def _rank(running: Service, job: str, people: Sequence[str], *, at_most: float = 180) -> Run:
    begun = time.perf_counter()
    answer = _ask(running, job, people)
    posted, ranking = time.perf_counter() - begun, str(answer["id"])
    while not (progress := _status(running, ranking))["is_final"]:
        if time.perf_counter() - begun > at_most:
            raise StackError(f"the ranking is not over after {at_most:.0f} s: {progress}")
        time.sleep(POLLED_SECONDS)
    total = time.perf_counter() - begun
    by_state = progress["by_state"]
    assert isinstance(by_state, dict)
    return Run(ranking, posted, total, str(progress["status"]), int(by_state["scored"]))


def _ask(running: Service, job: str, people: Sequence[str]) -> dict[str, object]:
    answer = _client(running).post("/api/v1/rankings/", {"job": job, "candidates": list(people)})
    if answer.status not in {201, 202}:
        raise StackError(f"the ranking was answered with {answer.status}: {answer.body}")
    return answer.body


def _status(running: Service, ranking: str) -> dict[str, object]:
    return _client(running).get(f"/api/v1/rankings/{ranking}/status/").body


def _client(running: Service) -> Client:
    return Client(running.stack.url, running.stack.api_key)


def _job(running: Service) -> str:
    client = _client(running)
    job = client.post("/api/v1/jobs/", {"title": "Developer"}).text("id")
    answer = client.put(f"/api/v1/jobs/{job}/criteria/", {"criteria": JOB})
    if answer.status != 201:
        raise StackError(f"the criteria were answered with {answer.status}: {answer.body}")
    return job


def _people(running: Service, count: int) -> list[str]:
    """The ids of so many people, made where they are missing."""
    running.stack.manage("make_candidates", str(min(count, PEOPLE)))
    names = [
        str(row[0])
        for row in _sql(
            running,
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'candidates_candidate'"
            " AND column_name <> 'id' ORDER BY 1",
        )
    ]
    columns = ", ".join(names)
    missing = count - int(str(_sql(running, "SELECT COUNT(*) FROM candidates_candidate")[0][0]))
    while missing > 0:
        some = min(missing, PEOPLE)
        _sql(
            running,
            f"INSERT INTO candidates_candidate (id, {columns})"
            f" SELECT gen_random_uuid(), {columns} FROM candidates_candidate ORDER BY id LIMIT {some}",
        )
        missing -= some
    _sql(running, "ANALYZE")
    return [
        str(row[0]) for row in _sql(running, f"SELECT id FROM candidates_candidate ORDER BY id LIMIT {count}")
    ]


def _result(running: Service, ranking: str) -> str:
    """A SHA-256 of everything that a ranking found, in its order."""
    rows = _sql(
        running,
        "SELECT rank, candidate_id::text, digest, encode(result, 'hex') FROM ranking_rankedcandidate"
        f" WHERE ranking_id = '{ranking}' ORDER BY rank",
    )
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _kill(running: Service, *, whole: bool) -> int:
    """Kill a child of the worker, or the whole worker, which then starts anew: how many, 0 or 1."""
    worker = running.stack.processes.running["worker-all"]
    if whole:
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        running.stack.start_worker("all", READING, 2)
        return 1
    children = _children(running)
    if not children:
        return 0
    with suppress(ProcessLookupError):
        os.kill(random.Random(len(children)).choice(children), signal.SIGKILL)
    return 1


def _children(running: Service) -> list[int]:
    """The pool children of the worker."""
    worker = running.stack.processes.running["worker-all"].pid
    found: list[int] = []
    with suppress(OSError):
        for thread in Path(f"/proc/{worker}/task").iterdir():
            found += map(int, (thread / "children").read_text().split())
    return found


def _rss_kb(pid: int) -> int:
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])
    return 0


def _sql(running: Service, statement: str) -> list[tuple[object, ...]]:
    """The rows of a statement on the service's own database."""
    port = running.servers.postgres.port
    connection = psycopg2.connect(host="127.0.0.1", port=port, user="vitae", dbname="postgres")
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []
    finally:
        connection.close()
