"""New files with a ranking: read first, then ranked; what cannot be read stands apart. And files of jobs."""

from __future__ import annotations

import io
import os
import time
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts import credits
from accounts.models import CreditEntry
from parsing import batches, removal, runner
from parsing.models import Batch, Parse, Resume
from ranking import planning, tasks, upkeep
from ranking.models import JobFile, RankedCandidate, Ranking
from tests.api.conftest import CV, bring, problem, read
from tests.people import person
from tests.ranking.api.test_rankings import RANKINGS
from tests.ranking.making import candidate, job, run, scores

GOOD = CV.replace(b"2019 - 2023", b"January 2012 - December 2023")
OTHER = b"Bea Other\nbea@example.org\n\nExperience\nClerk, Shop Ltd, 2022 - 2023\n\nSkills\nExcel\n"


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path, db, warm_engines: None):
    settings.MEDIA_ROOT = tmp_path / "media"


def send(client, files, **more):
    """The answer to a ranking of new files."""
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(RANKINGS, {"job": str(job().pk), "files": sent, **more}, format="multipart")


def read_all() -> None:
    """Read everything that waits, as workers would."""
    for batch in Batch.objects.filter(state="planning"):
        while batches.plan(batch.pk):
            pass
    for parse in Parse.objects.filter(status="queued"):
        runner.run(parse.stage, parse.pk)


def later() -> None:
    """As if beat had waited for its patience."""
    Ranking.objects.update(
        created_at=timezone.now() - timedelta(minutes=1), started_at=timezone.now() - timedelta(minutes=1)
    )


def test_new_files_are_read_and_then_ranked(alice):
    before = credits.balance_of(person("alice"))
    answer = send(alice, [("a.txt", GOOD), ("b.txt", OTHER)])
    assert answer.status_code == 202, answer.content
    ranking = Ranking.objects.get()
    assert planning.plan(ranking.pk)
    status = alice.get(answer["Location"]).json()
    assert (status["status"], status["by_state"]["reading"], status["percent"]) == ("running", 2, 0)
    assert not upkeep.has_work()
    first, second = Parse.objects.order_by("queued_at", "id")
    runner.run(first.stage, first.pk)
    assert upkeep.has_work()
    upkeep.go_on()
    assert alice.get(answer["Location"]).json()["by_state"]["pending"] == 1
    assert not upkeep.has_work()
    runner.run(second.stage, second.pk)
    upkeep.go_on()
    later()
    assert run(ranking).state == "completed"
    results = alice.get(f"{RANKINGS}{ranking.pk}/results/").json()["results"]
    assert [each["candidate"]["name"] for each in results] == ["Erika Beispiel", "Bea Other"]
    assert {each["resume"] for each in results} == {
        str(pk) for pk in Resume.objects.values_list("pk", flat=True)
    }
    assert credits.balance_of(person("alice")) == before - 4  # two readings, two ranks


def test_what_cannot_be_read_stands_apart_and_costs_nothing(alice):
    before = credits.balance_of(person("alice"))
    send(alice, [("a.txt", GOOD), ("bad.pdf", b"%PDF-1.4\nbroken"), ("virus.exe", b"MZ\x00\x00")])
    ranking = Ranking.objects.get()
    planning.plan(ranking.pk)
    read_all()
    upkeep.go_on()
    later()
    assert run(ranking).state == "partial"
    lost = alice.get(f"{RANKINGS}{ranking.pk}/results/?state=unreadable").json()["results"]
    assert len(lost) == 2
    assert all(each["rank"] is None and each["error_code"] for each in lost)
    assert len(scores(ranking)) == 1
    assert credits.balance_of(person("alice")) == before - 2
    assert CreditEntry.objects.filter(reason="rank").get().amount == -3


def test_the_same_person_twice_is_ranked_once(alice):
    send(alice, [("a.txt", GOOD), ("again.txt", GOOD)])
    ranking = Ranking.objects.get()
    planning.plan(ranking.pk)
    assert RankedCandidate.objects.count() == 1  # one content, one résumé
    known = candidate()
    Resume.objects.update(candidate=known)
    read_all()
    upkeep.go_on()
    later()
    assert run(ranking).state == "completed"
    assert credits.balance_of(person("alice")) == 100_000 - 2


