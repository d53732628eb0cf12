"""Who may do what: every route, every method, every role. A route that is missing here fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from accounts.models import ApiKey
from accounts.notices.models import Delivery, Notice, WebhookEndpoint
from accounts.services import create_api_key
from candidates import services
from candidates.models import Candidate, Duplicate, JobProfile, Label, SavedSearch
from candidates.tasks import update_index
from cvimprover.inviting import invite
from cvimprover.models import CvDocument, Improvement, Questionnaire, State
from parsing.models import Batch
from ranking.models import CriteriaVersion, JobFile, RankedCandidate, Ranking
from tests.api.conftest import CV, bring, read, send
from tests.people import client_of, person

NOBODY = "00000000-0000-4000-8000-000000000000"
PEOPLE = ("anon", "viewer", "recruiter", "owner", "other", "admin")
"""`owner` is the candidate whose résumé it is, `other` another candidate."""
USERS = {"viewer": "vera", "recruiter": "alice", "owner": "charlie", "other": "dora", "admin": "root"}


class Rule(NamedTuple):
    """What the six people get, in the order of PEOPLE. `ok` stands for any answer below 400, or one that says
    that the thing is in another state (409) or the content is missing (400): they were let in."""

    anon: str
    viewer: str
    recruiter: str
    owner: str
    other: str
    admin: str


READ_OWN = Rule("401", "ok", "ok", "ok", "404", "ok")
CHANGE_OWN = Rule("401", "403", "ok", "ok", "404", "ok")
LIST = Rule("401", "ok", "ok", "ok", "ok", "ok")
CREATE = Rule("401", "403", "ok", "ok", "ok", "ok")
STAFF_READ = Rule("401", "ok", "ok", "403", "403", "ok")
STAFF_CHANGE = Rule("401", "403", "ok", "403", "403", "ok")
# Alice's search, and her webhook: colleagues keep their own.
OWN_SEARCH = Rule("401", "404", "ok", "403", "403", "404")
OWN_SEARCH_CHANGE = Rule("401", "403", "ok", "403", "403", "404")
# What people say of themselves.
PERSON_ALONE = Rule("401", "403", "403", "ok", "404", "403")
ADMIN_ALONE = Rule("401", "403", "403", "403", "403", "ok")
OPEN = Rule("ok", "ok", "ok", "ok", "ok", "ok")

MATRIX: dict[str, dict[str, Rule]] = {
    "api/v1/resumes/": {"GET": LIST, "POST": CREATE},
    "api/v1/resumes/<uuid:identity>/": {"GET": READ_OWN, "DELETE": CHANGE_OWN},
    "api/v1/resumes/<uuid:identity>/status/": {"GET": READ_OWN},
    "api/v1/resumes/<uuid:identity>/result/": {"GET": READ_OWN},
    "api/v1/resumes/<uuid:identity>/retry/": {"POST": CHANGE_OWN},
    "api/v1/resumes/<uuid:identity>/cancel/": {"POST": CHANGE_OWN},
    "api/v1/resumes/<uuid:identity>/file/": {"GET": READ_OWN},
    "api/v1/resumes/<uuid:identity>/file/link/": {"GET": READ_OWN},
    "api/v1/files/<str:token>/": {"GET": Rule("404", "404", "404", "404", "404", "404")},
    "api/v1/resumes/<uuid:identity>/events/": {"GET": READ_OWN},
    # The résumé is a text, so those who may look are told that there is no picture.
    "api/v1/resumes/<uuid:identity>/pages/<int:number>/image/": {
        "GET": Rule("401", "404", "404", "404", "404", "404")
    },
    "api/v1/batches/": {"GET": STAFF_READ, "POST": STAFF_CHANGE},
    "api/v1/batches/<uuid:identity>/": {"GET": STAFF_READ},
    "api/v1/batches/<uuid:identity>/status/": {"GET": STAFF_READ},
    "api/v1/batches/<uuid:identity>/items/": {"GET": STAFF_READ},
    "api/v1/batches/<uuid:identity>/cancel/": {"POST": STAFF_CHANGE},
    "api/v1/batches/<uuid:identity>/events/": {"GET": STAFF_READ},
    "api/v1/uploads/": {"POST": CREATE},
    "api/v1/uploads/<uuid:identity>/complete/": {"POST": CREATE},
    "api/v1/candidates/": {"GET": LIST},
    "api/v1/candidates/<uuid:identity>/": {
        "GET": READ_OWN,
        "PATCH": STAFF_CHANGE,
        "DELETE": STAFF_CHANGE,
    },
    "api/v1/candidates/search/": {"GET": STAFF_READ},
    "api/v1/candidates/<uuid:identity>/similar/": {"GET": STAFF_READ},
    "api/v1/saved-searches/": {"GET": STAFF_READ, "POST": STAFF_CHANGE},
    "api/v1/saved-searches/<uuid:identity>/": {
        "GET": OWN_SEARCH,
        "PATCH": OWN_SEARCH_CHANGE,
        "DELETE": OWN_SEARCH_CHANGE,
    },
    "api/v1/saved-searches/<uuid:identity>/matches/": {"GET": OWN_SEARCH},
    "api/v1/saved-searches/<uuid:identity>/results/": {"GET": OWN_SEARCH},
    "api/v1/candidates/<uuid:identity>/diff/": {"GET": STAFF_READ, "POST": STAFF_CHANGE},
    "api/v1/candidates/<uuid:identity>/notes/": {"GET": STAFF_READ, "POST": STAFF_CHANGE},
    "api/v1/candidates/<uuid:identity>/notes/<int:number>/": {"PATCH": STAFF_CHANGE, "DELETE": STAFF_CHANGE},
    "api/v1/candidates/<uuid:identity>/tags/": {"PUT": STAFF_CHANGE},
    "api/v1/candidates/<uuid:identity>/star/": {"PUT": STAFF_CHANGE, "DELETE": STAFF_CHANGE},
    "api/v1/candidates/<uuid:identity>/read/": {"PUT": STAFF_CHANGE, "DELETE": STAFF_CHANGE},
    "api/v1/candidates/<uuid:identity>/declarations/": {
        "GET": PERSON_ALONE,
        "PUT": PERSON_ALONE,
        "DELETE": PERSON_ALONE,
    },
    "api/v1/declarations/import/": {"POST": ADMIN_ALONE},
    "api/v1/candidates/<uuid:identity>/merge/": {"POST": STAFF_CHANGE},
    "api/v1/candidates/<uuid:identity>/merges/": {"GET": STAFF_READ},
    "api/v1/merges/<int:number>/undo/": {"POST": STAFF_CHANGE},
    "api/v1/duplicates/": {"GET": STAFF_READ},
    "api/v1/duplicates/<int:number>/dismiss/": {"POST": STAFF_CHANGE},
    "api/v1/job-profiles/": {"GET": STAFF_READ, "POST": STAFF_CHANGE},
    "api/v1/job-profiles/<uuid:identity>/": {
        "GET": STAFF_READ,
        "PATCH": STAFF_CHANGE,
        "DELETE": STAFF_CHANGE,
    },
    "api/v1/labels/": {"GET": STAFF_READ, "POST": STAFF_CHANGE},
    "api/v1/labels/<slug:slug>/": {"GET": STAFF_READ, "PATCH": STAFF_CHANGE, "DELETE": STAFF_CHANGE},
    "api/v1/applications/": {"GET": STAFF_READ},
    "api/v1/applications/<uuid:identity>/": {"GET": STAFF_READ, "DELETE": STAFF_CHANGE},
    "api/v1/applications/move/": {"POST": STAFF_CHANGE},
    "api/v1/job-profiles/<uuid:identity>/filters/": {"GET": STAFF_READ},
    "api/v1/labels/<slug:slug>/filters/": {"GET": STAFF_READ},
    "api/v1/candidates/<uuid:identity>/skills/": {"GET": READ_OWN},
    "api/v1/skills/": {"GET": LIST},
    "api/v1/skills/<str:skill>/": {"GET": LIST},
    "api/v1/skills/<str:skill>/neighbours/": {"GET": LIST},
    "api/v1/questionnaires/": {"GET": LIST, "POST": CREATE},
    "api/v1/questionnaires/<uuid:identity>/": {
        "GET": READ_OWN,
        "PATCH": CHANGE_OWN,
        "DELETE": CHANGE_OWN,
    },
    "api/v1/questionnaires/<uuid:identity>/profile/": {"GET": READ_OWN, "PUT": CHANGE_OWN},
    "api/v1/questionnaires/<uuid:identity>/photo/": {"PUT": CHANGE_OWN, "DELETE": CHANGE_OWN},
    "api/v1/questionnaires/<uuid:identity>/improvements/": {"GET": READ_OWN, "POST": CHANGE_OWN},
    "api/v1/improvements/<uuid:identity>/": {"GET": READ_OWN, "PATCH": CHANGE_OWN},
    "api/v1/improvements/<uuid:identity>/match/": {"GET": READ_OWN},
    "api/v1/improvements/<uuid:identity>/documents/": {"GET": READ_OWN, "POST": CHANGE_OWN},
    "api/v1/documents/<uuid:identity>/": {"GET": READ_OWN},
    "api/v1/documents/<uuid:identity>/file/": {"GET": READ_OWN},
    "api/v1/documents/<uuid:identity>/file/link/": {"GET": READ_OWN},
    "api/v1/cvs/<str:token>/": {"GET": Rule("404", "404", "404", "404", "404", "404")},
    "api/v1/invitations/": {"GET": STAFF_READ, "POST": STAFF_CHANGE},
    "api/v1/invitations/<uuid:identity>/": {"GET": STAFF_READ, "DELETE": STAFF_CHANGE},
    "api/v1/templates/": {"GET": LIST},
    "api/v1/quotas/": {"GET": LIST},
    "api/v1/jobs/": {"GET": STAFF_READ, "POST": STAFF_CHANGE},
    "api/v1/jobs/<uuid:identity>/": {"GET": STAFF_READ, "PATCH": STAFF_CHANGE, "DELETE": STAFF_CHANGE},
    "api/v1/jobs/import/": {"POST": STAFF_CHANGE},
    "api/v1/jobs/<uuid:identity>/file/": {"GET": STAFF_READ},
    "api/v1/jobs/<uuid:identity>/criteria/": {
        "GET": STAFF_READ,
        "POST": STAFF_CHANGE,
        "PUT": STAFF_CHANGE,
        "PATCH": STAFF_CHANGE,
    },
    "api/v1/jobs/<uuid:identity>/criteria/lint/": {"GET": STAFF_READ},
    "api/v1/jobs/<uuid:identity>/criteria/<int:number>/": {"GET": STAFF_READ},
    "api/v1/rankings/": {"GET": STAFF_READ, "POST": STAFF_CHANGE},
    "api/v1/rankings/<uuid:identity>/": {"GET": STAFF_READ},
    "api/v1/rankings/<uuid:identity>/status/": {"GET": STAFF_READ},
    "api/v1/rankings/<uuid:identity>/events/": {"GET": STAFF_READ},
    "api/v1/rankings/<uuid:identity>/cancel/": {"POST": STAFF_CHANGE},
    "api/v1/rankings/<uuid:identity>/again/": {"POST": STAFF_CHANGE},
    "api/v1/rankings/<uuid:identity>/results/": {"GET": STAFF_READ},
    "api/v1/rankings/<uuid:identity>/results/<int:number>/": {"GET": STAFF_READ},
    "api/v1/rankings/<uuid:identity>/results/<int:number>/why/": {"GET": STAFF_READ},
    "api/v1/rankings/<uuid:identity>/results/<int:number>/reveal/": {"GET": STAFF_READ, "POST": STAFF_CHANGE},
    "api/v1/rankings/<uuid:identity>/results/<int:number>/why-not/": {"GET": STAFF_READ},
    "api/v1/rankings/<uuid:identity>/results/<int:number>/replay/": {"GET": STAFF_READ},
    "api/v1/rankings/<uuid:identity>/results/<int:number>/overlay/": {"GET": STAFF_READ},
    "api/v1/rankings/<uuid:identity>/export/": {"GET": STAFF_READ},
    "api/v1/rankings/<uuid:identity>/impact/": {"GET": ADMIN_ALONE},
    "api/v1/rankings/<uuid:identity>/compare/": {"GET": STAFF_READ},
    "api/v1/rankings/<uuid:identity>/replay/": {"GET": STAFF_READ},
    "api/v1/candidates/export/": {"GET": STAFF_READ},
    "api/v1/candidates/import/": {"POST": STAFF_CHANGE},
    "api/v1/candidates/<uuid:identity>/export/": {"GET": READ_OWN},
    "api/v1/statistics/": {"GET": STAFF_READ},
    "api/v1/webhooks/": {"GET": STAFF_READ, "POST": STAFF_CHANGE},
    "api/v1/webhooks/<uuid:identity>/": {
        "GET": OWN_SEARCH,
        "PATCH": OWN_SEARCH_CHANGE,
        "DELETE": OWN_SEARCH_CHANGE,
    },
    "api/v1/webhooks/<uuid:identity>/rotate-secret/": {"POST": OWN_SEARCH_CHANGE},
    "api/v1/webhooks/<uuid:identity>/test/": {"POST": OWN_SEARCH_CHANGE},
    "api/v1/webhooks/<uuid:identity>/deliveries/": {"GET": OWN_SEARCH},
    "api/v1/webhooks/<uuid:identity>/replay/": {"POST": OWN_SEARCH_CHANGE},
    "api/v1/webhooks/<uuid:identity>/deliveries/<int:number>/replay/": {"POST": OWN_SEARCH_CHANGE},
    "api/v1/notifications/preferences/": {"GET": LIST, "PATCH": CREATE},
    "api/v1/notifications/unsubscribe/<str:token>/": {
        "GET": Rule("404", "404", "404", "404", "404", "404"),
        "POST": Rule("404", "404", "404", "404", "404", "404"),
    },
    "metrics": {"GET": OPEN},
    "resumes/upload": {"POST": CREATE},
    "resumes/<uuid:identity>": {"GET": READ_OWN},
    "process": {"POST": STAFF_CHANGE},
    "process/status/<uuid:identity>": {"GET": READ_OWN},
    "api/schema/": {"GET": OPEN},
    "api/docs/": {"GET": OPEN},
    "api/errors/": {"GET": OPEN},
    "docs": {"GET": OPEN},
    "healthz": {"GET": OPEN},
    "readyz": {"GET": OPEN},
    "": {"GET": OPEN},
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def routes(patterns: list[URLPattern | URLResolver] | None = None, prefix: str = "") -> Iterator[str]:
    """Every address that the project answers, the admin's and the candidates' pages apart: they have their
    own tests."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith(("admin/", "cv/")):
            continue
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def test_no_route_is_missing_and_none_is_left_over():
    assert set(routes()) == set(MATRIX)


