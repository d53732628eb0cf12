"""How far one criterion is met, and by what: what every kind of criterion answers with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from ranking.scoring.types import Evidence, Stretch

Detail = dict[str, str | int | float]

FRESH_MONTHS: Final = 36
"""What was used within so many months is as good as new."""
STALE_MONTHS: Final = 120
STALEST: Final = 0.5
"""What is left of something that was last used `STALE_MONTHS` ago or earlier."""


class Reach(NamedTuple):
    """`value` 0 to 1; `how` a code of `Part.how`; `detail` the facts behind it."""

    value: float
    how: str
    evidence: tuple[Evidence, ...] = ()
    detail: Detail | None = None

    @property
    def confidence(self) -> float:
        """How sure the reading of the surest evidence was; 1 where there is none."""
        return max((each.confidence for each in self.evidence), default=1.0)


def missing(**detail: str | int | float) -> Reach:
    """Nothing in the résumé speaks for it."""
    return Reach(0.0, "missing", (), detail or None)


def unknown(**detail: str | int | float) -> Reach:
    """The résumé does not tell, or we cannot tell: no points, and no knock-out either."""
    return Reach(0.0, "unknown", (), detail or None)


def best(reaches: Iterable[Reach], otherwise: Reach) -> Reach:
    """The furthest, among equals the first."""
    return max(reaches, key=lambda reach: reach.value, default=otherwise)


def freshness(last: int, as_of: int) -> float:
    """1 for what was used within three years, falling evenly to `STALEST` at ten; 1 for `last` unknown."""
    if not last:
        return 1.0
    ago = min(max(as_of - last, FRESH_MONTHS), STALE_MONTHS)
    return 1.0 - (1.0 - STALEST) * (ago - FRESH_MONTHS) / (STALE_MONTHS - FRESH_MONTHS)


def months_in(stretches: Sequence[Stretch]) -> tuple[int, int]:
    """At least and at most how many months are covered; what lies in several stretches counts once."""
    most = len({month for each in stretches for month in range(each.start, each.end)})
    return min(most, sum(each.least for each in stretches)), min(most, sum(each.most for each in stretches))
