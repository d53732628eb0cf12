"""How several lists of hits become one."""

from __future__ import annotations

from candidates.search.base import Found
from candidates.search.searching import joined
from tests.candidates.search.people import identity

ANA, BEN, EVA = (identity(name) for name in ("Ana", "Ben", "Eva"))


def test_who_is_in_both_lists_comes_first():
    words, meaning = [Found(ANA, 9.0), Found(BEN, 8.0)], [Found(EVA, 0.9), Found(BEN, 0.8)]
    assert [each.id for each in joined([(words, 1.0), (meaning, 0.9)])] == [BEN, ANA, EVA]


def test_those_whom_the_words_find_equally_well_are_ordered_by_meaning():
    words, meaning = [Found(ANA, 9.0), Found(BEN, 9.0), Found(EVA, 5.0)], [Found(EVA, 0.9), Found(BEN, 0.8)]
    assert [each.id for each in joined([(words, 1.0), (meaning, 0.05)])] == [BEN, ANA, EVA]
    assert joined([(words[:2], 1.0)])[0].score == joined([(words[:2], 1.0)])[1].score


def test_nothing_joined_is_nothing():
    assert joined([([], 1.0), ([], 0.3)]) == []
