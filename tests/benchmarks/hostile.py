"""The hostile files of EVAL_DIR through the HTTP API: is every answer one of its closed list?"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from client import Answer, Client
from stack import Stack

from tests.benchmarks.figures import Figure

AT_ONCE = 3
LONGEST_SECONDS = 300
LISTS = {"filenames.json", "ssrf-urls.json"}


class Verdict(NamedTuple):
    """One file's answers (all that fit), what was acceptable, and whether they meet."""

    file: str
    answers: tuple[str, ...]
    expect: str
    ok: bool
    seconds: float


class Canary(BaseHTTPRequestHandler):
    """Counts everybody who comes."""

    visits: list[str] = []  # noqa: RUF012 - one list for the whole run is what is wanted

    def handle_any(self) -> None:
        """Note the request and answer nothing of use."""
        self.visits.append(f"{self.command} {self.path}")
        self.send_error(404)

    do_GET = do_HEAD = do_POST = do_PUT = do_OPTIONS = do_PROPFIND = handle_any

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the visits are the log."""


def figures(folder: Path) -> Iterator[Figure]:
    """The share of right answers, and what must be zero."""
    with canary() as address, inputs(folder, address) as rebuilt, service() as stack:
        client = Client(stack.url, stack.api_key, timeout_seconds=120)
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        entries = [entry for entry in manifest if entry["file"] not in LISTS]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            verdicts = list(pool.map(lambda entry: judged(client, folder, rebuilt, entry), entries))
        verdicts += names(client, folder) + addresses(client, folder)
        deaths = worker_deaths(stack)
    for verdict in verdicts:
        if not verdict.ok:
            said = " ".join(verdict.answers)
            print(
                f"# {verdict.file}: {said}, expected {verdict.expect}, {verdict.seconds:.1f} s",
                file=sys.stderr,
            )
    right = sum(verdict.ok for verdict in verdicts)
    yield Figure(
        "hostile_right_answers",
        100 * right / len(verdicts),
        90,
        "at least",
        "%",
        f"{right} of {len(verdicts)}",
    )
    yield Figure("hostile_server_errors", sum(any("http:5" in one for one in v.answers) for v in verdicts), 0)
    yield Figure("hostile_hangs", sum("hang" in verdict.answers for verdict in verdicts), 0)
    yield Figure("hostile_worker_deaths", len(deaths), 0, note="; ".join(deaths[:3]))
    yield Figure("hostile_canary_requests", len(Canary.visits), 0, note="; ".join(Canary.visits[:3]))
    yield Figure("hostile_slowest", max(verdict.seconds for verdict in verdicts), unit="s")


@contextlib.contextmanager
def canary() -> Iterator[str]:
    """The address of a listener that nobody must ever reach."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/canary"
    finally:
        server.shutdown()


@contextlib.contextmanager
def inputs(folder: Path, canary_address: str) -> Iterator[Path]:
    """The self-made inputs once more, with every remote link leading to the canary."""
    with tempfile.TemporaryDirectory(prefix="vitae-hostile-") as rebuilt:
        subprocess.run(
            [sys.executable, str(folder / "generate.py"), rebuilt],
            env={**os.environ, "CANARY": canary_address},
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=300,
        )
        yield Path(rebuilt)


@contextlib.contextmanager
def service() -> Iterator[Stack]:
    """A running service that reads every file, also one whose content was here before."""
    folder = Path(tempfile.mkdtemp(prefix="vitae-hostile-stack-"))
    try:
        with Stack(folder, extra={"DEDUPE": "false", "SANDBOX": "required"}) as stack:
            yield stack
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def judged(client: Client, folder: Path, rebuilt: Path, entry: Mapping[str, str]) -> Verdict:
    """What the service makes of one file."""
    path = rebuilt / entry["file"]
    path = path if path.exists() else folder / entry["file"]
    begun = time.monotonic()
    answers = tuple(answers_to(client, path.name, path.read_bytes()))
    return Verdict(
        entry["file"], answers, entry["expect"], fits(answers, entry["expect"]), time.monotonic() - begun
    )


