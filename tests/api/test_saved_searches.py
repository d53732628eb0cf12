"""Searches that hold filters as well as words: kept, run, and telling who is new."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accounts.notices.models import Notice
from candidates.models import Candidate, JobProfile, Label, SavedSearch, Star
from candidates.services import Move, mark, move, remove_job_profile
from candidates.tasks import label_candidates, run_saved_searches, update_index
from tests.api.conftest import problem
from tests.candidates.making import ANA, found
from tests.people import client_of, person

ADDRESS = "/api/v1/saved-searches/"
EVA = replace(
    ANA, name="Eva Lind", email="eva@example.org", experience_months_min=90, experience_months_max=90
)
BEN = replace(ANA, name="Ben Okoro", email="ben@example.org", current_title="Welder", profile={})


@pytest.fixture
def people(db) -> dict[str, Candidate]:
    """Ana and Eva, nurses of different experience, and Ben the welder, findable."""
    made = {"ana": found(), "eva": found(EVA), "ben": found(BEN)}
    update_index()
    return made


def keep(client, **sent: object) -> str:
    answer = client.post(ADDRESS, {"name": "Any", **sent}, format="json")
    assert answer.status_code == 201, answer.content
    return f"{ADDRESS}{answer.json()['id']}/"


def names(client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    people = [each.get("candidate", each) for each in answer.json()["results"]]
    return sorted(each["name"] for each in people)


@pytest.mark.parametrize(
    ("kept", "who"),
    [
        ({"query": "nurse"}, ["Ana Ruiz", "Eva Lind"]),
        ({"query": "nurse", "filters": {"experience": ["5y-10y"]}}, ["Eva Lind"]),
        ({"filters": {"experience": ["5y-10y"]}}, ["Eva Lind"]),
        ({"query": "*", "filters": {"title": ["welder", "plumber"]}}, ["Ben Okoro"]),
        ({"query": "nurse", "filters": {"title": ["welder"]}}, []),
        ({"filters": {"starred": ["true"]}}, ["Ana Ruiz"]),
        ({"filters": {}}, ["Ana Ruiz", "Ben Okoro", "Eva Lind"]),
    ],
)
def test_a_search_finds_by_words_and_filters(alice, people, kept, who):
    mark(Star, [people["ana"].pk], user=person("alice"), on=True)
    mark(Star, [people["ben"].pk], user=person("bob"), on=True)
    address = keep(alice, **kept)
    told = alice.get(address).json()
    assert (told["query"], told["filters"]) == (kept.get("query", ""), kept.get("filters", {}))
    assert names(alice, f"{address}results/") == who


def test_filters_are_changed_and_taken_away(alice, people):
    address = keep(alice, filters={"experience": ["5y-10y"]})
    alice.patch(address, {"filters": {"title": ["welder"]}}, format="json")
    assert names(alice, f"{address}results/") == ["Ben Okoro"]
    assert alice.patch(address, {"filters": {}}, format="json").json()["filters"] == {}
    assert len(names(alice, f"{address}results/")) == 3


def test_filters_of_a_job_profile_find_its_people_until_it_is_gone(alice, people):
    job = JobProfile.objects.create(title="Ward 3")
    move([people["ana"].pk], Move(job), actor=None)
    move([people["eva"].pk], Move(job, stage="interview"), actor=None)
    address = keep(alice, filters={"job_profile": [str(job.pk)], "stage": ["interview"]})
    assert names(alice, f"{address}results/") == ["Eva Lind"]
    remove_job_profile(job, actor=None)
    assert names(alice, f"{address}results/") == []


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        ({"shoe_size": ["43"]}, "filters.shoe_size"),
        ({"gender": ["f"]}, "filters.gender"),
        ({"experience": ["long"]}, "filters.experience"),
        ({"job_profile": ["none"]}, "filters.job_profile"),
        ({"experience": "5y-10y"}, "filters.experience"),
        ({"starred": ["perhaps"]}, "filters.starred"),
        ({"skill": []}, "filters.skill"),
        (["experience"], "filters"),
    ],
)
def test_filters_that_cannot_be_kept_are_refused(alice, filters, field):
    answer = alice.post(ADDRESS, {"name": "Bad", "filters": filters}, format="json")
    body = problem(answer, 400, "invalid")
    assert [error["field"] for error in body["errors"]] == [field]


def test_a_filter_that_is_no_longer_known_finds_nobody(alice, people):
    address = keep(alice)
    SavedSearch.objects.update(filters={"shoe_size": ["43"]})
    assert names(alice, f"{address}results/") == []


def test_who_is_new_is_told_by_words_and_filters(alice, people):
    alice.post("/api/v1/webhooks/", {"url": "https://hooks.example.org/", "events": ["saved_search.matched"]})
    address = keep(alice, query="nurse", filters={"experience": ["5y-10y"]}, is_notifying=True)
    found(replace(EVA, name="Ida Holm", email="ida@example.org"))
    found(replace(ANA, name="Mia Berg", email="mia@example.org"))
    found(replace(EVA, name="Per Nyman", email="per@example.org", current_title="Welder", profile={}))
    update_index()
    assert run_saved_searches() == 1
    assert names(alice, f"{address}matches/") == ["Ida Holm"]
    notice = Notice.objects.get(event="saved_search.matched")
    ida = Candidate.objects.get(name="Ida Holm")
    assert (notice.data["count"], notice.data["candidates"]) == (1, [str(ida.pk)])


def test_a_search_for_a_label_waits_until_labels_are_given(alice, people):
    while label_candidates():
        update_index()
    label = Label.objects.get(slug="nursing")
    address = keep(alice, filters={"label": [label.slug]}, is_notifying=True)
    words = keep(alice, name="Words", query=f"label:{label.slug}", is_notifying=True)
    found(replace(EVA, name="Ida Holm", email="ida@example.org"))
    update_index()
    assert run_saved_searches() == 0, "nobody has looked at her yet"
    while label_candidates():
        update_index()
    assert run_saved_searches() == 2
    assert names(alice, f"{address}matches/") == names(alice, f"{words}matches/") == ["Ida Holm"]


def test_running_a_search_costs_a_bounded_number_of_queries(alice, people, django_assert_max_num_queries):
    address = keep(alice, query="nurse", filters={"experience": ["5y-10y", "1y-3y"]})
    for number in range(8):
        found(replace(EVA, name=f"Eva {number}", email=f"eva{number}@example.org"))
    update_index()
    with django_assert_max_num_queries(6):
        assert len(names(alice, f"{address}results/")) == 9


def test_nobody_else_runs_a_search(alice, people):
    address = keep(alice)
    problem(client_of("bob").get(f"{address}results/"), 404, "not_found")
