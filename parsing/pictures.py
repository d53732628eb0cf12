"""Pictures of pages for people to look at, drawn when asked for and kept for a while."""

from __future__ import annotations

import io
from functools import partial
from typing import Final

from django.core.cache import cache

from parsing import files, registry
from parsing.models import Parse, Resume
from parsing.stages.types import Limits

PICTURES: Final = frozenset({"png", "jpg", "tiff", "webp"})
DPI: Final = 100
SECONDS: Final = 10
MEMORY_BYTES: Final = 1_000_000_000
KEPT_SECONDS: Final = 60


def page_picture(resume: Resume, number: int) -> bytes:
    """Page `number` (from 1) as PNG at 100 dpi. Raises StageError.

    Drawn in a child process with limits: the file is somebody else's.
    """
    key = f"page:{resume.pk}:{resume.sha256[:16]}:{bool(resume.preview_key)}:{number}"
    found = cache.get(key)
    if isinstance(found, bytes):
        return found
    picture = _drawn(resume, number)
    cache.set(key, picture, KEPT_SECONDS)
    return picture


def page_total(resume: Resume) -> int:
    """How many pages can be drawn: of PDFs and pictures once opened, of office files with a preview."""
    if resume.kind == "pdf" or resume.kind in PICTURES:
        return resume.latest_parse.page_count if resume.latest_parse else 0
    if not resume.preview_key or resume.latest_parse_id is None:
        return 0
    said = Parse.objects.filter(pk=resume.latest_parse_id).values_list("profile", flat=True).first()
    document = said.get("document") if isinstance(said, dict) else None
    return int(document.get("pages") or 0) if isinstance(document, dict) else 0


def _drawn(resume: Resume, number: int) -> bytes:
    kind = resume.kind if resume.kind in PICTURES else "pdf"
    data = files.read(resume.storage_key if resume.kind in {kind, "pdf"} else resume.preview_key)
    return drawn(data, kind, number)


def drawn(data: bytes, kind: str, number: int) -> bytes:
    """Page `number` of a PDF or picture as PNG at 100 dpi, drawn in a child process. Raises StageError."""
    from parsing.engines.guard import guarded

    limits = registry.limits()
    return guarded(partial(_png, data, kind, number, limits), seconds=SECONDS, memory_bytes=MEMORY_BYTES)


def _png(data: bytes, kind: str, number: int, limits: Limits) -> bytes:
    from parsing.engines.images import image_page
    from parsing.engines.pdfium import render_page

    if kind == "pdf":
        image = render_page(data, number, dpi=DPI, limits=limits)
    else:
        image = image_page(data, kind, number, dpi=DPI, limits=limits)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=3)
    return out.getvalue()
