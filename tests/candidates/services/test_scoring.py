"""Scores beside the stage: noted for those who apply, the newest ranking's, in one statement."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from candidates import caches
from candidates.facets.members import Subject
from candidates.models import Application, Candidate, CandidateLabel, JobProfile, Label
from candidates.services import Move, merge, move, note_scores, remove, unmerge
from candidates.services.versions import hold
from tests.candidates.making import found
from tests.people import at_once
from tests.servers import eventually

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def nurse(db) -> JobProfile:
    return JobProfile.objects.create(title="Nurse")


def applying(job: JobProfile, count: int) -> list[uuid.UUID]:
    """People who apply to the job."""
    people = [Candidate.objects.create(name=f"Person {number}").pk for number in range(count)]
    move(people, Move(job), actor=None)
    return people


def scores_of(job: JobProfile) -> dict[uuid.UUID, float | None]:
    return dict(Application.objects.filter(job_profile=job).values_list("candidate_id", "score"))


def test_only_who_applies_to_the_job_is_scored(nurse):
    other = JobProfile.objects.create(title="Cook")
    (ana, ben), (cleo,) = applying(nurse, 2), applying(other, 1)
    told = {ana: 81.25, cleo: 50.0, uuid.uuid4(): 10.0}
    assert note_scores(nurse.pk, told, asked_at=NOON) == 1
    assert (scores_of(nurse), scores_of(other)) == ({ana: 81.25, ben: None}, {cleo: None})
    assert Application.objects.get(candidate=ana).scored_at == NOON
    assert note_scores(nurse.pk, {cleo: 1.0}, asked_at=NOON) == 0
    assert note_scores(uuid.uuid4(), told, asked_at=NOON) == 0


def test_the_ranking_that_was_asked_for_last_counts_whichever_ends_first(nurse):
    ana, ben = applying(nurse, 2)
    assert note_scores(nurse.pk, {ana: 30.0}, asked_at=LATER) == 1
    assert note_scores(nurse.pk, {ana: 60.0, ben: 40.0}, asked_at=NOON) == 1
    assert scores_of(nurse) == {ana: 30.0, ben: 40.0}
    assert note_scores(nurse.pk, {ana: 35.0}, asked_at=LATER) == 1, "the same ranking may say it again"
    assert scores_of(nurse)[ana] == 35.0


def test_filters_see_a_score_with_its_commit_and_no_version_is_raised(nurse):
    (ana,) = applying(nurse, 1)
    subject = Subject("job_profile", str(nurse.pk))
    before, version = caches.filters_of(subject), Candidate.objects.get(pk=ana).version
    note_scores(nurse.pk, {ana: 81.0}, asked_at=NOON)
    after = caches.filters_of(subject)
    assert after["generation"] == before["generation"] + 1
    shown = {each["name"]: each["values"] for each in after["filters"]}
    assert shown["score"] == [{"value": "80-100", "title": "80 to 100 points", "count": 1}]
    assert Candidate.objects.get(pk=ana).version == version
    note_scores(nurse.pk, {ana: 20.0}, asked_at=NOON - timedelta(days=1))
    assert caches.filters_of(subject) == after, "nothing was changed, so nothing is counted"


def test_it_costs_the_same_for_one_and_for_many(nurse):
    people = applying(nurse, 40)
    counts = []
    for some in (people[:1], people):
        with CaptureQueriesContext(connection) as queries:
            note_scores(nurse.pk, dict.fromkeys(some, 50.0), asked_at=NOON)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_a_score_has_its_time(nurse):
    applying(nurse, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.update(score=50.0)


def test_two_who_are_merged_and_taken_apart_have_their_scores_again(nurse):
    ana, double = found(), found()
    move([ana.pk, double.pk], Move(nurse), actor=None)
    note_scores(nurse.pk, {ana.pk: 80.0, double.pk: 70.0}, asked_at=NOON)
    merged = merge(ana.pk, double.pk, actor=None)
    assert scores_of(nurse) == {ana.pk: 80.0}
    unmerge(merged, actor=None)
    assert scores_of(nurse) == {ana.pk: 80.0, double.pk: 70.0}


@pytest.mark.real
@pytest.mark.django_db(transaction=True)
def test_who_is_deleted_or_moved_at_this_moment_is_waited_for():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: run without pytest-xdist")
    nurse = JobProfile.objects.create(title="Nurse")
    people = applying(nurse, 30)
    is_held = threading.Event()

    def waits() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            return cursor.fetchone() is not None

    def delete() -> None:
        with transaction.atomic():
            hold(people)
            is_held.set()
            assert eventually(waits, 10)
            remove(people[:10])
            move(people[10:], Move(nurse, "offer"), actor=None)

    def note(order: int) -> None:
        assert is_held.wait(10)
        note_scores(nurse.pk, dict.fromkeys(people[::order], 50.0), asked_at=NOON)

    at_once(lambda number: (delete, lambda: note(1), lambda: note(-1))[number](), 3, threads=3)
    left = Application.objects.filter(job_profile=nurse).values_list("stage", "score")
    assert list(left) == [("offer", 50.0)] * 20


def test_the_filters_of_labels_tell_new_scores_at_once(db):
    job, label = JobProfile.objects.create(title="Any"), Label.objects.create(slug="any", name="Any")
    ana = Candidate.objects.create(name="Ana")
    Application.objects.create(candidate=ana, job_profile=job)
    CandidateLabel.objects.create(candidate=ana, label=label)
    subject = Subject("label", str(label.pk))
    caches.filters_of(subject)
    note_scores(job.pk, {ana.pk: 85.0}, asked_at=NOON)
    (scores,) = [each for each in caches.filters_of(subject)["filters"] if each["name"] == "score"]
    assert [(value["value"], value["count"]) for value in scores["values"]] == [("80-100", 1)]
