"""What is left of a deleted résumé in storage."""

from __future__ import annotations

import uuid

from parsing import files
from parsing.models import Resume


def remove_files(resume_id: uuid.UUID) -> None:
    """Remove the upload and its preview, if the résumé is deleted. Safe to repeat."""
    if Resume.objects.filter(pk=resume_id, deleted_at=None).exists():
        return
    files.remove(files.key_for(resume_id), files.preview_key_for(resume_id))
