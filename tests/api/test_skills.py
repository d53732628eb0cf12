"""Skills through the API: looked up, with what is above and below them, and what is near."""

from __future__ import annotations

from datetime import date

import pytest

from candidates.models import Candidate
from tests.api.conftest import problem


def names(answer: dict[str, object], key: str = "results") -> list[str]:
    return [skill["name"] for skill in answer[key]]  # type: ignore[index,attr-defined]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("react", "React"),
        ("kuber", "Kubernetes"),
        ("k8s", "Kubernetes"),
        ("postgress", "PostgreSQL"),
        ("pyton", "Python"),
        ("typscript", "TypeScript"),
        ("machine lerning", "Machine learning"),
        ("Projektmanagement", "Project management"),
        ("C#", "C#"),
    ],
)
def test_what_is_typed_finds_the_skill_meant(alice, typed, first):
    assert names(alice.get("/api/v1/skills/", {"search": typed}).json())[0] == first


def test_a_list_is_narrowed_by_type_and_domain(alice):
    found = alice.get("/api/v1/skills/", {"search": "java", "type": "language", "limit": 3}).json()
    assert names(found)[:2] == ["Java", "JavaScript"]
    found = alice.get("/api/v1/skills/", {"domain": "health", "limit": 5}).json()
    assert {skill["domain"] for skill in found["results"]} == {"health"}
    assert len(found["results"]) == 5


def test_without_a_search_the_best_known_come(alice):
    assert "Python" in names(alice.get("/api/v1/skills/", {"limit": 100}).json())


@pytest.mark.parametrize(
    ("sent", "field"), [({"limit": 0}, "limit"), ({"limit": 101}, "limit"), ({"domain": "magic"}, "domain")]
)
def test_a_wrong_question_is_named(alice, sent, field):
    told = problem(alice.get("/api/v1/skills/", sent), 400, "invalid")
    assert [error["field"] for error in told["errors"]] == [field]


@pytest.mark.parametrize("name", ["next-js", "nextjs", "Next.js", "NEXT JS"])
def test_a_skill_is_shown_by_its_id_or_any_of_its_names(alice, name):
    told = alice.get(f"/api/v1/skills/{name}/").json()
    assert (told["id"], told["name"], told["type"], told["domain"]) == ("next-js", "Next.js", "tool", "web")
    assert "React" in names(told, "parents")
    assert "JavaScript" in names(told, "implied")


def test_a_skill_shows_what_is_narrower_and_its_other_names(alice):
    told = alice.get("/api/v1/skills/kubernetes/").json()
    assert {"Helm", "OpenShift"} <= set(names(told, "children"))
    assert "K8s" in told["aliases"]


@pytest.mark.parametrize("path", ["reakt", "reakt/neighbours", "react/neighbours"])
def test_an_unknown_skill_is_a_problem_that_tells_what_might_be_meant(alice, path):
    asked = {"negative": "reakt"} if path.startswith("react/") else {}
    told = problem(alice.get(f"/api/v1/skills/{path}/", asked), 404, "skill_unknown")
    assert "React" in told["suggestions"]
    assert "React" in told["detail"]


def test_nonsense_has_no_suggestion(alice):
    assert problem(alice.get("/api/v1/skills/%00%7Fxqzzqx/"), 404, "skill_unknown")["suggestions"] == []


def test_neighbours_can_be_added_and_taken_away(alice):
    told = alice.get("/api/v1/skills/reactjs/neighbours/", {"positive": "php", "negative": "jquery"}).json()
    assert (names(told, "positive"), names(told, "negative")) == (["React", "PHP"], ["jQuery"])
    assert {"Laravel", "TypeScript", "Vue.js"} <= set(names(told))
    assert not {"React", "PHP", "jQuery"} & set(names(told))
    closeness = [skill["closeness"] for skill in told["results"]]
    assert len(closeness) == 10
    assert max(closeness) <= 1


def test_neighbours_of_one_domain(alice):
    told = alice.get("/api/v1/skills/python/neighbours/", {"domain": "data", "limit": 5}).json()
    assert {skill["domain"] for skill in told["results"]} == {"data"}
    assert len(told["results"]) == 5


def test_a_question_of_too_many_skills_is_refused(alice):
    told = problem(alice.get("/api/v1/skills/react/neighbours/", {"positive": "php," * 21}), 400, "invalid")
    assert [error["field"] for error in told["errors"]] == ["positive"]


@pytest.mark.parametrize("path", ["", "react/", "react/neighbours/"])
def test_no_answer_asks_the_database_for_skills(alice, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        assert alice.get(f"/api/v1/skills/{path}").status_code == 200


def test_the_skills_of_a_candidate_come_with_months_of_use(alice, django_assert_max_num_queries):
    work = [
        {"position": "Engineer", "startDate": "2019-01", "endDate": "2021-12", "summary": "Django on k8s"}
    ]
    profile = {"work": work, "skills": [{"name": "Tools", "keywords": ["Kubernetes", "Terraform"]}]}
    ana = Candidate.objects.create(
        name="Ana Ruiz", as_of=date(2023, 12, 31), profile=profile, skills=["Kubernetes"]
    )
    with django_assert_max_num_queries(3):
        told = alice.get(f"/api/v1/candidates/{ana.pk}/skills/").json()
    kubernetes, terraform, *implied = told["results"]
    assert (told["as_of"], kubernetes["skill"]["id"], kubernetes["strength"]) == (
        "2023-12-31", "kubernetes", "evidenced",
    )  # fmt: skip
    assert (kubernetes["months_min"], kubernetes["last_used"], kubernetes["recency_months"]) == (
        36,
        "2021-12",
        24,
    )
    assert (terraform["strength"], terraform["months_min"]) == ("listed_only", None)
    assert {use["strength"] for use in implied} == {"inferred_parent"}
