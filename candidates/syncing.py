"""Whether cache, search index and database say the same, and how to make them.

The database is right by definition. What is on its way is no difference: a candidate whose version is above
`synced_version`, and a `Removal`, are heard of by the index's writer within seconds.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, NamedTuple, Protocol, TypeAlias

from django.db import transaction
from django.db.models import F

from candidates import caches
from candidates.facets.counting import count_members
from candidates.facets.members import Subject
from candidates.models import Candidate, Removal

AT_ONCE: Final = 1000
Place: TypeAlias = Literal["cache", "index", "database"]


class Difference(NamedTuple):
    """Somebody or something of which `place` says something else than the database."""

    place: Place
    who: str
    says: str
    truth: str

    def __str__(self) -> str:
        return f"{self.place}: {self.who}: says {self.says}, but {self.truth}"


class KnowsVersions(Protocol):
    """As much of `candidates.search.base.CandidateIndex` as is asked here."""

    def versions(self) -> Iterator[tuple[uuid.UUID, int]]:
        """Everybody in it, with the version that it has of them."""


class InIndex(NamedTuple):
    """A person of whom the index is wrong: None where it, or the database, does not know them."""

    id: uuid.UUID
    indexed: int | None
    version: int | None

    def told(self) -> Difference:
        """In words."""
        says = "nothing" if self.indexed is None else f"version {self.indexed}"
        truth = "there is no such person" if self.version is None else f"it should be version {self.version}"
        return Difference("index", str(self.id), says, truth)


def wrong_filters() -> Iterator[tuple[Subject, Difference]]:
    """Every kept set of filters that is not what the database would count under the same generation."""
    for subject in caches.subjects():
        counted = count_members(subject)
        if counted is None:
            continue  # deleted meanwhile
        kept = caches.kept(subject, counted["generation"])
        if kept is not None and kept != counted:
            who = f"{subject.kind} {subject.key}, generation {counted['generation']}"
            names = [one["name"] for one, other in zip(kept["filters"], counted["filters"], strict=True)
                     if one != other]  # fmt: skip
            says = f"{kept['total']} people, other counts of {', '.join(names) or 'nobody'}"
            yield subject, Difference("cache", who, says, f"there are {counted['total']}")


def wrong_in_index(index: KnowsVersions) -> list[InIndex]:
    """Everybody of whom the index says something else than the database, and is not about to be told.

    The index is asked first: who changes while this runs has a version above `synced_version` by then.
    """
    indexed = dict(index.versions())
    wrong = []
    rows = Candidate.objects.order_by().values_list("pk", "version", "synced_version")
    for pk, version, synced in rows.iterator(chunk_size=10_000):
        known = indexed.pop(pk, None)
        is_on_its_way = version > synced and (known is None or known <= version)
        if known != version and not is_on_its_way:
            wrong.append(InIndex(pk, known, version))
    leaving = set(Removal.objects.values_list("candidate_id", flat=True))
    return wrong + [InIndex(pk, known, None) for pk, known in indexed.items() if pk not in leaving]


def wrong_in_database() -> Iterator[Difference]:
    """Rows that contradict each other."""
    for pk in Candidate.objects.filter(synced_version__gt=F("version")).values_list("pk", flat=True):
        yield Difference("database", str(pk), "the index has more than there is", "it cannot")
    living = Candidate.objects.filter(pk__in=Removal.objects.values("candidate_id"))
    for pk in living.values_list("pk", flat=True):
        yield Difference("database", str(pk), "this person is to be forgotten", "they are here")


def waiting() -> int:
    """How many people the index has still to hear of, gone ones among them."""
    dirty = Candidate.objects.filter(version__gt=F("synced_version")).count()
    return dirty + Removal.objects.count()


def mend_filters(subjects: Iterable[Subject]) -> None:
    """Count these anew."""
    for subject in subjects:
        caches.rebuild(subject)


def mend_index(wrong: Iterable[InIndex]) -> None:
    """Let the index's writer hear of these people again, under a version above all that it knows of them."""
    known: Mapping[uuid.UUID, int] = {each.id: each.indexed or 0 for each in wrong}
    ids = sorted(known)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        with transaction.atomic():
            held = Candidate.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk")
            people = list(held.only("pk", "version", "synced_version"))
            for person in people:
                person.version = max(person.version, known[person.pk]) + 1
                person.synced_version = 0
            Candidate.objects.bulk_update(people, ["version", "synced_version"])
            here = {person.pk for person in people}
            gone = [Removal(candidate_id=pk, version=known[pk] + 1) for pk in some if pk not in here]
            Removal.objects.bulk_create(gone, ignore_conflicts=True)


def mend_database() -> None:
    """Take back what contradicts: the index is to hear of these people anew."""
    Candidate.objects.filter(synced_version__gt=F("version")).update(synced_version=0)
    Removal.objects.filter(candidate_id__in=Candidate.objects.values("pk")).delete()
