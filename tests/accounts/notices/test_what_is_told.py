"""What happens in the product reaches those who listen, with ids that lead to it and no personal data."""

from __future__ import annotations

from pathlib import Path

import pytest

from accounts.notices import services as notices
from accounts.notices.events import EVENTS, FOR_WEBHOOKS, page_of, path_of, words_of
from accounts.notices.models import Notice
from candidates import services
from candidates.exchange.types import Imported
from candidates.models import Candidate, JobProfile
from candidates.services.bringing import bring as bring_people
from candidates.services.facts import Facts
from parsing import batches, ledger
from parsing.errors import StageError
from parsing.models import Batch, Parse, Resume
from tests.accounts.notices.receiver import Receiver
from tests.api.conftest import CV, bring, read
from tests.people import client_of, person


@pytest.fixture(autouse=True)
def _everything(settings, tmp_path: Path, receiver: Receiver, db, warm_engines: None) -> None:
    """Alice listens to everything."""
    settings.MEDIA_ROOT = tmp_path
    notices.create_webhook(person("alice"), url=receiver.url, events=FOR_WEBHOOKS)


def told(event: str) -> list[dict[str, object]]:
    return [notice.data for notice in Notice.objects.filter(event=event).order_by("created_at", "id")]


def test_a_resume_that_was_read_and_the_person_in_it():
    resume_id = bring(client_of("alice"))
    read(resume_id)
    resume = Resume.objects.get(pk=resume_id)
    assert told("resume.parsed") == [
        {
            "resume": resume_id,
            "parse": str(resume.latest_parse_id),
            "candidate": str(resume.candidate_id),
            "status": "done",
        }
    ]
    assert told("candidate.created") == [{"candidate": str(resume.candidate_id), "resume": resume_id}]
    assert Notice.objects.get(event="resume.parsed").owner == person("alice")


def test_a_second_reading_makes_nobody_new():
    resume_id = bring(client_of("alice"))
    read(resume_id)
    client_of("alice").post(f"/api/v1/resumes/{resume_id}/retry/")
    read(resume_id)
    assert len(told("resume.parsed")) == 2
    assert len(told("candidate.created")) == 1


def test_a_resume_that_could_not_be_read_is_told_once():
    resume_id = bring(client_of("alice"))
    parse = Parse.objects.get(resume=resume_id)
    assert ledger.fail_parse(parse.pk, StageError("poison"))
    assert not ledger.fail_parse(parse.pk, StageError("deadline"))
    assert told("resume.failed") == [{"resume": resume_id, "parse": str(parse.pk), "error_code": "poison"}]


def test_who_cancels_is_told_nothing():
    ledger.cancel_parse(Parse.objects.get(resume=bring(client_of("alice"))).pk)
    assert not Notice.objects.exists()


def test_a_batch_is_told_once_with_its_counts():
    batch = batches.create_batch(person("alice"), files=[("a.txt", CV), ("b.txt", b"")], name="Spring")
    assert batches.close_finished() == 0
    read(str(batch.items.get(number=1).resume_id))
    batches.plan(batch.pk)
    assert [batches.close_finished(), batches.close_finished()] == [1, 0]
    assert told("batch.finished") == [{"batch": str(batch.pk), "items": 2, "read": 1}]
    assert Notice.objects.get(event="batch.finished").name == "Spring"
    assert Batch.objects.get().state == Batch.State.DONE


def test_merges_and_their_end():
    ana, double = (Candidate.objects.create(name=name) for name in ("Ana Lind", "A. Lind"))
    merge = services.merge(ana.pk, double.pk, actor=person("alice"))
    services.unmerge(merge, actor=person("alice"))
    pair = {"candidate": str(ana.pk), "absorbed": str(double.pk)}
    assert (told("candidate.merged"), told("candidate.unmerged")) == ([pair], [pair])
    assert told("candidate.erased") == []


def test_a_move_tells_of_a_hundred_people_at_a_time():
    people = Candidate.objects.bulk_create(Candidate(name=f"P {number}") for number in range(230))
    job = JobProfile.objects.create(title="Nurse")
    services.move([each.pk for each in people], services.Move(job, "screening"), actor=person("alice"))
    moves = told("candidate.moved")
    assert sorted(len(each["candidates"]) for each in moves) == [30, 100, 100]
    assert {(each["job_profile"], each["stage"]) for each in moves} == {(str(job.pk), "screening")}
    services.move([people[0].pk], services.Move(job, "screening"), actor=person("alice"))
    assert len(told("candidate.moved")) == 3, "nothing changed"


def test_people_who_are_imported_and_erased():
    made = bring_people(Imported(people=(Facts(name="Ana Lind"),)), actor=person("alice"))
    assert told("candidate.created") == [{"candidate": str(made[0])}]
    services.erase(made[0], actor=person("alice"))
    assert told("candidate.erased") == [{"candidate": str(made[0])}]


def test_no_notice_holds_what_a_resume_says():
    read(bring(client_of("alice"), "Erika-Beispiel.txt"))
    assert Notice.objects.count() == 2
    for notice in Notice.objects.all():
        assert "erika" not in str(notice.data).lower()


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_has_words_and_a_place_even_where_data_is_missing(event):
    assert path_of(event, {}).startswith("/api/v1/")
    assert page_of(event, {}).startswith("/")
    subject, text = words_of(event, "", {})
    assert "{" not in subject + text
    assert bool(subject) == (EVENTS[event].by_email != "never")
