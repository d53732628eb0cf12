"""Better CVs through the API: from a questionnaire to a file that our own parser reads back."""

from __future__ import annotations

import io
import json
from uuid import UUID

import pypdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from rest_framework.test import APIClient

from accounts.models import AuditEvent
from accounts.spending import settings_chat
from cvimprover import tasks
from cvimprover.models import CvDocument, Improvement, Questionnaire
from tests.api.conftest import problem, read
from tests.people import client_of

CV = b"""Erika Beispiel
erika@example.org

Experience

Warehouse Clerk, Acme Ltd, March 2019 - June 2023
- responsible for stock of 1,200 articles
- I was packing orders for 40 shops
- Led the team of the night shift

Skills
Stock control, Excel
"""
WISH = {
    "position": "Warehouse Manager",
    "industry": "Retail",
    "experience_level": "3-5",
    "company_size": "medium",
    "location": "Leeds",
    "application_timeline": "1-3",
    "job_description": "We look for somebody with stock control and Excel.",
}


@pytest.fixture
def charlie() -> APIClient:
    """Charlie the candidate."""
    return client_of("charlie")


def wish(client: APIClient, **told: object) -> dict[str, object]:
    """A questionnaire with a résumé that was read."""
    file = SimpleUploadedFile("cv.txt", CV)
    answer = client.post("/api/v1/questionnaires/", {**WISH, "file": file, **told}, format="multipart")
    assert answer.status_code == 201, answer.content
    body = answer.json()
    read(body["resume"])
    return body


def improve(client: APIClient, questionnaire: object) -> dict[str, object]:
    """A version that a worker made."""
    answer = client.post(f"/api/v1/questionnaires/{questionnaire}/improvements/")
    assert answer.status_code == 202, answer.content
    assert tasks.improve(answer.json()["id"]) == "done"
    made = client.get(answer["Location"])
    assert made.status_code == 200, made.content
    return made.json()


def print_cv(
    client: APIClient, improvement: object, kind: str = "pdf", **options: object
) -> dict[str, object]:
    """A file that a worker made."""
    path = f"/api/v1/improvements/{improvement}/documents/"
    answer = client.post(path, {"kind": kind, "options": options})
    assert answer.status_code == 202, answer.content
    assert tasks.print_cv(answer.json()["id"]) == "done"
    made = client.get(answer["Location"])
    assert made.status_code == 200, made.content
    return made.json()


