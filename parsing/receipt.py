"""Files come in: looked at, known again, stored, entered into the ledger, all in a few queries for many."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts import credits
from accounts.models import User
from parsing import files, ledger, outbox, registry
from parsing.errors import RejectedFile, StageError
from parsing.faults import fault
from parsing.models import Lane, Parse, Resume, StageRun
from parsing.stages import intake

ORGANISATION: Final = "organisation"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came. `id` will be its résumé's if it is new; `is_stored`: it lies there already."""

    name: str
    data: bytes
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    is_stored: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """A résumé that was taken in, or known already: then `parse` is its latest reading."""

    resume: Resume
    parse: Parse | None
    is_duplicate: bool


def receive_all(
    owner: User,
    uploads: Sequence[Upload],
    *,
    lane: str = Lane.INTERACTIVE,
    source: str = Resume.Source.UPLOAD,
) -> list[Received | RejectedFile]:
    """What became of each upload, in their order: a refusal is an answer here, not an exception.

    The same content within a scope is kept and read once. Raises NoCredits, and then keeps nothing.
    """
    looked_at = [_look_at(upload) for upload in uploads]
    try:
        return _take_in(owner, uploads, looked_at, lane, source)
    except IntegrityError:
        # Somebody brought the same content at this moment: now it is known.
        return _take_in(owner, uploads, looked_at, lane, source)


def receive_addresses(
    owner: User, addresses: Iterable[str], *, lane: str = Lane.INTERACTIVE
) -> list[Received]:
    """New résumés whose files a worker will fetch. The caller has checked the addresses."""
    resumes = [
        Resume(
            owner=owner,
            scope=scope_of(owner),
            source=Resume.Source.S3 if address.startswith("s3:") else Resume.Source.URL,
            source_url=address,
        )
        for address in addresses
    ]
    parses = [first_parse(resume, lane) for resume in resumes]
    with transaction.atomic():
        _enter(owner, resumes, parses, "fetch")
    return [Received(resume, parse, False) for resume, parse in zip(resumes, parses, strict=True)]


def scope_of(owner: User) -> str:
    """Who shares content with this user: everyone of the organisation, or, for a candidate, nobody."""
    return ORGANISATION if owner.sees_everything else f"user:{owner.pk}"


def first_parse(resume: Resume, lane: str) -> Parse:
    """The unsaved first reading of a new résumé."""
    parse = Parse(resume=resume, lane=lane, pipeline_version=registry.PIPELINE_VERSION)
    resume.latest_parse_id = parse.pk
    return parse


def _look_at(upload: Upload) -> intake.Intake | RejectedFile:
    try:
        return intake.inspect(
            upload.name, upload.data, registry.limits(), allowed=frozenset(settings.ACCEPTED_KINDS)
        )
    except RejectedFile as refusal:
        return refusal


def _take_in(
    owner: User,
    uploads: Sequence[Upload],
    looked_at: Sequence[intake.Intake | RejectedFile],
    lane: str,
    source: str,
) -> list[Received | RejectedFile]:
    scope = scope_of(owner)
    digests = [files.digest_of(upload.data) for upload in uploads]
    known = {
        resume.sha256: Received(resume, resume.latest_parse, True)
        for resume in Resume.objects.select_related("latest_parse").filter(
            scope=scope, sha256__in=set(digests), deleted_at=None
        )
    }
    answers: list[Received | RejectedFile] = []
    fresh: list[tuple[Upload, Received]] = []
    for upload, seen, digest in zip(uploads, looked_at, digests, strict=True):
        if isinstance(seen, RejectedFile):
            answers.append(seen)
            continue
        if digest in known:
            answers.append(known[digest])
            continue
        resume = _resume(owner, scope, upload, seen, digest, source)
        received = Received(resume, first_parse(resume, lane), False)
        known[digest] = Received(resume, received.parse, True)
        fresh.append((upload, received))
        answers.append(received)
    _keep(owner, fresh)
    return answers


def _resume(owner: User, scope: str, upload: Upload, seen: intake.Intake, digest: str, source: str) -> Resume:
    return Resume(
        id=upload.id,
        owner=owner,
        scope=scope,
        file_name=seen.safe_name,
        kind=seen.kind,
        mime=seen.mime,
        size=len(upload.data),
        sha256=digest,
        storage_key=files.key_for(upload.id),
        source=source,
        findings=[finding._asdict() for finding in seen.findings],
    )


def _keep(owner: User, fresh: Sequence[tuple[Upload, Received]]) -> None:
    """Files first, then the rows in one transaction: a row never lacks its file."""
    if not fresh:
        return
    with _removed_on_error([upload.id for upload, _ in fresh if not upload.is_stored]):
        for upload, received in fresh:
            if not upload.is_stored:
                files.save(received.resume.storage_key, upload.data)
        with transaction.atomic():
            resumes = [received.resume for _, received in fresh]
            _enter(owner, resumes, [received.parse for _, received in fresh if received.parse], "convert")
    fault("received")


def _enter(owner: User, resumes: Sequence[Resume], parses: Sequence[Parse], stage: str) -> None:
    """The rows, the first stage ready to be run, and the price of it. Call inside a transaction."""
    Resume.objects.bulk_create(resumes)
    for parse in parses:
        parse.stage = stage
    Parse.objects.bulk_create(parses)
    StageRun.objects.bulk_create([ledger.ready_run(parse, stage) for parse in parses])
    credits.debit_all(owner, references=[f"parse:{parse.pk}" for parse in parses])
    for parse in parses:
        outbox.send_document(parse, stage)


@contextmanager
def _removed_on_error(ids: Sequence[uuid.UUID]) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        # A storage that is away would hold the request once more; what it keeps of it is collected later.
        if not isinstance(error, StageError) or error.code != "storage_unavailable":
            with suppress(StageError):
                files.remove(*(files.key_for(each) for each in ids))
        raise
