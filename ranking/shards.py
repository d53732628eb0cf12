"""The work of a ranking, some candidates at a time: sent a few at once, claimed, scored, ended once.

Only so many shards are in the queue, shared evenly by the rankings that run, and whoever ends one sends the
next: rankings take turns, however long they are. A message is a hint; the rows are the truth.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from candidates.taxonomy.months import month_of
from config.statements import Slot, Update, column
from parsing import outbox
from ranking import closing
from ranking.models import RankedCandidate, Ranking, Shard

if TYPE_CHECKING:
    from ranking.preparing import Prepared
    from ranking.scoring.types import Group

logger = logging.getLogger(__name__)

TASK: Final = "ranking.tasks.score"
LEASE: Final = timedelta(seconds=15)
"""A worker says between two candidates that it lives; after so long a silence another gets its work."""
BEAT_SECONDS: Final = 2.0
MAX_ATTEMPTS: Final = 3
HALF_MET: Final = 0.5
"""The reach from which a criterion counts as met where results are filtered."""
State = Shard.State


class Outcome(NamedTuple):
    """What became of one item."""

    item: int
    state: str
    error_code: str = ""
    resume: uuid.UUID | None = None
    version: int = 0
    score: float | None = None
    has_failed: bool = False
    result: bytes = b""
    met: str = ""
    digest: str = ""


def send_next(ranking_id: uuid.UUID) -> int:
    """How many shards were published: as many as the ranking may have in the queue beside those that are."""
    mine = Shard.objects.filter(ranking=ranking_id)
    going = mine.filter(Q(state=State.RUNNING) | Q(state=State.READY, sent_at__isnull=False)).count()
    free = max(0, max(1, settings.RANKING_SHARDS_AT_ONCE // _sharing()) - going)
    unsent = mine.filter(state=State.READY, sent_at=None)
    taken = [
        pk
        for pk in unsent.order_by("number").values_list("pk", flat=True)[:free]
        if unsent.filter(pk=pk).update(sent_at=Now())
    ]
    for pk in taken:
        _publish_later(pk)
    return len(taken)


def work_on(shard_id: int) -> bool:
    """Whether this call ended the shard. A twin or a late message does nothing.

    Raises OperationalError or InterfaceError where the database went away: then the shard waits again.
    """
    token = uuid.uuid4()
    mine = Shard.objects.filter(pk=shard_id)
    if not mine.filter(_free(), attempts__lt=MAX_ATTEMPTS).update(
        state=State.RUNNING, token=token, attempts=F("attempts") + 1, leased_until=Now() + LEASE
    ):
        return False
    shard = mine.select_related("ranking__criteria").get()
    claim = mine.filter(token=token, state=State.RUNNING)
    try:
        is_mine = _finish(shard, claim, list(_outcomes(shard, claim)))
    except ClaimLost:
        return False
    except (OperationalError, InterfaceError):
        _put_back(claim)
        raise
    if not is_mine:
        return False
    send_next(shard.ranking_id)
    closing.close(shard.ranking_id)
    return True


class ClaimLost(Exception):
    """The shard belongs to somebody else by now, or is not wanted any more."""


def release(shard_id: int) -> int:
    """Let the lease lapse now, because who held the shard is dead: 1, or 0 when nobody held it."""
    return Shard.objects.filter(pk=shard_id, state=State.RUNNING).update(leased_until=Now())


def lapsed() -> QuerySet[Shard]:
    """Shards whose worker is dead."""
    return Shard.objects.filter(state=State.RUNNING, leased_until__lt=Now())


def lost() -> QuerySet[Shard]:
    """Shards whose message nobody has taken for long."""
    before = Now() - timedelta(seconds=settings.LEDGER["resend"])
    return Shard.objects.filter(state=State.READY, sent_at__lt=before)


def take_back() -> set[uuid.UUID]:
    """Make what the dead held ready again, or end it where it killed too often: the rankings concerned."""
    exhausted = list(lapsed().filter(attempts__gte=MAX_ATTEMPTS))
    rankings = {shard.ranking_id for shard in exhausted if _fail(shard)}
    again = lapsed().filter(attempts__lt=MAX_ATTEMPTS) | lost()
    rankings |= set(again.order_by().values_list("ranking_id", flat=True))
    lapsed().filter(attempts__lt=MAX_ATTEMPTS).update(
        state=State.READY, token=None, leased_until=None, sent_at=None
    )
    lost().update(sent_at=None)
    return rankings


def _sharing() -> int:
    """How many rankings share the queue: those with shards that wait, and those about to be planned."""
    waiting = Shard.objects.exclude(state=State.DONE).order_by().values("ranking").distinct()
    return max(1, waiting.count() + Ranking.objects.filter(state=Ranking.State.PENDING, batch=None).count())


def _put_back(claim: QuerySet[Shard]) -> None:
    """Let a shard wait again that only the database kept from its end: that is no death of its worker.

    If the database is still away the lease lapses, and it counts as one.
    """
    if not connection.in_atomic_block:
        connection.close()
    with suppress(DatabaseError, InterfaceError):
        claim.update(
            state=State.READY, token=None, leased_until=None, sent_at=None, attempts=F("attempts") - 1
        )


def _free() -> Q:
    """Waiting, or held by somebody who is dead; of a ranking that runs."""
    is_free = Q(state=State.READY) | Q(state=State.RUNNING, leased_until__lt=Now())
    return is_free & Q(ranking__state=Ranking.State.RUNNING)


def _publish_later(shard_id: int) -> None:
    def send() -> None:
        queue = settings.TASK_QUEUES[TASK]
        outbox.publish(current_app.signature(TASK, args=[shard_id], queue=queue, ignore_result=True))

    transaction.on_commit(send, robust=True)


def _outcomes(shard: Shard, claim: QuerySet[Shard]) -> Iterator[Outcome]:
    """What becomes of every item that waits in this shard. Raises ClaimLost."""
    from ranking.preparing import asks_for_place, prepared
    from ranking.scoring.packing import group_of

    ranking = shard.ranking
    waiting = RankedCandidate.objects.filter(
        ranking=ranking, shard=shard.number, state=RankedCandidate.State.PENDING
    )
    items = {candidate: pk for candidate, pk in waiting.values_list("candidate_id", "pk") if candidate}
    criteria = group_of(ranking.criteria.tree)
    people = prepared(list(items), as_of=ranking.as_of, with_place=asks_for_place(criteria))
    beaten = time.monotonic()
    for candidate, one in people:
        yield _outcome(items.pop(candidate), one, ranking, criteria)
        if time.monotonic() - beaten > BEAT_SECONDS:
            beaten = time.monotonic()
            if not claim.update(leased_until=Now() + LEASE):
                raise ClaimLost
    for item in items.values():  # deleted, or part of somebody else, at this moment
        yield Outcome(item, RankedCandidate.State.FAILED, "not_found")


def _outcome(item: int, one: Prepared, ranking: Ranking, criteria: Group) -> Outcome:
    from ranking.scoring import ENGINE_VERSION
    from ranking.scoring.packing import canonical, digest
    from ranking.scoring.scoring import score

    try:
        found = score(one.applicant, criteria)
        met = "|".join(part.criterion for part in found.parts if part.reach >= HALF_MET)
        return Outcome(
            item,
            RankedCandidate.State.SCORED,
            resume=one.resume,
            version=one.version,
            score=found.total,
            has_failed=bool(found.failed),
            result=canonical(found),
            met=f"|{met}|",
            digest=digest(one.version, ranking.criteria.tree, ENGINE_VERSION, month_of(ranking.as_of)),
        )
    except Exception:  # one candidate who cannot be scored is the machine's failure, and nobody else's
        logger.exception("item %s could not be scored", item)
        return Outcome(item, RankedCandidate.State.FAILED, "internal")


@transaction.atomic
def _finish(shard: Shard, claim: QuerySet[Shard], outcomes: list[Outcome]) -> bool:
    """Whether what was found was kept together with the shard's end; False when somebody else ended it."""
    if not claim.update(state=State.DONE, token=None, leased_until=None):
        return False
    for each in outcomes:
        _WRITE.run(**each._asdict())
    failed = sum(each.state == RankedCandidate.State.FAILED for each in outcomes)
    closing.give_back(shard.ranking_id, failed, f"shard:{shard.number}")
    return True


