"""How much is read, how fast, and what went wrong: told by the rows, for people and for Prometheus.

Times are those of the newest stage runs, which the primary key finds at once; counts by day go through the
index of a parse's status and day. Nothing here is counted while a résumé is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal, TypeAlias, TypedDict

from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDay, TruncMonth, TruncWeek
from django.utils import timezone

from parsing.models import Outbox, Parse, Resume, StageRun

Period: TypeAlias = Literal["day", "week", "month"]
NEWEST_RUNS: Final = 20_000
WINDOW: Final = timedelta(days=30)
"""Errors and the share of OCR are told of the last thirty days."""
_BEGIN: Final = {"day": TruncDay, "week": TruncWeek, "month": TruncMonth}


class InPeriod(TypedDict):
    """What was brought in a day, week or month, by how it ended; `begin` is its first day."""

    begin: date
    done: int
    partial: int
    failed: int
    cancelled: int
    open: int


class StageTime(TypedDict):
    """How long a stage takes. Milliseconds, of the newest runs."""

    stage: str
    runs: int
    p50_ms: float
    p95_ms: float


class QueueState(TypedDict):
    """What waits in a queue, and for how long the oldest has."""

    queue: str
    ready: int
    running: int
    oldest_seconds: float


class ErrorCount(TypedDict):
    """How often a reading ended with this code in the last thirty days."""

    code: str
    count: int


class Statistics(TypedDict):
    """Everything that the page, the endpoint and the metrics show."""

    period: Period
    periods: list[InPeriod]
    parses: dict[str, int]
    resumes: int
    stages: list[StageTime]
    queues: list[QueueState]
    outbox: int
    errors: list[ErrorCount]
    ocr_share: float | None


def statistics(period: Period = "day", *, last: int = 30) -> Statistics:
    """All of it; eight queries however much there is."""
    return Statistics(
        period=period,
        periods=parsed_by(period, last=last),
        parses=parses_by_status(),
        resumes=Resume.objects.filter(deleted_at=None).count(),
        stages=stage_times(),
        queues=queue_states(),
        outbox=Outbox.objects.filter(sent_at=None).count(),
        errors=error_counts(),
        ocr_share=ocr_share(),
    )


def parsed_by(period: Period, *, last: int) -> list[InPeriod]:
    """The last so many days, weeks or months, oldest first; those without a résumé are there too."""
    begins = _begins(period, last)
    truncated = _BEGIN[period]("queued_at")
    rows = (
        Parse.objects.filter(queued_at__gte=_midnight(begins[0]), status__in=Parse.Status.values)
        .order_by()
        .values("status", begin=truncated)
        .annotate(count=Count("id"))
    )
    counted: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        name = row["status"] if row["status"] not in Parse.OPEN else "open"
        counted[row["begin"].date()][name] += row["count"]
    return [
        InPeriod(
            begin=begin,
            done=counted[begin]["done"],
            partial=counted[begin]["partial"],
            failed=counted[begin]["failed"],
            cancelled=counted[begin]["cancelled"],
            open=counted[begin]["open"],
        )
        for begin in begins
    ]


def parses_by_status() -> dict[str, int]:
    """How many readings stand how, of all times."""
    rows = Parse.objects.order_by().values_list("status").annotate(count=Count("id"))
    known = dict(rows)
    return {status: known.get(status, 0) for status in Parse.Status.values}


def stage_times() -> list[StageTime]:
    """Median and 95th percentile of each stage among the newest runs, in the order of the work."""
    newest = StageRun.objects.order_by("-id").values_list("stage", "state", "milliseconds")[:NEWEST_RUNS]
    taken: dict[str, list[float]] = defaultdict(list)
    for stage, state, milliseconds in newest:
        if state == StageRun.State.DONE and milliseconds is not None:
            taken[stage].append(milliseconds)
    return [
        StageTime(
            stage=stage,
            runs=len(taken[stage]),
            p50_ms=percentile(taken[stage], 0.5),
            p95_ms=percentile(taken[stage], 0.95),
        )
        for stage in settings.STAGE_QUEUES
        if stage in taken
    ]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies, between two where it falls between them."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below, rest = int(place), place % 1
    above = ordered[min(below + 1, len(ordered) - 1)]
    return round(ordered[below] + (above - ordered[below]) * rest, 3)


def queue_states() -> list[QueueState]:
    """The queues in which something waits or runs."""
    rows = (
        StageRun.objects.filter(state__in=(StageRun.State.READY, StageRun.State.RUNNING))
        .order_by("queue")
        .values("queue")
        .annotate(
            ready=Count("id", filter=Q(state=StageRun.State.READY)),
            running=Count("id", filter=Q(state=StageRun.State.RUNNING)),
            oldest=Min("created_at", filter=Q(state=StageRun.State.READY)),
        )
    )
    now = timezone.now()
    return [
        QueueState(
            queue=row["queue"] or "default",
            ready=row["ready"],
            running=row["running"],
            oldest_seconds=_seconds_since(row["oldest"], now),
        )
        for row in rows
    ]


def error_counts() -> list[ErrorCount]:
    """The codes with which readings ended, the most frequent first."""
    rows = (
        _recent()
        .exclude(error_code="")
        .order_by()
        .values_list("error_code")
        .annotate(count=Count("id"))
        .order_by("-count", "error_code")
    )
    return [ErrorCount(code=code, count=count) for code, count in rows]


def ocr_share() -> float | None:
    """The share of well-ended readings in which a page was read as a picture; None when there was none."""
    was_read = StageRun.objects.filter(parse=OuterRef("pk"), stage="ocr", state=StageRun.State.DONE)
    good = _recent().filter(status__in=Parse.GOOD)
    counts = good.aggregate(all=Count("id"), pictures=Count("id", filter=Exists(was_read)))
    return round(counts["pictures"] / counts["all"], 4) if counts["all"] else None


def _recent() -> QuerySet[Parse]:
    return Parse.objects.filter(status__in=Parse.Status.values, queued_at__gte=timezone.now() - WINDOW)


def _begins(period: Period, last: int) -> list[date]:
    """The first days of the last so many periods, oldest first."""
    begin = timezone.now().date()
    if period == "week":
        begin -= timedelta(days=begin.weekday())
    elif period == "month":
        begin = begin.replace(day=1)
    found = [begin]
    while len(found) < last:
        before = found[-1] - timedelta(days=1)
        found.append(
            {"day": before, "week": before - timedelta(days=6), "month": before.replace(day=1)}[period]
        )
    return found[::-1]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _seconds_since(moment: datetime | None, now: datetime) -> float:
    return round(max(0.0, (now - moment).total_seconds()), 1) if moment else 0.0
