"""How much of a page's own order survives: sentences that follow each other in the truth and as read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple, cast

SECTIONS: Final = ("work", "volunteer", "education", "projects")
KEY: Final = 24
"""Letters by which a sentence's begin and end are found."""
REACH: Final = 160
"""Letters that may stand between two: the heading of the next entry."""


class Kept(NamedTuple):
    """So many neighbours of so many are still neighbours."""

    kept: int
    all: int


def kept_in(truth: Mapping[str, object], text: str) -> Kept:
    """The neighbouring sentences of a case's truth, and how many of them follow each other in this text."""
    read = _letters(text)
    pairs = list(_neighbours(truth))
    return Kept(sum(_follows(first, second, read) for first, second in pairs), len(pairs))


def share(found: Sequence[Kept]) -> float:
    """In percent, over all cases."""
    return 100 * sum(each.kept for each in found) / max(1, sum(each.all for each in found))


def _neighbours(truth: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for section in SECTIONS:
        entries = cast(list[dict[str, object]], truth.get(section) or [])
        told = [
            _letters(str(sentence))
            for entry in entries
            for sentence in cast(list[object], entry.get("highlights") or [])
        ]
        yield from pairwise([sentence for sentence in told if len(sentence) >= KEY])


def _follows(first: str, second: str, read: str) -> bool:
    ended, begun = read.find(first[-KEY:]), read.find(second[:KEY])
    return ended >= 0 and begun >= 0 and 0 <= begun - (ended + KEY) <= REACH


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
