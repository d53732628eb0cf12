"""What a person corrected is shown whatever is read later; a conflict is seen and decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accounts.models import AuditEvent
from candidates.models import Application, Candidate, FieldEdit, JobProfile, ReadFacts
from candidates.services import NotEditable, accept, differences, edit, keep
from tests.candidates.making import ANA, again, found
from tests.people import person

pytestmark = pytest.mark.django_db


def read_as(name: str) -> object:
    """What the résumé says when it calls her so."""
    basics = {"name": name, "email": "ana@example.org", "location": {"city": "Graz"}}
    return replace(ANA, name=name, profile={**ANA.profile, "basics": basics})


def corrected(**fields: object) -> Candidate:
    """Ana, with these fields corrected by Alice."""
    ana = found()
    edit(ana.pk, {name.replace("__", "."): value for name, value in fields.items()}, actor=person("alice"))
    return Candidate.objects.get(pk=ana.pk)


def test_an_edit_is_shown_and_noted():
    ana = corrected(name="Ana Ruiz Vega", profile__work=[{"name": "Bolt"}])
    assert ana.name == ana.profile["basics"]["name"] == "Ana Ruiz Vega"
    assert ana.profile["work"] == [{"name": "Bolt"}]
    assert (ana.version, ana.is_curated) == (2, True)
    event = AuditEvent.objects.get(action="candidate.edited")
    assert event.details == {"fields": "name,profile.work"}


@pytest.mark.parametrize(
    ("first", "mine", "then", "shown", "conflict"),
    [
        ("Ana Ruiz", "Ana Vega", "Ana Ruiz", "Ana Vega", False),
        ("Ana Ruiz", "Ana Vega", "ANA RUIZ", "Ana Vega", True),
        ("Ana Ruiz", "Ana Vega", "Ana Vega", "Ana Vega", None),
        ("Ana Ruiz", "Ana Vega", "", "Ana Vega", True),
        ("", "Ana Vega", "Ana Vega", "Ana Vega", None),
        ("Ana Ruiz", "", "Ana Ruiz", "", False),
    ],
    ids=["read-as-before", "read-otherwise", "read-as-corrected", "not-read", "agrees-at-last", "emptied"],
)
def test_a_new_reading_is_merged_three_ways(first, mine, then, shown, conflict):
    """`conflict` None: the edit has retired."""
    ana = found(read_as(first))
    edit(ana.pk, {"name": mine}, actor=person("alice"))
    ana = again(ana, replace(read_as(then), city="Wien"))
    assert (ana.name, ana.city) == (shown, "Wien")
    kept = FieldEdit.objects.filter(candidate=ana).first()
    assert (kept.is_conflict if kept else None) == conflict
    assert ana.is_curated is bool(kept)
    assert ReadFacts.objects.exists() is bool(kept)


def test_a_conflict_is_decided_either_way():
    ana = corrected(name="Ana Vega", city="Linz")
    again(ana, replace(ANA, name="A. Ruiz", city="Wien"))
    assert [each.field for each in differences(ana) if each.is_conflict] == ["city", "name"]
    keep(ana.pk, "name", actor=person("bob"))
    accept(ana.pk, "city", actor=person("bob"))
    ana.refresh_from_db()
    assert (ana.name, ana.city) == ("Ana Vega", "Wien")
    (left,) = differences(ana)
    assert (left.field, left.base, left.value, left.is_conflict) == ("name", "A. Ruiz", "Ana Vega", False)
    assert left.edited_by == "bob"
    assert not again(ana, replace(ANA, name="A. Ruiz")).edits.filter(is_conflict=True).exists()


def test_taking_every_edit_back_leaves_what_was_read():
    before = found()
    shown = (before.name, before.skills, before.profile)
    edit(before.pk, {"name": "X", "skills": ["Y"], "profile.education": [{}]}, actor=None)
    for field in ("name", "skills", "profile.education"):
        accept(before.pk, field, actor=None)
    after = Candidate.objects.get(pk=before.pk)
    assert (after.name, after.skills, after.profile) == shown
    assert not after.is_curated
    assert not ReadFacts.objects.exists()


def test_writing_what_was_read_takes_the_edit_back():
    ana = corrected(name="Ana Vega")
    edit(ana.pk, {"name": "Ana Ruiz "}, actor=person("alice"))
    ana.refresh_from_db()
    assert (ana.name, ana.is_curated, FieldEdit.objects.count()) == ("Ana Ruiz", False, 0)


def test_what_does_not_fit_changes_nothing():
    ana = found()
    with pytest.raises(NotEditable) as refused:
        edit(ana.pk, {"name": "Ana", "version": 7, "skills": "all"}, actor=None)
    assert set(refused.value.faults) == {"version", "skills"}
    assert Candidate.objects.get(pk=ana.pk).version == 1


def test_every_change_raises_the_numbers():
    ana, job = found(), JobProfile.objects.create(title="Nurse")
    Application.objects.create(candidate=ana, job_profile=job)

    def numbers() -> tuple[int, int]:
        job.refresh_from_db()
        ana.refresh_from_db()
        return ana.version, job.generation

    assert numbers() == (1, 1)
    again(ana, ANA)
    assert numbers() == (2, 2)
    edit(ana.pk, {"name": "Ana Vega"}, actor=None)
    assert numbers() == (3, 3)
    again(ana, replace(ANA, name="A. Ruiz"))
    assert numbers() == (4, 4)
    accept(ana.pk, "name", actor=None)
    assert numbers() == (5, 5)
    again(ana, ANA)
    assert numbers() == (6, 6)
