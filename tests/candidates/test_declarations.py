"""What people say of themselves: said by them, shown to them, read by the impact report and nothing else."""

from __future__ import annotations

import io
import json
import zipfile
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from candidates import services
from candidates.facets.narrowing import FacetFilter
from candidates.models import Application, Candidate, CandidateLabel, JobProfile, Label, Merge
from candidates.models.declarations import Declaration
from candidates.services import declaring
from candidates.tasks import update_index
from parsing.models import Resume
from tests.api.conftest import problem
from tests.candidates.test_gender import APPS, ROOT, addresses, words_of
from tests.people import client_of, person

MAY_READ = {
    "candidates/models/__init__.py",  # so that Django knows the table
    "candidates/models/declarations.py",
    "candidates/services/declaring.py",
    "candidates/views/declarations.py",
    "candidates/urls.py",
    "candidates/exchange/archive.py",  # the person's own copy
    "ranking/impact.py",
}
SAID = {"gender": "non_binary", "ethnicity": "two_or_more_races"}


@pytest.fixture
def anna(db) -> Candidate:
    """Somebody who was found in Charlie's résumé."""
    cache.clear()
    found = Candidate.objects.create(name="Anna Beispiel", current_title="Nurse")
    Resume.objects.create(owner=person("charlie"), candidate=found, file_name="cv.txt")
    return found


def own(candidate: Candidate) -> str:
    return f"/api/v1/candidates/{candidate.pk}/declarations/"


def test_who_it_is_says_it_changes_it_and_takes_it_back(anna):
    charlie = client_of("charlie")
    assert charlie.get(own(anna)).json()["answers"] == {}
    assert charlie.put(own(anna), {"answers": SAID}).json()["answers"] == SAID
    assert charlie.put(own(anna), {"answers": {"gender": "male"}}).json()["answers"] == {"gender": "male"}
    assert set(Declaration.objects.values_list("origin", "value")) == {("person", "male")}
    assert charlie.delete(own(anna)).status_code == 204
    assert not Declaration.objects.exists()
    events = list(AuditEvent.objects.filter(action="candidate.declared").order_by("id"))
    assert [each.details for each in events] == [{"withdrawn": False}] * 2 + [{"withdrawn": True}]
    assert {each.target for each in events} == {f"candidate:{anna.pk}"}


@pytest.mark.parametrize("name", ["alice", "vera", "root"])
def test_no_colleague_says_or_reads_it(anna, name):
    client = client_of(name)
    for ask in (client.get, client.delete):
        problem(ask(own(anna)), 403, "permission_denied")
    problem(client.put(own(anna), {"answers": SAID}), 403, "permission_denied")
    problem(client_of("dora").get(own(anna)), 404, "not_found")
    assert not Declaration.objects.exists()


@pytest.mark.parametrize(
    "answers", [{"gender": "robot"}, {"shoe_size": "42"}, {"gender": ""}, {"gender": ["male"]}, "male", None]
)
def test_only_listed_answers_are_taken(anna, answers):
    problem(client_of("charlie").put(own(anna), {"answers": answers}), 400, "invalid")
    assert not Declaration.objects.exists()


def test_an_administrator_brings_what_was_said_elsewhere(anna):
    bert = Candidate.objects.create(name="Bert Beispiel")
    declaring.declare(anna, {"gender": "female"}, actor=person("charlie"))
    rows = [
        (bert.pk, "gender", "male"),
        (bert.pk, "disability", "no"),
        (anna.pk, "gender", "male"),
        (anna.pk, "age_band", "40_to_54"),
        (uuid4(), "gender", "male"),
    ]
    body = {
        "declarations": [
            dict(zip(("candidate", "category", "value"), map(str, row), strict=True)) for row in rows
        ]
    }
    problem(client_of("alice").post("/api/v1/declarations/import/", body), 403, "permission_denied")
    answer = client_of("root").post("/api/v1/declarations/import/", body)
    assert answer.json() == {"kept": 3, "left_out": 2}, answer.content
    assert declaring.said_by(anna) == {"gender": "female", "age_band": "40_to_54"}, "one's own word stands"
    assert declaring.groups_of([bert.pk]) == {bert.pk: {"gender": "male", "disability": "no"}}
    (event,) = AuditEvent.objects.filter(action="declarations.imported")
    assert event.details == {"count": 3}
    body["declarations"][0]["value"] = "robot"
    problem(client_of("root").post("/api/v1/declarations/import/", body), 400, "invalid")


