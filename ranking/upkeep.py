"""What moves rankings on when a message was lost, a worker died or a résumé was read. Beat asks for it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from parsing import work
from parsing.models import Parse
from ranking import closing, jobs, planning, shards
from ranking.models import JobFile, RankedCandidate, Ranking, Shard

PATIENCE: Final = timedelta(seconds=2)
"""So long a ranking is left to whoever began it."""
AT_ONCE: Final = 50
FILES: Final[work.Tasks] = {JobFile: "ranking.tasks.read_job"}


def has_work() -> bool:
    """Whether anything of a ranking, or of a job's file, waits for nobody."""
    return (
        any(rows.exists() for rows in (_unplanned(), _readable(), shards.lapsed(), shards.lost(), _stuck()))
        or _ended().exists()
        or work.has_overdue(FILES)
        or jobs.left_over().filter(finished_at__lt=Now() - PATIENCE).exists()
    )


def go_on() -> int:
    """How many rankings were moved on."""
    work.send_overdue(FILES)
    jobs.forget_files()
    moved: set[uuid.UUID] = set()
    for ranking in _ids(_unplanned()):
        moved |= {ranking} if planning.plan(ranking) else set()
    for ranking in _ids(_readable()):
        moved |= {ranking} if planning.adopt(ranking) else set()
    moved |= shards.take_back()
    moved |= set(_ids(_stuck()))
    for ranking in moved:
        shards.send_next(ranking)
    for ranking in _ids(_ended()):
        moved |= {ranking} if closing.close(ranking) else set()
    return len(moved)


def _unplanned() -> QuerySet[Ranking]:
    """Whose planning was lost, or waits for files to be unpacked."""
    return Ranking.objects.filter(state=Ranking.State.PENDING, created_at__lt=Now() - PATIENCE)


def _readable() -> QuerySet[Ranking]:
    """With a résumé that was being read and is not any more."""
    reading = RankedCandidate.objects.filter(ranking=OuterRef("pk"), state=RankedCandidate.State.READING)
    gone = Q(resume=None) | Q(resume__deleted_at__isnull=False)
    read = reading.filter(gone | ~Q(resume__latest_parse__status__in=Parse.OPEN))
    return _running().filter(Exists(read))


def _stuck() -> QuerySet[Ranking]:
    """Of which shards wait, and none is on its way."""
    mine = Shard.objects.filter(ranking=OuterRef("pk"))
    waiting = mine.filter(state=Shard.State.READY, sent_at=None)
    going = mine.filter(Q(state=Shard.State.RUNNING) | Q(state=Shard.State.READY, sent_at__isnull=False))
    return _running().filter(Exists(waiting), ~Exists(going), started_at__lt=Now() - PATIENCE)


def _ended() -> QuerySet[Ranking]:
    """Of which nothing waits, and which nobody closed."""
    return closing.endable().filter(started_at__lt=Now() - PATIENCE)


def _running() -> QuerySet[Ranking]:
    return Ranking.objects.filter(state=Ranking.State.RUNNING)


def _ids(rankings: QuerySet[Ranking]) -> list[uuid.UUID]:
    return list(rankings.order_by("created_at").values_list("pk", flat=True)[:AT_ONCE])
