"""The one rule that keeps search, filters and caches true: whoever changes what is shown raises a number.

Everything here runs in the caller's transaction, the one that changes. Rows are locked in one order
(candidates, then job profiles, then labels, each by id), so that two changes wait and never block each other.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from django.db.models import F

from candidates.models import Application, Candidate, CandidateLabel, JobProfile, Label
from config.statements import Select, Slot, column

T = TypeVar("T")
AT_ONCE: Final = 1000
"""Ids in one statement: what every database takes as parameters."""


def hold(candidates: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Those of these people who are there, locked until the transaction ends, by id."""
    held: list[uuid.UUID] = []
    for some in parts(sorted(set(candidates))):
        rows = Candidate.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk")
        held += rows.values_list("pk", flat=True)
    return held


def raise_versions(candidates: Iterable[uuid.UUID]) -> None:
    """Say that something shown of these people changed: their versions, and what they are members of.

    Call it after the change where they joined something, and `raise_generations` for what they left.
    """
    people = hold(candidates)
    jobs: set[uuid.UUID] = set()
    labels: set[int] = set()
    for some in parts(people):
        Candidate.objects.filter(pk__in=some).update(version=F("version") + 1)
        jobs.update(
            Application.objects.filter(candidate__in=some).order_by().values_list("job_profile_id", flat=True)
        )
        given = CandidateLabel.objects.filter(candidate__in=some, stands=True)
        labels.update(given.order_by().values_list("label_id", flat=True))
    raise_generations(jobs=jobs, labels=labels)


def raise_generations(*, jobs: Collection[uuid.UUID] = (), labels: Collection[int] = ()) -> None:
    """Say that these job profiles and labels, or who belongs to them, changed."""
    if jobs:
        rows = JobProfile.objects.filter(pk__in=jobs)
        list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))
        rows.update(generation=F("generation") + 1)
    if labels:
        given = Label.objects.filter(pk__in=labels)
        list(given.select_for_update(no_key=True).order_by("pk").values_list("pk"))
        given.update(generation=F("generation") + 1)


def raise_generations_of(candidate_id: uuid.UUID) -> None:
    """As `raise_generations` for all that one person belongs to; two small queries if that is nothing."""
    jobs = [job for (job,) in _JOBS_OF.run(id=candidate_id) if isinstance(job, uuid.UUID)]
    labels = [label for (label,) in _LABELS_OF.run(id=candidate_id) if isinstance(label, int)]
    raise_generations(jobs=jobs, labels=labels)


def parts(things: Sequence[T]) -> Iterator[Sequence[T]]:
    """The things, so many at once as one statement takes."""
    return (things[start : start + AT_ONCE] for start in range(0, len(things), AT_ONCE))


_JOBS_OF: Final = Select(
    lambda: (
        Application.objects.filter(candidate=Slot("id", column(Candidate, "id")))
        .order_by()
        .values_list("job_profile_id")
    )
)
_LABELS_OF: Final = Select(
    lambda: (
        CandidateLabel.objects.filter(candidate=Slot("id", column(Candidate, "id")), stands=True)
        .order_by()
        .values_list("label_id")
    )
)
