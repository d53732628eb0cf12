"""The language a résumé is written in, told from its own sentences."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from cvimprover.writing.lexicon import lexicon
from cvimprover.writing.pointers import strings_of, text_at
from cvimprover.writing.types import WRITTEN_LANGUAGES, Json
from parsing.stages.text import fold
from parsing.stages.words import groups

_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile(r"[A-Za-zÀ-ɏ]")
_ENOUGH: Final = 2.0
_ENOUGH_ELSEWHERE: Final = 1.2
_MOST_COUNTED: Final = 6
_PROSE: Final = re.compile(r"/(?:summary|description|highlights/\d+)\Z")
UNKNOWN: Final = "und"
_FOREIGN: Final = re.compile(r"[ąćęłńśźżğışåæøěščřůžýťďľőűățșāēīūļņķģėįųõ]")
"""Letters of the Latin script that none of the languages we write needs, but in names."""
_FEW_FOREIGN: Final = 0.012


def language_of(profile: Json) -> str:
    """The ISO 639-1 code; what the reading of the file told where sentences are few, "und" for nothing.

    The reading's own word counts less, because it has to guess for JSON Resumes, and for forms with English
    headings.
    """
    texts = [text for pointer, text in strings_of(profile) if _PROSE.search(pointer)]
    read = text_at(profile, "/x-document/language")
    prose = "\n".join(texts)
    letters = sum(map(str.isalpha, prose))
    if letters and len(_LATIN.findall(prose)) < letters / 2:
        return read if read not in ("", "en") else UNKNOWN
    best, most = _best(prose, read)
    if most < _ENOUGH:
        elsewhere = (text for pointer, text in strings_of(profile) if not pointer.startswith("/basics/"))
        prose = "\n".join(elsewhere)
        best, most = _best(prose, read)
        best = read or (best if most >= _ENOUGH_ELSEWHERE else "en")
    return UNKNOWN if best in WRITTEN_LANGUAGES and _is_foreign(prose) else best


def _is_foreign(text: str) -> bool:
    """True where letters are frequent that none of the languages we write has."""
    return len(_FOREIGN.findall(text.lower())) > _FEW_FOREIGN * sum(map(str.isalpha, text))


def _best(text: str, read: str) -> tuple[str, float]:
    """The language that most common words speak for, and how many they are."""
    votes: defaultdict[str, float] = defaultdict(float)
    for word, count in Counter(_WORD.findall(text.lower())).items():
        languages = _votes().get(word) or _votes().get(fold(word), ())
        for language in languages:
            votes[language] += min(count, _MOST_COUNTED) / len(languages)
    if not votes:
        return "", 0.0
    best = max(votes, key=lambda language: (votes[language], language == read))
    return best, votes[best]


@lru_cache(maxsize=1)
def _votes() -> Mapping[str, tuple[str, ...]]:
    """Common word, or form of a verb of work → the languages in which it is one."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for language, words in groups("stop_words").items():
        for word in words:
            if len(word) > 1:
                found[word].append(language)
    for language in WRITTEN_LANGUAGES:
        for form in lexicon(language).lemmas:
            if form not in found or language not in found[form]:
                found[form].append(language)
    return {word: tuple(languages) for word, languages in found.items()}
