"""Random moves, edits, merges, readings and deletions from parallel clients leave nothing contradictory."""

from __future__ import annotations

import pytest
from django.db import connection

from candidates import syncing
from candidates.search.indexes import candidate_index
from tests.candidates import crowd
from tests.people import client_of


@pytest.mark.real
@pytest.mark.django_db(transaction=True)
def test_whatever_many_do_at_once_everything_agrees_afterwards(settings, tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: run without pytest-xdist")
    settings.MEDIA_ROOT, settings.SEARCH_FOLDER = tmp_path / "media", str(tmp_path / "search")
    clients = [client_of(name) for name in ("alice", "bob", "root")]
    done, watch = crowd.run(clients, people=12, operations=60, threads=6, seed=7)
    assert done.failures == []
    assert sum(done.answers.values()) == 60
    assert list(crowd.broken()) == []
    assert list(syncing.wrong_filters()) == []
    assert list(syncing.wrong_in_index(candidate_index())) == []
    assert list(syncing.wrong_in_database()) == []
    assert watch.reads > 20
    assert watch.longest <= 2.0
