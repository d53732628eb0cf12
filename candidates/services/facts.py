"""What is read of a person, in the words of `Candidate`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Final, cast

from candidates.fields import FactsJson, Json
from candidates.models import Candidate
from candidates.taxonomy import called
from config.statements import column


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
    education_level: int | None = None
    graduation_year: int | None = None
    skills: tuple[str, ...] = ()
    profile: Mapping[str, object] = field(default_factory=dict)


LONGEST: Final[dict[str, int | None]] = {
    each.name: getattr(Candidate._meta.get_field(each.name), "max_length", None) for each in fields(Facts)
}
"""Fact → the most characters that its column holds."""


COLUMNS: Final = (*LONGEST, "skill_names")
"""What is written of a candidate: the facts, and what follows from them."""


def values_of(facts: Facts) -> dict[str, object]:
    """What the candidate's columns take, those of `COLUMNS` in order, texts cut to what fits."""
    values = {name: _fitted(getattr(facts, name), most) for name, most in LONGEST.items()}
    return {**values, "skill_names": called(facts.skills)}


def json_of(values: Mapping[str, object]) -> FactsJson:
    """The values of `values_of`, or those of a candidate's columns, as JSON."""
    as_of = values["as_of"]
    facts = {name: cast(Json, values[name]) for name in LONGEST if name != "as_of"}
    return {**facts, "as_of": as_of.isoformat() if isinstance(as_of, date) else None}


def columns_of(facts: FactsJson) -> dict[str, object]:
    """The other way round, with what follows from the facts: what no reading says is empty."""
    columns: dict[str, object] = {
        name: facts[name] if name in facts else column(Candidate, name).get_default() for name in LONGEST
    }
    columns["as_of"] = date.fromisoformat(str(facts["as_of"])) if facts.get("as_of") else None
    skills = facts.get("skills")
    columns["skill_names"] = called(map(str, skills)) if isinstance(skills, list) else []
    return columns


def _fitted(value: object, most: int | None) -> object:
    """The value, a text cut to what its column holds."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, str):
        return value[:most].strip()
    return value