@pytest.fixture
def clients() -> dict[str, APIClient]:
    return {"anon": APIClient(), **{role: client_of(name) for role, name in USERS.items()}}


class World(NamedTuple):
    """Charlie's résumé, read; the candidate found in it, on whom colleagues put one of everything; Alice's
    batch and job profile; a label `any`. `numbers`: the things whose ids are numbers. `cvs`: Charlie's
    questionnaire, improvement and file, none of which could be made, and Alice's invitation to it.
    `ranking`: of the candidate for the job profile, whose criteria are version 1; no score came of it."""

    resume: str
    candidate: str
    batch: str
    job_profile: str
    application: str
    numbers: dict[str, int]
    search: str
    webhook: str
    cvs: dict[str, str]
    ranking: str


def made(clients: dict[str, APIClient], data: bytes = CV) -> World:
    """A world. What was there before and is gone is there again."""
    resume = bring(clients["owner"], data=data)
    read(resume)
    candidate = clients["owner"].get(f"/api/v1/resumes/{resume}/").json()["candidate"]["id"]
    label, _ = Label.objects.get_or_create(slug="any", defaults={"name": "Any"})
    batch, job_profile = Batch.objects.create(owner=person("alice")), JobProfile.objects.create(title="Any")
    known, double = (Candidate.objects.get(pk=candidate), Candidate.objects.create(name="Erika Double"))
    services.move([known.pk], services.Move(job_profile, label=label), actor=None)
    first, second = sorted((known.pk, Candidate.objects.create(name="E. Beispiel").pk))
    numbers = {
        "notes": services.write_note(known, "Kind.", actor=None).pk,
        "merges": services.merge(known.pk, double.pk, actor=None).pk,
        "duplicates": Duplicate.objects.create(first_id=first, second_id=second, score=0.9).pk,
    }
    application = str(known.applications.get().pk)
    search, _ = SavedSearch.objects.get_or_create(owner=person("alice"), name="Any")
    webhook, _ = WebhookEndpoint.objects.get_or_create(
        owner=person("alice"), url="https://hooks.example.org/"
    )
    notice = Notice.objects.create(event="webhook.test", data={})
    numbers["deliveries"] = Delivery.objects.create(notice=notice, endpoint=webhook).pk
    asked = Questionnaire.objects.create(owner=person("charlie"), profile={"basics": {"name": "Erika"}})
    version = Improvement.objects.create(questionnaire=asked, number=1, state=State.FAILED)
    document = CvDocument.objects.create(improvement=version, kind="pdf", state=State.FAILED)
    invitation = invite(person("alice"), questionnaire=asked)
    cvs = {
        "questionnaires": asked,
        "improvements": version,
        "documents": document,
        "invitations": invitation,
    }
    return World(
        resume,
        candidate,
        str(batch.pk),
        str(job_profile.pk),
        application,
        numbers,
        str(search.pk),
        str(webhook.pk),
        {name: str(row.pk) for name, row in cvs.items()},
        ranking_of(known, job_profile, numbers),
    )


