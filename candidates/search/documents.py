"""A candidate as a document of the search index, made of what is known of one."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import islice
from typing import TYPE_CHECKING, Final

from candidates.search.base import Document, Line

if TYPE_CHECKING:
    from candidates.search.embedding import Embedding

MOST_LINES: Final = 600
LONGEST_LINE: Final = 1000
_SILENT: Final = frozenset(
    {"$schema", "meta", "x-derived", "x-document", "x-name", "x-emails", "x-phones", "startDate", "endDate",
     "date", "releaseDate", "countryCode", "fluency", "kind", "section", "rule"}
)  # fmt: skip
"""Parts of a profile that repeat others or that nobody looks for by words."""
_ODD: Final = re.compile("[\f\ud800-\udfff]")
_ABOUT: Final = (("work", "summary"), ("work", "highlights"), ("projects", "description"))


@dataclass(frozen=True, slots=True)
class Person:
    """What the database knows of a candidate, under the names of `Candidate`'s columns."""

    id: uuid.UUID
    version: int
    name: str = ""
    headline: str = ""
    email: str = ""
    city: str = ""
    country_code: str = ""
    current_title: str = ""
    current_employer: str = ""
    experience_months_min: int | None = None
    experience_months_max: int | None = None
    skills: Sequence[str] = ()
    skill_names: Sequence[str] = ()
    profile: Mapping[str, object] = field(default_factory=dict)
    created: int = 0
    labels: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def document_of(person: Person, embedding: Embedding | None = None) -> Document:
    """The document, with a vector where there is an `embedding`."""
    profile = person.profile if isinstance(person.profile, dict) else {}
    titles = _distinct([person.current_title, *_texts(profile, "work", "position"), person.headline])
    skills = _distinct([*person.skills])
    texts = _everything_said(person, profile, skills)
    if not _is_whole("\n".join(texts)):
        return document_of(_mended(person), embedding)
    return Document(
        id=person.id,
        version=person.version,
        name=person.name,
        email=person.email,
        current=". ".join(_distinct([person.current_title, person.headline])),
        titles=titles,
        employers=_distinct([person.current_employer, *_texts(profile, "work", "name")]),
        skills=skills,
        skill_names=_distinct(person.skill_names),
        schools=_distinct(_texts(profile, "education", "institution")),
        city=person.city,
        country=person.country_code,
        languages=_distinct(_texts(profile, "languages", "language")),
        labels=person.labels,
        jobs=person.jobs,
        stages=person.stages,
        tags=person.tags,
        months_min=person.experience_months_min,
        months_max=person.experience_months_max,
        created=person.created,
        lines=tuple([Line(path, text[:LONGEST_LINE]) for text, path in islice(texts.items(), MOST_LINES)]),
        vector=embedding.of_parts(_parts(titles, skills, profile)) if embedding else None,
    )


def _parts(
    titles: Sequence[str], skills: Sequence[str], profile: Mapping[str, object]
) -> Iterator[tuple[str, float]]:
    """What a person is about: above all what they are called, then what they can, then what they did."""
    yield titles[0] if titles else "", 1.0
    yield ". ".join(titles[:6]), 1.0
    yield ", ".join(skills[:60]), 0.8
    yield " ".join(text for section, key in _ABOUT for text in _texts(profile, section, key))[:3000], 0.5


def _everything_said(person: Person, profile: Mapping[str, object], skills: Sequence[str]) -> dict[str, str]:
    """Every text of the profile, once, with its path.

    What was corrected by hand stands in columns of its own and comes first.
    """
    found = {
        person.name: "basics.name",
        person.headline: "basics.label",
        person.current_title: "work.0.position",
        person.current_employer: "work.0.name",
        person.city: "basics.location.city",
    }
    _walk("", profile, found)
    for number, skill in enumerate(skills):
        found.setdefault(skill, f"skills.{number}")
    found.pop("", None)
    return found


def _walk(path: str, value: object, found: dict[str, str]) -> None:
    """Add every text under `value` that is not there yet, with its path.

    JSON holds plain dicts and lists only; there are a hundred texts in a profile, so no call for each.
    """
    if type(value) is dict:
        for key, item in value.items():
            if key in _SILENT:
                continue
            if type(item) is str:
                found.setdefault(item.strip(), f"{path}{key}")
            else:
                _walk(f"{path}{key}.", item, found)
    elif type(value) is list:
        for number, item in enumerate(value):
            if type(item) is str:
                found.setdefault(item.strip(), f"{path}{number}")
            else:
                _walk(f"{path}{number}.", item, found)


def _texts(profile: Mapping[str, object], section: str, key: str) -> Iterator[str]:
    """The texts under a key of all entries of a section."""
    entries = profile.get(section)
    if not isinstance(entries, list):
        return
    for entry in entries:
        value = entry.get(key) if isinstance(entry, Mapping) else None
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (item for item in value if isinstance(item, str))


def _distinct(texts: Iterable[object]) -> tuple[str, ...]:
    """Each text once, whatever its case, in order; empty ones, and what is no text, left out."""
    found: dict[str, str] = {}
    for text in texts:
        if isinstance(text, str) and (bare := text.strip()):
            found.setdefault(bare.casefold(), bare)
    return tuple(found.values())


def _is_whole(text: str) -> bool:
    """Whether there are no form feeds and halves of characters in it, which no index takes."""
    if "\f" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _mended(person: Person) -> Person:
    """The person without them."""
    return Person(*(_without_odd(getattr(person, each.name)) for each in fields(person)))  # type: ignore[arg-type]


def _without_odd(value: object) -> object:
    if isinstance(value, str):
        return _ODD.sub("", value)
    if isinstance(value, dict):
        return {key: _without_odd(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(_without_odd, value))
    return value
