"""What nobody owns in storage any more: the files of deleted résumés, and what crashes left behind."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.utils import timezone

from parsing import files
from parsing.models import BatchItem, Resume
from parsing.uploads import INCOMING

UPLOADS: Final = "resumes"
PREVIEWS: Final = "previews"
PROBES: Final = "health"
ORPHAN_AGE: Final = timedelta(hours=24)
"""Younger files may be about to get their rows, or their end of a direct upload."""
CHECKED_AT_ONCE: Final = 500
Owned = Callable[[Sequence[str]], Collection[str]]
"""Which of some keys belong to a row."""
_elsewhere: Final[dict[str, Owned]] = {}


def look_after(folder: str, owned: Owned) -> None:
    """Let `collect` see to a folder of another part as well, which alone knows what of it is owned."""
    _elsewhere[folder] = owned


def remove_files(resume_id: uuid.UUID) -> None:
    """Remove the upload and its preview, if the résumé is deleted. Safe to repeat."""
    if Resume.objects.filter(pk=resume_id, deleted_at=None).exists():
        return
    files.remove(files.key_for(resume_id), files.preview_key_for(resume_id))


def collect() -> int:
    """Remove the old files that belong to no row: how many. Safe to run beside anything, and to break off.

    A worker or web process that dies between storing a file and writing its row leaves one; so does a
    direct upload that nobody completes. Folders come in a random order, so that runs which are cut off
    get to all of them in the end. Raises StageError when storage does not answer.
    """
    waiting = set(BatchItem.objects.exclude(storage_key="").values_list("storage_key", flat=True))
    removed = 0
    for folder in _folders():
        keys = [f"{folder}/{name}" for name in _listed(folder)[1]]
        for start in range(0, len(keys), CHECKED_AT_ONCE):
            unowned = _unowned(keys[start : start + CHECKED_AT_ONCE])
            orphans = [key for key in unowned if key not in waiting and _is_old(key)]
            files.remove(*orphans)
            removed += len(orphans)
    return removed


def _folders() -> Iterator[str]:
    for top in (UPLOADS, PREVIEWS, INCOMING, PROBES, *_elsewhere):
        yield top
        names = _listed(top)[0]
        random.shuffle(names)
        for name in names:
            yield f"{top}/{name}"


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """The folders and files in it; none where it does not exist."""
    with suppress(FileNotFoundError), files.answering():
        folders, names = default_storage.listdir(folder)
        return list(filter(None, folders)), list(filter(None, names))
    return [], []


def _unowned(keys: Sequence[str]) -> list[str]:
    """Those of these keys, all of one folder, that no row has."""
    for folder, owned_in in _elsewhere.items():
        if keys[0].startswith(f"{folder}/"):
            named = owned_in(keys)
            return [key for key in keys if key not in named]
    ids = {key: found for key in keys if (found := _id_in(key)) is not None}
    kept = Resume.objects.filter(pk__in=ids.values(), deleted_at=None)
    owned = {key for row in kept.values_list("storage_key", "preview_key") for key in row}
    return [key for key in keys if key not in owned]


def _id_in(key: str) -> uuid.UUID | None:
    with suppress(ValueError):
        return uuid.UUID(key.rpartition("/")[2].removesuffix(".pdf"))
    return None


def _is_old(key: str) -> bool:
    with suppress(FileNotFoundError), files.answering():
        return bool(default_storage.get_modified_time(key) < timezone.now() - ORPHAN_AGE)
    return False
