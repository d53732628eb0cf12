"""Industries in which a sentence asks for experience."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from ranking.criteria.items import Item, apart
from ranking.criteria.plain import any_of, listed

_KEYS: Final = ("sector", "in")
_JOINT: Final = re.compile(
    r"\s*(?:,|/|or|oder|ou|o|and|und|et|y)\s*(?:(?:in|im|dans|en)\s+)?(?:the|der|die|la|le|l'|el|los|las)?\s*"
)


def industries_of(folded: str, start: int, end: int) -> list[Item]:
    """The industries named beside a word for them ("the retail industry") or behind "experience in the"."""
    named = apart(
        Item(match.start(), match.end(), "industry", name)
        for name, pattern in _patterns()
        for match in pattern.finditer(folded, start, end)
    )
    asked: list[Item] = []
    for item in named:
        follows = bool(asked) and _JOINT.fullmatch(folded[asked[-1].end : item.start])
        if follows or _is_beside(folded, start, end, item):
            asked.append(item)
    for item in reversed(named):  # "in retail or banking industries": the word stands behind the last
        later = next((each for each in asked if each.start >= item.end), None)
        if item not in asked and later and _JOINT.fullmatch(folded[item.end : later.start]):
            asked.append(item)
    return sorted(asked, key=lambda each: each.start)


def _is_beside(folded: str, start: int, end: int, item: Item) -> bool:
    before, after = folded[start : item.start], folded[item.end : end]
    own = folded[item.start : item.end]
    if _sector().search(own) or (
        re.search(r"(?:branche|industrie|wirtschaft|gewerbe|wesen)\Z", own) and len(own) > 12
    ):
        return True
    if _sector().match(after.lstrip()) and len(after) - len(after.lstrip()) < 2:
        return True
    article = r"(?:\s+(?:the|der|des|du|de la|de l'|de|d'|del|la|le|les|l'|el|los|las|im|in))*[\s':]*\Z"
    plain_name = item.value
    if re.search(_words("sector") + article, before):
        return True
    if plain_name in listed("industries.txt")["function"]:
        return False
    led = re.search(_words("in") + article, before) or (
        _WORKED_IN.search(before) and re.search(rf"\b(?:in|im|en|dans)\b{article}", before)
    )
    return bool(led) and not re.match(
        r"\s+[a-z]{3,}",
        re.sub(
            r"^\s+(?:is|would|ware|wird|seria|serait|sowie|oder|ideal\w*|wunsch\w*|von|un plus"
            r"|desir\w*|prefer\w*|souhait\w*|y|et|und|and|or)\b.*",
            "",
            after,
        ),
    )


_WORKED_IN: Final = re.compile(r"\b(?:years?|yrs?|months|jahre?n?|monate?n?|ans|annees|mois|anos?|meses)\b")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    lists = listed("industries.txt")
    return tuple((name, re.compile(any_of(words))) for name, words in lists.items() if name not in _KEYS)


@cache
def _words(kind: str) -> str:
    return any_of(listed("industries.txt")[kind])


@cache
def _sector() -> re.Pattern[str]:
    return re.compile(_words("sector"))
