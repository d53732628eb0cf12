"""Many résumés at once: made in the request, taken in by a task in chunks, closed by the sweeper."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accounts import audit
from accounts.credits import NoCredits
from accounts.models import User
from config.statements import Insert
from parsing import files as storage
from parsing import ledger, outbox, registry, telling
from parsing.engines.zips import Zip, ZipError
from parsing.errors import MESSAGES, RejectedFile, StageError
from parsing.models import Batch, BatchItem, Lane, Parse, Resume
from parsing.receipt import Received, Upload, receive_addresses, receive_all

PLAN: Final = "parsing.tasks.plan_batch"
UNPACKED_RATIO: Final = 4
CLOSED_AT_ONCE: Final = 50
ZIP_START: Final = b"PK\x03\x04"
IGNORED: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db")


def create_batch(
    owner: User,
    *,
    files: Iterable[tuple[str, bytes]] = (),
    addresses: Sequence[str] = (),
    name: str = "",
) -> Batch:
    """The new batch. A small one is taken in at once; a large one, or a zip, by a task."""
    batch = Batch(owner=owner, name=name[:255])
    items = [_stored(batch, number, *file) for number, file in enumerate(files, start=1)]
    items += [
        BatchItem(batch=batch, number=number, source_url=address)
        for number, address in enumerate(addresses, start=len(items) + 1)
    ]
    is_small = len(items) <= settings.BATCH_SYNC_MAX and not any(
        _is_zip_name(item.file_name) for item in items
    )
    batch.lane = Lane.INTERACTIVE if is_small else Lane.BULK
    with transaction.atomic():
        batch.save(force_insert=True)
        BatchItem.objects.bulk_create(items)
        outbox.add(PLAN, str(batch.pk))
        audit.record(owner, "batch.created", f"batch:{batch.pk}", items=len(items))
    if is_small:
        with suppress(StageError):  # what cannot be done now, the task does
            plan(batch.pk)
        batch.refresh_from_db()
    return batch


def plan(batch_id: uuid.UUID) -> int:
    """How many members were taken in now. A task of its own goes on with the rest. Safe to repeat.

    Raises StageError when storage does not answer; `planning` asks again.
    """
    batch = Batch.objects.select_related("owner").filter(pk=batch_id, state=Batch.State.PLANNING).first()
    if batch is None:
        return 0
    chunk = list(_waiting(batch)[: settings.BATCH_PLAN_CHUNK])
    if not chunk:
        Batch.objects.filter(pk=batch_id, state=Batch.State.PLANNING).update(state=Batch.State.RUNNING)
        return 0
    archives = [item for item in chunk if _is_zip_name(item.file_name)]
    taken = _take_files(batch, [item for item in chunk if item.storage_key and item not in archives])
    taken += _take_addresses(batch, [item for item in chunk if item.source_url])
    taken += sum(_unpack(batch, item) for item in archives)
    with transaction.atomic():
        outbox.add(PLAN, str(batch_id))
    return taken


def close_finished() -> int:
    """How many batches came to their end: nothing waits, nothing is being read."""
    members = BatchItem.objects.filter(batch=OuterRef("pk"))
    going = members.filter(parse__status__in=Parse.OPEN)
    done = Batch.objects.filter(~Exists(going), state=Batch.State.RUNNING)
    return sum(_close(batch, done) for batch in done.order_by("pk")[:CLOSED_AT_ONCE])


def _close(batch: Batch, done: QuerySet[Batch]) -> bool:
    with transaction.atomic():
        if not done.filter(pk=batch.pk).update(state=Batch.State.DONE, finished_at=Now()):
            return False
        telling.tell_batch(batch)
    return True


def cancel_batch(batch: Batch, *, actor: User | None) -> None:
    """Stop it: members that are at their end stay, the others end as cancelled."""
    changed = Batch.objects.filter(pk=batch.pk, state__in=[Batch.State.PLANNING, Batch.State.RUNNING]).update(
        state=Batch.State.CANCELLED, finished_at=timezone.now()
    )
    if not changed:
        return
    for item in _waiting(batch):
        storage.remove(item.storage_key)
    going = BatchItem.objects.filter(batch=batch, parse__status__in=Parse.OPEN)
    for parse_id in going.values_list("parse_id", flat=True):
        if parse_id is not None:
            ledger.cancel_parse(parse_id)
    audit.record(actor, "batch.cancelled", f"batch:{batch.pk}")


def _stored(batch: Batch, number: int, name: str, data: bytes) -> BatchItem:
    """The unsaved member, its file stored where the résumé that it may become will have it."""
    key = storage.key_for(uuid.uuid4())
    storage.save(key, data)
    return BatchItem(batch=batch, number=number, file_name=name[-255:], storage_key=key)


def _is_zip_name(name: str) -> bool:
    return name.lower().endswith(".zip")


def _waiting(batch: Batch) -> QuerySet[BatchItem]:
    return BatchItem.objects.filter(batch=batch, parse=None, error_code="").order_by("number")


def _take_files(batch: Batch, items: Sequence[BatchItem]) -> int:
    """Take in members whose files are stored; what a duplicate or a refusal leaves behind is removed."""
    uploads = []
    for item in items:
        try:
            data = storage.read(item.storage_key)
        except StageError as error:
            if error.transient:
                raise  # the storage is away, the member is not: all of this is planned again
            item.error_code, item.error_message = error.code, error.message
            continue
        uploads.append((item, Upload(item.file_name, data, id=_id_in(item.storage_key), is_stored=True)))
    answers = _received(batch, [upload for _, upload in uploads])
    left = []
    for (item, upload), answer in zip(uploads, answers, strict=True):
        _note(item, answer)
        if not isinstance(answer, Received) or answer.resume.pk != upload.id:
            left.append(item.storage_key)
        item.storage_key = ""
    _save(items)
    storage.remove(*left)
    return len(items)


def _take_addresses(batch: Batch, items: Sequence[BatchItem]) -> int:
    if not items:
        return 0
    try:
        answers = receive_addresses(batch.owner, [item.source_url for item in items], lane=batch.lane)
    except NoCredits:
        answers = []
    for item, answer in zip(items, answers, strict=False):
        _note(item, answer)
    for item in items[len(answers) :]:
        _note(item, RejectedFile("no_credits", status=402))
    _save(items)
    return len(items)


def _unpack(batch: Batch, archive: BatchItem) -> int:
    """Take in the members of a zip, in chunks; the zip's own row goes when all are in."""
    try:
        container, names = _members(storage.read(archive.storage_key))
    except StageError as error:
        if error.transient:
            raise
        archive.error_code, archive.error_message = error.code, error.message
        archive.save(update_fields=["error_code", "error_message"])
        return 0
    done = BatchItem.objects.filter(archive=archive).count()
    remaining = iter(names[done:])
    while chunk := list(islice(remaining, settings.BATCH_PLAN_CHUNK)):
        _take_members(batch, archive, container, chunk)
    archive.delete()
    storage.remove(archive.storage_key)
    return len(names) - done


