"""The index hears what changed: the one writer, asked for by beat whenever somebody is newer than the index.

The rows say what is to be done, so a lost message or a killed writer costs a second and nothing else.
"""

from __future__ import annotations

import fcntl
import logging
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from candidates.models import Candidate, Removal
from candidates.search.base import CandidateIndex, Document, IndexBusy, Removed
from candidates.search.collecting import documents_of, everybody
from candidates.search.indexes import candidate_index, is_built
from candidates.services.versions import hold, parts

logger = logging.getLogger(__name__)

AT_ONCE: Final = 2000
"""People in one commit."""


def has_work() -> bool:
    """Whether the index lacks something; two small queries."""
    return _dirty().exists() or Removal.objects.exists() or not is_built()


def update() -> int:
    """How many changes the index was told; 0 also where somebody else writes now.

    One pass: what changes meanwhile is for the next, so that many small changes cost one commit together.
    """
    told = 0
    try:
        index = candidate_index()
        if not index.exists():
            return rebuild()
        with _alone():
            while batch := _tell(index):
                told += batch
                if batch < AT_ONCE:
                    break
    except IndexBusy as error:
        logger.info("the search index is updated later: %s", error)
    return told


def rebuild() -> int:
    """How many people a new index has, made of the database and put in the old one's place.

    Searches are answered from the old one, and changes written to it, until the new one is there. Raises
    IndexBusy.
    """
    written: dict[uuid.UUID, int] = {}
    new = candidate_index().rebuild(_noted(everybody(), written))
    with _alone(wait=True):
        now = dict(Candidate.objects.order_by().values_list("pk", "version"))
        late = list(documents_of(pk for pk, version in now.items() if written.get(pk) != version))
        written |= {document.id: document.version for document in late}
        gone = [Removed(pk, version + 1) for pk, version in written.items() if pk not in now]
        count = new.finish(late, gone)
        _mark((pk, version) for pk, version in written.items() if pk in now)
    return count


@contextmanager
def _alone(*, wait: bool = False) -> Iterator[None]:
    """Be the only process that tells the index and notes it. Raises IndexBusy, unless it shall `wait`."""
    folder = Path(settings.SEARCH_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "update.lock", "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise IndexBusy("Another process writes to it.") from error
        yield


def _tell(index: CandidateIndex) -> int:
    """How many of the next batch of changes the index was told."""
    gone = [Removed(*row) for row in Removal.objects.values_list("candidate_id", "version")[:AT_ONCE]]
    if gone:
        index.remove(gone)
        for each in gone:
            Removal.objects.filter(candidate_id=each.id, version=each.version).delete()
    dirty = list(_dirty().order_by("version").values_list("pk", flat=True)[: AT_ONCE - len(gone)])
    documents = list(documents_of(dirty))
    if documents:
        index.put(documents)
        _mark((document.id, document.version) for document in documents)
    return len(gone) + len(documents)


def _mark(told: Iterable[tuple[uuid.UUID, int]]) -> None:
    """Note which versions the index has. Whoever changed meanwhile has a higher one, and stays to be told."""
    people: defaultdict[int, list[uuid.UUID]] = defaultdict(list)
    for person, version in told:
        people[version].append(person)
    for version, same in sorted(people.items()):
        for some in parts(sorted(same)):
            with transaction.atomic():
                hold(some)  # in the order in which everybody locks people: an UPDATE has its own
                Candidate.objects.filter(pk__in=some, synced_version__lt=version).update(
                    synced_version=version
                )


def _noted(documents: Iterable[Document], written: dict[uuid.UUID, int]) -> Iterable[Document]:
    for document in documents:
        written[document.id] = document.version
        yield document


def _dirty() -> QuerySet[Candidate]:
    return Candidate.objects.filter(version__gt=F("synced_version"))
