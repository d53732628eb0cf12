"""What is done with people."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Final

from django.utils import timezone

from candidates.models import Candidate
from config.statements import Insert, Slot, Updates, column


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


def save_candidate(candidate_id: uuid.UUID | None, facts: Facts) -> uuid.UUID:
    """The id of the person, changed to what `facts` say, or made when there is none. Safe to repeat.

    No model signals are sent; who wants to know listens to `parsing.signals.resume_parsed`.
    """
    now = timezone.now()
    values = {name: _fitted(getattr(facts, name), most) for name, most in _FACTS.items()} | {
        "updated_at": now
    }
    if candidate_id and _CHANGE.run(values, id=candidate_id):
        return candidate_id
    candidate_id = candidate_id or uuid.uuid4()
    _MAKE.run([[candidate_id, now, *values.values()]])
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
_CHANGE: Final = Updates(Candidate, lambda: Candidate.objects.filter(pk=Slot("id", column(Candidate, "id"))))
_MAKE: Final = Insert(Candidate, ("id", "created_at", *_FACTS, "updated_at"))
