"""Storages fail in many ways; callers hear of three."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from parsing import files
from parsing.errors import StageError

REFUSED = ClientError({"Error": {"Code": "SlowDown", "Message": ""}}, "PutObject")


class Failing(FileSystemStorage):
    """Raises whatever it is told to."""

    error: Exception = OSError()

    def _save(self, name: str, content: object) -> str:
        raise self.error

    def _open(self, name: str, mode: str = "rb") -> ContentFile[bytes]:
        raise self.error


@pytest.fixture
def failing(settings, tmp_path: Path) -> type[Failing]:
    """The storage that settings name."""
    backend = {"BACKEND": f"{__name__}.Failing", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return Failing


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.EIO, "Input/output error"), "storage_unavailable"),
        (PermissionError(errno.EACCES, "Permission denied"), "storage_unavailable"),
        (TimeoutError(), "storage_unavailable"),
        (EndpointConnectionError(endpoint_url="http://s3.example.org"), "storage_unavailable"),
        (REFUSED, "storage_unavailable"),
        (OSError(errno.ENOSPC, "No space left on device"), "storage_full"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "storage_full"),
    ],
)
def test_what_cannot_be_done_now_is_to_be_tried_again(failing, error, code):
    failing.error = error
    for attempt in (lambda: files.save("a", b"x"), lambda: files.read("a")):
        with pytest.raises(StageError) as caught:
            attempt()
        assert (caught.value.code, caught.value.transient) == (code, True)


def test_a_missing_file_is_final(failing):
    failing.error = FileNotFoundError()
    with pytest.raises(StageError) as caught:
        files.read("a")
    assert (caught.value.code, caught.value.transient) == ("source_missing", False)
    files.remove("a", "")


def test_a_bug_stays_a_bug(failing):
    failing.error = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        files.save("a", b"x")
