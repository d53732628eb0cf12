"""Errors are problems with stable codes, and tell nothing about our inside."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient
from time_machine import travel

from config.api import TITLES
from parsing.errors import MESSAGES
from tests.api.conftest import bring, problem, send
from tests.people import client_of, person

DOCUMENTED = Path(__file__).parent.parent.parent / "docs" / "errors.md"


def test_every_code_is_documented_and_every_documented_code_exists():
    documented = set(re.findall(r"^\| `(\w+)` \|", DOCUMENTED.read_text(), re.MULTILINE))
    assert documented == set(TITLES) | set(MESSAGES)


def test_the_page_that_problems_point_to_explains_every_code(client):
    page = client.get("/api/errors/").content.decode()
    assert all(f'id="{code}"' in page for code in (*TITLES, *MESSAGES))


def test_nobody_gets_in_without_a_key():
    answer = APIClient().get("/api/v1/resumes/")
    problem(answer, 401, "not_authenticated")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer vitae_wrong", "Api-Key vitae_wrong", "bearer ", "Api-Key"])
def test_a_wrong_key_is_refused(header):
    answer = APIClient().get("/api/v1/resumes/", HTTP_AUTHORIZATION=header)
    problem(answer, 401, "authentication_failed")


def test_an_unknown_address_is_a_problem_too(client):
    problem(client.get("/api/v1/nothing/"), 404, "not_found")
    problem(client.get("/nothing"), 404, "not_found")


def test_a_method_that_is_not_answered(alice):
    problem(alice.put("/api/v1/resumes/"), 405, "method_not_allowed")


def test_a_request_id_is_kept_when_it_is_a_plain_one(alice):
    mine = alice.get("/api/v1/resumes/", HTTP_X_REQUEST_ID="my-request-1")
    assert mine["X-Request-ID"] == "my-request-1"
    evil = alice.get("/api/v1/resumes/", HTTP_X_REQUEST_ID="a b\tc<script>")
    assert re.fullmatch("[0-9a-f]{32}", evil["X-Request-ID"])


VIEWS = [
    "resumes.ResumeList.post",
    "resumes.ResumeList.get",
    "resumes.ResumeDetail.get",
    "parts.ResumeFile.get",
]


@pytest.mark.parametrize("view", VIEWS)
def test_a_bug_tells_nothing_but_its_request_id(alice, monkeypatch, caplog, view):
    def explode(*args: object, **kwargs: object) -> None:
        raise RuntimeError("SELECT secret FROM /srv/vitae/password")

    monkeypatch.setattr(f"parsing.views.{view}", explode)
    one = "/api/v1/resumes/7f1c0000-0000-4000-8000-000000000000/"
    answer = {
        "resumes.ResumeList.post": lambda: send(alice),
        "resumes.ResumeList.get": lambda: alice.get("/api/v1/resumes/"),
        "resumes.ResumeDetail.get": lambda: alice.get(one),
        "parts.ResumeFile.get": lambda: alice.get(f"{one}file/"),
    }[view]()
    body = problem(answer, 500, "internal")
    assert not re.search("SELECT|/srv|Runtime|Traceback|\\.py", json.dumps(body))
    assert body["request_id"] in caplog.text
    assert "password" in caplog.text


def test_a_full_disk_is_said_to_be_one(alice, monkeypatch):
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("parsing.files.default_storage.save", full)
    problem(send(alice), 507, "storage_full")
    assert alice.get("/api/v1/resumes/").json()["results"] == []


@pytest.fixture
def _low_limits(settings):
    rates = {"default": "3/min", "uploads": "1/min"}
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": rates}


@pytest.mark.usefixtures("_low_limits")
def test_requests_are_counted_and_the_client_is_told(alice):
    with travel(datetime(2026, 3, 4, 12, 0, 10, tzinfo=UTC), tick=False):
        answers = [alice.get("/api/v1/resumes/") for _ in range(4)]
        assert answers[0]["RateLimit-Policy"] == '"default";q=3;w=60'
        assert [answer["RateLimit"] for answer in answers] == [f'"default";r={n};t=50' for n in (2, 1, 0, 0)]
        problem(answers[3], 429, "throttled")
        assert answers[3]["Retry-After"] == "50"
        assert send(alice).status_code == 202
        problem(send(alice), 429, "throttled")
        assert client_of("bob").get("/api/v1/resumes/").status_code == 200
    with travel(datetime(2026, 3, 4, 12, 1, 1, tzinfo=UTC), tick=False):
        assert alice.get("/api/v1/resumes/").status_code == 200


def test_a_session_needs_django_s_own_token(client):
    browser = APIClient(enforce_csrf_checks=True)
    browser.force_login(person("alice"))
    assert browser.get("/api/v1/resumes/").status_code == 200
    problem(browser.post("/api/v1/resumes/", {}), 403, "permission_denied")


def test_the_schema_is_valid_and_describes_everything(tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", file=str(tmp_path / "schema.yml"))
    text = (tmp_path / "schema.yml").read_text()
    assert text.startswith("openapi: 3.1")
    for path in ("/api/v1/resumes/", "/api/v1/batches/{identity}/events/", "/process/status/{identity}"):
        assert f"  {path}:" in text


def test_the_schema_and_its_page_need_no_key_and_no_internet(client):
    assert client.get("/api/schema/").status_code == 200
    page = client.get("/api/docs/").content.decode()
    assert "swagger-ui" in page
    assert not re.search("https?://", page)


def test_no_inline_script_runs_on_any_page(client, alice):
    client.force_login(person("root"))
    for address in ("/admin/", "/admin/login/", "/admin/accounts/user/", "/api/docs/", "/api/errors/"):
        answer = client.get(address)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy
        assert not re.search(r"<script(?![^>]*\b(src|type=.application/json))", answer.content.decode()), (
            address
        )
    assert "sandbox" in alice.get(f"/api/v1/resumes/{bring(alice)}/file/")["Content-Security-Policy"]
