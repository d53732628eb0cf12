"""People from the database, as documents for the index."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from candidates.models import Application, Candidate, CandidateLabel, Tag
from candidates.search.base import Document
from candidates.search.documents import Person, document_of
from candidates.search.indexes import vectors
from candidates.services.versions import parts

_COLUMNS: Final = (
    "id", "version", "name", "headline", "email", "city", "country_code", "current_title", "current_employer",
    "experience_months_min", "experience_months_max", "skills", "profile", "created_at",
)  # fmt: skip


class _Marks(NamedTuple):
    """What stands beside the facts of some people."""

    labels: dict[uuid.UUID, list[str]]
    jobs: dict[uuid.UUID, list[str]]
    stages: dict[uuid.UUID, list[str]]
    tags: dict[uuid.UUID, list[str]]


def documents_of(people: Iterable[uuid.UUID]) -> Iterator[Document]:
    """The documents of these people, of those who are there; four queries for a thousand.

    A document is never newer than its version says: what changes meanwhile raises the version again.
    """
    for some in parts(sorted(people)):
        yield from _documents(some)


def everybody() -> Iterator[Document]:
    """The documents of all people, by id."""
    last = uuid.UUID(int=0)
    while some := list(
        Candidate.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:1000]
    ):
        yield from _documents(some)
        last = some[-1]


def _documents(some: Sequence[uuid.UUID]) -> Iterator[Document]:
    rows = list(Candidate.objects.filter(pk__in=some).order_by("pk").values_list(*_COLUMNS))
    marks = _marks_of(some)
    embedding = vectors()
    for row in rows:
        told = dict(zip(_COLUMNS, row, strict=True))
        created = told.pop("created_at")
        person = Person(
            **told,
            created=max(0, int(created.timestamp())),
            labels=tuple(marks.labels.get(row[0], ())),
            jobs=tuple(marks.jobs.get(row[0], ())),
            stages=tuple(marks.stages.get(row[0], ())),
            tags=tuple(marks.tags.get(row[0], ())),
        )
        yield document_of(person, embedding)


def _marks_of(some: Sequence[uuid.UUID]) -> _Marks:
    labels: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    given = CandidateLabel.objects.filter(candidate__in=some, stands=True).order_by()
    for person, slug in given.values_list("candidate_id", "label__slug"):
        labels[person].append(slug)
    jobs: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    stages: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    applied = Application.objects.filter(candidate__in=some).order_by()
    for person, job, stage in applied.values_list("candidate_id", "job_profile_id", "stage"):
        jobs[person].append(str(job))
        stages[person].append(stage)
    tags: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    for person, name in Tag.objects.filter(candidate__in=some).order_by().values_list("candidate_id", "name"):
        tags[person].append(name)
    return _Marks(labels, jobs, stages, tags)
