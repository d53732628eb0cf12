"""What passes between the parts of a ranking: criteria, applicants, scores.

An applicant here has no name, gender, age, birth date, nationality, photo, marital status or address: what is
not in the type cannot move a rank.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Tier = Literal["must", "should", "nice"]
Mode = Literal["any", "all"]
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
"""What a criterion weighs unless a recruiter says otherwise, of at most 10."""
HEAVIER: Final[dict[Kind, float]] = {"title": 3.0}
"""By how much what is asked once weighs more than one of many: to have done the work is worth skills."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to before `end` of the advertisement, and what they say."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that a job asks for.

    `value` names it: a skill, a title, a field of study, an ISO 639-1 code, a certificate, a licence
    ("driving B"), a town, a date (EDTF) or "now" by which somebody can begin, an industry, a sentence.
    `months` are those of experience, in total (kind years) or with the skill; `level` is an ISCED 2011 level
    (education) or a CEFR level (language); `remote` says that the place does not matter. A `knock_out`
    that is not met puts an applicant below all who meet it; nobody is left out. `span` is None where a
    recruiter added the criterion. `weight` 0 means that of its tier and kind (`points`).
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
        """What it weighs: the recruiter's weight, or that of its tier and kind."""
        return self.weight or WEIGHTS[self.tier] * HEAVIER.get(self.kind, 1.0)


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria of which `any` one or `all` are asked for. A group of `any` weighs what its heaviest does."""

    id: str
    mode: Mode
    members: tuple[Criterion | Group, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the résumé, and where they stand.

    `pointer` leads to them in the candidate's JSON Resume (RFC 6901); page from 1, 0 where the format has
    none; box [x0, y0, x1, y1] in 0–1 of the page, origin top left. `confidence` is the reading's, 0 to 1.
    """

    text: str
    pointer: str = ""
    page: int = 0
    box: tuple[float, float, float, float] | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months from `start` to before `end`, counted from year 0; how many, at least and at most."""

    start: int
    end: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence on what somebody did; `vector` is its direction (`candidates.search.embedding`) or empty."""

    evidence: Evidence
    vector: bytes = b""


@dataclass(frozen=True, slots=True)
class Position:
    """What somebody did, and in which industry as far as it was written; for whom is not told."""

    title: str
    evidence: Evidence
    stretch: Stretch | None = None
    is_current: bool = False
    skills: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    industry: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """A degree: its ISCED 2011 level (0 where unknown) and field."""

    degree: str
    level: int
    field: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Known:
    """A skill: its id in the taxonomy or "", months of use, the last month of use (0 where unknown)."""

    name: str
    id: str
    evidence: tuple[Evidence, ...]
    least: int = 0
    most: int = 0
    last_used: int = 0
    is_listed_only: bool = False


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
    experience: Stretch | None = None
    as_of: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What one criterion gives: `score` of at most `most` points.

    `reach` is how far it is met, 0 to 1; `how` a stable code: exact, alias, child, implied, listed, stale,
    years, likeness, remote, country, missing, unknown, not_needed (another member of its group counts).
    `confidence` is how sure the reading of the evidence was, 0 to 1; it does not move the score. `detail` are
    the facts behind `how`, for the words of an explanation: months, levels, the skill that stands for it.
    """

    criterion: str
    score: float
    most: float
    reach: float
    how: str
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    detail: dict[str, str | int | float] | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """All parts, in the order of the criteria; the total is their sum. `failed` are knock-outs not met."""

    parts: tuple[Part, ...]
    failed: tuple[str, ...] = ()

    @property
    def total(self) -> float:
        """Points, 0 to 100."""
        return sum(part.score for part in self.parts)
