"""What is done with people."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from django.utils import timezone

from candidates.models import Candidate


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
    """The id of the person, changed to what `facts` say, or made when there is none. Safe to repeat."""
    values = {each.name: _fitted(each.name, getattr(facts, each.name)) for each in fields(facts)}
    values["updated_at"] = timezone.now()
    if candidate_id and Candidate.objects.filter(pk=candidate_id).update(**values):
        return candidate_id
    return Candidate.objects.create(**({"id": candidate_id} if candidate_id else {}), **values).pk


def _fitted(name: str, value: object) -> object:
    """The value, a text cut to what its column holds."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, str):
        return value[: getattr(Candidate._meta.get_field(name), "max_length", None)].strip()
    return value
