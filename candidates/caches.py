"""Filters of job profiles and labels, counted once and never read stale.

What was counted is kept under the generation that the database had in the very statement that counted.
Whoever reads asks the database for the generation first, so a change is seen with its commit, and what was
kept under an older number is never asked for again. A cache that forgets, or is away, costs a count.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.core.cache import cache
from django.db.models import Count

from accounts.models import User
from candidates.facets.counting import Counted, Filter, FilterValue, count_members
from candidates.facets.members import Subject
from candidates.facets.narrowing import MARKS
from candidates.models import JobProfile, Label

SHAPE: Final = 3
"""Raised when what is kept changes its form."""
KEPT: Final = int(timedelta(hours=2).total_seconds())


def filters_of(subject: Subject) -> Counted | None:
    """The filters of a subject, exact at the moment of asking; None when there is no such subject."""
    generation = subject.row.values_list("generation", flat=True).first()
    if generation is None:
        return None
    return kept(subject, generation) or rebuild(subject)


def kept(subject: Subject, generation: int) -> Counted | None:
    """What the cache holds for this generation."""
    held: Counted | None = cache.get(_key(subject, generation))
    return held


def rebuild(subject: Subject) -> Counted | None:
    """The filters counted anew and kept."""
    counted = count_members(subject)
    if counted is not None:
        cache.set(_key(subject, counted["generation"]), counted, KEPT)
    return counted


def marks_of(subject: Subject, user: User, *, total: int) -> list[Filter]:
    """What this user marked among the people of a subject; counted each time, for it is nobody else's."""
    return [_mark(subject, user, name, title, total) for name, title in MARK_TITLES.items()]


def subjects() -> Iterator[Subject]:
    """Every job profile and label."""
    for job_profile in JobProfile.objects.order_by("pk").values_list("pk", flat=True).iterator():
        yield Subject("job_profile", str(job_profile))
    for label in Label.objects.order_by("pk").values_list("pk", flat=True).iterator():
        yield Subject("label", str(label))


def _mark(subject: Subject, user: User, name: str, title: str, total: int) -> Filter:
    people = subject.rows.order_by().values("candidate_id")
    rows = MARKS[name](user).filter(candidate__in=people)
    marked = rows.aggregate(people=Count("candidate", distinct=True))["people"]
    values = [
        FilterValue(value="true", title="Yes", count=marked),
        FilterValue(value="false", title="No", count=max(0, total - marked)),
    ]
    return Filter(name=name, title=title, values=[value for value in values if value["count"]], more=0)


def _key(subject: Subject, generation: int) -> str:
    return f"filters:{SHAPE}:{subject.kind}:{subject.key}:{generation}"


MARK_TITLES: Final = {"starred": "Starred", "read": "Read", "noted": "With notes"}
