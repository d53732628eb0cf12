"""What a profile says of a person, in the few fields that lists and searches show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from candidates.facets.degrees import education_of
from candidates.services import Facts
from parsing.stages.envelope import plain
from parsing.stages.json_resume import json_resume

MOST_SKILLS: Final = 200


def facts_of(profile: Mapping[str, object]) -> Facts:
    """The facts in a profile of `stages.profile`; what it does not say stays empty."""
    basics = _group(profile, "basics")
    location = _group(basics, "location")
    derived = _group(profile, "derived")
    experience = _group(derived, "experience_months")
    first = _items(profile, "work")[:1]
    job = first[0] if first else {}
    level, year = education_of(plain(profile.get("education")))
    return Facts(
        name=_normal(profile, "name") or _text(basics, "name"),
        headline=_text(basics, "label"),
        email=_text(basics, "email"),
        phone=_normal(profile, "phone") or _text(basics, "phone"),
        city=_text(location, "city"),
        country_code=_text(location, "countryCode")[:2].upper(),
        current_title=_text(derived, "current_title") or _text(job, "position"),
        current_employer=_text(derived, "current_employer") or _text(job, "name"),
        experience_months_min=_number(experience, "min"),
        experience_months_max=_number(experience, "max"),
        as_of=_day(_group(profile, "meta").get("as_of")),
        education_level=level,
        graduation_year=year,
        skills=tuple(_skills(profile)),
        profile=json_resume(profile),
    )


def _skills(profile: Mapping[str, object]) -> list[str]:
    names: dict[str, str] = {}
    for skill in _items(profile, "skills"):
        keywords = skill.get("keywords")
        listed = [str(word) for word in keywords] if isinstance(keywords, list) else []
        for name in listed or [_text(skill, "name")]:
            if name:
                names.setdefault(name.casefold(), name)
    return list(names.values())[:MOST_SKILLS]


def _group(of: Mapping[str, object], key: str) -> Mapping[str, object]:
    bare = plain(of.get(key))
    return bare if isinstance(bare, dict) else {}


def _items(of: Mapping[str, object], key: str) -> Sequence[Mapping[str, object]]:
    bare = plain(of.get(key))
    return [item for item in bare if isinstance(item, dict)] if isinstance(bare, list) else []


def _text(of: Mapping[str, object], key: str) -> str:
    value = of.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _number(of: Mapping[str, object], key: str) -> int | None:
    value = of.get(key)
    return max(0, int(value)) if isinstance(value, int | float) else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _normal(profile: Mapping[str, object], key: str) -> str:
    """The standard form of a leaf of `basics`: E.164, a name in proper case and given name first."""
    basics = profile.get("basics")
    leaf = basics.get(key) if isinstance(basics, dict) else None
    return str(leaf.get("normalized") or "") if isinstance(leaf, dict) else ""
