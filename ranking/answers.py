"""What people ask about a rank: why, why not higher, how two compare, and whether it stays the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from candidates.taxonomy.months import month_of
from ranking.blind import Stage, told_score
from ranking.models import RankedCandidate, Ranking
from ranking.preparing import asks_for_place, prepared
from ranking.scoring import ENGINE_VERSION, explain
from ranking.scoring.packing import canonical, digest, group_of, score_of
from ranking.scoring.scoring import score
from ranking.scoring.types import Group, Score

Audience = Literal["recruiter", "candidate"]
AUDIENCES: Final[tuple[Audience, ...]] = ("recruiter", "candidate")
REPLAYED_AT_ONCE: Final = 50


class NotScored(Exception):
    """The candidate has no score in this ranking."""


@dataclass(frozen=True, slots=True)
class Replay:
    """Whether scoring again gives the same bytes, and which inputs are others now: `candidate`, `engine`.

    What changed of a candidate need not be anything that counts: then the bytes are the same all the same.
    """

    item: int
    is_identical: bool
    changed: tuple[str, ...]
    digest_then: str
    digest_now: str
    score_then: float
    score_now: float


def why(
    item: RankedCandidate, audience: Audience, stage: int = Stage.NOTHING, *, language: str = "en"
) -> tuple[explain.Reason, ...]:
    """What each criterion gave, in words that `stage` of a blind ranking shows. Raises NotScored."""
    shown = told_score(score_in(item), item, stage)
    return explain.why(shown, criteria_of(item.ranking), audience, language)


def worded(
    reasons: tuple[explain.Reason, ...], *, language: str = "en"
) -> tuple[tuple[explain.Reason, ...], tuple[str, ...]]:
    """The reasons, their sentences as a language model puts them where it says the same; and notes."""
    from ranking import llm

    found = llm.word(tuple(each.sentence for each in reasons), language=language)
    told = zip(reasons, found.sentences, strict=True)
    return tuple(replace(each, sentence=sentence) for each, sentence in told), found.notes


def why_not_higher(
    item: RankedCandidate, audience: Audience, stage: int = Stage.NOTHING, *, language: str = "en"
) -> tuple[explain.Change, ...]:
    """What is missing, and what it would change; as `why`. Raises NotScored."""
    shown = told_score(score_in(item), item, stage)
    return explain.why_not_higher(shown, criteria_of(item.ranking), audience, language)


def compare(
    first: RankedCandidate, second: RankedCandidate, audience: Audience, *, language: str = "en"
) -> tuple[explain.Difference, ...]:
    """In what two candidates of one ranking differ. Raises NotScored."""
    criteria = criteria_of(first.ranking)
    return explain.compare(score_in(first), score_in(second), criteria, audience, language)


def replay(ranking: Ranking, items: Sequence[RankedCandidate]) -> list[Replay]:
    """Score these candidates of the ranking again, by its criteria and its day. Raises NotScored.

    Whoever is gone is left out.
    """
    criteria = criteria_of(ranking)
    by_candidate = {item.candidate_id: item for item in items if item.candidate_id}
    people = prepared(list(by_candidate), as_of=ranking.as_of, with_place=asks_for_place(criteria))
    return [
        _replayed(by_candidate[pk], ranking, score(one.applicant, criteria), one.version)
        for pk, one in people
    ]


def criteria_of(ranking: Ranking) -> Group:
    """What the ranking asked for."""
    return group_of(ranking.criteria.tree)


def score_in(item: RankedCandidate) -> Score:
    """The stored score. Raises NotScored."""
    if not item.result:
        raise NotScored
    return score_of(bytes(item.result))


def _replayed(item: RankedCandidate, ranking: Ranking, again: Score, version: int) -> Replay:
    then = score_in(item)
    changed = {
        "candidate": version != item.candidate_version,
        "engine": ranking.engine_version != ENGINE_VERSION,
    }
    return Replay(
        item=item.pk,
        is_identical=canonical(again) == bytes(item.result),
        changed=tuple(name for name, is_other in changed.items() if is_other),
        digest_then=item.digest,
        digest_now=digest(version, ranking.criteria.tree, ENGINE_VERSION, month_of(ranking.as_of)),
        score_then=then.total,
        score_now=again.total,
    )
