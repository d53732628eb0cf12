"""Résumés in the ledger, made without a file."""

from __future__ import annotations

import uuid

from django.db import transaction

from parsing import ledger
from parsing.models import Page, Parse, Resume, StageRun
from parsing.receipt import first_parse
from tests.people import person

State = StageRun.State


@transaction.atomic
def make_parse(*, pages: int = 0, kind: str = "pdf", lane: str = "interactive") -> Parse:
    """A queued reading whose `convert` is ready; with `pages`, one that was opened and waits for so many."""
    resume = Resume(owner=person("alice"), scope="organisation", kind=kind, sha256=uuid.uuid4().hex)
    parse = first_parse(resume, lane)
    resume.save(force_insert=True)
    parse.page_count = pages
    parse.save(force_insert=True)
    if not pages:
        StageRun.objects.bulk_create([ledger.ready_run(parse, "convert")])
        return parse
    Parse.objects.filter(pk=parse.pk).update(status=Parse.Status.RUNNING)
    Page.objects.bulk_create(Page(parse=parse, number=number) for number in range(1, pages + 1))
    StageRun.objects.bulk_create(
        [
            StageRun(parse=parse, stage="convert", state=State.DONE),
            *(ledger.ready_run(parse, "ocr", number) for number in range(1, pages + 1)),
            ledger.ready_run(parse, "lines", state=State.WAITING),
        ]
    )
    return parse


def run_of(parse: Parse, stage: str, page: int = 0) -> StageRun:
    """The stage's row as it stands."""
    return StageRun.objects.get(parse=parse, stage=stage, page=page)
