"""What a sentence names, before it is put together into criteria."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ranking.scoring.types import Kind


@dataclass(slots=True)
class Item:
    """A thing asked for in `text[start:end]`; fields as in `Criterion`.

    `is_generic` marks "or equivalent experience", which is an alternative to what stands before it and
    nothing alone; `is_regulated` a licence without which the work is not allowed.
    """

    start: int
    end: int
    kind: Kind
    value: str
    months: int = 0
    level: str = ""
    country_code: str = ""
    remote: bool = False
    is_generic: bool = False
    is_regulated: bool = False


def free(items: Iterable[Item], taken: Iterable[Item]) -> list[Item]:
    """The items that overlap none that is taken; they may overlap each other."""
    kept = list(taken)
    return [
        item for item in items if all(item.end <= other.start or other.end <= item.start for other in kept)
    ]


def apart(items: Iterable[Item], *, taken: Iterable[Item] = ()) -> list[Item]:
    """The items that overlap none that is taken, nor each other: of two the longer, then the first stays."""
    kept: list[Item] = list(taken)
    own: list[Item] = []
    for item in sorted(items, key=lambda each: (each.start - each.end, each.start)):
        if all(item.end <= other.start or other.end <= item.start for other in kept):
            kept.append(item)
            own.append(item)
    return sorted(own, key=lambda each: each.start)
