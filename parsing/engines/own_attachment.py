"""The attachment that our own CVs carry: their JSON Resume, told by its digest in the PDF's identifier."""

from __future__ import annotations

import ctypes
import hashlib
import json
from typing import Final

from parsing.engines import pdfium_api as api

NAME: Final = "resume.json"
DIGEST_BYTES: Final = 16
"""So much of the SHA-256 of the attachment is the file's identifier (see `cvimprover.rendering.pdf`)."""
LARGEST: Final = 1_000_000


def carries_only_ours(document: int, embedded_files: int) -> bool:
    """Whether the one file that the PDF carries is the JSON Resume that our CVs carry, unchanged.

    `document` is PDFium's address, `embedded_files` how many the bytes show. Below 1 ms; nothing in the
    attachment is used.
    """
    if embedded_files != 1 or api.attachment_count(document) != 1:
        return False
    attachment = api.attachment(document, 0)
    if not attachment or _name(attachment) != NAME:
        return False
    content = _content(attachment)
    digest = hashlib.sha256(content).digest()[:DIGEST_BYTES]
    return bool(content) and digest == _identifier(document) and _is_resume(content)


def _name(attachment: int) -> str:
    buffer = ctypes.create_string_buffer(2 * len(NAME) + 2)
    size = api.attachment_name(attachment, ctypes.addressof(buffer), len(buffer))
    return buffer.raw[: size - 2].decode("utf-16-le", "replace") if size == len(buffer) else ""


def _content(attachment: int) -> bytes:
    """The attachment's bytes; b"" where there are none or too many."""
    size = ctypes.c_ulong(0)
    found = api.attachment_file(attachment, 0, 0, ctypes.addressof(size))
    if not found or not 0 < size.value <= LARGEST:
        return b""
    buffer = ctypes.create_string_buffer(size.value)
    found = api.attachment_file(attachment, ctypes.addressof(buffer), size.value, ctypes.addressof(size))
    return buffer.raw if found else b""


def _identifier(document: int) -> bytes:
    """The permanent part of the file's identifier, without the zero that PDFium puts behind it."""
    buffer = ctypes.create_string_buffer(DIGEST_BYTES + 1)
    size = api.file_identifier(document, 0, ctypes.addressof(buffer), len(buffer))
    return buffer.raw[:DIGEST_BYTES] if size == len(buffer) else b""


def _is_resume(content: bytes) -> bool:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict) and isinstance(told.get("basics"), dict)
