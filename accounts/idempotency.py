"""A request with an `Idempotency-Key` happens once; its twin gets the answer of the first.

Keys belong to a user. A fingerprint of what was sent tells a twin from a mistake. What is kept is the
status and a reference to what was made, never a body: bodies hold people.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import IdempotencyKey, User

KEPT_FOR: Final = timedelta(hours=24)
RUNS_AT_MOST: Final = timedelta(minutes=2)


class KeyReused(Exception):
    """The key came before with something else."""


class StillRunning(Exception):
    """The first request with this key has not been answered yet."""


def claim(user: User, key: str, fingerprint: str) -> IdempotencyKey:
    """The row of this key: new (`status_code` None: do the work, then `finish`) or answered (it is set).

    Raises KeyReused and StillRunning.
    """
    now = timezone.now()
    IdempotencyKey.objects.filter(user=user, created_at__lt=now - KEPT_FOR).delete()
    with transaction.atomic():
        row, is_new = IdempotencyKey.objects.get_or_create(
            user=user, key=key, defaults={"fingerprint": fingerprint, "running_until": now + RUNS_AT_MOST}
        )
    if is_new:
        return row
    if row.fingerprint != fingerprint:
        raise KeyReused
    if row.status_code is None and not _take_over(row):
        raise StillRunning
    return row


def finish(row: IdempotencyKey, *, status_code: int, reference: str) -> None:
    """Keep what was answered."""
    IdempotencyKey.objects.filter(pk=row.pk).update(status_code=status_code, reference=reference)


def release(row: IdempotencyKey) -> None:
    """Forget a request that failed, so that it may be sent again."""
    IdempotencyKey.objects.filter(pk=row.pk, status_code=None).delete()


def fingerprint_of(
    method: str,
    path: str,
    *,
    fields: Mapping[str, Iterable[str]],
    files: Iterable[tuple[str, UploadedFile[bytes]]],
) -> str:
    """The SHA-256 of what was sent. Files are read in pieces, so that no upload has to fit into memory."""
    digest = hashlib.sha256()
    for part in (method, path, *(text for name in sorted(fields) for text in (name, *fields[name]))):
        digest.update(f"{len(part)}:{part}".encode())
    for name, file in files:
        digest.update(f"{name}:{file.name}:{_digest_of(file)}".encode())
    return digest.hexdigest()


def _digest_of(file: UploadedFile[bytes]) -> str:
    content = hashlib.sha256()
    for chunk in file.chunks():
        content.update(chunk)
    file.seek(0)
    return content.hexdigest()


def _take_over(row: IdempotencyKey) -> bool:
    """Whether this request may do the work of one that died: one conditional UPDATE, so only one may."""
    now = timezone.now()
    return bool(
        IdempotencyKey.objects.filter(pk=row.pk, status_code=None, running_until__lt=now).update(
            running_until=now + RUNS_AT_MOST
        )
    )
