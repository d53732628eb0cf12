"""Two candidates become one and two again, and nothing is lost on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core import serializers

from candidates.models import (
    Application,
    ApplicationEvent,
    Candidate,
    CandidateLabel,
    Duplicate,
    FieldEdit,
    JobProfile,
    Label,
    Merge,
    Note,
    ReadFacts,
    Removal,
    SavedSearch,
    SearchMatch,
    Star,
    Tag,
)
from candidates.services import (
    Move,
    NotMergeable,
    edit,
    mark,
    merge,
    move,
    set_tags,
    unmerge,
    write_note,
)
from parsing import services as parsing_services
from parsing.models import Resume
from tests.candidates.making import ANA, again, found
from tests.people import person

pytestmark = pytest.mark.django_db

OLDER = replace(
    ANA,
    name="A. Ruiz",
    phone="",
    headline="Nurse and carer",
    profile={
        "basics": {"name": "A. Ruiz", "summary": "Kind."},
        "work": [{"name": "Bolt"}],
        "education": [{"institution": "Graz"}],
    },
)
TABLES = (
    Application,
    ApplicationEvent,
    CandidateLabel,
    FieldEdit,
    Note,
    Resume,
    SearchMatch,
    Star,
    Tag,
)
PASSING = {"version", "synced_version", "labelled_version", "updated_at", "is_compared"}


def everything() -> dict[str, object]:
    """Every row of every table that says something of people, but for the numbers that only grow."""
    rows = {
        f"{each['model']} {each['pk']}": each["fields"]
        for table in TABLES
        for each in serializers.serialize("python", table.objects.all())
    }
    for each in serializers.serialize("python", Candidate.objects.all()):
        rows[f"candidate {each['pk']}"] = {k: v for k, v in each["fields"].items() if k not in PASSING}
    return rows


@pytest.fixture
def two() -> tuple[Candidate, Candidate]:
    """Ana, and Ana again from an older résumé; both with all that can hang on a person."""
    ana, older = found(days_ago=1), found(OLDER, days_ago=400)
    alice, nurse, carer = (
        person("alice"),
        JobProfile.objects.create(title="Nurse"),
        JobProfile.objects.create(title="Carer"),
    )
    care, kind = (Label.objects.create(slug=slug, name=slug) for slug in ("care", "kind"))
    move([ana.pk, older.pk], Move(nurse, label=care), actor=alice)
    move([older.pk], Move(nurse, "interview"), actor=alice)
    move([older.pk], Move(carer, label=kind), actor=alice)
    move([older.pk], Move(from_label=care), actor=alice)
    mark(Star, [ana.pk, older.pk], user=alice, on=True)
    mark(Star, [older.pk], user=person("bob"), on=True)
    set_tags(ana, ["graz", "nights"], actor=alice)
    set_tags(older, ["graz", "days"], actor=alice)
    write_note(older, "Called, is kind.", actor=alice)
    for search, people in (("nurses", [ana, older]), ("carers", [older])):
        saved = SavedSearch.objects.create(owner=alice, name=search)
        SearchMatch.objects.bulk_create(SearchMatch(search=saved, candidate=each) for each in people)
    edit(older.pk, {"city": "Linz", "current_title": "Head nurse"}, actor=alice)
    edit(ana.pk, {"city": "Wien"}, actor=alice)
    return Candidate.objects.get(pk=ana.pk), Candidate.objects.get(pk=older.pk)


def test_one_has_what_both_had(two):
    ana, older = two
    merge(ana.pk, older.pk, actor=person("alice"))
    (one,) = Candidate.objects.all()
    assert (one.name, one.phone, one.headline) == ("Ana Ruiz", "+43316123456", "Nurse and carer")
    assert (one.city, one.current_title) == ("Wien", "Head nurse")
    assert one.profile["basics"]["summary"] == "Kind."
    assert (one.profile["work"], one.profile["education"]) == (
        [{"name": "Acme Clinic", "position": "Nurse"}],
        [{"institution": "Graz"}],
    )
    assert one.resumes.count() == 2
    assert {each.job_profile.title: each.stage for each in one.applications.all()} == {
        "Nurse": "new",
        "Carer": "new",
    }
    assert sorted(one.tags.values_list("name", flat=True)) == ["days", "graz", "nights"]
    assert {each.user.username for each in one.stars.all()} == {"alice", "bob"}
    assert {each.label.slug for each in one.labels.filter(stands=True)} == {"care", "kind"}
    assert one.notes.count() == 1
    assert Removal.objects.get().candidate_id == older.pk


@pytest.mark.parametrize("swapped", [False, True])
def test_taken_apart_both_are_as_they_were(two, swapped):
    ana, older = reversed(two) if swapped else two
    before = everything()
    merged = merge(ana.pk, older.pk, actor=person("alice"))
    assert everything() != before
    highest = Removal.objects.get().version
    unmerge(merged, actor=person("alice"))
    assert everything() == before
    assert not Removal.objects.exists()
    assert Candidate.objects.get(pk=older.pk).version > highest
    assert Duplicate.objects.get().state == "dismissed"
    with pytest.raises(NotMergeable):
        unmerge(merged, actor=None)


def test_three_are_taken_apart_in_either_order(two):
    ana, older = two
    third = found(replace(ANA, name="Anna Ruiz"), days_ago=9)
    before = everything()
    for first_out in (0, 1):
        inner = merge(older.pk, third.pk, actor=None)
        outer = merge(ana.pk, older.pk, actor=None)
        assert Candidate.objects.count() == 1
        order = [inner, outer] if first_out == 0 else [outer, inner]
        for each in order:
            unmerge(Merge.objects.get(pk=each.pk), actor=None)
        assert everything() == before


def test_who_left_and_came_back_stays_when_another_leaves(two):
    ana, older = two
    third = found(replace(ANA, name="Anna Ruiz"), days_ago=9)
    merge(older.pk, third.pk, actor=None)
    outer = merge(ana.pk, older.pk, actor=None)
    unmerge(Merge.objects.get(absorbed_id=third.pk), actor=None)
    merge(ana.pk, third.pk, actor=None)
    unmerge(Merge.objects.get(pk=outer.pk), actor=None)
    ana.refresh_from_db()
    older.refresh_from_db()
    assert (ana.resumes.count(), ana.read_facts.count()) == (2, 2)
    assert older.resumes.count() == 1
    assert older.name == "A. Ruiz"


def test_what_was_decided_about_somebody_else_is_remembered(two):
    ana, older = two
    stranger = found(replace(ANA, name="Somebody Else"))
    first, second = sorted((older.pk, stranger.pk))
    Duplicate.objects.create(first_id=first, second_id=second, score=0.7, state="dismissed")
    merged = merge(ana.pk, older.pk, actor=None)
    assert not Duplicate.objects.exists()
    unmerge(merged, actor=None)
    decided = Duplicate.objects.get(first_id=first, second_id=second)
    assert (decided.state, decided.score) == ("dismissed", 0.7)


def test_what_came_meanwhile_stays(two):
    ana, older = two
    merged = merge(ana.pk, older.pk, actor=None)
    write_note(ana, "New since.", actor=None)
    edit(ana.pk, {"headline": "Nurse, nights"}, actor=None)
    unmerge(merged, actor=None)
    ana.refresh_from_db()
    assert ana.headline == "Nurse, nights"
    assert [each.text for each in ana.notes.all()] == ["New since."]


def test_an_old_resume_that_is_read_again_changes_only_what_it_said(two):
    ana, older = two
    old_resume = older.resumes.get()
    merged = merge(ana.pk, older.pk, actor=None)
    one = again(ana, replace(OLDER, name="Ana Old", headline="Carer"), resume=old_resume)
    assert (one.name, one.headline) == ("Ana Ruiz", "Carer")
    unmerge(merged, actor=None)
    assert Candidate.objects.get(pk=older.pk).name == "Ana Old"
    assert Candidate.objects.get(pk=ana.pk).headline == ""


def test_what_two_readings_agree_on_retires_no_edit_while_they_are_one():
    ana, older = found(days_ago=1), found(OLDER, days_ago=9)
    edit(older.pk, {"name": "Ana Ruiz"}, actor=None)
    merged = merge(ana.pk, older.pk, actor=None)
    unmerge(merged, actor=None)
    assert Candidate.objects.get(pk=older.pk).name == "Ana Ruiz"
    assert FieldEdit.objects.get().base == "A. Ruiz"


def test_erasing_reaches_what_a_merge_remembers(two):
    ana, older = two
    old_resume, own_resume = older.resumes.get(), ana.resumes.get()
    merge(ana.pk, older.pk, actor=None)
    parsing_services.delete(old_resume, actor=None)
    assert not Merge.objects.exists()
    assert not ReadFacts.objects.filter(source_id=old_resume.pk).exists()
    ana.refresh_from_db()
    assert "summary" not in ana.profile["basics"]
    parsing_services.delete(own_resume, actor=None)
    assert not Candidate.objects.exists()
    assert not Application.objects.exists()
    assert set(Removal.objects.values_list("candidate_id", flat=True)) == {ana.pk, older.pk}


def test_who_lost_their_own_resume_is_gone_when_taken_apart(two):
    ana, older = two
    merged = merge(ana.pk, older.pk, actor=None)
    parsing_services.delete(Resume.objects.exclude(pk__in=merged.resumes).get(), actor=None)
    unmerge(merged, actor=None)
    assert list(Candidate.objects.values_list("pk", flat=True)) == [older.pk]


def test_only_two_who_are_there_are_merged(two):
    ana, older = two
    with pytest.raises(NotMergeable, match="themself"):
        merge(ana.pk, ana.pk, actor=None)
    merge(ana.pk, older.pk, actor=None)
    with pytest.raises(NotMergeable, match="not there"):
        merge(ana.pk, older.pk, actor=None)


def test_what_a_merge_cannot_put_back_is_left_out(two):
    ana, older = two
    merged = merge(ana.pk, older.pk, actor=None)
    JobProfile.objects.get(title="Nurse").delete()
    person("bob").delete()
    unmerge(merged, actor=None)
    assert [each.job_profile.title for each in Candidate.objects.get(pk=older.pk).applications.all()] == [
        "Carer"
    ]


def test_people_without_a_resume_are_two_again():
    first, second = (
        Candidate.objects.create(name="Erika Beispiel"),
        Candidate.objects.create(name="E. Beispiel"),
    )
    unmerge(merge(first.pk, second.pk, actor=None), actor=None)
    assert {each.name for each in Candidate.objects.all()} == {"Erika Beispiel", "E. Beispiel"}
