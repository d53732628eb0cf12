"""What can be done with résumés: each use case once, for the API, the admin and the command line alike."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now

from accounts import audit, credits
from accounts.models import User
from candidates.services import resume_removed
from parsing import ledger, outbox, registry
from parsing.batches import cancel_batch, create_batch
from parsing.errors import RejectedFile
from parsing.models import BatchItem, Lane, Page, Parse, Resume, StageRun
from parsing.receipt import Received, Upload, receive_addresses, receive_all
from parsing.stages.json_resume import json_resume

__all__ = [
    "Received",
    "WrongState",
    "cancel",
    "cancel_batch",
    "create_batch",
    "delete",
    "json_resume_of",
    "read_now",
    "receive",
    "receive_address",
    "retry",
]

State = StageRun.State


class WrongState(Exception):
    """That is not possible in the state it is in; the message says why."""


def receive(owner: User, name: str, data: bytes, *, lane: str = Lane.INTERACTIVE) -> Received:
    """The résumé made of an upload, or the one that has this content already.

    Raises RejectedFile with its HTTP status, and NoCredits.
    """
    answer = receive_all(owner, [Upload(name, data)], lane=lane)[0]
    if isinstance(answer, RejectedFile):
        raise answer
    return answer


def receive_address(owner: User, address: str, *, lane: str = Lane.INTERACTIVE) -> Received:
    """The new résumé whose file a worker fetches. Raises AddressRefused and NoCredits."""
    from parsing.fetching import target_of

    target_of(address)
    return receive_addresses(owner, [address], lane=lane)[0]


def retry(resume: Resume, *, actor: User | None, lane: str = Lane.INTERACTIVE) -> Parse:
    """A new reading of the résumé. What the last one did with today's versions is kept: good pages, text.

    Raises WrongState while it is being read or when it is deleted, and NoCredits.
    """
    with transaction.atomic():
        held = Resume.objects.select_for_update(of=("self",)).get(pk=resume.pk)
        last = held.parses.order_by("-number").first()
        if held.deleted_at is not None:
            raise WrongState("The résumé is deleted.")
        if last is not None and last.is_open:
            raise WrongState("The résumé is being read.")
        number = (held.parses.aggregate(last=Max("number"))["last"] or 0) + 1
        parse = Parse.objects.create(
            resume=held, number=number, lane=lane, pipeline_version=registry.PIPELINE_VERSION
        )
        parse.stage = _first_stage(held, last, parse)
        parse.save(update_fields=["stage", "page_count", "findings"])
        Resume.objects.filter(pk=held.pk).update(latest_parse=parse)
        BatchItem.objects.filter(parse=last).update(parse=parse)
        if held.owner_id:
            credits.debit(held.owner, reference=f"parse:{parse.pk}")
        outbox.send_document(parse, parse.stage)
        audit.record(actor, "resume.retried", f"resume:{held.pk}", number=number)
    return parse


def cancel(resume: Resume, *, actor: User | None) -> bool:
    """Stop the reading; False when there was none to stop."""
    with transaction.atomic():
        going = Parse.objects.filter(resume=resume, status__in=Parse.OPEN).first()
        if going is None or not ledger.cancel_parse(going.pk):
            return False
        audit.record(actor, "resume.cancelled", f"resume:{resume.pk}")
    return True


def delete(resume: Resume, *, actor: User | None) -> None:
    """Take the résumé back: tasks stop, what was read and the files go, a tombstone stays."""
    with transaction.atomic():
        # Who finishes a reading locks the résumé last, so we do; another may be begun meanwhile.
        _cancel_open(resume)
        standing = Resume.objects.filter(pk=resume.pk, deleted_at=None)
        # Whose it is may have changed since it was asked for: people are merged and taken apart.
        held = standing.select_for_update(no_key=True).values_list("candidate_id").first()
        if held is None:
            return
        standing.update(deleted_at=Now(), file_name="", source_url="", findings=[], candidate=None)
        _cancel_open(resume)
        Page.objects.filter(parse__resume=resume).delete()
        StageRun.objects.filter(parse__resume=resume).update(output=None)
        resume.parses.update(profile=None, findings=[], error_message="")
        BatchItem.objects.filter(resume=resume).update(file_name="", source_url="")
        if held[0]:
            resume_removed(held[0], resume.pk)
        outbox.add("parsing.tasks.remove_files", str(resume.pk))
        audit.record(actor, "resume.deleted", f"resume:{resume.pk}")


def _cancel_open(resume: Resume) -> None:
    for parse in resume.parses.filter(status__in=Parse.OPEN).only("pk"):
        ledger.cancel_parse(parse.pk)


def read_now(parses: Iterable[Parse], *, seconds: float = 25.0) -> bool:
    """Whether these readings, few and interactive, came to their end within `seconds`.

    They are read by the workers; waiting costs one small query every 50 ms and no engine in the web process.
    """
    ids = [parse.pk for parse in parses]
    until = time.monotonic() + seconds
    while Parse.objects.filter(pk__in=ids, status__in=Parse.OPEN).exists():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def json_resume_of(profile: Mapping[str, object]) -> dict[str, object]:
    """A profile as JSON Resume."""
    return json_resume(profile)


def _first_stage(resume: Resume, last: Parse | None, parse: Parse) -> str:
    """Where the new reading begins, with the rows for it: after everything that is still good."""
    if not resume.storage_key:
        StageRun.objects.bulk_create([ledger.ready_run(parse, "fetch")])
        return "fetch"
    runs = {(run.stage, run.page): run for run in last.stage_runs.all()} if last else {}
    opened = runs.get(("convert", 0))
    if last is None or opened is None or not _is_current(opened, resume):
        StageRun.objects.bulk_create([ledger.ready_run(parse, "convert")])
        return "convert"
    pages = list(Page.objects.filter(parse=last))
    parse.page_count, parse.findings = len(pages), resume.findings
    rows = [_copy(opened, parse)]
    again = []
    for page in pages:
        of_page = [run for (_, number), run in runs.items() if number == page.number]
        if page.layout and of_page and all(_is_current(run, resume) for run in of_page):
            rows += [_copy(run, parse) for run in of_page]
        else:
            again.append(page.number)
            rows.append(ledger.ready_run(parse, "ocr" if page.needs_ocr else "layout", page.number))
        page.pk, page.parse = None, parse
    rows.append(ledger.ready_run(parse, "lines", state=State.WAITING if again else State.READY))
    Page.objects.bulk_create(pages)
    StageRun.objects.bulk_create(rows)
    ledger.start(parse.pk)
    return "lines"


def _is_current(run: StageRun, resume: Resume) -> bool:
    """Whether the stage went well, with the engines and versions of today."""
    return run.state == State.DONE and run.input_digest == registry.digest_of(resume.sha256, run.stage)


def _copy(run: StageRun, parse: Parse) -> StageRun:
    """The unsaved row that says for the new reading what `run` says for the old one."""
    names = ("stage", "page", "state", "queue", "engine", "engine_version", "input_digest", "milliseconds")
    kept = {name: getattr(run, name) for name in names}
    return StageRun(
        parse=parse, output=run.output, started_at=run.started_at, finished_at=run.finished_at, **kept
    )