def test_the_whole_way_to_a_pdf_that_reads_back(charlie):
    asked = wish(charlie)
    profile = charlie.get(f"/api/v1/questionnaires/{asked['id']}/profile/").json()
    assert profile["basics"]["name"] == "Erika Beispiel"
    made = improve(charlie, asked["id"])
    assert made["state"] == "done"
    assert made["found"]["changes"], "a weak CV leaves something to mend"
    assert made["resume"]["work"][0]["name"] == "Acme Ltd"
    document = print_cv(charlie, made["id"])
    assert document["fidelity"] >= 0.98, document
    file = charlie.get(f"/api/v1/documents/{document['id']}/file/")
    assert file["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in file["Content-Security-Policy"]
    pdf = pypdf.PdfReader(io.BytesIO(file.content))
    assert len(pdf.pages) == document["pages"]
    assert "Acme Ltd" in pdf.pages[0].extract_text()
    assert AuditEvent.objects.filter(action="cv.downloaded", target=f"cv:{document['id']}").count() == 1


def test_a_correction_counts_more_than_what_was_read(charlie):
    asked = wish(charlie)
    path = f"/api/v1/questionnaires/{asked['id']}/profile/"
    profile = charlie.get(path).json()
    profile["work"][0]["position"] = "Warehouse Lead"
    assert charlie.put(path, profile).status_code == 200
    assert improve(charlie, asked["id"])["resume"]["work"][0]["position"] == "Warehouse Lead"
    problem(charlie.put(path, {"work": []}), 400, "invalid")


def test_declined_changes_are_not_in_the_cv(charlie):
    asked = wish(charlie)
    made = improve(charlie, asked["id"])
    texts = [each for each in made["found"]["changes"] if each["kind"] == "text" and len(each["after"]) == 1]
    change = texts[0]
    path = f"/api/v1/improvements/{made['id']}/"
    answer = charlie.patch(path, {"declined": [change["id"]]})
    assert answer.status_code == 200, answer.content
    told = {each["id"]: each["is_accepted"] for each in answer.json()["found"]["changes"]}
    assert told.pop(change["id"]) is False
    assert all(told.values())
    assert change["before"] in json.dumps(answer.json()["resume"], ensure_ascii=False)
    assert change["after"][0] not in json.dumps(answer.json()["resume"], ensure_ascii=False)
    problem(charlie.patch(path, {"declined": ["text:/nowhere"]}), 400, "invalid")


def test_answers_are_added_and_used_by_the_next_version(charlie):
    asked = wish(charlie)
    made = improve(charlie, asked["id"])
    path = f"/api/v1/questionnaires/{asked['id']}/"
    question = made["found"]["questions"][0]["id"]
    assert charlie.patch(path, {"answers": {question: "12 people"}}).json()["answers"] == {
        question: "12 people"
    }
    charlie.patch(path, {"answers": {"other": "yes"}})
    assert charlie.get(path).json()["answers"] == {question: "12 people", "other": "yes"}
    assert improve(charlie, asked["id"])["number"] == 2


def test_the_same_file_is_made_once(charlie):
    made = improve(charlie, wish(charlie)["id"])
    path = f"/api/v1/improvements/{made['id']}/documents/"
    first = print_cv(charlie, made["id"], template="compact")
    again = charlie.post(path, {"kind": "pdf", "options": {"template": "compact"}})
    assert (again.status_code, again.json()["id"]) == (200, first["id"])
    other = charlie.post(path, {"kind": "pdf", "options": {"template": "classic"}})
    assert (other.status_code, other.json()["id"] == first["id"]) == (202, False)
    assert [each["id"] for each in charlie.get(path).json()["results"]] == [other.json()["id"], first["id"]]


@pytest.mark.parametrize("kind", ["docx", "html", "md", "txt", "json"])
def test_every_other_kind(charlie, kind):
    made = improve(charlie, wish(charlie)["id"])
    document = print_cv(charlie, made["id"], kind)
    assert document["file_name"].endswith(f".{kind}")
    assert document["size"] > 100
    assert (document["fidelity"] is None) == (kind == "json")


def test_nothing_is_made_before_the_resume_is_read(charlie):
    file = SimpleUploadedFile("cv.txt", CV)
    asked = charlie.post("/api/v1/questionnaires/", {**WISH, "file": file}, format="multipart").json()
    problem(charlie.post(f"/api/v1/questionnaires/{asked['id']}/improvements/"), 409, "not_ready")
    problem(charlie.get(f"/api/v1/questionnaires/{asked['id']}/profile/"), 409, "not_ready")


def test_nothing_is_printed_before_the_cv_is_made(charlie):
    asked = wish(charlie)
    waiting = charlie.post(f"/api/v1/questionnaires/{asked['id']}/improvements/").json()
    path = f"/api/v1/improvements/{waiting['id']}/documents/"
    problem(charlie.post(path, {"kind": "pdf"}), 409, "not_ready")


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"profile": []},
        {"profile": {"work": []}},
        {"profile": {"basics": {}}, "resume": "00000000-0000-4000-8000-000000000000"},
        {"profile": {"basics": {}}, "experience_level": "7"},
        {"profile": {"basics": {}}, "job_description": "x" * 5_001},
        {"profile": {"basics": {}}, "answers": {"a": "x" * 2_001}},
    ],
)
def test_what_makes_no_sense_is_refused(charlie, told):
    problem(charlie.post("/api/v1/questionnaires/", told), 400, "invalid")
    assert not Questionnaire.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "exe"},
        {"kind": "pdf", "options": {"template": "nowhere"}},
        {"kind": "pdf", "options": {"colour": "red; }"}},
        {"kind": "pdf", "options": {"font": "../../etc/passwd"}},
    ],
)
def test_a_look_that_does_not_exist_is_refused(charlie, told):
    made = improve(charlie, wish(charlie)["id"])
    problem(charlie.post(f"/api/v1/improvements/{made['id']}/documents/", told), 400, "invalid")
    assert not CvDocument.objects.exists()


def test_a_resume_of_somebody_else_is_not_there(charlie):
    theirs = wish(client_of("dora"))["resume"]
    answer = charlie.post("/api/v1/questionnaires/", {**WISH, "resume": theirs})
    problem(answer, 404, "not_found")