def test_a_resume_of_somebody_who_is_ranked_already_counts_no_second_time(alice):
    known = bring(alice, data=GOOD)
    read(known)
    someone = Resume.objects.get(pk=known).candidate_id
    send(alice, [("b.txt", OTHER)], candidates=[str(someone)])
    ranking = Ranking.objects.get()
    planning.plan(ranking.pk)
    read_all()
    Resume.objects.update(candidate=someone)
    upkeep.go_on()
    later()
    assert run(ranking).state == "completed"
    (double,) = RankedCandidate.objects.filter(state="cancelled")
    assert double.error_code == "duplicate"
    assert credits.balance_of(person("alice")) == 100_000 - 3


def test_an_archive_is_paid_for_when_it_is_open(alice, settings):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", GOOD)
        archive.writestr("b.txt", OTHER)
    before = credits.balance_of(person("alice"))
    answer = send(alice, [("all.zip", packed.getvalue())])
    assert answer.status_code == 202, answer.content
    ranking = Ranking.objects.get()
    assert not planning.plan(ranking.pk)  # nobody knows yet who is in it
    read_all()
    later()
    assert upkeep.has_work()
    upkeep.go_on()
    upkeep.go_on()
    assert run(ranking).state == "completed"
    assert (Ranking.objects.get().total, len(scores(ranking))) == (2, 2)
    assert credits.balance_of(person("alice")) == before - 4


def test_an_archive_that_nobody_can_pay_for_ends_the_ranking(alice, settings):
    settings.CREDITS_START = 3
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", GOOD)
        archive.writestr("b.txt", OTHER)
    send(alice, [("all.zip", packed.getvalue())])
    read_all()
    later()
    upkeep.go_on()
    ranking = Ranking.objects.get()
    assert (ranking.state, ranking.error_code) == ("failed", "no_credits")
    assert credits.balance_of(person("alice")) == 1  # two readings
    assert alice.get(f"{RANKINGS}{ranking.pk}/status/").json()["error"]["code"] == "no_credits"


def test_without_credits_no_file_is_taken_in(alice, settings):
    settings.CREDITS_START = 3
    problem(send(alice, [("a.txt", GOOD), ("b.txt", OTHER)]), 402, "no_credits")
    assert not Ranking.objects.exists()
    assert not Resume.objects.exists()
    assert credits.balance_of(person("alice")) == 3


def test_a_batch_and_resumes_that_are_here_are_ranked_without_reading_them_again(alice):
    first, second = bring(alice, data=GOOD), bring(alice, data=OTHER)
    read(first)
    read(second)
    body = alice.post(RANKINGS, {"job": str(job().pk), "resumes": [first, second]}).json()
    assert (body["state"], body["progress"]["by_state"]["scored"]) == ("completed", 2)
    batch = alice.post(
        "/api/v1/batches/", {"files": [SimpleUploadedFile("c.txt", GOOD)]}, format="multipart"
    ).json()["id"]
    again = alice.post(RANKINGS, {"job": str(job().pk), "batch": batch}).json()
    assert (again["state"], again["progress"]["by_state"]["scored"]) == ("completed", 1)
    assert Parse.objects.count() == 2


def test_evidence_leads_to_the_page_of_the_newest_resume(alice):
    sample = Path(__file__).parents[2] / "samples" / "files" / "left-sidebar.pdf"
    resume = bring(alice, "cv.pdf", sample.read_bytes())
    read(resume)
    skills = Resume.objects.get(pk=resume).candidate.skills
    tree = {"id": "r", "mode": "all", "members": [{"id": "s", "kind": "skill", "value": skills[0]}]}
    body = alice.post(RANKINGS, {"job": str(job(tree=tree).pk), "resumes": [resume]}).json()
    (result,) = alice.get(f"{RANKINGS}{body['id']}/results/").json()["results"]
    assert result["resume"] == resume
    detail = alice.get(f"{RANKINGS}{body['id']}/results/{result['id']}/").json()
    evidence = detail["parts"][0]["evidence"][0]
    assert evidence["page"] == 1
    assert len(evidence["box"]) == 4
    assert all(0 <= side <= 1 for side in evidence["box"])


