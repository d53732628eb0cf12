"""How much each part of a sentence is wanted: must, should, nice, or not at all."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import Final, Literal, NamedTuple

from ranking.criteria.plain import any_of, listed

Wish = Literal["must", "should", "nice", "drop"]
_TIERS: Final[dict[str, Wish]] = {"hard": "must", "should": "should", "nice": "nice", "drop": "drop"}
_BREAK: Final = re.compile(r"[;]|\s-\s|(?<!bzw)(?<!mind)(?<!min)(?<!inkl)(?<!incl)(?<!ggf)(?<!etc)[.!?]\s")
_COMMA: Final = re.compile(r",(?!\d)|[()]")
_TURN: Final = re.compile(
    r",\s*(?:and|but|und|aber|et|mais|y|pero|sowie)\s|\s(?:but|aber|mais|pero)\s|,\s(?=(?:davon|dont"
    r"|of which)\b)"
)
_CLAUSE: Final = re.compile(
    r"\s*(?:the|la|le|l'|les|une?|der|die|das|eine?|el|los|las|una|weitere|further|other|additional"
    r"|d'autres|otr[ao]s|knowledge|experience|kenntnisse|erfahrung\w*|conocimiento\w*|experiencia)\b"
)
_OWN_CLAUSE: Final = re.compile(
    r",\s*(?:(?:und|and|et|y)\s+)?(?:hast|bist|sprichst|kannst|bringst|kennst|haben|sind|sprechen"
    r"|bringen|kennen|you|vous|tu|tienes|eres|hablas)\b"
)
_CLOSED: Final = re.compile(r"\s(?:and|und|et|y|e)\s+[^\s,]+,\s*\Z")
_LIKEWISE: Final = re.compile(
    r",?\s*(?:ebenso|ebenfalls|genauso|as (?:is|are|would)|likewise|al igual que|igual que|ainsi que"
    r"|tout comme)\b"
)
_LISTED: Final = re.compile(r"\s(?:and|or|und|oder|et|ou|y|o|e|u|sowie|&)\s")
_WORDS_TOO: Final = (
    "plus",
    "suma",
    "suman",
    "ideal",
    "vorteil",
    "recherche",
    "muss",
    "mejor",
    "must",
    "preference",
)
_PRAISE: Final = (
    "genial", "guay", "perfecto", "estupendo", "klasse", "perfekt", "super", "toll", "prima", "great",
    "brilliant", "fantastic", "parfait", "top", "tant mieux", "chapeau", "wunderbar", "excellent", "cool",
)  # fmt: skip
"""Cues only where they end a sentence that began with "if": "If you know HubSpot, great"."""
_REFUSAL: Final = re.compile(
    r"\b(?:no|keine?n?|aucune?|sin|pas de|pas d'|ohne)\s*(?:[\w+#]+\s+){1,3}"
    r"(?:needed|required|necessary|erforderlich|notwendig|notig|vorausgesetzt|necesari[oa]"
    r"|requerid[oa]|requise?|exigee?|necessaire)\b"
)
_WORD: Final = re.compile(r"[a-z0-9+#]{2,}")
_MOOD: Final = re.compile(
    r"(?<!you )(?<!who )(?<!wir )\b(?:would|ware[nt]?|wurde[nt]?|[a-z]{2,}rai(?:en)?t|seria|serian|ayudaria"
    r"|haria|sarebbe|sarebbero)\b(?! you)"
)
"""A sentence in the conditional wishes: "AAT would put our minds at rest"."""
_MARK: Final = re.compile(r"\((?:(?P<must>e)|(?P<should>d))\)\W*\Z")
"""Essential or desirable, as person specifications mark their lines."""


class Cue(NamedTuple):
    """Words of a sentence that say how much something is wanted."""

    start: int
    end: int
    wish: Wish
    is_hard: bool


class Reach(NamedTuple):
    """What a cue speaks of: `[start, end)` of the text."""

    start: int
    end: int
    wish: Wish
    is_hard: bool


def reaches(folded: str, start: int, end: int) -> list[Reach]:
    """What each cue of the sentence `folded[start:end]` speaks of, the weaker claims first.

    A cue speaks of what stands before it in its part of the sentence: back to the comma ("English, German
    preferred"), or with a verb to the cue before ("German or French would be a plus"). One that opens its
    part or always looks ahead ("ideally") speaks of what follows, to the next cue or semicolon.
    """
    cues = _cues(folded, start, end)
    if mark := _MARK.search(folded, start, end):
        return [Reach(start, end, "must" if mark["must"] else "should", False)]
    if not cues and _MOOD.search(folded, start, end):
        return [Reach(start, end, "nice", False)]
    found = [_reach(folded, start, end, cues, number) for number in range(len(cues))]
    return [
        *sorted(found, key=lambda reach: reach.end - reach.start, reverse=True),
        *_refused(folded, start, end),
    ]


def end_of_words(folded: str, start: int, end: int) -> int:
    """Where a line ends before the letter that marks it as essential or desirable."""
    mark = _MARK.search(folded, start, end)
    return mark.start() if mark else end


def _cues(folded: str, start: int, end: int) -> list[Cue]:
    kinds = _kinds()
    found = []
    for match in _pattern().finditer(folded, start, end):
        kind = _kind_of(match[0], kinds)
        if match[0] in _WORDS_TOO and not _alone(folded, match, end):
            continue
        if match[0] in _PRAISE and not (
            _alone(folded, match, end)
            and re.search(r"\b(?:if|si|s'|wenn|falls|c'est)\b|[?]", folded[start : match.start()])
        ):
            continue
        if match[0] == "a plus" and folded[match.start() - 1 : match.start()] == "'":
            continue  # "n'a plus de secret"
        if match[0] in ("gern", "gerne") and not re.search(
            r"(?:\A|[,;(:–-]|\bauch|\bsehr)\s*\Z", folded[start : match.start()]
        ):
            continue  # "arbeitet gern mit Menschen" wishes for nothing
        found.append(Cue(match.start(), match.end(), _TIERS[kind], kind == "hard"))
    return [_softened(folded, found, at) for at in range(len(found))]


def _softened(folded: str, cues: list[Cue], at: int) -> Cue:
    """The cue, or that before it where it only says the same again: "preferred, not required"."""
    cue, before = cues[at], cues[at - 1] if at else None
    if cue.wish != "drop" or before is None or before.wish not in ("should", "nice"):
        return cue
    says_more = _says_something(folded[before.end : cue.start])
    return cue if says_more or _looks_ahead(folded, before) else cue._replace(wish=before.wish)


def _refused(folded: str, start: int, end: int) -> list[Reach]:
    """What is said not to be needed: "no degree required", "keine Erfahrung nötig"."""
    return [
        Reach(match.start(), match.end(), "drop", False) for match in _REFUSAL.finditer(folded, start, end)
    ]


def _kind_of(words: str, kinds: dict[str, re.Pattern[str]]) -> str:
    return next(kind for kind in ("drop", "nice", "should", "hard") if kinds[kind].fullmatch(words))


def _alone(folded: str, match: re.Match[str], end: int) -> bool:
    """True for a cue that is an ordinary word too, where it ends its part of the sentence."""
    return not re.match(r"\s*\w", folded[match.end() : end]) or match[0] in ("muss", "must")


def _reach(folded: str, start: int, end: int, cues: list[Cue], number: int) -> Reach:
    cue = cues[number]
    opened = folded.rfind("(", start, cue.start)
    if opened > folded.rfind(")", start, cue.start) and not _WORD.search(folded, opened + 1, cue.start):
        low, high = _back_to_comma(folded, start, opened, is_list=False), cue.end  # "X (required)"
        return Reach(low, high, cue.wish, cue.is_hard)
    stops = [start, *(match.end() for match in _BREAK.finditer(folded, start, end)), end]
    at = bisect_right(stops, cue.start)
    low, high = stops[at - 1], next((stop for stop in stops[at:] if stop >= cue.end), end)
    if (
        at > 1
        and not _says_something(folded[low : cue.start])
        and not _says_something(folded[cue.end : high])
    ):
        low = stops[at - 2]  # "Driving licence - essential"
    if at > 1 and folded[low - 2] == "?" and not _says_something(folded[low : cue.start]):
        low = stops[at - 2]  # "Priva oder Ridder? Schön, wenn Sie …"
    before = [
        other.end
        for other in cues[:number]
        if other.end > low and not _weaker(folded, cue, other) and not _is_aside(folded, low, other, cue)
    ]
    low = max([low, *before])
    after = [other.start for other in cues[number + 1 :] if _looks_ahead(folded, other)]
    verb = _OWN_CLAUSE.search(folded, cue.end, high)
    ahead = verb.start() if verb else high
    if _looks_ahead(folded, cue) and re.search(r"\w", folded[cue.end : ahead]):
        high = ahead
        return Reach(cue.start, min([high, *after]), cue.wish, cue.is_hard)
    low = max(low, opened + 1) if opened > folded.rfind(")", start, cue.start) else low
    own = max((match.end() for match in _COMMA.finditer(folded, low, cue.start)), default=low)
    tail = _COMMA.search(folded, cue.end, high)
    opens_part = own > low and not _says_something(folded[own : cue.start])
    if opens_part and _says_something(folded[cue.end : tail.start() if tail else high]):
        return Reach(cue.start, min([high, *after]), cue.wish, cue.is_hard)
    is_verbal = _is_verbal(folded, cue)
    near = _back_to_turn(folded, low, cue.start) if is_verbal else _back_to_comma(folded, low, cue.start)
    if _says_something(folded[near : cue.start]):
        end_of_it = high if _LIKEWISE.match(folded, cue.end, high) else cue.end
        return Reach(near, end_of_it, cue.wish, cue.is_hard)
    return Reach(cue.start, min([high, *after]), cue.wish, cue.is_hard)


def _weaker(folded: str, cue: Cue, other: Cue) -> bool:
    """True where two cues speak of the same: "is desirable, but not a must", "helpful but not essential"."""
    return not _says_something(folded[other.end : cue.start])


def _is_aside(folded: str, low: int, other: Cue, cue: Cue) -> bool:
    """True for "ideally" in "knowledge of GIS, ideally QGIS, would be desirable"."""
    return (
        _looks_ahead(folded, other)
        and _is_verbal(folded, cue)
        and folded[low : other.start].rstrip().endswith((",", "("))
        and bool(re.search(r"[,)]\s*(?:\w+\s+){0,3}\Z", folded[other.end : cue.start]))
    )


def _looks_ahead(folded: str, cue: Cue) -> bool:
    return _forward().fullmatch(folded, cue.start, cue.end) is not None


def _is_verbal(folded: str, cue: Cue) -> bool:
    words = re.findall(r"[a-z]+", folded[max(0, cue.start - 30) : cue.start])[-3:]
    own = folded[cue.start : cue.end].split()[0]
    return own in _being() or any(word in _being() for word in words)


def _back_to_turn(folded: str, low: int, high: int) -> int:
    """Behind the last turn of a sentence: ", but", or a comma behind which a clause of its own begins."""
    low = max([low, *(match.end() for match in _TURN.finditer(folded, low, high))])
    last = max((match.end() for match in _COMMA.finditer(folded, low, high)), default=low)
    if _CLOSED.search(folded, low, last) and re.search(r"\s(?:or|oder|ou|o)\s", folded[last:high]):
        return last  # "German and English, Italian or French would be great"
    is_clause = _CLAUSE.match(folded, last, high) and not _LISTED.search(folded, last, high)
    return last if is_clause else low


def _back_to_comma(folded: str, low: int, high: int, *, is_list: bool = True) -> int:
    """Behind the comma before a cue; of "A, B and C preferred" before A."""
    commas = [match.end() for match in _COMMA.finditer(folded, low, high)]
    edges = [low, *commas]
    near = edges[-1]
    if not _says_something(folded[near:high]) and len(edges) > 1:
        near = edges[-2]
    if is_list and _LISTED.search(folded[near:high]):
        for left, right in zip(reversed(edges[:-1]), reversed(edges[1:]), strict=True):
            if right > near or not 0 < len(folded[left:right].split()) <= 3:
                continue
            near = left
    return near


def _says_something(words: str) -> bool:
    return any(word not in _idle() for word in _WORD.findall(words))


@cache
def _kinds() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(any_of(listed("cues.txt")[kind])) for kind in _TIERS}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(any_of(phrase for kind in _TIERS for phrase in listed("cues.txt")[kind]))


@cache
def _forward() -> re.Pattern[str]:
    return re.compile(any_of(listed("cues.txt")["forward"]))


@cache
def _being() -> frozenset[str]:
    return frozenset(listed("cues.txt")["being"])


@cache
def _idle() -> frozenset[str]:
    return frozenset(listed("cues.txt")["idle"])
