"""Tests: quick hashing, files in a folder of their own, a broker only where a test starts one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# Before anything reads it: tests never talk to a developer's own database or broker.
if "VITAE_TEST_ROOT" not in os.environ:
    os.environ["VITAE_TEST_ROOT"] = tempfile.mkdtemp(prefix="vitae-test-")
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("REDIS_URL", None)
    # Nothing listens there: publishing fails at once, and the rows wait for the sweeper.
    os.environ["BROKER_URL"] = "redis://127.0.0.1:1/0"
_root = Path(os.environ["VITAE_TEST_ROOT"])
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_root / 'test.sqlite3'}")

from config.settings.base import *  # noqa: E402, F403

SECRET_KEY = "tests-only-0123456789-abcdefghijklmnopqrstuvwxyz"  # noqa: S105
ALLOWED_HOSTS = ["*"]
MEDIA_ROOT = _root / "media"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
DEBUG_FAULTS = True
