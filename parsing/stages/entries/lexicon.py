"""How much a text looks like a job title, an organisation, a school, a degree: word lists and shapes."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from parsing.stages.text import fold

_DOTS = re.compile(r"(?<=\w)\.(?=\w)|(?<=\w)\.")
_SPACED_DOTS = re.compile(r"(?<=\b[A-Z])\. (?=(?:Sc|A|S|Arch|Eng|Ed|Tech|Com|Phil|D)\b)")
_ABBREVIATION = 4
"""Letters of the longest abbreviation that may be a word too: "bed", "ma", "cap"."""
_PARENTHESES = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
_CAMEL = re.compile(r"\b(?:[A-Z]+[a-z]+[A-Z]\w*|[a-z]+[A-Z]\w+|[A-Z]{2,}[a-z]\w+)\b")
_TITLE_MARK = re.compile(r"\((?:m/?w/?d|m/?f/?d|f/?m/?x|h/f|f/h|w/m/d|gn)\)|\b(?:w/m|m/w)\b", re.IGNORECASE)
_LEVEL = re.compile(r"i{1,3}|iv|v|[lp]?\d|[a-e]")
_PLURALS = (("s", ""), ("es", ""), ("en", ""), ("n", ""), ("i", "o"), ("i", "e"), ("tti", "tto"), ("er", ""))
_LEAVING = 1.9
"""What the kind of a school counts for as a degree: less than as a school, where it is the only name."""
_SEEN = 4096
_LONGEST_LABEL = 60


def title_score(text: str) -> float:
    """How surely the text names a job: 0 for no sign, 2 where the word for the job stands at its head."""
    return _title_score(text)


@lru_cache(maxsize=_SEEN)
def _title_score(text: str) -> float:
    if _TITLE_MARK.search(text):
        return 2.5
    head = _PARENTHESES.sub(" ", text)
    tokens = [fold(chunk).split() for chunk in re.split(r"[,;:|/&،؛，、；：]| - | – ", head)]
    best = max((_title_chunk(chunk) for chunk in tokens if chunk), default=0.0)
    length = sum(map(len, tokens))
    return best - max(0, length - 8) * 0.25


def _title_chunk(tokens: list[str]) -> float:
    while len(tokens) > 1 and _LEVEL.fullmatch(tokens[-1]):
        tokens = tokens[:-1]
    hits = [i for i, token in enumerate(tokens) if _is_title_word(token)]
    if not hits:
        return 0.0
    if len(tokens) > 1 and hits == [len(tokens) - 1] and _is_plural_title(tokens[-1]):
        # One person is no "Solicitors": a firm is called after what its people are.
        return 0.6
    cut = next((i for i, token in enumerate(tokens) if i and token in labels("of")), len(tokens))
    if hits[0] == 0 or any(hit == cut - 1 for hit in hits):
        return 2.0
    return 1.2 if any(hit < cut for hit in hits) else 0.6


@lru_cache(maxsize=_SEEN)
def _is_title_word(token: str) -> bool:
    words, endings = _titles()
    if token in words or (token.endswith("s") and token[:-1] in words and len(token) > 5):
        return True
    return any(token.endswith(ending) for ending in endings.get(token[-2:], ()))


@lru_cache(maxsize=_SEEN)
def _is_plural_title(token: str) -> bool:
    """True for "arquitectos", "solicitors", "architekten", "avvocati", of which the singular is a title."""
    words, _ = _titles()
    return token not in words and any(
        token.endswith(ending) and token.removesuffix(ending) + singular in words
        for ending, singular in _PLURALS
    )


@lru_cache(maxsize=_SEEN)
def org_score(text: str) -> float:
    """How surely the text names an organisation: 3 for a legal form, 1.5 for a word such as "bank"."""
    tokens = fold(_DOTS.sub("", _PARENTHESES.sub(" ", text))).split()
    if not tokens:
        return 0.0
    words, of = _table("organizations.txt"), labels("of")
    score = 0.0
    if len(tokens) > 1 and (tokens[-1] in words["legal"]):
        score += 3.0
    elif (
        tokens[-1] in words["kind"]
        or (len(tokens) > 1 and tokens[0] in words["lead"])
        or _has_school_ending(tokens[-1])
        or any(token in words["kind"] and following in of for token, following in pairwise(tokens))
    ):
        score += 1.5
    elif _is_plural_title(tokens[-1]) and len(tokens) > 1 and not any(map(_is_title_word, tokens[:-1])):
        score += 1.0
    elif any(token in words["kind"] for token in tokens):
        score += 0.5
    if _CAMEL.search(text):
        score += 0.5
    return score


@lru_cache(maxsize=_SEEN)
def school_score(text: str) -> float:
    """How surely the text names a school."""
    score = 0.0
    schools = _table("degrees.txt")["school"]
    for raw in re.findall(r"[\w'’-]+", _DOTS.sub("", text)):
        word = fold(raw)
        is_listed = any(part in schools for part in word.split())
        if (is_listed and (len(word) > 4 or raw.isupper())) or _has_school_ending(word):
            score = max(score, 2.0)
    return score


@lru_cache(maxsize=_SEEN)
def degree_score(text: str) -> float:
    """How surely the text names a degree or a course of study."""
    score = 0.0
    for i, raw in enumerate(re.findall(r"[\w'’+-]+", _DOTS.sub("", _SPACED_DOTS.sub(".", text)))):
        if _is_degree_word(raw, is_first=i == 0):
            score = max(score, 2.5 if i == 0 else 1.8)
    if not score and fold(text).replace(" ", "") in _table("degrees.txt")["leaving"]:
        return _LEAVING
    return score


def _is_degree_word(raw: str, *, is_first: bool) -> bool:
    words = _table("degrees.txt")
    word = fold(raw).replace(" ", "") if "'" in raw or "’" in raw else fold(raw)
    capitals = sum(map(str.isupper, raw))
    if word in words["month"]:
        return capitals >= 2 and not raw.isupper()
    if is_first and capitals and word in words["short"]:
        return True
    parts = (word, word.replace(" ", ""), *word.split())
    if not any(part in words["word"] for part in parts) and not word.endswith(tuple(words["suffix"])):
        return False
    if len(word) > _ABBREVIATION or not word.isascii():
        return True
    return capitals >= 2 or (is_first and capitals > 0 and len(word) == _ABBREVIATION)


@cache
def labels(kind: str) -> frozenset[str]:
    """The folded labels of one kind in data/entry_labels.txt; every label for ""."""
    found: set[str] = set()
    for line in _lines("entry_labels.txt"):
        key, _, rest = line.partition(":")
        if key == kind or (not kind and key != "of"):
            found.update(label.strip() for label in rest.split(","))
    return frozenset(found)


@lru_cache(maxsize=_SEEN)
def form_label(text: str) -> str:
    """What a table's cell of this text says its neighbours are, as a kind of label; "" for no label."""
    return _form_labels().get(fold(text), "") if len(text) <= _LONGEST_LABEL else ""


