"""Run one stage once and record how it went: the only place that decides what a failure means.

| what went wrong                          | what happens                                              |
|------------------------------------------|-----------------------------------------------------------|
| StageError                               | final: the page fails, or the document with its code      |
| StageError(transient=True), lost database| again after 1, 4, 16, 60 s ± 50 %, five times, then final |
| soft time limit                          | final: `limit_time`                                       |
| a bug (any other exception)              | logged with its traceback, final: `internal`              |
| the process died                         | `sweeping` sends it again; the third death is `poison`    |
| somebody else has the claim              | nothing is changed                                        |

A page's failure is data: the others go on, and the résumé ends as `partial`.
"""

from __future__ import annotations

import logging
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models.functions import Now
from django.utils import timezone

from parsing import graph, leases, ledger, outbox, registry
from parsing.errors import StageError
from parsing.faults import fault
from parsing.ledger import Claim, ClaimLost
from parsing.models import Parse, StageRun
from parsing.steps import STEPS, Memory, Work, needs_preview, page_row, save_pages

logger = logging.getLogger(__name__)

BACK_OFF_SECONDS: Final = (1, 4, 16, 60)
COMMIT_TRIES: Final = 4
State = StageRun.State


@dataclass(frozen=True, slots=True)
class After:
    """What a task does when its stage is over. `pages`: page → the stage that begins the page's next task."""

    outcome: str
    pages: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Course:
    """What happened between claim and commit."""

    claim: Claim
    rows: list[StageRun] = field(default_factory=list)
    saves: list[Callable[[], None]] = field(default_factory=list)
    undo: list[Callable[[], None]] = field(default_factory=list)
    changes: dict[str, object] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)
    far: dict[int, str] = field(default_factory=dict)
    next_stage: str = ""
    error: StageError | None = None
    error_stage: str = ""
    memory: Memory = field(default_factory=Memory)


def run(stage: str, parse_id: uuid.UUID, page: int = 0, *, worker: str = "") -> After:
    """Do the stage, and those that share its task, if it is to be done; the outcome in one word."""
    claim = claim_of(stage, parse_id, page, worker)
    if claim is None:
        return After("nothing to do")
    fault("claimed")
    course = _Course(claim)
    with leases.held(claim.token) as lease:
        if page:
            _read_page(course, lease)
        else:
            _read_document(course, lease)
        fault("worked")
        if lease.is_lost:
            return _lost(course)
        return _commit(course)


def claim_of(stage: str, parse_id: uuid.UUID, page: int, worker: str) -> Claim | None:
    """The claim, asked for again when the database was away: nothing may stay claimed by nobody."""
    token = uuid.uuid4()
    for attempt in range(COMMIT_TRIES - 1):
        try:
            return ledger.claim(parse_id, stage, page, worker=worker, token=token)
        except (OperationalError, InterfaceError) as error:
            logger.warning("a claim failed (%s), try %s", type(error).__name__, attempt + 1)
            _pause(attempt)
    return ledger.claim(parse_id, stage, page, worker=worker, token=token)


def _pause(attempt: int) -> None:
    """Let go of the broken connection and wait a little, longer each time."""
    _let_go()
    time.sleep(0.1 * 4**attempt * random.uniform(0.5, 1.5))  # noqa: S311


def _let_go() -> None:
    if not connection.in_atomic_block:
        connection.close()


def gather(parse_id: uuid.UUID) -> None:
    """Send the lines if the last page is done. For pages that were sent again, outside their chord."""
    parse = ledger.gathered(parse_id)
    if parse is not None:
        outbox.publish(graph.document(parse.pk, parse.lane, "lines"))


def _read_document(course: _Course, lease: leases.Lease) -> None:
    """The stages of the document from the claimed one on, as far as this task goes."""
    stages = graph.segment_from(course.claim.run.stage)
    keeps = "profile" not in stages
    for stage in stages:
        if lease.is_lost:
            return
        if stage == "fetch" and not course.claim.parse.resume.source_url:
            continue
        if not _step(course, stage, keeps=keeps or stage == "convert"):
            return
        if stage == "convert":
            _read_near_pages(course)
            if course.far:
                course.next_stage = "lines"
                return
    course.next_stage = graph.stage_after(stages[-1]) if stages[-1] in graph.DOCUMENT_STAGES else ""


