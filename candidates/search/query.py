"""A query as a tree, which every engine puts into its own words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

TEXT_FIELDS: Final = (
    "name", "title", "employer", "skill", "school", "city", "country", "language", "label", "job", "stage",
    "tag", "email",
)  # fmt: skip
"""Fields that words can be looked for in, beside everything together."""
NUMBER_FIELDS: Final = ("years",)

Sign: TypeAlias = Literal[">=", ">", "<=", "<"]


@dataclass(frozen=True, slots=True)
class Term:
    """One folded word, in a field or ("") anywhere. `edits` are letters that may differ."""

    word: str
    field: str = ""
    is_prefix: bool = False
    edits: int = 0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words that follow each other; `is_word`: people typed them as one, such as node.js."""

    words: tuple[str, ...]
    field: str = ""
    is_word: bool = dataclasses.field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """A number against a bound. Years of experience are a range: it holds when some of the range does."""

    field: str
    sign: Sign
    value: float


@dataclass(frozen=True, slots=True)
class Since:
    """People who were first seen at this time, in seconds since 1970, or later."""

    created: int


@dataclass(frozen=True, slots=True)
class Everything:
    """All people."""


@dataclass(frozen=True, slots=True)
class Not:
    """Those whom the inner query does not find."""

    query: Query


@dataclass(frozen=True, slots=True)
class And:
    """All of them hold."""

    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One of them holds; more of them count for more."""

    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Words that were simply put side by side: at least `least` of them hold, and more count for more."""

    queries: tuple[Query, ...]
    least: int


@dataclass(frozen=True, slots=True)
class Either:
    """Ways to say the same: the best one counts, each with the weight beside it.

    With `is_alike`, how rare a way is counts for nothing, as with one name in many languages: only where it
    stands does.
    """

    choices: tuple[tuple[Query, float], ...]
    is_alike: bool = False


Query: TypeAlias = Term | Phrase | Compare | Since | Everything | Not | And | Or | Words | Either


def least_of(count: int) -> int:
    """How many of so many loose words must hold: all of three, later three in four."""
    return count if count <= 3 else count - count // 4


def leaves(query: Query) -> Iterator[Term | Phrase]:
    """The words that are asked for, those that are left out apart."""
    match query:
        case Term() | Phrase():
            yield query
        case And(queries=inner) | Or(queries=inner) | Words(queries=inner):
            for each in inner:
                yield from leaves(each)
        case Either(choices=choices):
            for each, _ in choices:
                yield from leaves(each)
        case _:
            return
