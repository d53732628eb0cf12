"""What the admin shows of criteria and rankings, made here so that `admin` loads no scorer at start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Page, Paginator

from accounts.models import User
from ranking.answers import criteria_of
from ranking.blind import Shown, Sight, experience_of, told_score
from ranking.models import RankedCandidate, Ranking
from ranking.scoring import explain
from ranking.scoring.packing import score_of
from ranking.scoring.scoring import weights
from ranking.scoring.types import Criterion, Group
from ranking.selectors import items_in_order

RESULTS_A_PAGE: Final = 25
FULL: Final = 100.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of a tree of criteria in words, `depth` groups within; `points` is the most that it can give.

    `criterion` is None where a group begins.
    """

    depth: int
    words: str
    points: float
    criterion: Criterion | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate of a ranking as the page shows them: who, and why there."""

    item: RankedCandidate
    shown: Shown
    state: str
    reasons: tuple[explain.Reason, ...] = ()
    changes: tuple[explain.Change, ...] = ()
    experience: Mapping[str, Sequence[Mapping[str, str]]] | None = None

    @property
    def best(self) -> tuple[explain.Reason, ...]:
        """The three reasons that gave most."""
        return tuple(reason for reason in self.reasons[:3] if reason.points)


def found_in(ranking: Ranking, user: User, number: str) -> tuple[list[Found], Page[RankedCandidate]]:
    """What is on page `number` of a ranking, as this user may see it: the best first. Three queries.

    Reasons are in the language that the user chose for e-mails.
    """
    items = items_in_order(ranking)
    # What a blind ranking says of somebody is masked by what is known of them.
    items = items.defer(None) if ranking.is_blind else items
    page = Paginator(items, RESULTS_A_PAGE).get_page(number)
    sight, criteria = Sight(ranking, user), criteria_of(ranking)
    found = [_found(item, ranking, sight, criteria, user.language) for item in page.object_list]
    return found, page


def _found(item: RankedCandidate, ranking: Ranking, sight: Sight, criteria: Group, language: str) -> Found:
    item.ranking = ranking
    shown, state = sight.shown_as(item), str(RankedCandidate.State(item.state).label)
    if not item.result:
        return Found(item, shown, state)
    score = told_score(score_of(bytes(item.result)), item, shown.stage)
    reasons = explain.why(score, criteria, "recruiter", language)
    changes = explain.why_not_higher(score, criteria, "recruiter", language)
    return Found(item, shown, state, reasons, changes, experience_of(item, shown.stage))


def lines_of(criteria: Group) -> Iterator[Asked]:
    """The tree line by line, groups before their members; points as of 100."""
    shares = weights(criteria)
    whole = shares[criteria.id] or 1.0
    for member in criteria.members:
        yield from _lines(member, {each: FULL * share / whole for each, share in shares.items()}, 0)


def _lines(node: Criterion | Group, points: dict[str, float], depth: int) -> Iterator[Asked]:
    if isinstance(node, Criterion):
        yield Asked(depth, explain.in_words(node), points[node.id], node)
        return
    yield Asked(depth, "One of" if node.mode == "any" else "All of", points[node.id])
    for member in node.members:
        yield from _lines(member, points, depth + 1)
