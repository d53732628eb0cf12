"""What each page of a file is: résumé, letter, certificate, or something that has no business here.

People send one PDF with a letter, a résumé and certificates. Only the résumé's pages may feed the
profile: a certificate's school is no education of its own, a letter's addressee no employer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from itertools import groupby
from typing import Final, Literal, NamedTuple, TypedDict, cast

from parsing.stages.dates import periods_in
from parsing.stages.headings import MAX_CHARS, heading_of
from parsing.stages.types import Line, Section

PageKind = Literal["resume", "letter", "certificate", "invoice", "advert", "article", "other"]

_NO_KINDS: Final = frozenset({"contact", "profiles", "summary", "interests", "awards", "other"})
"""Sections that other documents have as well."""
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.\w|linkedin\.com/in/|\+\d[\d ()./-]{7,}")
_MONEY = re.compile(r"(?:[€$£¥]\s?\d|\d[\d.,]*\s?(?:€|EUR|USD|GBP|CHF|zł|Kč|kr)\b)")
_LONG_LINE: Final = 55
_TITLE_LINES: Final = 8
_ENOUGH_WORDS: Final = 40
_SURE: Final = 3.0
_BEYOND_DOUBT: Final = 5.0
_CONTINUES: Final = frozenset({"other", "article"})
"""What a page of a résumé may look like by itself: a list of patents is prose."""


class _Row(NamedTuple):
    """What a line says and where, as little as tells its page."""

    page: int
    id: int
    text: str
    is_list_item: bool


class _Entry(TypedDict):
    points: float
    phrases: list[str]


class PageClass(NamedTuple):
    """What a page is and how surely (0–1); `evidence` are ids of the lines that told."""

    page: int
    kind: PageKind
    probability: float
    evidence: tuple[int, ...]


class _Signs(NamedTuple):
    """Points for each kind and the lines that gave them."""

    points: dict[str, float]
    lines: dict[str, list[int]]

    def add(self, kind: str, points: float, line: int) -> None:
        self.points[kind] = self.points.get(kind, 0.0) + points
        self.lines.setdefault(kind, []).append(line)


def page_classes(lines: Sequence[Line]) -> list[PageClass]:
    """A class for each page that has lines, in order of pages.

    A page without signs of its own goes on with what the page before it was. In a file with a résumé a
    page of mere prose is part of it.
    """
    return list(
        _classes_of(tuple([_Row(each.page, each.id, each.text, each.is_list_item) for each in lines]))
    )


@lru_cache(maxsize=8)
def _classes_of(rows: tuple[_Row, ...]) -> tuple[PageClass, ...]:
    """Several stages ask about the same lines one after the other."""
    pages = {page: list(group) for page, group in groupby(sorted(rows, key=_page_of), key=_page_of)}
    found: list[PageClass] = []
    for page, own in pages.items():
        known = _class_of(page, own)
        if known is None:
            before = found[-1].kind if found and found[-1].kind != "article" else "other"
            known = PageClass(page, before, 0.5, ())
        found.append(known)
    if any(each.kind == "resume" for each in found):
        return tuple(each._replace(kind="resume") if each.kind in _CONTINUES else each for each in found)
    return tuple(found)


def resume_first(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with those of the résumé's pages ahead of all others, numbered anew.

    A file that is a résumé through and through, or none at all, stays as it is.
    """
    others = _other_pages(lines)
    if not others:
        return tuple(lines)
    ordered = [line for line in lines if line.page not in others]
    ordered += [line for line in lines if line.page in others]
    return tuple(replace(line, id=number) for number, line in enumerate(ordered))


