"""Pages in doubt, through the heavy layout engine: several at once, and one batch at a time on a device.

| what went wrong                           | what happens                                               |
|-------------------------------------------|------------------------------------------------------------|
| a picture cannot be drawn, a bug          | that page keeps its light layout; the others go on         |
| the device is full                        | the batch in halves, down to one page, then as above       |
| the device is lost, no library or weights | all keep their light layouts, and /readyz says so          |
| soft time limit                           | those that are not done keep their light layouts           |
| lost database, storage away               | again later, as every stage                                |
| the process died                          | each page alone; its third death is `poison`, and light    |
| nobody took it in time                    | `sweeping` lets the light layout stand                     |

A page has the light engine's layout before it comes here, so that whatever happens it is read. Where that one
stands, the row is done and says why in its error, which becomes a finding.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from parsing import devices, leases, ledger, packing, registry, runner
from parsing.engines.base import BatchLayoutEngine, LayoutEngine, ModelMissing
from parsing.engines.device import Trouble, trouble_of
from parsing.errors import StageError
from parsing.faults import fault
from parsing.ledger import Claim, ClaimLost
from parsing.models import Page as PageRow
from parsing.models import StageRun
from parsing.runner import After
from parsing.stages.types import Layout, Page
from parsing.steps import picture_at, picture_of

if TYPE_CHECKING:
    from PIL.Image import Image

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Look:
    """One page on its way. `light` stands where there is no `layout`; `trouble` says why there is none."""

    claim: Claim
    page: Page | None = None
    light: Layout | None = None
    image: Image | None = None
    layout: Layout | None = None
    trouble: StageError | None = None
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    milliseconds: float = 0.0
    version: registry.Version | None = None

    @property
    def is_open(self) -> bool:
        """Whether the engine is still to look at it."""
        return self.image is not None and self.layout is None and self.trouble is None


def look(parse_id: uuid.UUID, number: int, *, worker: str = "") -> After:
    """Lay out this page, and others that wait, with the heavy engine; the outcome of this one."""
    devices.here(worker)
    devices.leave_if_lost()
    claims = _claims(parse_id, number, worker)
    if not claims:
        return After("nothing to do")
    fault("claimed")
    looks = [_Look(claim) for claim in claims]
    with ExitStack() as held:
        for claim in claims:
            held.enter_context(leases.held(claim.token))
        try:
            engine, missing = _engine()
            for each in looks:
                _prepare(each, engine, missing)
            if engine is not None:
                _answer(engine, [each for each in looks if each.is_open])
        except SoftTimeLimitExceeded:
            _end_late(looks)
        fault("worked")
        outcomes = [_finish(each) for each in looks]
    for other in {claim.run.parse_id for claim in claims[1:]}:
        runner.gather(other)
    return outcomes[0]


def _claims(parse_id: uuid.UUID, number: int, worker: str) -> list[Claim]:
    """The page's claim and those of more pages; a page that killed a process comes alone."""
    own = runner.claim_of("layout", parse_id, number, worker)
    if own is None:
        return []
    if own.run.attempts - 1 > own.run.failures:
        return [own]
    try:
        more = ledger.claim_more("layout", own.run.queue, settings.GPU_BATCH - 1, worker=worker)
    except (OperationalError, InterfaceError) as error:
        logger.warning("no more pages were claimed (%s)", type(error).__name__)
        more = []  # what may be claimed all the same lapses soon
    return [own, *more]


def _end_late(looks: Sequence[_Look]) -> None:
    """What the soft limit leaves: the light layout of each page that the engine was to look at."""
    for each in looks:
        if each.light is None or each.image is not None:
            each.layout, each.trouble = None, each.trouble or StageError("limit_time")


def _engine() -> tuple[LayoutEngine | None, StageError | None]:
    """The heavy engine, or why it is missing; neither where settings changed while the pages waited."""
    try:
        return registry.heavy_layout_engine(), None
    except registry.EngineMissing as error:
        devices.tell(settings.LAYOUT_IN_DOUBT, str(error))
        return None, StageError("engine_unavailable")


def _prepare(each: _Look, engine: LayoutEngine | None, missing: StageError | None) -> None:
    """The light layout of a page, and its picture where there is doubt. A page fails alone."""
    try:
        _see(each, engine, missing)
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:  # noqa: BLE001  `_named` sorts them
        each.trouble = _named(error, each)


def _see(each: _Look, engine: LayoutEngine | None, missing: StageError | None) -> None:
    from parsing.stages.layout import layout_of
    from parsing.stages.routing import doubt_of, upright

    run = each.claim.run
    row = PageRow.objects.get(parse=run.parse_id, number=run.page)
    each.page = packing.unpack(row.words, Page)
    each.light = layout_of(each.page, registry.layout_engine())
    if doubt_of(each.page, each.light):
        each.trouble = missing
        draw = picture_at(picture_of(run.parse.resume, run.page), engine) if engine else None
        each.image = upright(draw(), each.page) if draw else None


