"""The fields of a person that colleagues may correct, and how readings and corrections lie over each other.

Facts here are JSON: what `candidates.services.Facts` holds, with `as_of` as a date in ISO 8601. A field is
the name of a fact, `profile.<section>` for a list of JSON Resume, or `profile.basics.<leaf>`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from candidates.facets.degrees import education_of

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
FactsJson: TypeAlias = dict[str, Json]

TEXTS: Final = {
    "name": 200,
    "headline": 300,
    "email": 254,
    "phone": 32,
    "city": 120,
    "country_code": 2,
    "current_title": 200,
    "current_employer": 200,
}
"""Fact → the most characters that its column holds."""
NUMBERS: Final = {
    "experience_months_min": (0, 1200),
    "experience_months_max": (0, 1200),
    "education_level": (0, 8),
    "graduation_year": (1900, 2100),
}
"""Fact → least and most."""
SECTIONS: Final = (
    "work", "volunteer", "education", "awards", "certificates", "publications", "skills", "languages",
    "interests", "references", "projects",
)  # fmt: skip
LEAVES: Final = ("summary", "url", "image", "location", "profiles")
EDITABLE: Final = (
    *TEXTS,
    *NUMBERS,
    "skills",
    *(f"profile.{section}" for section in SECTIONS),
    *(f"profile.basics.{leaf}" for leaf in LEAVES),
)
_MIRRORS: Final = {
    "name": ("basics", "name"),
    "headline": ("basics", "label"),
    "email": ("basics", "email"),
    "phone": ("basics", "phone"),
    "city": ("basics", "location", "city"),
    "country_code": ("basics", "location", "countryCode"),
    "current_title": ("x-derived", "current_title"),
    "current_employer": ("x-derived", "current_employer"),
}
"""Fact → where the profile says the same."""
_WITH_EXPERIENCE: Final = ("experience_months_min", "experience_months_max", "as_of")


def fault_in(field: str, value: Json) -> str:
    """What is wrong with this value for this field, as a sentence; "" when nothing is."""
    if field not in EDITABLE:
        return "There is no such field to edit."
    if not _can_be_stored(value):
        return "Some of its signs are no text."
    if field in TEXTS:
        if not isinstance(value, str):
            return "Send a text."
        return f"At most {TEXTS[field]} characters." if len(value) > TEXTS[field] else ""
    if field in NUMBERS:
        least, most = NUMBERS[field]
        is_number = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
        return "" if value is None or is_number else f"Send a number from {least} to {most}, or null."
    if field == "skills":
        return "" if _all(value, str) else "Send a list of texts."
    if field in {"profile.basics.summary", "profile.basics.url", "profile.basics.image"}:
        return "" if isinstance(value, str) else "Send a text."
    if field == "profile.basics.location":
        return "" if isinstance(value, dict) else "Send an object as JSON Resume has it."
    return "" if _all(value, dict) else "Send a list of objects as JSON Resume has them."


def value_of(facts: Mapping[str, Json], field: str) -> Json:
    """What these facts say of the field; "", [] and {} where they say nothing."""
    if not field.startswith("profile."):
        return facts.get(field)
    found: Json = facts.get("profile")
    for step in field.split(".")[1:]:
        found = found.get(step) if isinstance(found, dict) else None
    return _nothing(field) if found is None else found


def is_same(one: Json, other: Json) -> bool:
    """Whether two values say the same: white space at the ends does not count, nor what kind of nothing."""
    if isinstance(one, str) and isinstance(other, str):
        return one.strip() == other.strip()
    return one == other or (one in _NOTHINGS and other in _NOTHINGS)


def combined(readings: Sequence[Mapping[str, Json]]) -> FactsJson:
    """What several readings say of one person: the first that says anything of a field, newest first.

    Months of experience and their date come from one reading. `profile` is the first one's, with the
    sections and leaves of `basics` that it lacks from the others.
    """
    merged: FactsJson = dict(readings[0]) if readings else {}
    for reading in readings[1:]:
        if merged.get("experience_months_max") is None:
            merged |= {name: reading.get(name) for name in _WITH_EXPERIENCE}
        for name, value in reading.items():
            if name == "profile":
                merged[name] = _filled(merged.get(name), value, depth=2)
            elif name not in _WITH_EXPERIENCE and merged.get(name) in _NOTHINGS:
                merged[name] = value
    return merged


def edited(facts: Mapping[str, Json], edits: Iterable[tuple[str, Json]]) -> FactsJson:
    """The facts with these values in these fields, and in the places of the profile that say the same."""
    shown: FactsJson = dict(facts)
    profile = facts.get("profile")
    shown["profile"] = profile = dict(profile) if isinstance(profile, dict) else {}
    for field, value in edits:
        if field.startswith("profile."):
            _put(profile, field.split(".")[1:], value)
            if field == "profile.education":
                shown["education_level"], shown["graduation_year"] = education_of(value)
            continue
        shown[field] = value
        if field in _MIRRORS:
            _put(profile, _MIRRORS[field], value)
        elif field == "skills" and isinstance(value, list):
            profile["skills"] = _skill_items(profile.get("skills"), value)
    return shown


def _put(within: dict[str, Json], path: Sequence[str], value: Json) -> None:
    """Set the value at the path, in copies of the objects on the way; nothing is taken away by nothing."""
    first, *rest = path
    if not rest:
        if value in _NOTHINGS:
            within.pop(first, None)
        else:
            within[first] = value
        return
    inner = within.get(first)
    copy: dict[str, Json] = dict(inner) if isinstance(inner, dict) else {}
    _put(copy, rest, value)
    if copy:
        within[first] = copy
    else:
        within.pop(first, None)


def _skill_items(items: Json, names: Sequence[Json]) -> list[Json]:
    """JSON Resume's skills for these names; what was known of one (its level) is kept."""
    listed = items if isinstance(items, list) else []
    known = {str(item.get("name")): item for item in listed if isinstance(item, dict)}
    single = {name: item for name, item in known.items() if not item.get("keywords")}
    return [single.get(str(name), {"name": name}) for name in names]


def _filled(newer: Json, older: Json, *, depth: int) -> Json:
    """The newer value; for objects, with the keys that only the older has, so many levels deep."""
    if newer in _NOTHINGS:
        return older
    if depth and isinstance(newer, dict) and isinstance(older, dict):
        both = dict(newer)
        for key, value in older.items():
            both[key] = _filled(both.get(key), value, depth=depth - 1)
        return both
    return newer


def _can_be_stored(value: Json) -> bool:
    """Whether a database takes the texts in it: no null characters, no halves of characters."""
    try:
        return b"\\u0000" not in json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False


def _all(value: Json, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)


def _nothing(field: str) -> Json:
    leaf = field.rpartition(".")[2]
    return "" if leaf in {"summary", "url", "image"} else {} if leaf == "location" else []


_NOTHINGS: Final[tuple[Json, ...]] = (None, "", [], {})
