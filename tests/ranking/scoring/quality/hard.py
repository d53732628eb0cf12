"""Hand-made people who are hard to put in order, among forty who are not."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

from candidates.taxonomy import taxonomy
from parsing.training.jobs import TODAY
from ranking.scoring.applicants import applicant_of
from tests.ranking.scoring.quality.jobs import Job, jobs
from tests.ranking.scoring.quality.pools import SIZE, Person, others_of

_FILE = Path(__file__).with_name("hard.toml")


def hard_cases(size: int = SIZE) -> list[tuple[Job, list[Person], dict[str, int]]]:
    """(job, people, grades): the hand-made ones and people of other trades, who are all 0."""
    known = {job.id: job for job in jobs()}
    found = []
    for number, case in enumerate(tomllib.loads(_FILE.read_text(encoding="utf-8"))["case"]):
        job = known[case["job"]]
        made = [_person(f"hard-{number}-{at}", each) for at, each in enumerate(case["person"])]
        grades = {person.id: each["grade"] for person, each in zip(made, case["person"], strict=True)}
        others = others_of(job, size - len(made))
        people = [*made, *others]
        found.append((replace(job, id=f"hard-{job.id}"), people, grades | {each.id: 0 for each in others}))
    return found


def stuffing(count: int) -> list[str]:
    """So many names of skills, the best known first."""
    return list(_well_known()[:count])


@cache
def _well_known() -> tuple[str, ...]:
    return tuple(each.name for each in sorted(taxonomy(), key=lambda each: (-each.weight, each.id)))


def _person(identity: str, told: dict[str, object]) -> Person:
    resume = resume_of(told)
    return Person(identity, {}, resume, {}, applicant_of(resume, {}, TODAY))


def resume_of(told: dict[str, object]) -> dict[str, object]:
    """The JSON Resume of a person of `hard.toml`."""
    held, skills, stuffed = told["held"], told["skills"], told.get("stuffed", 0)
    assert isinstance(held, list)
    assert isinstance(skills, list)
    assert isinstance(stuffed, int)
    return {
        "basics": {"name": "Alex Example", "summary": told.get("summary", "")},
        "work": [_position(row) for row in held],
        "skills": [{"name": "Skills", "keywords": [*skills, *stuffing(stuffed)]}],
        "x-document": {"language": "en"},
    }


def _position(row: str) -> dict[str, object]:
    title, start, end, line = (part.strip() for part in row.split("|"))
    told = {"position": title, "startDate": start, "endDate": end, "highlights": [line]}
    return {key: value for key, value in told.items() if value}
