"""Fictional people as JSON Resume: the factory's careers, and extremes written by hand."""

from __future__ import annotations

import re

from parsing.training.careers import career
from parsing.training.types import Career, Item, Position, Study

_WITHOUT_LABEL = re.compile(r"^[^\W\d]+[^\d,]*?[: ]\s*(?=\d)")
"""A `score` is the grade alone: "9.2", not "Promedio 9.2"."""


def person(seed: int, language: str = "en") -> dict[str, object]:
    """A fictional person; the same seed and language always give the same one."""
    return resume_of(career(seed, language))


def resume_of(who: Career) -> dict[str, object]:
    """A career as JSON Resume."""
    links = dict(who.urls)
    site = links.pop("website", "")
    basics = {
        "name": f"{who.given} {who.family}".strip(),
        "label": who.headline,
        "email": who.email,
        "phone": who.phone,
        "url": f"https://{site}" if site else "",
        "summary": who.summary,
        "location": {
            "address": who.street,
            "postalCode": who.postcode,
            "city": who.city,
            "countryCode": who.country,
        },
        "profiles": [{"network": name, "url": f"https://{url}"} for name, url in links.items()],
    }
    return {
        "basics": basics,
        "work": [_job(job) for job in who.positions],
        "education": [_study(study) for study in who.studies],
        "skills": [{"name": name, "keywords": list(words)} for name, words in who.skills.items()],
        "languages": [{"language": name, "fluency": level} for name, level in who.spoken],
        "certificates": [{"name": i.name, "issuer": i.by, "date": i.start} for i in who.certificates],
        "projects": [_project(item) for item in who.projects],
        "publications": [
            {"name": i.name, "publisher": i.by, "releaseDate": i.start} for i in who.publications
        ],
        "awards": [{"title": i.name, "awarder": i.by, "date": i.start} for i in who.awards],
        "volunteer": [_volunteering(item) for item in who.volunteering],
        "interests": [{"name": name} for name in who.interests],
        "references": [
            {"name": i.name, "reference": i.summary or ", ".join(t for t in (i.role, i.by) if t)}
            for i in who.references
            if i.name
        ],
        "x-document": {"language": who.language},
    }


def _job(job: Position) -> dict[str, object]:
    return {
        "name": job.employer,
        "position": job.title,
        "location": job.place,
        "startDate": job.start,
        "endDate": job.end or "",
        "summary": job.summary,
        "highlights": list(job.highlights),
    }


def _study(study: Study) -> dict[str, object]:
    return {
        "institution": study.school,
        "studyType": study.degree,
        "area": study.field_of_study,
        "startDate": study.start,
        "endDate": study.end or "",
        "score": _WITHOUT_LABEL.sub("", study.grade),
        "courses": list(study.courses),
    }


def _project(item: Item) -> dict[str, object]:
    return {
        "name": item.name,
        "entity": item.by,
        "roles": [item.role] if item.role else [],
        "startDate": item.start,
        "endDate": item.end or "",
        "description": item.summary,
        "url": f"https://{item.url}" if item.url else "",
        "keywords": list(item.keywords),
    }


def _volunteering(item: Item) -> dict[str, object]:
    return {
        "organization": item.by,
        "position": item.role or item.name,
        "startDate": item.start,
        "endDate": item.end or "",
        "summary": item.summary,
    }
