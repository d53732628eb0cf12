"""Lines become sections: where each begins is told by what its heading says and by how it looks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from parsing.stages.dates import periods_in
from parsing.stages.entries.lexicon import title_score
from parsing.stages.headings import heading_of
from parsing.stages.languages import cefr_of, only_names_languages
from parsing.stages.section_candidates import (
    body_style,
    candidate_in,
    heading_styles,
    running_lines,
    with_broken_headings,
)
from parsing.stages.section_opening import Opened
from parsing.stages.skills import lists_skills
from parsing.stages.spoken import language_of
from parsing.stages.types import Entity, Line, Section

_CONTACT_LABELS: Final = frozenset({"EMAIL", "PHONE", "URL", "PROFILE"})
_LONGEST_TITLE: Final = 160
_PIECE = re.compile(r"[^,|•·(\t]+")


def sections_of(lines: Sequence[Line], entities: Sequence[Entity] = ()) -> tuple[Section, ...]:
    """The sections in the order of their headings; what stands before the first heading is `contact`.

    `Section.lines` are the lines below a heading, and `heading` is the heading's line. A line that holds
    both ("Skills: Python, Go") is the `heading` and the first of `lines`; `body_start` tells where its
    content begins. A sidebar's section goes on after a page break even though the main column stood
    between. Page numbers and running heads belong to no section.
    """
    language = language_of(lines)
    body = body_style(lines)
    running = running_lines(lines)
    candidates = {
        line.id: candidate
        for line in lines
        if line.id not in running and (candidate := candidate_in(line, body, language)) is not None
    }
    candidates = with_broken_headings(candidates, lines, language)
    styles = heading_styles(candidates.values())
    contacts = {entity.line for entity in entities if entity.label in _CONTACT_LABELS}
    opened = Opened(lines, candidates, styles, contacts, language)
    found = [_by_content(section, lines) for section in opened.sections(running)]
    found = [part for section in found for part in _with_languages(section, lines)]
    if not any(section.kind == "work" for section in found):
        found = [part for section in found for part in _with_work(section, lines, language)]
    return tuple(found)


def _with_work(section: Section, lines: Sequence[Line], language: str) -> list[Section]:
    """The section, and one of `work` where positions with dates begin in its midst without a heading."""
    if section.kind not in ("contact", "summary"):
        return [section]
    for place, i in enumerate(section.lines):
        text = lines[i].text
        dated = any(period.is_range and period.start for period in periods_in(text, language))
        if dated and len(text) < _LONGEST_TITLE:
            above = lines[section.lines[place - 1]] if place else None
            own = max((title_score(piece) for piece in _PIECE.findall(text)), default=0.0)
            if own >= 1:
                return _split(section, place)
            if above is not None and place > 1 and title_score(above.text) >= 1:
                return _split(section, place - 1)
    return [section]


def _split(section: Section, place: int) -> list[Section]:
    ahead = replace(section, lines=section.lines[:place])
    return [ahead, Section("work", section.lines[place:], None, 0.5)]


def _with_languages(section: Section, lines: Sequence[Line]) -> list[Section]:
    """The skills, and as a part of their own the spoken languages that stand among them with levels."""
    if section.kind != "skills":
        return [section]
    spoken = [i for i in section.lines if i != section.heading and _names_a_level(lines[i].text)]
    if not spoken:
        return [section]
    first = section.lines.index(spoken[0])
    above = section.lines[first - 1] if first else None
    heading = above if above is not None and _heads_languages(lines[above].text) else None
    if heading is None and len(spoken) < 2:
        return [section]
    rest = tuple(i for i in section.lines if i not in spoken and i != heading)
    return [replace(section, lines=rest), Section("languages", tuple(spoken), heading, 0.6)]


def _names_a_level(text: str) -> bool:
    return only_names_languages(text) and bool(cefr_of(text))


def _heads_languages(text: str) -> bool:
    heading = heading_of(text)
    return heading is not None and heading.kind == "languages"


def _by_content(section: Section, lines: Sequence[Line]) -> Section:
    """A section of an unknown heading whose lines are known skills is one of skills ("Backend")."""
    body = [lines[i] for i in section.lines]
    if section.kind == "other" and body and lists_skills(body):
        return replace(section, kind="skills", confidence=0.6)
    return section
