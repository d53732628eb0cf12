"""The real server: requests share threads and connections, and nothing endless is taken in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest
from django.db import connection

from accounts.services import create_api_key
from tests.api.conftest import CV
from tests.people import person
from tests.servers import Process, eventually, free_port
from tests.stack import Stack

pytestmark = pytest.mark.real


@pytest.fixture
def web(stack: Stack) -> Iterator[httpx.Client]:
    """A client of a real ASGI server; no worker runs."""
    port = free_port()
    log = stack.folder / "web.log"
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1"]
    env = {**stack.env, "UPLOAD_MAX_REQUEST_BYTES": "300000", "WEB_THREADS": "4"}
    server = Process([*command, "--port", str(port), "config.asgi:application"], env=env, log=log)
    server.start()
    _, token = create_api_key(person("alice"))
    headers = {"Authorization": f"Bearer {token}"}
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=30) as client:
            assert eventually(lambda: answers(client), 30), log.read_text()
            yield client
    finally:
        server.kill()


def answers(client: httpx.Client) -> bool:
    try:
        return client.get("/healthz").status_code == 200
    except httpx.TransportError:
        return False


def connections_held() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def test_many_requests_share_few_connections(web: httpx.Client):
    with ThreadPoolExecutor(12) as pool:
        codes = list(pool.map(lambda _: web.get("/api/v1/resumes/").status_code, range(120)))
    assert set(codes) == {200}
    assert connections_held() <= 4 + 1


def test_streams_hold_no_connections(web: httpx.Client):
    made = web.post("/api/v1/resumes/", files={"file": ("cv.txt", CV)}).json()
    with ExitStack() as open_streams:
        for _ in range(20):
            stream = open_streams.enter_context(web.stream("GET", made["links"]["events"]))
            lines = stream.iter_lines()
            assert any(line.startswith("event: progress") for line in lines)
        # The pool of the streams, that of the requests, and ours.
        assert connections_held() <= 4 + 4 + 1
    assert web.get(made["links"]["status"]).status_code == 200


def test_a_body_that_does_not_end_is_refused(web: httpx.Client):
    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 10_000

    for body in (endless(), b"x" * 400_000):
        refused = web.post("/api/v1/resumes/", content=body, headers={"Content-Type": "text/plain"})
        assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
    assert web.post("/api/v1/resumes/", files={"file": ("cv.txt", CV)}).status_code == 202


def test_a_name_in_any_script_arrives_as_it_was(web: httpx.Client):
    made = web.post("/api/v1/resumes/", files={"file": ("履歴書 Zoë.txt", CV)}).json()
    assert made["file_name"] == "履歴書 Zoë.txt"
    assert web.get("/api/v1/resumes/", params={"search": "履歴書"}).json()["results"][0]["id"] == made["id"]
    download = web.get(made["links"]["file"])
    assert download.content == CV
    assert "filename*=utf-8''%E5%B1%A5" in download.headers["content-disposition"]
