"""The score: every criterion gives a part, and the parts add up, 0 to 100. No chance, nothing hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ranking.scoring.background import (
    availability_reach,
    certificate_reach,
    education_reach,
    industry_reach,
    language_reach,
    licence_reach,
    location_reach,
    years_reach,
)
from ranking.scoring.likeness import MOST, responsibility_reach
from ranking.scoring.reach import Reach
from ranking.scoring.skills import skill_reach
from ranking.scoring.titles import title_reach
from ranking.scoring.types import Applicant, Criterion, Group, Kind, Part, Score

FULL: Final = 100.0
MET: Final = 0.5
"""From which reach on a knock-out is met; what is unknown is never failed."""
LIKENESS_SHARE: Final = 0.25
"""Of all points what is told by likeness alone may hold at most, unless nothing else is asked for."""
_REACHES: Final[Mapping[Kind, Callable[[Applicant, Criterion], Reach]]] = {
    "skill": skill_reach,
    "title": title_reach,
    "education": education_reach,
    "language": language_reach,
    "certificate": certificate_reach,
    "licence": licence_reach,
    "location": location_reach,
    "availability": availability_reach,
    "industry": industry_reach,
    "responsibility": responsibility_reach,
}
_BY_LIKENESS: Final = frozenset({"responsibility", "industry"})


class Result(NamedTuple):
    """A score and whose it is, for putting in order."""

    id: str
    score: Score


def score(applicant: Applicant, criteria: Group) -> Score:
    """What the applicant reaches of every criterion; `most` of all parts together is 100.

    Some 1 ms. Of a group of `any` the member that is reached furthest counts, for all of the group's points.
    """
    asked = list(leaves(criteria))
    titles = [each.value for each in asked if each.kind == "title"]
    reaches = {each.id: _reach(applicant, each, titles) for each in asked}
    shares = weights(criteria)
    parts: dict[str, Part] = {}
    failed: list[str] = []
    total = shares[criteria.id]
    _share_out(criteria, FULL if total else 0.0, shares, reaches, parts, failed)
    order = [each.id for each in asked]
    return Score(tuple(parts[each] for each in order), tuple(each for each in order if each in failed))


def _reach(applicant: Applicant, criterion: Criterion, titles: Sequence[str]) -> Reach:
    """How far the criterion is reached; years are of the work that the job's titles name."""
    if criterion.kind == "years":
        return years_reach(applicant, criterion, titles)
    return _REACHES[criterion.kind](applicant, criterion)


def ordering(results: Iterable[Result]) -> list[Result]:
    """The results, the best first: who fails no knock-out, then the score, then the id."""
    return sorted(results, key=lambda result: (bool(result.score.failed), -result.score.total, result.id))


def leaves(node: Criterion | Group) -> Iterator[Criterion]:
    """All criteria, in order."""
    if isinstance(node, Criterion):
        yield node
    else:
        for member in node.members:
            yield from leaves(member)


def most_reach(kind: Kind) -> float:
    """How far a criterion of this kind can be met: what is told by likeness alone never in full."""
    return MOST if kind == "responsibility" else 1.0


def weights(criteria: Group) -> dict[str, float]:
    """id → what each criterion and group weighs.

    A group of `all` weighs the sum of its members, one of `any` what its heaviest does. What is told by
    likeness alone is made lighter where it would hold more than `LIKENESS_SHARE` of everything.
    """
    factor = _likeness_factor(criteria)
    found: dict[str, float] = {}
    _weigh(criteria, factor, found)
    return found


def _weigh(node: Criterion | Group, factor: float, found: dict[str, float]) -> float:
    if isinstance(node, Criterion):
        weight = node.points * (factor if node.kind in _BY_LIKENESS else 1.0)
    else:
        members = [_weigh(member, factor, found) for member in node.members]
        weight = (max(members, default=0.0)) if node.mode == "any" else sum(members)
    found[node.id] = weight
    return weight


def _likeness_factor(criteria: Group) -> float:
    """By how much to lighten what is told by likeness."""
    solid: dict[str, float] = {}
    everything: dict[str, float] = {}
    others, whole = _weigh(criteria, 0.0, solid), _weigh(criteria, 1.0, everything)
    alike = whole - others
    most = others * LIKENESS_SHARE / (1 - LIKENESS_SHARE)
    return 1.0 if not others or alike <= most else most / alike


def _share_out(
    node: Criterion | Group,
    points: float,
    shares: Mapping[str, float],
    reaches: Mapping[str, Reach],
    parts: dict[str, Part],
    failed: list[str],
) -> None:
    """Give the node its points, its members theirs."""
    if isinstance(node, Criterion):
        parts[node.id] = _part(node, points, reaches[node.id])
        if node.knock_out and reaches[node.id].how != "unknown" and reaches[node.id].value < MET:
            failed.append(node.id)
    elif node.mode == "all":
        whole = shares[node.id]
        for member in node.members:
            _share_out(
                member, points * shares[member.id] / whole if whole else 0.0, shares, reaches, parts, failed
            )
    else:
        chosen = max(node.members, key=lambda member: _reached(member, shares, reaches), default=None)
        for member in node.members:
            if member is chosen:
                _share_out(member, points, shares, reaches, parts, failed)
            else:
                parts |= {each.id: _not_needed(each, reaches[each.id]) for each in leaves(member)}


def _reached(node: Criterion | Group, shares: Mapping[str, float], reaches: Mapping[str, Reach]) -> float:
    """How far a node is reached, 0 to 1."""
    if isinstance(node, Criterion):
        return reaches[node.id].value
    if node.mode == "any":
        return max((_reached(member, shares, reaches) for member in node.members), default=0.0)
    whole = shares[node.id]
    gained = sum(shares[member.id] * _reached(member, shares, reaches) for member in node.members)
    return gained / whole if whole else 0.0


def _part(criterion: Criterion, points: float, reach: Reach) -> Part:
    return Part(
        criterion=criterion.id,
        score=points * reach.value,
        most=points,
        reach=reach.value,
        how=reach.how,
        confidence=reach.confidence,
        evidence=reach.evidence,
        detail=reach.detail,
    )


def _not_needed(criterion: Criterion, reach: Reach) -> Part:
    """Another member of the group counts; how far this one is reached is told all the same."""
    return Part(
        criterion.id, 0.0, 0.0, reach.value, "not_needed", reach.confidence, reach.evidence, reach.detail
    )
