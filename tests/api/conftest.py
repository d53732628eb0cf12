"""What tests of the API share: a folder for files, clients, and a way to read without workers."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.response import Response
from rest_framework.test import APIClient

from parsing import runner
from parsing.models import Resume
from tests.people import client_of

SAMPLES = Path(__file__).parent.parent / "samples" / "files"
CV = b"""Erika Beispiel
erika@example.org

Experience
Engineer, Acme Ltd, 2019 - 2023

Skills
Python, SQL
"""


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path, db, warm_engines: None):
    """Every test has its own folders and starts with no request counted."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SEARCH_FOLDER = str(tmp_path / "search")
    cache.clear()


@pytest.fixture
def alice() -> APIClient:
    """Alice the recruiter."""
    return client_of("alice")


def send(client: APIClient, name: str = "cv.txt", data: bytes = CV, **more: object) -> Response:
    """The answer to an upload."""
    return client.post(
        "/api/v1/resumes/", {"file": SimpleUploadedFile(name, data)}, format="multipart", **more
    )


def bring(client: APIClient, name: str = "cv.txt", data: bytes = CV) -> str:
    """The id of an uploaded résumé."""
    response = send(client, name, data)
    assert response.status_code in {200, 202}, response.content
    return str(response.json()["id"])


def read(resume_id: str) -> None:
    """Read an uploaded résumé here and now, as a worker would."""
    parse = Resume.objects.get(pk=UUID(resume_id)).latest_parse
    assert parse is not None
    runner.run(parse.stage, parse.pk)


def problem(response: Response, status: int, code: str) -> dict[str, object]:
    """The problem in an answer, which has this status and code."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["code"] == code, body
    assert body["status"] == status
    assert body["type"] == f"/api/errors/#{code}"
    assert body["request_id"] == response["X-Request-ID"]
    return body
