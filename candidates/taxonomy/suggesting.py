"""Skills for somebody who types: that begin so, that hold it, that are written nearly so."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Final

from rapidfuzz import fuzz, process

from candidates.taxonomy.keys import key_of
from candidates.taxonomy.skills import LONGEST, Skill, Taxonomy, taxonomy

LEAST_LIKENESS: Final = 72
"""Of 100: two slips in seven letters."""
ENOUGH: Final = 200
"""So many of one sort are ordered; more than that begin with one or two letters only."""
FAME: Final = 3.0
"""What a point of weight counts against one of likeness."""
FUZZY_FROM: Final = 3
"""Letters: anything is like two letters."""


def search(text: str, *, limit: int = 25, everything: Taxonomy | None = None) -> list[Skill]:
    """Skills by what was typed, the best first: the exact one, then by beginning, by part, and by likeness.

    Among those that fit equally the well known come first. Under 15 ms.
    """
    everything = everything or taxonomy()
    key = key_of(text[:LONGEST])
    if not key:
        return []
    found: dict[str, Skill] = {}
    exact = everything.find(text)
    if exact:
        found[exact.id] = exact
    for sort in (_beginning, _holding, _like):
        if len(found) >= limit:
            break
        skills = (everything.at(everything.keys[name]) for name in sort(key, everything))
        for skill in _by_fame(skills, keep_order=sort is _like):
            found.setdefault(skill.id, skill)
    return list(islice(found.values(), limit))


def suggest(text: str, *, limit: int = 5) -> list[Skill]:
    """Skills that might be meant by a name that is none."""
    return search(text, limit=limit)


def _by_fame(skills: Iterable[Skill], *, keep_order: bool) -> list[Skill]:
    unique = list({skill.id: skill for skill in skills}.values())
    return (
        unique
        if keep_order
        else sorted(unique, key=lambda skill: (-skill.weight, len(skill.name), skill.name))
    )


def _beginning(key: str, everything: Taxonomy) -> Iterator[str]:
    names = _sorted_keys(everything)
    first = bisect_left(names, key)
    for name in islice(names, first, first + ENOUGH * 10):
        if not name.startswith(key):
            return
        yield name


def _holding(key: str, everything: Taxonomy) -> Iterator[str]:
    if len(key) >= FUZZY_FROM:
        yield from islice((name for name in _sorted_keys(everything) if key in name), ENOUGH)


def _like(key: str, everything: Taxonomy) -> Iterator[str]:
    if len(key) < FUZZY_FROM:
        return
    likes = process.extract(
        key, _known_keys(everything), scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS, limit=20
    )
    ranked = sorted(
        likes, key=lambda like: -(like[1] + FAME * everything.at(everything.keys[like[0]]).weight)
    )
    yield from (name for name, _, _ in ranked)


@cache
def _known_keys(everything: Taxonomy) -> list[str]:
    """The keys of skills that more than one list knows: a slip is hardly one of an obscure name."""
    fame = [skill.weight for skill in everything]
    return [name for name in _sorted_keys(everything) if fame[everything.keys[name]] > 1]


@cache
def _sorted_keys(everything: Taxonomy) -> list[str]:
    return sorted(everything.keys)
