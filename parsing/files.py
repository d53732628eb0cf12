"""The files of résumés in storage, by key; errors in our own words."""

from __future__ import annotations

import errno
import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from parsing.errors import StageError

CLIENTS: Final = ("botocore.", "boto3.", "s3transfer.", "urllib3.")
"""Whose errors a storage on S3 lets through."""


def key_for(resume_id: uuid.UUID) -> str:
    """Where the upload lies. Nothing of the uploader's own naming gets into a path."""
    return f"resumes/{resume_id.hex[:2]}/{resume_id.hex}"


def preview_key_for(resume_id: uuid.UUID) -> str:
    """Where the PDF made of an office file lies."""
    return f"previews/{resume_id.hex[:2]}/{resume_id.hex}.pdf"


def digest_of(data: bytes) -> str:
    """SHA-256 of the content, by which the same file is known again."""
    return hashlib.sha256(data).hexdigest()


def save(key: str, data: bytes) -> None:
    """Write the file whole, in place of an older one of this key. Raises StageError, to be tried again."""
    with answering():
        if default_storage.exists(key):
            default_storage.delete(key)
        default_storage.save(key, ContentFile(data))


def read(key: str) -> bytes:
    """The file's bytes. Raises StageError `source_missing`, or one to be tried again."""
    try:
        with answering(), default_storage.open(key) as file:
            return bytes(file.read())
    except FileNotFoundError as error:
        raise StageError("source_missing") from error


def remove(*keys: str) -> None:
    """Delete the files that are there. Raises StageError, to be tried again."""
    for key in filter(None, keys):
        with suppress(FileNotFoundError), answering():
            default_storage.delete(key)


@contextmanager
def answering() -> Iterator[None]:
    """What storages raise when they cannot do it now, as `storage_unavailable` or `storage_full`."""
    try:
        yield
    except FileNotFoundError:
        raise
    except Exception as error:
        if not isinstance(error, OSError) and not type(error).__module__.startswith(CLIENTS):
            raise
        is_full = getattr(error, "errno", 0) in {errno.ENOSPC, errno.EDQUOT}
        raise StageError("storage_full" if is_full else "storage_unavailable", transient=True) from error