def answers_to(client: Client, name: str, data: bytes) -> Iterator[str]:
    """Every word of SOURCES.md that fits the answer, or `http:NNN`, or `hang`."""
    try:
        answer = client.upload(name, data)
    except OSError as error:
        yield f"http:599 {error}"
        return
    if 400 <= answer.status < 500:
        yield f"rejected:{answer.status}"
    elif answer.status not in {200, 202}:
        yield f"http:{answer.status}"
    else:
        yield from final_words(client, answer.text("id"))


def final_words(client: Client, resume: str) -> Iterator[str]:
    """What the résumé came to, in the words of SOURCES.md."""
    detail = settled(client, resume)
    if detail is None:
        yield "hang"
        return
    if detail.status != 200:
        yield f"http:{detail.status}"
        return
    findings = detail.body.get("findings")
    found = [one for one in findings if isinstance(one, dict)] if isinstance(findings, list) else []
    error = detail.body.get("error")
    if detail.text("status") == "failed":
        yield f"failed:{error.get('code') if isinstance(error, dict) else ''}"
        return
    flags = [str(one["code"]) for one in found if one["severity"] == "flag"]
    warnings = [str(one["code"]) for one in found if one["severity"] == "warning"]
    yield from (f"ok_flagged:{code}" for code in flags)
    yield from (f"needs_review:{code}" for code in warnings + flags)
    if detail.text("status") == "partial" or warnings:
        yield "ok_degraded"
    elif not flags:
        yield "ok"


def settled(client: Client, resume: str) -> Answer | None:
    """The résumé once it is at its end; None when that takes too long."""
    end = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < end:
        answer = client.get(f"/api/v1/resumes/{resume}/")
        if answer.status != 200 or answer.text("status") in {"done", "partial", "failed", "cancelled"}:
            return answer
        time.sleep(0.2)
    return None


def fits(answers: tuple[str, ...], expect: str) -> bool:
    """Whether an answer is on the closed list. Words in brackets explain; `*` is any ending."""
    accepted = re.sub(r"\([^)]*\)", "", expect.replace("within the time limit", "")).split("|")
    for word in (word.strip() for word in accepted):
        if any(answer == word or (word.endswith("*") and answer.startswith(word[:-1])) for answer in answers):
            return True
    return False


def names(client: Client, folder: Path) -> list[Verdict]:
    """Names that try to leave the folder or split a header: stored as text, or refused, never an error."""
    data = (folder / "baseline" / "good.pdf").read_bytes()
    verdicts = []
    for name in json.loads((folder / "filenames.json").read_text(encoding="utf-8")):
        answer = client.upload(str(name), data)
        stored = answer.text("file_name")
        ok = answer.status in {400, 415} or (
            answer.status in {200, 202} and len(stored) <= 255 and "/" not in stored
        )
        verdicts.append(
            Verdict(
                f"filenames.json {name!r:.40}",
                (f"http:{answer.status}", stored[:40]),
                "stored as text",
                ok,
                answer.seconds,
            )
        )
    return verdicts


def addresses(client: Client, folder: Path) -> list[Verdict]:
    """Addresses that lead inside: refused before any connection."""
    verdicts = []
    for url in json.loads((folder / "ssrf-urls.json").read_text(encoding="utf-8")):
        answer = client.post_files("/api/v1/resumes/", "file", [], address=str(url))
        words = (f"rejected:{answer.status}",) if answer.status < 500 else (f"http:{answer.status}",)
        verdicts.append(
            Verdict(f"ssrf-urls.json {url}", words, "rejected:400", answer.status == 400, answer.seconds)
        )
    return verdicts


def worker_deaths(stack: Stack) -> list[str]:
    """Services that ended, and pool children that were lost, by the logs."""
    deaths = [f"{name} ended" for name in stack.processes.dead()]
    for log in sorted(stack.processes.logs.glob("worker-*.log")):
        lines = log.read_text(errors="replace").splitlines()
        deaths += [line for line in lines if "WorkerLostError" in line or "exited with 'signal" in line]
    return deaths
