"""What lists of résumés can be narrowed by."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

import django_filters
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from parsing.models import Parse, Resume

NOT_MOVING_AFTER: Final = timedelta(minutes=10)


class ResumeFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`?status=done&kind=pdf&batch=…&needs_review=true&search=ann`."""

    status = django_filters.MultipleChoiceFilter(
        field_name="latest_parse__status", choices=Parse.Status.choices, help_text="May be repeated."
    )
    kind = django_filters.CharFilter(help_text="pdf, docx, …")
    batch = django_filters.UUIDFilter(method="of_batch", help_text="The id of a batch.")
    needs_review = django_filters.BooleanFilter(method="to_be_reviewed")
    search = django_filters.CharFilter(method="with_name", help_text="In the candidate's or the file's name.")

    class Meta:
        model = Resume
        fields = ("status", "kind", "batch", "needs_review", "search")

    def of_batch(self, resumes: QuerySet[Resume], name: str, batch: UUID) -> QuerySet[Resume]:
        """Those that came with the batch, each once even where its content came twice."""
        return resumes.filter(pk__in=Resume.objects.filter(batch_items__batch=batch).values("pk"))

    def to_be_reviewed(self, resumes: QuerySet[Resume], name: str, wanted: bool) -> QuerySet[Resume]:
        """Those that a person should look at, or the others."""
        return which_need_review(resumes, wanted=wanted)

    def with_name(self, resumes: QuerySet[Resume], name: str, text: str) -> QuerySet[Resume]:
        """Those whose person or file is called so."""
        return resumes.filter(Q(candidate__name__icontains=text) | Q(file_name__icontains=text))


_DOUBTS: Final = [f'"severity": "{severity}"' for severity in ("warning", "flag")]
NEEDS_REVIEW: Final = Q(latest_parse__status__in=Parse.GOOD) & (
    Q(latest_parse__status=Parse.Status.PARTIAL)
    | Q(candidate__name="")
    | Q(findings_text__contains=_DOUBTS[0])
    | Q(findings_text__contains=_DOUBTS[1])
)
"""Read in part, by nobody's name, or with a doubt. For querysets that `which_need_review` has prepared."""


def which_need_review(resumes: QuerySet[Resume], *, wanted: bool = True) -> QuerySet[Resume]:
    """Those that a person should look at, or the others.

    The findings are searched as text: PostgreSQL and SQLite write JSON alike, and SQLite cannot look inside.
    """
    prepared = resumes.alias(findings_text=Cast("latest_parse__findings", TextField()))
    return prepared.filter(NEEDS_REVIEW) if wanted else prepared.exclude(NEEDS_REVIEW)


def not_moving(resumes: QuerySet[Resume]) -> QuerySet[Resume]:
    """Those that are not at their end and have been waiting or running for longer than they should."""
    before = timezone.now() - NOT_MOVING_AFTER
    return resumes.filter(latest_parse__status__in=Parse.OPEN, latest_parse__queued_at__lt=before)
