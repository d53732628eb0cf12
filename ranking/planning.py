"""From what was asked for to items and shards: in one transaction, so that a planner's death leaves nothing.

Credits are paid when a ranking is asked for, as far as is known then; planning pays the rest of what an
archive held, and gives back what turned out to be fewer.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Now

from accounts import credits
from accounts.credits import NoCredits
from accounts.models import CreditEntry
from config.statements import Insert
from parsing.models import Parse
from ranking import closing, shards
from ranking.members import Members, is_opened, members_of, standing_of, why_nobody
from ranking.models import RankedCandidate, Ranking, Shard

MAX_ATTEMPTS: Final = 3
Item = tuple[uuid.UUID | None, uuid.UUID | None, int, str, str]
"""Candidate, résumé, shard, state, error code."""
State = RankedCandidate.State


def plan(ranking_id: uuid.UUID) -> bool:
    """Whether the ranking runs now, planned by this call; False where it is not open or its files are not.

    Safe to repeat: whoever changes the state first writes the items.
    """
    waiting = Ranking.objects.filter(pk=ranking_id, state=Ranking.State.PENDING)
    ranking = waiting.select_related("owner", "batch").first()
    if ranking is None or not is_opened(ranking.batch):
        return False
    if not waiting.filter(attempts__lt=MAX_ATTEMPTS).update(attempts=F("attempts") + 1):
        if waiting.exists():  # or somebody else has planned it at this moment
            closing.fail(ranking_id, "poison")
        return False
    try:
        with transaction.atomic():
            if not waiting.update(state=Ranking.State.RUNNING, started_at=Now()):
                return False
            begin(ranking, members_of(ranking.asked, ranking.batch, ranking.owner))
    except NoCredits:
        closing.fail(ranking_id, "no_credits")
        return False
    shards.send_next(ranking_id)
    closing.close(ranking_id)
    return True


def begin(ranking: Ranking, members: Members) -> None:
    """Write the items and shards of a ranking that runs. Call in the transaction that made it run."""
    _settle(ranking, len(members))
    unreadable = len(members.unreadable) + len(members.refused)
    _give_back(ranking, unreadable, "unreadable")
    people = list(members.people)
    _WRITE.run([(ranking.pk, *item) for item in _items(people, members)])
    _add_shards(ranking.pk, 0, len(people))


def adopt(ranking_id: uuid.UUID) -> int:
    """How many items whose résumés were read meanwhile wait to be scored now, or turned out unreadable."""
    with transaction.atomic():
        running = Ranking.objects.filter(pk=ranking_id, state=Ranking.State.RUNNING)
        if not running.update(state=Ranking.State.RUNNING):  # others wait here
            return 0
        ranking = running.select_related("owner").get()
        people, lost = _read_of(ranking)
        _enter(ranking, people)
        for item, code in lost.items():
            _lose(ranking, item, code)
    return len(people) + len(lost)


def _read_of(ranking: Ranking) -> tuple[dict[int, uuid.UUID], dict[int, str]]:
    """Items that are not being read any more: item → whom the résumé is of, each once; item → why not."""
    items = RankedCandidate.objects.filter(ranking=ranking)
    there = set(items.exclude(candidate=None).values_list("candidate_id", flat=True))
    reading = list(items.filter(state=State.READING).order_by("pk").values_list("pk", "resume_id"))
    standing = {
        row[0]: row[1:] for row in standing_of([resume for _, resume in reading if resume], ranking.owner)
    }
    people: dict[int, uuid.UUID] = {}
    lost: dict[int, str] = {}
    for item, resume in reading:
        status, candidate, code = standing.get(resume, MISSING)
        if status in Parse.OPEN:
            continue
        if status not in Parse.GOOD or candidate is None:
            lost[item] = code or why_nobody(status)
        elif candidate in there:
            lost[item] = DUPLICATE
        else:
            there.add(candidate)
            people[item] = candidate
    return people, lost


def _enter(ranking: Ranking, people: dict[int, uuid.UUID]) -> None:
    """Let these items wait to be scored, in shards of their own."""
    last = Shard.objects.filter(ranking=ranking).aggregate(last=Max("number"))["last"]
    first = 0 if last is None else last + 1
    for number, (item, candidate) in enumerate(people.items()):
        RankedCandidate.objects.filter(pk=item).update(
            candidate=candidate, state=State.PENDING, shard=first + number // settings.RANKING_SHARD
        )
    _add_shards(ranking.pk, first, len(people))


def _lose(ranking: Ranking, item: int, code: str) -> None:
    """End an item that will not be scored; its credit goes back."""
    state = State.CANCELLED if code == DUPLICATE else State.UNREADABLE
    RankedCandidate.objects.filter(pk=item).update(state=state, error_code=code)
    _give_back(ranking, 1, str(item))


MISSING: Final = ("", None, "source_missing")
"""The standing of a résumé that is gone."""
DUPLICATE: Final = "duplicate"
"""The code of an item whose résumé turned out to be of somebody who is ranked already."""


def _items(people: Sequence[uuid.UUID], members: Members) -> Iterator[Item]:
    for number, candidate in enumerate(people):
        yield candidate, None, number // settings.RANKING_SHARD, State.PENDING, ""
    for resume in members.reading:
        yield None, resume, 0, State.READING, ""
    for resume, code in members.unreadable.items():
        yield None, resume, 0, State.UNREADABLE, code
    for code in members.refused:
        yield None, None, 0, State.UNREADABLE, code


def _add_shards(ranking_id: uuid.UUID, first: int, count: int) -> None:
    """Shards for so many items, numbered from `first`."""
    numbers = range(first, first - (-count // settings.RANKING_SHARD))
    Shard.objects.bulk_create(Shard(ranking_id=ranking_id, number=number) for number in numbers)


def _settle(ranking: Ranking, total: int) -> None:
    """Pay for those who were not known before, or give back for those who are not there. Raises NoCredits."""
    more = total - ranking.total
    if more > 0:
        reference = f"{ranking.credit_reference}:more" if ranking.total else ranking.credit_reference
        credits.spend(ranking.owner, more, reference=reference, reason=CreditEntry.Reason.RANK)
    _give_back(ranking, -more, "fewer")
    if more:
        Ranking.objects.filter(pk=ranking.pk).update(total=total)


def _give_back(ranking: Ranking, amount: int, why: str) -> None:
    closing.give_back(ranking.pk, amount, why)


_WRITE: Final = Insert(
    RankedCandidate,
    ("ranking_id", "candidate_id", "resume_id", "shard", "state", "error_code"),
    same={
        "candidate_version": 0, "score": None, "has_failed_knock_out": False, "rank": None, "result": b"",
        "met": "", "digest": "",
    },
)  # fmt: skip