def ranking_of(candidate: Candidate, job_profile: JobProfile, numbers: dict[str, int]) -> str:
    """The id of a ranking that is at its end; its only item joins the numbers."""
    JobFile.objects.create(job_profile=job_profile, state=State.DONE, is_titled=True)
    tree = {"id": "all", "mode": "all", "members": []}
    criteria = CriteriaVersion.objects.create(
        job_profile=job_profile, number=1, tree=tree, source=CriteriaVersion.Source.EDITED
    )
    ranking = Ranking.objects.create(
        criteria=criteria, owner=person("alice"), as_of=date(2026, 1, 1), state=Ranking.State.FAILED
    )
    item = RankedCandidate.objects.create(
        ranking=ranking, candidate=candidate, state=RankedCandidate.State.FAILED
    )
    numbers["results"] = item.pk
    return str(ranking.pk)


@pytest.fixture
def world(clients: dict[str, APIClient]) -> World:
    return made(clients)


def address_of(route: str, world: World) -> str:
    thing = {
        "batches": world.batch,
        "candidates": world.candidate,
        "job-profiles": world.job_profile,
        "applications": world.application,
        "uploads": NOBODY,
        "saved-searches": world.search,
        "jobs": world.job_profile,
        "rankings": world.ranking,
        "webhooks": world.webhook,
        **world.cvs,
    }
    known = next((identity for name, identity in thing.items() if name in route), world.resume)
    number = next((number for name, number in world.numbers.items() if f"/{name}/" in route), 1)
    return "/" + route.replace("<uuid:identity>", known).replace("<int:number>", str(number)).replace(
        "<str:token>", "made-up"
    ).replace("<slug:slug>", "any").replace("<str:skill>", "react")


