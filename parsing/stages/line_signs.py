"""What a line shows, as short signs that a model of line sequences learns from: words, looks, place.

A sign is a string; a line shows some forty. Words stand in them only where a lexicon knows them, so that
a model cannot learn whom or what the résumés it was trained on spoke of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from statistics import median
from typing import Final, NamedTuple

from parsing.stages.dates import is_duration, periods_in
from parsing.stages.entries.lexicon import degree_score, labels, org_score, school_score, title_score
from parsing.stages.headings import MAX_CHARS, MAX_WORDS, Heading, heading_of, inline_heading
from parsing.stages.languages import cefr_of, names_languages
from parsing.stages.places import city_country, country_code
from parsing.stages.skill_items import known_skills
from parsing.stages.text import fold, is_shouted
from parsing.stages.types import Entity, Line
from parsing.stages.words import groups, words

_WORD: Final = re.compile(r"[^\W_][\w+#.'’-]*")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_GRADE: Final = re.compile(r"\b\d[.,]\d{1,2}\s*/\s*\d|\b(?:gpa|cgpa|note|nota|grade)\b", re.IGNORECASE)
_SENTENCE_END: Final = re.compile(r"[.!?。…][\"'”’)]*$")
_TELLING: Final = frozenset(
    ("EMAIL", "PHONE", "title+", "org+", "school+", "degree+", "skills>", "prose", "shouted", "colon-end")
)
"""What a line shows to its neighbours, beside its dates, length and size."""
_MOST_WORDS: Final = 24
_SHORT: Final = 12
_PROSE: Final = 9
_VERB: Final = 4
"""Behind so many words the first one's ending may be a verb's; names and titles are shorter."""


class _Page(NamedTuple):
    """What the lines of a document are held against. Sizes and gaps in points, 0 where unknown."""

    size: float
    bold: bool
    gap: float
    looks: Counter[tuple[float, bool, bool, bool]]
    lefts: dict[tuple[int, int], float]
    bottoms: dict[int, float]
    right: float


def signs_of(lines: Sequence[Line], entities: Sequence[Entity], culture: str) -> list[list[str]]:
    """The signs of each line. `culture` (BCP 47) tells how dates and headings are read."""
    page = _page(lines)
    language = culture[:2]
    named: dict[int, set[str]] = {}
    for entity in entities:
        named.setdefault(entity.line, set()).add(entity.label)
    own = [_own(line, culture, named.get(line.id, set()), page) for line in lines]
    heads = [_heading(line, language) for line in lines]
    above = _headings_above(lines, heads, page)
    found: list[list[str]] = []
    for i, line in enumerate(lines):
        signs = ["b", *own[i], *heads[i][0], *above[i], *_looks(line, page), *_place(lines, i, page)]
        for step in (-2, -1, 1, 2):
            if 0 <= i + step < len(lines):
                near = [sign for sign in own[i + step] if sign in _TELLING] if abs(step) == 1 else ()
                signs += [f"{step}:{sign}" for sign in (*own[i + step][:3], *near, *heads[i + step][0])]
            else:
                signs.append(f"{step}:edge")
        found.append(signs)
    return found


def without_headings(signs: Sequence[Sequence[str]]) -> list[list[str]]:
    """The signs as they would be if no lexicon knew a word of the headings; training shows some so."""
    return [[sign for sign in line if not _of_heading(sign)] for line in signs]


def _of_heading(sign: str) -> bool:
    bare = sign.partition(":")[2] if sign[:1] in "-12" else sign
    return bare.startswith(("hd=", "hw=", "hi=", "up="))


def _page(lines: Sequence[Line]) -> _Page:
    weights: Counter[tuple[float, bool]] = Counter()
    looks: Counter[tuple[float, bool, bool, bool]] = Counter()
    lefts: dict[tuple[int, int], float] = {}
    bottoms: dict[int, float] = {}
    for line in lines:
        weights[(round(line.size * 2) / 2, line.bold)] += len(line.text)
        looks[_look(line)] += 1
        if line.box is not None:
            key = (line.page, line.column)
            lefts[key] = min(line.box.x0, lefts.get(key, line.box.x0))
            bottoms[line.page] = max(line.box.y1, bottoms.get(line.page, 0.0))
    (size, bold), _ = weights.most_common(1)[0] if weights else ((0.0, False), 0)
    gaps = [line.gap_above for line in lines if line.gap_above > 0]
    right = max((line.box.x1 for line in lines if line.box), default=0.0)
    return _Page(size, bold, median(gaps) if gaps else 0.0, looks, lefts, bottoms, right)


def _look(line: Line) -> tuple[float, bool, bool, bool]:
    return (round(line.size * 2) / 2, line.bold, line.italic, is_shouted(line.text))


def _own(line: Line, culture: str, named: set[str], page: _Page) -> list[str]:
    """What the line says, the most telling first: its neighbours show the first three of them."""
    text = line.text
    tokens = _WORD.findall(text)[:_MOST_WORDS]
    size = len(tokens)
    signs = [_dated(text, culture), f"n={_bucket(size, (0, 1, 2, 3, 5, 8, 12, 18))}"]
    signs.append(
        "li" if line.is_list_item else "size+" if page.size and line.size > page.size * 1.07 else "size="
    )
    signs += sorted(named)
    if size <= _SHORT:
        for name, score in (
            ("title", title_score(text)),
            ("org", org_score(text)),
            ("school", school_score(text)),
            ("degree", degree_score(text)),
        ):
            if score >= 0.5:
                signs.append(f"{name}{'+' if score >= 1.5 else ''}")
    signs += _kinds_of_words(tokens)
    signs += _shape(text, tokens)
    return signs


def _dated(text: str, culture: str) -> str:
    if not any(map(str.isdigit, text)):
        return "d=no"
    periods = periods_in(text, culture)
    if not periods:
        return "d=year" if _YEAR.search(text) else "d=digits"
    span = sum(period.span_end - period.span_start for period in periods)
    whole = "only" if span > 0.7 * len(text.strip()) else "with"
    return f"d={'range' if any(period.is_range for period in periods) else 'date'}-{whole}"


def _kinds_of_words(tokens: Sequence[str]) -> Iterator[str]:
    """What the lexicons know of the words: how many of a kind, and the words of the lists themselves."""
    if not tokens:
        return
    seen: Counter[str] = Counter()
    for token in tokens:
        for sign in _word_signs(token):
            seen[sign] += 1
    for sign, count in seen.items():
        yield sign if sign[0] == "=" else f"{sign}:{min(count, 3)}"
    skills = seen["skill"] / len(tokens)
    if len(tokens) > 1 and skills > 0.5:
        yield "skills>"
    first = fold(tokens[0])
    if len(tokens) > _VERB and len(first) > 4 and first.isalpha():
        yield f"verb={first[-3:]}"


@lru_cache(maxsize=16384)
def _word_signs(token: str) -> tuple[str, ...]:
    """What is known of one word: the lists it stands in, and itself where a short list knows it."""
    word = fold(token.rstrip(".'’-"))
    if not word:
        return ()
    signs = []
    if word in known_skills():
        signs.append("skill")
    if len(word) > 2 and names_languages(token):
        signs.append("tongue")
    if token[:1].isupper() and len(word) > 3 and (city_country(word) or country_code(word)):
        signs.append("place")
    if cefr_of(token):
        signs.append("level")
    if word in _plain_words():
        signs.append("plain")
    if word in _known_words():
        signs.append(f"={word}")
    return tuple(signs)


@lru_cache(maxsize=1)
def _plain_words() -> frozenset[str]:
    return frozenset(fold(word) for known in groups("stop_words").values() for word in known)


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    """The words that stand for themselves: of labels and levels; no names of skills or jobs."""
    of_labels = {word for label in labels("") for word in label.split()}
    levels = {fold(word) for word in words("skill_level_words")}
    return frozenset(word for word in of_labels | levels if len(word) > 2)


def _shape(text: str, tokens: Sequence[str]) -> Iterator[str]:
    letters = [token for token in tokens if token[0].isalpha()]
    if letters:
        upper = sum(token[0].isupper() for token in letters) / len(letters)
        yield f"cap={_bucket(upper, (0, 0.2, 0.5, 0.99))}"
        if letters[0][0].islower():
            yield "starts-low"
        if len(tokens) >= _PROSE and upper < 0.5:
            yield "prose"
    if is_shouted(text):
        yield "shouted"
    if _SENTENCE_END.search(text):
        yield "stop"
    commas = text.count(",") + text.count("、")
    if commas:
        yield f"comma={min(commas, 3)}"
    marks = {"|": "bar", "•": "dot", "·": "dot", "/": "slash", "\t": "tab", "@": "at", "%": "percent"}
    yield from {sign for mark, sign in marks.items() if mark in text}
    colon = text.find(":")
    if 0 < colon < 40:
        yield "label:" if colon < len(text) - 2 else "colon-end"
    if text[:1].isdigit():
        yield "digit-first"
    if "(" in text:
        yield "("
    if "“" in text or "„" in text or '"' in text or "«" in text:
        yield "quoted"
    if _GRADE.search(text):
        yield "grade"
    if is_duration(text):
        yield "duration"
    if "http" in text or "www." in text:
        yield "web"


def _heading(line: Line, language: str) -> tuple[list[str], Heading | None]:
    """What the lexicon of headings says of the line, as signs and, where it knows all of it, as heading."""
    text = line.text
    short = len(text) <= MAX_CHARS and len(text.split()) <= MAX_WORDS + 8
    heading = heading_of(text, language) if short else None
    if heading is not None and heading.exact:
        return [f"hd={heading.kind}"], heading
    inline = inline_heading(text[:400], language)
    if inline is not None:
        return [f"hi={inline[0].kind}"], None
    return ([f"hw={heading.kind}"] if heading else []), None


def _headings_above(
    lines: Sequence[Line], heads: Sequence[tuple[list[str], Heading | None]], page: _Page
) -> list[list[str]]:
    """The kind of the last heading above each line, in its own column and in reading order."""
    last, far = "none", 0
    columns: dict[object, str] = {}
    found: list[list[str]] = []
    for line, (_, heading) in zip(lines, heads, strict=True):
        stream = "side" if line.role == "sidebar" else line.column
        in_column = columns.get(stream, "none")
        found.append([f"up={last}", f"up={last}/{_bucket(far, (0, 1, 3, 8, 20))}", f"up=c/{in_column}"])
        far += 1
        if heading is not None and _stands_out(line, page):
            last, far = heading.kind, 0
            columns[stream] = last
    return found


def _stands_out(line: Line, page: _Page) -> bool:
    return (
        line.heading > 0
        or (page.size > 0 and line.size > page.size * 1.07)
        or (line.bold and not page.bold)
        or is_shouted(line.text)
        or (len(line.text.split()) <= 3 and not line.is_list_item)
    )


def _looks(line: Line, page: _Page) -> Iterator[str]:
    """How the line is set, against what most of the text looks like."""
    ratio = line.size / page.size if page.size else 1.0
    size = _bucket(ratio, (0.85, 0.96, 1.04, 1.15, 1.35, 1.8))
    yield f"size={size}"
    yield f"bold={int(line.bold)}{int(page.bold)}"
    if line.italic:
        yield "italic"
    if line.heading:
        yield f"level={min(line.heading, 3)}"
    share = page.looks[_look(line)] / max(1, sum(page.looks.values()))
    yield f"look={_bucket(share, (0.02, 0.06, 0.15, 0.4))}"
    yield f"look={size}/{int(line.bold)}/{int(is_shouted(line.text))}"
    if line.words and line.words[0].bold and not line.words[-1].bold:
        yield "bold-first"
    if line.role != "body":
        yield f"role={line.role}"
    if line.table:
        yield f"cell={min(line.cell, 3)}"


def _place(lines: Sequence[Line], i: int, page: _Page) -> Iterator[str]:
    """Where the line stands: on its page, in its column, below the line before it."""
    line = lines[i]
    yield f"at={_bucket(i, (0, 1, 2, 4, 8, 14, 30))}"
    yield f"page={min(line.page, 3)}"
    if line.box is None:
        yield "flow"
        return
    height = max(page.size, line.size, 1.0)
    gap = line.gap_above / height
    yield f"gap={_bucket(gap, (0.05, 0.4, 0.8, 1.3, 2.2))}"
    if page.gap:
        yield f"gap/={_bucket(line.gap_above / page.gap, (0.3, 0.9, 1.4, 2.2, 4.0))}"
    yield f"in={_bucket(line.box.x0 - page.lefts[line.page, line.column], (2.0, 8.0, 20.0, 45.0, 120.0))}"
    yield f"col={min(line.column, 2)}"
    yield f"y={_bucket(line.box.y0 / max(1.0, page.bottoms[line.page]), (0.08, 0.2, 0.5, 0.9))}"
    yield f"end={_bucket(line.box.x1 / max(1.0, page.right), (0.3, 0.5, 0.75, 0.95))}"
    if i:
        before = lines[i - 1]
        if before.page != line.page:
            yield "new-page"
        elif before.column != line.column or before.role != line.role:
            yield "new-column"
        elif before.region != line.region:
            yield "new-region"
        yield f"like-above={int(_look(before) == _look(line))}"
    if i + 1 < len(lines):
        yield f"like-below={int(_look(lines[i + 1]) == _look(line))}"


def _bucket(value: float, edges: Sequence[float]) -> int:
    """How many edges the value lies above."""
    return sum(value > edge for edge in edges)
