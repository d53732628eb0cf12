"""Finds work that stopped moving, whatever stopped it, and moves it on.

Beat calls `sweep` every second, in its own process: when every worker is busy or the broker is gone, sweeping
goes on. All of it is conditional UPDATEs, so that a second sweeper would find nothing left to do.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Now

from parsing import batches, graph, ledger, outbox, planning
from parsing.errors import StageError
from parsing.faults import fault
from parsing.models import Parse, StageRun, Sweep

logger = logging.getLogger(__name__)

SLOT_SECONDS: Final = 5.0
HOLDER: Final = uuid.uuid4().hex
SENT_AT_ONCE: Final = 500
OVERDUE_SECONDS: Final = 3.0
DOUBLINGS: Final = 3
State = StageRun.State


@dataclass(slots=True)
class Report:
    """What one sweep did: leases taken back, poison found, and so on."""

    lapsed: int = 0
    poisoned: int = 0
    settled: int = 0
    opened: int = 0
    late: int = 0
    sent: int = 0
    relayed: int = 0
    batches: int = 0
    planned: int = 0


def sweep() -> Report | None:
    """What was moved on, None when another sweeper has the slot."""
    if not _take_slot():
        return None
    begun = time.perf_counter()
    report = Report()
    report.lapsed, poisoned = ledger.lapse()
    report.poisoned = len(poisoned)
    report.settled = _settle()
    report.opened = ledger.open_waiting()
    report.late = _end_late()
    report.sent, report.relayed = _send()
    report.batches = batches.close_finished()
    report.planned = planning.go_on()
    fault("swept")
    _give_slot(time.perf_counter() - begun)
    if any(asdict(report).values()):
        logger.info("swept: %s", {name: count for name, count in asdict(report).items() if count})
    return report


def _take_slot() -> bool:
    """One sweeper at a time, one sweep a slot; a sweeper that died holds it for five seconds at most."""
    Sweep.objects.get_or_create(pk=1)
    recently = Now() - timedelta(seconds=0.8 * settings.LEDGER["sweep"])
    # A sweep that was cut off, by a lost connection say, is its own process's to begin again.
    is_free = Q(busy_until=None) | Q(busy_until__lt=Now()) | Q(holder=HOLDER)
    is_due = Q(last_at=None) | Q(last_at__lt=recently)
    slot = Sweep.objects.filter(is_free, is_due, pk=1)
    return bool(slot.update(busy_until=Now() + timedelta(seconds=SLOT_SECONDS), last_at=Now(), holder=HOLDER))


def _give_slot(seconds: float) -> None:
    Sweep.objects.filter(pk=1).update(busy_until=None, last_ms=round(seconds * 1000, 3))


def _settle() -> int:
    """Let the light layout stand where nobody looked again in time: no worker there, or too much to do."""
    if not graph.looks_again():
        return 0
    waited = timedelta(seconds=settings.GPU_PATIENCE_SECONDS)
    return ledger.settle(
        "layout", settings.STAGE_QUEUES["layout"], waited=waited, error=StageError("engine_unavailable")
    )


def _end_late() -> int:
    """End the readings that are past their deadline."""
    late = Parse.objects.filter(status__in=Parse.OPEN, deadline_at__lt=Now())
    return sum(ledger.fail_parse(parse_id, StageError("deadline")) for parse_id in _ids(late))


def _send() -> tuple[int, int]:
    """Publish again what the rows say is missing; the broker is asked first what it still has."""
    waiting = StageRun.objects.filter(state=State.READY)
    unsent = outbox.has_unsent()
    queues = sorted(set(waiting.filter(_worth_a_look()).order_by().values_list("queue", flat=True)))
    if not queues and not unsent:
        return 0, 0
    depths = outbox.depths(queues)
    if depths is None:
        return 0, 0
    empty = [queue for queue, depth in depths.items() if not depth]
    overdue = Now() - timedelta(seconds=OVERDUE_SECONDS)
    # An empty queue with an old message's row beside it: the message is lost, or in some worker's hands.
    lost = Q(queue__in=empty, sent_at__lt=overdue)
    due = (
        waiting.filter(Q(due_at__lte=Now()) | lost).select_related("parse").defer("output", "parse__profile")
    )
    return _publish_all(due.order_by("due_at")[:SENT_AT_ONCE]), outbox.relay()


def _worth_a_look() -> Q:
    return Q(due_at__lte=Now()) | Q(sent_at__lt=Now() - timedelta(seconds=OVERDUE_SECONDS))


def _publish_all(runs: Iterable[StageRun]) -> int:
    sent = []
    for run in runs:
        if not outbox.publish(graph.again(run)):
            break
        sent.append(run.pk)
    if sent:
        StageRun.objects.filter(pk__in=sent, state=State.READY).update(
            sends=F("sends") + 1, sent_at=Now(), due_at=Now() + _pause()
        )
    return len(sent)


def _pause() -> Case:
    """The wait until the next publication: doubled each time, three times at most."""
    base = settings.LEDGER["resend"]
    steps = [When(sends=n, then=Value(timedelta(seconds=base * 2 ** (n + 1)))) for n in range(DOUBLINGS)]
    return Case(*steps, default=Value(timedelta(seconds=base * 2**DOUBLINGS)))


def _ids(parses: QuerySet[Parse]) -> list[uuid.UUID]:
    return list(parses.values_list("pk", flat=True)[:SENT_AT_ONCE])
