"""Headers, footers and page numbers: lines that speak of the page or the file and not of the person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache
from typing import Final

from parsing.stages.dates import periods_in
from parsing.stages.entries.lexicon import labels
from parsing.stages.headings import heading_of
from parsing.stages.page_classes import resume_words
from parsing.stages.text import fold
from parsing.stages.types import Line, Page, RegionRole

MARGIN: Final = 0.09
"""The share of a page's height, top and bottom, where repeated lines and page numbers stand."""

_TOP: Final = 0.35
"""The share of the first page's height in which the name is looked for that a foot says again."""

_ALIKE: Final = 0.8
"""How like the name recognised letters are, at least, that are taken for it."""

_PAGE: Final = (
    r"page|seite|pagina|página|p|strona|sida|side|sivu|strana|sayfa|oldal|pag|pág|s|σελίδα|стр|страница"
)
_OF: Final = r"/|\||of|von|sur|de|di|van|z|av|af|из|/ de"
_PAGE_NUMBER = re.compile(
    rf"(?:(?:{_PAGE})\.?)?\s*[-–—]?\s*\d{{1,3}}\s*(?:(?:{_OF})\s*\d{{1,3}})?\s*[-–—]?", re.IGNORECASE
)
_NUMBERED_TAIL = re.compile(rf".{{0,60}}\b\d{{1,2}}\s*(?:{_OF})\s*\d{{1,2}}", re.IGNORECASE)
_NUMBER_WITHIN = re.compile(
    rf"\b(?:{_PAGE})\.?\s*\d{{1,3}}(?:\s*(?:{_OF})\s*\d{{1,3}})?\b|\b\d{{1,2}}\s*/\s*\d{{1,2}}\b(?!/)",
    re.IGNORECASE,
)
_MAKER = re.compile(
    r"\W*(?:©|copyright\b|(?:design(?:ed)?|made|created|generated|powered|built|typeset) (?:by|with)\b)",
    re.IGNORECASE,
)
_MAKER_WORDS: Final = 8


def with_margins(lines: Sequence[Line], pages: Sequence[Page]) -> list[Line]:
    """The lines, those of headers and footers with these roles.

    Such a line stands in its page's margin and repeats on other pages, numbers them, or says nothing but
    the name once more, what the file is and when it was made ("Jane Doe · Résumé · May 2024"). The first
    page keeps what stands at its top: a name and an address there are the document's own.
    """
    heights = {page.number: page.height_pt for page in pages}
    keys = [_margin_key(line, heights) for line in lines]
    repeated = Counter(key for key in keys if key)
    names = _names_at_top(lines, heights) if repeated else []
    marked: list[Line] = []
    for line, key in zip(lines, keys, strict=True):
        is_first_top = line.page == 1 and key.startswith("header")
        if key and (
            _numbers_page(line.text) or (not is_first_top and (repeated[key] > 1 or _is_running(line, names)))
        ):
            role: RegionRole = "header" if key.startswith("header") else "footer"
            line = replace(line, role=role)
        marked.append(line)
    return _with_whole_headers(marked)


def _with_whole_headers(lines: list[Line]) -> list[Line]:
    """The lines, a running header with all its lines: it may reach further down than a margin does.

    What follows the header of a later page belongs to it while the first page says the same at its height.
    """
    first: set[tuple[int, str]] | None = None
    for at in range(1, len(lines)):
        line, above = lines[at], lines[at - 1]
        if above.role != "header" or line.role == "header" or line.page != above.page or line.page == 1:
            continue
        if first is None:
            first = {_height_and_text(other) for other in lines if other.page == 1}
        if line.box is not None and _height_and_text(line) in first:
            lines[at] = replace(line, role="header")
    return lines


def _height_and_text(line: Line) -> tuple[int, str]:
    return (-1 if line.box is None else round(line.box.y0 / 4), line.text.casefold())


def _margin_key(line: Line, heights: dict[int, float]) -> str:
    """What lines have in common that repeat in the margins; "" for a line elsewhere."""
    height = heights[line.page]
    if line.box is None or MARGIN * height < (line.box.y0 + line.box.y1) / 2 < (1 - MARGIN) * height:
        return ""
    side = "header" if line.box.y0 < height / 2 else "footer"
    return f"{side} {round(line.box.y0 / 4)} {re.sub('[0-9]+', '#', line.text.casefold())}"


def _numbers_page(text: str) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(text) or _NUMBERED_TAIL.fullmatch(text))


def _names_at_top(lines: Iterable[Line], heights: dict[int, float]) -> list[str]:
    """What the first page says at its top in its largest type: the name, folded, as one line or several."""
    top = [
        line for line in lines if line.page == 1 and line.box is not None and line.box.y0 < _TOP * heights[1]
    ]
    largest = max((line.size for line in top), default=0.0)
    large = [line for line in top if line.size > 0.9 * largest and len(line.text.split()) <= 6]
    found = [*(fold(line.text) for line in large), fold(" ".join(line.text for line in large))]
    return [name for name in found if " " in name and heading_of(name) is None]


def _is_running(line: Line, names: Sequence[str]) -> bool:
    """Whether the line names the person, the kind of file or the page, and nothing else but a date."""
    text = line.text.strip()
    if _MAKER.match(text):
        return len(text.split()) <= _MAKER_WORDS
    rest = _NUMBER_WITHIN.sub(" \t ", text)
    has_number = rest != text
    if len(text) > 90:
        return False
    for period in reversed(periods_in(rest)):
        rest = f"{rest[: period.span_start]} {rest[period.span_end :]}"
    left = [fold(cell) for cell in re.split(r"\t|\s[-–—|·•]\s", rest)]
    told = False
    for at, cell in enumerate(left):
        without = _resume_word().sub(" ", cell)
        for name in names:
            without = without.replace(name, " ")
        if line.source == "ocr" and any(SequenceMatcher(None, cell, name).ratio() > _ALIKE for name in names):
            without = ""
        told = told or without != cell
        left[at] = without
    return (told or has_number) and not any(
        word not in labels("of") for cell in left for word in cell.split()
    )


@cache
def _resume_word() -> re.Pattern[str]:
    phrases = sorted((fold(phrase) for phrase in resume_words()), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b")