@cache
def _form_labels() -> dict[str, str]:
    """Label → kind, from entry_labels.txt and form_labels.txt; the first kind that claims a label has it."""
    found: dict[str, str] = {}
    for line in (*_lines("form_labels.txt"), *_lines("entry_labels.txt")):
        kind, _, rest = line.partition(":")
        for label in rest.split(",") if kind not in ("of", "award") else ():
            found.setdefault(label.strip(), kind)
    return found


def _has_school_ending(word: str) -> bool:
    return (len(word) > 7 or not word.isascii()) and word.endswith(_school_endings())


@cache
def _school_endings() -> tuple[str, ...]:
    return tuple(_table("degrees.txt")["school-suffix"])


@cache
def _titles() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """Whole words, and endings of compounds by their last two letters."""
    words: set[str] = set()
    endings: defaultdict[str, list[str]] = defaultdict(list)
    for line in _lines("titles.txt"):
        for word in line.split():
            bare = word.lstrip("-")
            words.add(fold(bare).replace(" ", "") if "-" not in bare else fold(bare))
            if word.startswith("-"):
                endings[bare[-2:]].append(bare)
    return frozenset(words), {key: tuple(values) for key, values in endings.items()}


@cache
def _table(name: str) -> dict[str, frozenset[str]]:
    table: defaultdict[str, set[str]] = defaultdict(set)
    for line in _lines(name):
        key, _, rest = line.partition(":")
        table[key].update(fold(word).replace(" ", "") for word in rest.split())
    return {key: frozenset(values) for key, values in table.items()}


def _lines(name: str) -> list[str]:
    text = files("parsing").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
