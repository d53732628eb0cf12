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
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Case, DurationField, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Now

from accounts import credits
from config.statements import Insert, Select, Slot, Update, Updates, column, made_of
from parsing import graph, telling
from parsing.errors import MESSAGES, StageError
from parsing.faults import fault
from parsing.models import Lane, Page, Parse, Resume, StageRun

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
    lease = timedelta(seconds=settings.LEDGER["lease"])
    row = {"parse_id": parse_id, "stage": stage, "page": page, "token": token}
    # Nearly always the row is ready; the long condition takes its time to be put into words.
    if not _TAKE.run(**row, worker=worker, lease=lease):
        others = _row(parse_id, stage, page).filter(_claimable() | Q(token=token))
        if not others.update(**_taken(token, worker, lease)):
            return None
    if stage in ("fetch", "convert"):
        start(parse_id)
    return Claim(_claimed(row), token)


def claim_more(stage: str, queue: str, at_most: int, *, worker: str = "") -> list[Claim]:
    """Up to so many more pages of this stage that wait in this queue, single uploads first, the oldest first.

    Pages that killed a process before are left to be taken alone.
    """
    if at_most < 1:
        return []
    waiting = StageRun.objects.filter(
        stage=stage, queue=queue, state=State.READY, page__gt=0, attempts=F("failures")
    )
    is_single = Case(When(parse__lane=Lane.INTERACTIVE, then=0), default=1)
    found = waiting.order_by(is_single, "due_at").values_list("parse_id", "page")[:at_most]
    claims = [claim(parse_id, stage, page, worker=worker) for parse_id, page in found]
    return [each for each in claims if each is not None]


def settle(stage: str, queue: str, *, waited: timedelta, error: StageError) -> int:
    """Close the pages that nobody took for so long and that have a layout already: how many."""
    laid_out = Page.objects.filter(parse=OuterRef("parse"), number=OuterRef("page")).exclude(layout=None)
    overdue = StageRun.objects.filter(
        Exists(laid_out), stage=stage, queue=queue, state=State.READY, created_at__lt=Now() - waited
    )
    return overdue.update(
        state=State.DONE, error_code=error.code, error_message=error.message, finished_at=Now()
    )


def start(parse_id: uuid.UUID) -> None:
    """Note that the reading began, and when it must be over."""
    _START.run(parse_id=parse_id, deadline=timedelta(seconds=settings.LEDGER["deadline"]))


def _row(parse_id: uuid.UUID | Slot, stage: str | Slot, page: int | Slot) -> QuerySet[StageRun]:
    return StageRun.objects.filter(parse_id=parse_id, stage=stage, page=page)


def _taken(token: uuid.UUID | Slot, worker: str | Slot, lease: timedelta | Slot) -> dict[str, object]:
    return {
        "state": State.RUNNING,
        "token": token,
        "worker": worker,
        "attempts": F("attempts") + 1,
        "lease_until": Now() + lease,
        "started_at": Now(),
    }


def _claimed(row: dict[str, object]) -> StageRun:
    """The claimed row with its parse and that with its résumé."""
    found = _LOOK.run(**row)[0]
    run = made_of(StageRun, _RUN, found)
    run.parse = made_of(Parse, _PARSE, found[len(_RUN) :])
    run.parse.resume = made_of(Resume, _RESUME, found[len(_RUN) + len(_PARSE) :])
    return run


def _columns(model: type[StageRun | Parse | Resume], *, without: str = "") -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.attname != without]


def _slot(name: str, model: type[StageRun | Parse] = StageRun) -> Slot:
    return Slot(name, column(model, name))


def _slotted_row() -> QuerySet[StageRun]:
    return _row(Slot("parse_id", column(Parse, "id")), _slot("stage"), _slot("page"))


_RUN: Final = _columns(StageRun, without="output")
_PARSE: Final = _columns(Parse, without="profile")
_RESUME: Final = _columns(Resume)
_TAKE: Final = Update(
    lambda: _slotted_row().filter(state=State.READY),
    lambda: _taken(_slot("token"), _slot("worker"), Slot("lease", DurationField())),
)
_START: Final = Update(
    lambda: Parse.objects.filter(pk=Slot("parse_id", column(Parse, "id")), status=Parse.Status.QUEUED),
    lambda: {
        "status": Parse.Status.RUNNING,
        "started_at": Now(),
        "deadline_at": Now() + Slot("deadline", DurationField()),
    },
)
_LOOK: Final = Select(
    lambda: (
        _slotted_row()
        .filter(token=_slot("token"))
        .order_by()
        .values_list(
            *_RUN,
            *(f"parse__{name}" for name in _PARSE),
            *(f"parse__resume__{name}" for name in _RESUME),
        )
    )
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
    must still be open. A timedelta in a field of time means: so long from now.
    """
    fault("before_commit")
    run = claim.run
    with transaction.atomic():
        ended = {"token": None, "lease_until": None, "finished_at": Now(), **ended}
        if not _END_MINE.run(ended, id=run.pk, token=claim.token):
            raise ClaimLost
        if parse and not _CHANGE_OPEN.run(parse, id=run.parse_id):
            raise ClaimLost
        for save in saves:
            save()
        if rows:
            _upsert(rows)
    fault("after_commit")


_END_MINE: Final = Updates(
    StageRun,
    lambda: StageRun.objects.filter(pk=_slot("id"), token=_slot("token"), state=State.RUNNING),
)
_CHANGE_OPEN: Final = Updates(
    Parse, lambda: Parse.objects.filter(pk=_slot("id", Parse), status__in=Parse.OPEN)
)


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
    runs = StageRun.objects.filter(parse_id=parse_id, state__in=StageRun.OPEN)
    # In the order of `finish`, or two that end one reading at once would wait for each other.
    list(runs.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    if not Parse.objects.filter(pk=parse_id, status__in=Parse.OPEN).update(**changes):
        return False
    runs.update(state=State.SKIPPED, token=None, lease_until=None, finished_at=Now())
    if error:
        telling.tell_failed(parse_id, error.code)
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
    """Write the rows: those that are over in few words, those that are yet to be run in all of theirs."""
    over = [row for row in rows if row.state not in StageRun.OPEN]
    to_come = [row for row in rows if row.state in StageRun.OPEN]
    if over:
        _WRITE_OVER.run([[getattr(row, name) for name in (*_OVER, "created_at")] for row in over])
    if to_come:
        StageRun.objects.bulk_create(
            to_come,
            update_conflicts=True,
            unique_fields=["parse", "stage", "page"],
            update_fields=[*_OVER[3:], *_CLEARED],
        )


_OVER: Final = (
    "parse_id", "stage", "page", "state", "queue", "attempts", "engine", "engine_version", "input_digest",
    "output", "error_code", "error_message", "started_at", "finished_at", "milliseconds",
)  # fmt: skip
_CLEARED: Final = {"failures": 0, "sent_at": None, "due_at": None, "token": None, "lease_until": None}
_WRITE_OVER: Final = Insert(
    StageRun,
    (*_OVER, "created_at"),
    same={**_CLEARED, "sends": 0, "worker": ""},
    unique=("parse", "stage", "page"),
    kept=("created_at", "sends", "worker"),
)
