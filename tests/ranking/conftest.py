"""What tests of rankings share."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from tests.people import client_of


@pytest.fixture
def alice(db: None) -> APIClient:
    """Alice the recruiter; no request of hers was counted before."""
    cache.clear()
    return client_of("alice")
