"""The language a document is written in, by its script and its commonest words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final

from parsing.stages.headings import languages_of_heading
from parsing.stages.types import Line
from parsing.stages.words import groups, words

_WORD = re.compile(r"[^\W\d_]+")
_VOTES: Final[dict[str, list[str]]] = {}
for _language, _words in groups("stop_words").items():
    for _word in _words:
        if len(_word) > 1 or not _word.isascii() or _word in "vwyz":  # others are bullets, initials, grades
            _VOTES.setdefault(_word, []).append(_language)

_CYRILLIC: Final = frozenset({"ru", "uk", "bg", "sr", "be", "mk", "kk"})
_LATIN: Final = frozenset(groups("stop_words")) - _CYRILLIC
_SCRIPTS: Final = (
    (re.compile(r"[\u3040-\u30ff]"), "ja"),
    (re.compile(r"[\uac00-\ud7af]"), "ko"),
    (re.compile(r"[\u4e00-\u9fff]"), "zh"),
    (re.compile(r"[\u0370-\u03ff]"), "el"),
    (re.compile(r"[їєґ]"), "uk"),
    (re.compile(r"[ў]"), "be"),
    (re.compile(r"[әғқңөұүһ]"), "kk"),
    (re.compile(r"[ђћљњџј]"), "sr"),
    (re.compile(r"[\u0400-\u04ff]"), "ru"),
    (re.compile(r"[ٹڈڑں]"), "ur"),
    (re.compile(r"[پچژگ]"), "fa"),
    (re.compile(r"[\u0600-\u06ff]"), "ar"),
    (re.compile(r"[\u0590-\u05ff]"), "he"),
    (re.compile(r"[\u0900-\u097f]"), "hi"),
    (re.compile(r"[\u0980-\u09ff]"), "bn"),
    (re.compile(r"[\u0a00-\u0a7f]"), "pa"),
    (re.compile(r"[\u0a80-\u0aff]"), "gu"),
    (re.compile(r"[\u0b80-\u0bff]"), "ta"),
    (re.compile(r"[\u0c00-\u0c7f]"), "te"),
    (re.compile(r"[\u0c80-\u0cff]"), "kn"),
    (re.compile(r"[\u0d00-\u0d7f]"), "ml"),
    (re.compile(r"[\u0d80-\u0dff]"), "si"),
    (re.compile(r"[\u0e00-\u0e7f]"), "th"),
    (re.compile(r"[\u0e80-\u0eff]"), "lo"),
    (re.compile(r"[\u1000-\u109f]"), "my"),
    (re.compile(r"[\u10a0-\u10ff]"), "ka"),
    (re.compile(r"[\u1200-\u137f]"), "am"),
    (re.compile(r"[\u1780-\u17ff]"), "km"),
    (re.compile(r"[\u0530-\u058f]"), "hy"),
)
_OTHER_SCRIPTS: Final = re.compile(r"[\u0370-\u1dff\u2e80-\ud7ff\uf900-\ufaff]")
_FEW: Final = frozenset({"ja", "uk", "be", "kk", "sr", "ur", "fa"})
"""Languages whose own letters are few among those they share with others."""
_HEADING_WEIGHT: Final = 3.0
_LONGEST_HEADING: Final = 40
_ENOUGH_CHARS: Final = 6_000
_ENOUGH_VOTES: Final = 3.0
_ENOUGH_WORDS: Final = 60
_SHARE_TO_TELL: Final = 0.04


def language_of(lines: Sequence[Line]) -> str:
    """The ISO 639-1 code of the language most of the text is in; "en" when there is too little to tell.

    Headings in another language than English tell as well; English ones do not, for many templates keep
    them whatever the text is in.
    """
    return _told(_text_of(lines))


def is_supported(language: str) -> bool:
    """True for a language whose headings, dates, degrees and titles we know."""
    return language in words("supported_languages")


def is_told(lines: Sequence[Line]) -> bool:
    """False for a text, long enough to tell, in which hardly a common word of any language stands."""
    text = _text_of(lines)
    found = _counted(text)
    total = found.total()
    if total < _ENOUGH_WORDS or _by_script(text) or _heading_languages(text):
        return True
    language = _told(text)
    known = sum(count for word, count in found.items() if language in _VOTES.get(word, ()))
    return known >= _SHARE_TO_TELL * total


def _text_of(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines)[:_ENOUGH_CHARS]


# Several stages ask about the same document one after the other.


@lru_cache(maxsize=8)
def _told(text: str) -> str:
    return _by_script(text) or _by_stop_words(text, _LATIN)


@lru_cache(maxsize=8)
def _counted(text: str) -> Counter[str]:
    """How often each word stands in the text."""
    return Counter(_WORD.findall(text.lower()))


@lru_cache(maxsize=8)
def _by_script(text: str) -> str:
    if not _OTHER_SCRIPTS.search(text):
        return ""
    letters = sum(map(str.isalpha, text))
    for script, language in _SCRIPTS:
        if len(script.findall(text)) > (0.015 if language in _FEW else 0.2) * letters:
            return _by_stop_words(text, _CYRILLIC, "ru") if language == "ru" else language
    return ""


def _by_stop_words(text: str, among: frozenset[str], otherwise: str = "en") -> str:
    votes: defaultdict[str, float] = defaultdict(float)
    for word, count in _counted(text).items():
        own = [language for language in _VOTES.get(word, ()) if language in among]
        for language in own:
            votes[language] += min(count, 8) / len(own)
    for languages in _heading_languages(text):
        for language in among.intersection(languages):
            votes[language] += _HEADING_WEIGHT / len(languages)
    if not votes:
        return otherwise
    language, most = max(votes.items(), key=lambda vote: vote[1])
    return language if most >= _ENOUGH_VOTES and most > 1.1 * votes[otherwise] else otherwise


@lru_cache(maxsize=8)
def _heading_languages(text: str) -> tuple[Collection[str], ...]:
    """For each line that is a known heading, but no English one, the languages it may be in."""
    lines = (line for line in text.split("\n") if 2 < len(line) < _LONGEST_HEADING)
    return tuple(told for line in lines if (told := languages_of_heading(line)) and "en" not in told)
