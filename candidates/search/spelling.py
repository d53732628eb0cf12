"""Which known words somebody may have meant."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA


def can_be_meant(word: str) -> bool:
    """Whether a word may be a slip of another: numbers and words of three letters are taken as typed."""
    return len(word) > 3 and word.isalpha()


def nearest_words(word: str, known: Sequence[tuple[str, int]], *, most: int) -> list[str]:
    """The known words that are a slip or two away, from (word, how many people have it); the likeliest first.

    A slip is a letter too many, too few, wrong, or two that changed places: one in short words, two in those
    of six letters or more.
    """
    slips = 1 if len(word) < 6 else 2
    counts = dict(known)
    found = process.extract(word, counts.keys(), scorer=OSA.distance, score_cutoff=slips, limit=None)
    near = [(distance, -counts[each], each) for each, distance, _ in found if each != word and len(each) > 3]
    return [each for *_, each in sorted(near)[:most]]
