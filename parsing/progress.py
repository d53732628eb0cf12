"""How far something is: one shape for polling, for server-sent events and for the older addresses.

Told from the ledger's rows, never from Celery, so that it survives a broker that was emptied.
"""

from __future__ import annotations

import hashlib
import json
from typing import Final, Literal, TypedDict

from django.db.models import Case, Count, Q, When
from django.utils import timezone

from parsing.models import Batch, Parse, StageRun

State = Literal["PENDING", "PROGRESS", "SUCCESS", "FAILURE"]

STEPS: Final[dict[str, tuple[str, ...]]] = {
    "fetch": ("fetch",),
    "convert": ("convert",),
    "pages": ("layout", "ocr"),
    "lines": ("lines",),
    "ner": ("ner",),
    "classify": ("classify",),
    "profile": ("profile",),
    "index": ("index",),
}
"""The steps of a résumé in their order, and the stages that make up each."""
STATES: Final[dict[str, State]] = {
    Parse.Status.QUEUED: "PENDING",
    Parse.Status.RUNNING: "PROGRESS",
    Parse.Status.DONE: "SUCCESS",
    Parse.Status.PARTIAL: "SUCCESS",
    Parse.Status.FAILED: "FAILURE",
    Parse.Status.CANCELLED: "FAILURE",
}


class Error(TypedDict):
    """Why it did not work: a stable code and a sentence that says what to do."""

    code: str
    message: str


class Progress(TypedDict):
    """How far something is. `current` of `total` never goes back; `percent` is 100 exactly at the end."""

    state: State
    status: str
    stage: str
    current: int
    total: int
    percent: int
    is_final: bool
    error: Error | None


class BatchProgress(Progress):
    """A batch's progress: how its items stand, and how long the rest will take at the pace so far."""

    by_state: dict[str, int]
    seconds_left: int | None


def progress_of(parse: Parse) -> Progress:
    """How far a reading is; one query while it runs, none when it is over."""
    total = len(STEPS) - _skipped(parse)
    current, part = total, 0.0
    if parse.is_open:
        current, part = _steps_done(parse) if parse.status == Parse.Status.RUNNING else (0, 0.0)
    return Progress(
        state=STATES[parse.status],
        status=parse.status,
        stage=parse.stage,
        current=current,
        total=total,
        percent=percent_of(current + part, total, is_final=not parse.is_open),
        is_final=not parse.is_open,
        error=error_of(parse.error_code, parse.error_message),
    )


def progress_of_batch(batch: Batch) -> BatchProgress:
    """How far a batch is. `batch` comes from `selectors.batches_for`, which has counted: no query."""
    by_state = {name: int(getattr(batch, f"{name}_count")) for name in (*Parse.Status.values, *OUTSIDE)}
    total = sum(by_state.values())
    is_final = is_over(batch, by_state)
    # What an archive holds is known only when it is open: until then nothing counts.
    current = 0 if batch.unopened_count else sum(by_state[name] for name in FINISHED)  # type: ignore[attr-defined]
    state: State = "SUCCESS" if is_final else "PROGRESS" if current else "PENDING"
    return BatchProgress(
        state=state,
        status=batch.state,
        stage="",
        current=total if is_final else current,
        total=total,
        percent=percent_of(current, total, is_final=is_final),
        is_final=is_final,
        error=None,
        by_state=by_state,
        seconds_left=None if is_final else _seconds_left(batch, current, total),
    )


def is_over(batch: Batch, by_state: dict[str, int]) -> bool:
    """Whether the batch is at its end: its state says so, or nothing is open any more."""
    if batch.state in {Batch.State.DONE, Batch.State.CANCELLED}:
        return True
    return any(by_state.values()) and not any(by_state[name] for name in UNFINISHED)


OUTSIDE: Final = ("refused", "waiting")
UNFINISHED: Final = ("queued", "running", "waiting")
FINISHED: Final = ("done", "partial", "failed", "cancelled", "refused")


def percent_of(current: float, total: int, *, is_final: bool) -> int:
    """Whole percent, 100 only at the end."""
    return 100 if is_final else min(int(100 * current / total), 99) if total else 0


def error_of(code: str, message: str) -> Error | None:
    """The error, None when there is none."""
    return Error(code=code, message=message) if code else None


def digest_of(progress: Progress) -> str:
    """A short name for exactly this progress: the id of an event, so that nobody is told twice."""
    return hashlib.sha256(json.dumps(progress, sort_keys=True).encode()).hexdigest()[:16]


def _steps_done(parse: Parse) -> tuple[int, float]:
    """How many steps lie behind, and how much of the next one is done: of the pages, the share that is read.

    A page's next row comes with the end of the one before, so the share never goes back.
    """
    position = Case(*(When(stage__in=stages, then=number) for number, stages in enumerate(STEPS.values())))
    rows = (
        StageRun.objects.filter(parse=parse)
        .annotate(step=position)
        .exclude(step=None)
        .order_by()
        .values("step")
        .annotate(all=Count("id"), open=Count("id", filter=Q(state__in=StageRun.OPEN)))
    )
    counted = {row["step"]: row for row in rows}
    ended = [step for step, row in counted.items() if not row["open"]]
    behind = max(ended, default=-1) + 1
    going = counted.get(behind, {"all": 0, "open": 0})
    part = (going["all"] - going["open"]) / going["all"] if going["all"] else 0.0
    last = len(STEPS) - 1
    return max(min(behind, last) - _skipped(parse), 0), part if behind <= last else 0.0


def _skipped(parse: Parse) -> int:
    """How many steps a reading leaves out: nothing is fetched that was uploaded."""
    return 0 if parse.resume.source_url else 1


def _seconds_left(batch: Batch, current: int, total: int) -> int | None:
    if not current:
        return None
    elapsed = (timezone.now() - batch.created_at).total_seconds()
    return round(elapsed / current * (total - current))
