"""Filters in a real Redis: shared by processes, exact, and not missed when it is away."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.cache import caches as all_caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates import caches
from candidates.facets.members import Subject
from candidates.models import Application, Candidate, JobProfile
from candidates.services import raise_versions
from tests.servers import Redis

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_redis(redis: Redis, settings) -> Redis:
    """Redis as the cache, as a server has it."""
    options = {"SOCKET_CONNECT_TIMEOUT": 2, "SOCKET_TIMEOUT": 2, "IGNORE_EXCEPTIONS": True}
    settings.CACHES = {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{redis.port}/3",
            "OPTIONS": options,
        }
    }
    yield redis
    all_caches["default"].close()


def subject() -> Subject:
    job = JobProfile.objects.create(title="Any")
    for title in ("Cook", "Nurse"):
        Application.objects.create(job_profile=job, candidate=Candidate.objects.create(current_title=title))
    return Subject("job_profile", str(job.pk))


def statements() -> CaptureQueriesContext:
    return CaptureQueriesContext(connection)


def test_what_one_process_counted_another_reads(in_redis):
    asked = subject()
    counted = caches.filters_of(asked)
    with statements() as queries:
        assert caches.filters_of(asked) == counted
    assert len(queries) == 1
    assert cache.ttl(f"filters:{caches.SHAPE}:job_profile:{asked.key}:1") > 3600, "it is forgotten some time"


def test_a_change_is_seen_with_its_commit(in_redis):
    asked = subject()
    caches.filters_of(asked)
    cook = Candidate.objects.get(current_title="Cook")
    Candidate.objects.filter(pk=cook.pk).update(current_title="Chef")
    raise_versions([cook.pk])
    titles = next(each for each in caches.filters_of(asked)["filters"] if each["name"] == "title")
    assert [value["title"] for value in titles["values"]] == ["Chef", "Nurse"]


def test_filters_are_counted_while_redis_is_away(in_redis):
    asked = subject()
    before = caches.filters_of(asked)
    in_redis.kill()
    assert caches.filters_of(asked) == before
