"""Searches that were saved, and telling their owners who is new."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone

from accounts.notices.telling import tell
from candidates.facets.narrowing import narrowed
from candidates.models import Candidate, SavedSearch, SearchMatch
from candidates.search.base import MOST_FOUND, Ask, IndexBusy, IndexMissing
from candidates.search.expanding import expanded
from candidates.search.indexes import candidate_index, vectors
from candidates.search.jobs import with_jobs
from candidates.search.language import parse
from candidates.search.query import And, Everything, Since
from candidates.search.searching import lexicon_of
from candidates.services.versions import hold

AT_ONCE: Final = 200
"""Searches in one round."""
MOST_TOLD: Final = 100
"""Ids in one notice; `matches/` lists all."""


def has_work() -> bool:
    """Whether somebody came since a search that notifies was last run."""
    latest = Candidate.objects.order_by("-created_at").values_list("created_at", flat=True).first()
    return latest is not None and _notifying().filter(checked_until__lt=latest).exists()


def people_of(search: SavedSearch) -> QuerySet[Candidate]:
    """Whoever has the words of a search and fits its filters now.

    By the words of the query alone, the best ten thousand of them: nearness in meaning has no border. Raises
    QuerySyntaxError, IndexMissing and IndexBusy.
    """
    return _found(search, None)


def run_saved() -> int:
    """How many new matches of searches that notify were found; each owner is told of them in one notice."""
    indexed, found = _indexed_until(), 0
    try:
        for search in _notifying().select_related("owner").filter(checked_until__lt=indexed)[:AT_ONCE]:
            until = min(indexed, _labelled_until(search))
            with transaction.atomic():
                if new := _match(search, until):
                    _tell(search, new)
                    found += len(new)
                SavedSearch.objects.filter(pk=search.pk).update(checked_until=until)
    except (IndexMissing, IndexBusy):
        return found
    return found


def _indexed_until() -> datetime:
    """The time up to which everybody who came is in the index."""
    now = timezone.now()
    waiting = Candidate.objects.filter(version__gt=F("synced_version"), synced_version=0)
    return waiting.aggregate(first=Min("created_at"))["first"] or now


def _labelled_until(search: SavedSearch) -> datetime:
    """The time up to which everybody who came has the labels that a search asks for, also in the index."""
    now = timezone.now()
    if "label" not in search.filters and "label" not in search.query.casefold():
        return now
    unheard, unseen = Q(version__gt=F("synced_version")), Q(version__gt=F("labelled_version"))
    waiting = Candidate.objects.filter(unheard | unseen, created_at__gte=search.checked_until)
    return waiting.aggregate(first=Min("created_at"))["first"] or now


def _match(search: SavedSearch, until: datetime) -> list[uuid.UUID]:
    """Who is new to the search, now among its matches."""
    came = _found(search, search.checked_until).filter(
        created_at__gte=search.checked_until, created_at__lt=until
    )
    there = hold(came.values_list("pk", flat=True))  # nobody is deleted under the row that refers to them
    if not SavedSearch.objects.select_for_update(no_key=True).filter(pk=search.pk).exists():
        return []
    known = set(search.matches.filter(candidate__in=there).values_list("candidate_id", flat=True))
    new = [pk for pk in there if pk not in known]
    SearchMatch.objects.bulk_create(SearchMatch(search=search, candidate_id=pk) for pk in new)
    return new


def _found(search: SavedSearch, since: datetime | None) -> QuerySet[Candidate]:
    """Whoever has the words and fits the filters, of those who came since then."""
    people = narrowed(Candidate.objects.all(), search.filters, search.owner)
    query = parse(search.query)
    if isinstance(query, Everything):
        return people
    index = candidate_index()
    asked = expanded(with_jobs(query), lexicon_of(index, vectors()))
    if since is not None:
        asked = And((asked, Since(int(since.timestamp()))))
    hits = index.search(Ask(asked, limit=MOST_FOUND)).hits
    return people.filter(pk__in=[each.id for each in hits])


def _tell(search: SavedSearch, new: list[uuid.UUID]) -> None:
    """A notice without personal data: ids say who, and names are told only after a login."""
    tell(
        "saved_search.matched",
        owner_id=search.owner_id,
        name=search.name,
        saved_search=str(search.pk),
        count=len(new),
        candidates=[str(pk) for pk in new[:MOST_TOLD]],
    )


def _notifying() -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(is_notifying=True)