def ask(client: APIClient, method: str, route: str, world: World) -> int:
    address = address_of(route, world)
    if route.endswith(("search/", "similar/")):
        update_index()
    if method == "POST" and route in {"api/v1/resumes/", "resumes/upload", "process", "api/v1/batches/"}:
        data = {"file": SimpleUploadedFile("cv.txt", CV + route.encode())}
        return client.post(address, data, format="multipart").status_code
    return getattr(client, method.lower())(address).status_code


def verdict(status: int) -> str:
    return "ok" if status < 400 or status in {400, 409} else str(status)


@pytest.mark.parametrize(
    ("route", "method"), [(route, method) for route, rules in MATRIX.items() for method in rules]
)
def test_everybody_gets_what_the_matrix_says(clients, world, monkeypatch, route, method):
    monkeypatch.setattr("parsing.services.read_now", lambda parses, **_: False)
    answers = {}
    for role in PEOPLE:
        answers[role] = verdict(ask(clients[role], method, route, world))
        if answers[role] == "ok" and (method == "DELETE" or "undo" in route):
            world = made(clients, CV + role.encode())
    assert answers == dict(zip(PEOPLE, MATRIX[route][method], strict=True))


@pytest.mark.parametrize("route", MATRIX)
def test_no_other_method_is_answered(clients, world, route):
    for method in set(METHODS) - set(MATRIX[route]):
        # Redirects and static pages answer whatever they are asked, and change nothing.
        if route in {"", "docs"}:
            continue
        status = ask(clients["recruiter"], method, route, world)
        assert status in {403, 405}, (route, method, status)


