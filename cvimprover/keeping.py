"""How long questionnaires and files are kept, and how they go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import quotas
from cvimprover.models import CvDocument, Invitation, Questionnaire
from parsing import files, outbox

AT_ONCE: Final = 200


def photo_key(questionnaire: UUID) -> str:
    """A new place for a photo; a file that is being made still reads the old one."""
    return f"{settings.CV_FOLDER}/{questionnaire.hex[:2]}/{uuid4().hex}"


def old(days: int) -> list[UUID]:
    """The questionnaires that nobody has touched for so many days."""
    before = timezone.now() - timedelta(days=days)
    rows = Questionnaire.objects.filter(updated_at__lt=before).exclude(improvements__created_at__gte=before)
    return list(rows.order_by("updated_at").values_list("pk", flat=True).distinct())


def clear_up(days: int | None = None) -> int:
    """Delete what is older than `days`, or than settings say, and counts of quotas that are over: how many
    questionnaires. 0 days in the settings keep everything.
    """
    quotas.forget()
    days = settings.CV_KEEP_DAYS if days is None else days
    found = old(days) if days else []
    for start in range(0, len(found), AT_ONCE):
        with transaction.atomic():
            delete(found[start : start + AT_ONCE])
    if days:
        forget_invited(timezone.now() - timedelta(days=days))
    return len(found)


def forget_invited(before: datetime) -> None:
    """Delete invitations that ended before, and who came by them and kept nothing here."""
    ended = Invitation.objects.filter(expires_at__lt=before, account__questionnaires=None)
    for invitation in ended.select_related("account")[:AT_ONCE]:
        (invitation.account or invitation).delete()


def delete(questionnaires: Sequence[UUID]) -> None:
    """Delete the rows; their files follow by a task. Call in a transaction."""
    documents = CvDocument.objects.filter(improvement__questionnaire__in=questionnaires)
    keys = set(documents.exclude(storage_key="").values_list("storage_key", flat=True))
    photos = Questionnaire.objects.filter(pk__in=questionnaires).exclude(photo_key="")
    keys.update(photos.values_list("photo_key", flat=True))
    Questionnaire.objects.filter(pk__in=questionnaires).delete()
    for key in sorted(keys):
        outbox.add("cvimprover.tasks.remove_file", key)


def remove_file(key: str) -> None:
    """Remove the file unless a row names it. Safe to repeat."""
    if not owned([key]):
        files.remove(key)


def owned(keys: Sequence[str]) -> set[str]:
    """Those of these files that a row names."""
    documents = CvDocument.objects.filter(storage_key__in=keys).values_list("storage_key", flat=True)
    photos = Questionnaire.objects.filter(photo_key__in=keys).values_list("photo_key", flat=True)
    return {*documents, *photos}
