"""Languages a person speaks, and how well, as written and as ISO 639-1 and CEFR."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources
from typing import Final, NamedTuple

from parsing.stages.leaf import Leaf, leaf_at
from parsing.stages.text import after_bullet, fold, trimmed
from parsing.stages.types import Line
from parsing.stages.words import groups

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CEFR = re.compile(r"\b([ABC][12])\b\+?(?:\s*[-–/]\s*([ABC][12])\b)?")
_STARS = re.compile(r"[★●■▮⬤◆✦✱*]{1,10}[☆○□▯◯◇✧]{0,10}")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LONGEST_UNSPACED: Final = 6
_LONGEST_LEVEL: Final = 6
_AFTER_NAME = re.compile(r"[\s:：–—\-|,(/•·]*")

_JOINTS: Final = frozenset(
    [
        "and",
        "und",
        "et",
        "y",
        "e",
        "en",
        "i",
        "och",
        "og",
        "languages",
        "sprachen",
        "langues",
        "idiomas",
        "lingue",
        "talen",
        "jezyki",
        "sprak",
        "sprog",
        "kielet",
        "jazyky",
        "limbi",
        "diller",
        "oraz",
        "ve",
        "ja",
        "si",
        "и",
        "та",
        "και",
    ]
)


class SpokenLanguage(NamedTuple):
    """A language as named in the résumé; `fluency` is None where no level is given. `code` is ISO 639-1."""

    language: Leaf
    fluency: Leaf | None


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    text = resources.files("parsing").joinpath("data/languages.json").read_text(encoding="utf-8")
    codes: dict[str, list[str]] = json.loads(text)
    names: dict[str, str] = {}
    for code, tongues in codes.items():
        for name in tongues:
            names.setdefault(fold(name), code)
    # The ISO words for these mean something else far more often.
    for word in ("lao", "ga", "polish language", "ido", "mari"):
        names.pop(word, None)
    return names


@lru_cache(maxsize=1)
def _phrases() -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Folded phrase → level; and those of scripts without blanks, the longest first."""
    levels: dict[str, str] = {}
    for level, phrases in groups("language_levels").items():
        for phrase in phrases:
            levels.setdefault(fold(phrase), level)
    unspaced = [(phrase, level) for phrase, level in levels.items() if _UNSPACED.search(phrase)]
    return levels, sorted(unspaced, key=lambda pair: -len(pair[0]))


@lru_cache(maxsize=1)
def _level_words() -> frozenset[str]:
    return frozenset(word for phrase in _phrases()[0] for word in phrase.split())


def names_languages(text: str) -> bool:
    """True when the text names a human language."""
    return next(_named(text), None) is not None


def only_names_languages(text: str) -> bool:
    """True when the text is nothing but names of languages and how well they are spoken."""
    named = list(_named(text))
    rest = text
    for start, end, _ in reversed(named):
        rest = rest[:start] + " " + rest[end:]
    words = [word for word in fold(rest).split() if not word.isdigit()]
    return bool(named) and all(
        word in _level_words() or word in _JOINTS or _CEFR.fullmatch(word.upper()) for word in words
    )


def _named(text: str, start: int = 0) -> Iterator[tuple[int, int, str]]:
    """Start, end and ISO code of every language name in `text`, longest first at each place."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text, start)]
    names = _names()
    skip = 0
    for i, (begin, _) in enumerate(words):
        if i < skip:
            continue
        for size in (3, 2, 1):
            if i + size > len(words):
                continue
            end = words[i + size - 1][1]
            code = names.get(fold(text[begin:end]))
            if code is None and size == 1 and _UNSPACED.match(text, begin):
                end, code = _leading_name(text, begin, end)
            if code and (size > 1 or end - begin > 2 or not text.isascii()):
                skip = i + size
                yield begin, end, code
                break


def _leading_name(text: str, begin: int, end: int) -> tuple[int, str | None]:
    """Where the name of a language ends that an unspaced word begins with ("英语流利"), and its code."""
    for stop in range(min(begin + _LONGEST_UNSPACED, end), begin + 1, -1):
        code = _names().get(fold(text[begin:stop]))
        if code:
            return stop, code
    return end, None


def cefr_of(text: str) -> str:
    """The CEFR level that the words say ("courant" is C1), "native" for a mother tongue, "" when unknown."""
    match = _CEFR.search(text)
    if match:
        return match[2] or match[1]
    levels, unspaced = _phrases()
    words = fold(text).split()
    for size in range(min(_LONGEST_LEVEL, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            level = levels.get(" ".join(words[at : at + size]))
            if level:
                return level
    if _UNSPACED.search(text):
        return next((level for phrase, level in unspaced if phrase in " ".join(words)), "")
    return ""


def spoken_languages(lines: Sequence[Line]) -> list[SpokenLanguage]:
    """The languages of a languages section, in order, each with the level that stands beside or below it."""
    found: list[SpokenLanguage] = []
    pending = False
    for line in lines:
        on_line = list(_on_line(line))
        if on_line:
            found += on_line
            pending = on_line[-1].fluency is None
        elif pending and _is_level(line.text):
            found[-1] = SpokenLanguage(found[-1].language, _level_leaf(line, 0, len(line.text)))
            pending = False
        else:
            pending = False
    return _unique(found)


def _on_line(line: Line) -> Iterator[SpokenLanguage]:
    text = line.text
    named = list(_named(text))
    for i, (start, end, code) in enumerate(named):
        stop = named[i + 1][0] if i + 1 < len(named) else len(text)
        if i and not _begins_item(text, start):
            continue
        while i + 1 < len(named) and not _begins_item(text, named[i + 1][0]):
            i += 1
            stop = named[i + 1][0] if i + 1 < len(named) else len(text)
        language = leaf_at(
            line, start, end, confidence=0.9, rule="language.name", source="lexicon", normalized=code
        )
        yield SpokenLanguage(language, _level_in(line, end, stop))


def _begins_item(text: str, start: int) -> bool:
    """False for the second name in "English (taught in French)"."""
    before = text[:start]
    return before.count("(") == before.count(")")


def _level_in(line: Line, start: int, end: int) -> Leaf | None:
    match = _AFTER_NAME.match(line.text, start, end)
    begin = match.end() if match else start
    begin, finish = trimmed(line.text, begin, end, " \t,;|/•·–—-:()&")
    level = line.text[begin:finish]
    if not level or level.lower() in ("and", "und", "et", "y", "e", "en", "i", "och", "og"):
        return None
    if ")" in line.text[finish : finish + 1] and "(" in level:
        finish += 1
    return _level_leaf(line, begin, finish)


def _level_leaf(line: Line, start: int, end: int) -> Leaf:
    start = max(start, after_bullet(line.text)) if start == 0 else start
    level = cefr_of(line.text[start:end])
    return leaf_at(
        line, start, end, confidence=0.9 if level else 0.6, rule="language.level", normalized=level
    )


def _is_level(text: str) -> bool:
    return len(text) < 60 and bool(cefr_of(text) or _STARS.fullmatch(text.strip()))


def _unique(found: Sequence[SpokenLanguage]) -> list[SpokenLanguage]:
    seen: set[str] = set()
    unique = []
    for spoken in found:
        key = fold(spoken.language.value)
        if key not in seen:
            seen.add(key)
            unique.append(spoken)
    return unique
