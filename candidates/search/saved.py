"""Searches that were saved, and telling their owners who is new."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Min, QuerySet
from django.utils import timezone

from accounts.notices.telling import tell
from candidates.models import Candidate, SavedSearch, SearchMatch
from candidates.search.base import DEEPEST_HIT, Ask, CandidateIndex, IndexBusy, IndexMissing
from candidates.search.expanding import expanded
from candidates.search.indexes import candidate_index, vectors
from candidates.search.jobs import with_jobs
from candidates.search.language import parse
from candidates.search.query import And, Since
from candidates.search.searching import lexicon_of
from candidates.services.versions import hold

AT_ONCE: Final = 200
"""Searches in one round."""


def has_work() -> bool:
    """Whether somebody came since a search that notifies was last run."""
    latest = Candidate.objects.order_by("-created_at").values_list("created_at", flat=True).first()
    return latest is not None and _notifying().filter(checked_until__lt=latest).exists()


def run_saved() -> int:
    """How many new matches of searches that notify were found; each owner is told of them in one notice.

    By the words of the query alone: nearness in meaning has no border at which somebody could be new.
    """
    index, until = candidate_index(), _indexed_until()
    found = 0
    try:
        for search in _notifying().filter(checked_until__lt=until)[:AT_ONCE]:
            with transaction.atomic():
                if count := _match(search, index):
                    _tell(search, count)
                    found += count
                SavedSearch.objects.filter(pk=search.pk).update(checked_until=until)
    except (IndexMissing, IndexBusy):
        return found
    return found


def _indexed_until() -> datetime:
    """The time up to which everybody who came is in the index."""
    now = timezone.now()
    waiting = Candidate.objects.filter(version__gt=F("synced_version"), synced_version=0)
    return waiting.aggregate(first=Min("created_at"))["first"] or now


def _match(search: SavedSearch, index: CandidateIndex) -> int:
    query = expanded(with_jobs(parse(search.query)), lexicon_of(index, vectors()))
    since = Since(int(search.checked_until.timestamp()))
    hits = index.search(Ask(And((query, since)), limit=DEEPEST_HIT)).hits
    people = Candidate.objects.filter(pk__in=[each.id for each in hits])
    new = people.filter(created_at__gte=search.checked_until).values_list("pk", flat=True)
    there = hold(new)  # nobody is deleted under the row that refers to them
    if not SavedSearch.objects.select_for_update(no_key=True).filter(pk=search.pk).exists():
        return 0
    before = search.matches.count()
    SearchMatch.objects.bulk_create(
        (SearchMatch(search=search, candidate_id=pk) for pk in there), ignore_conflicts=True
    )
    return search.matches.count() - before


def _tell(search: SavedSearch, count: int) -> None:
    """A notice without personal data: who they are is told only after a login."""
    tell(
        "saved_search.matched",
        owner_id=search.owner_id,
        name=search.name,
        saved_search=str(search.pk),
        count=count,
    )


def _notifying() -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(is_notifying=True)
