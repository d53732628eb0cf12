"""Progress as server-sent events: each change once, a heartbeat, an end; and for real over HTTP."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from accounts.services import create_api_key
from parsing.models import Parse
from parsing.progress import Progress
from parsing.views.events import event, events
from tests.api.conftest import CV
from tests.people import person
from tests.servers import Process, eventually, free_port
from tests.stack import Stack


def progress(current: int, *, is_final: bool = False) -> Progress:
    return Progress(
        state="SUCCESS" if is_final else "PROGRESS",
        status="done" if is_final else "running",
        stage="ner",
        current=current,
        total=7,
        percent=100 if is_final else current * 14,
        is_final=is_final,
        error=None,
    )


def streamed(answers: list[Progress | Exception], seen: str = "") -> list[str]:
    """The events that come of these answers, the last one again and again."""
    left = iter(answers)
    last = answers[-1]

    def ask() -> Progress:
        answer = next(left, last)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def collect() -> list[str]:
        return [chunk async for chunk in events(ask, seen)]

    return asyncio.run(collect())


def kinds(chunks: list[str]) -> list[str]:
    return [
        line.removeprefix("event: ") for chunk in chunks for line in chunk.splitlines() if "event: " in line
    ]


@pytest.fixture(autouse=True)
def _quick(settings):
    settings.EVENTS_POLL_SECONDS = 0.01


def test_each_change_is_told_once_and_the_end_ends_it():
    chunks = streamed([progress(1), progress(1), progress(2), progress(2), progress(7, is_final=True)])
    assert chunks[0] == "retry: 2000\n\n"
    assert kinds(chunks) == ["progress", "progress", "end"]
    assert json.loads(chunks[-1].split("data: ")[1])["percent"] == 100


def test_who_comes_back_is_told_only_what_is_new():
    first = streamed([progress(1), progress(7, is_final=True)])
    seen = first[1].splitlines()[0].removeprefix("id: ")
    assert kinds(streamed([progress(1), progress(7, is_final=True)], seen)) == ["end"]
    end = first[-1].splitlines()[0].removeprefix("id: ")
    assert kinds(streamed([progress(7, is_final=True)], end)) == ["end"]


def test_silence_is_broken_by_comments(settings):
    settings.EVENTS_HEARTBEAT_SECONDS = 0.05
    settings.EVENTS_MAX_SECONDS = 0.3
    chunks = streamed([progress(1)])
    assert kinds(chunks) == ["progress"]
    assert chunks.count(": still here\n\n") >= 3


def test_a_deleted_resume_ends_the_stream():
    assert kinds(streamed([progress(1), Parse.DoesNotExist()])) == ["progress", "gone"]


def test_an_event_is_never_split_by_its_data():
    written = event("progress", "x", {"text": "a\nb\r\n\ndata: evil"})
    assert written.count("\n") == 4


@pytest.fixture
def web(stack: Stack) -> Iterator[str]:
    """The address of a real ASGI server beside real workers."""
    stack.start_worker()
    stack.start_beat()
    port = free_port()
    log = stack.folder / "web.log"
    server = Process(
        [
            sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1",
            "--port", str(port), "config.asgi:application",
        ],
        env=stack.env,
        log=log,
    )  # fmt: skip
    server.start()
    try:
        address = f"http://127.0.0.1:{port}"
        assert eventually(lambda: answers(f"{address}/healthz"), 30), log.read_text()
        stack.wait_until_ready()
        yield address
    finally:
        server.kill()


def answers(address: str) -> bool:
    try:
        return httpx.get(address).status_code == 200
    except httpx.TransportError:
        return False


@pytest.mark.real
def test_a_resume_is_followed_to_its_end_over_http(web: str):
    _, token = create_api_key(person("alice"))
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=web, headers=headers, timeout=60) as client:
        pdf = (Path(__file__).parent.parent / "samples" / "files" / "scan.pdf").read_bytes()
        made = client.post("/api/v1/resumes/", files={"file": ("scan.pdf", pdf)})
        assert made.status_code == 202
        arrived, seen = [], []
        with client.stream("GET", made.json()["links"]["events"]) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            for line in stream.iter_lines():
                if line.startswith("data: "):
                    arrived.append(time.monotonic())
                    seen.append(json.loads(line.removeprefix("data: ")))
        assert seen[-1]["state"] == "SUCCESS", seen[-1]
        assert seen[-1]["percent"] == 100
        assert [told["percent"] for told in seen] == sorted(told["percent"] for told in seen)
        assert len(seen) >= 2
        assert arrived[-1] - arrived[0] > 0.1
        result = client.get(made.json()["links"]["result"]).json()
        assert result["basics"]["name"]


@pytest.mark.real
def test_a_batch_that_waits_is_answered_with_its_results_over_http(web: str):
    _, token = create_api_key(person("alice"))
    with httpx.Client(base_url=web, headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        files = [("files", (f"cv{number}.txt", CV + b"%d" % number)) for number in range(3)]
        batch = client.post("/api/v1/batches/?wait=true", files=files)
        assert batch.status_code == 200, batch.text
        assert batch.json()["progress"]["by_state"]["done"] == 3
        task = client.post("/process", files=[("files", ("cv.txt", CV + b"older"))]).json()
        assert task["state"] == "SUCCESS"
        assert task["result"]["data"][0]["resume"]["basics"]["name"] == "Erika Beispiel"
