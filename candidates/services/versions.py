"""The one rule that keeps search, filters and caches true: whoever changes what is shown raises a number.

Everything here runs in the caller's transaction, the one that changes. Rows are locked in one order
(candidates, then job profiles, then labels, each by id), so that two changes wait and never block each other.
Whoever writes a row that refers to a candidate holds the candidate first: nobody is deleted under it then.
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


def held(candidate: uuid.UUID) -> Candidate:
    """The person, locked until the transaction ends. Raises Candidate.DoesNotExist."""
    return Candidate.objects.select_for_update(no_key=True).get(pk=candidate)


def raise_versions(
    candidates: Iterable[uuid.UUID], *, jobs: Iterable[uuid.UUID] = (), labels: Iterable[int] = ()
) -> None:
    """Say that something shown of these people changed: their versions, and all that they are members of.

    Call it after the change, with the job profiles and labels that they left, or that changed themselves.
    """
    people = hold(candidates)
    all_jobs, all_labels = set(jobs), set(labels)
    for some in parts(people):
        Candidate.objects.filter(pk__in=some).update(version=F("version") + 1)
        more_jobs, more_labels = memberships(some)
        all_jobs |= more_jobs
        all_labels |= more_labels
    raise_generations(jobs=all_jobs, labels=all_labels)


def memberships(candidates: Sequence[uuid.UUID]) -> tuple[set[uuid.UUID], set[int]]:
    """The job profiles that these people, up to a thousand, apply to, and the labels that they have."""
    applications = Application.objects.filter(candidate__in=candidates).order_by()
    given = CandidateLabel.objects.filter(candidate__in=candidates, stands=True).order_by()
    return set(applications.values_list("job_profile_id", flat=True)), set(
        given.values_list("label_id", flat=True)
    )


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
