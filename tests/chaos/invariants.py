"""What must be true when the dust has settled, whatever was killed. Run after every chaos test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.db.models import Count, QuerySet
from django.db.models.functions import Now

from accounts.models import CreditEntry
from candidates.models import Candidate
from parsing.models import Outbox, Parse, Resume, StageRun


def broken() -> list[str]:
    """Every sentence that should be true and is not."""
    return [*_readings(), *_candidates(), *_ledger(), *_credits(), *_files()]


def _readings() -> Iterator[str]:
    for parse in Parse.objects.filter(status__in=Parse.OPEN):
        yield f"reading {parse.pk} is still {parse.status} at {parse.stage}"
    for parse in Parse.objects.filter(status__in=Parse.GOOD, profile=None):
        yield f"reading {parse.pk} is {parse.status} without a profile"


def _candidates() -> Iterator[str]:
    good = Resume.objects.filter(parses__status__in=Parse.GOOD, deleted_at=None).distinct()
    for resume in good.filter(candidate=None):
        yield f"résumé {resume.pk} was read and has no candidate"
    shared = Candidate.objects.annotate(n=Count("resumes")).exclude(n=1)
    for candidate in shared:
        yield f"candidate {candidate.pk} belongs to {candidate.resumes.count()} résumés"
    if Candidate.objects.count() != good.count():
        yield f"{Candidate.objects.count()} candidates for {good.count()} good résumés"


def _ledger() -> Iterator[str]:
    for run in StageRun.objects.filter(state__in=StageRun.OPEN).exclude(stage="preview"):
        yield f"{run} is still {run.state}"
    for run in StageRun.objects.exclude(token=None):
        yield f"{run} is {run.state} and still holds a token"
    for run in StageRun.objects.filter(state=StageRun.State.RUNNING, lease_until__lt=Now()):
        yield f"{run} has a lease in the past"
    if waiting := Outbox.objects.filter(sent_at=None).count():
        yield f"{waiting} outbox rows were never sent"


def _credits() -> Iterator[str]:
    if not settings.CREDITS_ENABLED:
        return
    moves = Counter(CreditEntry.objects.values_list("reference", "reason"))
    for move, times in moves.items():
        if times != 1:
            yield f"credit {move} moved {times} times"
    for parse in Parse.objects.all():
        net = sum(CreditEntry.objects.filter(reference=f"parse:{parse.pk}").values_list("amount", flat=True))
        wanted = -1 if parse.status in Parse.GOOD else 0
        if net != wanted:
            yield f"reading {parse.pk} is {parse.status} and cost {-net}"


def _files() -> Iterator[str]:
    root = Path(settings.MEDIA_ROOT)
    there = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    known = set()
    for upload, preview in Resume.objects.filter(deleted_at=None).values_list("storage_key", "preview_key"):
        known |= {key for key in (upload, preview) if key}
    for key in sorted(known - there):
        yield f"file {key} is missing"
    for key in sorted(there - known):
        yield f"file {key} belongs to nobody"


def overlaps(runs: QuerySet[StageRun]) -> list[str]:
    """Each pair of batches that kept a device busy at once. Pages of one batch share begin and end."""
    spans = sorted(set(runs.exclude(started_at=None).values_list("started_at", "finished_at")))
    return [
        f"{begun} began before {ended} was over"
        for (_, ended), (begun, _) in pairwise(spans)
        if begun < ended
    ]
