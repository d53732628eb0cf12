"""What jobs ask for: extracted, edited, kept in versions."""

from __future__ import annotations

import pytest

from accounts.models import AuditEvent
from candidates.models import JobProfile
from ranking.models import CriteriaVersion
from tests.api.conftest import problem
from tests.people import client_of
from tests.ranking.making import TREE, job

AD = """Data engineer

What you bring
- At least 3 years of experience with Python
- SQL
- English (B2)

Nice to have
- Docker

What we offer
- Free coffee and Java in the kitchen
"""


@pytest.fixture
def address(alice):
    made = alice.post("/api/v1/jobs/", {"title": "Data engineer", "description": AD})
    assert made.status_code == 201
    return f"/api/v1/jobs/{made.json()['id']}/criteria/"


def test_jobs_are_the_job_profiles(alice):
    made = alice.post("/api/v1/jobs/", {"title": "Nurse"}).json()
    assert alice.get(f"/api/v1/job-profiles/{made['id']}/").json()["title"] == "Nurse"
    assert alice.get(f"/api/v1/jobs/{made['id']}/").json() == made
    assert len(alice.get("/api/v1/jobs/").json()["results"]) == 1


def test_criteria_are_read_from_the_text(alice, address):
    problem(alice.get(address), 404, "not_found")
    made = alice.post(address)
    assert made.status_code == 201, made.content
    body = made.json()
    assert (body["number"], body["source"], body["created_by"]) == (1, "extracted", "alice")
    skills = {each["value"].lower() for each in _criteria(body["criteria"]) if each["kind"] == "skill"}
    assert {"python", "sql"} <= skills
    for each in _criteria(body["criteria"]):
        if span := each.get("span"):
            assert AD[span["start"] : span["end"]] == span["text"]
    assert alice.get(address).json() == body
    assert AuditEvent.objects.filter(action="criteria.made").count() == 1


def test_without_a_model_proposals_end_in_our_own_criteria(alice, address):
    ours = alice.post(address).json()
    body = alice.post(f"{address}?propose=true").json()
    assert (body["source"], body["notes"]) == ("extracted", ["llm_off"])
    assert body["criteria"] == ours["criteria"]
    problem(alice.post(f"{address}?propose=perhaps"), 400, "invalid")


def test_a_job_without_text_has_nothing_to_read(alice):
    made = alice.post("/api/v1/jobs/", {"title": "Nurse"}).json()
    problem(alice.post(f"/api/v1/jobs/{made['id']}/criteria/"), 409, "not_ready")


def test_every_edit_is_a_version(alice, address):
    for number in (1, 2):
        body = alice.put(address, {"criteria": TREE}).json()
        assert (body["number"], body["source"]) == (number, "edited")
    assert [each["number"] for each in body["versions"]] == [2, 1]
    changes = {
        "changes": [{"id": "c1", "weight": 5, "tier": "nice"}],
        "remove": ["c2"],
        "add": [{"id": "c9", "kind": "licence", "value": "driving B", "knock_out": True}],
    }
    patched = alice.patch(address, changes).json()
    assert [each["id"] for each in _criteria(patched["criteria"])] == ["c1", "c3", "c9"]
    assert _criteria(patched["criteria"])[0] == {
        "id": "c1", "kind": "skill", "value": "Python", "tier": "nice", "weight": 5.0,
    }  # fmt: skip
    assert alice.get(f"{address}1/").json()["criteria"] == body["criteria"]
    assert alice.get(f"{address}3/").json()["criteria"] == patched["criteria"]
    problem(alice.get(f"{address}4/"), 404, "not_found")


def test_a_group_that_loses_all_its_members_goes_with_them(alice, address):
    group = {"id": "g", "mode": "any", "members": [{"id": "x", "kind": "skill", "value": "Go"}]}
    alice.put(address, {"criteria": {**TREE, "members": [*TREE["members"], group]}})
    body = alice.patch(address, {"remove": ["x"]}).json()
    assert [each["id"] for each in body["criteria"]["members"]] == ["c1", "c2", "c3"]


@pytest.mark.parametrize(
    ("method", "body", "field"),
    [
        ("put", {"criteria": []}, "/criteria"),
        ("put", {"criteria": {**TREE, "mode": "some"}}, "/criteria/mode"),
        (
            "put",
            {"criteria": {**TREE, "members": [{"id": "a", "kind": "skill", "value": 3}]}},
            "/criteria/members/0/value",
        ),
        ("put", {"criteria": {**TREE, "members": [TREE["members"][0]] * 2}}, "/criteria/members/1/id"),
        ("patch", {"changes": [{"id": "c1", "weight": 11}]}, "/members/0/weight"),
        ("patch", {"changes": [{"id": "c1", "kind": "years"}]}, "/changes/0/kind"),
        ("patch", {"changes": [{"id": "none", "weight": 1}]}, "/changes/0/id"),
        ("patch", {"remove": ["c1", "none"]}, "/remove/1"),
        ("patch", {"add": [{"id": "c1", "kind": "skill", "value": "Go"}]}, "/members/3/id"),
    ],
)
def test_what_is_wrong_is_pointed_at(alice, address, method, body, field):
    alice.put(address, {"criteria": TREE})
    answer = getattr(alice, method)(address, body)
    (error,) = problem(answer, 400, "invalid")["errors"]
    assert error["field"] == field
    assert CriteriaVersion.objects.count() == 1


def test_viewers_read_criteria_and_candidates_see_none(alice):
    made = job()
    address = f"/api/v1/jobs/{made.pk}/criteria/"
    assert client_of("vera").get(address).status_code == 200
    problem(client_of("vera").put(address, {"criteria": TREE}), 403, "permission_denied")
    problem(client_of("charlie").get(address), 403, "permission_denied")
    assert JobProfile.objects.get().criteria_versions.count() == 1


def _criteria(tree):
    if "members" not in tree:
        return [tree]
    return [each for member in tree["members"] for each in _criteria(member)]
