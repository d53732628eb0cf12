"""What an index of candidates is: what goes in, what is asked, what comes back. Engines implement it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol, TypeAlias

from candidates.search.query import Everything, Query

if TYPE_CHECKING:
    import numpy as np

Vector: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.int8]]"
"""A direction in 8-bit steps, of length 127; what `embedding` makes."""

Facet: TypeAlias = Literal[
    "skill", "title", "employer", "city", "country", "language", "label", "job", "stage", "tag", "years"
]
FACETS: Final[tuple[Facet, ...]] = (
    "skill", "title", "employer", "city", "country", "language", "label", "job", "stage", "tag", "years",
)  # fmt: skip
YEARS: Final = ((0, 1), (1, 3), (3, 5), (5, 10), (10, 20), (20, 100))
"""The buckets of the facet `years`, as [from, to)."""

Sort: TypeAlias = Literal["relevance", "newest", "oldest", "most_experience", "least_experience"]
SORTS: Final[tuple[Sort, ...]] = ("relevance", "newest", "oldest", "most_experience", "least_experience")

DEEPEST_HIT: Final = 1000
"""So many hits can be paged through; who wants more narrows the query."""


MOST_FOUND: Final = 10_000
"""So many hits can be asked for at once, to be narrowed further: what Elasticsearch allows."""


class Line(NamedTuple):
    """A piece of what a résumé says; `path` is where it stands in JSON Resume, such as `work.0.position`."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A candidate as search sees one. Of two with the same id the higher version counts, come when it may."""

    id: uuid.UUID
    version: int
    name: str = ""
    email: str = ""
    current: str = ""
    """What they are called now; it counts for more than what they once were."""
    titles: tuple[str, ...] = ()
    employers: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    """As they are written."""
    skill_names: tuple[str, ...] = ()
    """As the taxonomy calls them: what the facet counts."""
    schools: tuple[str, ...] = ()
    city: str = ""
    country: str = ""
    languages: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    months_min: int | None = None
    months_max: int | None = None
    created: int = 0
    """Seconds since 1970."""
    lines: tuple[Line, ...] = ()
    vector: Vector | None = None


class Removed(NamedTuple):
    """Somebody who is gone, with a version above all that they had."""

    id: uuid.UUID
    version: int


@dataclass(frozen=True, slots=True)
class Ask:
    """What is wanted of an index. `seen` are the keys (`key_of`) of hits that were shown before."""

    query: Query = field(default_factory=Everything)
    limit: int = 25
    seen: frozenset[int] = frozenset()
    sort: Sort = "relevance"


class Found(NamedTuple):
    """A hit: who, and how well (comparable within one answer only)."""

    id: uuid.UUID
    score: float


class Answer(NamedTuple):
    """The best hits that were not seen before, and how many there are in all."""

    hits: tuple[Found, ...]
    total: int


class Count(NamedTuple):
    """How many of those found have this value."""

    value: str
    people: int


class IndexMissing(RuntimeError):
    """There is no index yet: it must be built first."""


class IndexBusy(RuntimeError):
    """Somebody else writes to the index now; or it is away for a moment."""


class CandidateIndex(Protocol):
    """An index of candidates. Reading never sees half a batch; writing is for one process at a time."""

    def exists(self) -> bool:
        """Whether there is anything to read: False before the first build."""

    def put(self, documents: Iterable[Document]) -> int:
        """Write a batch; how many were newer than what was there. Findable when this returns.

        Raises IndexBusy.
        """

    def remove(self, gone: Iterable[Removed]) -> int:
        """Take people out; a later `put` of a lower version does not bring them back. Raises IndexBusy."""

    def search(self, ask: Ask) -> Answer:
        """Those whom the query finds, best first. Raises IndexMissing."""

    def nearest(self, vector: Vector, ask: Ask) -> Answer:
        """Those whom the query finds, nearest to the vector first; `total` is what the query finds.

        Raises IndexMissing.
        """

    def facets(self, query: Query, facets: Collection[Facet], *, most: int = 10) -> Mapping[str, list[Count]]:
        """For each facet the commonest values among those found; years as `5..10`. Raises IndexMissing."""

    def lines(self, people: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[Line, ...]]:
        """What was put for them, without those who are gone. Raises IndexMissing."""

    def vector(self, identity: uuid.UUID) -> Vector | None:
        """The vector that was put with a candidate. Raises IndexMissing."""

    def frequency(self, word: str) -> int:
        """In how many people a folded word stands, anywhere."""

    def suggest(self, word: str, *, most: int = 3) -> list[str]:
        """Folded words of the index that look like this one, the likeliest first."""

    def count(self) -> int:
        """How many people are in it."""

    def versions(self) -> Iterator[tuple[uuid.UUID, int]]:
        """Everybody in it, with the version that it has of them."""

    def rebuild(self, documents: Iterable[Document]) -> Rebuilt:
        """Begin a new index beside the old one, which goes on answering until `Rebuilt.finish`."""


class Rebuilt(Protocol):
    """A new index that nobody reads yet."""

    def finish(self, documents: Iterable[Document], gone: Iterable[Removed]) -> int:
        """Bring in what changed meanwhile and put it in the old one's place at once, for every reader.

        How many people it has. Raises IndexBusy.
        """


def key_of(identity: uuid.UUID) -> int:
    """A short name of a candidate, to tell those seen from those not: four bytes of a random id."""
    return int.from_bytes(identity.bytes[:4], "big")


def years_told(low: int, high: int) -> str:
    """The name of a bucket of years."""
    return f"{low}..{high}" if high < 100 else f">={low}"


def bucket_counts(counts: Sequence[int]) -> list[Count]:
    """The counts of the buckets in `YEARS`, empty ones left out."""
    return [Count(years_told(*years), count) for years, count in zip(YEARS, counts, strict=True) if count]
