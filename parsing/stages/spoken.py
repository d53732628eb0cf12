"""The language a document is written in, by its commonest words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from parsing.stages.types import Line
from parsing.stages.words import groups

_WORD = re.compile(r"[^\W\d_]+")
_VOTES: Final[dict[str, list[str]]] = {}
for _language, _words in groups("stop_words").items():
    for _word in _words:
        _VOTES.setdefault(_word, []).append(_language)

_SCRIPTS: Final = (
    (re.compile(r"[\u3040-\u30ff]"), "ja"),
    (re.compile(r"[\uac00-\ud7af]"), "ko"),
    (re.compile(r"[\u4e00-\u9fff]"), "zh"),
    (re.compile(r"[\u0370-\u03ff]"), "el"),
    (re.compile(r"[іїєґ]"), "uk"),
    (re.compile(r"[\u0400-\u04ff]"), "ru"),
    (re.compile(r"[\u0600-\u06ff]"), "ar"),
    (re.compile(r"[\u0590-\u05ff]"), "he"),
    (re.compile(r"[\u0900-\u097f]"), "hi"),
    (re.compile(r"[\u0e00-\u0e7f]"), "th"),
)
_ENOUGH_CHARS: Final = 6_000


def language_of(lines: Sequence[Line]) -> str:
    """The ISO 639-1 code of the language most of the text is in; "en" when there is too little to tell."""
    return _told("\n".join(line.text for line in lines)[:_ENOUGH_CHARS])


@lru_cache(maxsize=8)
def _told(text: str) -> str:
    """Several stages ask about the same document one after the other."""
    return _by_script(text) or _by_stop_words(text)


def _by_script(text: str) -> str:
    if max(text, default="") < "\u0370":
        return ""  # Latin only
    letters = sum(map(str.isalpha, text))
    for script, language in _SCRIPTS:
        if len(script.findall(text)) > (0.02 if language in ("ja", "uk") else 0.2) * letters:
            return language
    return ""


def _by_stop_words(text: str) -> str:
    votes: defaultdict[str, float] = defaultdict(float)
    for word, count in Counter(_WORD.findall(text.lower())).items():
        languages = _VOTES.get(word)
        for language in languages or ():
            votes[language] += min(count, 8) / len(languages or ())
    if not votes:
        return "en"
    language, most = max(votes.items(), key=lambda vote: vote[1])
    return language if most >= 3 and most > 1.1 * votes["en"] else "en"
