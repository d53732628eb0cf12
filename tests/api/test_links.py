"""Download links: good for five minutes, for one file, for who may see it; for nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import signing
from rest_framework.test import APIClient
from time_machine import travel

from accounts import links
from accounts.models import AuditEvent
from parsing.views.parts import FILE_LINK
from tests.api.conftest import CV, bring, problem
from tests.people import client_of, person

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def link(alice) -> str:
    """The path of a link that Alice asked for at noon."""
    with travel(NOON, tick=False):
        answer = alice.get(f"/api/v1/resumes/{bring(alice)}/file/link/")
    assert (answer.status_code, answer.json()["expires_in"]) == (200, 300)
    return urlsplit(answer.json()["url"]).path


def opened(link: str, client: APIClient | None = None, *, after: timedelta = timedelta(minutes=4)):
    """The answer to somebody who opens the link so long after it was made."""
    with travel(NOON + after, tick=False):
        return (client or APIClient()).get(link)


def test_whoever_holds_the_link_gets_the_file_as_a_download(alice, link):
    answer = opened(link)
    assert (answer.status_code, answer.content) == (200, CV)
    assert answer["Content-Disposition"] == 'attachment; filename="cv.txt"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    assert opened(link, alice).status_code == 200
    assert (
        AuditEvent.objects.filter(action="resume.downloaded", actor=f"user:{person('alice').pk}").count() == 2
    )


def test_it_ends_after_five_minutes(link):
    problem(opened(link, after=timedelta(seconds=301)), 410, "link_expired")


def test_a_changed_link_is_none(link):
    for place in range(len("/api/v1/files/"), len(link) - 1, 7):
        other = "A" if link[place] != "A" else "B"
        problem(opened(link[:place] + other + link[place + 1 :]), 404, "not_found")


def test_what_was_signed_for_something_else_is_none(link):
    resume = links.link_in(link.split("/")[-2], FILE_LINK, seconds=10**9).target
    with travel(NOON, tick=False):
        for value, salt in [
            ([resume.hex, person("alice").pk], "another.purpose"),
            ([resume.hex, 10**9], FILE_LINK),
            ([resume.hex], FILE_LINK),
            ("text", FILE_LINK),
            (7, FILE_LINK),
        ]:
            token = signing.dumps(value, salt=salt)
            problem(APIClient().get(f"/api/v1/files/{token}/"), 404, "not_found")


def test_somebody_else_s_key_does_not_open_it(link):
    problem(opened(link, client_of("charlie")), 404, "not_found")


def test_it_dies_with_the_resume(alice, link):
    resume = links.link_in(link.split("/")[-2], FILE_LINK, seconds=10**9).target
    assert alice.delete(f"/api/v1/resumes/{resume}/").status_code == 204
    problem(opened(link), 404, "not_found")


def test_it_dies_with_the_user(link):
    user = person("alice")
    user.is_active = False
    user.save()
    problem(opened(link), 404, "not_found")


def test_nobody_asks_for_a_link_to_what_they_may_not_see(alice):
    problem(client_of("charlie").get(f"/api/v1/resumes/{bring(alice)}/file/link/"), 404, "not_found")