def test_lists_hold_only_one_s_own(clients, world):
    send(clients["recruiter"], data=CV + b"other")
    assert len(clients["recruiter"].get("/api/v1/resumes/").json()["results"]) == 2
    (own,) = clients["owner"].get("/api/v1/resumes/").json()["results"]
    assert own["id"] == world.resume
    assert clients["other"].get("/api/v1/resumes/").json()["results"] == []
    assert len(clients["owner"].get("/api/v1/candidates/").json()["results"]) == 1
    assert clients["other"].get("/api/v1/candidates/").json()["results"] == []
    assert clients["other"].get(f"/api/v1/resumes/?search=beispiel&batch={NOBODY}").json()["results"] == []


def test_a_reading_key_changes_nothing(world):
    _, token = create_api_key(person("alice"), scope=ApiKey.Scope.READ)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Api-Key {token}")
    assert client.get(f"/api/v1/resumes/{world.resume}/").status_code == 200
    assert client.delete(f"/api/v1/resumes/{world.resume}/").status_code == 403
    assert send(client).status_code == 403


def test_nobody_completes_another_s_upload(clients, world, monkeypatch):
    asked = []

    def remember(owner: int, upload: object, **_: object) -> bytes:
        asked.append(owner)
        return CV + b"own"

    monkeypatch.setattr("parsing.uploads.take", remember)
    monkeypatch.setattr("parsing.uploads.drop", lambda owner, upload: None)
    answer = clients["other"].post(f"/api/v1/uploads/{NOBODY}/complete/", {"file_name": "cv.txt"})
    assert answer.status_code == 202
    assert asked == [person("dora").pk]


def test_mass_assignment_is_ignored(clients):
    extra = {"status": "done", "owner": "1", "scope": "user:1", "candidate": NOBODY, "sha256": "0" * 64}
    answer = clients["owner"].post(
        "/api/v1/resumes/", {"file": SimpleUploadedFile("cv.txt", CV), **extra}, format="multipart"
    )
    assert answer.json()["status"] == "queued"
    assert answer.json()["candidate"] is None