def own_lines(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of the résumé's pages, which `resume_first` put ahead; all lines where all pages are its."""
    others = _other_pages(lines)
    return [line for line in lines if line.page not in others] if others else lines


def sections_apart(lines: Sequence[Line]) -> tuple[Section, ...]:
    """A section for each run of pages that are no résumé; its kind is that of the pages."""
    others = _other_pages(lines)
    apart = [line for line in lines if line.page in others]
    return tuple(
        Section(kind, tuple(line.id for line in group), None, 0.8)
        for kind, group in groupby(apart, key=lambda line: others[line.page])
    )


def _other_pages(lines: Sequence[Line]) -> dict[int, str]:
    """The kinds of the pages that are no résumé, in a file that holds one as well."""
    if not lines or lines[0].page == lines[-1].page == max(lines, key=_page_of).page:
        return {}
    classes = page_classes(lines)
    if not any(each.kind == "resume" for each in classes):
        return {}
    return {each.page: each.kind for each in classes if each.kind != "resume"}


def _page_of(line: Line | _Row) -> int:
    return line.page


def _class_of(page: int, lines: Sequence[_Row]) -> PageClass | None:
    """The class that the page's own signs give, None where they give none."""
    signs = _Signs({}, {})
    _add_resume_signs(signs, lines)
    if signs.points.get("resume", 0.0) >= _BEYOND_DOUBT:
        return PageClass(page, "resume", 0.99, tuple(signs.lines["resume"]))
    for at, line in enumerate(lines):
        for kind, points in _phrases_in(line, is_early=at < _TITLE_LINES):
            signs.add(kind, points, line.id)
    _add_invoice_signs(signs, lines)
    _add_prose_signs(signs, lines)
    if not signs.points:
        return None
    kind, most = max(signs.points.items(), key=lambda sign: (sign[1], sign[0] == "resume"))
    rest = max((points for other, points in signs.points.items() if other != kind), default=0.0)
    if most < _SURE:
        return (
            PageClass(page, "resume", 0.6, tuple(signs.lines["resume"])) if "resume" in signs.points else None
        )
    probability = round(min(0.99, 0.5 + 0.5 * (most - rest) / (most + rest)), 2)
    return PageClass(page, cast(PageKind, kind), probability, tuple(dict.fromkeys(signs.lines[kind])))


def _add_resume_signs(signs: _Signs, lines: Sequence[_Row]) -> None:
    """Headings of résumés, each kind once, periods and contact data, until there is no doubt left."""
    kinds: set[str] = set()
    ranges = 0
    for line in lines:
        if signs.points.get("resume", 0.0) >= _BEYOND_DOUBT:
            return
        heading = heading_of(line.text) if len(line.text) < MAX_CHARS else None
        if heading and heading.exact and heading.kind not in _NO_KINDS | kinds:
            kinds.add(heading.kind)
            signs.add("resume", 1.5, line.id)
        if ranges < 4 and len(line.text) < 140 and any(period.is_range for period in periods_in(line.text)):
            ranges += 1
            signs.add("resume", 1.0, line.id)
        if _CONTACT.search(line.text) and "contact" not in kinds:
            kinds.add("contact")
            signs.add("resume", 0.5, line.id)


def _phrases_in(line: _Row, *, is_early: bool) -> Iterator[tuple[str, float]]:
    """Kinds and points of the phrases that the line begins with, or that it is, or that it holds."""
    text = line.text.strip().casefold()
    for kind, patterns in _patterns().items():
        for place, (points, pattern) in patterns.items():
            if place == "title" and not (is_early and len(text) < 60):
                continue
            if pattern.search(text) if place == "anywhere" else pattern.match(text):
                yield kind, points
                break


@cache
def _patterns() -> dict[str, dict[str, tuple[float, re.Pattern[str]]]]:
    """Kind → place → points and pattern, of data/page_phrases.json. `title` counts among the first lines,
    where the line begins, as `start` does."""
    shapes = {"title": r"\W*(?:{})\b", "start": r"\W*(?:{})", "anywhere": r"(?:{})"}
    return {
        kind: {
            place: (entry["points"], re.compile(shapes[place].format("|".join(entry["phrases"]))))
            for place, entry in places.items()
        }
        for kind, places in _phrases().items()
    }


@cache
def resume_words() -> frozenset[str]:
    """What a résumé calls itself, in lower case: "curriculum vitae", "lebenslauf"."""
    return frozenset(_phrases()["resume"]["title"]["phrases"])


@cache
def _phrases() -> dict[str, dict[str, _Entry]]:
    text = resources.files("parsing").joinpath("data/page_phrases.json").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, _Entry]]", json.loads(text))


def _add_invoice_signs(signs: _Signs, lines: Sequence[_Row]) -> None:
    amounts = [line.id for line in lines if _MONEY.search(line.text)]
    if len(amounts) > 2 and "invoice" in signs.points:
        signs.add("invoice", 2.0, amounts[0])


def _add_prose_signs(signs: _Signs, lines: Sequence[_Row]) -> None:
    """An article is prose from margin to margin, with neither a person's data nor periods in its lines."""
    words = sum(len(line.text.split()) for line in lines)
    prose = [line for line in lines if len(line.text) > _LONG_LINE and not line.is_list_item]
    if words < _ENOUGH_WORDS or len(prose) < 0.6 * len(lines) or signs.points.get("resume", 0.0) >= _SURE:
        return
    if "letter" in signs.points:
        signs.add("letter", 1.0, prose[0].id)
    elif "resume" not in signs.points:
        signs.add("article", _SURE, prose[0].id)
