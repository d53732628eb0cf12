"""Use cases: what comes in, comes again, is stopped, is taken back."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as live_settings
from django.db import connection, transaction
from django.test import TestCase
from pytest_django import Settings

from accounts import credits
from accounts.credits import NoCredits
from parsing import batches, ledger, runner, services
from parsing.errors import RejectedFile
from parsing.models import Batch, BatchItem, Lane, Outbox, Page, Parse, Resume, StageRun
from parsing.receipt import Upload, receive_all
from tests.engines import letter
from tests.people import person

pytestmark = pytest.mark.django_db


def stored() -> set[str]:
    root = Path(live_settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def own_media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def test_a_file_becomes_a_resume_with_its_first_stage_ready() -> None:
    received = services.receive(person("alice"), "../../My CV.txt", letter(1))
    assert not received.is_duplicate
    assert received.parse is not None
    run = StageRun.objects.get(parse=received.parse)
    assert (run.stage, run.state, run.queue) == ("convert", "ready", "interactive")
    assert stored() == {received.resume.storage_key}
    assert received.resume.id.hex in received.resume.storage_key
    assert "CV" not in received.resume.storage_key


def test_the_same_content_is_read_once_whatever_its_name() -> None:
    first = services.receive(person("alice"), "a.txt", letter(1))
    second = services.receive(person("bob"), "b.txt", letter(1))
    assert second.is_duplicate
    assert second.resume == first.resume
    assert Parse.objects.count() == 1
    assert len(stored()) == 1


def test_candidates_do_not_share_content_with_anybody() -> None:
    people = [person(name) for name in ("alice", "charlie", "dora")]
    resumes = {services.receive(one, "a.txt", letter(1)).resume.pk for one in people}
    assert len(resumes) == 3


@pytest.mark.parametrize(
    ("name", "data", "code", "status"),
    [
        ("a.pdf", b"", "empty_file", 400),
        ("a.txt", b"x" * 10_000_001, "too_large", 413),
        ("a.exe", b"MZ\x90\x00" + b"\x00" * 100, "unsupported_type", 415),
        ("a.pdf", letter(1), "type_mismatch", 415),
    ],
)
def test_a_refused_file_leaves_nothing_behind(name: str, data: bytes, code: str, status: int) -> None:
    with pytest.raises(RejectedFile) as refusal:
        services.receive(person("alice"), name, data)
    assert (refusal.value.code, refusal.value.status) == (code, status)
    assert not Resume.objects.exists()
    assert stored() == set()


def test_a_narrowed_list_of_kinds_is_kept_to(settings: Settings) -> None:
    settings.ACCEPTED_KINDS = ("pdf",)
    with pytest.raises(RejectedFile):
        services.receive(person("alice"), "a.txt", letter(1))


def test_without_credits_nothing_is_taken_in(settings: Settings) -> None:
    settings.CREDITS_ENABLED, settings.CREDITS_START = True, 1
    services.receive(person("alice"), "a.txt", letter(1))
    with pytest.raises(NoCredits):
        services.receive(person("alice"), "b.txt", letter(2))
    assert Resume.objects.count() == 1
    assert len(stored()) == 1


def test_a_failed_or_cancelled_reading_costs_nothing(settings: Settings) -> None:
    settings.CREDITS_ENABLED, settings.CREDITS_START = True, 5
    alice = person("alice")
    received = services.receive(alice, "a.txt", letter(1))
    assert credits.balance_of(alice) == 4
    assert services.cancel(received.resume, actor=alice)
    assert credits.balance_of(alice) == 5
    assert not services.cancel(received.resume, actor=alice)
    services.retry(received.resume, actor=alice)
    assert credits.balance_of(alice) == 4


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_is_rolled_back_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []
    monkeypatch.setattr("parsing.outbox.publish", lambda signature: sent.append(signature) or True)
    alice = person("alice")
    with transaction.atomic():
        services.receive(alice, "a.txt", letter(1))
        transaction.set_rollback(True)
    assert sent == []
    assert not Resume.objects.exists()
    services.receive(alice, "a.txt", letter(1))
    assert len(sent) == 1


def test_messages_carry_ids_only() -> None:
    published: list[str] = []
    with pytest.MonkeyPatch.context() as patch, TestCase.captureOnCommitCallbacks(execute=True):
        patch.setattr("parsing.outbox.publish", lambda signature: published.append(repr(dict(signature))))
        services.receive(person("alice"), "Alice Example.txt", letter(1))
    for message in published:
        assert "Alice" not in message
        assert "example" not in message


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_with_the_same_file_get_one_resume() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("an SQLite in memory has one writer")
    alice, answers = person("alice"), []

    def upload() -> None:
        answers.append(services.receive(alice, "a.txt", letter(1)))
        connection.close()

    threads = [threading.Thread(target=upload) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({answer.resume.pk for answer in answers}) == 1
    assert [answer.is_duplicate for answer in answers].count(False) == 1
    assert Parse.objects.count() == 1
    assert len(stored()) == 1


def test_taking_in_many_costs_no_more_queries_than_a_few(
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    uploads = [Upload(f"{n}.txt", letter(n)) for n in range(25)]
    alice = person("alice")
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        answers = receive_all(alice, uploads, lane=Lane.BULK)
    assert len(answers) == 25
    assert set(StageRun.objects.values_list("queue", flat=True)) == {"parsing"}


def test_what_is_being_read_cannot_be_retried() -> None:
    received = services.receive(person("alice"), "a.txt", letter(1))
    with pytest.raises(services.WrongState):
        services.retry(received.resume, actor=person("alice"))


def test_a_retry_keeps_the_good_pages_and_reads_the_bad_one_again() -> None:
    received = services.receive(person("alice"), "a.txt", letter(1))
    old, resume = received.parse, received.resume
    assert old is not None
    digest = runner.registry.digest_of(resume.sha256, "ocr")
    opened = runner.registry.digest_of(resume.sha256, "convert")
    StageRun.objects.filter(parse=old).update(state="done", input_digest=opened)
    for number, state in ((1, "done"), (2, "failed")):
        Page.objects.create(
            parse=old, number=number, needs_ocr="no_text", layout=b"x" if number == 1 else None
        )
        StageRun.objects.create(parse=old, stage="ocr", page=number, state=state, input_digest=digest)
        if number == 1:
            StageRun.objects.create(parse=old, stage="layout", page=1, state=state, input_digest=digest)
    Parse.objects.filter(pk=old.pk).update(status="partial")
    new = services.retry(resume, actor=None)
    rows = set(new.stage_runs.values_list("stage", "page", "state"))
    assert rows == {
        ("convert", 0, "done"),
        ("ocr", 1, "done"),
        ("layout", 1, "done"),
        ("ocr", 2, "ready"),
        ("lines", 0, "waiting"),
    }
    assert new.pages.count() == 2
    assert (new.number, new.page_count) == (2, 2)


def test_new_engines_mean_reading_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    received = services.receive(person("alice"), "a.txt", letter(1))
    opened = runner.registry.digest_of(received.resume.sha256, "convert")
    StageRun.objects.filter(parse=received.parse).update(state="done", input_digest=opened)
    Parse.objects.update(status="done")
    monkeypatch.setitem(runner.registry.STAGE_VERSIONS, "convert", "another")
    new = services.retry(received.resume, actor=None)
    assert list(new.stage_runs.values_list("stage", "state")) == [("convert", "ready")]


@pytest.mark.parametrize("status", ["queued", "running", "done", "failed"])
def test_a_deleted_resume_is_gone_at_every_stage(status: str) -> None:
    alice = person("alice")
    received = services.receive(alice, "a.txt", letter(1))
    assert received.parse is not None
    claim = ledger.claim(received.parse.pk, "convert") if status == "running" else None
    if status in ("done", "failed"):
        Parse.objects.update(status=status, profile={"basics": {"name": "Alice"}})
    services.delete(received.resume, actor=alice)
    services.delete(received.resume, actor=alice)
    received.resume.refresh_from_db()
    assert received.resume.deleted_at is not None
    assert not Parse.objects.filter(status__in=Parse.OPEN).exists()
    assert not Parse.objects.exclude(profile=None).exists()
    if claim is not None:
        with pytest.raises(ledger.ClaimLost):
            ledger.finish(claim, ended={"state": "done"})
    row = Outbox.objects.get()
    assert (row.task, row.args) == ("parsing.tasks.remove_files", [str(received.resume.pk)])
    from parsing.removal import remove_files

    remove_files(received.resume.pk)
    assert stored() == set()
    with pytest.raises(services.WrongState):
        services.retry(received.resume, actor=alice)


def test_deleted_content_may_come_back_as_a_new_resume() -> None:
    alice = person("alice")
    first = services.receive(alice, "a.txt", letter(1))
    services.delete(first.resume, actor=alice)
    second = services.receive(alice, "a.txt", letter(1))
    assert not second.is_duplicate
    assert second.resume != first.resume


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def test_a_small_batch_is_taken_in_at_once() -> None:
    files = [
        ("a.txt", letter(1)),
        ("b.txt", letter(2)),
        ("again.txt", letter(1)),
        ("bad.exe", b"MZ\x90\x00\x00"),
    ]
    batch = services.create_batch(person("alice"), files=files)
    items = list(batch.items.order_by("number"))
    assert [item.error_code for item in items] == ["", "", "", "unsupported_type"]
    assert items[0].resume_id == items[2].resume_id
    assert Resume.objects.count() == 2
    assert len(stored()) == 2


def test_a_zip_is_unpacked_by_a_task_and_its_members_counted() -> None:
    members = [(f"folder/{n}.txt", letter(n)) for n in range(30)]
    archive = zipped(*members, ("folder/", b""), ("__MACOSX/._1.txt", b"x"), ("note.exe", b"MZ\x90\x00\x00"))
    batch = services.create_batch(person("alice"), files=[("cvs.zip", archive)])
    assert batch.state == Batch.State.PLANNING
    while Batch.objects.get(pk=batch.pk).state == Batch.State.PLANNING:
        batches.plan(batch.pk)
    items = BatchItem.objects.filter(batch=batch)
    assert items.count() == 31
    assert items.exclude(parse=None).count() == 30
    assert items.get(error_code="unsupported_type").file_name == "note.exe"
    assert len(stored()) == 30
    assert batches.plan(batch.pk) == 0


def test_unpacking_that_was_cut_off_goes_on_where_it_was(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BATCH_PLAN_CHUNK = 4
    archive = zipped(*[(f"{n}.txt", letter(n)) for n in range(10)])
    batch = services.create_batch(person("alice"), files=[("cvs.zip", archive)])
    calls = iter([True, True, False])
    take = batches._take_members

    def cut_off(*args: object) -> None:
        if not next(calls, True):
            raise RuntimeError("killed")
        take(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(batches, "_take_members", cut_off)
    with pytest.raises(RuntimeError):
        batches.plan(batch.pk)
    monkeypatch.undo()
    while Batch.objects.get(pk=batch.pk).state == Batch.State.PLANNING:
        batches.plan(batch.pk)
    names = sorted(BatchItem.objects.filter(batch=batch).values_list("file_name", flat=True))
    assert names == sorted(f"{n}.txt" for n in range(10))


@pytest.mark.parametrize("data", [b"PK\x03\x04 not a zip", b"no zip at all"])
def test_a_broken_zip_is_a_refused_member(data: bytes) -> None:
    batch = services.create_batch(person("alice"), files=[("cvs.zip", data)])
    for _ in range(3):
        batches.plan(batch.pk)
    batch.refresh_from_db()
    assert batch.state == Batch.State.RUNNING
    assert batch.items.get().error_code in ("archive_limit", "type_mismatch")
    assert batches.close_finished() == 1


def test_a_batch_reads_as_far_as_the_credits_reach(settings: Settings) -> None:
    settings.CREDITS_ENABLED, settings.CREDITS_START = True, 2
    batch = services.create_batch(person("alice"), files=[(f"{n}.txt", letter(n)) for n in range(4)])
    codes = list(batch.items.order_by("number").values_list("error_code", flat=True))
    assert codes == ["", "", "no_credits", "no_credits"]
    assert len(stored()) == 2


def test_a_cancelled_batch_stops_what_is_open_and_leaves_the_rest() -> None:
    batch = services.create_batch(person("alice"), files=[(f"{n}.txt", letter(n)) for n in range(3)])
    done = batch.items.order_by("number")[0].parse
    assert done is not None
    Parse.objects.filter(pk=done.pk).update(status="done", profile={})
    services.cancel_batch(batch, actor=person("alice"))
    statuses = sorted(Parse.objects.values_list("status", flat=True))
    assert statuses == ["cancelled", "cancelled", "done"]
