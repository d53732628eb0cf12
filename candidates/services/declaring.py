"""What people say of themselves: said, taken back, given to the person and counted for the impact report.

No other module reads the table (tests/candidates/test_declarations.py).
"""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from candidates.models import Candidate
from candidates.models.declarations import Declaration
from candidates.services.versions import hold, parts

_FILE: Final = Path(__file__).parent.parent / "data" / "declarations.toml"


class Said(NamedTuple):
    """One answer of one person."""

    candidate: uuid.UUID
    category: str
    value: str


@cache
def questions() -> Mapping[str, tuple[str, ...]]:
    """The categories, each with the answers that may be given."""
    found: dict[str, list[str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {category: tuple(values) for category, values in found.items()}


@transaction.atomic
def declare(candidate: Candidate, answers: Mapping[str, str], *, actor: User) -> None:
    """Keep these answers of the person, and none that they gave before."""
    if not hold([candidate.pk]):
        raise Candidate.DoesNotExist
    Declaration.objects.filter(candidate=candidate).delete()
    _keep([Said(candidate.pk, *each) for each in answers.items()], Declaration.Origin.PERSON)
    audit.record(actor, "candidate.declared", f"candidate:{candidate.pk}", withdrawn=not answers)


@transaction.atomic
def bring_declarations(said: Iterable[Said], *, actor: User) -> int:
    """Keep what people said elsewhere: how many answers. What they said here stands; who is unknown is left
    out."""
    answers = {(each.candidate, each.category): each for each in said}
    there = hold(each.candidate for each in answers.values())
    own = Declaration.objects.filter(candidate__in=there, origin=Declaration.Origin.PERSON)
    told_here = set(own.values_list("candidate", "category"))
    known = set(there)
    kept = [each for key, each in answers.items() if each.candidate in known and key not in told_here]
    _keep(kept, Declaration.Origin.IMPORT)
    audit.record(actor, "declarations.imported", "declarations", count=len(kept))
    return len(kept)


def said_by(candidate: Candidate) -> dict[str, str]:
    """The person's answers by category. For the person alone."""
    return dict(Declaration.objects.filter(candidate=candidate).values_list("category", "value"))


def copy_for(candidate: Candidate) -> list[dict[str, object]]:
    """The person's answers with how and when they came. For the person's own copy of their data alone."""
    names = ("category", "value", "origin", "declared_at")
    rows = Declaration.objects.filter(candidate=candidate).values_list(*names)
    return [dict(zip(names, row, strict=True)) for row in rows]


def groups_of(people: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[str, str]]:
    """The answers of these people by category. For the report on adverse impact alone."""
    found: dict[uuid.UUID, dict[str, str]] = {}
    for some in parts(list(people)):
        rows = Declaration.objects.filter(candidate__in=some).order_by()
        for person, category, value in rows.values_list("candidate", "category", "value"):
            found.setdefault(person, {})[category] = value
    return found


def _keep(answers: Iterable[Said], origin: str) -> None:
    now = timezone.now()
    Declaration.objects.bulk_create(
        [
            Declaration(
                candidate_id=each.candidate,
                category=each.category,
                value=each.value,
                origin=origin,
                declared_at=now,
            )
            for each in answers
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["candidate", "category"],
        update_fields=["value", "origin", "declared_at"],
    )
