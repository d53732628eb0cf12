"""Filters: what they count is what the list finds, and a change is seen at once."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candidates import caches
from candidates.facets.counting import Counted, Filter, FilterValue, count_members
from candidates.facets.members import NARROW, Subject
from candidates.facets.narrowing import FacetFilter
from candidates.facets.ranges import BUCKETS, EXPERIENCE, SCORES, UNRANKED, smallest_of
from candidates.models import (
    Application,
    Candidate,
    CandidateLabel,
    JobProfile,
    Label,
    Note,
    Read,
    Stage,
    Star,
    Tag,
)
from candidates.services import Facts, edit, raise_versions, save_candidate
from candidates.taxonomy import called
from tests.people import client_of, person

TITLES = (
    "Nurse", "nurse", "Software Engineer", "SOFTWARE ENGINEER", "Köchin", "KÖCHIN", "", "Account/Sales Lead",
    'Head of "C\\N"', "Λογιστής", "ΛΟΓΙΣΤΉΣ", "a\x1fb",
)  # fmt: skip
PLACES = (
    ("Bern", "CH"),
    ("bern", "CH"),
    ("Genève", "CH"),
    ("Lyon", "FR"),
    ("", "DE"),
    ("Oslo", ""),
    ("", ""),
)
SKILLS = (
    "Python",
    "Python 3",
    "SQL",
    "C++",
    "React.js",
    "ReactJS",
    "HTML/CSS",
    "Größenplanung",
    "100 % Excel",
    "İş Analizi",
    "iş analizi",
    "ΛΟΓΙΣΤΙΚΗΣ",
    "two\nlines",
)


@pytest.fixture(autouse=True)
def _empty_cache(db):
    cache.clear()


@pytest.fixture
def job() -> JobProfile:
    """A job profile that sixty people of all sorts apply to."""
    return job_with(60)


def job_with(count: int) -> JobProfile:
    chance = random.Random(7)
    job, other = JobProfile.objects.create(title="Anything"), JobProfile.objects.create(title="Other")
    labels = [Label.objects.create(slug=f"kind-{n}", name=f"Kind {n}") for n in range(3)]
    for _ in range(count):
        candidate = someone(chance)
        score = chance.choice((None, 0.0, 19.99, 20.0, 55.5, 80.0, 100.0))
        Application.objects.create(
            candidate=candidate,
            job_profile=job,
            stage=chance.choice(Stage.values),
            score=score,
            scored_at=None if score is None else timezone.now(),
        )
        if chance.random() < 0.3:
            Application.objects.create(candidate=candidate, job_profile=other, stage=Stage.HIRED)
        for label in chance.sample(labels, chance.randint(0, 2)):
            stands = chance.random() < 0.8
            CandidateLabel.objects.create(candidate=candidate, label=label, stands=stands)
        if chance.random() < 0.3:
            for name in chance.sample(("later", "Later", "ready"), chance.randint(1, 3)):  # merges bring both
                Tag.objects.create(candidate=candidate, name=name)
    someone(chance)
    return job


def someone(chance: random.Random) -> Candidate:
    """A person like any other."""
    city, country = chance.choice(PLACES)
    skills = chance.sample(SKILLS, chance.randint(0, 4))
    least = chance.choice((None, 0, 5, 11, 12, 35, 59, 60, 119, 240, 400))
    return Candidate.objects.create(
        name="Somebody",
        current_title=chance.choice(TITLES),
        city=city,
        country_code=country,
        experience_months_min=least,
        experience_months_max=None if least is None else least + chance.randint(0, 9),
        education_level=chance.choice((None, 3, 6, 7, 8)),
        graduation_year=chance.choice((None, 1999, 2015, 2020)),
        skills=skills,
        skill_names=called(skills),
    )


def values_of(filters: list[Filter]) -> Iterator[tuple[str, FilterValue]]:
    """Every value that can be chosen, with the name of its filter; parts after their whole."""

    def with_parts(values: list[FilterValue]) -> Iterator[FilterValue]:
        for value in values:
            yield value
            yield from with_parts(value.get("values", []))

    return ((each["name"], value) for each in filters for value in with_parts(each["values"]))


def counts(counted: Counted | dict, name: str) -> dict[str, int]:
    return {value["value"]: value["count"] for of, value in values_of(counted["filters"]) if of == name}


def test_every_value_finds_as_many_as_it_counted(job):
    alice = client_of("alice")
    told = alice.get(f"/api/v1/job-profiles/{job.pk}/filters/").json()
    seen = set()
    for name, value in values_of(told["filters"]):
        query = {"job_profile": str(job.pk), name: value["value"], "page_size": 100}
        found = alice.get("/api/v1/candidates/", query)
        assert found.status_code == 200, found.content
        assert len(found.json()["results"]) == value["count"], (name, value)
        seen.add(name)
    assert seen >= {
        "experience", "education", "title", "place", "graduation_year", "skill", "label", "tag", "stage",
        "score", "starred", "read", "noted",
    }  # fmt: skip
    assert told["total"] == 60


def test_the_filters_of_a_label_count_those_whom_it_fits(job):
    alice = client_of("alice")
    told = alice.get("/api/v1/labels/kind-1/filters/").json()
    assert told["total"] == CandidateLabel.objects.filter(label__slug="kind-1", stands=True).count() > 0
    assert {each["name"] for each in told["filters"] if each["values"]} >= {"stage", "score", "noted"}
    for name, value in values_of(told["filters"]):
        query = {"label": ["kind-1"], name: value["value"], "page_size": 100}
        if name == "label":
            continue
        assert len(alice.get("/api/v1/candidates/", query).json()["results"]) == value["count"], (name, value)


def test_buckets_share_out_all_months():
    for month in range(700):
        (bucket,) = [each for each in EXPERIENCE if each.holds(month)]
        (part,) = [each for each in bucket.parts if each.holds(month)]
        assert smallest_of(month) == part
    assert len(BUCKETS) == sum(1 + len(each.parts) for each in EXPERIENCE)


@pytest.mark.parametrize(
    ("score", "value"),
    [
        (None, "none"), (0.0, "0-20"), (19.99, "0-20"), (20.0, "20-40"), (40.0, "40-60"), (79.9, "60-80"),
        (80.0, "80-100"), (100.0, "80-100"), (100.00000000000001, "80-100"),
    ],
)  # fmt: skip
def test_a_score_is_in_one_range_wherever_it_is_asked_for(score, value):
    job, alice = JobProfile.objects.create(title="Any"), client_of("alice")
    candidate, stranger = Candidate.objects.create(name="Ana"), Candidate.objects.create(name="Ben")
    Application.objects.create(
        candidate=candidate, job_profile=job, score=score, scored_at=None if score is None else timezone.now()
    )
    counted = count_members(Subject("job_profile", str(job.pk)))
    assert counts(counted, "score") == {value: 1}
    for each in (*SCORES, UNRANKED):
        found = alice.get("/api/v1/candidates/", {"score": each}).json()["results"]
        assert [one["id"] for one in found] == ([str(candidate.pk)] if each == value else [])
        listed = alice.get("/api/v1/applications/", {"score": each}).json()["results"]
        assert [(one["candidate"]["name"], one["score"]) for one in listed] == (
            [("Ana", score)] if each == value else []
        )
    assert not stranger.applications.exists()


def test_a_score_is_that_for_the_job_profile_that_is_asked_for():
    ana, alice = Candidate.objects.create(name="Ana"), client_of("alice")
    jobs = [JobProfile.objects.create(title=title) for title in ("Cook", "Nurse")]
    for job, score in zip(jobs, (90.0, 10.0), strict=True):
        Application.objects.create(candidate=ana, job_profile=job, score=score, scored_at=timezone.now())
    asked = [(jobs[0].pk, "80-100"), (jobs[0].pk, "0-20"), (jobs[1].pk, "0-20"), ("", "0-20")]
    found = [
        len(alice.get("/api/v1/candidates/", {"job_profile": job, "score": score}).json()["results"])
        for job, score in asked
    ]
    assert found == [1, 0, 1, 1]


def test_parts_add_up_to_their_whole(job):
    counted = count_members(Subject("job_profile", str(job.pk)))
    for filter_ in counted["filters"]:
        for value in filter_["values"]:
            if filter_["name"] == "experience" and "values" in value:
                assert sum(part["count"] for part in value["values"]) == value["count"]
    experience = next(each for each in counted["filters"] if each["name"] == "experience")
    assert sum(value["count"] for value in experience["values"]) == counted["total"]


def test_a_value_is_told_as_most_people_spell_it():
    job = JobProfile.objects.create(title="Any")
    for title in ("NURSE", "Nurse", "Nurse", "nurse"):
        candidate = Candidate.objects.create(current_title=title, skill_names=[title])
        Application.objects.create(candidate=candidate, job_profile=job)
    counted = count_members(Subject("job_profile", str(job.pk)))
    for name in ("title", "skill"):
        (value,) = [value for of, value in values_of(counted["filters"]) if of == name]
        assert (value["value"], value["title"], value["count"]) == ("nurse", "Nurse", 4)


def test_one_skill_by_many_names_is_one_value_and_found_by_each():
    job, alice = JobProfile.objects.create(title="Any"), client_of("alice")
    for skills in (["React.js", "react"], ["ReactJS"], ["React", "HTML/CSS"], ["Unheard of"]):
        candidate = save_candidate(None, Facts(skills=tuple(skills)))
        Application.objects.create(candidate_id=candidate, job_profile=job)
    counted = count_members(Subject("job_profile", str(job.pk)))
    assert counts(counted, "skill") == {"react": 3, "css": 1, "html": 1, "unheard of": 1}
    for asked, people in (("reactjs", 3), ("React.JS", 3), ("css", 1), ("html/css", 1), ("UNHEARD OF", 1)):
        found = alice.get("/api/v1/candidates/", {"job_profile": str(job.pk), "skill": asked})
        assert len(found.json()["results"]) == people, asked


def test_a_corrected_skill_is_counted_by_its_name():
    candidate = save_candidate(None, Facts(skills=("Java",)))
    edit(candidate, {"skills": ["ReactJS", "k8s"]}, actor=None)
    person = Candidate.objects.get(pk=candidate)
    assert (person.skills, person.skill_names) == (["ReactJS", "k8s"], ["React", "Kubernetes"])


def test_many_values_are_cut_and_the_rest_is_counted():
    job = JobProfile.objects.create(title="Any")
    for number in range(70):
        candidate = Candidate.objects.create(current_title=f"Title {number:02}")
        Application.objects.create(candidate=candidate, job_profile=job)
    counted = count_members(Subject("job_profile", str(job.pk)))
    (titles,) = [each for each in counted["filters"] if each["name"] == "title"]
    assert (len(titles["values"]), titles["more"]) == (50, 20)


def test_an_empty_job_profile_has_empty_filters():
    job = JobProfile.objects.create(title="Nobody yet")
    told = client_of("alice").get(f"/api/v1/job-profiles/{job.pk}/filters/").json()
    assert told["total"] == 0
    assert all(each["values"] == [] for each in told["filters"])


def test_a_change_is_seen_with_its_commit(job):
    subject = Subject("job_profile", str(job.pk))
    before = caches.filters_of(subject)
    someone_else = Candidate.objects.filter(applications__job_profile=job, current_title="Nurse").first()
    someone_else.current_title = "Astronaut"
    someone_else.save(update_fields=["current_title"])
    assert caches.filters_of(subject) == before, "nobody raised a number, so the cache may not notice"
    raise_versions([someone_else.pk])
    after = caches.filters_of(subject)
    assert counts(after, "title")["astronaut"] == 1
    assert counts(after, "title")["nurse"] == counts(before, "title")["nurse"] - 1
    assert after["generation"] == before["generation"] + 1


def test_what_is_kept_is_read_without_counting(job):
    subject = Subject("job_profile", str(job.pk))
    caches.filters_of(subject)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        caches.filters_of(subject)
    assert len(queries) == 1
    assert "members" not in queries[0]["sql"]


def test_marks_are_one_s_own_and_never_kept(job):
    alice, bob = client_of("alice"), client_of("bob")
    address = f"/api/v1/job-profiles/{job.pk}/filters/"
    alice.get(address)
    first, second, *_ = Candidate.objects.filter(applications__job_profile=job)
    Star.objects.create(candidate=first, user=person("alice"))
    Read.objects.create(candidate=second, user=person("bob"))
    for _ in range(2):
        Note.objects.create(candidate=first, author=person("bob"), text="Called.")
    assert counts(alice.get(address).json(), "starred") == {"true": 1, "false": 59}
    assert counts(bob.get(address).json(), "starred") == {"false": 60}
    assert counts(bob.get(address).json(), "read") == {"true": 1, "false": 59}
    for client in (alice, bob):
        assert counts(client.get(address).json(), "noted") == {"true": 1, "false": 59}


def test_filters_cost_the_same_for_few_and_for_many(django_assert_max_num_queries):
    alice = client_of("alice")
    for job in (JobProfile.objects.create(title="Few"), job_with(40)):
        address = f"/api/v1/job-profiles/{job.pk}/filters/"
        alice.get(address)
        with django_assert_max_num_queries(6):
            alice.get(address)


def test_candidates_may_not_ask_what_colleagues_think():
    charlie = client_of("charlie")
    for query in ("starred=true", "stage=rejected", "score=80-100", "label=sales", "noted=false", "tag=x"):
        answer = charlie.get(f"/api/v1/candidates/?{query}")
        assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    assert charlie.get("/api/v1/candidates/?skill=python&title=Nurse").status_code == 200


@pytest.mark.parametrize(
    "query", ["experience=long", "education=99", "stage=lost", "score=5-10", "job_profile=x"]
)
def test_a_value_that_does_not_exist_is_refused(query):
    answer = client_of("alice").get(f"/api/v1/candidates/?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


@pytest.mark.parametrize("query", ["graduation_year=soon", "place=/", "skill=%25", "title='", "tag=%00x"])
def test_odd_texts_find_nobody(query, job):
    answer = client_of("alice").get(f"/api/v1/candidates/?{query}")
    if "%00" in query:
        assert answer.status_code == 400
    else:
        assert answer.json()["results"] == []


def test_age_and_gender_are_no_filters(job):
    alice = client_of("alice")
    told = alice.get(f"/api/v1/job-profiles/{job.pk}/filters/").json()
    words = ("age", "gender", "sex", "born", "birth", "nationality", "photo", "married")
    names = [*FacetFilter.get_filters(), *NARROW, *(each["name"] for each in told["filters"])]
    assert [name for name in names if set(name.split("_")) & set(words)] == []
