"""Values that stand for a range: experience in buckets with sub-ranges, scores, levels of education. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

UNKNOWN: Final = "unknown"
"""The value of everybody of whom nothing is known in that respect."""
UNRANKED: Final = "none"
"""The value of whoever no ranking gave a score."""


class Bucket(NamedTuple):
    """Months of experience, or points, from `least` to below `below`; None means no end.

    Parts share out the whole.
    """

    value: str
    title: str
    least: int
    below: int | None
    parts: tuple[Bucket, ...] = ()

    def holds(self, amount: float) -> bool:
        """Whether somebody with so much belongs here."""
        return self.least <= amount and (self.below is None or amount < self.below)


def _years(least: int, below: int | None, *parts: Bucket) -> Bucket:
    """A bucket told in years."""
    if below is None:
        return Bucket(f"{least}y-", f"{least} years and more", least * 12, None, parts)
    title = f"{least} to {below} years"
    return Bucket(f"{least}y-{below}y", title, least * 12, below * 12, parts)


EXPERIENCE: Final[tuple[Bucket, ...]] = (
    Bucket(
        "0-1y",
        "Less than a year",
        0,
        12,
        (
            Bucket("0-6m", "Less than 6 months", 0, 6),
            Bucket("6m-1y", "6 months to a year", 6, 12),
        ),
    ),
    _years(1, 3, _years(1, 2), _years(2, 3)),
    _years(3, 5, _years(3, 4), _years(4, 5)),
    _years(5, 10, _years(5, 6), _years(6, 8), _years(8, 10)),
    _years(10, 20, _years(10, 12), _years(12, 15), _years(15, 20)),
    _years(20, None, _years(20, 25), _years(25, 30), _years(30, None)),
)
"""From the first month to the last, without gap or overlap, parts included."""

SCORES: Final[Mapping[str, Bucket]] = {
    f"{least}-{least + 20}": Bucket(
        f"{least}-{least + 20}", f"{least} to {least + 20} points", least, least + 20 if least < 80 else None
    )
    for least in (80, 60, 40, 20, 0)
}
"""Points of a hundred, best first. All hundred belong to the highest."""

EDUCATION: Final[Mapping[int, str]] = {
    0: "Early childhood",
    1: "Primary school",
    2: "Lower secondary school",
    3: "Upper secondary school",
    4: "Post-secondary, not tertiary",
    5: "Short-cycle tertiary",
    6: "Bachelor or equivalent",
    7: "Master or equivalent",
    8: "Doctorate or equivalent",
}
"""ISCED 2011 levels (UNESCO Institute for Statistics, 2012)."""


def buckets(known: tuple[Bucket, ...] = EXPERIENCE) -> Iterator[Bucket]:
    """Every bucket, each before its parts."""
    for bucket in known:
        yield bucket
        yield from buckets(bucket.parts)


def smallest_of(months: int) -> Bucket:
    """The bucket without parts that holds so many months."""
    return _SMALLEST[bisect_right(_SMALLEST, months, key=lambda bucket: bucket.least) - 1]


_SMALLEST: Final = [bucket for bucket in buckets() if not bucket.parts]
BUCKETS: Final[Mapping[str, Bucket]] = {bucket.value: bucket for bucket in buckets()}
