"""The addresses of older systems speak of tasks, and lead to the same résumés."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.conftest import CV, problem, read
from tests.api.test_batches import files, plan, read_all, read_here


def upload(client, name: str = "cv.txt", data: bytes = CV):
    return client.post("/resumes/upload", {"file": SimpleUploadedFile(name, data)}, format="multipart")


def test_an_upload_is_a_task(alice):
    response = upload(alice)
    assert response.status_code == 202
    task = response.json()
    assert (task["state"], task["current"], task["total"], task["result"]) == ("PENDING", 0, 7, None)
    read(task["task_id"])
    for address in (f"/resumes/{task['task_id']}", response["Location"]):
        done = alice.get(address).json()
        assert (done["state"], done["current"], done["error"]) == ("SUCCESS", 7, None)
        assert done["result"]["data"]["basics"]["name"] == "Erika Beispiel"
    assert alice.get(f"/api/v1/resumes/{task['task_id']}/status/").json()["state"] == "SUCCESS"


def test_a_failed_task_says_why(alice):
    task = upload(alice, "cv.pdf", b"%PDF-1.7\nnothing\n%%EOF").json()
    read(task["task_id"])
    failed = alice.get(f"/process/status/{task['task_id']}").json()
    assert (failed["state"], failed["error"]["code"]) == ("FAILURE", "pdf_unreadable")


def test_a_large_process_is_answered_at_once_and_a_small_one_when_done(alice, monkeypatch):
    large = alice.post("/process", {"files": files(11)}, format="multipart")
    assert (large.status_code, large.json()["state"]) == (202, "PENDING")

    monkeypatch.setattr("parsing.services.read_now", read_here)
    small = alice.post("/process", {"files": files(2, bad=1)}, format="multipart")
    assert (small.status_code, small.json()["state"]) == (200, "SUCCESS")


def test_the_end_of_a_process_lists_who_was_found_and_what_was_unreadable(alice, monkeypatch):
    monkeypatch.setattr("parsing.services.read_now", lambda parses, **_: False)
    response = alice.post("/process", {"files": files(2, bad=1)}, format="multipart")
    identity = response.json()["task_id"]
    plan(identity)
    assert alice.get(response["Location"]).json()["state"] == "PROGRESS"
    read_all(identity)
    task = alice.get(f"/process/status/{identity}").json()
    assert (task["state"], task["current"], task["total"]) == ("SUCCESS", 3, 3)
    assert [found["resume"]["basics"]["name"] for found in task["result"]["data"]] == ["Erika Beispiel"] * 2
    assert task["result"]["rejected"] == [
        {"file_name": "bad0.pdf", "reason": "processing_failed", "code": "unsupported_type"}
    ]


def test_an_unknown_task_is_not_found(alice):
    problem(alice.get("/process/status/7f1c0000-0000-4000-8000-000000000000"), 404, "not_found")
    problem(alice.get("/process/status/seven"), 404, "not_found")
