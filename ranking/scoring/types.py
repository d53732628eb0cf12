"""What passes between the parts of a ranking: criteria, applicants, scores.

An applicant here has no name, gender, age, birth date, nationality, photo, marital status or address: what is
not in the type cannot move a rank.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Tier = Literal["must", "should", "nice"]
Kind = Literal[
    "skill", "years", "title", "education", "language", "certificate", "licence", "location", "availability",
    "industry", "responsibility",
]  # fmt: skip
TIERS: Final[tuple[Tier, ...]] = ("must", "should", "nice")
KINDS: Final[tuple[Kind, ...]] = (
    "skill", "years", "title", "education", "language", "certificate", "licence", "location", "availability",
    "industry", "responsibility",
)  # fmt: skip
WEIGHTS: Final[dict[Tier, float]] = {"must": 3.0, "should": 2.0, "nice": 1.0}
"""What a criterion weighs unless a recruiter says otherwise."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of the advertisement, and what they say."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that a job asks for.

    `value` is the name of what is asked for: a skill, a title, a degree's field, an ISO 639-1 code, a town, a
    sentence. `months` are years of experience in months, in total or with the skill; `level` is an ISCED 2011
    level (education) or a CEFR level (language); `remote` says that the place does not matter. A `knock_out`
    that is not met puts an applicant below all who meet it; nobody is left out. `span` is None where a
    recruiter added the criterion.
    """

    id: str
    kind: Kind
    value: str
    tier: Tier = "must"
    weight: float = 0.0
    knock_out: bool = False
    months: int = 0
    level: str = ""
    country_code: str = ""
    remote: bool = False
    span: Span | None = None

    @property
    def points(self) -> float:
        """What it weighs: the recruiter's weight, or that of its tier."""
        return self.weight or WEIGHTS[self.tier]


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria of which `any` one or `all` are asked for. A group of `any` weighs what its heaviest does."""

    id: str
    mode: Literal["any", "all"]
    members: tuple[Criterion | Group, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the résumé, and where they stand: page from 1, box as fractions of the page."""

    text: str
    page: int = 0
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months from `start` to before `end`, counted from year 0; how many, at least and at most."""

    start: int
    end: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Position:
    """What somebody did, without for whom."""

    title: str
    stretch: Stretch | None
    is_current: bool
    skills: tuple[str, ...]
    lines: tuple[Evidence, ...]
    evidence: Evidence
    industry: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """A degree: its ISCED 2011 level (0 where unknown) and fields."""

    degree: str
    level: int
    field: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Known:
    """A skill: its id in the taxonomy or "", months of use, the last month of use (0 where unknown)."""

    name: str
    id: str
    least: int
    most: int
    last_used: int
    is_listed_only: bool
    evidence: tuple[Evidence, ...]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language: ISO 639-1 code, CEFR level ("" where none is told, "native" for a mother tongue)."""

    code: str
    level: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Named:
    """A certificate or licence."""

    name: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Applicant:
    """What a score may see of somebody. `city` and `country_code` are "" unless a criterion asks for a place.

    `as_of` is the month, counted from year 0, in which "present" ends.
    """

    positions: tuple[Position, ...] = ()
    studies: tuple[Study, ...] = ()
    skills: tuple[Known, ...] = ()
    languages: tuple[Spoken, ...] = ()
    certificates: tuple[Named, ...] = ()
    licences: tuple[Named, ...] = ()
    city: str = ""
    country_code: str = ""
    availability: str = ""
    as_of: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What one criterion gives: `score` of at most `most` points.

    `reach` is how far it is met, 0 to 1; `how` a stable code: exact, alias, child, implied, likeness, years,
    missing, unknown. `confidence` is how sure the reading was, 0 to 1; it does not move the score.
    """

    criterion: str
    score: float
    most: float
    reach: float
    how: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """All parts; the total is their sum. `failed` are the knock-outs that are not met."""

    parts: tuple[Part, ...]
    failed: tuple[str, ...] = ()

    @property
    def total(self) -> float:
        """Points, 0 to 100."""
        return sum(part.score for part in self.parts)