def _read_near_pages(course: _Course) -> None:
    """Lay out the pages that need no other queue; note the tasks of those that do."""
    memory = course.memory
    for number, page in memory.pages.items():
        if page.needs_ocr:
            course.far[number] = "ocr"
        else:
            _step(course, "layout", page=number)
    _look_again(course)
    parse = course.claim.parse
    pages = [page_row(parse, page, memory.layouts.get(number)) for number, page in memory.pages.items()]
    if pages:
        course.saves.append(lambda: save_pages(pages))


def _look_again(course: _Course) -> None:
    """Pages in doubt: their layout is not done, a heavy engine is to look at them."""
    doubted = course.memory.doubted
    if doubted:
        course.rows = [row for row in course.rows if row.stage != "layout" or row.page not in doubted]
        course.far |= dict.fromkeys(doubted, "layout")


def _read_page(course: _Course, lease: leases.Lease) -> None:
    """The stages of one page that its task runs."""
    run = course.claim.run
    for stage in graph.segment_from(run.stage):
        if lease.is_lost or not _step(course, stage, page=run.page):
            return
    _look_again(course)
    memory = course.memory
    row = page_row(run.parse, memory.pages[run.page], memory.layouts.get(run.page))
    course.saves.append(lambda: save_pages([row]))


def _step(course: _Course, stage: str, *, page: int = 0, keeps: bool = False) -> bool:
    """Whether the stage went well; its row, its writes and its time are noted."""
    work = Work(course.claim.parse, page, course.memory, undo=course.undo)
    begun, begun_at = time.perf_counter(), timezone.now()
    error = _error_of(lambda: STEPS[stage](work), stage, work)
    spent = round((time.perf_counter() - begun) * 1000, 3)
    course.timings[stage] = round(course.timings.get(stage, 0.0) + spent, 3)
    row = _row(course, stage, page)
    row.milliseconds, row.started_at, row.finished_at = spent, begun_at, timezone.now()
    if error is None:
        row.state, row.error_code, row.error_message = State.DONE, "", ""
        if work.done_by is not None:
            row.engine, row.engine_version = work.done_by
        if work.light is not None:
            row.error_code, row.error_message, row.input_digest = work.light.code, work.light.message, ""
        if keeps and work.output is not None:
            row.output = work.output()
        course.saves += work.saves
        course.changes |= work.changes
        return True
    row.state, row.error_code, row.error_message = State.FAILED, error.code, error.message
    if page and page != course.claim.run.page:
        # A page that was laid out on the way: its failure is data, the document goes on.
        course.memory.failed[page] = error
        return False
    course.error, course.error_stage = error, stage
    return False


def _row(course: _Course, stage: str, page: int) -> StageRun:
    """The stage's row: the claimed one, or one that was run on the way."""
    version = registry.version_of(stage)
    run = course.claim.run
    if (stage, page) != (run.stage, run.page):
        run = StageRun(parse=run.parse, stage=stage, page=page, queue=run.queue, attempts=1)
        course.rows.append(run)
    run.engine, run.engine_version = version
    if stage in ("convert", *graph.PAGE_STAGES):
        run.input_digest = registry.digest_of(run.parse.resume.sha256, stage)
    return run


def _error_of(step: Callable[[], None], stage: str, work: Work) -> StageError | None:
    """How the step failed, None when it did not. Whatever a step raises ends here."""
    try:
        step()
    except StageError as error:
        return error
    except SoftTimeLimitExceeded:
        return StageError("limit_time")
    except MemoryError:
        return StageError("limit_memory")
    except registry.EngineMissing as error:
        return StageError("engine_unavailable", str(error))
    except (OperationalError, InterfaceError):
        _let_go()
        return StageError("internal", transient=True)
    except Exception:
        logger.exception("stage %s of parse %s page %s failed", stage, work.parse.pk, work.page)
        return StageError("internal")
    return None


def _commit(course: _Course) -> After:
    """Write how it ended."""
    try:
        return commit(lambda: _end(course))
    except ClaimLost:
        return _lost(course)


def commit(end: Callable[[], After]) -> After:
    """What `end` gives; again when the database was away for a moment. Raises ClaimLost."""
    for attempt in range(COMMIT_TRIES):
        try:
            return end()
        except (OperationalError, InterfaceError) as error:
            # If the commit had worked and only its answer was lost, the token is gone: the next try says so.
            logger.warning("a commit failed (%s), try %s", type(error).__name__, attempt + 1)
            _pause(attempt)
    return After("left to the sweeper")


