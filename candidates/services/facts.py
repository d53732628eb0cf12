"""What is read of people, and how it is saved."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Final

from django.db.models import F
from django.utils import timezone

from candidates.models import Candidate
from candidates.services.versions import raise_generations_of
from config.statements import Insert, Slot, Update, column


@dataclass(frozen=True, slots=True)
class Facts:
    """What one résumé says of a person, in the words of `Candidate`."""

    name: str = ""
    headline: str = ""
    email: str = ""
    phone: str = ""
    city: str = ""
    country_code: str = ""
    current_title: str = ""
    current_employer: str = ""
    experience_months_min: int | None = None
    experience_months_max: int | None = None
    as_of: date | None = None
    skills: tuple[str, ...] = ()
    profile: Mapping[str, object] = field(default_factory=dict)


def save_candidate(
    candidate_id: uuid.UUID | None, facts: Facts, *, source: uuid.UUID | None = None
) -> uuid.UUID:
    """The id of the person, changed to what `facts` say, or made when there is none. Safe to repeat.

    `source` is the résumé that says so. No model signals are sent; who wants to know listens to
    `parsing.signals.resume_parsed`.
    """
    values = {name: _fitted(getattr(facts, name), most) for name, most in _FACTS.items()}
    now = timezone.now()
    if candidate_id and _CHANGE.run(**values, updated_at=now, id=candidate_id):
        raise_generations_of(candidate_id)
        return candidate_id
    candidate_id = candidate_id or uuid.uuid4()
    _MAKE.run([[candidate_id, now, now, *values.values()]])
    return candidate_id


def _fitted(value: object, most: int | None) -> object:
    """The value, a text cut to what its column holds."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, str):
        return value[:most].strip()
    return value


_FACTS: Final[dict[str, int | None]] = {
    each.name: getattr(Candidate._meta.get_field(each.name), "max_length", None) for each in fields(Facts)
}
"""Fact → the most characters that its column holds."""
_CHANGE: Final = Update(
    lambda: Candidate.objects.filter(pk=Slot("id", column(Candidate, "id")), is_curated=False),
    lambda: {
        **{name: Slot(name, column(Candidate, name)) for name in (*_FACTS, "updated_at")},
        "version": F("version") + 1,
        "is_compared": False,
    },
)
_MAKE: Final = Insert(Candidate, ("id", "created_at", "updated_at", *_FACTS))
