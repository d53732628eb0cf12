"""What is told of readings and batches, inside the transactions that end them."""

from __future__ import annotations

import uuid

from django.db.models import Count, Q

from accounts.notices.events import Data
from accounts.notices.telling import tell, tell_all
from parsing.models import Batch, BatchItem, Parse


def tell_read(parse: Parse, *, is_new_person: bool) -> None:
    """A résumé was read, wholly or in part, and perhaps named a person who was not known."""
    resume = parse.resume
    who = {"resume": str(resume.pk), "candidate": str(resume.candidate_id)}
    told: list[tuple[str, Data]] = [
        ("resume.parsed", {**who, "parse": str(parse.pk), "status": str(parse.status)})
    ]
    if is_new_person:
        told.append(("candidate.created", who))
    tell_all(told, owner_id=resume.owner_id, name=resume.file_name)


def tell_failed(parse_id: uuid.UUID, code: str) -> None:
    """A résumé could not be read."""
    parse = (
        Parse.objects.select_related("resume")
        .only("resume", "resume__owner", "resume__file_name")
        .get(pk=parse_id)
    )
    tell(
        "resume.failed",
        owner_id=parse.resume.owner_id,
        name=parse.resume.file_name,
        resume=str(parse.resume_id),
        parse=str(parse_id),
        error_code=code,
    )


def tell_batch(batch: Batch) -> None:
    """A batch came to its end."""
    counts = BatchItem.objects.filter(batch=batch).aggregate(
        items=Count("pk"), read=Count("pk", filter=Q(parse__status__in=Parse.GOOD))
    )
    tell("batch.finished", owner_id=batch.owner_id, name=batch.name, batch=str(batch.pk), **counts)
