"""Languages that a sentence asks for, and how well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from parsing.stages.languages import cefr_of, named_languages
from ranking.criteria.items import Item
from ranking.criteria.plain import any_of, rows

_UNNAMED: Final = re.compile(
    r"(?<=[a-zß-ÿ])-?(?:[Kk]enntnisse\w*|[Ss]prach\w*)|\b(?:[ldLD]|[Dd]ell|[Aa]ll|[Nn]ell)['’]"
)
"""What is written together with the name of a language: "Englischkenntnisse", "l'anglais"."""
_OTHER_NEXT: Final = re.compile(
    r"\s*-?(?:markets?|law|laws|cuisine|food|tax|taxes|accounting|customers?|clients?|labou?r|gaap"
    r"|compan\w+|team|teams|office|"
    r"branch|literature|history|culture|federal|citizen\w*|nationals?|government|army|recht\w*"
    r"|markt\w*|kuche|kunden|"
    r"steuerrecht|unternehmen|niederlassung|kollegen|subsidiar\w+|sector|style|standards?|border"
    r"|passport|regulat\w+)\b"
)
_OTHER_BEFORE: Final = re.compile(
    r"(?:marches?|droit|clientele|cuisine|clients|societes?|filiales?|mercados?|derecho|cocina|ley|clientes|"
    r"empresas?|litterature|legislation|legislacion|gobierno|nationalite|nacionalidad|normes?"
    r"|filologia|philologie"
    r"|profesor\w*|professeur\w*|lehrer\w*|teacher)\s+(?:de\s+|d')?\Z"
)
_MORE_NAMES: Final = tuple(
    (code, re.compile(rf"\b(?:{words})\b"))
    for code, words in (
        ("ca", r"valencian\w*"),
        ("nl", r"flamisch\w*|vlaams|flamand"),
        ("ssp", r"lengua de signos(?: espanola)?|lse"),
        ("fsl", r"langue des signes(?: francaise)?|lsf"),
        ("gsg", r"(?:deutsche\w* )?gebardensprache|dgs"),
        ("bfi", r"british sign language|bsl"),
        ("prs", r"dari"),
    )
)
"""Languages that the gazetteer has not, in plain words."""
_PART: Final = re.compile(r"[,;/()]|\s(?:and|or|und|oder|et|ou|y|o|e|u|sowie|but|aber|mais|pero)\s")
_OR: Final = re.compile(r"\s*(?:or|oder|ou|o|u|/)\s*(?:l'|en |in |auf )?")
_OR_COMMA: Final = re.compile(r"\s*(?:or|and|oder|und|ou|et|o|y|u|e|/|,)\s*(?:l'|en |in |auf )?")
_LEVEL_MARK: Final = re.compile(r"\b([abc][12])\b", re.IGNORECASE)


def languages_of(text: str, folded: str, start: int, end: int) -> list[Item]:
    """The languages of `text[start:end]`; values are ISO 639-1 codes, levels CEFR, "native" or ""."""
    opened = _UNNAMED.sub(lambda match: " " * len(match[0]), text[start:end])
    named = [(start + begin, start + stop, code) for begin, stop, code in named_languages(opened)]
    named = sorted([*named, *_further_names(folded, start, end)])
    named = [each for each in named if _is_asked(text, folded, start, end, each)]
    found = []
    for at, (begin, stop, code) in enumerate(named):
        low = named[at - 1][1] if at else start
        high = named[at + 1][0] if at + 1 < len(named) else end
        word_end = begin + len(re.match(r"[\w-]*", text[begin:end])[0])  # type: ignore[index]
        found.append(
            Item(begin, max(stop, word_end), "language", code, level=_level(folded, low, begin, stop, high))
        )
    _share_levels(folded, found)
    return found


def _further_names(folded: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    for code, words in _MORE_NAMES:
        for match in words.finditer(folded, start, end):
            yield match.start(), match.end(), code


def _is_asked(text: str, folded: str, start: int, end: int, named: tuple[int, int, str]) -> bool:
    """False for "the German market", "droit espagnol", and for verbs ("polish")."""
    begin, stop, _ = named
    if _OTHER_NEXT.match(folded, stop, end) or _OTHER_BEFORE.search(folded[start:begin]):
        return False
    return text[begin].isupper() or text[begin:stop] not in (
        "polish",
        "finnish",
        "thai",
        "mari",
        "latin",
        "corso",
        "fines",
        "finés",
    )


def _level(folded: str, low: int, begin: int, stop: int, high: int) -> str:
    """The level that the words around a name say: a CEFR mark behind it, words behind or before."""
    behind = folded[stop:high]
    cut = re.search(
        r"[;]|(?<!min)(?<!mind)(?<!mini)\.|,(?!\s*(?:fluent|native|level|niveau|nivel|[abc][12]))", behind
    )
    behind = behind[: cut.start()] if cut else behind
    before = folded[low:begin]
    parts = [match.end() for match in _PART.finditer(before)]
    before = before[parts[-1] :] if parts else before
    mark = _LEVEL_MARK.search(behind) or _LEVEL_MARK.search(before)
    if mark:
        return mark[1].upper()
    last = re.split(r"[,;]|\s(?:and|or|und|oder|et|ou|y|o)\s", behind)[0]
    told = _easy_level(last) or _easy_level(before)
    return told or _scale_level(last) or _scale_level(before)


def _easy_level(words: str) -> str:
    return next((level for level, pattern in _levels() if pattern.search(words)), "")


def _scale_level(words: str) -> str:
    return cefr_of(words) if 0 < len(words.split()) < 6 else ""


def _share_levels(folded: str, found: Sequence[Item]) -> None:
    """ "Fluent German or French", "inglés o alemán B2": what is said once is said of both, of "or" first."""
    for joint in (_OR, _OR_COMMA):
        for one, other in (*pairwise(found), *zip(found[:0:-1], found[-2::-1], strict=False)):
            left, right = (one, other) if one.start < other.start else (other, one)
            if one.level and not other.level and joint.fullmatch(folded, left.end, right.start):
                other.level = one.level


@cache
def _levels() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = (row.partition(": ") for row in rows("levels.txt"))
    return tuple((level, re.compile(any_of(words.split("; ")))) for level, _, words in found)
