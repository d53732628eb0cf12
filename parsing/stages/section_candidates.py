"""Lines that may be headings, and how headings look in a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from parsing.stages.entries.lexicon import labels, title_score
from parsing.stages.headings import MAX_CHARS, MAX_WORDS, Heading, heading_of
from parsing.stages.text import after_bullet, fold, is_shouted
from parsing.stages.types import Line

_PAGE_NUMBER = re.compile(
    r"^\W*(?:.{0,60}\s[-–—·|]\s*)?(?:(?:page|seite|pagina|página|strona|sida|side|sivu|strana|sayfa)\s*)?"
    r"\d{1,2}\s*(?:/|of|von|sur|de|di|van|z|av|af)\s*\d{1,2}\W*$|^\W*(?:page|seite|página|pagina)\s+\d{1,2}\W*$",
    re.IGNORECASE,
)


_LEAST_READ = 4
"""Characters of a heading that is not known: fewer are specks of a scan."""


class Style(NamedTuple):
    """How a heading looks. Headings of one document share few styles."""

    size: float
    bold: bool
    shouted: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be a heading: by its words, by a look unlike the text's (`distinct`), or both."""

    line: int
    heading: Heading | None
    style: Style
    distinct: bool


def body_style(lines: Sequence[Line]) -> Style:
    """The style most characters are set in."""
    weights: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        weights[(round(line.size * 2) / 2, line.bold)] += len(line.text)
    (size, bold), _ = weights.most_common(1)[0] if weights else ((0.0, False), 0)
    return Style(size, bold, False)


def running_lines(lines: Sequence[Line]) -> set[int]:
    """Page numbers, footers, and what later pages say in their heads; the first page's head is text."""
    return {
        line.id
        for line in lines
        if line.role == "footer" or (line.role == "header" and line.page > 1) or _PAGE_NUMBER.match(line.text)
    }


def candidate_in(line: Line, body: Style, language: str) -> Candidate | None:
    """The candidate that the line is, None when it cannot be a heading."""
    text = line.text[after_bullet(line.text) :].strip()
    words = len(text.split())
    if not text or len(text) > MAX_CHARS or (words > MAX_WORDS and not _is_letter_spaced(text)):
        return None
    if text[-1] in ".,;" or sum(map(str.isdigit, text)) > 3:
        return None
    style = _style_of(line, text, body)
    heading = heading_of(text, language)
    if not (heading and heading.exact) and sum(any(map(str.isalpha, cell)) for cell in text.split("\t")) > 1:
        return None
    distinct = _is_distinct(line, style, body)
    if heading is None and (not distinct or (line.source == "ocr" and len(text) < _LEAST_READ)):
        return None
    if line.is_list_item and not distinct and not (heading and heading.exact and line.heading):
        return None
    return Candidate(line.id, heading, style, distinct)


def is_right_below(above: Line, line: Line) -> bool:
    """True when the line stands close under the other, at the same left, right or middle."""
    if above.box is None or line.box is None or above.page != line.page:
        return False
    if not -2 < line.box.y0 - above.box.y1 < 1.0 * (line.size or 10.0):
        return False
    left, right = line.box.x0 - above.box.x0, line.box.x1 - above.box.x1
    return min(abs(left), abs(right), abs(left + right) / 2) < 3


def ends_open(text: str) -> bool:
    """True for the first line of a heading that cannot end there ("Conocimiento de")."""
    return fold(text).rpartition(" ")[2] in labels("of")


def with_broken_headings(
    candidates: dict[int, Candidate], lines: Sequence[Line], language: str
) -> dict[int, Candidate]:
    """The candidates, the first lines of headings that a narrow column breaks with what both lines say."""
    whole: dict[int, Candidate] = {}
    for above, below in pairwise(candidates.values()):
        first, second = lines[above.line], lines[below.line]
        if above.heading is not None and above.heading.exact:
            continue
        if below.line != above.line + 1 or above.style != below.style or not is_right_below(first, second):
            continue
        heading = heading_of(f"{first.text} {second.text}", language)
        is_title = title_score(f"{first.text} {second.text}") > 0  # "Chef de" / "projet"
        if ends_open(first.text) and not is_title and (heading is None or not heading.exact):
            heading = below.heading
        if heading is not None and heading.exact:
            whole[above.line] = replace(above, heading=heading)
    return candidates | whole


def _style_of(line: Line, text: str, body: Style) -> Style:
    """The line's style; a scan's sizes waver, so there only "larger than the text" counts."""
    size = round(line.size * 2) / 2
    if line.source == "ocr":
        size = round(body.size * (1.3 if line.size > body.size * 1.12 else 1.0), 1)
    return Style(size, line.bold, is_shouted(text))


def _is_letter_spaced(text: str) -> bool:
    words = text.split()
    return sum(len(word) == 1 for word in words) > len(words) * 0.6


def _is_distinct(line: Line, style: Style, body: Style) -> bool:
    """True when the line looks unlike running text: bigger, bolder, shouted, or marked as a heading."""
    bigger = body.size > 0 and style.size > body.size * 1.07
    return bigger or (style.bold and not body.bold) or style.shouted or line.heading > 0


def heading_styles(candidates: Iterable[Candidate]) -> dict[Style, int]:
    """The styles that headings known by their words share, with how many there are of each."""
    known: Counter[Style] = Counter()
    for candidate in candidates:
        if candidate.heading and candidate.heading.exact and candidate.distinct:
            known[candidate.style] += 1
    return dict(known)
