"""nDCG of our ranking and of two plain rivals over the same people."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from candidates.search.documents import Person as Written
from candidates.search.documents import document_of
from candidates.search.embedding import embedding
from candidates.search.words import STOP_WORDS, words_of
from ranking.scoring.scoring import Result, ordering, score
from tests.ranking.scoring.quality.grading import grade_of
from tests.ranking.scoring.quality.jobs import Job
from tests.ranking.scoring.quality.pools import Person

DEPTH = 10
K1, B = 1.2, 0.75
"""Okapi BM25 as usual (Robertson and Zaragoza 2009)."""
Ranker = Callable[[Job, Sequence[Person]], list[str]]


class Quality(NamedTuple):
    """nDCG@10 of one job by each ranker."""

    job: str
    ours: float
    bm25: float
    likeness: float


def quality_of(job: Job, people: Sequence[Person], grades: Mapping[str, int] | None = None) -> Quality:
    """How well each ranker puts these people in order; grades are made of the truth where none are given."""
    known = grades or {person.id: grade_of(person.truth, job) for person in people}
    return Quality(job.id, *(ndcg(rank(job, people), known) for rank in (by_score, by_bm25, by_likeness)))


def ndcg(order: Sequence[str], grades: Mapping[str, int]) -> float:
    """nDCG@10 with gains 2^grade - 1 (Järvelin and Kekäläinen 2002)."""
    best = sorted(grades.values(), reverse=True)
    ideal = _gain(best)
    return _gain([grades[each] for each in order]) / ideal if ideal else 1.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))


def by_score(job: Job, people: Sequence[Person]) -> list[str]:
    """Our order."""
    return [
        each.id for each in ordering(Result(each.id, score(each.applicant, job.criteria)) for each in people)
    ]


def by_bm25(job: Job, people: Sequence[Person]) -> list[str]:
    """By the words of the advertisement in the words of the résumé."""
    bags = {person.id: Counter(_words("\n".join(texts_of(person.resume)))) for person in people}
    mean = sum(sum(bag.values()) for bag in bags.values()) / len(bags)
    query = set(_words(job.ad))
    found = {word: sum(word in bag for bag in bags.values()) for word in query}

    def points(bag: Counter[str]) -> float:
        length = sum(bag.values())
        return sum(
            math.log(1 + (len(bags) - found[word] + 0.5) / (found[word] + 0.5))
            * bag[word] * (K1 + 1) / (bag[word] + K1 * (1 - B + B * length / mean))
            for word in query
            if bag[word]
        )  # fmt: skip

    return sorted(bags, key=lambda identity: (-points(bags[identity]), identity))


def by_likeness(job: Job, people: Sequence[Person]) -> list[str]:
    """By the vector that search by meaning has of each person, and that of the advertisement."""
    import uuid

    model = embedding()
    assert model is not None
    wanted = model.of(job.ad)
    assert wanted is not None
    told = {}
    for person in people:
        written = Written(
            id=uuid.UUID(int=0), version=1, skills=_skills(person.resume), profile=person.resume
        )
        vector = document_of(written, model).vector
        told[person.id] = (
            0.0 if vector is None else float(np.dot(vector.astype(np.float64), wanted.astype(np.float64)))
        )
    return sorted(told, key=lambda identity: (-told[identity], identity))


def texts_of(value: object) -> Iterator[str]:
    """Every text of a résumé but what our own parser says about it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key not in ("$schema", "meta", "x-derived", "x-document"):
                yield from texts_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)


def _words(text: str) -> list[str]:
    return [word for word in words_of(text) if word not in STOP_WORDS]


def _skills(resume: Mapping[str, object]) -> list[str]:
    groups = resume.get("skills")
    return [
        word
        for group in (groups if isinstance(groups, list) else [])
        for word in group.get("keywords") or [group.get("name", "")]
    ]
