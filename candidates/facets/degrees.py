"""How high a degree is, told from its words. Pure; the words stand in `degrees.txt` beside this."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

_DOT: Final = re.compile(r"\b([a-z]{1,2})(?:\.(?=[a-z]{1,5}\b)|\. (?=(?:sc|eng|ed|tech|com|[ads])\b))")
_EXTRA: Final = re.compile(r"[^\w&/-]+")


@lru_cache(maxsize=4096)
def education_level(text: str) -> int | None:
    """The ISCED 2011 level of a degree as it is written, None where its words do not tell.

    "B.Sc. (Hons) Physics" → 6, "Abitur" → 3, "Diplom-Informatiker" → 7. The phrase of most words decides,
    among equals the highest level.
    """
    folded = _folded(text)
    for pattern in _patterns():
        levels = [int(found.lastgroup[1:]) for found in pattern.finditer(folded) if found.lastgroup]
        if levels:
            return max(levels)
    return None


def education_of(studies: object) -> tuple[int | None, int | None]:
    """The highest level in JSON Resume's `education`, and the year in which the last studies ended."""
    entries = [entry for entry in studies if isinstance(entry, Mapping)] if isinstance(studies, list) else []
    levels = [education_level(str(entry.get("studyType") or "")) for entry in entries]
    ends = [str(entry.get("endDate") or "")[:4] for entry in entries]
    years = [int(end) for end in ends if len(end) == 4 and end.isdecimal() and 1900 <= int(end) <= 2100]
    return max((level for level in levels if level is not None), default=None), max(years, default=None)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """One pattern for the phrases of each number of words, the longest first; its groups name levels."""
    by_words: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in files(__package__).joinpath("degrees.txt").read_text(encoding="utf-8").splitlines():
        level, _, phrases = line.partition(":")
        for phrase in phrases.split(";") if level.isdigit() else ():
            words = phrase.split()
            fixed = [word for word in words if word != "*"]
            by_words[len(fixed)][level].append(" ".join(_pattern(word) for word in words))
    return tuple(
        re.compile(
            r"(?<![\w-])(?:"
            + "|".join(f"(?P<l{level}>{'|'.join(known)})" for level, known in sorted(levels.items())[::-1])
            + r")(?!\w)"
        )
        for _, levels in sorted(by_words.items())[::-1]
    )


def _pattern(word: str) -> str:
    return r"\w+" if word == "*" else re.escape(word).replace(r"\*", r"\w*")


def _folded(text: str) -> str:
    """Small letters without accents; the dots of abbreviations are gone: "B. Sc." → "bsc"."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    bare = "".join(c for c in parts if not unicodedata.combining(c))
    return " ".join(_EXTRA.sub(" ", _DOT.sub(r"\1", bare)).split())
