"""Skills by any of their names, and what stands above and below them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import Final, Literal, NamedTuple, cast

from candidates.taxonomy.keys import key_of, looser_keys

Kind = Literal["tool", "language", "spoken", "method", "knowledge", "soft"]
"""tool: a product; language: of computers; spoken: of people; method: what is done; knowledge: a field."""

KINDS: Final[tuple[Kind, ...]] = ("tool", "language", "spoken", "method", "knowledge", "soft")
DOMAINS: Final = (
    "ai", "analytics", "blockchain", "business", "cloud", "construction", "data", "design", "devops",
    "education", "embedded", "engineering", "finance", "games", "health", "hospitality", "hr", "humanities",
    "languages", "legal", "logistics", "management", "manufacturing", "marketing", "mobile", "networks",
    "office", "sales", "science", "security", "soft", "software", "systems", "testing", "web",
)  # fmt: skip
"""The fields of work that skills belong to; a skill that only ESCO or vacancies name belongs to none."""
FILE: Final = "skills.tsv"
ESCO: Final = "http://data.europa.eu/esco/skill/"
_JOINED: Final = re.compile(r"\s*[/&,+;|]\s*|\s+(?:and|und|et|y|e|en)\s+", re.IGNORECASE)
LONGEST: Final = 120
"""A longer text is no name of a skill; it is not even looked at."""


class Skill(NamedTuple):
    """One skill. `id` is stable; `weight` says how well known it is, 1 to 9; `esco` is its URI or ""."""

    id: str
    name: str
    kind: Kind
    domain: str
    weight: int
    parent_ids: tuple[str, ...]
    aliases: tuple[str, ...]
    esco: str


class Taxonomy:
    """All skills. Reading costs some 0.1 s once; a look-up is one or a few look-ups in a dict.

    Rows stay text until somebody asks for their skill: most never are.
    """

    def __init__(self, content: bytes) -> None:
        """From the bytes of `skills.tsv`, whose rows are sorted and end with the keys of all names."""
        self._rows: list[bytes] = []
        self._by_key: dict[str, int] = {}
        for number, line in enumerate(content.splitlines()):
            row, _, keys = line.rpartition(b"\t")
            self._rows.append(row)
            for key in keys.decode().split("|"):
                self._by_key[key] = number

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Skill]:
        return (self._skill(number) for number in range(len(self._rows)))

    def find(self, text: str) -> Skill | None:
        """The skill that goes by this name, however it is written; None when there is none."""
        number = self.number_of(text)
        return None if number is None else self._skill(number)

    def number_of(self, text: str) -> int | None:
        """The place of that skill, which is cheaper than the skill itself and the same in all processes."""
        if len(text) > LONGEST:
            return None
        key = key_of(text)
        number = self._by_key.get(key)
        if number is not None or not key:
            return number
        for looser in looser_keys(text):
            number = self._by_key.get(looser)
            if number is not None:
                return number
        spelt_out = self._spelt_out(text)
        return self._by_key.get(key_of(spelt_out)) if spelt_out != text else None

    def _spelt_out(self, text: str) -> str:
        """The text with what its acronyms stand for: "applied ML" is "applied Machine learning"."""
        words = []
        for word in text.split():
            number = self._by_key.get(key_of(word)) if word.isupper() and word.isalpha() else None
            words.append(word if number is None else self._skill(number).name)
        return " ".join(words)

    def find_all(self, text: str) -> list[Skill]:
        """The skills that a text names: what goes by all of it, else by its parts if each is known.

        "HTML/CSS" is HTML and CSS, "Git & GitHub" two skills, but "CI/CD" and "R&D" one each.
        """
        whole = self.find(text)
        if whole is not None:
            return [whole]
        parts = [part.strip() for part in _JOINED.split(text[: LONGEST + 1]) if part.strip()]
        found = [self.find(part) for part in parts]
        known = [skill for skill in found if skill is not None]
        return list(dict.fromkeys(known)) if len(parts) > 1 and len(known) == len(parts) else []

    def get(self, identity: str) -> Skill | None:
        """The skill with this id."""
        wanted = identity.encode() + b"\t"
        number = bisect_left(self._rows, wanted)
        there = number < len(self._rows) and self._rows[number].startswith(wanted)
        return self._skill(number) if there else None

    def parents(self, skill: Skill) -> list[Skill]:
        """What is one step broader."""
        return [found for found in map(self.get, skill.parent_ids) if found]

    def children(self, skill: Skill) -> list[Skill]:
        """What is one step narrower, the best known first."""
        found = [self._skill(number) for number in self._below.get(skill.id, ())]
        return sorted(found, key=lambda child: (-child.weight, child.name.casefold()))

    def implied(self, skill: Skill) -> list[Skill]:
        """Everything broader, the nearest first: who knows Next.js knows React and JavaScript."""
        found: dict[str, Skill] = {}
        waiting = deque([skill])
        while waiting:
            for parent in self.parents(waiting.popleft()):
                if parent.id not in found and parent.id != skill.id:
                    found[parent.id] = parent
                    waiting.append(parent)
        return list(found.values())

    @property
    def keys(self) -> Mapping[str, int]:
        """Key of every name → place of its skill."""
        return self._by_key

    def at(self, number: int) -> Skill:
        """The skill at a place that `keys` or `number_of` told."""
        return self._skill(number)

    @cached_property
    def _below(self) -> dict[str, list[int]]:
        below: dict[str, list[int]] = {}
        for number, row in enumerate(self._rows):
            for parent in row.split(b"\t")[5].split():
                below.setdefault(parent.decode(), []).append(number)
        return below

    def _skill(self, number: int) -> Skill:
        identity, name, kind, domain, weight, parents, aliases, esco = self._rows[number].decode().split("\t")
        return Skill(
            identity, name, cast("Kind", kind), domain, int(weight),
            _parts(parents, " "), _parts(aliases, "|"), ESCO + esco if esco else "",
        )  # fmt: skip


@cache
def taxonomy() -> Taxonomy:
    """The taxonomy that is shipped, read once a process."""
    return Taxonomy(resources.files("candidates").joinpath("data", FILE).read_bytes())


def find(text: str) -> Skill | None:
    """The skill that goes by this name, however it is written: find("k8s").name == "Kubernetes"."""
    return taxonomy().find(text)


def called(names: Iterable[str]) -> list[str]:
    """The same skills as the taxonomy calls them, each once; what it does not know stays as it is.

    "React.js", "ReactJS" → "React"; "HTML/CSS" → "HTML", "CSS". What is called already stays the same.
    """
    found: dict[str, str] = {}
    for name in names:
        for known in _called(name):
            # Python makes two letters of a small "İ", databases one: it would count twice.
            found.setdefault(known.replace("İ", "i").casefold(), known)
    return list(found.values())


@lru_cache(maxsize=20_000)
def _called(name: str) -> tuple[str, ...]:
    return tuple(names_of(taxonomy().find_all(name))) or (name,)


def names_of(skills: Sequence[Skill]) -> list[str]:
    """Their names."""
    return [skill.name for skill in skills]


def _parts(text: str, separator: str) -> tuple[str, ...]:
    return tuple(text.split(separator)) if text else ()