def test_it_is_in_the_person_s_own_copy_and_in_no_colleague_s(anna):
    declaring.declare(anna, SAID, actor=person("charlie"))
    copies = {}
    for name in ("charlie", "alice", "root"):
        answer = client_of(name).get(f"/api/v1/candidates/{anna.pk}/export/?kind=zip")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
            copies[name] = {each: packed.read(each) for each in packed.namelist()}
    told = json.loads(copies["charlie"]["declarations.json"])
    assert {each["category"]: each["value"] for each in told} == SAID
    assert "notes.json" not in copies["charlie"]
    for name in ("alice", "root"):
        assert not [each for each, data in copies[name].items() if b"non_binary" in data or "declar" in each]


def test_it_goes_with_the_person(anna):
    declaring.declare(anna, SAID, actor=person("charlie"))
    services.remove([anna.pk])
    assert not Declaration.objects.exists()


def test_it_follows_the_person_into_a_merge_and_out_of_it(anna):
    declaring.declare(anna, SAID, actor=person("charlie"))
    twin = Candidate.objects.create(name="A. Beispiel")
    merged = services.merge(twin.pk, anna.pk, actor=None)
    assert declaring.said_by(twin) == SAID
    services.unmerge(Merge.objects.get(pk=merged.pk), actor=None)
    assert (declaring.said_by(anna), declaring.said_by(twin)) == (SAID, {})


# --- the fence


def those_that_read(queries: CaptureQueriesContext) -> list[str]:
    """The statements that name the table."""
    return [each["sql"] for each in queries if Declaration._meta.db_table in each["sql"]]


def test_no_other_module_names_the_table_or_its_service():
    reading = {
        str(path.relative_to(ROOT))
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
        and any("declaration" in word or "declaring" in word for word in words_of(path) - {"xmldeclaration"})
    }
    assert reading == MAY_READ


def test_no_relation_leads_from_a_person_to_it():
    names = [*vars(Candidate), *(field.name for field in Candidate._meta.get_fields(include_hidden=False))]
    assert not [name for name in names if "declar" in name.lower()]


def test_no_filter_facet_or_search_knows_it(anna, settings, tmp_path):
    settings.SEARCH_FOLDER = str(tmp_path)
    assert not [name for name in FacetFilter.get_filters() if name in declaring.questions()]
    version = anna.version
    declaring.declare(anna, SAID, actor=person("charlie"))
    anna.refresh_from_db()
    assert anna.version == version, "nothing is read, indexed or ranked anew"
    with CaptureQueriesContext(connection) as queries:
        update_index()
    assert not those_that_read(queries)


def test_no_answer_of_the_api_tells_it_and_none_reads_the_table(anna):
    job, label = JobProfile.objects.create(title="Any"), Label.objects.create(slug="any", name="Any")
    Application.objects.create(candidate=anna, job_profile=job)
    CandidateLabel.objects.create(candidate=anna, label=label)
    declaring.declare(anna, SAID, actor=person("charlie"))
    asked = 0
    for name in ("alice", "root"):
        client = client_of(name)
        for route in addresses():
            if not route.startswith("api/v1/") or "events" in route:
                continue
            key = job.pk if "job-profiles" in route or "jobs/" in route else anna.pk
            address = route.replace("<uuid:identity>", str(key)).replace("<slug:slug>", "any")
            if "<" in address:
                continue
            with CaptureQueriesContext(connection) as queries:
                answer = client.get("/" + address)
            assert not those_that_read(queries), route
            if answer.status_code == 200 and not answer.streaming:
                asked += 1
                text = answer.content.decode("utf-8", "replace")
                assert "non_binary" not in text, route
                assert "two_or_more_races" not in text, route
    assert asked >= 16
