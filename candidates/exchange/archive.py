"""Everything that is known of one person as a zip: what they may ask for, what a colleague takes along."""

from __future__ import annotations

import io
import json
import re
import uuid
import zipfile
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, TypeAlias

from candidates.exchange.json_resume import standard
from candidates.exchange.types import Exported
from candidates.models import Application, Candidate
from candidates.services.declaring import copy_for
from candidates.services.facts import LONGEST, json_of


class Original(NamedTuple):
    """A file that the person was found in; `data` None where storage does not give it."""

    name: str
    data: bytes | None


Originals: TypeAlias = Callable[[uuid.UUID], Iterable[Original]]
_SOURCES: Final[list[Originals]] = []
_UNSAFE: Final = re.compile(r"[^\w.\- ]+")


def offer_originals(source: Originals) -> None:
    """Let `source` bring the files of a person. What reads résumés calls this: nothing here knows of it."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def export_zip(candidate: Candidate, *, is_own: bool = False) -> Exported:
    """The zip: facts, JSON Resume and originals, and what colleagues put on the person: notes, tags, labels,
    edits, applications with their history.

    `is_own` is for the person: what they said of themselves, which no colleague sees, in place of the latter.
    """
    facts = json_of({name: getattr(candidate, name) for name in LONGEST})
    profile = facts.pop("profile")
    resume, left = standard(profile if isinstance(profile, dict) else {})
    parts: dict[str, object] = {
        "candidate.json": {"id": str(candidate.pk), "created_at": candidate.created_at, **facts},
        "resume.json": resume,
        "profile.json": profile,
        **({"declarations.json": copy_for(candidate)} if is_own else _of_colleagues(candidate)),
    }
    lost = [f"{name} (in profile.json only)" for name in left]
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, original in enumerate(
            (each for source in _SOURCES for each in source(candidate.pk)), start=1
        ):
            name = f"originals/{number}-{_safe(original.name)}"
            if original.data is None:
                lost.append(f"{name} (storage does not give it)")
            else:
                packed.writestr(name, original.data)
        for name, part in {**parts, "not_carried.json": lost}.items():
            packed.writestr(name, json.dumps(part, ensure_ascii=False, indent=1, default=str))
    return Exported(data.getvalue(), tuple(lost))


def _of_colleagues(candidate: Candidate) -> dict[str, object]:
    """What colleagues put on the person."""
    return {
        "notes.json": list(candidate.notes.values("text", "author__username", "created_at", "edited_at")),
        "tags.json": list(candidate.tags.values("name", "created_by__username", "created_at")),
        "labels.json": list(candidate.labels.values("label__slug", "source", "stands", "probability")),
        "edits.json": list(candidate.edits.values()),
        "applications.json": _applications(candidate),
    }


def _applications(candidate: Candidate) -> list[dict[str, object]]:
    """Each application with its moves."""
    events = ("from_stage", "to_stage", "actor__username", "created_at")
    rows = (
        Application.objects.filter(candidate=candidate)
        .select_related("job_profile")
        .prefetch_related("events")
    )
    return [
        {
            "job_profile": row.job_profile.title,
            "stage": row.stage,
            "score": row.score,
            "scored_at": row.scored_at,
            "created_at": row.created_at,
            "moved_at": row.moved_at,
            "history": list(row.events.order_by("id").values(*events)),
        }
        for row in rows
    ]


def _safe(name: str) -> str:
    """A file name without folders and control characters."""
    return _UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2])[-100:].strip(". ") or "file"
