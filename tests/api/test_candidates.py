"""Candidates through the API: who was found."""

from __future__ import annotations

from candidates.models import Candidate, Read, Star
from candidates.services import mark
from tests.api.conftest import CV, bring, problem, read
from tests.people import person


def test_who_was_found_is_listed_and_read(alice):
    read(bring(alice))
    (listed,) = alice.get("/api/v1/candidates/").json()["results"]
    assert (listed["name"], listed["email"]) == ("Erika Beispiel", "erika@example.org")
    assert "profile" not in listed
    whole = alice.get(f"/api/v1/candidates/{listed['id']}/").json()
    assert whole["profile"]["basics"]["name"] == "Erika Beispiel"
    problem(alice.get("/api/v1/candidates/7f1c0000-0000-4000-8000-000000000000/"), 404, "not_found")


def test_a_name_in_capitals_is_shown_in_proper_case(alice):
    read(bring(alice, data=CV.replace(b"Erika Beispiel", b"ERIKA BEISPIEL")))
    (listed,) = alice.get("/api/v1/candidates/").json()["results"]
    assert listed["name"] == "Erika Beispiel"


def test_the_list_costs_the_same_for_one_and_for_many(alice, django_assert_num_queries):
    read(bring(alice))
    alice.get("/api/v1/candidates/")
    with django_assert_num_queries(2):
        alice.get("/api/v1/candidates/")
    for number in range(8):
        read(bring(alice, data=CV + b"%d" % number))
    with django_assert_num_queries(2):
        listed = alice.get("/api/v1/candidates/").json()["results"]
    assert len(listed) == Candidate.objects.count() == 9


def test_the_list_can_be_narrowed(alice):
    Candidate.objects.create(name="Ana Ruiz", current_title="Nurse", country_code="ES")
    Candidate.objects.create(name="Ben Okafor", current_employer="Acme", country_code="NG")

    def found(query: str) -> list[str]:
        return [item["name"] for item in alice.get(f"/api/v1/candidates/?{query}").json()["results"]]

    assert found("search=nurse") == ["Ana Ruiz"]
    assert found("search=acme") == ["Ben Okafor"]
    assert found("country_code=ES") == ["Ana Ruiz"]
    assert found("") == ["Ben Okafor", "Ana Ruiz"]


def test_the_list_says_whom_one_starred_and_read_oneself(alice):
    read(bring(alice))
    one = Candidate.objects.get()
    mark(Star, [one.pk], user=person("alice"), on=True)
    mark(Read, [one.pk], user=person("bob"), on=True)
    (listed,) = alice.get("/api/v1/candidates/").json()["results"]
    assert (listed["is_starred"], listed["is_read"]) == (True, False)


def test_deleting_the_only_resume_takes_the_person_away(alice):
    identity = bring(alice)
    read(identity)
    alice.delete(f"/api/v1/resumes/{identity}/")
    assert alice.get("/api/v1/candidates/").json()["results"] == []
