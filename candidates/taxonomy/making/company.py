"""Which skills keep company, and how much: pairs counted over every list that names skills together."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Final

from candidates.taxonomy.making import lists, own
from candidates.taxonomy.making.draft import Draft
from candidates.taxonomy.skills import Skill, Taxonomy

Counts = dict[tuple[int, int], float]
"""(place, place) of two skills, the lower first → how much they keep company."""

WINDOW: Final = 6
"""In our own lists, where the nearest are the most alike, only so many neighbours count."""
KNOWN: Final = 3
"""The weight of a skill from which its place in the hierarchy counts in full."""


class Company:
    """Counts pairs of the skills that a taxonomy knows by the names that are given."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self.counts: Counts = defaultdict(float)

    def together(self, names: Iterable[str], weight: float) -> None:
        """Everything in one list keeps company: nearer names more, and each pair of a long list less."""
        places = self._places(names)
        share = weight * min(1.0, 12 / max(len(places), 1))
        for i, j in combinations(range(len(places)), 2):
            self._add(places[i], places[j], share / (j - i) ** 0.5)

    def in_order(self, names: Iterable[str], weight: float) -> None:
        """Only neighbours within the window keep company."""
        places = self._places(names)
        for i, place in enumerate(places):
            for distance, other in enumerate(places[i + 1 : i + 1 + WINDOW], start=1):
                self._add(place, other, weight / distance)

    def around(self, name: str, others: Sequence[str], weight: float) -> None:
        """The first keeps company with each of the others."""
        for other in others:
            self.together((name, other), weight)

    def along(self, skill: Skill) -> None:
        """A skill keeps company with what is one step broader."""
        weight = 0.7 if skill.weight >= KNOWN else 0.4
        own_place = self._taxonomy.number_of(skill.name)
        for parent in skill.parent_ids:
            broader = self._taxonomy.get(parent)
            place = self._taxonomy.number_of(broader.name) if broader else None
            if own_place is not None and place is not None:
                self._add(own_place, place, weight)

    def _places(self, names: Iterable[str]) -> list[int]:
        found = (self._taxonomy.number_of(name) for name in names)
        return list(dict.fromkeys(place for place in found if place is not None))

    def _add(self, one: int, other: int, weight: float) -> None:
        if one != other:
            self.counts[min(one, other), max(one, other)] += weight


def company(taxonomy: Taxonomy, *, onet: Path, topics: Path, esco: Path, factory: Path) -> Counts:
    """The counts over all lists."""
    kept = Company(taxonomy)
    for stack in own.read_stacks():
        kept.together(stack, 4.0)
    for line in own.read_lists(Draft()):
        kept.in_order(line, 1.0)
    for topic in lists.topics(topics):
        kept.around(topic.name, topic.related, 1.5)
        kept.together(topic.related, 0.4)
    for used in lists.occupations(onet):
        kept.together(used, 0.15)
    for wanted in lists.esco_occupations(esco):
        kept.together(wanted, 0.25)
    for bag in _of_factory(factory):
        kept.together(bag, 1.0)
    for skill in taxonomy:
        kept.along(skill)
    return kept.counts


def _of_factory(folder: Path) -> Iterator[list[str]]:
    """The groups of skills from which the factory makes résumés, in every language it writes."""
    for path in (*sorted(folder.glob("fields_*.toml")), folder / "tools.toml"):
        for table in tomllib.loads(path.read_text(encoding="utf-8")).values():
            if isinstance(table, dict):
                yield from _groups(table)


def _groups(table: dict[str, object]) -> Iterator[list[str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _groups(value)
        elif isinstance(value, list) and name not in (
            "titles",
            "employers",
            "did",
            "subjects",
            "certificates",
        ):
            yield [str(each) for each in value]
