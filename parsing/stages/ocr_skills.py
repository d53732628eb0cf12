"""Skills as a scan's reader mistakes them ("SOL", "Power Bl", "Ct*") → the one that the lexicon knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Final

from parsing.stages.skill_names import usual_name

_ALIKE: Final = {
    "O": "Q0", "0": "O", "Q": "O", "l": "Ii1", "I": "l1", "i": "l", "1": "lI", "|": "lI", "!": "I", "S": "5",
    "s": "5", "5": "S", "8": "B", "B": "8", "2": "Z", "Z": "2", "G": "6", "t": "+", "*": "+", "†": "+",
    "r": "t",
}  # fmt: skip
"""Which other letters and signs one may be that was read."""
_LONGEST: Final = 20
_MOST: Final = 2
"""How many letters are taken for others at once, at most."""
_SHARP = re.compile(r"[CG](?:[^\x00-\x7f]|[&§%*f])")
"""The sharp of C# as it is read: a letter with marks that no such short word has, or a sign."""


def meant_skill(text: str, is_known: Callable[[str], bool]) -> str:
    """The one known skill that looks like the text; "" where it is known itself, or none or several do.

    `is_known` takes a name in small letters. A name in capitals that few know yields to one that all know.
    """
    if not 1 < len(text) <= _LONGEST or usual_name(text):
        return ""
    if _SHARP.fullmatch(text):
        return "C#"
    if text.isupper() and (found := _only({each for each in _variants(text, 1) if usual_name(each)})):
        return found
    if is_known(text.lower()):
        return ""
    for count in range(1, _MOST + 1):
        variants = {each for each in _variants(text, count) if is_known(each.lower())}
        if variants:
            return _only(variants)
    return ""


def _only(variants: set[str]) -> str:
    """The one name that the variants spell, in capitals where it may be; "" where they spell several."""
    return min(variants) if len({each.lower() for each in variants}) == 1 else ""


def _variants(text: str, count: int) -> Iterator[str]:
    """The text with that many of its letters taken for others."""
    places = [at for at, letter in enumerate(text) if letter in _ALIKE]
    for chosen in combinations(places, count):
        variants = [text]
        for at in chosen:
            variants = [each[:at] + other + each[at + 1 :] for each in variants for other in _ALIKE[text[at]]]
        yield from variants
