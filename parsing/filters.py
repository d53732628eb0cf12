"""What lists of résumés can be narrowed by."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

import django_filters
from django.db.models import Q, QuerySet
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
    needs_review = django_filters.BooleanFilter(method="which_need_review")
    search = django_filters.CharFilter(method="with_name", help_text="In the candidate's or the file's name.")

    class Meta:
        model = Resume
        fields = ("status", "kind", "batch", "needs_review", "search")

    def of_batch(self, resumes: QuerySet[Resume], name: str, batch: UUID) -> QuerySet[Resume]:
        """Those that came with the batch, each once even where its content came twice."""
        return resumes.filter(pk__in=Resume.objects.filter(batch_items__batch=batch).values("pk"))

    def which_need_review(self, resumes: QuerySet[Resume], name: str, wanted: bool) -> QuerySet[Resume]:
        """Those that a person should look at, or the others."""
        return resumes.filter(NEEDS_REVIEW) if wanted else resumes.exclude(NEEDS_REVIEW)

    def with_name(self, resumes: QuerySet[Resume], name: str, text: str) -> QuerySet[Resume]:
        """Those whose person or file is called so."""
        return resumes.filter(Q(candidate__name__icontains=text) | Q(file_name__icontains=text))


NEEDS_REVIEW: Final = Q(latest_parse__needs_review=True)


def not_moving(resumes: QuerySet[Resume]) -> QuerySet[Resume]:
    """Those that are not at their end and have been waiting or running for longer than they should."""
    before = timezone.now() - NOT_MOVING_AFTER
    return resumes.filter(latest_parse__status__in=Parse.OPEN, latest_parse__queued_at__lt=before)
