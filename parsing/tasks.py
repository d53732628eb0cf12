"""The tasks of one résumé: names and limits. `graph` says how they hang together, `runner` what a failure means.

Arguments are ids; a task takes words that it does not know, so that old and new code can run side by side.
Limits and queues stand in `config.settings.queues`.
"""

from __future__ import annotations

import uuid

from celery import Task, shared_task
from django.db import close_old_connections

from parsing import batches, graph, outbox, removal, runner
from parsing import deaths as deaths  # its receivers belong to every worker
from parsing.models import Parse


@shared_task(bind=True, name="parsing.tasks.fetch")
def fetch(self: Task, parse_id: str, **_: object) -> object:
    """The file of an address, and what follows on the same queue."""
    return document(self, "fetch", parse_id)


@shared_task(bind=True, name="parsing.tasks.convert")
def convert(self: Task, parse_id: str, **_: object) -> object:
    """The document, and what follows on the same queue; pages that need OCR take this task's place."""
    return document(self, "convert", parse_id)


@shared_task(bind=True, name="parsing.tasks.layout", ignore_result=False)
def layout(self: Task, parse_id: str, number: int, **_: object) -> str:
    """The regions of one page."""
    return page(self, "layout", parse_id, number)


@shared_task(bind=True, name="parsing.tasks.ocr", ignore_result=False)
def ocr(self: Task, parse_id: str, number: int, **_: object) -> str:
    """The words of one page."""
    return page(self, "ocr", parse_id, number)


@shared_task(bind=True, name="parsing.tasks.lines")
def lines(self: Task, parse_id: str, **_: object) -> object:
    """The lines of all good pages, and what follows on the same queue."""
    return document(self, "lines", parse_id)


@shared_task(bind=True, name="parsing.tasks.ner")
def ner(self: Task, parse_id: str, **_: object) -> object:
    """The entities, and what follows on the same queue."""
    return document(self, "ner", parse_id)


@shared_task(bind=True, name="parsing.tasks.classify")
def classify(self: Task, parse_id: str, **_: object) -> object:
    """The sections, and what follows on the same queue."""
    return document(self, "classify", parse_id)


@shared_task(bind=True, name="parsing.tasks.profile")
def profile(self: Task, parse_id: str, **_: object) -> object:
    """The profile, and what follows on the same queue."""
    return document(self, "profile", parse_id)


@shared_task(bind=True, name="parsing.tasks.index")
def index(self: Task, parse_id: str, **_: object) -> object:
    """The candidate."""
    return document(self, "index", parse_id)


@shared_task(bind=True, name="parsing.tasks.preview")
def preview(self: Task, parse_id: str, **_: object) -> object:
    """The PDF of an office file."""
    return document(self, "preview", parse_id)


@shared_task(name="parsing.tasks.plan_batch")
def plan_batch(batch_id: str, **_: object) -> int:
    """How many members of a batch were taken in; the next chunk is planned by a task of its own."""
    return batches.plan(uuid.UUID(batch_id))


@shared_task(name="parsing.tasks.remove_files")
def remove_files(resume_id: str, **_: object) -> None:
    """Everything that storage holds of a deleted résumé, gone."""
    removal.remove_files(uuid.UUID(resume_id))


def document(task: Task, stage: str, parse_id: str) -> object:
    """Run a stage of the document; where pages must be read elsewhere, their chord replaces the task."""
    close_old_connections()
    after = runner.run(stage, uuid.UUID(parse_id), worker=task.request.hostname or "")
    if not after.pages:
        return after.outcome
    lane = Parse.objects.values_list("lane", flat=True).get(pk=parse_id)
    return outbox.replace(task, graph.pages(uuid.UUID(parse_id), lane, after.pages))


def page(task: Task, stage: str, parse_id: str, number: int) -> str:
    """Run a stage of one page. It hands back an outcome and never raises: a chord must end."""
    close_old_connections()
    after = runner.run(stage, uuid.UUID(parse_id), number, worker=task.request.hostname or "")
    if not task.request.chord:
        runner.gather(uuid.UUID(parse_id))
    return after.outcome
