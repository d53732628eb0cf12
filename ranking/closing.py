"""The end of a ranking: places, the check of fairness, the final state, and credits that go back."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from typing import Final

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from accounts import credits
from accounts.models import CreditEntry
from accounts.notices.telling import tell
from candidates.services import note_scores
from ranking.models import RankedCandidate, Ranking, Shard

logger = logging.getLogger(__name__)

OPEN: Final = (RankedCandidate.State.READING, RankedCandidate.State.PENDING)
State = RankedCandidate.State


def close(ranking_id: uuid.UUID) -> bool:
    """Whether this call ended the ranking: nothing of it waits any more, and somebody else had not."""
    if not _endable(ranking_id).exists():
        return False
    fairness = _fairness(ranking_id)
    with transaction.atomic():
        _note(ranking_id)  # first, for people are locked before what refers to them
        if not _endable(ranking_id).update(finished_at=Now(), fairness=fairness):
            transaction.set_rollback(True)  # somebody else has ended it at this moment, or stopped it
            return False
        place(ranking_id)
        Ranking.objects.filter(pk=ranking_id).update(state=_state(ranking_id))
        _tell(ranking_id)
    return True


def endable() -> QuerySet[Ranking]:
    """Rankings that run and of which nothing waits."""
    shards = Shard.objects.filter(ranking=OuterRef("pk")).exclude(state=Shard.State.DONE)
    items = RankedCandidate.objects.filter(ranking=OuterRef("pk"), state__in=OPEN)
    return Ranking.objects.filter(~Exists(shards), ~Exists(items), state=Ranking.State.RUNNING)


@transaction.atomic
def fail(ranking_id: uuid.UUID, code: str) -> bool:
    """End a ranking that could not begin; all credits go back. False when it had ended before."""
    return _stop(ranking_id, Ranking.State.FAILED, code)


@transaction.atomic
def cancel(ranking_id: uuid.UUID) -> bool:
    """End it: who is scored stays, credits for the others go back. False when it had ended before."""
    return _stop(ranking_id, Ranking.State.CANCELLED, "")


def place(ranking_id: uuid.UUID) -> None:
    """Give everybody who is scored their place, in one statement: whoever fails no knock-out first, then by
    points, then by id.
    """
    table = connection.ops.quote_name(RankedCandidate._meta.db_table)
    field = RankedCandidate._meta.get_field("ranking")
    identity = field.get_db_prep_value(ranking_id, connection)
    sql = (
        f"UPDATE {table} SET rank = placed.place FROM ("  # noqa: S608  the table is our own
        " SELECT id AS item,"
        "  ROW_NUMBER() OVER (ORDER BY has_failed_knock_out, score DESC, candidate_id) AS place"
        f" FROM {table} WHERE ranking_id = %s AND state = %s"
        f") AS placed WHERE {table}.id = placed.item"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [identity, State.SCORED])


def give_back(ranking_id: uuid.UUID, amount: int, why: str) -> None:
    """Credits of items that were not ranked, once for a reason."""
    reference = Ranking(pk=ranking_id).credit_reference
    credits.give_back(amount, reference=f"{reference}:{why}", of=reference, paid_as=CreditEntry.Reason.RANK)


def _endable(ranking_id: uuid.UUID) -> QuerySet[Ranking]:
    return endable().filter(pk=ranking_id)


def _stop(ranking_id: uuid.UUID, state: str, code: str) -> bool:
    ranking = Ranking.objects.filter(pk=ranking_id)
    before = ranking.values_list("state", "total").first()
    going = ranking.filter(state__in=[Ranking.State.PENDING, Ranking.State.RUNNING])
    if before is None or not going.update(state=state, error_code=code, finished_at=Now()):
        return False
    # In the order of whoever ends a shard, or two would wait for each other.
    Shard.objects.filter(ranking=ranking_id).exclude(state=Shard.State.DONE).update(
        state=Shard.State.DONE, token=None, leased_until=None
    )
    items = RankedCandidate.objects.filter(ranking=ranking_id, state__in=OPEN)
    stopped = items.update(state=State.CANCELLED)
    was_planned = RankedCandidate.objects.filter(ranking=ranking_id).exists()
    give_back(ranking_id, stopped if was_planned else before[1], "stopped")
    place(ranking_id)
    _tell(ranking_id)
    return True


def _note(ranking_id: uuid.UUID) -> None:
    """Let applications to the job know their scores. A blind ranking's are told to nobody by name."""
    items = RankedCandidate.objects.filter(ranking=ranking_id, ranking__is_blind=False, state=State.SCORED)
    of_ranking = ("ranking__criteria__job_profile", "ranking__created_at")
    rows = list(items.order_by().values_list(*of_ranking, "candidate_id", "score"))
    if rows:
        scores = {row[2]: row[3] for row in rows if row[2] and row[3] is not None}
        note_scores(rows[0][0], scores, asked_at=rows[0][1])


def _tell(ranking_id: uuid.UUID) -> None:
    """Let those know who want to hear of it. In the transaction that ended it."""
    ranking = Ranking.objects.select_related("criteria__job_profile").get(pk=ranking_id)
    job = ranking.criteria.job_profile
    tell(
        "ranking.finished",
        owner_id=ranking.owner_id,
        name=job.title,
        ranking=str(ranking_id),
        job_profile=str(job.pk),
        state=str(ranking.state),
    )


def _state(ranking_id: uuid.UUID) -> str:
    """What a ranking is whose items are all at their end."""
    rows = RankedCandidate.objects.filter(ranking=ranking_id).order_by().values_list("state")
    counts = dict(rows.annotate(count=Count("id")))
    scored = counts.pop(State.SCORED, 0)
    counts.pop(State.CANCELLED, 0)  # somebody who is ranked under another item
    if not scored:
        return Ranking.State.FAILED
    return Ranking.State.PARTIAL if counts else Ranking.State.COMPLETED


def _fairness(ranking_id: uuid.UUID) -> Mapping[str, object]:
    """The counterfactual check of this run; a check that cannot be made says so and stops no ranking."""
    from ranking.checking import fairness_of

    try:
        return fairness_of(ranking_id)
    except Exception:
        logger.exception("the fairness of ranking %s could not be checked", ranking_id)
        return {"error": "internal"}
