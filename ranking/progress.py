"""How far a ranking is, counted from its items."""

from __future__ import annotations

from typing import Final

from django.db.models import Count
from django.utils import timezone

from parsing.progress import Progress, error_of, percent_of
from parsing.progress import State as Told
from ranking.models import RankedCandidate, Ranking

SENTENCES: Final[dict[str, str]] = {
    "no_credits": "There are no credits left. Ask your administrator for more.",
    "poison": "Planning this ranking stopped the program several times. Report its id.",
}
STATES: Final[dict[str, Told]] = {
    Ranking.State.PENDING: "PENDING",
    Ranking.State.RUNNING: "PROGRESS",
    Ranking.State.COMPLETED: "SUCCESS",
    Ranking.State.PARTIAL: "SUCCESS",
    Ranking.State.FAILED: "FAILURE",
    Ranking.State.CANCELLED: "FAILURE",
}
WAITING: Final = (RankedCandidate.State.READING, RankedCandidate.State.PENDING)


class RankingProgress(Progress):
    """A ranking's progress: how its items stand, and how long the rest will take at the pace so far."""

    process_id: str
    by_state: dict[str, int]
    seconds_left: int | None


def progress_of_ranking(ranking: Ranking) -> RankingProgress:
    """How far it is; one query."""
    rows = RankedCandidate.objects.filter(ranking=ranking).order_by().values_list("state")
    by_state = dict.fromkeys(RankedCandidate.State.values, 0) | dict(rows.annotate(count=Count("id")))
    waiting = sum(by_state[name] for name in WAITING)
    planned = sum(by_state.values())
    current = planned - waiting
    return RankingProgress(
        process_id=str(ranking.pk),
        state=STATES[ranking.state],
        status=ranking.state,
        stage="",
        current=current,
        total=planned or ranking.total,
        percent=percent_of(current, planned, is_final=ranking.is_final),
        is_final=ranking.is_final,
        error=error_of(ranking.error_code, SENTENCES.get(ranking.error_code, "")),
        by_state=by_state,
        seconds_left=None if ranking.is_final else _seconds_left(ranking, current, waiting),
    )


def _seconds_left(ranking: Ranking, current: int, waiting: int) -> int | None:
    if not current or ranking.started_at is None:
        return None
    return round((timezone.now() - ranking.started_at).total_seconds() / current * waiting)
