"""Batches through the API: many files at once, one bad one among them, archives, addresses."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterable
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parsing import batches
from parsing.models import Batch, BatchItem, Parse
from tests.api.conftest import CV, problem, read
from tests.people import client_of


def files(count: int, *, bad: int = 0) -> list[SimpleUploadedFile]:
    good = [SimpleUploadedFile(f"cv{number}.txt", CV + b"%d" % number) for number in range(count)]
    return [*good, *(SimpleUploadedFile(f"bad{number}.pdf", b"MZ%d\x00" % number) for number in range(bad))]


def bring_batch(client, **data: object):
    return client.post("/api/v1/batches/", data, format="multipart")


def plan(identity: str) -> None:
    """Take the members in, as a worker would."""
    while Batch.objects.get(pk=identity).state == Batch.State.PLANNING:
        batches.plan(UUID(identity))


def read_all(identity: str) -> None:
    """Read the members, as workers would, and close the batch, as the sweeper would."""
    for item in BatchItem.objects.filter(batch=identity, parse__status="queued"):
        read(str(item.resume_id))
    batches.close_finished()


def read_here(parses: Iterable[Parse], **_: object) -> bool:
    """`services.read_now` where the test itself is the worker."""
    for parse in parses:
        read(str(parse.resume_id))
    batches.close_finished()
    return True


def test_a_batch_is_taken_and_one_bad_member_fails_alone(alice):
    response = bring_batch(alice, name="Engineers", files=files(2, bad=1))
    assert response.status_code == 202
    identity = response.json()["id"]
    assert response["Location"] == f"/api/v1/batches/{identity}/status/"
    plan(identity)
    progress = alice.get(response["Location"]).json()
    assert (progress["current"], progress["total"], progress["is_final"]) == (1, 3, False)
    assert progress["by_state"]["refused"] == 1
    read_all(identity)
    progress = alice.get(response["Location"]).json()
    assert (progress["state"], progress["percent"], progress["current"]) == ("SUCCESS", 100, 3)
    items = alice.get(f"/api/v1/batches/{identity}/items/").json()["results"]
    assert [(item["number"], item["status"]) for item in items] == [(1, "done"), (2, "done"), (3, "refused")]
    assert items[0]["candidate"]["name"] == "Erika Beispiel"
    assert items[2]["error"]["code"] == "unsupported_type"
    assert alice.get(f"/api/v1/resumes/?batch={identity}").json()["results"][0]["source"] == "batch"


def test_the_same_content_twice_is_two_items_and_one_resume(alice):
    response = bring_batch(alice, files=[SimpleUploadedFile(name, CV) for name in ("a.txt", "b.txt")])
    plan(response.json()["id"])
    items = alice.get(f"/api/v1/batches/{response.json()['id']}/items/").json()["results"]
    assert len(items) == 2
    assert items[0]["resume"] == items[1]["resume"]
    assert Parse.objects.count() == 1


def test_an_archive_is_unpacked_and_progress_never_goes_back(alice):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(12):
            archive.writestr(f"folder/cv{number}.txt", CV + b"%d" % number)
        archive.writestr("folder/notes.exe", b"MZ\x00")
        archive.writestr("__MACOSX/x", b"x")
    loose = SimpleUploadedFile("loose.txt", CV)
    response = bring_batch(alice, files=[loose, SimpleUploadedFile("all.zip", packed.getvalue())])
    identity = response.json()["id"]
    seen = [alice.get(f"/api/v1/batches/{identity}/status/").json()["percent"]]
    plan(identity)
    for item in BatchItem.objects.filter(batch=identity, parse__status="queued"):
        read(str(item.resume_id))
        seen.append(alice.get(f"/api/v1/batches/{identity}/status/").json()["percent"])
    batches.close_finished()
    progress = alice.get(f"/api/v1/batches/{identity}/status/").json()
    assert [*seen, progress["percent"]] == sorted([*seen, 100])
    assert (progress["by_state"]["done"], progress["by_state"]["refused"], progress["total"]) == (13, 1, 14)


def test_a_damaged_archive_is_one_refused_item(alice):
    response = bring_batch(alice, files=[*files(1), SimpleUploadedFile("x.zip", b"PK\x03\x04 nothing")])
    plan(response.json()["id"])
    items = alice.get(f"/api/v1/batches/{response.json()['id']}/items/").json()["results"]
    assert [item["status"] for item in items] == ["queued", "refused"]


def test_addresses_become_members(alice):
    addresses = ["https://cv.example.org/a.pdf", "https://cv.example.org/b.pdf"]
    for response in (
        alice.post("/api/v1/batches/", {"addresses": addresses}),
        bring_batch(alice, addresses=addresses),
        bring_batch(alice, addresses='["https://cv.example.org/a.pdf", "https://cv.example.org/b.pdf"]'),
    ):
        assert response.status_code == 202, response.content
        items = alice.get(f"/api/v1/batches/{response.json()['id']}/items/").json()["results"]
        assert [item["source_url"] for item in items] == addresses


def test_an_empty_batch_is_refused(alice):
    body = problem(alice.post("/api/v1/batches/", {}), 400, "invalid")
    assert body["errors"] == [{"field": "addresses", "code": "required", "detail": "This field is required."}]
    problem(alice.post("/api/v1/batches/", {"addresses": []}), 400, "invalid")
    problem(bring_batch(alice, name="x"), 400, "invalid")


@pytest.mark.parametrize("evil", ["a\x00b", "x" * 2001])
def test_what_no_database_would_keep_is_refused(alice, evil):
    problem(bring_batch(alice, name=evil, files=files(1)), 400, "invalid")
    problem(bring_batch(alice, addresses=[evil]), 400, "invalid")
    problem(alice.post("/api/v1/batches/", {"addresses": [evil]}), 400, "invalid")
    problem(alice.post("/api/v1/batches/", {"addresses": "[1, {"}, format="multipart"), 400, "parse_error")
    problem(alice.post("/api/v1/resumes/", {"address": evil}), 400, "invalid")
    problem(alice.get("/api/v1/resumes/", {"search": "\x00"}), 400, "invalid")
    problem(alice.get("/api/v1/candidates/", {"search": "\x00"}), 400, "invalid")
    assert not Batch.objects.exists()


@pytest.mark.parametrize("position", ["x", "2026-01-01T00:00:00+00:00", "9" * 30, "-1", "\x00", "2026-99-99"])
def test_a_cursor_that_somebody_made_up_finds_nothing(alice, position):
    identity = bring_batch(alice, files=files(1)).json()["id"]
    cursor = base64.b64encode(f"p={position}".encode()).decode()
    for address in ("/api/v1/resumes/", "/api/v1/candidates/", f"/api/v1/batches/{identity}/items/"):
        assert alice.get(address, {"cursor": cursor}).status_code in {200, 404}, (address, position)
    problem(alice.get("/api/v1/resumes/", {"cursor": "é"}), 404, "not_found")


def test_too_many_files_are_refused_before_any_is_kept(alice, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 5
    problem(bring_batch(alice, files=files(6)), 413, "too_many_files")
    assert not Batch.objects.exists()


def test_a_small_batch_that_waits_is_answered_when_it_is_done(alice, monkeypatch):
    monkeypatch.setattr("parsing.services.read_now", read_here)
    response = alice.post("/api/v1/batches/?wait=true", {"files": files(2)}, format="multipart")
    assert response.status_code == 200
    assert response.json()["progress"]["percent"] == 100


def test_a_batch_can_be_stopped(alice):
    identity = bring_batch(alice, files=files(3)).json()["id"]
    plan(identity)
    stopped = alice.post(f"/api/v1/batches/{identity}/cancel/").json()
    assert stopped["state"] == "cancelled"
    assert stopped["progress"]["by_state"]["cancelled"] == 3
    assert stopped["progress"]["is_final"] is True


def test_lists_cost_the_same_for_one_and_for_many(alice, django_assert_num_queries):
    identity = bring_batch(alice, files=files(1)).json()["id"]
    alice.get("/api/v1/batches/")
    with django_assert_num_queries(2):
        alice.get("/api/v1/batches/")
    with django_assert_num_queries(3):
        alice.get(f"/api/v1/batches/{identity}/items/")
    identity = bring_batch(alice, files=files(9)).json()["id"]
    with django_assert_num_queries(2):
        assert len(alice.get("/api/v1/batches/").json()["results"]) == 2
    with django_assert_num_queries(3):
        assert len(alice.get(f"/api/v1/batches/{identity}/items/").json()["results"]) == 9
    with django_assert_num_queries(2):
        alice.get(f"/api/v1/batches/{identity}/status/")


@pytest.mark.parametrize("count", [3, 12])
def test_a_batch_under_an_idempotency_key_happens_once(alice, count):
    answers = [
        alice.post(
            "/api/v1/batches/", {"files": files(count)}, format="multipart", HTTP_IDEMPOTENCY_KEY="monday"
        )
        for _ in range(2)
    ]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert answers[1]["Idempotent-Replayed"] == "true"
    assert Batch.objects.count() == 1


def test_candidates_bring_no_batches():
    problem(bring_batch(client_of("charlie"), files=files(1)), 403, "permission_denied")
