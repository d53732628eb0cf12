"""Random moves, edits, merges, readings and deletions from parallel clients leave nothing contradictory."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from candidates import syncing
from candidates.models import SavedSearch
from candidates.search.indexes import candidate_index
from candidates.search.saved import run_saved
from candidates.services import remove
from candidates.services.gender import infer_some
from candidates.tasks import update_index
from tests.candidates import crowd
from tests.candidates.making import found
from tests.people import at_once, client_of, person
from tests.servers import eventually


@pytest.mark.real
@pytest.mark.django_db(transaction=True)
def test_whatever_many_do_at_once_everything_agrees_afterwards(settings, tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: run without pytest-xdist")
    settings.MEDIA_ROOT, settings.SEARCH_FOLDER = tmp_path / "media", str(tmp_path / "search")
    clients = [client_of(name) for name in ("alice", "bob", "root")]
    done, watch = crowd.run(clients, people=12, operations=60, threads=6, seed=7)
    assert done.failures == []
    assert sum(done.answers.values()) >= 60
    assert list(crowd.broken()) == []
    assert list(syncing.wrong_filters()) == []
    assert list(syncing.wrong_in_index(candidate_index())) == []
    assert list(syncing.wrong_in_database()) == []
    assert watch.reads > 20
    assert watch.longest <= 2.0


@pytest.mark.real
@pytest.mark.django_db(transaction=True)
def test_who_comes_while_another_changes_the_same_is_asked_to_try_again():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: run without pytest-xdist")
    ana, alice = found(), client_of("alice")
    other = connection.copy()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
            with other.cursor() as theirs:
                theirs.execute("BEGIN")
                theirs.execute("SELECT 1 FROM candidates_candidate FOR UPDATE")
            answer = alice.patch(f"/api/v1/candidates/{ana.pk}/", {"name": "Ana Vega"})
            transaction.set_rollback(True)
    finally:
        other.close()
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "unavailable", "1")


def somebody_waits() -> bool:
    """Whether a connection waits for a lock of another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
        return cursor.fetchone() is not None


@pytest.mark.real
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", [infer_some, run_saved])
def test_nothing_is_written_of_somebody_who_is_deleted_at_this_moment(
    settings, tmp_path, write: Callable[[], int]
):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: run without pytest-xdist")
    settings.GENDER_FROM_NAMES, settings.SEARCH_FOLDER = True, str(tmp_path / "search")
    before = timezone.now() - timedelta(hours=1)
    search = SavedSearch.objects.create(
        owner=person("alice"), name="All", query="*", is_notifying=True, checked_until=before
    )
    ana = found()
    update_index()
    is_deleted = threading.Event()

    def delete() -> None:
        with transaction.atomic():
            remove([ana.pk])
            is_deleted.set()
            assert eventually(somebody_waits, 10)

    def write_then() -> None:
        assert is_deleted.wait(10)
        write()

    at_once(lambda number: (delete, write_then)[number](), 2, threads=2)
    assert not search.matches.exists()
