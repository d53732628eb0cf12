"""Candidates through the API: corrected, marked, merged; what colleagues think stays among colleagues."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from candidates.models import Candidate, FieldEdit, JobProfile, Label, Note, Removal
from candidates.services import move, save_candidate, write_note
from candidates.services.moving import Move
from candidates.tasks import find_duplicates
from tests.api.conftest import CV, bring, problem, read
from tests.candidates.making import ANA, again, found
from tests.people import client_of, person

NOBODY = "7f1c0000-0000-4000-8000-000000000000"


@pytest.fixture
def ana() -> Candidate:
    return found()


def at(candidate: Candidate, more: str = "") -> str:
    return f"/api/v1/candidates/{candidate.pk}/{more}"


def test_a_correction_is_shown_and_survives_a_reading(alice, ana):
    sent = {"name": "Ana Vega", "profile": {"work": [{"name": "Bolt"}], "basics": {"summary": "Kind."}}}
    shown = alice.patch(at(ana), sent).json()
    assert shown["name"] == shown["profile"]["basics"]["name"] == "Ana Vega"
    assert (shown["profile"]["work"], shown["profile"]["basics"]["summary"]) == ([{"name": "Bolt"}], "Kind.")
    assert shown["version"] == 2
    again(ana, replace(ANA, name="A. Ruiz", headline="Head nurse"))
    shown = alice.get(at(ana)).json()
    assert (shown["name"], shown["headline"], shown["standing"]["conflicts"]) == ("Ana Vega", "Head nurse", 1)


def test_a_conflict_is_decided(alice, ana):
    alice.patch(at(ana), {"name": "Ana Vega", "city": "Linz"})
    again(ana, replace(ANA, name="A. Ruiz", city="Wien"))
    fields = alice.get(at(ana, "diff/")).json()
    assert [
        (each["field"], each["base"], each["theirs"], each["value"], each["is_conflict"]) for each in fields
    ] == [("city", "Graz", "Wien", "Linz", True), ("name", "Ana Ruiz", "A. Ruiz", "Ana Vega", True)]
    assert fields[0]["edited_by"] == "alice"
    (left,) = alice.post(at(ana, "diff/"), {"field": "city", "choice": "theirs"}).json()
    assert left["field"] == "name"
    (kept,) = alice.post(at(ana, "diff/"), {"field": "name", "choice": "ours"}).json()
    assert (kept["base"], kept["is_conflict"]) == ("A. Ruiz", False)
    shown = alice.get(at(ana)).json()
    assert (shown["name"], shown["city"]) == ("Ana Vega", "Wien")
    problem(alice.post(at(ana, "diff/"), {"field": "city", "choice": "ours"}), 404, "not_found")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": None}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"country_code": "AUT"}, "country_code"),
        ({"experience_months_max": -1}, "experience_months_max"),
        ({"skills": "Python"}, "skills"),
        ({"skills": ["a\x00b"]}, "skills.0"),
        ({"profile": {"work": ["Acme"]}}, "profile.work.0"),
        ({"profile": {"work": [{"name": "a\x00b"}]}}, "profile.work"),
        ({"profile": {"work": [{"name": "\ud800"}]}}, "profile.work"),
        ({"profile": {"basics": {"summary": 1.5}, "education": {}}}, "profile.education"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused_by_field(alice, ana, sent, field):
    answer = alice.patch(at(ana), json.dumps(sent), content_type="application/json")
    errors = problem(answer, 400, "invalid")["errors"]
    assert field in {each["field"] for each in errors}
    assert not FieldEdit.objects.exists()


def test_what_is_no_field_is_left_alone(alice, ana):
    assert alice.patch(at(ana), {"version": 99, "id": NOBODY, "profile": {"meta": {}}}).status_code == 200
    assert Candidate.objects.get().version == 1
    problem(alice.patch(f"/api/v1/candidates/{NOBODY}/", {"name": "x"}), 404, "not_found")


def test_marks_are_put_on_and_taken_away(alice, ana):
    assert alice.put(at(ana, "star/")).status_code == 204
    assert alice.put(at(ana, "star/")).status_code == 204
    assert alice.put(at(ana, "read/")).status_code == 204
    assert alice.put(at(ana, "tags/"), {"tags": ["nights ", "Graz", "graz"]}).json() == {
        "tags": ["graz", "nights"]
    }
    standing = alice.get(at(ana)).json()["standing"]
    assert (standing["is_starred"], standing["is_read"], standing["tags"]) == (True, True, ["graz", "nights"])
    other = client_of("bob").get(at(ana)).json()["standing"]
    assert (other["is_starred"], other["is_read"], other["tags"]) == (False, False, ["graz", "nights"])
    assert alice.delete(at(ana, "star/")).status_code == 204
    assert alice.delete(at(ana, "read/")).status_code == 204
    assert alice.put(at(ana, "tags/"), {"tags": []}).json() == {"tags": []}
    standing = alice.get(at(ana)).json()["standing"]
    assert (standing["is_starred"], standing["is_read"], standing["tags"]) == (False, False, [])
    ana.refresh_from_db()
    assert ana.version == 7


def test_notes_are_written_rewritten_and_taken_away(alice, ana):
    note = alice.post(at(ana, "notes/"), {"text": " Kind. "}).json()
    assert (note["text"], note["author"], note["edited_at"]) == ("Kind.", "alice", None)
    changed = client_of("bob").patch(at(ana, f"notes/{note['id']}/"), {"text": "Very kind."}).json()
    assert (changed["text"], changed["author"]) == ("Very kind.", "alice")
    assert changed["edited_at"]
    other = found()
    problem(alice.patch(at(other, f"notes/{note['id']}/"), {"text": "x"}), 404, "not_found")
    problem(alice.post(at(ana, "notes/"), {"text": "  "}), 400, "invalid")
    assert [each["text"] for each in alice.get(at(ana, "notes/")).json()["results"]] == ["Very kind."]
    assert alice.delete(at(ana, f"notes/{note['id']}/")).status_code == 204
    assert not Note.objects.exists()


def test_a_candidate_sees_themself_and_not_what_we_think(db):
    charlie = client_of("charlie")
    read(bring(charlie))
    erika = Candidate.objects.get()
    write_note(erika, "Not kind.", actor=person("alice"))
    shown = charlie.get(at(erika)).json()
    assert (shown["name"], shown["standing"]) == ("Erika Beispiel", None)
    for more in ("notes/", "diff/", "merges/"):
        problem(charlie.get(at(erika, more)), 403, "permission_denied")
    problem(client_of("dora").get(at(erika)), 404, "not_found")


def test_duplicates_are_listed_merged_and_taken_apart(alice, ana):
    newer = found(replace(ANA, name="Ana M. Ruiz"))
    find_duplicates()
    (pair,) = alice.get("/api/v1/duplicates/").json()["results"]
    assert {pair["first"]["name"], pair["second"]["name"]} == {"Ana Ruiz", "Ana M. Ruiz"}
    assert {"same_email", "same_phone", "similar_name"} <= {each["code"] for each in pair["reasons"]}
    assert alice.get(f"/api/v1/duplicates/?candidate={NOBODY}").json()["results"] == []
    assert len(alice.get(f"/api/v1/duplicates/?candidate={ana.pk}&least_score=0.9").json()["results"]) == 1
    assert alice.get(at(ana)).json()["standing"]["duplicates"] == 1

    answer = alice.post(at(ana, "merge/"), {"absorb": str(newer.pk)})
    assert answer.status_code == 201
    assert answer.json()["absorbed_name"] == "Ana M. Ruiz"
    problem(alice.get(at(newer)), 404, "not_found")
    problem(alice.post(at(ana, "merge/"), {"absorb": str(ana.pk)}), 409, "wrong_state")
    problem(alice.post(at(ana, "merge/"), {"absorb": str(newer.pk)}), 404, "not_found")
    (merged,) = alice.get(at(ana, "merges/")).json()["results"]
    assert merged["merged_by"] == "alice"

    undone = alice.post(f"/api/v1/merges/{merged['id']}/undo/")
    assert undone.json()["id"] == str(newer.pk)
    assert alice.get(at(newer)).json()["name"] == "Ana M. Ruiz"
    problem(alice.post(f"/api/v1/merges/{merged['id']}/undo/"), 404, "not_found")
    find_duplicates()
    assert alice.get("/api/v1/duplicates/").json()["results"] == []


def test_two_who_are_two_are_not_shown_again(alice, ana):
    found()
    find_duplicates()
    (pair,) = alice.get("/api/v1/duplicates/").json()["results"]
    assert alice.post(f"/api/v1/duplicates/{pair['id']}/dismiss/").status_code == 204
    again(ana, ANA)
    find_duplicates()
    assert alice.get("/api/v1/duplicates/").json()["results"] == []


def test_reading_a_candidate_costs_the_same_whatever_is_put_on_them(alice, ana, django_assert_num_queries):
    alice.get(at(ana))
    with django_assert_num_queries(10):
        alice.get(at(ana))
    for number in range(4):
        write_note(ana, f"Note {number}", actor=person("alice"))
        job, label = JobProfile.objects.create(title=f"Job {number}"), Label.objects.create(slug=f"l{number}")
        move([ana.pk], Move(job, label=label), actor=None)
    with django_assert_num_queries(10):
        standing = alice.get(at(ana)).json()["standing"]
    assert (len(standing["applications"]), len(standing["labels"]), standing["notes"]) == (4, 4, 4)


@pytest.mark.parametrize("more", ["notes/", "merges/", "diff/"])
def test_lists_of_a_candidate_cost_the_same_for_one_and_for_many(alice, ana, django_assert_num_queries, more):
    def fill(number: int) -> None:
        write_note(ana, f"Note {number}", actor=person("alice"))
        double = found()
        alice.post(at(ana, "merge/"), {"absorb": str(double.pk)})
        alice.patch(at(ana), {("name", "city", "headline", "phone")[number]: f"x{number}"})

    fill(0)
    with django_assert_num_queries(3):
        assert len(listed(alice.get(at(ana, more)).json())) == 1
    for number in (1, 2, 3):
        fill(number)
    with django_assert_num_queries(3):
        assert len(listed(alice.get(at(ana, more)).json())) == 4


def test_the_list_of_duplicates_costs_the_same_for_one_and_for_many(alice, ana, django_assert_num_queries):
    found()
    find_duplicates()
    alice.get("/api/v1/duplicates/")
    with django_assert_num_queries(2):
        assert len(alice.get("/api/v1/duplicates/").json()["results"]) == 1
    for _ in range(3):
        found()
    find_duplicates()
    with django_assert_num_queries(2):
        assert len(alice.get("/api/v1/duplicates/").json()["results"]) == 10


def test_a_person_of_two_resumes_goes_with_the_last(alice, db):
    first, second = bring(alice), bring(alice, data=CV + b"\nGo\n")
    read(first), read(second)
    one, other = Candidate.objects.all()
    alice.post(at(one, "merge/"), {"absorb": str(other.pk)})
    alice.patch(at(one), {"headline": "Engineer"})
    assert alice.delete(f"/api/v1/resumes/{first}/").status_code == 204
    assert alice.get(at(one)).json()["headline"] == "Engineer"
    assert alice.delete(f"/api/v1/resumes/{second}/").status_code == 204
    problem(alice.get(at(one)), 404, "not_found")
    assert not FieldEdit.objects.exists()


def test_who_came_without_a_resume_is_erased_and_nobody_else(alice, ana):
    problem(alice.delete(at(ana)), 409, "wrong_state")
    imported = Candidate.objects.get(pk=save_candidate(None, ANA))
    write_note(imported, "Kind.", actor=None)
    assert alice.delete(at(imported)).status_code == 204
    problem(alice.get(at(imported)), 404, "not_found")
    assert Candidate.objects.get() == ana
    assert Removal.objects.get().candidate_id == imported.pk
    assert not Note.objects.exists()


def listed(body: object) -> list[object]:
    return body["results"] if isinstance(body, dict) else body
