"""A résumé through the API: brought, followed, read, downloaded, deleted."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings as configured
from PIL import Image

from accounts import credits
from accounts.models import AuditEvent
from parsing.models import Parse, Resume
from tests.api.conftest import CV, SAMPLES, bring, problem, read, send
from tests.people import client_of, person

ADDRESSES = Path(os.environ.get("EVAL_DIR", "../shared/eval")) / "hostile" / "ssrf-urls.json"
NAMES = Path(os.environ.get("EVAL_DIR", "../shared/eval")) / "hostile" / "filenames.json"


def test_an_upload_is_taken_and_says_where_to_look(alice):
    response = send(alice)
    assert response.status_code == 202
    body = response.json()
    assert response["Location"] == f"/api/v1/resumes/{body['id']}/status/"
    assert response["Retry-After"] == "2"
    assert (body["status"], body["duplicate"], body["kind"]) == ("queued", False, "txt")
    assert alice.get(response["Location"]).json()["state"] == "PENDING"


def test_what_was_read_comes_as_json_resume_and_as_profile(alice):
    identity = bring(alice)
    problem(alice.get(f"/api/v1/resumes/{identity}/result/"), 409, "not_ready")
    read(identity)
    resume = alice.get(f"/api/v1/resumes/{identity}/result/").json()
    assert resume["basics"]["name"] == "Erika Beispiel"
    profile = alice.get(f"/api/v1/resumes/{identity}/result/?view=profile").json()
    assert profile["basics"]["email"]["value"] == "erika@example.org"
    assert 0 < profile["basics"]["email"]["confidence"] <= 1
    problem(alice.get(f"/api/v1/resumes/{identity}/result/?view=xml"), 400, "invalid")


def test_progress_ends_at_all_of_all(alice):
    identity = bring(alice)
    read(identity)
    progress = alice.get(f"/api/v1/resumes/{identity}/status/")
    assert progress.json() == {
        "state": "SUCCESS",
        "status": "done",
        "stage": progress.json()["stage"],
        "current": 7,
        "total": 7,
        "percent": 100,
        "is_final": True,
        "error": None,
    }
    assert "Retry-After" not in progress


def test_the_same_content_is_one_resume(alice):
    first = send(alice, "cv.txt")
    again = send(alice, "other name.txt")
    assert (again.status_code, again.json()["duplicate"]) == (200, True)
    assert again.json()["id"] == first.json()["id"]
    assert Parse.objects.count() == 1


def test_a_candidate_s_own_content_is_kept_apart(alice):
    charlie, dora = client_of("charlie"), client_of("dora")
    assert len({bring(alice), bring(charlie), bring(dora)}) == 3
    assert bring(charlie) == bring(charlie)


def test_details_tell_findings_and_stages(alice, django_assert_max_num_queries):
    identity = bring(alice, "left-sidebar.pdf", (SAMPLES / "left-sidebar.pdf").read_bytes())
    read(identity)
    with django_assert_max_num_queries(5):
        body = alice.get(f"/api/v1/resumes/{identity}/").json()
    assert {"convert", "lines", "profile", "index"} <= {run["stage"] for run in body["stages"]}
    assert body["progress"]["percent"] == 100
    assert body["candidate"]["name"]
    assert body["needs_review"] is False


def test_the_list_costs_the_same_for_one_and_for_many(alice, django_assert_num_queries):
    bring(alice)
    alice.get("/api/v1/resumes/")
    with django_assert_num_queries(2):
        assert len(alice.get("/api/v1/resumes/").json()["results"]) == 1
    for number in range(10):
        read(bring(alice, data=CV + b"%d" % number))
    with django_assert_num_queries(2):
        assert len(alice.get("/api/v1/resumes/").json()["results"]) == 11


def test_the_list_goes_on_page_by_page_newest_first(alice):
    made = [bring(alice, data=CV + b"%d" % number) for number in range(5)]
    page = alice.get("/api/v1/resumes/?page_size=2").json()
    seen = [item["id"] for item in page["results"]]
    bring(alice, data=CV + b"later")
    while page["next"]:
        page = alice.get(page["next"]).json()
        seen += [item["id"] for item in page["results"]]
    assert seen == made[::-1]


def test_the_list_can_be_narrowed(alice):
    done = bring(alice)
    read(done)
    waiting = bring(alice, "waits.md", b"# Somebody Else\n\nWriter\n")
    nameless = bring(alice, "empty.txt", b"....\n")
    Parse.objects.filter(resume=nameless).update(status="partial")

    def found(query: str) -> set[str]:
        return {item["id"] for item in alice.get(f"/api/v1/resumes/?{query}").json()["results"]}

    assert found("status=done") == {done}
    assert found("status=done&status=queued") == {done, waiting}
    assert found("kind=md") == {waiting}
    assert found("search=beispiel") == {done}
    assert found("search=WAITS") == {waiting}
    assert found("needs_review=true") == {nameless}
    assert found("needs_review=false") == {done, waiting}
    assert found(f"batch={uuid4()}") == set()
    problem(alice.get("/api/v1/resumes/?status=asleep"), 400, "invalid")
    problem(alice.get("/api/v1/resumes/?batch=7"), 400, "invalid")


def test_what_a_filter_calls_for_review_the_answer_does_too(alice):
    identity = bring(alice)
    read(identity)
    finding = {"code": "hidden_text", "severity": "flag", "message": "x", "page": 1, "box": None, "text": ""}
    Parse.objects.update(findings=[finding])
    (listed,) = alice.get("/api/v1/resumes/?needs_review=true").json()["results"]
    assert (listed["id"], listed["needs_review"]) == (identity, True)


def test_the_original_is_a_download_that_nothing_runs(alice):
    identity = bring(alice, "web.html", b"<html><body><script>alert(1)</script>Erika Beispiel</body></html>")
    response = alice.get(f"/api/v1/resumes/{identity}/file/")
    assert response.content.startswith(b"<html>")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Cache-Control"] == "no-store"
    assert AuditEvent.objects.filter(action="resume.downloaded", target=f"resume:{identity}").exists()


@pytest.mark.parametrize("name", ["left-sidebar.pdf", "photo.jpg"])
def test_a_page_is_a_picture(alice, name):
    identity = bring(alice, name, (SAMPLES / name).read_bytes())
    assert alice.get(f"/api/v1/resumes/{identity}/pages/1/image/").status_code == 404
    read(identity)
    response = alice.get(f"/api/v1/resumes/{identity}/pages/1/image/")
    assert response["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(response.content)).width > 500
    assert alice.get(f"/api/v1/resumes/{identity}/pages/99/image/").status_code == 404
    assert alice.get(f"/api/v1/resumes/{identity}/pages/0/image/").status_code == 404


def test_a_text_has_no_pictures(alice):
    identity = bring(alice)
    read(identity)
    problem(alice.get(f"/api/v1/resumes/{identity}/pages/1/image/"), 404, "not_found")


def test_deleting_takes_everything_away(alice):
    identity = bring(alice)
    read(identity)
    assert alice.delete(f"/api/v1/resumes/{identity}/").status_code == 204
    for part in ("", "status/", "result/", "file/", "events/", "pages/1/image/"):
        problem(alice.get(f"/api/v1/resumes/{identity}/{part}"), 404, "not_found")
    assert alice.get("/api/v1/resumes/").json()["results"] == []
    assert "Erika" not in str(list(Resume.objects.values()) + list(Parse.objects.values()))


def test_a_resume_can_be_read_again_but_not_twice_at_once(alice):
    identity = bring(alice)
    problem(alice.post(f"/api/v1/resumes/{identity}/retry/"), 409, "wrong_state")
    read(identity)
    assert alice.post(f"/api/v1/resumes/{identity}/retry/").status_code == 202
    assert alice.get(f"/api/v1/resumes/{identity}/status/").json()["is_final"] is False


def test_reading_can_be_stopped_and_the_credit_comes_back(alice):
    before = credits.balance_of(person("alice"))
    identity = bring(alice)
    assert credits.balance_of(person("alice")) == before - 1
    stopped = alice.post(f"/api/v1/resumes/{identity}/cancel/").json()
    assert (stopped["state"], stopped["status"]) == ("FAILURE", "cancelled")
    assert credits.balance_of(person("alice")) == before
    assert alice.post(f"/api/v1/resumes/{identity}/cancel/").status_code == 200


def test_a_failed_reading_says_why(alice):
    identity = bring(alice, "cv.pdf", b"%PDF-1.7\nnothing that could be read\n%%EOF")
    read(identity)
    progress = alice.get(f"/api/v1/resumes/{identity}/status/").json()
    assert progress["state"] == "FAILURE"
    assert progress["error"]["code"] == "pdf_unreadable"
    body = problem(alice.get(f"/api/v1/resumes/{identity}/result/"), 409, "not_ready")
    assert body["detail"] == progress["error"]["message"]


def test_no_credit_no_reading(alice, settings):
    settings.CREDITS_START = 1
    bring(alice)
    problem(send(alice, data=CV + b"second"), 402, "no_credits")
    assert Resume.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("cv.pdf", b"", 400, "empty_file"),
        ("cv.pdf", b"MZ\x90\x00\x03\x00\x00\x00", 415, "unsupported_type"),
        ("cv.pdf", b"<html><body>no pdf</body></html>", 415, "type_mismatch"),
        ("cv.exe", b"\x7fELF\x02\x01\x01\x00", 415, "unsupported_type"),
    ],
)
def test_what_is_not_a_resume_is_refused_and_not_kept(alice, name, data, status, code):
    problem(send(alice, name, data), status, code)
    assert not Resume.objects.exists()
    assert not list(Path(configured.MEDIA_ROOT).glob("**/*.*"))


def test_a_file_over_the_limit_is_refused_while_it_arrives(alice, settings):
    settings.LIMITS = {**settings.LIMITS, "max_bytes": 100_000}
    problem(send(alice, data=b"x" * 100_001), 413, "too_large")
    assert send(alice, data=CV + b"x" * 90_000).status_code == 202


def test_a_request_without_a_file_is_refused(alice):
    problem(alice.post("/api/v1/resumes/", {}, format="multipart"), 400, "empty_file")
    problem(alice.post("/api/v1/resumes/", {}, format="json"), 400, "empty_file")
    problem(alice.post("/api/v1/resumes/", [1], format="json"), 400, "empty_file")
    problem(alice.post("/api/v1/resumes/", "{", content_type="application/json"), 400, "parse_error")
    problem(alice.post("/api/v1/resumes/", "x", content_type="text/csv"), 415, "unsupported_media_type")


def test_an_address_inside_is_refused(alice):
    for address in (
        "http://example.org/cv.pdf",
        "https://127.0.0.1/cv.pdf",
        "s3://secret/cv.pdf",
        "x" * 2001,
    ):
        response = alice.post("/api/v1/resumes/", {"address": address})
        assert response.status_code == 400, address
    assert not Resume.objects.exists()


def test_every_given_address_is_refused_with_400_and_nothing_is_connected_to(alice, monkeypatch):
    if not ADDRESSES.is_file():
        pytest.skip(f"{ADDRESSES} is not here")
    monkeypatch.setattr("socket.create_connection", lambda *a, **k: pytest.fail(str(a)))
    for address in json.loads(ADDRESSES.read_text()):
        problem(alice.post("/api/v1/resumes/", {"address": address}), 400, "address_refused")
    assert not Resume.objects.exists()


def test_a_public_address_is_fetched_later(alice, monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("1.1.1.1", 443))])
    response = alice.post("/api/v1/resumes/", {"address": "https://cv.example.org/cv.pdf"})
    assert response.status_code == 202
    assert response.json()["source"] == "url"
    assert alice.get(response["Location"]).json()["total"] == 8


def given_names() -> list[str]:
    """Names that have led others astray; the third-party list, where it is here, adds more."""
    own = [
        "../../x.txt",
        "a\\b\\c.txt",
        "x.txt\r\nX-Evil: 1.txt",
        'x".txt',
        "--help.txt",
        "\u202etxt.exe.txt",
    ]
    own += [
        ".txt",
        " ",
        ".",
        "..",
        "a" * 300 + ".txt",
        "<script>alert(1)</script>.txt",
        "x\x00.txt",
        "r\u00e9sum\u00e9.txt",
    ]
    return [*own, *(json.loads(NAMES.read_text()) if NAMES.is_file() else [])]


@pytest.mark.parametrize("name", given_names())
def test_no_name_leads_anywhere(alice, name):
    response = send_named(alice, name)
    assert response.status_code in {202, 400, 415}, response.content
    root = Path(configured.MEDIA_ROOT).resolve()
    stored = [path for path in root.glob("**/*") if path.is_file()]
    if response.status_code != 202:
        assert stored == []
        return
    (path,) = stored
    assert UUID(path.name)
    resume = Resume.objects.get()
    assert len(resume.file_name) <= 255
    assert not set("\r\n\x00\u202e/\\") & set(resume.file_name)
    download = alice.get(f"/api/v1/resumes/{resume.pk}/file/")
    assert "\n" not in download["Content-Disposition"]
    assert not any(header.lower().startswith(("x-evil", "set-cookie")) for header in download.headers)


def send_named(client, name: str):
    """Upload by hand: the test client's own encoder would clean the name."""
    quoted = name.replace('"', "%22").encode("utf-8", "surrogatepass")
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n' % quoted
        + b"Content-Type: application/octet-stream\r\n\r\n%s\r\n--b--\r\n" % CV
    )
    return client.post("/api/v1/resumes/", body, content_type="multipart/form-data; boundary=b")
