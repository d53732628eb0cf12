"""Moves between job profiles, stages and labels: of one and of thousands, with history, seen at once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent
from candidates.models import Application, Candidate, CandidateLabel, JobProfile, Label
from candidates.services import Move, NoMove, end_application, move, note_scores
from tests.candidates.making import found
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse() -> JobProfile:
    return JobProfile.objects.create(title="Nurse")


@pytest.fixture
def carer() -> JobProfile:
    return JobProfile.objects.create(title="Carer")


@pytest.fixture
def label() -> Label:
    return Label.objects.create(slug="care", name="Care")


def numbers(*rows: Candidate | JobProfile | Label) -> list[int]:
    for row in rows:
        row.refresh_from_db()
    return [row.version if isinstance(row, Candidate) else row.generation for row in rows]


def history(ana: Candidate) -> list[tuple[str, str, str, str]]:
    """Oldest first: from job, from stage, to job, to stage."""
    (application,) = ana.applications.all()
    return [
        (
            event.from_job_profile.title if event.from_job_profile else "",
            event.from_stage,
            event.to_job_profile.title,
            event.to_stage,
        )
        for event in application.events.order_by("id")
    ]


def test_a_person_goes_through_stages_and_jobs(nurse, carer):
    ana, alice = found(), person("alice")
    done = move([ana.pk], Move(nurse), actor=alice)
    assert (done.candidates, done.begun, done.moved) == (1, 1, 0)
    move([ana.pk], Move(nurse, "interview"), actor=alice)
    move([ana.pk], Move(carer, from_job_profile=nurse), actor=alice)
    assert history(ana) == [
        ("", "", "Nurse", "new"),
        ("Nurse", "new", "Nurse", "interview"),
        ("Nurse", "interview", "Carer", "new"),
    ]
    assert numbers(ana, nurse, carer) == [4, 4, 2]
    told = AuditEvent.objects.filter(action="candidates.moved").first()
    assert told.target == f"candidate:{ana.pk}"
    assert told.details["from_job_profile"] == str(nurse.pk)


def test_who_is_there_already_stays_and_nothing_is_said(nurse):
    ana = found()
    move([ana.pk], Move(nurse, "offer"), actor=None)
    before = numbers(ana, nurse)
    for again in (Move(nurse), Move(nurse, "offer")):
        done = move([ana.pk], again, actor=None)
        assert (done.candidates, done.begun, done.moved) == (1, 0, 0)
    assert numbers(ana, nurse) == before
    assert AuditEvent.objects.filter(action="candidates.moved").count() == 1


def test_a_score_stays_with_the_job_that_it_is_for(nurse, carer):
    ana, ben = found(), found()
    move([ana.pk, ben.pk], Move(nurse), actor=None)
    move([ben.pk], Move(carer), actor=None)
    note_scores(nurse.pk, {ana.pk: 80.0, ben.pk: 70.0}, asked_at=timezone.now())
    note_scores(carer.pk, {ben.pk: 20.0}, asked_at=timezone.now())
    move([ana.pk, ben.pk], Move(nurse, "interview"), actor=None)
    assert sorted(nurse.applications.values_list("score", flat=True)) == [70.0, 80.0]
    move([ana.pk, ben.pk], Move(carer, from_job_profile=nurse), actor=None)
    left = dict(Application.objects.values_list("candidate", "score"))
    assert left == {ana.pk: None, ben.pk: 20.0}


@pytest.mark.parametrize(("stage", "last"), [("", "screening"), ("offer", "offer")])
def test_two_applications_that_meet_become_one_with_both_histories(nurse, carer, stage, last):
    ana = found()
    move([ana.pk], Move(carer, "screening"), actor=None)
    move([ana.pk], Move(nurse, "interview"), actor=None)
    move([ana.pk], Move(carer, stage, from_job_profile=nurse), actor=None)
    (left,) = Application.objects.all()
    assert (left.job_profile, left.stage) == (carer, last)
    assert sorted(history(ana)) == sorted(
        [
            ("", "", "Carer", "screening"),
            ("", "", "Nurse", "interview"),
            ("Nurse", "interview", "Carer", last),
        ]
    )


def test_labels_are_given_and_taken_for_good(label):
    ana = found()
    CandidateLabel.objects.create(candidate=ana, label=label, source="machine", probability=0.7)
    assert move([ana.pk], Move(label=label), actor=person("alice")).labelled == 1
    row = CandidateLabel.objects.get()
    assert (row.source, row.probability, row.stands, row.labelled_by) == ("person", 1, True, person("alice"))
    assert move([ana.pk], Move(from_label=label), actor=person("alice")).unlabelled == 1
    row.refresh_from_db()
    assert (row.source, row.stands) == ("person", False)
    assert numbers(ana, label) == [3, 3]


@pytest.mark.parametrize(
    "nothing",
    [
        lambda nurse, label: Move(),
        lambda nurse, label: Move(stage="offer"),
        lambda nurse, label: Move(from_job_profile=nurse),
        lambda nurse, label: Move(nurse, from_job_profile=nurse),
        lambda nurse, label: Move(nurse, "nowhere"),
        lambda nurse, label: Move(label=label, from_label=label),
    ],
)
def test_a_move_says_where_to(nurse, label, nothing):
    with pytest.raises(NoMove):
        move([found().pk], nothing(nurse, label), actor=None)


def test_those_who_are_gone_are_left_out(nurse):
    ana, gone = found(), found()
    Candidate.objects.filter(pk=gone.pk).delete()
    assert move([ana.pk, gone.pk], Move(nurse), actor=None).candidates == 1


def test_an_application_can_be_taken_away(nurse):
    ana = found()
    move([ana.pk], Move(nurse), actor=None)
    end_application(Application.objects.get(), actor=person("alice"))
    assert not Application.objects.exists()
    assert numbers(ana, nurse) == [3, 3]


def test_a_thousand_cost_few_queries(nurse, carer, label):
    people = Candidate.objects.bulk_create(Candidate(name=f"Person {n}") for n in range(1000))
    ids = [each.pk for each in people]
    where = Move(carer, "screening", from_job_profile=nurse, label=label)

    def cost(some: list[object], to: Move) -> int:
        with CaptureQueriesContext(connection) as queries:
            move(some, to, actor=None)
        return len(queries)

    few = cost(ids[:2], Move(nurse)), cost(ids[:2], where)
    many = cost(ids[2:], Move(nurse)), cost(ids[2:], where)
    # Rows are written in parts: SQLite takes fewer parameters at once.
    assert few[1] <= 30
    assert many[1] <= 60
    assert carer.applications.count() == 1000
    assert label.members.count() == 1000
    assert set(Candidate.objects.values_list("version", flat=True)) == {3}
