"""Who may do which stage now, and how it ended: each change is one conditional UPDATE or one transaction.

The clock is the database's, so that a worker whose clock is wrong takes nobody's work.
A claim carries a token; whoever lost the claim (lease lapsed, parse cancelled or deleted) fails the token
and changes nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from accounts import credits
from parsing import graph
from parsing.errors import MESSAGES, StageError
from parsing.faults import fault
from parsing.models import Parse, StageRun

State = StageRun.State


class ClaimLost(Exception):
    """The work belongs to somebody else by now, or is not wanted any more."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to run one stage until the lease lapses."""

    run: StageRun
    token: uuid.UUID

    @property
    def parse(self) -> Parse:
        """The reading it belongs to, as it was when the claim was made."""
        return self.run.parse


def ready_run(parse: Parse, stage: str, page: int = 0, *, state: str = State.READY) -> StageRun:
    """An unsaved row that says: this stage is to be run, and is being published now."""
    return StageRun(
        parse=parse,
        stage=stage,
        page=page,
        state=state,
        queue=graph.queue_of(stage, parse.lane),
        sent_at=Now(),
        due_at=Now() + timedelta(seconds=settings.LEDGER["resend"]),
    )


def claim(
    parse_id: uuid.UUID,
    stage: str,
    page: int = 0,
    *,
    worker: str = "",
    token: uuid.UUID | None = None,
) -> Claim | None:
    """The right to run the stage now, or None: it is done, someone has it, or it must wait for the pages.

    With a `token` of the caller's own the call can be repeated when the database went away in between.
    """
    token = token or uuid.uuid4()
    rows = StageRun.objects.filter(parse_id=parse_id, stage=stage, page=page)
    lease = timedelta(seconds=settings.LEDGER["lease"])
    taken = {
        "state": State.RUNNING,
        "token": token,
        "worker": worker,
        "attempts": F("attempts") + 1,
        "lease_until": Now() + lease,
        "started_at": Now(),
    }
    # Nearly always the row is ready; the long condition costs a millisecond to put into words.
    won = rows.filter(state=State.READY).update(**taken)
    if not won and not rows.filter(_claimable() | Q(token=token)).update(**taken):
        return None
    if stage in ("fetch", "convert"):
        start(parse_id)
    run = StageRun.objects.select_related("parse__resume").defer("output", "parse__profile").get(token=token)
    return Claim(run, token)


def start(parse_id: uuid.UUID) -> None:
    """Note that the reading began, and when it must be over."""
    deadline = timedelta(seconds=settings.LEDGER["deadline"])
    Parse.objects.filter(pk=parse_id, status=Parse.Status.QUEUED).update(
        status=Parse.Status.RUNNING, started_at=Now(), deadline_at=Now() + deadline
    )


