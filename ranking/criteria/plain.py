"""Text made comparable without moving anything, and the word lists of `data/`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final

_SAME: Final = {"ß": "s", "œ": "o", "æ": "a", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
_MARKS: Final = {"’": "'", "‘": "'", "`": "'", "´": "'", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-"}


class _Folding(dict[int, str]):
    """Each character → one character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _MARKS.get(character) or _SAME.get(character.lower()) or _bare(character)
        self[code] = folded
        return folded


def _bare(character: str) -> str:
    if character != "\n" and character.isspace():
        return " "
    letters = unicodedata.normalize("NFD", character).lower()[:1]
    return letters if len(letters) == 1 else character


_FOLDING: Final = _Folding()


def plain(text: str) -> str:
    """The text in small letters without accents, as long as before, so that every offset stays true."""
    return text.translate(_FOLDING)


@cache
def listed(name: str) -> dict[str, tuple[str, ...]]:
    """A word list of `data/`: what stands before the colon of its rows → the phrases behind it, in order."""
    found: dict[str, list[str]] = {}
    for row in rows(name):
        key, _, phrases = row.partition(":")
        found.setdefault(key.strip(), []).extend(
            phrase.strip() for phrase in phrases.split(";") if phrase.strip()
        )
    return {key: tuple(phrases) for key, phrases in found.items()}


def rows(name: str) -> list[str]:
    """The rows of a file of `data/` without its comments."""
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return [row for row in text.splitlines() if row.strip() and not row.startswith("#")]


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for the phrases over plain text, the longest first.

    A star stands for any letters, a question mark for any one sign.
    """
    ordered = sorted(dict.fromkeys(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "(?<![a-z0-9])(?:" + "|".join(_pattern(phrase) for phrase in ordered) + ")(?![a-z0-9])"


def _pattern(phrase: str) -> str:
    words = [
        re.escape(word)
        .replace(r"\*", r"[a-z]*(?:\([a-z]{1,3}\)|/[a-z]{1,3}(?![a-z]))?")
        .replace(r"\?", r"\S")
        for word in plain(phrase).split()
    ]
    return r"[\s-]+".join(words)
