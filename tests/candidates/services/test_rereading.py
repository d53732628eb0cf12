"""A résumé that is read again while its person is merged, taken apart or taken away."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction

from candidates.models import Candidate, Removal
from candidates.services import merge, remove, save_candidate, unmerge
from parsing import services as parsing_services
from parsing.models import Parse, Resume
from parsing.steps import _save_candidate
from tests.candidates.making import ANA, found

pytestmark = pytest.mark.django_db

NEWER = replace(ANA, name="Ana Vega", headline="Head nurse")


def claimed(candidate: Candidate) -> Parse:
    """A reading of the person's résumé that was claimed now and is saved later."""
    resume = Resume.objects.get(candidate=candidate)
    parse = Parse.objects.create(resume=resume, pipeline_version="1")
    parse.resume = Resume.objects.get(pk=resume.pk)
    return parse


def save(parse: Parse) -> None:
    with transaction.atomic():
        _save_candidate(parse, NEWER)


def test_who_was_merged_meanwhile_is_found_in_the_survivor():
    ana, older = found(days_ago=1), found(days_ago=9)
    parse = claimed(older)
    merge(ana.pk, older.pk, actor=None)
    save(parse)
    (one,) = Candidate.objects.all()
    assert (one.pk, one.name, one.headline) == (ana.pk, "Ana Ruiz", "Head nurse")
    assert Removal.objects.get().candidate_id == older.pk


def test_who_was_taken_apart_meanwhile_is_found_on_their_own():
    ana, older = found(days_ago=1), found(days_ago=9)
    merged = merge(ana.pk, older.pk, actor=None)
    parse = Parse.objects.create(resume=Resume.objects.get(pk=merged.resumes[0]), pipeline_version="1")
    assert parse.resume.candidate_id == ana.pk
    unmerge(merged, actor=None)
    save(parse)
    assert Candidate.objects.get(pk=older.pk).name == "Ana Vega"
    assert Candidate.objects.get(pk=ana.pk).name == "Ana Ruiz"


def test_a_deletion_finds_the_person_wherever_they_are_by_then():
    ana, older = found(days_ago=1), found(days_ago=9)
    stale = Resume.objects.get(candidate=older)
    merge(ana.pk, older.pk, actor=None)
    parsing_services.delete(Resume.objects.get(candidate=ana, pk__in=[stale.pk]), actor=None)
    stale_too = Resume.objects.get(candidate=ana)
    parsing_services.delete(stale_too, actor=None)
    parsing_services.delete(stale_too, actor=None)
    assert not Candidate.objects.exists()


def test_who_is_gone_is_made_anew_under_another_id():
    ana = found()
    remove([ana.pk])
    again = save_candidate(ana.pk, NEWER)
    assert again != ana.pk
    assert Candidate.objects.get().version == 1
    assert Removal.objects.get().version > 1


def test_reading_again_changes_nobody_else_and_raises_the_version():
    ana, other = found(), found()
    save(claimed(ana))
    ana.refresh_from_db()
    other.refresh_from_db()
    assert (ana.name, ana.version, ana.is_curated) == ("Ana Vega", 2, False)
    assert (other.name, other.version) == ("Ana Ruiz", 1)
