"""JSON Resume 1.0.0, out and in (https://jsonresume.org/schema)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final, cast

from candidates.exchange.types import Exported, Imported, Refused
from candidates.facets.degrees import education_of
from candidates.fields import Json
from candidates.services.facts import LONGEST, Facts

SCHEMA: Final = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
SECTIONS: Final = (
    "work", "volunteer", "education", "awards", "certificates", "publications", "skills", "languages",
    "interests", "references", "projects",
)  # fmt: skip
BASICS: Final = ("name", "label", "image", "email", "phone", "url", "summary", "location", "profiles")
MOST_PEOPLE: Final = 1000
MOST_ITEMS: Final = 200
LONGEST_TEXT: Final = 20_000
DEEPEST: Final = 6


def export_json(profiles: Sequence[Mapping[str, object]]) -> Exported:
    """One résumé as an object, several as a list; `meta` of each names the keys that the standard lacks."""
    resumes, lost = [], set()
    for profile in profiles:
        resume, left = standard(profile)
        lost |= set(left)
        resumes.append(resume)
    told = resumes[0] if len(resumes) == 1 else resumes
    data = json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()
    return Exported(data, tuple(sorted(lost)))


def standard(profile: Mapping[str, object]) -> tuple[dict[str, object], list[str]]:
    """The résumé as the standard has it, and the names of what that leaves out."""
    known = ("basics", *SECTIONS)
    kept: dict[str, object] = {"$schema": SCHEMA}
    kept |= {name: profile[name] for name in known if profile.get(name) not in (None, [], {}, "")}
    left = [name for name in profile if name not in (*known, "$schema", "meta")]
    meta: dict[str, object] = {"version": "v1.0.0"}
    if left:
        meta["notCarried"] = left
    return {**kept, "meta": meta}, left


def import_json(data: bytes) -> Imported:
    """The people in a JSON Resume, or in a list of them. Raises Refused."""
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Refused("The file is no JSON in UTF-8.") from error
    resumes = told if isinstance(told, list) else [told]
    if len(resumes) > MOST_PEOPLE:
        raise Refused(f"At most {MOST_PEOPLE} people in one file.")
    imported = Imported()
    for number, resume in enumerate(resumes):
        where = f"{number}" if isinstance(told, list) else ""
        if not isinstance(resume, dict) or not isinstance(resume.get("basics"), dict):
            imported.lose(where or "file", "This is no JSON Resume: it has no `basics`.")
            continue
        imported.people.append(facts_of(_taken(resume, where, imported)))
    return imported


def facts_of(resume: Mapping[str, Json]) -> Facts:
    """What lists show of a person, from a clean JSON Resume."""
    basics = _object(resume.get("basics"))
    location = _object(basics.get("location"))
    work = _objects(resume.get("work"))
    current = next((job for job in work if not job.get("endDate")), work[0] if work else {})
    level, year = education_of(resume.get("education"))
    skills: dict[str, str] = {}
    for group in _objects(resume.get("skills")):
        words = group.get("keywords")
        listed = [str(word) for word in words if word] if isinstance(words, list) else []
        for name in listed or [_text(group, "name")]:
            if name:
                skills.setdefault(name.casefold(), name)
    return Facts(
        name=_text(basics, "name"),
        headline=_text(basics, "label"),
        email=_text(basics, "email"),
        phone=_text(basics, "phone"),
        city=_text(location, "city"),
        country_code=_text(location, "countryCode").upper()[:2],
        current_title=_text(current, "position"),
        current_employer=_text(current, "name"),
        education_level=level,
        graduation_year=year,
        skills=tuple(skills.values()),
        profile=resume,
    )


def _taken(resume: Mapping[str, object], where: str, imported: Imported) -> dict[str, Json]:
    """What the standard knows and a database can hold; the rest is remembered as lost."""
    path = f"{where}." if where else ""
    kept: dict[str, Json] = {}
    for name, value in resume.items():
        if name in ("$schema", "meta"):
            continue
        if name == "basics":
            kept[name] = _basics(cast("dict[str, object]", value), path, imported)
        elif name in SECTIONS and isinstance(value, list):
            items = [item for item in value if isinstance(item, dict)]
            if len(items) != len(value) or len(items) > MOST_ITEMS:
                imported.lose(f"{path}{name}", f"Only objects are taken, {MOST_ITEMS} at most.")
            cleaned = [_clean(item, f"{path}{name}", imported) for item in items[:MOST_ITEMS]]
            kept[name] = cleaned
        else:
            imported.lose(f"{path}{name}", "The standard has no such section.")
    _warn_of_cuts(kept, path, imported)
    return kept


def _basics(told: Mapping[str, object], path: str, imported: Imported) -> dict[str, Json]:
    for key in told:
        if key not in BASICS:
            imported.lose(f"{path}basics.{key}", "The standard has no such field.")
    return {key: _clean(told[key], f"{path}basics.{key}", imported) for key in BASICS if key in told}


def _warn_of_cuts(resume: Mapping[str, Json], path: str, imported: Imported) -> None:
    basics = _object(resume.get("basics"))
    for key, fact in (("name", "name"), ("label", "headline"), ("email", "email"), ("phone", "phone")):
        most = LONGEST[fact]
        if most is not None and len(_text(basics, key)) > most:
            imported.lose(f"{path}basics.{key}", f"Lists show {most} characters of it.")


def _clean(value: object, where: str, imported: Imported, depth: int = 0) -> Json:
    """The value without what no database holds; what is too long or too deep is cut."""
    if isinstance(value, str):
        text = value.replace("\x00", "").encode("utf-8", "ignore").decode()
        if len(text) > LONGEST_TEXT:
            imported.lose(where, f"Cut to {LONGEST_TEXT} characters.")
        return text[:LONGEST_TEXT]
    if isinstance(value, bool | int | float) or value is None:
        return value if value == value and value not in (float("inf"), float("-inf")) else None
    if depth < DEEPEST and isinstance(value, list):
        return [_clean(item, where, imported, depth + 1) for item in value[:MOST_ITEMS]]
    if depth < DEEPEST and isinstance(value, dict):
        return {
            str(key)[:100].replace("\x00", ""): _clean(item, where, imported, depth + 1)
            for key, item in value.items()
        }
    imported.lose(where, "Too deep.")
    return None


def _object(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


def _objects(value: Json) -> list[Mapping[str, Json]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(of: Mapping[str, Json], key: str) -> str:
    value = of.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""
