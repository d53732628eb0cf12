"""Grades of schools everywhere, with their scale: "1,3", "3.8/4.0", "110 e lode", "mention bien", "2:1"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from parsing.stages.places import place_in

_NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?"
_TOP = r"(?:4(?:[.,](?:[05]0?|33?))?|[567](?:[.,]00?)?|(?:10|15|20|30|45|60|100|110)(?:[.,]00?)?)"
_OUT_OF = r"\s*(?:/|out of|von|sur|su|sobre|de|van|na|av|af)\s*"
_LETTER = r"[a-f][+\-]?(?![\w.])"
_LAUREL = r"(?:\s*(?:e|con|cum|with|com)\s+(?:lode|laude|louvor))?"
_UNIT = r"(?:\s*(?:%|valores))?"
_BARE_RATIO = re.compile(
    rf"(?<![\d.,/\-:])(?!0\d)({_NUMBER})\s*/\s*({_TOP}){_LAUREL}(?![\d/]|[.,]\d| of\b| der\b)"
)
_UNITED = re.compile(
    rf"(?<![\d.,/])(?:{_NUMBER}\s*(?:valores\b|c?gpa\b)|(?:110|30)\s+(?:e\s+lode|cum\s+laude)\b)"
    r"|(?<=\()\d{1,2}[.,]\d{1,2}(?=\))"
)
_WHOLE = re.compile(rf"\W*(?:{_NUMBER}\s*%|(?:1?\d|20)[.,]\d{{1,2}}|{_LETTER})\W*")
_RATIO = re.compile(rf"({_NUMBER})(?:{_OUT_OF})({_NUMBER})(?![\d])")
_FIRST_NUMBER = re.compile(_NUMBER)
_NUMBER_AHEAD = re.compile(r"(?<![\d.,/\-])\d{1,2}[.,]\d{1,2}\s\Z")
_BETWEEN = re.compile(r"[\s\-:–]+")
_MONTHS: Final = 12
_LODE = re.compile(r"\b(?:lode|cum laude|louvor)\b")
_BACCALAUREATE = re.compile(r"\bib\b|international baccalaureate")
_SCHOOL_LEAVING = re.compile(r"\b(?:maturita|diploma|liceo|istituto tecnico)\b")
_ABITUR = re.compile(r"abitur|hochschulreife")
_TOPS: Final = {
    4.0: "us", 4.3: "us43", 4.33: "us43", 4.5: "us45", 5.0: "five", 6.0: "swiss", 10.0: "ten", 20.0: "twenty",
    30.0: "italian_exam", 45.0: "ib", 100.0: "percent", 110.0: "laurea",
}  # fmt: skip


class Span(NamedTuple):
    """Where a grade stands: the text from `start` to `end`; `begin` is where its label begins."""

    begin: int
    start: int
    end: int


class Grade(NamedTuple):
    """A grade on its scale. `share` is 0 for the worst and 1 for the best grade; None where it is not known.

    `best_is` is "high", "low", or "" where the grade is words alone; `honours` are such words, "" for none.
    """

    raw: str
    value: float | None
    scale_min: float | None
    scale_max: float | None
    best_is: str
    share: float | None
    honours: str


class _Scale(NamedTuple):
    lowest: float
    highest: float
    best: str

    def share(self, value: float) -> float:
        part = (value - self.lowest) / (self.highest - self.lowest)
        return round(min(1.0, max(0.0, part if self.best == "high" else 1 - part)), 3)

    def holds(self, value: float) -> bool:
        return self.lowest <= value <= self.highest


class _Words(NamedTuple):
    scale: str
    value: float | None
    share: float
    honours: str
    is_alone: bool


def grade_in(text: str) -> Span | None:
    """Where the text gives a grade, None where it does not. Years and shares of a prize are none."""
    flat = _flat(text)
    labelled = _labelled().search(flat)
    if labelled:
        return Span(labelled.start(), *labelled.span("grade"))
    for found in (_bare_ratio(flat), _UNITED.search(flat)):
        if found:
            return Span(found.start(), *found.span())
    worded = _worded().search(flat)
    if worded:
        number = _NUMBER_AHEAD.search(flat, 0, worded.start())  # "1,0 mit Auszeichnung"
        start = number.start() if number else worded.start()
        return Span(start, start, worded.end())
    if _WHOLE.fullmatch(flat) or _bare(flat) in _words():
        start = len(flat) - len(flat.lstrip(" ("))
        end = len(flat.rstrip(" ).,;"))
        return Span(start, start, end)
    return None


def is_grade(text: str) -> bool:
    """Whether the text is the words of a grade and nothing else ("sehr gut")."""
    return _bare(_flat(text)) in _words()


def _bare_ratio(flat: str) -> re.Match[str] | None:
    """A ratio without a label, such as 16/20; what may be a month and a year counts only alone."""
    for match in _BARE_RATIO.finditer(flat):
        value, top = _as_number(match[1]), _as_number(match[2])
        may_be_month = match[1].isdigit() and value <= _MONTHS and top in (10, 15, 20)
        if value <= top and (not may_be_month or _bare(flat) == _bare(match[0])):
            return match
    return None


def grade_of(text: str, *, country: str = "", degree: str = "") -> Grade:
    """The grade that the text gives; `country` (ISO 3166-1) and degree tell the scale of a bare number."""
    flat = _flat(text)
    match = _worded().search(flat) or _worded(alone=True).search(flat)
    known = _words()[_spaced(match[0])] if match else None
    honours = known.honours if known else "e lode" if _LODE.search(flat) else ""
    numbers = flat[: match.start()] + flat[match.end() :] if match else flat
    ratio, number = _RATIO.search(numbers), _FIRST_NUMBER.search(numbers)
    if ratio:
        value, top = _as_number(ratio[1]), _as_number(ratio[2])
        return _on(text, value, _scale_up_to(top, country, _flat(degree)), honours)
    if number:
        value = _as_number(number[0])
        return _on(text, value, _scale_for(value, flat, country, _flat(degree)), honours)
    if known:
        scale = _scales().get(known.scale)
        return Grade(text, known.value, scale.lowest if scale else None, scale.highest if scale else None,
                     scale.best if scale else "", known.share, honours)  # fmt: skip
    points = _letters().get(flat.strip(" ()"))
    return _on(text, points, _scales()["us"] if points is not None else None, honours)


def tell_grades(education: object, country: str) -> None:
    """Puts `grade` beside the `score` of each school: its value and scale (fields.md 59).

    `education` is that part of a profile, changed in place; `country` is where the document comes from,
    which counts for schools whose own place names no country.
    """
    for entry in education if isinstance(education, list) else []:
        score = _value(entry, "score") if isinstance(entry, dict) else ""
        if score:
            place = place_in(_value(entry, "location"))
            own = place.country.code if place and place.country else country
            entry["grade"] = _told(grade_of(score, country=own, degree=_value(entry, "studyType")))


def _value(entry: Mapping[str, object], name: str) -> str:
    leaf = entry.get(name)
    return str(leaf["value"]) if isinstance(leaf, dict) and "value" in leaf else ""


def _told(grade: Grade) -> dict[str, object]:
    known = {name: value for name, value in grade._asdict().items() if value not in (None, "")}
    return {"normalized" if name == "share" else name: value for name, value in known.items()}


def _on(text: str, value: float | None, scale: _Scale | None, honours: str) -> Grade:
    if value is None or scale is None or not scale.holds(value):
        return Grade(text, value, None, None, "", None, honours)
    return Grade(text, value, scale.lowest, scale.highest, scale.best, scale.share(value), honours)


def _scale_up_to(top: float, country: str, degree: str) -> _Scale:
    """The scale whose best grade is `top`, as in 3.8/4.0."""
    if top == 100 and country == "IT":
        return _scales()["maturita"]
    if top == 6 and country not in ("CH", "LI", ""):
        return _Scale(0, 6, "high")
    if top == 10 and country == "NL":
        return _scales()["dutch"]
    if top == 5 and country == "PL":
        return _scales()["polish"]
    return _scales()[_TOPS[top]] if top in _TOPS else _Scale(0, top, "high")


def _scale_for(value: float, flat: str, country: str, degree: str) -> _Scale | None:
    """The scale of a bare number: by its unit or label, by the degree, by the country, by its size."""
    scales = _scales()
    if "%" in flat or "percent" in flat:
        return scales["percent"]
    if "valores" in flat:
        return scales["twenty"]
    if _LODE.search(flat) and value in (30, 110):
        return scales["laurea" if value == 110 else "italian_exam"]
    if _BACCALAUREATE.search(degree) and value > 7:
        return scales["ib"]
    if _ABITUR.search(degree) and value <= 6:
        return scales["abitur"]
    if country == "IT" and _SCHOOL_LEAVING.search(degree) and value <= 100:
        return scales["maturita"]
    of_country = scales.get(_countries().get(country, ""))
    if of_country and of_country.holds(value):
        return of_country
    return next((scales[name] for name in _BY_SIZE if scales[name].holds(value)), None)


_BY_SIZE: Final = ("us", "five", "ten", "twenty", "percent")


def _as_number(text: str) -> float:
    return float(text.replace(",", "."))


def _bare(flat: str) -> str:
    return flat.strip(" ().,;:–-")


def _spaced(words: str) -> str:
    """Words as the file has them: "first-class" as "first class", but "2:1" as it is."""
    return words if words[:1].isdigit() else _BETWEEN.sub(" ", words)


@cache
def _labelled() -> re.Pattern[str]:
    """A label and its grade; behind a label that means more, a blank alone is no link for a whole number."""
    weak = set(_listed("weak", ","))
    words = "|".join(_pattern(words) for words in _by_length())
    more = r"(?:\s*(?:obtained|achieved|points?|ects))?"
    return re.compile(
        rf"(?<![\w-])(?:(?:{_either(set(_listed('label', ',')) - weak)}){more}(?:\s*[:=\-–]\s*|\s+)"
        rf"|(?:{_either(weak)}){more}(?:\s*[:=\-–]\s*|\s+(?=\d+[.,/%]|\d+ ?%|[^\W\d])))"
        rf"(?:(?:of|de|von|di|van)\s+)?"
        rf"(?P<grade>(?:{words})(?!\w)(?:\s*\({_NUMBER}\))?|{_NUMBER}(?:{_OUT_OF}{_NUMBER}(?!\d))?{_UNIT}{_LAUREL}"
        rf"(?![\w/]|[.,]\d)(?:\s*\((?:{words})\)|\s(?:{words})(?!\w))?|{_LETTER})"
    )


def _either(labels: set[str]) -> str:
    return "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))


@cache
def _worded(*, alone: bool = False) -> re.Pattern[str]:
    words = "|".join(_pattern(words) for words in _by_length() if alone or not _words()[words].is_alone)
    return re.compile(rf"(?<![\w:])(?:{words})(?![\w:])")


def _by_length() -> list[str]:
    return sorted(_words(), key=len, reverse=True)


def _pattern(words: str) -> str:
    return _BETWEEN.pattern.join(map(re.escape, words.split()))


@cache
def _words() -> dict[str, _Words]:
    found: dict[str, _Words] = {}
    for row in _rows("word"):
        words, scale, value, share, honours = (part.strip() for part in row.split(";"))
        found[words.removeprefix("=")] = _Words(
            scale, None if value == "-" else float(value), float(share), honours, words.startswith("=")
        )
    return found


@cache
def _scales() -> dict[str, _Scale]:
    rows = [[part.strip() for part in row.split(";")] for row in _rows("scale")]
    return {name: _Scale(float(lowest), float(highest), best) for name, lowest, highest, best in rows}


@cache
def _countries() -> dict[str, str]:
    rows = [row.split(";") for row in _rows("of")]
    return {code.strip(): scale.strip() for code, scale in rows}


@cache
def _letters() -> dict[str, float]:
    rows = [row.split(";") for row in _rows("letter")]
    return {letter.strip().lower(): float(points) for letter, points in rows}


def _listed(kind: str, separator: str) -> list[str]:
    return [item.strip() for row in _rows(kind) for item in row.split(separator)]


def _rows(kind: str) -> list[str]:
    text = resources.files("parsing").joinpath("data/grades.txt").read_text(encoding="utf-8")
    return [row.partition(":")[2].strip() for row in text.splitlines() if row.startswith(f"{kind}:")]


def _flat(text: str) -> str:
    """Small letters without accents; every character keeps its place."""
    if text.isascii():
        return text.lower()
    return "".join(_plain(character) for character in text)


def _plain(character: str) -> str:
    bare = unicodedata.normalize("NFKD", character)[0].lower()
    return "l" if bare == "ł" else bare[:1] or character