@transaction.atomic
def _fail(shard: Shard) -> bool:
    """End a shard that killed its workers; its items failed, which is the machine's fault."""
    held = Shard.objects.filter(pk=shard.pk, token=shard.token, state=State.RUNNING)
    if not held.update(state=State.DONE, token=None, leased_until=None):
        return False
    items = RankedCandidate.objects.filter(
        ranking=shard.ranking_id, shard=shard.number, state=RankedCandidate.State.PENDING
    )
    failed = items.update(state=RankedCandidate.State.FAILED, error_code="poison")
    closing.give_back(shard.ranking_id, failed, f"shard:{shard.number}")
    return True


def _slot(name: str, field: str) -> Slot:
    return Slot(name, column(RankedCandidate, field))


_WRITE: Final = Update(
    lambda: RankedCandidate.objects.filter(pk=_slot("item", "id"), state=RankedCandidate.State.PENDING),
    lambda: {
        "state": _slot("state", "state"),
        "error_code": _slot("error_code", "error_code"),
        "resume_id": _slot("resume", "resume"),
        "candidate_version": _slot("version", "candidate_version"),
        "score": _slot("score", "score"),
        "has_failed_knock_out": _slot("has_failed", "has_failed_knock_out"),
        "result": _slot("result", "result"),
        "met": _slot("met", "met"),
        "digest": _slot("digest", "digest"),
    },
)
