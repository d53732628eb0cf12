"""Reads for screens and answers: every query that shows somebody a résumé or a batch begins here."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from parsing.models import Batch, BatchItem, Parse, Resume, StageRun

HEAVY = ("latest_parse__profile", "latest_parse__timings", "candidate__profile", "candidate__skills")


def resumes_for(user: User) -> QuerySet[Resume]:
    """The résumés that this user may see, with what a list shows of them, in one query."""
    seen = Resume.objects.filter(deleted_at=None).select_related("latest_parse", "candidate").defer(*HEAVY)
    return seen if user.sees_everything else seen.filter(owner=user)


def batches_for(user: User) -> QuerySet[Batch]:
    """The batches that this user may see, each with its items counted by how they stand."""
    seen = Batch.objects.annotate(**COUNTS)
    return seen if user.sees_everything else seen.filter(owner=user)


def items_of(batch: Batch) -> QuerySet[BatchItem]:
    """The members of a batch in their order."""
    light = BatchItem.objects.filter(batch=batch).select_related("parse", "resume", "resume__candidate")
    return light.defer("parse__profile", "parse__timings", "parse__findings", "resume__candidate__profile")


def stage_runs_of(parse: Parse) -> QuerySet[StageRun]:
    """What was done for a reading, without the outputs."""
    return StageRun.objects.filter(parse=parse).defer("output").order_by("id")


def _items_where(condition: Q) -> Count:
    return Count("items", filter=condition)


_TAKEN = Q(items__parse__isnull=False)
COUNTS = {
    "item_count": Count("items"),
    **{f"{status}_count": _items_where(Q(items__parse__status=status)) for status in Parse.Status.values},
    "refused_count": _items_where(~Q(items__error_code="") & ~_TAKEN),
    "waiting_count": _items_where(Q(items__error_code="") & ~_TAKEN),
    "unopened_count": _items_where(Q(items__error_code="", items__file_name__iendswith=".zip") & ~_TAKEN),
}
"""How the items of a batch stand, counted by the database."""
