"""One kind of trouble at a time, with real workers, a real broker and a real database."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

import pytest

from parsing import outbox, services
from parsing.models import Batch, Parse, StageRun
from tests import engines
from tests.chaos.invariants import broken
from tests.people import person
from tests.servers import Redis, eventually
from tests.stack import Stack

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True)]
# Short leases: what is measured here are outcomes, not times.
QUICK = {
    "OCR_ENGINE": "tests.engines.EvilOcr",
    "OCR_DPI": "100",
    "STAGE_SLEEP_MS": "1",
    "LEDGER_LEASE_MS": "2000",
    "LEDGER_HEARTBEAT_MS": "500",
    "LEDGER_SWEEP_MS": "200",
}


def receive(name: str, data: bytes) -> Parse:
    """The reading of a new upload."""
    parse = services.receive(person("alice"), name, data).parse
    assert parse is not None
    return parse


def scan(*widths: int, mark: int = 0) -> Parse:
    return receive("scan.tiff", engines.scan(*widths, mark=mark))


def over(*parses: Parse, seconds: float = 60) -> bool:
    ids = [parse.pk for parse in parses]
    is_over = eventually(
        lambda: not Parse.objects.filter(pk__in=ids, status__in=Parse.OPEN).exists(), seconds
    )
    for parse in parses:
        parse.refresh_from_db()
    return is_over


@pytest.fixture(autouse=True)
def forget_flaky() -> None:
    with suppress(FileNotFoundError):
        (Path(os.environ["VITAE_TEST_ROOT"]) / "flaky").unlink()


def start(stack: Stack, *, children: int = 2, **env: str) -> None:
    stack.start_worker(children=children, **QUICK, **env)
    # Beat judges deaths too, but is not to die.
    stack.start_beat(**{**QUICK, **env, "FAULTS": ""})
    stack.wait_until_ready()


def test_a_page_that_kills_its_worker_leaves_a_partial_resume_and_harms_nobody(stack: Stack) -> None:
    start(stack)
    begun = time.monotonic()
    poison = scan(engines.GOOD, engines.KILLS, engines.GOOD)
    others = [scan(engines.GOOD, engines.GOOD, mark=n) for n in range(1, 5)]
    others += [receive(f"{n}.txt", engines.letter(n)) for n in range(4)]
    assert over(poison, *others), stack.logs()
    assert time.monotonic() - begun < 60
    assert poison.status == Parse.Status.PARTIAL, stack.logs()
    page = StageRun.objects.get(parse=poison, stage="ocr", page=2)
    assert (page.state, page.error_code, page.attempts) == ("failed", "poison", 3)
    assert [other.status for other in others] == [Parse.Status.DONE] * 8, stack.logs()
    assert stack.workers[0].is_alive
    assert broken() == []


def test_each_bad_page_gets_its_own_verdict(stack: Stack) -> None:
    start(stack)
    parse = scan(engines.GOOD, engines.RAISES, engines.FAILS, engines.BAD_TEXT, engines.EMPTY, engines.FLAKY)
    lost = scan(engines.FAILS, engines.FAILS, mark=9)
    assert over(parse, lost), stack.logs()
    runs = StageRun.objects.filter(parse=parse, stage="ocr").order_by("page")
    assert [(run.state, run.error_code if run.state == "failed" else "") for run in runs] == [
        ("done", ""),
        ("failed", "internal"),
        ("failed", "image_unreadable"),
        ("done", ""),
        ("done", ""),
        ("done", ""),
    ], stack.logs()
    assert runs[5].attempts == 2
    assert (parse.status, lost.status) == (Parse.Status.PARTIAL, Parse.Status.FAILED)
    assert lost.error_code == "image_unreadable"
    assert broken() == []


@pytest.mark.parametrize("point", ["claimed", "worked", "before_commit", "after_commit"])
def test_a_death_at_any_point_is_survived(stack: Stack, point: str) -> None:
    start(stack, FAULTS=f"{point}:kill:0.25,seed=7", LEDGER_DEATHS="20")
    parses = [receive(f"{n}.txt", engines.letter(n)) for n in range(6)]
    parses += [scan(engines.GOOD, engines.GOOD, mark=n) for n in range(2)]
    assert over(*parses, seconds=100), stack.logs()
    assert {parse.status for parse in parses} == {Parse.Status.DONE}, stack.logs()
    assert broken() == []


def test_uploads_are_accepted_while_redis_is_down_and_read_when_it_is_back(
    stack: Stack, redis: Redis
) -> None:
    start(stack)
    redis.kill()
    parses, waits = [], []
    for number in range(8):
        begun = time.monotonic()
        parses.append(receive(f"{number}.txt", engines.letter(number)))
        waits.append(time.monotonic() - begun)
    assert max(waits) <= 3, waits
    redis.start()
    assert over(*parses, seconds=30), stack.logs()
    assert {parse.status for parse in parses} == {Parse.Status.DONE}
    assert broken() == []


def test_a_redis_that_never_answers_holds_nobody_up(stack: Stack, redis: Redis) -> None:
    start(stack)
    redis.stop_answering()
    waits = []
    parses = []
    for number in range(4):
        begun = time.monotonic()
        parses.append(receive(f"{number}.txt", engines.letter(number)))
        waits.append(time.monotonic() - begun)
    redis.answer_again()
    assert max(waits) <= 3, waits
    assert sum(waits) <= 4, "the open circuit should spare the others the wait"
    assert over(*parses, seconds=60), stack.logs()
    assert broken() == []


def test_a_lost_chord_and_a_doubled_one_change_nothing(stack: Stack, redis: Redis) -> None:
    start(stack, children=1)
    first = scan(engines.SLOW, engines.SLOW, mark=1)
    assert eventually(
        lambda: StageRun.objects.filter(parse=first, stage="ocr", state="running").exists(), every=0.01
    ), stack.logs()
    redis.kill()
    redis.start()
    outbox.close_circuit()
    for _ in range(5):
        outbox.publish(outbox.graph.document(first.pk, first.lane, "lines"))
    assert over(first), stack.logs()
    for _ in range(5):
        outbox.publish(outbox.graph.document(first.pk, first.lane, "lines"))
    second = receive("cv.txt", engines.letter(1))
    assert over(second), stack.logs()
    assert first.status == Parse.Status.DONE
    assert StageRun.objects.get(parse=first, stage="lines").attempts == 1
    assert broken() == []


@pytest.mark.parametrize("end", ["cancel", "delete"])
def test_a_reading_is_stopped_while_it_runs(stack: Stack, end: str) -> None:
    start(stack)
    parse = scan(engines.SLOW, engines.SLOW, engines.GOOD)
    assert eventually(
        lambda: StageRun.objects.filter(parse=parse, stage="ocr", state="running").exists(), every=0.01
    ), stack.logs()
    stop = services.cancel if end == "cancel" else services.delete
    stop(parse.resume, actor=person("alice"))
    time.sleep(3)
    parse.refresh_from_db()
    assert parse.status == Parse.Status.CANCELLED
    assert parse.profile is None
    if end == "delete":
        assert not parse.pages.exists()
    assert eventually(lambda: broken() == [], 15), broken()


def test_a_batch_larger_than_a_request_is_planned_by_a_worker_and_closed(stack: Stack) -> None:
    start(stack)
    files = [(f"{n}.txt", engines.letter(n)) for n in range(40)]
    begun = time.monotonic()
    batch = services.create_batch(person("alice"), files=files)
    assert time.monotonic() - begun < 1
    assert eventually(lambda: Batch.objects.filter(pk=batch.pk, state="done").exists(), 60), stack.logs()
    assert batch.items.filter(parse__status="done").count() == 40
    assert broken() == []
