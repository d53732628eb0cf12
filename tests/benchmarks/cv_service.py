"""A hundred CVs on a whole service, one worker of two processes on `pdf`; and the pages in a browser."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Final

from client import Client
from stack import ROOT, StackError

from cvimprover.rendering import TEMPLATES
from tests.benchmarks.figures import Figure
from tests.benchmarks.service import Service, cpu_seconds, service
from tests.cvimprover.rendering.people import person

PEOPLE: Final = 100
LANGUAGES: Final = ("en", "de", "fr", "es")
POLLED_SECONDS: Final = 0.2
AT_MOST_SECONDS: Final = 240


def figures() -> Iterator[Figure]:
    """How long a hundred people wait for their CVs, all asked for at once, and what that costs."""
    with service(children=2) as running:
        client = Client(running.stack.url, running.stack.api_key)
        _documents(client, _improvements(client, 4, offset=1000), kinds=("pdf", "docx"))  # the worker is warm
        begun = time.perf_counter()
        improvements = _improvements(client, PEOPLE)
        yield Figure(
            "cv_100_improvements", time.perf_counter() - begun, unit="s", note="with the questionnaires"
        )
        before, begun = cpu_seconds(running), time.perf_counter()
        made = _documents(client, improvements)
        yield from _told(running, made, time.perf_counter() - begun, before)


def _told(
    running: Service, made: Sequence[dict[str, object]], seconds: float, before: dict[str, float]
) -> Iterator[Figure]:
    spent = {part: total - before[part] for part, total in cpu_seconds(running).items()}
    note = ", ".join(f"{part} {each:.1f}" for part, each in spent.items())
    yield Figure(
        "cv_100_on_the_pdf_queue", seconds, 60, unit="s", note="from the first request to the last file"
    )
    yield Figure("cv_100_on_the_pdf_queue_cpu", sum(spent.values()), 120, unit="s", note=f"{note}; two cores")
    yield Figure("cv_100_not_made", sum(each["state"] != "done" for each in made), 0)
    shares = [float(str(each["fidelity"])) for each in made if each["state"] == "done"]
    told = sum(bool(each["notices"]) for each in made)
    low = sum(share < 0.98 for share in shares)
    yield Figure("cv_100_below_98_without_a_warning", low - told, 0, note=f"{low} of {len(shares)} below")


def _improvements(client: Client, count: int, *, offset: int = 0) -> list[str]:
    """The ids of so many improvements, each of a person of its own, when all are made."""
    asked = []
    for number in range(offset, offset + count):
        profile = person(8000 + number, LANGUAGES[number % len(LANGUAGES)])
        questionnaire = _posted(client, "/api/v1/questionnaires/", {"profile": profile})
        asked.append(_posted(client, f"/api/v1/questionnaires/{questionnaire}/improvements/", {}))
    for each in asked:
        _made(client, f"/api/v1/improvements/{each}/")
    return asked


def _documents(
    client: Client, improvements: Sequence[str], kinds: Sequence[str] = ("pdf",)
) -> list[dict[str, object]]:
    """What is told of a file of each kind of each improvement, when all are made, in templates by turns."""
    names = list(TEMPLATES)
    asked = [
        _posted(
            client,
            f"/api/v1/improvements/{each}/documents/",
            {"kind": kind, "options": {"template": names[number % len(names)]}},
        )
        for number, each in enumerate(improvements)
        for kind in kinds
    ]
    return [_made(client, f"/api/v1/documents/{each}/") for each in asked]


def _posted(client: Client, path: str, body: dict[str, object]) -> str:
    answer = client.post(path, body)
    if answer.status not in {201, 202}:
        raise StackError(f"{path} was answered with {answer.status}: {answer.body}")
    return answer.text("id")


def _made(client: Client, path: str) -> dict[str, object]:
    """What the address tells when the work is over."""
    end = time.monotonic() + AT_MOST_SECONDS
    while time.monotonic() < end:
        found = client.get(path).body
        if found.get("state") in {"done", "failed"}:
            return found
        time.sleep(POLLED_SECONDS)
    raise StackError(f"{path} is not made after {AT_MOST_SECONDS} s")


def pages() -> Iterator[Figure]:
    """The candidate's whole way in a browser, by mouse and by keyboard, with axe's rules."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/browser"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stdout.strip().splitlines()[-1:] or [done.stderr[-300:]]
    yield Figure("cv_browser_test_exit_code", done.returncode, 0, note=told[0])