def _end(course: _Course) -> After:
    error, run = course.error, course.claim.run
    if error is None:
        return _end_well(course)
    if may_retry(run, error):
        return put_back(course.claim, error)
    if run.page:
        return _end_page_badly(course)
    if run.stage == "preview":
        ledger.finish(course.claim, ended=_ended(run))
        return After("failed")
    return _end_badly(course, error)


def _end_well(course: _Course) -> After:
    run, parse = course.claim.run, course.claim.parse
    rows = [*course.rows, *(ledger.ready_run(parse, head, number) for number, head in course.far.items())]
    changes = course.changes
    if run.page or run.stage == "preview":
        ledger.finish(course.claim, ended=_ended(run), rows=rows, saves=course.saves)
        return After("done", course.far)
    changes |= {"stage": course.next_stage, "timings": {**parse.timings, **course.timings}}
    if course.next_stage:
        state = State.WAITING if course.far else State.READY
        rows.append(ledger.ready_run(parse, course.next_stage, state=state))
    else:
        verdict = _verdict(course)
        changes |= verdict | {"stage": "", "finished_at": Now()}
        parse.status = str(verdict["status"])  # for whoever is told of it
        if needs_preview(parse.resume.kind):
            rows.append(ledger.ready_run(parse, "preview"))
            course.saves.append(lambda: outbox.send_preview(parse))
    ledger.finish(course.claim, ended=_ended(run), rows=rows, saves=course.saves, parse=changes)
    return After("done" if not course.far else "pages", course.far)


def may_retry(run: StageRun, error: StageError) -> bool:
    """Whether the error passes, and has not come too often yet."""
    return error.transient and run.failures + 1 < settings.LEDGER["retries"]


def put_back(claim: Claim, error: StageError) -> After:
    """Let the claimed stage be sent again after a pause; nothing else of this attempt is kept."""
    run = claim.run
    pause = BACK_OFF_SECONDS[min(run.failures, len(BACK_OFF_SECONDS) - 1)] * random.uniform(0.5, 1.5)  # noqa: S311
    ledger.finish(
        claim,
        ended={
            "state": State.READY,
            "failures": run.failures + 1,
            "sent_at": None,
            "due_at": timedelta(seconds=pause),
            "error_code": error.code,
            "error_message": error.message,
            "finished_at": None,
        },
    )
    return After("again later")


def _end_page_badly(course: _Course) -> After:
    run = course.claim.run
    error = course.error
    assert error is not None
    ended = _ended(run) | {
        "state": State.FAILED,
        "error_code": error.code,
        "error_message": error.message,
    }
    ledger.finish(course.claim, ended=ended, rows=[row for row in course.rows if row.page == run.page])
    return After("failed")


def _end_badly(course: _Course, error: StageError) -> After:
    """Keep what was done before the failure, then end the reading."""
    run = course.claim.run
    changes = course.changes | {"timings": {**run.parse.timings, **course.timings}}
    saves = [*course.saves, lambda: _fail(run.parse_id, error, course.error_stage)]
    ledger.finish(course.claim, ended=_ended(run), rows=course.rows, saves=saves, parse=changes)
    return After("failed")


def _fail(parse_id: uuid.UUID, error: StageError, stage: str) -> None:
    ledger.fail_parse(parse_id, error, stage)


def _ended(run: StageRun) -> dict[str, object]:
    fields = (
        "state",
        "engine",
        "engine_version",
        "input_digest",
        "error_code",
        "error_message",
        "milliseconds",
    )
    ended: dict[str, object] = {name: getattr(run, name) for name in fields}
    if run.output is not None:
        ended["output"] = run.output
    return ended


def _verdict(course: _Course) -> dict[str, object]:
    """Whether the reading is whole, and how long its stages took, those of pages summed up."""
    pages = [row for row in course.rows if row.page]
    if course.claim.run.stage not in ("fetch", "convert"):
        rows = StageRun.objects.filter(parse=course.claim.parse, page__gt=0)
        pages = list(rows.only("stage", "state", "milliseconds"))
    timings = {**course.claim.parse.timings, **course.timings}
    for stage in graph.PAGE_STAGES:
        if spent := sum(row.milliseconds or 0 for row in pages if row.stage == stage):
            timings[stage] = round(spent, 3)
    is_partial = any(row.state == State.FAILED for row in pages)
    return {"status": Parse.Status.PARTIAL if is_partial else Parse.Status.DONE, "timings": timings}


def _lost(course: _Course) -> After:
    """Take back what lies outside the database."""
    for take_back in course.undo:
        take_back()
    logger.info("the claim on %s was lost", course.claim.run)
    return After("claim lost")
