"""The check of fairness in every run: some candidates scored again as if they were somebody else."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import Final, TypedDict

from candidates.models import Candidate
from candidates.taxonomy.months import month_of
from ranking.models import RankedCandidate, Ranking
from ranking.preparing import seen_by_reading
from ranking.scoring.fairness import Swap, counterfactual
from ranking.scoring.packing import group_of

LOOKED_AT: Final = 10
"""Candidates of a ranking, evenly over all of them: each costs as much as scoring thirty prepared ones."""
SHARE: Final = 5
"""Of a small ranking one in so many, two at least: it is answered in the request."""


class Fairness(TypedDict):
    """What the check found. `moved` must be 0: no swap of name, pronouns, address … may change a score."""

    looked_at: int
    of: int
    swaps: int
    moved: int
    identical: int
    greatest_difference: float
    kinds: list[str]


def fairness_of(ranking_id: uuid.UUID) -> Fairness:
    """The check of a ranking whose candidates are scored."""
    ranking = Ranking.objects.select_related("criteria").get(pk=ranking_id)
    scored = RankedCandidate.objects.filter(ranking=ranking, state=RankedCandidate.State.SCORED)
    people = list(scored.order_by("candidate_id").values_list("candidate_id", flat=True))
    count = min(LOOKED_AT, max(2, len(people) // SHARE))
    some = [pk for pk in people[:: max(1, -(-len(people) // count))] if pk]
    swaps = list(_swaps(some, ranking))
    return Fairness(
        looked_at=len(some),
        of=len(people),
        swaps=len(swaps),
        moved=sum(swap.difference != 0 for swap in swaps),
        identical=sum(swap.is_identical for swap in swaps),
        greatest_difference=max((abs(swap.difference) for swap in swaps), default=0.0),
        kinds=sorted({swap.kind for swap in swaps}),
    )


def _swaps(people: Sequence[uuid.UUID], ranking: Ranking) -> Iterator[Swap]:
    """The swaps of these people, of those who are there."""
    criteria, month = group_of(ranking.criteria.tree), month_of(ranking.as_of)
    seen = seen_by_reading(people)
    for pk, profile in Candidate.objects.filter(pk__in=people).values_list("pk", "profile"):
        yield from counterfactual(profile, criteria, seen.get(pk, {}), month)
