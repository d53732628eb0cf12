"""A small cut of the measurement of quality; `tests/benchmarks/ranking_quality.py` runs all of it."""

from __future__ import annotations

import statistics

import pytest

from parsing.training.jobs import TODAY
from ranking.scoring.applicants import applicant_of
from ranking.scoring.scoring import score
from ranking.scoring.types import Applicant
from tests.ranking.scoring.quality.hard import hard_cases, stuffing
from tests.ranking.scoring.quality.jobs import Job, jobs
from tests.ranking.scoring.quality.measuring import by_score, ndcg, quality_of
from tests.ranking.scoring.quality.pools import Person, pool_of

SMALL = ("ward-nurse", "frontend", "paralegal", "buyer", "receptionist", "controller")
SIZE = 20


@pytest.fixture(scope="module")
def pools() -> dict[str, tuple[Job, list[Person]]]:
    return {job.id: (job, pool_of(job, size=SIZE)) for job in jobs() if job.id in SMALL}


def test_there_are_enough_jobs_of_many_trades_in_four_languages() -> None:
    assert len(jobs()) >= 20
    assert len({job.craft for job in jobs()}) >= 12
    assert {job.language for job in jobs()} == {"en", "de", "fr", "es"}


def test_the_order_is_good_and_far_ahead_of_words_and_of_likeness(
    pools: dict[str, tuple[Job, list[Person]]],
) -> None:
    found = [quality_of(job, people) for job, people in pools.values()]
    ours = statistics.mean(each.ours for each in found)
    assert ours >= 0.90, found
    assert ours >= 0.10 + statistics.mean(each.bm25 for each in found)
    assert ours >= 0.10 + statistics.mean(each.likeness for each in found)


def test_hard_people_stand_where_they_belong() -> None:
    for job, people, grades in hard_cases(SIZE):
        order = by_score(job, people)
        assert ndcg(order, grades) >= 0.92, (job.id, order[:10])
        stuffed = [each.id for each in people if len(each.applicant.skills) > 100]
        assert stuffed
        assert min(map(order.index, stuffed)) > SIZE // 3


def test_stuffing_moves_nobody_up(pools: dict[str, tuple[Job, list[Person]]]) -> None:
    for job, people in pools.values():
        wanted = [each for must in job.musts for each in must]
        for person in people[:8]:
            before = score(person.applicant, job.criteria).total
            stuffed = _with_skills(person, [*wanted, *stuffing(120)])
            assert score(stuffed, job.criteria).total <= before + 1e-9, (job.id, person.id)


def test_saying_everything_three_times_changes_nothing(pools: dict[str, tuple[Job, list[Person]]]) -> None:
    job, people = pools["ward-nurse"]
    for person in people[:8]:
        listed = [known.evidence[0].text for known in person.applicant.skills if known.evidence]
        again = _with_skills(person, listed * 3)
        assert score(again, job.criteria).total == score(_with_skills(person, listed), job.criteria).total


def _with_skills(person: Person, more: list[str]) -> Applicant:
    groups = person.resume.get("skills")
    resume = {**person.resume, "skills": [*(groups if isinstance(groups, list) else []), {"keywords": more}]}
    return applicant_of(resume, person.seen, TODAY)
