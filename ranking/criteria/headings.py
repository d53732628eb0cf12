"""What the heading of a section says comes below it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

from ranking.criteria.plain import any_of, listed

Section = Literal["", "must", "should", "nice", "tasks", "benefits", "about", "place", "start", "kept"]
_FIRST: Final[tuple[Section, ...]] = (
    "nice", "should", "benefits", "about", "tasks", "must", "place", "start", "kept",
)  # fmt: skip
"""Which kind of heading wins where a line could be two."""
_SHORT: Final = 4
"""A phrase of so few letters tells less than all words of a heading together."""
_YOU_OFFER: Final = re.compile(
    r"\b(?:you|du|sie|vous|tu)\b(?: \w+){0,2} (?:offer|bieten|bietest|offrez|offres|ofreces|proposez)\b"
)
"""What the applicant has to offer is no benefit."""
_YOU_COULD: Final = re.compile(
    r"\b(?:you (?:could|(?:might|may) also) (?:have|bring|know)|(?:du|sie) \w* ?konnte(?:n|st)"
    r"|konnte(?:n|st) (?:du|sie)"
    r"|vous pourriez|tu pourrais|podrias|potresti)\b"
)
"""What the applicant might have besides."""


def heading_kind(folded: str) -> Section | None:
    """What a heading says comes below it, None for what is no heading we know; plain text, marks taken off.

    The longest phrase decides ("about the role" is not "about"), but "desirable skills" are no must.
    """
    whole = next((kind for kind in _FIRST if f"={folded}" in listed("headings.txt")[kind]), None)
    if whole:
        return whole
    if _YOU_COULD.search(folded):
        return "nice"
    if _YOU_OFFER.search(folded):
        return "nice" if _has("more", folded) else "must"
    found = [
        (match.end() - match.start(), -at, kind, match.start())
        for at, kind in enumerate(_FIRST)
        for match in phrases(kind).finditer(folded)
    ]
    if not found:
        return None
    length, _, longest, start = max(found)
    if length <= _SHORT and longest == "must":
        return kind_by_words(folded) or longest  # "What would make us call you twice?"
    if longest != "must" or "essential" in folded:
        return longest
    wishes = [
        each
        for each in found
        if each[2] in ("nice", "should") and each[0] > 4 and not start <= each[3] < start + length
    ]
    return max(wishes)[2] if wishes else longest


def kind_by_words(folded: str) -> Section:
    """What a heading in words of its own most likely says: "Unser Rucksack", "What would make us call you?".

    Who is spoken of, and whether something is given, asked, done or good on top. "" where that says nothing.
    """
    you, us = _has("you", folded), _has("us", folded)
    asks, gives, more = _has("asks", folded), _has("gives", folded), _has("more", folded)
    if (
        _has("not", folded)
        and not gives
        and re.search(r"\b(?:matter|need|count|wichtig|import|necesit|besoin)", folded)
    ):
        return "about"
    if gives and not asks and (you or us):
        return "benefits"
    if _has("does", folded) and not asks:
        return "tasks"
    if more and (you or asks or not us):
        return "nice"
    if asks or (you and not us):
        return "must"
    return "benefits" if us else ""


def exact_kind(bare: str) -> Section | None:
    """The kind of a heading that says nothing else, small words aside."""
    kind = heading_kind(bare)
    if kind is None or f"={bare}" in listed("headings.txt")[kind]:
        return kind
    longest = max(phrases(kind).finditer(bare), key=lambda match: match.end() - match.start(), default=None)
    if longest is None:
        return None
    rest = re.findall(r"[\w']+", bare[: longest.start()] + " " + bare[longest.end() :])
    return kind if all(word in _small_words() for word in rest) else None


def is_covered(bare: str, kind: Section) -> bool:
    """Whether the words for a kind of section are much of a line."""
    return any(2 * (match.end() - match.start()) >= 0.8 * len(bare) for match in phrases(kind).finditer(bare))


@cache
def phrases(kind: Section) -> re.Pattern[str]:
    """What headings of a kind are called."""
    return re.compile(any_of(phrase for phrase in listed("headings.txt")[kind] if phrase[0] != "="))


def _has(row: str, folded: str) -> bool:
    return _words(row).search(folded) is not None


@cache
def _words(row: str) -> re.Pattern[str]:
    return re.compile(any_of(listed("heading_words.txt")[row]))


@cache
def _small_words() -> frozenset[str]:
    return frozenset(listed("speech.txt")["small"])
