"""Cache, index and database: differences are found, told and mended; what is on its way is none."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from candidates import caches, syncing
from candidates.facets.members import Subject
from candidates.models import Application, Candidate, JobProfile, Label, Removal
from candidates.search.base import Removed
from candidates.search.indexes import candidate_index
from candidates.tasks import rebuild_filters


class Versions(dict[uuid.UUID, int]):
    """An index of which only the versions are asked."""

    def versions(self) -> Iterator[tuple[uuid.UUID, int]]:
        return iter(self.items())


@pytest.fixture(autouse=True)
def _empty_cache(db):
    cache.clear()


@pytest.fixture
def job() -> JobProfile:
    job = JobProfile.objects.create(title="Any")
    for title in ("Cook", "Nurse"):
        Application.objects.create(
            job_profile=job, candidate=Candidate.objects.create(name=title, current_title=title)
        )
    return job


def people(count: int = 3) -> list[Candidate]:
    """People whom the index knows."""
    made = [Candidate.objects.create(name=f"Person {number}") for number in range(count)]
    Candidate.objects.update(version=5, synced_version=5)
    return made


def test_the_hourly_task_counts_every_job_profile(job):
    assert rebuild_filters() == JobProfile.objects.count() + Label.objects.count()
    kept = caches.kept(Subject("job_profile", str(job.pk)), job.generation or 1)
    assert kept is not None
    assert kept["total"] == 2
    assert list(syncing.wrong_filters()) == []


def test_a_kept_count_that_is_wrong_is_found_and_mended(job):
    subject = Subject("job_profile", str(job.pk))
    caches.filters_of(subject)
    Candidate.objects.filter(name="Cook").update(current_title="Chef")  # nobody raised a number
    ((wrong, told),) = syncing.wrong_filters()
    assert wrong == subject
    assert "title" in str(told)
    syncing.mend_filters([wrong])
    assert list(syncing.wrong_filters()) == []
    titles = next(each for each in caches.filters_of(subject)["filters"] if each["name"] == "title")
    assert [value["title"] for value in titles["values"]] == ["Chef", "Nurse"]


def test_a_score_that_nobody_told_of_is_found(job):
    caches.filters_of(Subject("job_profile", str(job.pk)))
    Application.objects.filter(candidate__name="Cook").update(score=61.5, scored_at=timezone.now())
    ((wrong, told),) = syncing.wrong_filters()
    assert "score" in str(told)
    syncing.mend_filters([wrong])
    assert list(syncing.wrong_filters()) == []


def test_an_index_that_agrees_has_no_differences():
    index = Versions({person.pk: 5 for person in people()})
    assert syncing.wrong_in_index(index) == []


@pytest.mark.parametrize(
    ("indexed", "says"), [(None, "nothing"), (4, "version 4"), (9, "version 9")], ids=str
)
def test_an_index_that_lost_or_invented_a_version_is_told(indexed, says):
    first, *others = people()
    index = Versions({person.pk: 5 for person in others})
    if indexed:
        index[first.pk] = indexed
    (wrong,) = syncing.wrong_in_index(index)
    assert str(wrong.told()) == f"index: {first.pk}: says {says}, but it should be version 5"


@pytest.mark.parametrize("indexed", [None, 5])
def test_what_is_on_its_way_is_no_difference(indexed):
    first, *others = people()
    Candidate.objects.filter(pk=first.pk).update(version=6)
    index = Versions({person.pk: 5 for person in (first, *others) if indexed or person is not first})
    assert syncing.wrong_in_index(index) == []
    assert syncing.waiting() == 1


def test_a_stranger_in_the_index_is_told_unless_leaving():
    index = Versions({person.pk: 5 for person in people()})
    stranger = uuid.uuid4()
    index[stranger] = 3
    (wrong,) = syncing.wrong_in_index(index)
    assert (wrong.id, wrong.indexed, wrong.version) == (stranger, 3, None)
    Removal.objects.create(candidate_id=stranger, version=4)
    assert syncing.wrong_in_index(index) == []


def test_mending_tells_the_writer_under_a_higher_version():
    first, second, third = people()
    stranger = uuid.uuid4()
    index = Versions({first.pk: 9, second.pk: 5, stranger: 3})
    syncing.mend_index(syncing.wrong_in_index(index))
    dirty = Candidate.objects.filter(version__gt=F("synced_version")).values_list("pk", "version")
    assert dict(dirty) == {first.pk: 10, third.pk: 6}
    assert list(Removal.objects.values_list("candidate_id", "version")) == [(stranger, 4)]
    assert syncing.wrong_in_index(index) == [], "all of them are on their way"


def test_rows_that_contradict_each_other_are_mended():
    first, second, _ = people()
    Candidate.objects.filter(pk=first.pk).update(synced_version=7)
    Removal.objects.create(candidate_id=second.pk, version=6)
    assert {each.who for each in syncing.wrong_in_database()} == {str(first.pk), str(second.pk)}
    syncing.mend_database()
    assert list(syncing.wrong_in_database()) == []
    assert syncing.waiting() == 1


def check(*options: str) -> tuple[int, str]:
    """The exit code and what the command says."""
    said = StringIO()
    try:
        call_command("check_sync", *options, stdout=said)
    except CommandError as error:
        return error.returncode, said.getvalue()
    return 0, said.getvalue()


def test_the_command_tells_and_mends_what_a_real_index_says(job, settings, tmp_path):
    settings.SEARCH_FOLDER = tmp_path / "search"
    assert check()[0] == 1, "there is no index yet"
    assert check("--repair")[0] == 0
    code, said = check()
    assert (code, "0 differences found" in said) == (0, True)
    caches.filters_of(Subject("job_profile", str(job.pk)))
    Candidate.objects.filter(name="Cook").update(current_title="Chef")  # nobody raised a number
    lost = Candidate.objects.get(name="Nurse")
    candidate_index().remove([Removed(lost.pk, lost.version + 5)])
    code, said = check()
    assert code == 1
    assert "cache: job_profile" in said
    assert f"index: {lost.pk}: says nothing" in said
    assert check("--repair")[0] == 0
    assert check() == (0, "0 differences found, 0 changes on their way.\n")
