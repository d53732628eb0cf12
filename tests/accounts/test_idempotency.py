"""The same key and the same content happen once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from time_machine import travel

from accounts.idempotency import KeyReused, StillRunning, claim, fingerprint_of, finish, release
from tests.people import person

pytestmark = pytest.mark.django_db


def test_the_twin_gets_the_answer_of_the_first():
    finish(claim(person("alice"), "k", "f"), status_code=202, reference="resume:1")
    again = claim(person("alice"), "k", "f")
    assert (again.status_code, again.reference) == (202, "resume:1")


def test_a_twin_that_comes_too_soon_is_told_so():
    claim(person("alice"), "k", "f")
    with pytest.raises(StillRunning):
        claim(person("alice"), "k", "f")


def test_another_content_under_the_same_key_is_refused():
    claim(person("alice"), "k", "f")
    with pytest.raises(KeyReused):
        claim(person("alice"), "k", "other")


def test_keys_of_two_people_never_meet():
    finish(claim(person("alice"), "k", "f"), status_code=202, reference="resume:1")
    assert claim(person("bob"), "k", "f").status_code is None


def test_a_request_that_failed_may_be_sent_again():
    release(claim(person("alice"), "k", "f"))
    assert claim(person("alice"), "k", "f").status_code is None


def test_the_work_of_a_request_that_died_is_taken_over_once():
    claim(person("alice"), "k", "f")
    with travel(datetime.now(UTC) + timedelta(minutes=3)):
        assert claim(person("alice"), "k", "f").status_code is None
        with pytest.raises(StillRunning):
            claim(person("alice"), "k", "f")


def test_a_key_is_forgotten_after_a_day():
    finish(claim(person("alice"), "k", "f"), status_code=202, reference="resume:1")
    with travel(datetime.now(UTC) + timedelta(hours=25)):
        assert claim(person("alice"), "k", "other").status_code is None


def fingerprint(method="POST", path="/x/", fields=None, content=b"one", name="cv.pdf") -> str:
    file = SimpleUploadedFile(name, content)
    return fingerprint_of(method, path, fields=fields or {"a": ["1"]}, files=[("file", file)])


def test_whatever_is_sent_is_in_the_fingerprint():
    assert fingerprint() == fingerprint()
    others = [
        fingerprint(method="PUT"),
        fingerprint(path="/y/"),
        fingerprint(fields={"a": ["2"]}),
        fingerprint(fields={"a": ["1", ""]}),
        fingerprint(content=b"two"),
        fingerprint(name="other.pdf"),
    ]
    assert len({fingerprint(), *others}) == 7


def test_a_large_file_is_read_in_pieces_and_can_be_read_again():
    file = TemporaryUploadedFile("cv.pdf", "application/pdf", 3_000_000, None)
    file.write(b"x" * 3_000_000)
    file.seek(0)
    fingerprint_of("POST", "/", fields={}, files=[("file", file)])
    assert len(file.read()) == 3_000_000
    file.close()
