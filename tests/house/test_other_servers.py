"""A whole Vitae on other servers than the embedded ones, by environment alone; nothing here is a stand-in."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psycopg2
import pytest
from answers import differences, expected_answers, found_in
from client import Client
from stack import ROOT, Stack

from tests import s3 as objects
from tests.engines import letter
from tests.rabbitmq import RabbitMQ
from tests.relay import Relay
from tests.servers import Postgres, Servers, eventually

pytestmark = pytest.mark.real
SAMPLES: Final = ROOT / "tests" / "samples"
EXPECTED: Final = expected_answers(SAMPLES)
TEXT_LAYER, SCAN, OFFICE = "single-column.pdf", "scan.pdf", "word.docx"
ONE_WORKER: Final = {"all": ("interactive,ocr,parsing,classification,index,ranking,pdf,bulk", 2)}
OVER: Final = {"done", "partial", "failed", "cancelled"}


@pytest.fixture
def database(servers: Servers) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    if reason := Postgres.missing():
        pytest.skip(reason)
    servers.postgres.start()
    line = psycopg2.connect(host="127.0.0.1", port=servers.postgres.port, user="vitae", dbname="postgres")
    line.autocommit = True
    with line.cursor() as cursor:
        cursor.execute("CREATE DATABASE whole")
    yield f"postgres://vitae@127.0.0.1:{servers.postgres.port}/whole"
    with line.cursor() as cursor:
        cursor.execute("DROP DATABASE whole WITH (FORCE)")
    line.close()


@pytest.fixture
def rabbitmq(tmp_path: Path) -> Iterator[RabbitMQ]:
    """A running RabbitMQ."""
    if reason := RabbitMQ.missing():
        pytest.skip(reason)
    broker = RabbitMQ(tmp_path / "rabbitmq")
    broker.start()
    yield broker
    broker.stop()


@pytest.fixture
def s3(tmp_path: Path) -> Iterator[objects.S3]:
    """A running S3 server with one empty bucket."""
    if reason := objects.S3.missing():
        pytest.skip(reason)
    server = objects.S3(tmp_path / "s3")
    server.start()
    yield server
    server.kill()


def on_s3(address: str) -> dict[str, str]:
    """The environment of a Vitae that keeps its files there."""
    return {
        "S3_BUCKET": objects.BUCKET,
        "S3_ENDPOINT": address,
        "S3_REGION": objects.REGION,
        "S3_ACCESS_KEY": objects.KEYS["aws_access_key_id"],
        "S3_SECRET_KEY": objects.KEYS["aws_secret_access_key"],
        "S3_PREFIX": "vitae",
        "S3_IMPORT_BUCKETS": f"{objects.BUCKET}/inbox",
    }


def logs(stack: Stack) -> str:
    """The ends of all logs."""
    return "\n".join(f"--- {name}\n{stack.processes.tail(name, 40)}" for name in stack.processes.running)


def upload(client: Client, name: str) -> str:
    """The id of an uploaded sample."""
    answer = client.upload(name, (SAMPLES / "files" / name).read_bytes())
    assert answer.status == 202, answer
    return answer.text("id")


def read(client: Client, stack: Stack, *ids: str, seconds: float = 60) -> list[str]:
    """How the résumés ended, in their order."""

    def states() -> list[str]:
        return [client.get(f"/api/v1/resumes/{one}/").text("status") for one in ids]

    assert eventually(lambda: set(states()) <= OVER, seconds, every=0.2), f"{states()}\n{logs(stack)}"
    return states()


def told(client: Client, identity: str) -> dict[str, object]:
    """The profile of a résumé that was read."""
    answer = client.get(f"/api/v1/resumes/{identity}/result/?view=profile")
    assert answer.status == 200, answer
    return answer.body


def as_expected(client: Client, stack: Stack, *names: str) -> dict[str, str]:
    """Upload samples, wait, compare what was read with what must be; their ids by name."""
    ids = {name: upload(client, name) for name in names}
    assert read(client, stack, *ids.values()) == ["done"] * len(ids), logs(stack)
    for name, identity in ids.items():
        assert differences(found_in(told(client, identity)), EXPECTED[name]) == [], name
    return ids


def stages(client: Client, identity: str) -> list[tuple[object, object, object]]:
    """Name, state and attempts of each stage of a résumé."""
    rows = client.get(f"/api/v1/resumes/{identity}/").body["stages"]
    assert isinstance(rows, list)
    return [(row["stage"], row["state"], row["attempts"]) for row in rows]


def has_preview(client: Client, identity: str) -> bool:
    """Whether the pages of an office file can be looked at."""
    return client.get(f"/api/v1/resumes/{identity}/pages/1/image/").status == 200


def test_everything_on_rabbitmq_and_postgresql(rabbitmq: RabbitMQ, database: str, tmp_path: Path) -> None:
    """No Redis anywhere: the pages of a scan are counted without a result backend."""
    extra = {"BROKER_URL": rabbitmq.url, "DATABASE_URL": database}
    with Stack(tmp_path / "vitae", workers=ONE_WORKER, extra=extra) as stack:
        client = Client(stack.url, stack.api_key)
        parts = client.get("/readyz").body["capabilities"]
        assert isinstance(parts, list)
        assert {part["name"]: (part["status"], part["detail"]) for part in parts}["broker"] == ("ok", "amqp")
        as_expected(client, stack, TEXT_LAYER, SCAN, OFFICE)

        batch = client.upload_batch([(f"{n}.txt", letter(n)) for n in range(12)], "a dozen")
        assert batch.status == 202, batch
        last = list(client.batch_progress(batch.text("id"), at_most_seconds=60))[-1]
        assert (last["current"], last["total"]) == (12, 12), last
        assert "Traceback" not in stack.processes.tail("worker-all", 1000), logs(stack)


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("SLOW"), reason="takes half a minute: SLOW=1")
def test_uploads_are_accepted_while_rabbitmq_is_down_and_read_when_it_is_back(
    rabbitmq: RabbitMQ, tmp_path: Path
) -> None:
    with Stack(tmp_path / "vitae", workers=ONE_WORKER, extra={"BROKER_URL": rabbitmq.url}) as stack:
        client = Client(stack.url, stack.api_key)
        rabbitmq.kill()
        answers = [client.upload(f"{n}.txt", letter(n)) for n in range(5)]
        assert {answer.status for answer in answers} == {202}, answers
        assert max(answer.seconds for answer in answers) < 3, answers
        rabbitmq.start()
        assert read(client, stack, *(answer.text("id") for answer in answers)) == ["done"] * 5
        assert stack.processes.dead() == []


def test_files_in_s3_are_read_as_files_on_disk(s3: objects.S3, tmp_path: Path) -> None:
    """Uploads, pages read in a task of their own, previews, files by address, deletion: no file on disk."""
    folder = tmp_path / "vitae"
    with Stack(folder, workers=ONE_WORKER, extra=on_s3(s3.address)) as stack:
        client = Client(stack.url, stack.api_key)
        ids = as_expected(client, stack, TEXT_LAYER, SCAN, OFFICE)

        objects.put(s3.address, "inbox/2026/cv.txt", letter(1))
        asked = [
            client.post_files(
                "/api/v1/resumes/", "file", [], address=f"s3://{objects.BUCKET}/inbox/2026/{name}"
            )
            for name in ("cv.txt", "nobody.pdf")
        ]
        assert [answer.status for answer in asked] == [202, 202], asked
        fetched, missing = (answer.text("id") for answer in asked)
        assert read(client, stack, fetched, missing) == ["done", "failed"]
        assert client.get(f"/api/v1/resumes/{missing}/").body["error"]["code"] == "source_missing"
        assert found_in(told(client, fetched)).email == "alice1@example.org"

        assert eventually(lambda: has_preview(client, ids[OFFICE]), 40, every=0.3), logs(stack)
        assert all(has_preview(client, ids[name]) for name in (TEXT_LAYER, SCAN))
        kept = {key for key in objects.keys(s3.address) if not key.startswith("inbox/")}
        assert len([key for key in kept if key.startswith("vitae/resumes/")]) == 4, kept
        assert len([key for key in kept if key.startswith("vitae/previews/")]) == 1, kept

        for identity in (*ids.values(), fetched, missing):
            assert client.delete(f"/api/v1/resumes/{identity}/").status == 204
        assert eventually(lambda: objects.keys(s3.address) == {"inbox/2026/cv.txt"}, 20), objects.keys(
            s3.address
        )
    assert not list((folder / "media").rglob("*"))


def test_while_s3_is_away_uploads_are_refused_for_a_moment_and_nothing_is_lost(
    s3: objects.S3, tmp_path: Path
) -> None:
    with (
        Relay(s3.port) as wire,
        Stack(tmp_path / "vitae", workers=ONE_WORKER, extra=on_s3(objects.address_at(wire.port))) as stack,
    ):
        client = Client(stack.url, stack.api_key)
        worker = stack.processes.running["worker-all"].pid
        os.killpg(worker, signal.SIGSTOP)
        before = client.upload("before.txt", letter(1))
        wire.cut()
        os.killpg(worker, signal.SIGCONT)
        refused = client.upload("during.txt", letter(2))
        assert (refused.status, refused.text("code")) == (503, "storage_unavailable"), refused
        assert refused.seconds < 10
        put_back = [("convert", "ready", 1)]
        assert eventually(lambda: stages(client, before.text("id")) == put_back, 20), logs(stack)
        wire.mend()
        again = client.upload("during.txt", letter(2))
        assert again.status == 202, again
        assert read(client, stack, before.text("id"), again.text("id")) == ["done", "done"]
