"""Tests: quick hashing, files in a folder of their own, databases and brokers that the tests start.

The first process of a run chooses the places and writes them into the environment, where the worker processes
that it starts find them. On PostgreSQL where it is installed, on SQLite otherwise and under pytest-xdist.
"""

from __future__ import annotations

import os
from pathlib import Path

if "VITAE_TEST_ROOT" not in os.environ or os.environ.get("PYTEST_XDIST_WORKER", "") not in (
    "",
    os.environ.get("VITAE_TEST_WORKER", ""),
):
    # Before anything reads it: tests never talk to a developer's own database or broker.
    from tests import servers

    _folder = servers.scratch()
    os.environ |= {
        "VITAE_TEST_ROOT": str(_folder),
        "VITAE_TEST_WORKER": os.environ.get("PYTEST_XDIST_WORKER", ""),
        "VITAE_TEST_POSTGRES": str(servers.free_port()),
        "VITAE_TEST_REDIS": str(servers.free_port()),
    }
    _is_sqlite = bool(os.environ["VITAE_TEST_WORKER"] or servers.Postgres.missing())
    if os.environ.get("VITAE_TEST_DATABASE", "") == "sqlite" or _is_sqlite:
        os.environ["DATABASE_URL"] = f"sqlite:///{_folder / 'vitae.sqlite3'}"
    else:
        os.environ["DATABASE_URL"] = f"postgres://vitae@127.0.0.1:{os.environ['VITAE_TEST_POSTGRES']}/vitae"
    # Nothing listens there until a test starts it: publishing fails at once, and the rows wait.
    os.environ["BROKER_URL"] = f"redis://127.0.0.1:{os.environ['VITAE_TEST_REDIS']}/0"
    os.environ.pop("REDIS_URL", None)
    os.environ.pop("RESULT_BACKEND", None)

from config.settings.base import *  # noqa: F403

_root = Path(os.environ["VITAE_TEST_ROOT"])
SECRET_KEY = "tests-only-0123456789-abcdefghijklmnopqrstuvwxyz"  # noqa: S105
ALLOWED_HOSTS = ["*"]
MEDIA_ROOT = str(_root / "media")
STATIC_ROOT = str(_root / "static")
SEARCH_FOLDER = str(_root / "search")
Path(STATIC_ROOT).mkdir(exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
DEBUG_FAULTS = True