def test_the_plan_holds(charlie, settings):
    settings.PLANS = {**settings.PLANS, "free": {**settings.PLANS["free"], "improvements": "2/day"}}
    asked = wish(charlie)
    improve(charlie, asked["id"])
    improve(charlie, asked["id"])
    refused = charlie.post(f"/api/v1/questionnaires/{asked['id']}/improvements/")
    problem(refused, 429, "quota_exceeded")
    assert refused["RateLimit-Policy"].startswith('"improvements";q=2;w=86400, "default";')
    assert 0 < int(refused["Retry-After"]) <= 86_400
    assert Improvement.objects.count() == 2
    left = {each["what"]: each["left"] for each in charlie.get("/api/v1/quotas/").json()}
    assert left["improvements"] == 0
    improve(client_of("dora"), wish(client_of("dora"))["id"])


def test_a_model_that_does_not_answer_takes_nothing_away(charlie, settings):
    asked = wish(charlie)["id"]
    alone = improve(charlie, asked)
    settings.LLM_MODEL, settings.LLM_BASE_URL = "any", "http://127.0.0.1:9/v1"
    settings_chat.cache_clear()
    try:
        beside = improve(charlie, asked)
    finally:
        settings_chat.cache_clear()
    assert beside["found"]["notes"] == ["llm_unavailable"]
    assert beside["resume"] == alone["resume"]


def test_a_photo_is_kept_small_and_goes_with_the_questionnaire(charlie, django_capture_on_commit_callbacks):
    asked = wish(charlie)
    picture = io.BytesIO()
    Image.new("RGB", (1200, 1600), "teal").save(picture, "PNG")
    path = f"/api/v1/questionnaires/{asked['id']}/photo/"
    sent = {"photo": SimpleUploadedFile("me.png", picture.getvalue())}
    assert charlie.put(path, sent, format="multipart").status_code == 204
    key = Questionnaire.objects.get(pk=UUID(str(asked["id"]))).photo_key
    with default_storage.open(key) as file:
        assert max(Image.open(file).size) <= 480
    made = improve(charlie, asked["id"])
    with_photo = print_cv(charlie, made["id"], template="modern")
    without = print_cv(charlie, made["id"], template="modern", photo=False)
    assert with_photo["size"] > without["size"]
    problem(
        charlie.put(path, {"photo": SimpleUploadedFile("me.png", b"no")}, format="multipart"), 400, "invalid"
    )
    assert charlie.delete(f"/api/v1/questionnaires/{asked['id']}/").status_code == 204
    for document in (with_photo, without):
        problem(charlie.get(f"/api/v1/documents/{document['id']}/"), 404, "not_found")
    tasks.remove_file(key)
    assert not default_storage.exists(key)


def test_a_recruiter_s_version_names_nobody(charlie, settings):
    settings.COMPANY_NAME, settings.COMPANY_LINES = "Blue Hill Partners", ["1 Hill Road", "Leeds"]
    made = improve(charlie, wish(charlie)["id"])
    document = print_cv(client_of("alice"), made["id"], anonymous=True, letterhead=True)
    file = charlie.get(f"/api/v1/documents/{document['id']}/file/").content
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages)
    assert "Erika" not in text
    assert "erika@example.org" not in text
    assert "Blue Hill Partners" in text
    assert document["file_name"] == "candidate-cv.pdf"


def test_how_a_version_meets_the_job_is_told_before_and_after(charlie):
    asked = wish(charlie, job_description="Requirements:\n- stock control and Excel\n- Kubernetes")
    made = improve(charlie, asked["id"])
    found = charlie.get(f"/api/v1/improvements/{made['id']}/match/").json()
    assert 0 < found["before"] <= found["after"] < 100
    assert sum(each["after"]["points"] for each in found["criteria"]) == pytest.approx(found["after"])
    missing = next(each for each in found["criteria"] if each["value"] == "Kubernetes")
    assert (missing["after"]["how"], missing["advertisement"]) == ("missing", "Kubernetes")
    assert missing["criterion"] in {each["criterion"] for each in found["missing"]}
    without = wish(charlie, job_description="")
    made = improve(charlie, without["id"])
    nothing = {"before": None, "after": None, "criteria": [], "missing": []}
    assert charlie.get(f"/api/v1/improvements/{made['id']}/match/").json() == nothing


def test_a_match_waits_for_its_version(charlie):
    asked = wish(charlie)
    waiting = charlie.post(f"/api/v1/questionnaires/{asked['id']}/improvements/").json()
    problem(charlie.get(f"/api/v1/improvements/{waiting['id']}/match/"), 409, "not_ready")
