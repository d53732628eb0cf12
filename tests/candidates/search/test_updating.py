"""The index hears what changed, once, and never lies for long."""

from __future__ import annotations

import fcntl
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db.models import F

from candidates.models import Application, Candidate, CandidateLabel, JobProfile, Label, Removal, Tag
from candidates.search import updating
from candidates.search.base import Ask
from candidates.search.indexes import candidate_index
from candidates.search.language import parse
from candidates.search.searching import Wanted, find
from candidates.services import raise_versions, remove, save_candidate
from candidates.tasks import update_index
from tests.candidates.making import ANA, found

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path: Path) -> None:
    settings.SEARCH_FOLDER = str(tmp_path / "search")


def names(text: str) -> list[str]:
    hits = candidate_index().search(Ask(parse(text))).hits
    known = dict(Candidate.objects.values_list("pk", "name"))
    return sorted(known.get(each.id, "gone") for each in hits)


def test_a_saved_candidate_is_found_after_an_update_and_work_is_over():
    assert updating.has_work(), "there is no index yet"
    candidate = found()
    assert update_index() == 1
    assert names("nurse graz") == ["Ana Ruiz"]
    candidate.refresh_from_db()
    assert candidate.synced_version == candidate.version
    assert not updating.has_work()
    assert update_index() == 0


def test_what_changes_is_told_and_nothing_else():
    first, second = found(), found(replace(ANA, name="Bo Ek", email="bo@example.org"))
    update_index()
    save_candidate(first.pk, replace(ANA, current_title="Midwife"), source=first.resumes.get().pk)
    assert updating.has_work()
    assert update_index() == 1
    assert names("title:midwife") == ["Ana Ruiz"]
    assert second.version == Candidate.objects.get(pk=second.pk).version


def test_labels_applications_and_tags_are_found():
    candidate = found()
    label = Label.objects.create(slug="nursing-care", name="Nursing care")
    other = Label.objects.create(slug="teaching-x", name="Teaching")
    job = JobProfile.objects.create(title="Ward 3")
    CandidateLabel.objects.create(candidate=candidate, label=label)
    CandidateLabel.objects.create(candidate=candidate, label=other, stands=False)
    Application.objects.create(candidate=candidate, job_profile=job, stage="offer")
    Tag.objects.create(candidate=candidate, name="night shifts")
    raise_versions([candidate.pk])
    update_index()
    assert names("label:nursing-care stage:offer tag:night") == ["Ana Ruiz"]
    assert names(f"job:{job.pk}") == ["Ana Ruiz"]
    assert names("label:teaching-x") == []


def test_a_skill_is_found_and_counted_by_any_of_its_names():
    for name, skill in (("Bo", "React.js"), ("Cy", "ReactJS"), ("Di", "React 18"), ("Ed", "Angular")):
        found(replace(ANA, name=name, email=f"{name}@example.org", skills=(skill,)))
    update_index()
    for text in ("skill:react", "skill:reactjs", "skill:React.js"):
        wanted = Wanted(text, mode="words", facets=("skill",))
        result = find(wanted, candidate_index(), None)
        people = Candidate.objects.filter(pk__in=[hit.id for hit in result.hits])
        assert sorted(people.values_list("name", flat=True)) == ["Bo", "Cy", "Di"], text
        assert result.facets["skill"] == [("React", 3)]


def test_who_is_removed_is_forgotten_and_the_notice_goes():
    candidate = found()
    update_index()
    remove([candidate.pk])
    assert updating.has_work()
    update_index()
    assert names("*") == []
    assert not Removal.objects.exists()
    assert not updating.has_work()


def test_a_change_during_an_update_is_told_by_the_next(monkeypatch):
    candidate = found()
    real = updating.documents_of

    def changes_meanwhile(people):
        told = list(real(people))
        raise_versions([candidate.pk])
        return told

    monkeypatch.setattr(updating, "documents_of", changes_meanwhile)
    update_index()
    monkeypatch.undo()
    candidate.refresh_from_db()
    assert candidate.synced_version < candidate.version
    assert update_index() == 1
    assert not updating.has_work()


def test_a_lost_index_is_built_again():
    found()
    update_index()
    shutil.rmtree(settings.SEARCH_FOLDER)
    assert updating.has_work()
    assert update_index() == 1
    assert names("nurse") == ["Ana Ruiz"]


def test_a_rebuild_hears_of_everything_that_changed_meanwhile(monkeypatch):
    stays, changes, leaves = (
        found(replace(ANA, name=name, email=f"{name}@example.org")) for name in ("Stays", "Changes", "Leaves")
    )
    update_index()
    real = updating.everybody

    def with_changes() -> Iterator[object]:
        yield from real()
        Candidate.objects.filter(pk=changes.pk).update(current_title="Welder", version=F("version") + 1)
        found(replace(ANA, name="Comes", email="comes@example.org"))
        remove([leaves.pk])
        updating.update()  # the old index is told, and the rows say so

    monkeypatch.setattr(updating, "everybody", with_changes)
    assert updating.rebuild() == 3
    assert names("*") == ["Changes", "Comes", "Stays"]
    assert names("title:welder") == ["Changes"]
    versions = dict(candidate_index().versions())
    assert versions == dict(Candidate.objects.values_list("pk", "version"))
    assert stays.pk in versions
    assert not updating.has_work()


def test_many_are_told_in_several_batches(monkeypatch):
    monkeypatch.setattr(updating, "AT_ONCE", 3)
    Candidate.objects.bulk_create(Candidate(pk=uuid.UUID(int=i << 96), name=f"P {i}") for i in range(1, 8))
    assert update_index() == 7
    assert len(names("*")) == 7
    assert Candidate.objects.exclude(synced_version=F("version")).count() == 0


def test_two_writers_do_not_meet():
    found()
    update_index()
    found(replace(ANA, name="Bo Ek", email="bo@example.org"))
    with open(Path(settings.SEARCH_FOLDER) / "update.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # as another worker would
        assert update_index() == 0
        assert names("*") == ["Ana Ruiz"]
    assert update_index() == 1
    assert names("*") == ["Ana Ruiz", "Bo Ek"]


def test_the_command_rebuilds_and_tells(capsys):
    found()
    call_command("rebuild_index")
    assert capsys.readouterr().out.startswith("1 people in ")
    assert names("nurse") == ["Ana Ruiz"]


def test_documents_cost_so_many_queries_however_many_there_are(django_assert_num_queries):
    Candidate.objects.bulk_create(Candidate(pk=uuid.UUID(int=i << 96), name=f"P {i}") for i in range(1, 30))
    from candidates.search.collecting import documents_of

    ids = list(Candidate.objects.values_list("pk", flat=True))
    with django_assert_num_queries(4):
        assert len(list(documents_of(ids))) == 29
