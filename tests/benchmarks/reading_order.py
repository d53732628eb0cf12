"""How much of a page's own order survives: sentences that follow each other, and blocks read in one piece."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple, cast

SECTIONS: Final = ("work", "volunteer", "education", "projects")
KEY: Final = 24
"""Letters by which a sentence's begin and end are found."""
REACH: Final = 160
"""Letters that may stand between two: the heading of the next entry."""


class Kept(NamedTuple):
    """So many of so many are still together."""

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
        told = [_letters(sentence) for entry in entries for sentence in _sentences(entry)]
        yield from pairwise([sentence for sentence in told if len(sentence) >= KEY])


def _sentences(entry: Mapping[str, object]) -> Iterator[str]:
    """What an entry says of itself, then its points."""
    yield str(entry.get("summary") or entry.get("description") or "")
    yield from map(str, cast(list[object], entry.get("highlights") or []))


def _follows(first: str, second: str, read: str) -> bool:
    """Whether the second follows the first at any place: entries may say the same."""
    ended = read.find(first[-KEY:])
    while ended >= 0:
        begun = read.find(second[:KEY], ended + KEY)
        if 0 <= begun - (ended + KEY) <= REACH:
            return True
        ended = read.find(first[-KEY:], ended + 1)
    return False


def in_one_piece(blocks: Sequence[int]) -> Kept:
    """How many blocks are read from begin to end before another begins.

    `blocks` has the block of each word in the order that they are read in, -1 where a word is in none.
    """
    runs = [block for block, _ in groupby(block for block in blocks if block >= 0)]
    return Kept(sum(runs.count(block) == 1 for block in set(runs)), len(set(runs)))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
