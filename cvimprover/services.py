"""What can be done with questionnaires, improvements and the files made of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Final, cast

from django.db import transaction
from django.db.models import Max

from accounts import audit, quotas
from accounts.models import User
from cvimprover import keeping
from cvimprover.matching import Match, match
from cvimprover.models import CvDocument, Improvement, Questionnaire, State
from cvimprover.options import DEFAULTS
from cvimprover.rendering.pictures import photo_of
from cvimprover.rendering.types import Kind
from cvimprover.writing import Improvement as Found
from cvimprover.writing import apply, worded
from parsing import files, outbox, packing
from parsing.models import Resume
from parsing.stages.json_resume import json_resume

MAX_PHOTO_BYTES: Final = 5_000_000
MAX_ANSWER_CHARACTERS: Final = 2_000


class NotReady(Exception):
    """What is asked for is not made yet."""


class UnknownChange(Exception):
    """The improvement has no such change."""


@transaction.atomic
def create_questionnaire(owner: User, fields: Mapping[str, object], resume: Resume | None) -> Questionnaire:
    """The new questionnaire. Raises QuotaExceeded."""
    quotas.take(owner, "questionnaires")
    row = Questionnaire.objects.create(owner=owner, resume=resume, **fields)
    audit.record(owner, "questionnaire.created", f"questionnaire:{row.pk}")
    return row


def profile_of(questionnaire: Questionnaire) -> dict[str, object]:
    """The JSON Resume to begin with: as the candidate confirmed it, else as it was read.

    Raises NotReady while the résumé is being read, or where there is none.
    """
    if questionnaire.profile:
        return dict(questionnaire.profile)
    resume = questionnaire.resume
    parse = resume.latest_parse if resume is not None else None
    if parse is None or parse.profile is None:
        raise NotReady
    return json_resume(cast(Mapping[str, object], parse.profile))


@transaction.atomic
def improve(questionnaire: Questionnaire, *, actor: User) -> Improvement:
    """A new version, to be made by a worker. Raises NotReady and QuotaExceeded."""
    Questionnaire.objects.select_for_update(of=("self",)).get(pk=questionnaire.pk)
    profile = profile_of(questionnaire)
    quotas.take(actor, "improvements")
    last = questionnaire.improvements.aggregate(last=Max("number"))["last"] or 0
    row = Improvement.objects.create(questionnaire=questionnaire, number=last + 1, profile=profile)
    outbox.add("cvimprover.tasks.improve", str(row.pk))
    audit.record(actor, "improvement.asked", f"improvement:{row.pk}", number=row.number)
    return row


def found_in(improvement: Improvement) -> Found:
    """What the writer found. Raises NotReady before that, and after a failure."""
    if improvement.found is None:
        raise NotReady
    return packing.unpack(improvement.found, Found)


def told_of(improvement: Improvement, language: str = "en") -> dict[str, object] | None:
    """What the writer found, as JSON, each change with its id and whether it is taken; None before that.

    Sentences are in `language`; codes, and what was stored, do not depend on it.
    """
    if improvement.found is None:
        return None
    found = worded(found_in(improvement), language)
    declined = set(improvement.declined)
    told = asdict(found)
    told["changes"] = [
        {"id": change.id, "is_accepted": change.id not in declined, **asdict(change)}
        for change in found.changes
    ]
    return told


def resume_of(improvement: Improvement) -> dict[str, object]:
    """The JSON Resume with every change that was not declined. Raises NotReady."""
    declined = set(improvement.declined)
    return apply(
        improvement.profile, [each for each in found_in(improvement).changes if each.id not in declined]
    )


def match_of(improvement: Improvement, language: str = "en") -> Match:
    """How the résumé meets the questionnaire's job as it was and with the changes that are taken.

    Time that goes on is counted to the day on which the improvement was asked for. Raises NotReady.
    """
    asked = improvement.questionnaire
    return match(
        improvement.profile,
        resume_of(improvement),
        asked.job_description,
        title=asked.position,
        as_of=improvement.created_at.date(),
        language=language,
    )


def decline(improvement: Improvement, ids: Sequence[str], *, actor: User) -> None:
    """Take all changes but these. Raises NotReady and UnknownChange."""
    known = {change.id for change in found_in(improvement).changes}
    if unknown := [each for each in ids if each not in known]:
        raise UnknownChange(unknown[0])
    with transaction.atomic():
        improvement.declined = sorted(set(ids))
        improvement.save(update_fields=["declined"])
        audit.record(actor, "improvement.decided", f"improvement:{improvement.pk}", declined=len(set(ids)))


@transaction.atomic
def print_cv(
    improvement: Improvement, kind: Kind, options: Mapping[str, object], *, actor: User
) -> tuple[CvDocument, bool]:
    """The file to be made by a worker, and whether it is a new one.

    The same CV in the same look is made once; one that failed is tried again. Raises NotReady and
    QuotaExceeded.
    """
    resume = resume_of(improvement)
    whole = {**DEFAULTS, **options}
    digest = _digest(kind, whole, resume, improvement.questionnaire.photo_key)
    row, is_new = CvDocument.objects.get_or_create(
        improvement=improvement,
        digest=digest,
        defaults={"kind": kind, "options": whole, "resume": resume},
    )
    if not is_new and row.state == State.FAILED:
        CvDocument.objects.filter(pk=row.pk).update(state=State.PENDING, attempts=0, error_code="")
        row.refresh_from_db()
        is_new = True
    if is_new:
        quotas.take(actor, "documents")
        outbox.add("cvimprover.tasks.print_cv", str(row.pk))
        audit.record(actor, "cv.asked", f"cv:{row.pk}", kind=kind)
    return row, is_new


def put_photo(questionnaire: Questionnaire, data: bytes) -> None:
    """Keep the photo, made small and free of what cameras write into it. Raises RenderingError."""
    picture = photo_of(data)
    key = keeping.photo_key(questionnaire.pk)
    files.save(key, picture)
    with transaction.atomic():
        old = questionnaire.photo_key
        questionnaire.photo_key = key
        questionnaire.save(update_fields=["photo_key", "updated_at"])
        if old:
            outbox.add("cvimprover.tasks.remove_file", old)


def drop_photo(questionnaire: Questionnaire) -> None:
    """Forget the photo."""
    with transaction.atomic():
        old, questionnaire.photo_key = questionnaire.photo_key, ""
        questionnaire.save(update_fields=["photo_key", "updated_at"])
        if old:
            outbox.add("cvimprover.tasks.remove_file", old)


@transaction.atomic
def delete(questionnaire: Questionnaire, *, actor: User) -> None:
    """The questionnaire, every version and every file of it, gone."""
    identity = questionnaire.pk
    keeping.delete([identity])
    audit.record(actor, "questionnaire.deleted", f"questionnaire:{identity}")


def downloaded(document: CvDocument, *, by: User) -> bytes:
    """The file's bytes; noted. Raises NotReady, and StageError where storage does not answer."""
    data = content_of(document)
    audit.record(by, "cv.downloaded", f"cv:{document.pk}")
    return data


def content_of(document: CvDocument) -> bytes:
    """The file's bytes. Raises NotReady before it is made, and StageError where storage does not answer."""
    if document.state != State.DONE:
        raise NotReady
    return files.read(document.storage_key)


def _digest(kind: str, options: Mapping[str, object], resume: Mapping[str, object], photo: str) -> str:
    told = json.dumps([kind, options, resume, photo], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