def renew(tokens: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Prolong the leases of these claims. Gives the tokens that are lost."""
    lost = set()
    for token in tokens:
        lease_until = Now() + timedelta(seconds=settings.LEDGER["lease"])
        held = StageRun.objects.filter(token=token, state=State.RUNNING)
        if not held.update(lease_until=lease_until):
            lost.add(token)
    return lost


def release(parse_id: uuid.UUID, stage: str, page: int) -> int:
    """Let the lease of a stage lapse now, because who held it is dead: 1, or 0 when nobody held it."""
    held = StageRun.objects.filter(parse_id=parse_id, stage=stage, page=page, state=State.RUNNING)
    return held.update(lease_until=Now())


def release_all(worker: str) -> int:
    """Let every lease of this worker lapse now: how many."""
    return StageRun.objects.filter(worker=worker, state=State.RUNNING).update(lease_until=Now())


def finish(
    claim: Claim,
    *,
    ended: dict[str, object],
    rows: Sequence[StageRun] = (),
    saves: Sequence[Callable[[], None]] = (),
    parse: dict[str, object] | None = None,
) -> None:
    """Commit a stage's end together with all that it produced. Raises ClaimLost and changes nothing.

    `ended`: fields of the claimed row, its state among them; `rows`: other stage runs, new or changed, that
    were done on the way or come next; `saves`: writes of outputs; `parse`: fields of the reading, which
    must still be open.
    """
    fault("before_commit")
    with transaction.atomic():
        mine = StageRun.objects.filter(token=claim.token, state=State.RUNNING)
        if not mine.update(**{"token": None, "lease_until": None, "finished_at": Now(), **ended}):
            raise ClaimLost
        if parse and not Parse.objects.filter(pk=claim.run.parse_id, status__in=Parse.OPEN).update(**parse):
            raise ClaimLost
        for save in saves:
            save()
        if rows:
            _upsert(rows)
    fault("after_commit")


def fail_parse(parse_id: uuid.UUID, error: StageError, stage: str = "") -> bool:
    """End the reading as failed, whatever still runs; False when it had ended before.

    The credit goes back: who got nothing pays nothing.
    """
    return _end(parse_id, Parse.Status.FAILED, error, stage)


def cancel_parse(parse_id: uuid.UUID) -> bool:
    """End the reading as cancelled; False when it had ended before."""
    return _end(parse_id, Parse.Status.CANCELLED, None, "")


@transaction.atomic
def _end(parse_id: uuid.UUID, status: str, error: StageError | None, stage: str) -> bool:
    changes: dict[str, object] = {"status": status, "finished_at": Now()}
    if error:
        changes |= {"error_code": error.code, "error_message": error.message, "stage": stage}
    if not Parse.objects.filter(pk=parse_id, status__in=Parse.OPEN).update(**changes):
        return False
    StageRun.objects.filter(parse_id=parse_id, state__in=StageRun.OPEN).update(
        state=State.SKIPPED, token=None, lease_until=None, finished_at=Now()
    )
    credits.refund(reference=f"parse:{parse_id}")
    return True


def lapse() -> tuple[int, list[StageRun]]:
    """Take back the work of the dead: how many stages are ready again, and those that died too often."""
    lapsed = StageRun.objects.filter(state=State.RUNNING, lease_until__lt=Now())
    poisoned = list(lapsed.filter(_died_too_often()).select_related("parse").defer("output"))
    poisoned = [run for run in poisoned if _fail_lapsed(run)]
    again = lapsed.exclude(_died_too_often()).update(
        state=State.READY, token=None, lease_until=None, sent_at=None, due_at=Now()
    )
    return again, poisoned


def open_waiting() -> int:
    """Make ready what waited for pages that are all closed by now: how many.

    They are published in a moment only: mostly the chord's body is on its way already.
    """
    grace = timedelta(seconds=min(1.5, settings.LEDGER["resend"]))
    waiting = StageRun.objects.filter(~Exists(_open_pages()), state=State.WAITING)
    return waiting.update(state=State.READY, sent_at=None, due_at=Now() + grace)


def gathered(parse_id: uuid.UUID) -> Parse | None:
    """The reading whose pages are all closed and whose lines nobody has begun, else None."""
    waiting = StageRun.objects.filter(~Exists(_open_pages()), parse_id=parse_id, state=State.WAITING)
    return Parse.objects.only("lane").filter(Exists(waiting), pk=parse_id).first()


def _fail_lapsed(run: StageRun) -> bool:
    """Close one lapsed row as poison: a page's death is data, a document's ends the reading."""
    with transaction.atomic():
        closed = StageRun.objects.filter(pk=run.pk, token=run.token, state=State.RUNNING).update(
            state=State.FAILED,
            token=None,
            lease_until=None,
            finished_at=Now(),
            error_code="poison",
            error_message=MESSAGES["poison"],
        )
        if closed and not run.page and run.stage != "preview":
            fail_parse(run.parse_id, StageError("poison"), run.stage)
    return bool(closed)


def _claimable() -> Q:
    ready = Q(state=State.READY)
    lapsed = Q(state=State.RUNNING, lease_until__lt=Now()) & ~_died_too_often()
    gathered = Q(state=State.WAITING) & ~Q(Exists(_open_pages()))
    return ready | lapsed | gathered


def _died_too_often() -> Q:
    return Q(attempts__gte=F("failures") + settings.LEDGER["deaths"])


def _open_pages() -> QuerySet[StageRun]:
    return StageRun.objects.filter(
        parse=OuterRef("parse"), page__gt=0, state__in=[State.READY, State.RUNNING]
    ).order_by()


def _upsert(rows: Sequence[StageRun]) -> None:
    StageRun.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["parse", "stage", "page"],
        update_fields=[
            "state", "queue", "attempts", "failures", "sent_at", "due_at", "engine", "engine_version",
            "input_digest", "output", "error_code", "error_message", "started_at", "finished_at",
            "milliseconds", "token", "lease_until",
        ],
    )  # fmt: skip
