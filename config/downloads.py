"""Files that go out: as downloads, never as something that a browser would show or run."""

from __future__ import annotations

import os
from typing import IO, Final

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

_WHOLE_BYTES: Final = 2_000_000


def attachment(data: bytes, *, name: str, mime: str) -> HttpResponse:
    """The file as a download (RFC 6266) that nothing may run, frame or keep."""
    response = HttpResponse(data, content_type=mime)
    _shut(response, name)
    return response


def attached_file(file: IO[bytes], *, name: str, mime: str) -> HttpResponse | FileResponse:
    """The same of an open file, which is closed then; a large one goes out in pieces."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size <= _WHOLE_BYTES:
        with file:
            return attachment(file.read(), name=name, mime=mime)
    response = FileResponse(file, content_type=mime)
    _shut(response, name)
    return response


def _shut(response: HttpResponseBase, name: str) -> None:
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
