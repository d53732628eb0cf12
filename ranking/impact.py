"""The report on adverse impact: how a choice from a ranking falls on groups, by what people declared.

The arithmetic is `ranking.scoring.fairness.impact`, after the rules of New York City's Local Law 144 (6 RCNY
§ 5-301) and the four-fifths rule (29 CFR 1607.4 D). Nothing else in this app reads what people declared.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from accounts import audit
from accounts.models import User
from candidates.services import declaring
from ranking.models import RankedCandidate, Ranking
from ranking.scoring.fairness import Declared, GroupImpact, impact

BETWEEN: Final = " / "
"""Between the two answers of a group of two categories: "female / asian"."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is chosen: the first `top`, or whoever has `threshold` points and fails no knock-out."""

    top: int | None = None
    threshold: float | None = None

    def takes(self, person: Scored) -> bool:
        """Whether this person is chosen."""
        if self.top is not None:
            return person.rank <= self.top
        return person.score >= (self.threshold or 0.0) and not person.has_failed_knock_out


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate of a ranking as far as the report needs it."""

    candidate: uuid.UUID
    rank: int
    score: float
    has_failed_knock_out: bool


@dataclass(frozen=True, slots=True)
class Fall:
    """How a choice falls on the groups of one category or of two together; who said nothing is counted."""

    categories: tuple[str, ...]
    groups: tuple[GroupImpact, ...]
    undeclared: int


@dataclass(frozen=True, slots=True)
class Report:
    """How a choice from a ranking falls on every category and every two of them that somebody declared."""

    looked_at: int
    selected: int
    median_score: float
    falls: tuple[Fall, ...]


def report(ranking: Ranking, choice: Choice, *, actor: User) -> Report:
    """The report, noted in the audit trail with what was asked. Three queries, whatever there is to count."""
    people = list(_scored(ranking))
    said = declaring.groups_of(each.candidate for each in people)
    told = {category for answers in said.values() for category in answers}
    categories = [each for each in declaring.questions() if each in told]
    sets = [(each,) for each in categories] + list(combinations(categories, 2))
    falls = tuple(_fall(each, people, said, choice) for each in sets)
    asked = {"top": choice.top} if choice.top is not None else {"threshold": str(choice.threshold)}
    audit.record(actor, "ranking.impact_read", f"ranking:{ranking.pk}", **asked)
    return Report(
        looked_at=len(people),
        selected=sum(choice.takes(each) for each in people),
        median_score=impact(_declared((), people, said, choice)).median_score,
        falls=falls,
    )


def _scored(ranking: Ranking) -> Iterable[Scored]:
    rows = RankedCandidate.objects.filter(
        ranking=ranking, state=RankedCandidate.State.SCORED, rank__isnull=False, candidate__isnull=False
    )
    names = ("candidate_id", "rank", "score", "has_failed_knock_out")
    return (Scored(*row) for row in rows.order_by("rank").values_list(*names))


def _fall(
    categories: tuple[str, ...],
    people: Iterable[Scored],
    said: Mapping[uuid.UUID, Mapping[str, str]],
    choice: Choice,
) -> Fall:
    found = impact(_declared(categories, people, said, choice))
    return Fall(categories, found.groups, found.undeclared)


def _declared(
    categories: tuple[str, ...],
    people: Iterable[Scored],
    said: Mapping[uuid.UUID, Mapping[str, str]],
    choice: Choice,
) -> list[Declared]:
    """Everybody with their group: "" for whoever did not answer all of these questions."""
    return [
        Declared(_group(said.get(each.candidate, {}), categories), each.score, choice.takes(each))
        for each in people
    ]


def _group(answers: Mapping[str, str], categories: tuple[str, ...]) -> str:
    values = [answers.get(category, "") for category in categories]
    return BETWEEN.join(values) if all(values) else ""
