"""The files of a person, for the zip of everything that is known of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from candidates.exchange.archive import Original
from parsing import files
from parsing.errors import StageError
from parsing.models import Resume


def originals_of(candidate_id: uuid.UUID) -> Iterator[Original]:
    """Each résumé's file, oldest first."""
    kept = Resume.objects.filter(candidate=candidate_id, deleted_at=None).exclude(storage_key="")
    for resume in kept.order_by("created_at", "pk"):
        name = resume.file_name or f"{resume.pk}.{resume.kind}"
        try:
            yield Original(name, files.read(resume.storage_key))
        except StageError:
            yield Original(name, None)
