"""Jobs from what people have at hand: the text of a web page, or a file of any kind that is read here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from candidates.models import JobProfile
from candidates.services import change_job_profile, make_job_profile
from parsing import files, outbox, registry, work
from parsing.stages import intake
from parsing.stages.types import Line
from ranking.models import JobFile

FOLDER: Final = "jobs"
LONGEST_TITLE: Final = 200
UNTITLED: Final = "Untitled"
READ: Final = "ranking.tasks.read_job"
ASIDE: Final = ("header", "footer")


class NoPosting(Exception):
    """The page has no JobPosting in it."""


def from_posting(text: str, *, actor: User) -> JobProfile:
    """The job that a web page or its JSON-LD tells of. Raises NoPosting."""
    from ranking.criteria import PostingError, posting_of

    try:
        found = posting_of(text)
    except PostingError as error:
        raise NoPosting from error
    values = {
        "title": found.title[:LONGEST_TITLE] or UNTITLED,
        "description": found.text,
        "city": found.city[:120],
        "country_code": found.country_code,
    }
    return make_job_profile(values, actor=actor)


def from_text(text: str, *, title: str = "", actor: User) -> JobProfile:
    """The job of an advertisement; without a title its first line that is as long as one."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    found = title or next(filter(is_title, lines), UNTITLED)
    return make_job_profile({"title": found[:LONGEST_TITLE], "description": text.strip()}, actor=actor)


def from_file(name: str, data: bytes, *, title: str = "", actor: User) -> JobFile:
    """The new job's file, which a worker will read. Raises RejectedFile for what is no document."""
    seen = intake.inspect(name, data, registry.limits(), allowed=frozenset(settings.ACCEPTED_KINDS))
    identity = uuid.uuid4()
    key = f"{FOLDER}/{identity.hex[:2]}/{identity.hex}"
    files.save(key, data)
    provisional = title or PurePath(seen.safe_name).stem or UNTITLED
    with transaction.atomic():
        job = make_job_profile({"title": provisional[:LONGEST_TITLE]}, actor=actor)
        row = JobFile.objects.create(
            id=identity,
            job_profile=job,
            file_name=seen.safe_name[-255:],
            storage_key=key,
            is_titled=bool(title),
        )
        outbox.add(READ, str(row.pk))
    return row


def read(row: JobFile) -> dict[str, object]:
    """Write the file's text into its job, unless somebody wrote one meanwhile. Raises StageError."""
    from parsing.stages import flow

    reading = flow.read(
        files.read(row.storage_key), row.file_name, engines=registry.engines(), limits=registry.limits()
    )
    lines = [line for line in reading.lines if line.role not in ASIDE]
    job = JobProfile.objects.get(pk=row.job_profile_id)
    values: dict[str, object] = {} if job.description else {"description": text_of(lines)}
    if not row.is_titled and (title := title_in(lines)):
        values["title"] = title
    if values:
        change_job_profile(job, values, actor=None)
    return {}


def text_of(lines: Iterable[Line]) -> str:
    """The lines as text: list items with a dash, an empty line before a heading."""
    return "\n".join(_told(lines)).strip()


def title_in(lines: Iterable[Line]) -> str:
    """The first line that may be a title, "" where there is none."""
    return next(filter(is_title, (" ".join(line.text.split()) for line in lines)), "")


def is_title(text: str) -> bool:
    """Whether a line is as long as a title."""
    return 2 < len(text) <= LONGEST_TITLE


def forget_files() -> int:
    """Remove the files of jobs that are read, or never will be: how many."""
    gone = 0
    for row in left_over()[:100]:
        files.remove(row.storage_key)
        gone += JobFile.objects.filter(pk=row.pk).update(storage_key="")
    return gone


def owned(keys: Sequence[str]) -> set[str]:
    """Those of these files that a job still has."""
    return set(JobFile.objects.filter(storage_key__in=keys).values_list("storage_key", flat=True))


def left_over() -> QuerySet[JobFile]:
    """Files that nobody needs any more."""
    return JobFile.objects.exclude(state__in=work.OPEN).exclude(storage_key="")


def _told(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        if line.heading:
            yield ""
        yield f"- {line.text}" if line.is_list_item else line.text.replace("\t", "  ")
