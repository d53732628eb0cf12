"""The tasks of one résumé. `graph` says how they hang together, `runner` what a failure means.

Arguments are ids; a task takes words that it does not know, so that old and new code can run side by side.
Limits and queues stand in `config.settings.queues`.
"""

from __future__ import annotations

import logging
import uuid

from celery import current_task, shared_task

from parsing import batches, devices, graph, heavy, outbox, removal, runner
from parsing import deaths as deaths  # its receivers belong to every worker
from parsing.models import Parse

logger = logging.getLogger(__name__)


@shared_task(name="parsing.tasks.fetch")
def fetch(parse_id: str, **_: object) -> object:
    """The file of an address, and what follows on the same queue."""
    return document("fetch", parse_id)


@shared_task(name="parsing.tasks.convert")
def convert(parse_id: str, **_: object) -> object:
    """The document, and what follows on the same queue; pages that need OCR take this task's place."""
    return document("convert", parse_id)


@shared_task(name="parsing.tasks.layout", ignore_result=False)
def layout(parse_id: str, number: int, **_: object) -> str:
    """The regions of one page."""
    return page("layout", parse_id, number)


@shared_task(name="parsing.tasks.ocr", ignore_result=False)
def ocr(parse_id: str, number: int, **_: object) -> str:
    """The words of one page."""
    return page("ocr", parse_id, number)


@shared_task(name="parsing.tasks.lines")
def lines(parse_id: str, **_: object) -> object:
    """The lines of all good pages, and what follows on the same queue."""
    return document("lines", parse_id)


@shared_task(name="parsing.tasks.ner")
def ner(parse_id: str, **_: object) -> object:
    """The entities, and what follows on the same queue."""
    return document("ner", parse_id)


@shared_task(name="parsing.tasks.classify")
def classify(parse_id: str, **_: object) -> object:
    """The sections, and what follows on the same queue."""
    return document("classify", parse_id)


@shared_task(name="parsing.tasks.profile")
def profile(parse_id: str, **_: object) -> object:
    """The profile, and what follows on the same queue."""
    return document("profile", parse_id)


@shared_task(name="parsing.tasks.index")
def index(parse_id: str, **_: object) -> object:
    """The candidate."""
    return document("index", parse_id)


@shared_task(name="parsing.tasks.preview")
def preview(parse_id: str, **_: object) -> object:
    """The PDF of an office file."""
    return document("preview", parse_id)


@shared_task(name="parsing.tasks.plan_batch")
def plan_batch(batch_id: str, **_: object) -> int:
    """How many members of a batch were taken in; the next chunk is planned by a task of its own."""
    return batches.plan(uuid.UUID(batch_id))


@shared_task(name="parsing.tasks.remove_files")
def remove_files(resume_id: str, **_: object) -> None:
    """Everything that storage holds of a deleted résumé, gone."""
    removal.remove_files(uuid.UUID(resume_id))


@shared_task(name="parsing.tasks.clear_up")
def clear_up(**_: object) -> None:
    """What crashes left in storage and what the outbox need not remember, gone; beat asks for it."""
    outbox.forget()
    if removed := removal.collect():
        logger.info("removed %s files that belonged to nobody", removed)


def document(stage: str, parse_id: str) -> object:
    """Run a stage of the document; where pages must be read elsewhere, their chord replaces the task."""
    after = runner.run(stage, uuid.UUID(parse_id), worker=_worker())
    if not after.pages:
        return after.outcome
    lane = Parse.objects.values_list("lane", flat=True).get(pk=parse_id)
    return outbox.replace(graph.pages(uuid.UUID(parse_id), lane, after.pages))


def page(stage: str, parse_id: str, number: int) -> str:
    """Run a stage of one page. It hands back an outcome and never raises: a chord must end.

    A page that a heavy engine should look at goes on in that engine's queue, in this task's place.
    """
    parse = uuid.UUID(parse_id)
    if stage == "layout" and graph.looks_again():
        after = heavy.look(parse, number, worker=_worker())
    else:
        devices.here(_worker())
        devices.leave_if_lost()
        with devices.turn(stage):
            after = runner.run(stage, parse, number, worker=_worker())
    if after.pages:
        lane = Parse.objects.values_list("lane", flat=True).get(pk=parse)
        return str(outbox.replace(graph.task("layout", parse, lane, number)))
    if not current_task.request.chord:
        runner.gather(parse)
    return after.outcome


def _worker() -> str:
    """The name of the worker that runs this task."""
    return str(current_task.request.hostname or "")
