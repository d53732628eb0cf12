"""A CV of ours is no suspicious file: its attachment is known, and nothing but just that."""

from __future__ import annotations

import io
import json

import pypdf
import pytest

from cvimprover.rendering import Options, render
from parsing.engines.pdfium import read_pdf
from parsing.stages.types import Limits

RESUME: dict[str, object] = {"basics": {"name": "Ada Quill", "email": "ada@example.org"}}


def flags(pdf: bytes) -> set[str]:
    return {finding.code for finding in read_pdf(pdf, Limits()).findings}


def rewritten(pdf: bytes, attachments: dict[str, bytes]) -> bytes:
    """The same pages and identifier with other attachments."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    writer = pypdf.PdfWriter()
    for page in reader.pages:
        writer.add_page(page)
    for name, content in attachments.items():
        writer.add_attachment(name, content)
    writer._ID = reader.trailer["/ID"]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def ours() -> bytes:
    return render(RESUME, Options(), "pdf").content


@pytest.fixture(scope="module")
def attached(ours: bytes) -> bytes:
    content: bytes = pypdf.PdfReader(io.BytesIO(ours)).attachments["resume.json"][0]
    return content


def test_our_own_cv_is_not_flagged(ours: bytes) -> None:
    assert flags(ours) == set()


def test_the_same_attachment_in_a_file_written_anew_is_still_ours(ours: bytes, attached: bytes) -> None:
    assert "embedded_file" not in flags(rewritten(ours, {"resume.json": attached}))


@pytest.mark.parametrize(
    "told",
    [
        {"resume.json": b'{"basics": {"name": "Somebody Else"}}'},
        {"other.json": b""},
        {"resume.json": b"MZ\x90\x00"},
        {"resume.json": b""},
        {"resume.json": b"", "payload.exe": b"MZ\x90\x00"},
    ],
)
def test_anything_else_is(ours: bytes, attached: bytes, told: dict[str, bytes]) -> None:
    attachments = {name: content or attached for name, content in told.items()}
    if told == {"resume.json": b""}:
        attachments = {"resume.json": json.dumps(json.loads(attached), indent=3).encode()}
    assert "embedded_file" in flags(rewritten(ours, attachments))
