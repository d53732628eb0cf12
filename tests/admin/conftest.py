"""Browsers for the admin, and résumés to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from tests.people import person


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path, db, warm_engines: None):
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()


def browser_of(name: str) -> Client:
    """A browser in which this person is logged in."""
    browser = Client()
    browser.force_login(person(name))
    return browser


@pytest.fixture
def alice() -> Client:
    """Alice the recruiter."""
    return browser_of("alice")


@pytest.fixture
def root() -> Client:
    """The administrator."""
    return browser_of("root")
