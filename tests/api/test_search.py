"""Search through the API: what is found, where it stands, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.notices.delivering import deliver
from candidates.models import Application, Candidate, JobProfile, SavedSearch
from candidates.services import raise_versions
from candidates.tasks import run_saved_searches, update_index
from parsing.facts import facts_of
from parsing.models import Parse
from parsing.stages.flow import read as read_file
from tests.api.conftest import SAMPLES, problem
from tests.candidates.making import ANA, found
from tests.people import client_of

BEN = replace(
    ANA,
    name="Ben Okoro",
    email="ben@example.org",
    city="Berlin",
    country_code="DE",
    current_title="Softwareentwickler",
    skills=("Python", "Kubernetes"),
    profile={"work": [{"position": "Softwareentwickler", "name": "Nordwind GmbH"}]},
)
ADDRESS = "/api/v1/candidates/search/"


@pytest.fixture
def people(db) -> dict[str, Candidate]:
    """Ana the nurse and Ben the developer, findable."""
    made = {"ana": found(), "ben": found(BEN)}
    update_index()
    return made


def names(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [each["candidate"]["name"] for each in answer.json()["results"]]


@pytest.mark.parametrize(
    ("query", "mode", "who"),
    [
        ("nurse graz", "words", ["Ana Ruiz"]),
        ("software developer", "words", ["Ben Okoro"]),
        ("k8s", "words", ["Ben Okoro"]),
        ("kubernets", "hybrid", ["Ben Okoro"]),
        ("care home", "semantic", ["Ana Ruiz", "Ben Okoro"]),
        ("city:berlin", "hybrid", ["Ben Okoro"]),
        ("plumber", "words", []),
    ],
)
def test_people_are_found(alice, people, query, mode, who):
    answer = alice.get(ADDRESS, {"q": query, "mode": mode})
    assert names(answer) == who
    assert answer.json()["mode"] == mode or query.startswith("city")


def test_a_hit_tells_what_was_found_and_where_it_stands(alice):
    profile = read_file((SAMPLES / "french-two-columns.pdf").read_bytes(), "cv.pdf").profile
    candidate = found(facts_of(profile))
    resume = candidate.resumes.get()
    resume.latest_parse = Parse.objects.create(resume=resume, pipeline_version="1", profile=profile)
    resume.save()
    update_index()
    (hit,) = alice.get(ADDRESS, {"q": "title:marketing"}).json()["results"]
    first = hit["highlights"][0]
    (start, end), *_ = first["marks"]
    assert first["text"][start:end].lower() == "marketing"
    assert first["page"] == 1
    x0, y0, x1, y1 = first["bbox"]
    assert 0 <= x0 < x1 <= 1
    assert 0 <= y0 < y1 <= 1


def test_a_text_without_pages_is_found_without_a_box(alice, people):
    (hit,) = alice.get(ADDRESS, {"q": "triage", "mode": "words"}).json()["results"]
    assert hit["highlights"][0] == {
        "path": "skills.0", "text": "Triage", "marks": [[0, 6]], "page": None, "bbox": None,
    }  # fmt: skip


def test_facets_name_their_values(alice, people):
    job = JobProfile.objects.create(title="Ward 3")
    Application.objects.create(candidate=people["ana"], job_profile=job)
    raise_versions([people["ana"].pk])
    update_index()
    facets = alice.get(ADDRESS, {"facets": "job,skill,city"}).json()["facets"]
    assert facets["job"] == [{"value": str(job.pk), "title": "Ward 3", "count": 1}]
    assert {"value": "Berlin", "title": "Berlin", "count": 1} in facets["city"]
    job.title = "Ward 4"
    job.save()
    assert names(alice.get(ADDRESS, {"q": 'job:"ward 4"'})) == ["Ana Ruiz"]
    assert names(alice.get(ADDRESS, {"q": "job:ward AND job:3"})) == []


def test_pages_follow_each_other(alice, people):
    shown: list[str] = []
    address, count = f"{ADDRESS}?page_size=1&sort=newest", 0
    while address:
        answer = alice.get(address)
        shown += names(answer)
        address, count = answer.json()["next"], count + 1
        if count == 1:
            found(replace(BEN, name="Carla Neri", email="carla@example.org"))
            update_index()
    assert sorted(shown) == sorted({"Ana Ruiz", "Ben Okoro", "Carla Neri"} & set(shown))
    assert {"Ana Ruiz", "Ben Okoro"} <= set(shown)


@pytest.mark.parametrize(
    ("asked", "field", "says"),
    [
        ({"q": "java ("}, "q", "never closed. (at character 6)"),
        ({"q": "salary:1"}, "q", "There is no field 'salary'"),
        ({"q": "a" * 1001}, "q", "1000"),
        ({"facets": "age"}, "facets", "There is no facet 'age'"),
        ({"mode": "magic"}, "mode", "magic"),
        ({"page_size": 0}, "page_size", "1"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(alice, people, asked, field, says):
    body = problem(alice.get(ADDRESS, asked), 400, "invalid")
    (error,) = body["errors"]
    assert error["field"].startswith(field)
    assert says in error["detail"]


@pytest.mark.parametrize("cursor", ["made-up", "AAAAAAAA", "é", "A"])
def test_a_cursor_that_somebody_made_up_is_not_found(alice, people, cursor):
    problem(alice.get(ADDRESS, {"cursor": cursor}), 404, "not_found")


def test_before_there_is_an_index_search_is_unavailable(alice, db):
    answer = alice.get(ADDRESS, {"q": "nurse"})
    problem(answer, 503, "unavailable")
    assert answer["Retry-After"] == "2"


def test_somebody_who_was_deleted_this_moment_is_not_shown(alice, people):
    Candidate.objects.filter(pk=people["ana"].pk).delete()  # and the index has not heard
    assert names(alice.get(ADDRESS, {"q": "nurse", "mode": "words"})) == []


def test_a_page_costs_the_same_for_one_and_for_many(alice, people, django_assert_max_num_queries):
    for number in range(10):
        found(replace(ANA, name=f"Nurse {number}", email=f"n{number}@example.org"))
    update_index()
    alice.get(ADDRESS, {"q": "nurse"})
    with django_assert_max_num_queries(4):
        assert len(names(alice.get(ADDRESS, {"q": "nurse", "facets": "city"}))) >= 11


def test_people_like_somebody_are_found(alice, people):
    other = found(replace(ANA, name="Eva Lind", email="eva@example.org", current_title="Sjuksköterska"))
    update_index()
    answer = alice.get(f"/api/v1/candidates/{people['ana'].pk}/similar/?limit=1")
    assert [each["id"] for each in answer.json()["results"]] == [str(other.pk)]
    problem(alice.get(f"/api/v1/candidates/{people['ana'].pk}/similar/?limit=0"), 400, "invalid")


# --- searches that are kept


def test_a_search_is_kept_changed_and_dropped(alice):
    made = alice.post("/api/v1/saved-searches/", {"name": "Nurses", "query": "nurse city:graz"})
    assert made.status_code == 201, made.content
    address = f"/api/v1/saved-searches/{made.json()['id']}/"
    assert alice.get(address).json()["query"] == "nurse city:graz"
    assert alice.patch(address, {"query": "midwife", "sort": "newest"}).json()["sort"] == "newest"
    (listed,) = alice.get("/api/v1/saved-searches/").json()["results"]
    assert (listed["name"], listed["query"], listed["matches"]) == ("Nurses", "midwife", 0)
    assert alice.delete(address).status_code == 204
    assert alice.get("/api/v1/saved-searches/").json()["results"] == []


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": "Bad", "query": "(nurse"}, "query"),
        ({"name": "Known", "query": "nurse"}, "name"),
        ({"query": "nurse"}, "name"),
        ({"name": "Bad", "mode": "magic"}, "mode"),
    ],
)
def test_a_search_that_cannot_be_kept_is_refused(alice, sent, field):
    alice.post("/api/v1/saved-searches/", {"name": "Known", "query": "nurse"})
    body = problem(alice.post("/api/v1/saved-searches/", sent), 400, "invalid")
    assert [error["field"].split(".")[0] for error in body["errors"]] == [field]


def test_colleagues_keep_their_own_searches(alice):
    made = alice.post("/api/v1/saved-searches/", {"name": "Nurses", "query": "nurse"}).json()["id"]
    bob = client_of("bob")
    assert bob.get("/api/v1/saved-searches/").json()["results"] == []
    problem(bob.get(f"/api/v1/saved-searches/{made}/matches/"), 404, "not_found")
    assert bob.post("/api/v1/saved-searches/", {"name": "Nurses"}).status_code == 201


def test_lists_of_searches_and_matches_cost_a_bounded_number_of_queries(
    alice, people, django_assert_num_queries
):
    for number in range(5):
        alice.post("/api/v1/saved-searches/", {"name": f"S{number}", "query": "*", "is_notifying": True})
    found(replace(ANA, name="Eva Lind", email="eva@example.org"))
    update_index()
    assert run_saved_searches() == 5
    with django_assert_num_queries(2):
        listed = alice.get("/api/v1/saved-searches/").json()["results"]
    assert [each["matches"] for each in listed] == [1] * 5
    with django_assert_num_queries(3):
        (match,) = alice.get(f"/api/v1/saved-searches/{listed[0]['id']}/matches/").json()["results"]
    assert match["candidate"]["name"] == "Eva Lind"


def test_a_search_that_notifies_tells_of_new_people_once(alice, people):
    sent = {"name": "Nurses", "query": "nurse", "is_notifying": True}
    identity = alice.post("/api/v1/saved-searches/", sent).json()["id"]
    alice.post("/api/v1/saved-searches/", {**sent, "name": "Developers", "query": "developer"})
    assert run_saved_searches() == 0, "whoever was there before is not new"
    found(replace(ANA, name="Eva Lind", email="eva@example.org", current_title="Sjuksköterska"))
    assert run_saved_searches() == 0, "the index has not heard of her"
    update_index()
    assert run_saved_searches() == 1
    assert run_saved_searches() == 0
    deliver()
    (told,) = mail.outbox
    assert told.to == ["alice@example.org"]
    assert told.subject == "1 new person for “Nurses”"
    assert "Eva" not in told.body
    (match,) = alice.get(f"/api/v1/saved-searches/{identity}/matches/").json()["results"]
    assert match["candidate"]["name"] == "Eva Lind"


def test_a_search_that_begins_to_notify_tells_of_those_who_come_then(alice, people):
    identity = alice.post("/api/v1/saved-searches/", {"name": "All", "query": "*"}).json()["id"]
    SavedSearch.objects.update(checked_until=timezone.now() - timedelta(days=9))
    alice.patch(f"/api/v1/saved-searches/{identity}/", {"is_notifying": True})
    assert run_saved_searches() == 0
