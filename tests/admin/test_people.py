"""A person's page shows everything that is known, and every button does what the API does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from candidates.models import (
    Application,
    Candidate,
    CandidateLabel,
    Duplicate,
    FieldEdit,
    JobProfile,
    Label,
    Merge,
    Note,
    Read,
    Star,
)
from candidates.services import Move, edit, mark, merge, move, note_scores, set_tags, write_note
from candidates.tasks import find_duplicates
from tests.admin.conftest import browser_of
from tests.candidates.making import ANA, again, found
from tests.people import person

ATTACK = "<script>alert(1)</script>"


@pytest.fixture
def ana() -> Candidate:
    return found()


@pytest.fixture
def nurse() -> JobProfile:
    return JobProfile.objects.create(title="Nurse on nights")


@pytest.fixture
def care() -> Label:
    return Label.objects.create(slug="care", name="Care work")


def page_of(browser: Client, candidate: Candidate) -> str:
    response = browser.get(reverse("admin:candidates_candidate_change", args=[candidate.pk]))
    assert response.status_code == 200
    return response.content.decode()


def press(browser: Client, candidate: Candidate, verb: str, **form: object) -> str:
    """The page after a button was pressed."""
    address = reverse("admin:candidate-press", args=[candidate.pk, verb])
    response = browser.post(address, form, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_a_page_shows_all_that_is_known(alice, ana, nurse, care):
    older = found(replace(ANA, name="A. Ruiz", phone=""), days_ago=9)
    merge(ana.pk, older.pk, actor=person("bob"))
    found(replace(ANA, name="Ana M. Ruiz"))
    find_duplicates()
    move([ana.pk], Move(nurse, "interview", label=care), actor=person("alice"))
    set_tags(ana, ["nights"], actor=None)
    write_note(ana, "Very kind.", actor=person("bob"))
    edit(ana.pk, {"city": "Linz"}, actor=person("alice"))
    again(ana, replace(ANA, city="Wien"), resume=ana.resumes.order_by("-created_at").first())
    page = page_of(alice, ana)
    for shown in (
        "Ana Ruiz", "A. Ruiz", "Ana M. Ruiz", "same_email", "Nurse on nights", "Interview", "Care work",
        "#nights", "Very kind.", "Linz", "Merge into this one", "Take apart", "Two people", "Correct",
    ):  # fmt: skip
        assert shown in page, shown
    assert page.count(reverse("admin:parsing_resume_changelist")) >= 2


def test_fields_are_corrected_and_conflicts_decided(alice, ana):
    assert "Corrected city, name." in press(
        alice, ana, "correct", name="Ana Vega", city="Linz", email=ana.email
    )
    assert set(FieldEdit.objects.values_list("field", flat=True)) == {"name", "city"}
    again(ana, replace(ANA, name="A. Ruiz", city="Wien"))
    press(alice, ana, "decide", field="name", choice="ours")
    press(alice, ana, "decide", field="city", choice="theirs")
    ana.refresh_from_db()
    assert (ana.name, ana.city) == ("Ana Vega", "Wien")
    assert "Nothing was changed" in press(alice, ana, "correct", name="Ana Vega")
    assert "Not possible" in press(alice, ana, "correct", name="x" * 300)
    assert "Not possible" in press(alice, ana, "decide", field="phone", choice="ours")


def test_marks_notes_tags_and_labels(alice, ana, care):
    for verb in ("star", "read"):
        press(alice, ana, verb)
    assert (Star.objects.count(), Read.objects.count()) == (1, 1)
    for verb in ("star", "read"):
        press(alice, ana, verb)
    assert (Star.objects.count(), Read.objects.count()) == (0, 0)
    press(alice, ana, "tags", tags="nights, graz,")
    assert sorted(ana.tags.values_list("name", flat=True)) == ["graz", "nights"]
    assert "Write something first" in press(alice, ana, "note", text=" ")
    press(alice, ana, "note", text="Kind.")
    press(alice, ana, "remove-note", number=Note.objects.get().pk)
    assert not Note.objects.exists()
    press(alice, ana, "label", label="care")
    assert CandidateLabel.objects.get().stands
    press(alice, ana, "unlabel", label="care")
    assert not CandidateLabel.objects.get().stands
    assert "Not possible" in press(alice, ana, "label", label="nothing")


def test_applications_are_begun_moved_and_ended(alice, ana, nurse):
    press(alice, ana, "apply", job_profile=nurse.pk, stage="new")
    assert "Nurse on nights: Offer." in press(alice, ana, "apply", job_profile=nurse.pk, stage="offer")
    application = Application.objects.get()
    assert application.stage == "offer"
    assert "Not possible" in press(alice, ana, "apply", job_profile=nurse.pk, stage="nowhere")
    assert "Not possible" in press(alice, ana, "apply", job_profile="x", stage="new")
    press(alice, ana, "end", application=application.pk)
    assert not Application.objects.exists()


def test_doubles_are_merged_taken_apart_and_dismissed(alice, ana):
    double = found(replace(ANA, name="Ana M. Ruiz"))
    press(alice, ana, "merge", absorb=double.pk)
    assert Candidate.objects.count() == 1
    assert "Not possible" in press(alice, ana, "merge", absorb=double.pk)
    press(alice, ana, "unmerge", number=Merge.objects.get().pk)
    assert Candidate.objects.count() == 2
    Duplicate.objects.all().delete()
    find_duplicates()
    press(alice, ana, "dismiss", number=Duplicate.objects.get().pk)
    assert Duplicate.objects.get().state == "dismissed"


def test_many_are_moved_from_the_list_of_people_and_of_applications(alice, nurse, care):
    people = [found(replace(ANA, name=f"Person {number}")) for number in range(3)]
    chosen = {"action": "move", ACTION_CHECKBOX_NAME: [str(each.pk) for each in people[:2]]}
    address = reverse("admin:candidates_candidate_changelist")
    assert "2 chosen" in alice.post(address, chosen).content.decode()
    form = {**chosen, "move": "Move", "job_profile": str(nurse.pk), "label": str(care.pk)}
    page = alice.post(address, form, follow=True).content.decode()
    assert "2 people: 2 applications begun, 0 moved, 2 labels given, 0 taken away." in page
    applications = [str(pk) for pk in Application.objects.values_list("pk", flat=True)]
    chosen = {"action": "move", ACTION_CHECKBOX_NAME: applications}
    address = reverse("admin:candidates_application_changelist")
    form = {**chosen, "move": "Move", "job_profile": str(nurse.pk), "stage": "hired"}
    assert "2 moved" in alice.post(address, form, follow=True).content.decode()
    assert set(Application.objects.values_list("stage", flat=True)) == {"hired"}
    page = alice.post(address, {**chosen, "move": "Move", "stage": "hired"}, follow=True).content.decode()
    assert "Say which job profile" in page


def test_applications_are_chosen_by_their_scores(alice, ana, nurse):
    other = found(replace(ANA, name="Ben Okafor"))
    move([ana.pk, other.pk], Move(nurse), actor=None)
    note_scores(nurse.pk, {ana.pk: 81.26}, asked_at=timezone.now())
    address = reverse("admin:candidates_application_changelist")
    pages = {each: alice.get(f"{address}?score={each}").content.decode() for each in ("80-100", "none")}
    assert "81.3" in pages["80-100"]
    assert ["Ben Okafor" in page for page in pages.values()] == [False, True]
    assert alice.get(f"{address}?score=lost").status_code == 200


def test_stars_and_reads_are_put_on_many(alice):
    people = [str(found().pk) for _ in range(2)]
    for action in ("star", "mark_as_read"):
        alice.post(
            reverse("admin:candidates_candidate_changelist"),
            {"action": action, ACTION_CHECKBOX_NAME: people},
        )
    assert (Star.objects.count(), Read.objects.count()) == (2, 2)


def test_stars_and_reads_are_taken_from_many_and_chosen_by(alice):
    people = [Candidate.objects.create(name=name) for name in ("Ana", "Ben", "Cem")]
    mark(Star, [each.pk for each in people[:2]], user=person("alice"), on=True)
    mark(Star, [people[2].pk], user=person("bob"), on=True)
    mark(Read, [people[0].pk], user=person("alice"), on=True)
    write_note(people[2], "Kind.", actor=person("bob"))
    address = reverse("admin:candidates_candidate_changelist")

    def shown(query: str) -> list[str]:
        return sorted(each.name for each in alice.get(f"{address}?{query}").context["cl"].queryset)

    assert [shown(f"starred={value}") for value in ("true", "false")] == [["Ana", "Ben"], ["Cem"]]
    assert (shown("read=false"), shown("noted=true")) == (["Ben", "Cem"], ["Cem"])
    assert shown("starred=nonsense") == []
    chosen = [str(each.pk) for each in people]
    for action in ("unstar", "mark_as_unread"):
        alice.post(address, {"action": action, ACTION_CHECKBOX_NAME: chosen})
    assert (Star.objects.get().candidate, Read.objects.count()) == (people[2], 0)


def test_job_profiles_and_labels_are_kept_by_recruiters(alice, ana):
    add = reverse("admin:candidates_jobprofile_add")
    alice.post(add, {"title": "Nurse", "is_open": "on"})
    job = JobProfile.objects.get()
    assert job.created_by == person("alice")
    move([ana.pk], Move(job), actor=None)
    change = reverse("admin:candidates_jobprofile_change", args=[job.pk])
    alice.post(change, {"title": "Head nurse", "is_open": "on"})
    job.refresh_from_db()
    assert (job.title, job.generation) == ("Head nurse", 3)
    alice.post(reverse("admin:candidates_label_add"), {"name": "Care", "slug": "care", "is_active": "on"})
    label = Label.objects.get(slug="care")
    alice.post(reverse("admin:candidates_label_change", args=[label.pk]), {"name": "Caring", "slug": "x"})
    label.refresh_from_db()
    assert (label.name, label.slug, label.is_active) == ("Caring", "care", False)
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"job_profile.made", "job_profile.changed", "label.made", "label.changed"} <= actions


def test_pairs_and_merges_are_decided_from_their_lists(alice, ana):
    double = found()
    find_duplicates()
    address = reverse("admin:candidates_duplicate_changelist")
    assert "same email (0.9)" in alice.get(address).content.decode()
    pair = Duplicate.objects.get()
    alice.post(address, {"action": "dismiss", ACTION_CHECKBOX_NAME: [pair.pk]})
    assert Duplicate.objects.get().state == "dismissed"
    merged = merge(ana.pk, double.pk, actor=None)
    address = reverse("admin:candidates_merge_changelist")
    alice.post(address, {"action": "take_apart", ACTION_CHECKBOX_NAME: [merged.pk]})
    assert Candidate.objects.count() == 2


def test_a_viewer_sees_everything_and_presses_nothing(ana, nurse):
    write_note(ana, "Kind.", actor=None)
    vera = browser_of("vera")
    page = page_of(vera, ana)
    assert "Kind." in page
    assert "press" not in page.split('id="content-main"')[1]
    for verb in ("star", "note", "merge", "correct"):
        address = reverse("admin:candidate-press", args=[ana.pk, verb])
        assert vera.post(address, {"text": "x", "name": "x"}).status_code == 403
        assert browser_of("alice").get(address).status_code == 403
    assert vera.get(reverse("admin:candidates_jobprofile_add")).status_code == 403
    assert 'value="move"' not in vera.get(reverse("admin:candidates_candidate_changelist")).content.decode()
    assert browser_of("charlie").get(reverse("admin:candidates_candidate_changelist")).status_code == 302


def test_nothing_that_somebody_wrote_is_run(alice):
    ana = found(replace(ANA, name=ATTACK, headline=ATTACK, skills=(ATTACK,)))
    job, label = JobProfile.objects.create(title=ATTACK), Label.objects.create(slug="x", name=ATTACK)
    move([ana.pk], Move(job, label=label), actor=None)
    set_tags(ana, [ATTACK], actor=None)
    write_note(ana, ATTACK, actor=None)
    edit(ana.pk, {"city": ATTACK}, actor=None)
    double = found(replace(ANA, name=ATTACK))
    find_duplicates()
    pages = [page_of(alice, ana)]
    merge(ana.pk, double.pk, actor=None)
    pages.append(page_of(alice, ana))
    for name in ("candidate", "jobprofile", "label", "application", "duplicate", "merge"):
        pages.append(alice.get(reverse(f"admin:candidates_{name}_changelist")).content.decode())
    assert all(ATTACK not in page for page in pages)


LISTS = ["jobprofile", "label", "application", "duplicate", "merge"]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_one_and_for_many(alice, name):
    def fill(number: int) -> None:
        one, other, third = (found(replace(ANA, name=f"Ana Ruiz {number}")) for _ in range(3))
        job = JobProfile.objects.create(title=f"Job {number}")
        label = Label.objects.create(slug=f"label-{number}", name=f"Label {number}")
        move([one.pk], Move(job, label=label), actor=None)
        merge(other.pk, third.pk, actor=None)
        find_duplicates()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert alice.get(reverse(f"admin:candidates_{name}_changelist")).status_code == 200
        return len(queries)

    fill(0)
    cost()
    few = cost()
    for number in range(1, 4):
        fill(number)
    assert cost() == few <= 8


def test_a_page_costs_as_much_for_a_person_with_many_notes_as_with_one(alice, ana):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page_of(alice, ana)
        return len(queries)

    mark(Star, [ana.pk], user=person("alice"), on=True)
    write_note(ana, "One.", actor=None)
    cost()
    few = cost()
    for number in range(5):
        write_note(ana, f"Note {number}", actor=person("bob"))
    assert cost() == few <= 24
