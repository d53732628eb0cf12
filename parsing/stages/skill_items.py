"""Skills one by one: what separates one from the next, and how well each is mastered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Final

from parsing.stages.leaf import Leaf, leaf_at
from parsing.stages.ocr_skills import meant_skill
from parsing.stages.skill_names import usual_name
from parsing.stages.text import fold, trimmed
from parsing.stages.types import Line
from parsing.stages.words import words

SEPARATOR = re.compile(r"\s*(?:[,;|•·▪■●◦‣⁃、，；،؛｜\n\t\uf000-\uf8ff]|\s[/–—-]\s|\s{3,})\s*")
VISIBLE = re.compile(r"[,;|•·、，；،؛｜]")
_LEVELS: Final = words("skill_level_words")
ONE_LEVEL: Final = words("skill_levels")
_STARS = re.compile(r"[★⭐●■▮⬤◆✦✱]{1,10}[☆○□▯◯◇✧●]{0,10}|[☆○□▯◯◇✧]{3,10}")
_BAR = re.compile(r"\b(\d{1,3})\s?%|\b(\d{1,2})\s?/\s?(5|10)\b")
_LEVEL_TAIL = re.compile(r"\s*[(\[–—:-]\s*([^()\[\]]{3,30})[)\]]?\s*\Z")
_TAIL_LEVEL = re.compile(r"(?:\s*[·•|–—:(-]\s*|[ \t]+)([^\s(·•|]+(?: [^\s(·•|]+)?)\)?\s*\Z")
_TOKEN = re.compile(r"\S+")
SENTENCE_WORDS: Final = 12
_AND: Final = (
    "and ",
    "und ",
    "et ",
    "& ",
    "y ",
    "e ",
    "en ",
    "och ",
    "og ",
    "oraz ",
    "ja ",
    "ve ",
    "и ",
    "και ",
)
_JOINT = re.compile(r"\s+(?:and|und|et|y|e|en|och|og|oraz|&)\s+")
_NOTHING: Final = frozenset(
    {"and", "etc", "und", "et", "usw", "u.a", "u. a", "uvm", "ecc", "m.m", "itp", "itd", "и др", "等"}
)


@lru_cache(maxsize=1)
def known_skills() -> frozenset[str]:
    """The lexicon, lower case."""
    text = resources.files("parsing").joinpath("data/skills.txt").read_text(encoding="utf-8")
    return frozenset(text.split("\n")) - {""}


def tail_level(line: Line) -> re.Match[str] | None:
    """The level behind a name ("Databases  Advanced", "Sales · Expert"), where there is one."""
    tail = _TAIL_LEVEL.search(line.text)
    return tail if tail and tail.start() > 0 and ends_with_level(line.text) else None


def ends_with_level(text: str) -> bool:
    """True when the last words of the text are a level ("Budgeting — advanced")."""
    tail = _TAIL_LEVEL.search(text)
    return tail is not None and fold(tail[1]) in ONE_LEVEL


def bare(line: Line, start: int, end: int) -> tuple[int, int]:
    """The span without separators at its ends."""
    return trimmed(line.text, start, end)


def level_of_line(line: Line) -> Leaf | None:
    """The leaf when the whole line is a level ("Advanced", ★★★☆☆, 80 %), else None."""
    text = line.text.strip()
    if "\t" in text and all(fold(piece) in ONE_LEVEL for piece in text.split("\t")):
        text = text.split("\t")[0]
    if fold(text) in ONE_LEVEL or _STARS.fullmatch(text) or _BAR.fullmatch(text):
        return leaf_at(line, 0, len(line.text), confidence=0.9, rule="skill.level", normalized=scaled(text))
    return None


def scaled(text: str) -> str:
    """The level on a scale of 1–5, "" where words alone are given that we do not rank."""
    stars = _STARS.search(text)
    if stars:
        full = sum(character in "★⭐●■▮⬤◆✦✱" for character in stars[0])
        return str(max(1, round(5 * full / max(5, len(stars[0])))))
    bar = _BAR.search(text)
    if bar:
        share = int(bar[1]) / 100 if bar[1] else int(bar[2]) / int(bar[3])
        return str(max(1, min(5, round(5 * share))))
    ranks = {
        "beginner": "1",
        "novice": "1",
        "basic": "2",
        "elementary": "2",
        "intermediate": "3",
        "advanced": "4",
    }
    return ranks.get(fold(text), "5" if fold(text) in ("expert", "master", "mastery", "experte") else "")


def skills_between(line: Line, start: int) -> list[Leaf]:
    """The skills from `start` to the end of the line."""
    found: list[Leaf] = []
    for first, last in _items(line, start):
        first, last = trimmed(line.text, first, last, " \t\u00a0|,;:•·–—.،؛、，。")
        first -= start < first < last and line.text[first - 1] == "." and line.text[first].isalpha()
        item = line.text[first:last]
        if not item or len(item.split()) > SENTENCE_WORDS or item.lower() in _NOTHING:
            continue
        if found and fold(item) in ONE_LEVEL:
            continue
        found += _skill(line, first, last)
    return found


def _skill(line: Line, start: int, end: int) -> list[Leaf]:
    for lead in _AND:
        if line.text[start:end].lower().startswith(lead):
            start += len(lead)
    end = _without_level(line.text, start, end)
    if end - start < 1 or not any(character.isalpha() for character in line.text[start:end]):
        return []
    return [skill_leaf(line, start, end)]


def _without_level(text: str, start: int, end: int) -> int:
    stars = _STARS.search(text, start, end)
    if stars and stars.start() > start:
        end = stars.start()
    tail = _LEVEL_TAIL.search(text[start:end])
    if tail and tail.start() > 0 and all(word in _LEVELS or word.isdigit() for word in fold(tail[1]).split()):
        end = start + tail.start()
    return trimmed(text, start, end)[1]


def skill_leaf(line: Line, start: int, end: int) -> Leaf:
    """The words as a skill, in its usual spelling when normalized; those of the lexicon are surer."""
    text = line.text[start:end]
    meant = meant_skill(text, known_skills().__contains__) if line.source == "ocr" else ""
    known = bool(meant) or text.lower() in known_skills()
    return leaf_at(
        line, start, end, value=meant or text, confidence=0.95 if known and not meant else 0.8,
        rule="skill.look_alike" if meant else "skill.list",
        source="lexicon" if known else "rule",
        normalized=usual_name(meant or text) or (meant or text).lower(),
    )  # fmt: skip


def _items(line: Line, start: int) -> Iterator[tuple[int, int]]:
    """Spans between separators, parentheses kept whole; without any, by gaps or by the lexicon."""
    spans = [part for span in _separated(line.text, start) for part in _at_and(line.text, *span)]
    if len(spans) > 1:
        yield from spans
        return
    for first, last in spans:
        by_gap = list(_by_gaps(line, first, last))
        if len(by_gap) > 1:
            yield from by_gap
        else:
            yield from _by_lexicon(line.text, first, last)


def _at_and(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span cut at a word for "and" that has a technology on both sides ("Python and Go")."""
    for match in _JOINT.finditer(text, start, end):
        if usual_name(text[start : match.start()]) and usual_name(text[match.end() : end]):
            return [(start, match.start()), (match.end(), end)]
    return [(start, end)]


