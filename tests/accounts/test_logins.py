"""Wrong passwords are counted before they are looked at; roles decide what the admin shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory
from time_machine import travel

from accounts.logins import address_of, may_try
from accounts.models import LoginCounter, Role, User
from tests.people import at_once, person

pytestmark = pytest.mark.django_db
RIGHT = "correct horse battery"


def log_in(name: str, password: str, address: str = "203.0.113.7") -> User | None:
    request = RequestFactory().post("/admin/login/", REMOTE_ADDR=address)
    return authenticate(request, username=name, password=password)


def test_the_sixth_password_within_the_window_is_not_looked_at():
    person("alice")
    assert [log_in("alice", f"guess {n}") for n in range(5)] == [None] * 5
    assert log_in("alice", RIGHT) is None
    with travel(datetime.now(UTC) + timedelta(minutes=16)):
        assert log_in("alice", RIGHT) == person("alice")


def test_nobody_can_lock_somebody_else_out():
    person("alice")
    for n in range(10):
        log_in("alice", f"guess {n}", address="198.51.100.1")
    assert log_in("alice", RIGHT) == person("alice")


def test_the_right_password_starts_the_count_anew():
    person("alice")
    for _ in range(3):
        for n in range(4):
            log_in("alice", f"guess {n}")
        assert log_in("alice", RIGHT) is not None


def test_one_address_cannot_try_all_accounts():
    outcomes = [may_try(f"user{n}", "198.51.100.1") for n in range(60)]
    assert sum(outcomes) == 50


def test_no_name_and_no_address_is_kept():
    may_try("alice", "198.51.100.1")
    assert "alice" not in str(list(LoginCounter.objects.values()))


def test_a_thousand_at_once_are_five(many_connections):

    tried = sum(at_once(lambda number: may_try("alice", "198.51.100.1"), 1000))
    assert tried == 5


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "192.0.2.1", "203.0.113.7"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "6.6.6.6, 192.0.2.1", "192.0.2.1"),
        (2, "6.6.6.6, 192.0.2.1, 10.0.0.1", "192.0.2.1"),
        (2, "", "203.0.113.7"),
    ],
)
def test_the_address_is_the_one_our_own_proxy_has_seen(monkeypatch, proxies, forwarded, expected):
    monkeypatch.setattr("accounts.logins.api_settings.NUM_PROXIES", proxies, raising=False)
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR=forwarded)
    assert address_of(request) == expected


@pytest.mark.parametrize(
    ("role", "permission", "allowed"),
    [
        (Role.VIEWER, "parsing.view_resume", True),
        (Role.VIEWER, "parsing.change_resume", False),
        (Role.RECRUITER, "parsing.change_resume", True),
        (Role.RECRUITER, "parsing.delete_resume", True),
        (Role.RECRUITER, "parsing.delete_batch", False),
        (Role.RECRUITER, "accounts.view_user", False),
        (Role.CANDIDATE, "parsing.view_resume", False),
        (Role.ADMIN, "accounts.change_user", True),
    ],
)
def test_rights_follow_the_role(role, permission, allowed):
    assert User.objects.create_user("somebody", role=role).has_perm(permission) is allowed


def test_django_s_own_flags_follow_the_role():
    charlie = person("charlie")
    assert (charlie.is_staff, charlie.is_superuser) == (False, False)
    charlie.role = Role.ADMIN
    charlie.save()
    assert (charlie.is_staff, charlie.is_superuser) == (True, True)
    assert User.objects.create_superuser("chief", password="x").role == Role.ADMIN