def _answer(engine: LayoutEngine, looks: Sequence[_Look]) -> None:
    """Give each page its layout or its trouble, and tell how the device did."""
    if not looks:
        return
    with devices.alone():
        begun, begun_at = time.perf_counter(), timezone.now()
        said = _look_at(engine, looks)
        spent, ended_at = time.perf_counter() - begun, timezone.now()
    version = _version_of(engine, len(looks))
    for each in looks:
        each.begun_at, each.ended_at, each.version = begun_at, ended_at, version
        each.milliseconds = round(spent * 1000 / len(looks), 3)
    devices.tell(f"{engine.name} {_device_of(engine)}".strip(), said)


def _look_at(engine: LayoutEngine, looks: Sequence[_Look]) -> str:
    """Batch by batch, halved where one fails; the sentence that /readyz should say, "" for none."""
    said = ""
    waiting = [list(looks)]
    while waiting:
        batch = waiting.pop()
        error = _try(engine, batch)
        if error is None:
            continue
        trouble = trouble_of(error)
        if trouble == "lost" or isinstance(error, ModelMissing):
            _end_all(looks, StageError("engine_unavailable"))
            return _cannot_work(error, trouble)
        if len(batch) > 1:
            half = len(batch) // 2
            waiting += [batch[half:], batch[:half]]
        elif trouble == "full":
            batch[0].trouble = StageError("limit_memory")
            said = f"A page alone does not fit on the device: {error}"
        else:
            batch[0].trouble = _named(error, batch[0])
    return said


def _cannot_work(error: Exception, trouble: Trouble) -> str:
    """What /readyz should say when the engine can look at no page at all."""
    logger.error("the heavy engine cannot work: %s", error)
    if trouble == "lost":
        devices.lose()
        return f"The device is lost: {error}"
    return str(error)


def _try(engine: LayoutEngine, batch: Sequence[_Look]) -> Exception | None:
    """The engine's answer noted, or what it raised, without its traceback: that holds the batch's memory."""
    try:
        for each, layout in zip(batch, _layouts(engine, batch), strict=True):
            each.layout = layout
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:  # noqa: BLE001  each library has errors of its own; `trouble_of` sorts them
        for each in batch:
            each.layout = None
        return error.with_traceback(None)
    return None


def _layouts(engine: LayoutEngine, batch: Sequence[_Look]) -> Iterator[Layout]:
    from parsing.stages.layout import layout_of, whole

    seen = [(each.page, each.image) for each in batch if each.page and each.image]
    if isinstance(engine, BatchLayoutEngine):
        pages = [page for page, _ in seen]
        found = engine.layouts_of(pages, [partial(_same, image) for _, image in seen])
        for page, layout in zip(pages, found, strict=True):
            yield whole(page, layout)
    else:
        for page, image in seen:
            yield layout_of(page, engine, partial(_same, image))


def _same(image: Image) -> Image:
    return image


def _end_all(looks: Sequence[_Look], error: StageError) -> None:
    for each in looks:
        each.trouble = each.trouble or (None if each.layout else error)


def _named(error: Exception, each: _Look) -> StageError:
    """What the page's error is called."""
    if isinstance(error, StageError):
        return error
    if isinstance(error, OperationalError | InterfaceError):
        return StageError("internal", transient=True)
    logger.error("the layout of %s failed", each.claim.run, exc_info=error)
    return StageError("internal")


def _finish(each: _Look) -> After:
    """Write how it ended, in a transaction of the page's own."""
    try:
        return runner.commit(lambda: _end(each))
    except ClaimLost:
        logger.info("the claim on %s was lost", each.claim.run)
        return After("claim lost")


def _end(each: _Look) -> After:
    run, trouble = each.claim.run, each.trouble
    if trouble is not None and runner.may_retry(run, trouble):
        return runner.put_back(each.claim, trouble)
    layout = each.layout or each.light
    if layout is None:
        ended: dict[str, object] = {"state": StageRun.State.DONE}
    else:
        ended = _record(each)
    ended |= {
        "error_code": trouble.code if trouble else "",
        "error_message": trouble.message if trouble else "",
    }
    ledger.finish(each.claim, ended=ended, saves=[lambda: _save(run, layout)] if layout else ())
    return After("done" if trouble is None else "light")


def _record(each: _Look) -> dict[str, object]:
    """What the row says of who laid the page out, and when the device was busy with it."""
    run = each.claim.run
    engine, version = registry.version_of("layout")
    if each.layout is not None and each.version is not None:
        engine, version = each.version
    record: dict[str, object] = {
        "state": StageRun.State.DONE,
        "engine": engine,
        "engine_version": version,
        # A page that should have been looked at and was not is looked at when the résumé is read again.
        "input_digest": "" if each.trouble else registry.digest_of(run.parse.resume.sha256, "layout"),
        "milliseconds": each.milliseconds,
    }
    if each.begun_at is not None:
        record |= {"started_at": each.begun_at, "finished_at": each.ended_at}
    return record


def _save(run: StageRun, layout: Layout) -> None:
    PageRow.objects.filter(parse=run.parse_id, number=run.page).update(layout=packing.pack(layout))


def _version_of(engine: LayoutEngine, pages: int) -> registry.Version:
    """Engine, version, device and how many pages it looked at together, as the row keeps it."""
    told = f"{registry.STAGE_VERSIONS['layout']}/{engine.version} {_device_of(engine)} x{pages}"
    return registry.Version(engine.name, told[:64])


def _device_of(engine: LayoutEngine) -> str:
    return str(getattr(engine, "device", ""))
