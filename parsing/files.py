"""The files of résumés in storage, by key; errors in our own words."""

from __future__ import annotations

import hashlib
import uuid
from contextlib import suppress

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from parsing.errors import StageError


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
    """Write the file whole, in place of an older one of this key. Raises OSError."""
    if default_storage.exists(key):
        default_storage.delete(key)
    default_storage.save(key, ContentFile(data))


def read(key: str) -> bytes:
    """The file's bytes. Raises StageError `source_missing`, a passing error when storage did not answer."""
    try:
        with default_storage.open(key) as file:
            return bytes(file.read())
    except FileNotFoundError as error:
        raise StageError("source_missing") from error
    except OSError as error:
        raise StageError("source_missing", transient=True) from error


def remove(*keys: str) -> None:
    """Delete the files that are there. Raises OSError when storage does not answer."""
    for key in filter(None, keys):
        with suppress(FileNotFoundError):
            default_storage.delete(key)
