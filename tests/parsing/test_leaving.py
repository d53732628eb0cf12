"""A user who is deleted takes their résumés along, and whoever is known by nothing else."""

from __future__ import annotations

import pytest

from candidates import caches, syncing
from candidates.facets.members import Subject
from candidates.models import Application, Candidate, JobProfile, Removal
from candidates.search.indexes import candidate_index
from candidates.tasks import update_index
from parsing.models import Outbox, Parse, Resume
from tests.candidates.making import ANA, brought, found
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path) -> None:
    settings.SEARCH_FOLDER = str(tmp_path / "search")


def test_search_and_filters_forget_whom_nobody_else_brought():
    job, bob = JobProfile.objects.create(title="Ward 3"), person("bob")
    alone, shared = found(owner=bob), found(ANA, owner=bob)
    brought(shared.pk, owner=person("alice"))
    for each in (alone, shared):
        Application.objects.create(job_profile=job, candidate=each)
    subject = Subject("job_profile", str(job.pk))
    assert caches.filters_of(subject)["total"] == 2
    update_index()
    bob.delete()
    assert list(Candidate.objects.values_list("pk", flat=True)) == [shared.pk]
    assert Removal.objects.filter(candidate_id=alone.pk).exists()
    assert caches.filters_of(subject)["total"] == 1
    update_index()
    assert [pk for pk, _ in candidate_index().versions()] == [shared.pk]
    assert syncing.wrong_in_index(candidate_index()) == []


def test_what_is_being_read_stops_and_the_files_go():
    bob = person("bob")
    resume = Resume.objects.create(owner=bob, scope="team", storage_key="resumes/xx/yy")
    Parse.objects.create(resume=resume, pipeline_version="1", status="processing")
    bob.delete()
    assert not Resume.objects.exists()
    assert not Parse.objects.exists()
    assert Outbox.objects.filter(task="parsing.tasks.remove_files", args=[str(resume.pk)]).exists()


def test_a_user_who_brought_nothing_goes_alone():
    found(owner=person("alice"))
    person("charlie").delete()
    assert Candidate.objects.count() == 1
    assert not Removal.objects.exists()
