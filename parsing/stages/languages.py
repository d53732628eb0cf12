"""Languages a person speaks, and how well, as written and as ISO 639-1 and CEFR."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from itertools import pairwise, zip_longest
from typing import Final, NamedTuple

from parsing.stages.leaf import Leaf, evidence_at, leaf_at
from parsing.stages.text import after_bullet, fold, trimmed
from parsing.stages.types import Line
from parsing.stages.words import groups

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CEFR = re.compile(r"\b([ABC][12])\b\+?(?:\s*[-–/]\s*([ABC][12])\b)?")
_FULL_STARS: Final = "★●■▮⬤◆✦✱*"
_STARS = re.compile(r"[★●■▮⬤◆✦✱*]{1,10}[☆○□▯◯◇✧]{0,10}")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LONGEST_UNSPACED: Final = 6
_LONGEST_LEVEL: Final = 6
_LONGEST_BRACKET: Final = 30
"""Characters of a bracket that a line's end breaks, behind the break."""
_AFTER_NAME = re.compile(r"[\s:：–—\-|,(/•·]*")
_VARIETY = re.compile(r"\s*\([^()]{2,20}\)\s*[:–—-]")
_LEADING_LEVEL = re.compile(r"(?:[,;/|&]|\b(?:and|und|et|y|e|en|och|og)\b)\s*([^,;/|&()]{3,40})\Z")
_JOINT_WORDS = re.compile(r"\b(?:and|und|et|y|e|en|och|og|oraz|i)\b")
_IN: Final = ("in", "auf", "en", "em", "på", "w")
_EXAM = re.compile(
    r"\b(TOEFL|IELTS|TOEIC|HSK|JLPT|TestDaF|TDN|DSH|DET|Duolingo|KET|PET|FCE|CAE|CPE)\b"
    r"(?:[^\d,;]{0,14}?(\d{1,3}(?:[.,]\d)?)(?![\d/]))?|(?<![\w-])N([1-5])\b"
)
_EXAMS: Final[dict[str, tuple[tuple[float, str], ...]]] = {
    "toefl": ((114, "C2"), (95, "C1"), (72, "B2"), (42, "B1")),
    "ielts": ((8.5, "C2"), (7, "C1"), (5.5, "B2"), (4, "B1")),
    "toeic": ((945, "C1"), (785, "B2"), (550, "B1"), (225, "A2"), (120, "A1")),
    "det": ((145, "C2"), (120, "C1"), (90, "B2"), (60, "B1")),
    "hsk": ((6, "C2"), (5, "C1"), (4, "B2"), (3, "B1"), (2, "A2"), (1, "A1")),
    "jlpt": ((5, "A1"), (4, "A2"), (3, "B1"), (2, "B2"), (1, "C1")),
    "testdaf": ((5, "C1"), (3, "B2")),
    "dsh": ((3, "C2"), (2, "C1"), (1, "B2")),
}
"""From which score an exam says which level, by its makers' own tables; JLPT counts down."""
_PASSED: Final = {"ket": "A2", "pet": "B1", "fce": "B2", "cae": "C1", "cpe": "C2"}
_SHARES: Final = ((0.9, "C2"), (0.7, "C1"), (0.5, "B1"), (0.3, "A2"), (0.0, "A1"))
"""What part of all stars or points people give themselves for a level, roughly."""
_RATED = re.compile(r"(\d{1,3})\s?%|(\d{1,2})\s?/\s?(5|10)\b")

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
    return next(named_languages(text), None) is not None


@lru_cache(maxsize=256)  # several stages ask about the same line
def only_names_languages(text: str) -> bool:
    """True when the text is nothing but names of languages and how well they are spoken."""
    named = list(named_languages(text))
    rest = text
    for start, end, _ in reversed(named):
        rest = rest[:start] + " " + rest[end:]
    words = [word for word in fold(rest).split() if not word.isdigit()]
    return bool(named) and all(
        word in _level_words() or word in _JOINTS or _CEFR.fullmatch(word.upper()) for word in words
    )


def named_languages(text: str, start: int = 0) -> Iterator[tuple[int, int, str]]:
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
        level = next((level for phrase, level in unspaced if phrase in " ".join(words)), "")
        if level:
            return level
    return _exam_level(text) or _rated_level(text)


def _exam_level(text: str) -> str:
    """The CEFR level that the score of a language exam stands for ("TOEFL 108" is C1), "" for none."""
    match = _EXAM.search(text)
    if match is None:
        return ""
    name, score = (match[1] or "jlpt").lower(), match[2] or match[3]
    if name in _PASSED:
        return _PASSED[name]
    steps = _EXAMS[{"duolingo": "det", "tdn": "testdaf"}.get(name, name)]
    value = float(score.replace(",", ".")) if score else 0.0
    return next((level for least, level in steps if value >= least), "") if score else ""


