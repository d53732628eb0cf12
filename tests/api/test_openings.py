"""Job profiles, labels, applications and moves through the API."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from candidates.models import Application, Candidate, JobProfile, Label
from candidates.services import Move, move, note_scores
from tests.api.conftest import problem
from tests.candidates.making import found
from tests.people import client_of

NOBODY = "7f1c0000-0000-4000-8000-000000000000"
MOVE = "/api/v1/applications/move/"


@pytest.fixture
def ana() -> Candidate:
    return found()


@pytest.fixture
def job(alice) -> dict[str, object]:
    return alice.post("/api/v1/job-profiles/", {"title": "Nurse", "city": "Graz"}).json()


def test_a_job_profile_is_made_changed_and_taken_away(alice, job, ana):
    assert (job["title"], job["applicants"], job["generation"], job["is_open"]) == ("Nurse", 0, 1, True)
    address = f"/api/v1/job-profiles/{job['id']}/"
    alice.post(MOVE, {"candidates": [str(ana.pk)], "job_profile": job["id"], "stage": "offer"})
    shown = alice.get(address).json()
    assert (shown["applicants"], shown["by_stage"]["offer"], shown["by_stage"]["new"]) == (1, 1, 0)
    changed = alice.patch(address, {"title": "Head nurse", "generation": 1}).json()
    assert (changed["title"], changed["city"], changed["generation"]) == ("Head nurse", "Graz", 3)
    assert Candidate.objects.get().version == 3
    problem(alice.patch(address, {"title": ""}), 400, "invalid")
    assert [each["title"] for each in alice.get("/api/v1/job-profiles/?search=nurse").json()["results"]] == [
        "Head nurse"
    ]
    assert alice.get("/api/v1/job-profiles/?is_open=false").json()["results"] == []
    assert alice.delete(address).status_code == 204
    problem(alice.get(address), 404, "not_found")
    assert not Application.objects.exists()
    assert Candidate.objects.get().version == 4


def test_a_label_is_made_changed_and_taken_away(alice, ana):
    label = alice.post("/api/v1/labels/", {"slug": "care", "name": "Care"}).json()
    assert (label["slug"], label["bearers"], label["generation"]) == ("care", 0, 1)
    problem(alice.post("/api/v1/labels/", {"slug": "care", "name": "Other"}), 400, "invalid")
    problem(alice.post("/api/v1/labels/", {"slug": "no slug!", "name": "Other"}), 400, "invalid")
    alice.post(MOVE, {"candidates": [str(ana.pk)], "label": "care"})
    changed = alice.patch("/api/v1/labels/care/", {"name": "Caring", "slug": "other"}).json()
    assert (changed["slug"], changed["name"], changed["bearers"], changed["generation"]) == (
        "care",
        "Caring",
        1,
        3,
    )
    assert alice.get(f"/api/v1/candidates/{ana.pk}/").json()["standing"]["labels"][0]["name"] == "Caring"
    assert alice.delete("/api/v1/labels/care/").status_code == 204
    problem(alice.get("/api/v1/labels/care/"), 404, "not_found")
    assert Candidate.objects.get().version == 4


def test_people_are_moved_with_history(alice, job, ana):
    carer = alice.post("/api/v1/job-profiles/", {"title": "Carer"}).json()
    alice.post("/api/v1/labels/", {"slug": "care", "name": "Care"})
    people = [str(ana.pk), str(found().pk), NOBODY]
    moved = alice.post(MOVE, {"candidates": people, "job_profile": job["id"], "label": "care"}).json()
    assert moved == {"candidates": 2, "begun": 2, "moved": 0, "labelled": 2, "unlabelled": 0}
    alice.post(MOVE, {"candidates": people, "job_profile": job["id"], "stage": "interview"})
    there = {"candidates": people[:1], "job_profile": carer["id"], "from_job_profile": job["id"]}
    assert alice.post(MOVE, {**there, "stage": "offer"}).json()["moved"] == 1
    address = f"/api/v1/applications/?job_profile={carer['id']}&stage=offer&candidate={ana.pk}"
    (listed,) = alice.get(address).json()["results"]
    assert (listed["candidate"]["name"], listed["job_profile"]["title"]) == ("Ana Ruiz", "Carer")
    whole = alice.get(f"/api/v1/applications/{listed['id']}/").json()
    assert [
        (each["from_stage"], each["to_stage"], each["to_job_profile"]["title"]) for each in whole["history"]
    ] == [("interview", "offer", "Carer"), ("new", "interview", "Nurse"), ("", "new", "Nurse")]
    assert {each["actor"] for each in whole["history"]} == {"alice"}
    assert alice.delete(f"/api/v1/applications/{listed['id']}/").status_code == 204
    assert alice.get(address).json()["results"] == []


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 400),
        ({"candidates": []}, 400),
        ({"candidates": ["x"], "label": "care"}, 400),
        ({"candidates": [NOBODY]}, 400),
        ({"candidates": [NOBODY], "stage": "offer"}, 400),
        ({"candidates": [NOBODY], "job_profile": NOBODY}, 404),
        ({"candidates": [NOBODY], "label": "nothing"}, 404),
        ({"candidates": [NOBODY], "label": "care", "stage": "nowhere"}, 400),
        ({"candidates": [NOBODY] * 10_001, "label": "care"}, 400),
    ],
)
def test_a_move_that_says_nothing_useful_is_refused(alice, sent, status):
    Label.objects.create(slug="care", name="Care")
    problem(alice.post(MOVE, sent), status, "invalid" if status == 400 else "not_found")


def test_lists_cost_the_same_for_one_and_for_many(alice, django_assert_num_queries):
    def fill(number: int) -> None:
        job = JobProfile.objects.create(title=f"Job {number}")
        label = Label.objects.create(slug=f"label-{number}", name=f"Label {number}")
        move([found().pk, found().pk], Move(job, label=label), actor=None)

    lists = ("job-profiles", "labels", "applications")
    fill(0)
    alice.get("/api/v1/labels/")
    for name in lists:
        with django_assert_num_queries(2):
            alice.get(f"/api/v1/{name}/")
    for number in range(1, 5):
        fill(number)
    for name in lists:
        with django_assert_num_queries(2):
            assert len(alice.get(f"/api/v1/{name}/").json()["results"]) >= 5


def test_an_application_with_a_long_history_costs_the_same(alice, ana, django_assert_num_queries):
    job = JobProfile.objects.create(title="Nurse")
    move([ana.pk], Move(job), actor=None)
    address = f"/api/v1/applications/{Application.objects.get().pk}/"
    alice.get(address)
    with django_assert_num_queries(3):
        alice.get(address)
    for stage in ("screening", "interview", "offer", "hired"):
        move([ana.pk], Move(job, stage), actor=None)
    with django_assert_num_queries(3):
        assert len(alice.get(address).json()["history"]) == 5


def test_who_sees_applications_sees_their_scores(alice, ana, django_assert_num_queries):
    job = JobProfile.objects.create(title="Nurse")
    move([ana.pk], Move(job), actor=None)
    asked_at = timezone.now()
    note_scores(job.pk, {ana.pk: 72.5}, asked_at=asked_at)
    number = Application.objects.get().pk
    for client in (alice, client_of("vera")):
        client.get("/api/v1/labels/")
        with django_assert_num_queries(2):
            (listed,) = client.get("/api/v1/applications/?score=60-80").json()["results"]
        standing = client.get(f"/api/v1/candidates/{ana.pk}/").json()["standing"]
        for told in (
            listed, client.get(f"/api/v1/applications/{number}/").json(), *standing["applications"],
        ):  # fmt: skip
            assert (told["score"], datetime.fromisoformat(told["scored_at"])) == (72.5, asked_at)
    problem(client_of("charlie").get("/api/v1/applications/"), 403, "permission_denied")
