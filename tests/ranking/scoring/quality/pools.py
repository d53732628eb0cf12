"""Forty résumés for a job: printed by the factory, read by our parser, each with its truth."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count, islice
from typing import Literal

from parsing.stages import flow
from parsing.stages.json_resume import json_resume
from parsing.training.careers import career
from parsing.training.jobs import TODAY
from parsing.training.office import STRUCTURES, office_document
from parsing.training.types import Career, Printed
from ranking.scoring.applicants import Seen, applicant_of, seen_of
from ranking.scoring.types import Applicant
from tests.ranking.scoring.quality.grading import LANGUAGES, craft_of
from tests.ranking.scoring.quality.jobs import Job

Kind = Literal["docx", "pdf"]
Part = Literal["tuned", "kept_out"]
KEPT_OUT = 30
"""So many people of a craft are passed over before those that are kept out."""
SIZE = 40
OF_TRADE = 11
"""In the advertisement's language."""
OF_TRADE_ABROAD = 2
"""In each of the other languages."""
AS_OF = date(TODAY // 12, TODAY % 12 + 1, 15)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who applies: what is true of them, what our parser read, what the scorer sees."""

    id: str
    truth: Mapping[str, object]
    resume: Mapping[str, object]
    seen: Seen
    applicant: Applicant


def pool_of(
    job: Job, *, size: int = SIZE, kinds: tuple[Kind, ...] = ("docx",), part: Part = "tuned"
) -> list[Person]:
    """The people of a job, most of them of other trades; the same ones every time.

    Weights were chosen with the people of the part `tuned` in view; those of `kept_out` are others.
    """
    start = _start(job) + (KEPT_OUT if part == "kept_out" else 0)
    share = size / SIZE
    seeds = [*islice(_seeds(job.craft, job.language), start, start + round(OF_TRADE * share))]
    for language in LANGUAGES:
        if language != job.language:
            found = islice(_seeds(job.craft, language), start, start + max(1, round(OF_TRADE_ABROAD * share)))
            seeds += [*found]
    people = [person(language, seed, kinds) for language, seed in seeds]
    return [*people, *others_of(job, size - len(people), kinds=kinds, start=start)]


def others_of(
    job: Job, size: int, *, kinds: tuple[Kind, ...] = ("docx",), start: int | None = None
) -> list[Person]:
    """People of other trades, in the language of the job."""
    first = 1000 * (_start(job) if start is None else start)
    seeds = (seed for seed in count(first) if _craft(seed, job.language) != job.craft)
    return [person(job.language, seed, kinds) for seed in islice(seeds, size)]


@cache
def person(language: str, seed: int, kinds: tuple[Kind, ...]) -> Person:
    """The person of that seed; the kind of their file is drawn with it."""
    rng = random.Random(f"{language}-{seed}-page")
    kind = rng.choice(kinds)
    page = _printed(career(seed, language), kind, rng)
    reading = flow.read(page.pdf, f"resume.{kind}", engines=_engines(), as_of=AS_OF)
    resume, seen = json_resume(reading.profile), seen_of(reading.profile)
    return Person(f"{language}-{seed}", page.truth, resume, seen, applicant_of(resume, seen, TODAY))


def _printed(someone: Career, kind: Kind, rng: random.Random) -> Printed:
    if kind == "docx":
        return office_document(someone, rng.choice(STRUCTURES), rng)
    from parsing.training.designs import DESIGNS
    from parsing.training.printing import printed

    return printed(rng.choice(DESIGNS).draw(someone, rng))


def _start(job: Job) -> int:
    """Where the people of a job begin among those of its craft, so that no two jobs share all of them."""
    return sum(map(ord, job.id)) % 7


def _seeds(craft: str, language: str) -> Iterator[tuple[str, int]]:
    """The seeds of people of a craft; none where the language has no such people."""
    if not any(_craft(seed, language) == craft for seed in range(300)):
        return
    yield from ((language, seed) for seed in count() if _craft(seed, language) == craft)


@cache
def _craft(seed: int, language: str) -> str:
    return craft_of(career(seed, language).positions[0].title)


@cache
def _engines() -> flow.Engines:
    return flow.Engines()
