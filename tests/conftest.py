"""What every test may ask for: the tests' own servers, the cast, and a whole stack of real processes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests import servers as own
from tests.stack import Stack


@pytest.fixture(scope="session")
def servers() -> own.Servers:
    """The tests' own PostgreSQL and Redis, not started."""
    return own.Servers(
        Path(os.environ["VITAE_TEST_ROOT"]),
        postgres_port=int(os.environ["VITAE_TEST_POSTGRES"]),
        redis_port=int(os.environ["VITAE_TEST_REDIS"]),
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(servers: own.Servers) -> None:
    """Start PostgreSQL before the first test that needs a database."""
    if os.environ["DATABASE_URL"].startswith("postgres"):
        servers.postgres.start()


@pytest.fixture(scope="session")
def warm_engines() -> None:
    """Engines and lexicons, loaded.

    A lease is prolonged on a connection of its own, which does not see what a test has not committed: a
    résumé read within a test must be done before the first beat.
    """
    from parsing import registry
    from parsing.stages.flow import read

    sample = Path(__file__).parent / "samples" / "files" / "left-sidebar.pdf"
    read(sample.read_bytes(), sample.name, engines=registry.engines())


@pytest.fixture
def redis(servers: own.Servers) -> Iterator[own.Redis]:
    """A running, empty Redis at the address that settings name."""
    if reason := own.Redis.missing():
        pytest.skip(reason)
    servers.redis.kill()
    servers.redis.start()
    yield servers.redis
    servers.redis.kill()


@pytest.fixture
def many_connections(transactional_db: None) -> None:
    """A database that several threads can write to at once; what they commit is there for all."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite's in-memory test database has one connection")


@pytest.fixture
def stack(transactional_db: None, redis: own.Redis, servers: own.Servers, tmp_path: Path) -> Iterator[Stack]:
    """Workers and beat as real processes on the test's database and Redis; none started yet."""
    if connection.vendor != "postgresql":
        pytest.skip(own.Postgres.missing() or "needs PostgreSQL: run without pytest-xdist")
    # The database was emptied after the last test; so are the files.
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    stack = Stack(servers, tmp_path, database=str(connection.settings_dict["NAME"]))
    yield stack
    stack.stop()
