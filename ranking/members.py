"""Who is to be ranked: what was asked for, as people who are there, résumés being read, and the rest."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from accounts.models import User
from candidates.models import Candidate, CandidateLabel, SavedSearch
from candidates.services.versions import parts
from parsing.models import Batch, BatchItem, Parse
from parsing.selectors import resumes_for
from ranking.models import RankedCandidate


class Asked(TypedDict, total=False):
    """What was asked for; several sources are joined. `ranking`: the people of an earlier one.

    `found` are those whom the saved search found when it was asked.
    """

    candidates: list[str]
    resumes: list[str]
    batch: str
    saved_search: str
    found: list[str]
    label: str
    ranking: str


@dataclass(slots=True)
class Members:
    """People and résumés that are being read, each once, in order; and what cannot be ranked.

    `unreadable` are résumés with the code of what went wrong, `refused` the codes of files that became none.
    """

    people: dict[uuid.UUID, None] = field(default_factory=dict)
    reading: dict[uuid.UUID, None] = field(default_factory=dict)
    unreadable: dict[uuid.UUID, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.people) + len(self.reading) + len(self.unreadable) + len(self.refused)


def members_of(asked: Asked, batch: Batch | None, owner: User) -> Members:
    """Everybody who was asked for and whom the owner may see; a few queries for thousands."""
    found = Members()
    named = [*asked.get("candidates", ()), *asked.get("found", ())]
    for some in parts([uuid.UUID(each) for each in named]):
        there = set(Candidate.objects.filter(pk__in=some).values_list("pk", flat=True))
        found.people |= dict.fromkeys(each for each in some if each in there)
    if label := asked.get("label"):
        given = CandidateLabel.objects.filter(label__slug=label, stands=True).order_by("candidate_id")
        found.people |= dict.fromkeys(given.values_list("candidate_id", flat=True))
    if ranking := asked.get("ranking"):
        earlier = (
            RankedCandidate.objects.filter(ranking=uuid.UUID(ranking)).exclude(candidate=None).order_by("id")
        )
        found.people |= dict.fromkeys(earlier.values_list("candidate_id", flat=True))
    for some in parts([uuid.UUID(each) for each in asked.get("resumes", ())]):
        _sort_in(found, some, owner)
    if batch is not None:
        _take_batch(found, batch, owner)
    return found


def is_opened(batch: Batch | None) -> bool:
    """Whether all that is in the batch is known: nothing waits to be unpacked or taken in."""
    if batch is None or batch.state != Batch.State.PLANNING:
        return True
    return not BatchItem.objects.filter(batch=batch, parse=None, error_code="").exists()


def expected(asked: Asked, batch: Batch | None, owner: User) -> int:
    """How many there will be, as far as is known before the batch is opened."""
    if batch is None or is_opened(batch):
        return len(members_of(asked, batch, owner))
    waiting = BatchItem.objects.filter(batch=batch).exclude(file_name__iendswith=".zip")
    return len(members_of(asked, None, owner)) + waiting.count()


def _take_batch(found: Members, batch: Batch, owner: User) -> None:
    items = BatchItem.objects.filter(batch=batch).order_by("number").values_list("resume_id", "error_code")
    resumes: dict[uuid.UUID, None] = {}
    for resume, code in items:
        if resume is not None:
            resumes[resume] = None
        elif code:
            found.refused.append(code)
    for some in parts(list(resumes)):
        _sort_in(found, some, owner)


def _sort_in(found: Members, resumes: Sequence[uuid.UUID], owner: User) -> None:
    """Résumés by how far they are."""
    for resume, status, candidate, code in standing_of(resumes, owner):
        if status in Parse.OPEN:
            found.reading[resume] = None
        elif status in Parse.GOOD and candidate is not None:
            found.people[candidate] = None
        else:
            found.unreadable[resume] = code or why_nobody(status)


def standing_of(
    resumes: Sequence[uuid.UUID], owner: User
) -> Iterator[tuple[uuid.UUID, str, uuid.UUID | None, str]]:
    """(id, status of the latest reading, who was found, error code) of those that are there, in order."""
    rows = (
        resumes_for(owner)
        .filter(pk__in=resumes)
        .exclude(latest_parse=None)
        .values_list("pk", "latest_parse__status", "candidate_id", "latest_parse__error_code")
    )
    there = {row[0]: row for row in rows}
    return (there[each] for each in resumes if each in there)


def why_nobody(status: str) -> str:
    """The code of a résumé that is not being read and names nobody, where its reading gave none."""
    return "cancelled" if status == Parse.Status.CANCELLED else "no_text"


def found_by(search: SavedSearch) -> list[str]:
    """The ids of whoever has the words of a saved search and fits its filters, the newest thousand.

    Raises QuerySyntaxError, IndexMissing and IndexBusy.
    """
    from candidates.search.base import DEEPEST_HIT
    from candidates.search.saved import people_of

    return [str(pk) for pk in people_of(search).values_list("pk", flat=True)[:DEEPEST_HIT]]