def test_a_job_comes_in_a_file(alice):
    text = b"# Data engineer\n\nWe look for\n\n- Python\n- SQL\n"
    answer = alice.post(
        "/api/v1/jobs/import/", {"file": SimpleUploadedFile("ad.md", text)}, format="multipart"
    )
    assert (answer.status_code, answer.json()["title"]) == (202, "ad")
    row = JobFile.objects.get()
    assert alice.get(answer["Location"]).json()["state"] == "pending"
    assert tasks.read_job(str(row.pk)) == "done"
    job_profile = alice.get(f"/api/v1/jobs/{answer.json()['id']}/").json()
    assert job_profile["title"] == "Data engineer"
    assert "- Python" in job_profile["description"]
    assert alice.get(answer["Location"]).json()["state"] == "done"
    assert not default_storage.exists(row.storage_key)
    assert alice.post(f"/api/v1/jobs/{job_profile['id']}/criteria/").status_code == 201
    problem(alice.get(f"/api/v1/jobs/{job().pk}/file/"), 404, "not_found")


def test_a_job_s_file_that_cannot_be_read_says_so(alice):
    bad = SimpleUploadedFile("ad.pdf", b"%PDF-1.4\nbroken")
    answer = alice.post("/api/v1/jobs/import/", {"file": bad, "title": "Nurse"}, format="multipart")
    assert tasks.read_job(str(JobFile.objects.get().pk)) == "failed"
    assert alice.get(answer["Location"]).json()["error_code"] == "pdf_unreadable"
    assert alice.get(f"/api/v1/jobs/{answer.json()['id']}/").json()["title"] == "Nurse"
    exe = SimpleUploadedFile("ad.exe", b"MZ\x00\x00")
    problem(alice.post("/api/v1/jobs/import/", {"file": exe}, format="multipart"), 415, "unsupported_type")


def test_a_worker_that_dies_with_a_job_s_file_leaves_it_to_the_next(alice):
    text = SimpleUploadedFile("ad.txt", b"Nurse\n\nWe look for a nurse.")
    alice.post("/api/v1/jobs/import/", {"file": text}, format="multipart")
    JobFile.objects.update(created_at=timezone.now() - timedelta(hours=1))
    assert upkeep.has_work()
    upkeep.go_on()
    tasks.read_job(str(JobFile.objects.get().pk))
    JobFile.objects.update(storage_key="jobs/left", finished_at=timezone.now() - timedelta(hours=1))
    assert upkeep.has_work()
    upkeep.go_on()
    assert not upkeep.has_work()


def test_the_file_of_a_deleted_job_is_collected(alice, settings):
    for name in ("kept.txt", "gone.txt"):
        text = SimpleUploadedFile(name, b"Nurse\n\nWe look for a nurse.")
        alice.post("/api/v1/jobs/import/", {"file": text}, format="multipart")
    kept, gone = JobFile.objects.order_by("file_name").reverse()
    gone.job_profile.delete()
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        os.utime(path, (time.time() - 2 * 86_400,) * 2)
    assert removal.collect() == 1
    assert [default_storage.exists(row.storage_key) for row in (kept, gone)] == [True, False]


def test_a_job_comes_from_a_web_page(alice):
    page = """<html><script type="application/ld+json">{"@type": "JobPosting", "title": "Data engineer",
    "description": "<p>We look for</p><ul><li>Python</li><li>SQL</li></ul>",
    "jobLocation": {"address": {"addressLocality": "Leeds", "addressCountry": "GB"}}}</script></html>"""
    answer = alice.post("/api/v1/jobs/import/", {"posting": page})
    assert answer.status_code == 201, answer.content
    body = answer.json()
    assert (body["title"], body["city"], body["country_code"]) == ("Data engineer", "Leeds", "GB")
    assert "Python" in body["description"]
    assert "<" not in body["description"]
    problem(alice.post("/api/v1/jobs/import/", {"posting": "<html>nothing</html>"}), 400, "invalid")
    problem(alice.post("/api/v1/jobs/import/", {}), 400, "invalid")
    problem(alice.post("/api/v1/jobs/import/", {"posting": page, "text": "Nurse"}), 400, "invalid")


@pytest.mark.parametrize(
    ("sent", "title"),
    [
        ({"text": "\n  Nurse  (m/f)\n\nWe look for a nurse."}, "Nurse (m/f)"),
        ({"text": "We look for a nurse.", "title": "Night nurse"}, "Night nurse"),
        ({"text": "?"}, "Untitled"),
    ],
)
def test_a_job_comes_from_text(alice, sent, title):
    answer = alice.post("/api/v1/jobs/import/", sent)
    assert (answer.status_code, answer.json()["title"]) == (201, title)
    assert answer.json()["description"] == sent["text"].strip()