def _separated(text: str, start: int) -> Iterator[tuple[int, int]]:
    depth = 0
    first = at = start
    while at < len(text):
        if text[at] in "([":
            depth += 1
        elif text[at] in ")]":
            depth = max(0, depth - 1)
        elif depth == 0:
            match = SEPARATOR.match(text, at)
            if match and match.end() > at:
                if at > first:
                    yield first, at
                first = at = match.end()
                continue
        at += 1
    if first < len(text):
        yield first, len(text)


def _by_gaps(line: Line, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans parted by white space that is clearly wider than a blank."""
    if len(line.words) < 2:
        yield start, end
        return
    spots, offset = [], 0
    for word in line.words:
        spots.append((offset, offset + len(word.text), word.box))
        offset += len(word.text) + 1
    inside = [spot for spot in spots if spot[0] >= start and spot[1] <= end]
    gaps = [right[2].x0 - left[2].x1 for left, right in pairwise(inside)]
    if not gaps:
        yield start, end
        return
    size = line.size or inside[0][2].y1 - inside[0][2].y0
    blank = min(gaps) if min(gaps) < size else 0.25 * size
    wide = max(0.55 * size, 1.8 * blank, 3.0)
    first = inside[0][0]
    for spot, gap in zip(inside, gaps, strict=False):
        if gap > wide:
            yield first, spot[1]
            first = inside[inside.index(spot) + 1][0]
    yield first, inside[-1][1]


def _by_lexicon(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cuts "JavaScript HTML 5 CSS MVC" at known skills; text that is mostly unknown stays whole."""
    tokens = [(match.start(), match.end()) for match in _TOKEN.finditer(text, start, end)]
    whole = text[start:end].lower()
    lexicon = known_skills()
    if len(tokens) < 2 or whole in lexicon:
        yield start, end
        return
    spans, covered, i = [], 0, 0
    while i < len(tokens):
        size = next(
            (n for n in (3, 2, 1) if i + n <= len(tokens) and _phrase(text, tokens, i, n) in lexicon), 0
        )
        covered += size
        spans.append((tokens[i][0], tokens[i + max(size, 1) - 1][1]))
        i += max(size, 1)
    words = text[start:end].split()
    listed = sum(word[:1].isupper() or not word[:1].isalpha() for word in words) >= 0.7 * len(words)
    enough = len(tokens) if len(tokens) == 2 else 0.75 * len(tokens)
    if listed and covered >= enough and len(spans) > 1:
        yield from spans
    else:
        yield start, end


def _phrase(text: str, tokens: Sequence[tuple[int, int]], i: int, size: int) -> str:
    return text[tokens[i][0] : tokens[i + size - 1][1]].lower()