def _take_members(batch: Batch, archive: BatchItem, container: Zip, names: Sequence[str]) -> None:
    answers: dict[str, Received | RejectedFile] = {}
    uploads = {}
    for name in names:
        try:
            uploads[name] = Upload(name.rpartition("/")[2], container.read(name))
        except ZipError as error:
            answers[name] = RejectedFile("archive_limit", str(error), status=413)
    answers |= dict(zip(uploads, _received(batch, list(uploads.values())), strict=True))
    with transaction.atomic():
        if not BatchItem.objects.select_for_update().filter(pk=archive.pk).exists():
            return
        last = BatchItem.objects.filter(batch=batch).aggregate(last=Max("number"))["last"] or 0
        items = []
        for number, name in enumerate(names, start=last + 1):
            item = BatchItem(batch=batch, number=number, file_name=name[-255:], archive=archive)
            _note(item, answers[name])
            items.append(item)
        BatchItem.objects.bulk_create(items)


def _members(data: bytes) -> tuple[Zip, list[str]]:
    """The zip, and the names of its files in order. Raises StageError `archive_limit` or `type_mismatch`."""
    if not data.startswith(ZIP_START):
        raise StageError("type_mismatch")
    limits = replace(registry.limits(), max_zip_bytes=settings.UPLOAD_MAX_ARCHIVE_BYTES * UNPACKED_RATIO)
    try:
        container = Zip(data, limits)
        container.check_structure()
        container.check_sizes()
    except ZipError as error:
        raise StageError("archive_limit", f"{MESSAGES['archive_limit']} ({error})") from error
    return container, [entry.name for entry in container.listed if _is_member(entry.name)]


def _is_member(name: str) -> bool:
    return not name.endswith("/") and not any(part in name for part in IGNORED)


def _received(batch: Batch, uploads: Sequence[Upload]) -> list[Received | RejectedFile]:
    try:
        return receive_all(batch.owner, uploads, lane=batch.lane, source=Resume.Source.BATCH)
    except NoCredits:
        return list(_one_by_one(batch, uploads))


def _one_by_one(batch: Batch, uploads: Sequence[Upload]) -> Iterator[Received | RejectedFile]:
    """As many as the credits reach, then refusals."""
    for upload in uploads:
        try:
            yield receive_all(batch.owner, [upload], lane=batch.lane, source=Resume.Source.BATCH)[0]
        except NoCredits:
            yield RejectedFile("no_credits", status=402)


def _note(item: BatchItem, answer: Received | RejectedFile) -> None:
    """Write into the unsaved item what became of it."""
    if isinstance(answer, Received):
        item.resume, item.parse = answer.resume, answer.parse
    else:
        item.error_code, item.error_message = answer.code, answer.message


def _save(items: Sequence[BatchItem]) -> None:
    _WRITE.run([[getattr(item, name) for name in (*_SAME, *_TOLD)] for item in items])


_SAME: Final = ("batch_id", "number", "file_name", "source_url")
_TOLD: Final = ("resume_id", "parse_id", "error_code", "error_message", "storage_key")
_WRITE: Final = Insert(BatchItem, (*_SAME, *_TOLD), unique=("batch", "number"), kept=_SAME)
"""The members are there already; an update of many at once takes Django ten times as long to word."""


def _id_in(key: str) -> uuid.UUID:
    return uuid.UUID(key.rpartition("/")[2])
