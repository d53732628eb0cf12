"""Guesses of gender from given names, only where settings want them. Nothing is shown and nobody is told."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from candidates.gender.names import METHOD, guess
from candidates.models import Candidate
from candidates.models.gender import InferredGender
from candidates.services.versions import hold

AT_ONCE: Final = 1000


def has_work() -> bool:
    """Whether the step is on and a name was not looked at."""
    return bool(settings.GENDER_FROM_NAMES) and _unseen().exists()


@transaction.atomic
def infer_some() -> int:
    """At how many names this looked; 0 when there are none left, or the step is off."""
    if not settings.GENDER_FROM_NAMES:
        return 0
    people = list(_unseen().order_by("pk").values_list("pk", "version", "name")[:AT_ONCE])
    there, now = set(hold(pk for pk, _, _ in people)), timezone.now()
    rows = [
        InferredGender(
            candidate_id=pk,
            value=found.gender,
            probability=round(found.probability, 2),
            method=METHOD,
            version=version,
            inferred_at=now,
        )
        for pk, version, name in people
        if pk in there
        for found in [guess(name)]
    ]
    InferredGender.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["candidate"],
        update_fields=["value", "probability", "method", "version", "inferred_at"],
    )
    return len(people)


def forget_all() -> int:
    """How many guesses there were; none is left."""
    return InferredGender.objects.all().delete()[0]


def _unseen() -> QuerySet[Candidate]:
    """People whose present state was not looked at."""
    seen = InferredGender.objects.filter(candidate=OuterRef("pk")).values("version")
    return Candidate.objects.alias(seen=Subquery(seen)).filter(Q(seen=None) | Q(seen__lt=F("version")))
