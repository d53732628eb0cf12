"""The task graph of one résumé, on one screen: its stages, which of them share a task, which queue takes it.

    fetch → convert ─┬─ every page has sound text ────────────────► lines → ner → classify → profile → index
                     └─ chord( page: ocr → layout, page: … ) ─────►   ┘
                                                     preview, beside it, for office files

A page whose order is in doubt is looked at again, `layout` on a queue of its own, where settings name an
engine that needs one (`parsing.heavy`); until then it has the light engine's layout.
Stages joined by → run in one task for as long as settings send them to the same queue.
The graph is a hint: `parsing.ledger` decides what may run, so a message lost or doubled changes nothing.
"""

from __future__ import annotations

import uuid
from typing import Final

from celery import Signature, chain, chord, current_app, group
from django.conf import settings

from parsing.models import StageRun

DOCUMENT_STAGES: Final = ("fetch", "convert", "lines", "ner", "classify", "profile", "index")
PAGE_STAGES: Final = ("ocr", "layout")
STAGES: Final = (*DOCUMENT_STAGES, *PAGE_STAGES, "preview")


def segments() -> list[list[str]]:
    """The document's stages, grouped into tasks."""
    groups: list[list[str]] = []
    queue = ""
    for stage in DOCUMENT_STAGES:
        own = settings.STAGE_QUEUES[stage]
        if not groups or (own and own != queue):
            groups.append([])
            queue = own or queue
        groups[-1].append(stage)
    return groups


def segment_from(stage: str) -> list[str]:
    """The stages that one task runs when it begins with `stage`."""
    if stage in PAGE_STAGES:
        return list(PAGE_STAGES[PAGE_STAGES.index(stage) :])
    if stage not in DOCUMENT_STAGES:
        return [stage]
    group = next(group for group in segments() if stage in group)
    return group[group.index(stage) :]


def stage_after(stage: str) -> str:
    """The document's stage after this one, "" at the end."""
    following = DOCUMENT_STAGES.index(stage) + 1
    return DOCUMENT_STAGES[following] if following < len(DOCUMENT_STAGES) else ""


def looks_again() -> bool:
    """Whether pages in doubt are looked at again on a queue of their own."""
    return settings.LAYOUT_IN_DOUBT != "none" and bool(settings.STAGE_QUEUES["layout"])


def queue_of(stage: str, lane: str) -> str:
    """The queue that takes a task which begins with `stage`."""
    queue = settings.STAGE_QUEUES[stage]
    if not queue:
        group = next((group for group in segments() if stage in group), ["convert"])
        queue = next((q for q in map(settings.STAGE_QUEUES.__getitem__, group) if q), "")
        queue = queue or settings.STAGE_QUEUES["convert"]
    return str(settings.LANE_QUEUES[lane].get(queue, queue))


def task(stage: str, parse_id: uuid.UUID, lane: str, page: int = 0) -> Signature:
    """One task. Its arguments are ids only, also in what monitors show."""
    args = [str(parse_id), page] if page else [str(parse_id)]
    return current_app.signature(
        f"parsing.tasks.{stage}",
        args=args,
        immutable=True,
        queue=queue_of(stage, lane),
        argsrepr=repr(args),
        # Only a chord's header needs results; asking for one would subscribe the web process to Redis.
        ignore_result=not page,
    )


def document(parse_id: uuid.UUID, lane: str, start: str) -> Signature:
    """The tasks of the document from the stage `start` on."""
    heads = [start, *(group[0] for group in segments())]
    later = [head for head in heads[1:] if DOCUMENT_STAGES.index(head) > DOCUMENT_STAGES.index(start)]
    tasks = [task(head, parse_id, lane) for head in (start, *later)]
    return tasks[0] if len(tasks) == 1 else chain(*tasks)


def pages(parse_id: uuid.UUID, lane: str, heads: dict[int, str]) -> Signature:
    """All pages at once, then their lines. `heads`: the stage that begins the task of each page.

    Without a result backend nobody can count for a chord: the page that is done last sends the lines.
    """
    header = [task(stage, parse_id, lane, number) for number, stage in heads.items()]
    if not settings.CELERY_RESULT_BACKEND:
        return group(header)
    return chord(header, body=task("lines", parse_id, lane))


def again(run: StageRun) -> Signature:
    """The tasks from this ready stage on, as the sweeper sends them. `run.parse` is loaded."""
    lane = run.parse.lane
    if run.page or run.stage == "preview":
        return task(run.stage, run.parse_id, lane, run.page)
    return document(run.parse_id, lane, run.stage)
