"""A career as the profile that a perfect reading of it would give: candidates without any file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from parsing.training.jobs import TODAY, edtf
from parsing.training.types import Career, Item, Position, Study

AS_OF: Final = f"{edtf(TODAY)}-01"


def profile_of(career: Career) -> dict[str, object]:
    """The profile in JSON Resume's names, values without envelopes; `parsing.facts` takes it as it is."""
    months = months_worked(career.positions)
    profile: dict[str, object] = {
        "basics": {
            "name": f"{career.given} {career.family}".strip(),
            "label": career.headline,
            "email": career.email,
            "phone": career.phone,
            "summary": career.summary,
            "location": {"city": career.city, "countryCode": career.country},
            "profiles": [{"network": name, "url": url} for name, url in career.urls.items()],
        },
        "work": [_work(position) for position in career.positions],
        "education": [_education(study) for study in career.studies],
        "skills": [{"name": name, "keywords": list(words)} for name, words in career.skills.items()],
        "languages": [{"language": name, "fluency": level} for name, level in career.spoken],
        "certificates": [{"name": each.name, "issuer": each.by} for each in career.certificates],
        "projects": [{"name": each.name, "description": each.summary} for each in career.projects],
        "awards": [{"title": each.name, "awarder": each.by} for each in career.awards],
        "volunteer": [_volunteering(each) for each in career.volunteering],
        "interests": [{"name": name} for name in career.interests],
        "derived": {
            "current_title": career.positions[0].title,
            "current_employer": career.positions[0].employer,
            "experience_months": {"min": months, "max": months, "as_of": AS_OF},
        },
        "document": {"language": career.language},
        "meta": {"as_of": AS_OF},
    }
    return {key: value for key, value in profile.items() if value}


def months_worked(positions: Iterable[Position]) -> int:
    """Months in which at least one of the positions was held; a year alone counts as January."""
    held: set[int] = set()
    for position in positions:
        if position.start:
            held.update(range(_month(position.start), _month(position.end) if position.end else TODAY))
    return len(held)


def _month(date: str) -> int:
    year, _, month = date.partition("-")
    return int(year) * 12 + int(month[:2] or 1) - 1


def _work(position: Position) -> Mapping[str, object]:
    told = {
        "name": position.employer,
        "position": position.title,
        "location": position.place,
        "startDate": position.start,
        "endDate": position.end,
        "summary": position.summary,
        "highlights": list(position.highlights),
        "keywords": list(position.skills),
    }
    return {key: value for key, value in told.items() if value}


def _education(study: Study) -> Mapping[str, object]:
    told = {
        "institution": study.school,
        "studyType": study.degree,
        "area": study.field_of_study,
        "startDate": study.start,
        "endDate": study.end,
        "score": study.grade,
        "courses": list(study.courses),
    }
    return {key: value for key, value in told.items() if value}


def _volunteering(each: Item) -> Mapping[str, object]:
    return {"organization": each.by or each.name, "position": each.role, "summary": each.summary}