def _rated_level(text: str) -> str:
    """The level that stars, points or a percentage come closest to, "" where there are none."""
    stars, points = _STARS.search(text), _RATED.search(text)
    share = None
    if stars and len(stars[0]) > 1:
        full = sum(character in _FULL_STARS for character in stars[0])
        share = full / max(5, len(stars[0]))
    elif points and not any(map(str.isalpha, text)):
        share = int(points[1]) / 100 if points[1] else int(points[2]) / int(points[3])
    return next((level for least, level in _SHARES if share >= least), "") if share is not None else ""


def spoken_languages(lines: Sequence[Line]) -> list[SpokenLanguage]:
    """The languages of a languages section, in order, each with the level that stands beside or below it."""
    found: list[SpokenLanguage] = []
    pending = False
    begin = 0
    for line, following in zip_longest(lines, lines[1:]):
        if pending and line.text.startswith("(") and cefr_of(line.text[: line.text.find(")")]):
            begin = line.text.find(")") + 1
            found[-1] = found[-1]._replace(fluency=_level_leaf(line, 1, begin - 1))
        on_line = list(_on_line(line, begin))
        level = on_line[-1].fluency if on_line else None
        start = _open_bracket(line, begin) + 1 if level is not None else 0
        begin = _closing_bracket(following) if start else 0
        if level is not None and following is not None and begin:
            on_line[-1] = on_line[-1]._replace(fluency=_over_two_lines(level, line, start, following, begin))
        if on_line:
            found += on_line
            pending = on_line[-1].fluency is None
        elif pending and _is_level(line.text):
            found[-1] = SpokenLanguage(found[-1].language, _level_leaf(line, 0, len(line.text)))
            pending = False
        else:
            pending = False
    return _unique(found)


def _open_bracket(line: Line, begin: int) -> int:
    """Where the first bracket from `begin` on stands that does not close in the line, -1 for none."""
    open_at: list[int] = []
    for at in range(begin, len(line.text)):
        if line.text[at] == "(":
            open_at.append(at)
        elif line.text[at] == ")":
            del open_at[-1:]
    return open_at[0] if open_at else -1


def _closing_bracket(following: Line | None) -> int:
    """How far the line goes on with a bracket that is open at the end of the one above, 0 for not at all."""
    depth = 1
    for at, sign in enumerate(following.text[:_LONGEST_BRACKET] if following else ""):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return at + 1
    return 0


def _over_two_lines(level: Leaf, line: Line, start: int, following: Line, end: int) -> Leaf:
    """The level from `start` on that goes on to the bracket before `end` in the line below."""
    text = f"{line.text[start:].strip()} {following.text[: end - 1].strip()}"
    evidence = (evidence_at(line, start, len(line.text)), evidence_at(following, 0, end - 1))
    return replace(level, value=text, raw=text, evidence=evidence, normalized=cefr_of(text))


def levelled_languages(lines: Sequence[Line]) -> list[Line]:
    """Of the lines of a list of skills those that name a language alone, each with the level below it."""
    return [
        line
        for above, below in pairwise(lines)
        if only_names_languages(above.text) and _is_level(below.text)
        for line in (above, below)
    ]


def _on_line(line: Line, begin: int = 0) -> Iterator[SpokenLanguage]:
    """The languages that the line names from `begin` on."""
    text = line.text
    named = [
        each
        for i, each in enumerate(named_languages(text, begin))
        if not i or _begins_item(text[begin : each[0]])
    ]
    before = _level_before(line, begin or after_bullet(text), named[0][0]) if named else None
    for i, (start, end, code) in enumerate(named):
        stop = named[i + 1][0] if i + 1 < len(named) else len(text)
        lead = _LEADING_LEVEL.search(text, end, stop) if i + 1 < len(named) else None
        following = _level_before(line, lead.start(1), stop) if lead else None
        level = _level_in(line, end, lead.start() if lead and following else stop)
        if before is not None and not (level and level.normalized):
            level = before
        language = leaf_at(
            line, start, end, confidence=0.9, rule="language.name", source="lexicon", normalized=code
        )
        yield SpokenLanguage(language, level)
        is_joined = level is before and not any(map(str.isalpha, _JOINT_WORDS.sub("", text[end:stop])))
        before = following or (before if is_joined else None)


def _level_before(line: Line, start: int, end: int) -> Leaf | None:
    """The level that the words before a name give ("Fluent in", "Mother tongue:"), None for none."""
    start, end = trimmed(line.text, start, end, " \t,;|/•·–—-:()&")
    words = line.text[start:end].split()
    if words[-1:] and words[-1].lower() in _IN:
        end -= len(words[-1])
    if not 0 < len(words) <= _LONGEST_LEVEL or not cefr_of(line.text[start:end]):
        return None
    return _level_leaf(line, start, end)


def _begins_item(before: str) -> bool:
    """False for the second name in "English (taught in French)", given what stands before it."""
    return before.count("(") == before.count(")")


def _level_in(line: Line, start: int, end: int) -> Leaf | None:
    variety = _VARIETY.match(line.text, start, end)
    start = variety.end() if variety and not cefr_of(variety[0]) else start
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
