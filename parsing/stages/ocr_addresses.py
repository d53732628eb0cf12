"""Addresses as the English model reads them: those of other languages take "@" for Q, D, o, m or G.

A page in another language was read in English first, to tell its language. What that reading says of
addresses costs nothing more; only an e-mail that it did not reach is read again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from parsing.stages.types import Box, Word

MOST_PLACES: Final = 3
"""E-mails of a page that are read again at most; each costs some 20 ms."""

_EMAIL = re.compile(r"([\w.+\-]+)@([\w\-]+(?:\.[\w\-]+)+)", re.ASCII)
_LOST = re.compile(r"[\w.+\-]{3,}[^\s/]{1,2}[\w\-]{2,}(?:\.[\w\-]+)*\.[a-z]{2,8}")
_SIGNS: Final = (1, 2)
"""Letters that "@" is read as: one, or two such as "(D"."""
_COVERED: Final = 0.5
_TRUSTED: Final = 0.5


def with_addresses(words: Sequence[Word], english: Sequence[Word]) -> list[Word]:
    """The words; where one lacks the "@" that the English reading has at its place, with that."""
    mended = list(words)
    for address in english:
        if "@" not in address.text[1:]:
            continue
        at = [i for i, word in enumerate(mended) if _covers(address.box, word.box)]
        if not at or any("@" in mended[i].text for i in at):
            continue
        agreeing = {i: text for i in at if (text := _agreed(mended[i].text, address.text))}
        if any(_is_torn(text, address.text, [mended[i].text for i in at]) for text in agreeing.values()):
            agreeing = {}
        email = _EMAIL.search(address.text)
        if agreeing:
            for i, text in agreeing.items():
                mended[i] = mended[i]._replace(
                    text=text, confidence=max(mended[i].confidence, address.confidence)
                )
        elif email and address.confidence >= _TRUSTED:
            mended[at[0]] = address._replace(text=email[0])
            for i in reversed(at[1:]):
                del mended[i]
    return mended


def lost_emails(words: Sequence[Word]) -> list[Word]:
    """Words that look like e-mail addresses whose sign was read as letters, on a page that shows none."""
    if any("@" in word.text[1:] for word in words):
        return []
    return [word for word in words if _LOST.fullmatch(word.text)][:MOST_PLACES]


def _agreed(text: str, english: str) -> str:
    """The text with the English "@" where its letters agree with what stands around that; else ""."""
    email = _EMAIL.search(english)
    if email is None:
        same = len(text) == len(english) and _differ(text, english) == {"@"}
        return english if same else ""
    for signs in _SIGNS if text.endswith(email[2]) else ():
        own = text[: -len(email[2]) - signs]
        if len(own) > 1 and email[1].endswith(own):
            return f"{own}@{email[2]}"
    return ""


def _is_torn(email: str, english: str, texts: Sequence[str]) -> bool:
    """True where what the English reading has before the e-mail is another of the words, not an icon."""
    before = english[: english.rfind(email)] if email in english else ""
    return len(before) > 1 and before in texts


def _differ(text: str, other: str) -> set[str]:
    """What `other` has where the two are not the same."""
    return {right for left, right in zip(text, other, strict=True) if left != right}


def _covers(box: Box, other: Box) -> bool:
    across = min(box.x1, other.x1) - max(box.x0, other.x0)
    down = min(box.y1, other.y1) - max(box.y0, other.y0)
    area = (other.x1 - other.x0) * (other.y1 - other.y0)
    return across > 0 and down > 0 and across * down > _COVERED * area
