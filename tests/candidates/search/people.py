"""A few people for an index, and the two engines that can hold them."""

from __future__ import annotations

import uuid
from dataclasses import replace
from random import Random

from candidates.search.base import Document, Line
from candidates.search.documents import Person, document_of
from candidates.search.embedding import embedding


def identity(name: str) -> uuid.UUID:
    """Always the same id for a name."""
    return uuid.UUID(int=Random(name).getrandbits(128))


def person(name: str, title: str, *skills: str, **more: object) -> Person:
    """Somebody with a title and skills."""
    words = name.lower().split()
    known: dict[str, object] = {
        "id": identity(name),
        "version": 1,
        "name": name,
        "email": f"{words[0]}@example.org",
        "current_title": title,
        "skills": skills,
        "skill_names": skills,
        "profile": {
            "basics": {"name": name, "summary": more.pop("summary", "")},
            "work": [{"name": more.get("current_employer", "Acme Ltd"), "position": title}],
            "skills": [{"name": "Skills", "keywords": list(skills)}],
        },
    }
    return Person(**(known | more))  # type: ignore[arg-type]


PEOPLE = (
    person("Ana Ruiz", "Registered Nurse", "Triage", "Wound care", city="Graz", country_code="AT",
           experience_months_min=60, experience_months_max=66, created=100, labels=("nursing",),
           summary="Ten years in intensive care."),
    person("Ben Okoro", "Software Developer", "Python", "Django", "Kubernetes", city="Berlin",
           country_code="DE",
           experience_months_min=30, experience_months_max=34, created=200, labels=("software",),
           jobs=("job-1",), stages=("interview",), tags=("remote",), current_employer="Nordwind GmbH"),
    person("Carla Neri", "Sviluppatrice software", "Java", "Spring Boot", city="Bologna", country_code="IT",
           experience_months_min=120, experience_months_max=140, created=300, labels=("software",),
           jobs=("job-1",), stages=("new",)),
    person("Dirk Maas", "Vrachtwagenchauffeur", "Rijbewijs C", city="Gent", country_code="BE",
           experience_months_min=200, experience_months_max=260, created=400, summary="Care for the truck."),
    person("Eva Lind", "Sjuksköterska", "Triage", city="Lund", country_code="SE", created=500,
           current_employer="Café Södra"),
    person("Finn Berg", "Data Engineer", "Python", "C++", "Node.js", city="Berlin", country_code="DE",
           experience_months_min=6, experience_months_max=8, created=600, current_employer="Nordwind GmbH"),
)  # fmt: skip
"""Six people; Eva's months are unknown."""


def documents(version: int = 1) -> list[Document]:
    """All of them as documents."""
    return [replace(document_of(each, embedding()), version=version) for each in PEOPLE]


def document(name: str, version: int = 1, **changes: object) -> Document:
    """One of them, changed."""
    told = next(each for each in documents(version) if each.name == name)
    return replace(told, **changes)  # type: ignore[arg-type]


def line(text: str, path: str = "basics.summary") -> Line:
    """A line."""
    return Line(path, text)


def first_names(found: object) -> list[str]:
    """The first names of hits, in order."""
    known = {each.id: each.name.split()[0] for each in PEOPLE}
    return [known.get(each.id, str(each.id)) for each in found]  # type: ignore[attr-defined]
