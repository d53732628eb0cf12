"""How well what is looked for is found: nDCG@10 over queries with judged answers."""

from __future__ import annotations

import pytest

from tests.candidates.search.judged import LATER, QUERIES, Judged, ndcg


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    return Judged(tmp_path_factory.mktemp("quality"))


def test_there_are_queries_of_every_kind_and_most_have_good_answers(judged: Judged):
    assert (len(QUERIES), len(LATER)) >= (60, 20)
    assert {query.kind for query in QUERIES} == {
        "title", "language", "typo", "synonym", "skill", "mixed", "told",
    }  # fmt: skip
    assert sum(max(grades) == 3 for grades in judged.grades.values()) >= 0.95 * len(judged.grades)


def test_words_find_what_is_looked_for_and_meaning_makes_it_better(judged: Judged):
    words, both = judged.mean(QUERIES, "words"), judged.mean(QUERIES, "hybrid")
    assert words >= 0.85
    assert both >= words


def test_so_it_is_for_queries_that_came_later(judged: Judged):
    words, both = judged.mean(LATER, "words"), judged.mean(LATER, "hybrid")
    assert words >= 0.8
    assert both >= max(words, 0.85)


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("title", 0.9),
        ("language", 0.9),
        ("typo", 0.9),
        ("synonym", 0.85),
        ("skill", 0.9),
        ("mixed", 0.85),
        ("told", 0.3),
    ],
)
def test_every_kind_of_query_finds_its_people(judged: Judged, kind: str, least: float):
    assert judged.mean([query for query in QUERIES if query.kind == kind], "hybrid") >= least


@pytest.mark.parametrize(
    ("grades", "best", "value"),
    [
        ([3, 2, 0], [3, 2, 0, 0], 1.0),
        ([2, 3], [3, 2], 0.834),
        ([0, 0], [3, 3], 0.0),
        ([], [0, 0], 1.0),
        ([0, 3], [3, 0], 0.631),
    ],
)
def test_the_measure_is_the_usual_one(grades: list[int], best: list[int], value: float):
    assert ndcg(grades, best) == pytest.approx(value, abs=0.001)
