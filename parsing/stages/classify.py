"""Lines become sections: where each begins is told by what its heading says and by how it looks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, NamedTuple

from parsing.stages.dates import periods_in
from parsing.stages.headings import MAX_CHARS, MAX_WORDS, Heading, heading_of, inline_heading
from parsing.stages.languages import names_languages
from parsing.stages.skills import lists_skills
from parsing.stages.spoken import language_of
from parsing.stages.text import after_bullet, is_shouted, label_end
from parsing.stages.types import Entity, Line, Section

_PAGE_NUMBER = re.compile(
    r"^\W*(?:.{0,60}\s[-–—·|]\s*)?(?:(?:page|seite|pagina|página|strona|sida|side|sivu|strana|sayfa)\s*)?"
    r"\d{1,2}\s*(?:/|of|von|sur|de|di|van|z|av|af)\s*\d{1,2}\W*$|^\W*(?:page|seite|página|pagina)\s+\d{1,2}\W*$",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"^\s*[^\s:：][^:：]{0,40}[:：]\s")
_CONTACT_LABELS: Final = frozenset({"EMAIL", "PHONE", "URL", "PROFILE"})
_HEADER_LINES: Final = 14
_LONGEST_TITLE: Final = 160
_PIECE = re.compile(r"[^,|•·(\t]+")
_REACH: Final = 1.3
_PLAIN_GROUPS: Final = frozenset({"languages", "interests", "certificates", "skills"})
"""Kinds that a line "Heading: value, value" may open. "Projects: …" within a job does not."""


class Style(NamedTuple):
    """How a heading looks. Headings of one document share few styles."""

    size: float
    bold: bool
    shouted: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    line: int
    heading: Heading | None
    style: Style
    distinct: bool


def sections_of(lines: Sequence[Line], entities: Sequence[Entity] = ()) -> tuple[Section, ...]:
    """The sections in the order of their headings; what stands before the first heading is `contact`.

    `Section.lines` are the lines below a heading, and `heading` is the heading's line. A line that holds
    both ("Skills: Python, Go") is the `heading` and the first of `lines`; `body_start` tells where its
    content begins. A sidebar's section goes on after a page break even though the main column stood
    between. Page numbers and running heads belong to no section.
    """
    language = language_of(lines)
    body = _body_style(lines)
    running = _running_lines(lines)
    candidates = {
        line.id: candidate
        for line in lines
        if line.id not in running and (candidate := _candidate(line, body, language)) is not None
    }
    styles = _heading_styles(candidates.values())
    contacts = {entity.line for entity in entities if entity.label in _CONTACT_LABELS}
    opened = _Opened(lines, candidates, styles, contacts, language)
    found = [_by_content(section, lines) for section in opened.sections(running)]
    if not any(section.kind == "work" for section in found):
        found = [part for section in found for part in _with_work(section, lines, language)]
    return tuple(found)


def body_start(section: Section, line: Line) -> int:
    """The offset in `line` at which the section's content begins: behind a heading in the same line."""
    if section.heading != line.id:
        return 0
    inline = _inline_heading(line, "en") or _any_language_inline(line)
    return inline[1] if inline else 0


def without_heading(section: Section, line: Line) -> Line:
    """The line with an inline heading blanked out; every offset stays as it was."""
    start = body_start(section, line)
    return replace(line, text=" " * start + line.text[start:]) if start else line


def _inline_heading(line: Line, language: str) -> tuple[Heading, int] | None:
    """The heading that the line begins with, told by a colon, a gap, or bold type before plain type."""
    found = inline_heading(line.text[:400], language)
    if found is not None:
        return found
    end = label_end(line)
    heading = heading_of(line.text[:end], language) if end else None
    return (heading, end) if heading and heading.exact else None


def _any_language_inline(line: Line) -> tuple[Heading, int] | None:
    for language in ("de", "fr", "es", "pt", "it", "nl"):
        found = _inline_heading(line, language)
        if found:
            return found
    return None


def _along_rails(lines: Sequence[Line], candidates: Mapping[int, _Candidate]) -> list[Line]:
    """The lines in the order that a rail of headings gives them.

    Where all headings of a page stand in a narrow column beside text that has none, each line belongs
    to the heading at its own height: both columns are read together, from top to bottom.
    """
    headings = {i for i, each in candidates.items() if each.heading and each.heading.exact and each.distinct}
    out: list[Line] = []
    for _, group in groupby(lines, key=lambda line: line.page):
        here = list(group)
        out += _by_height(here, headings) if _has_rail(here, headings) else here
    return out


def _has_rail(lines: Sequence[Line], headings: set[int]) -> bool:
    """True when the page's headings all stand left of text that begins at their heights."""
    rail = [line.box for line in lines if line.id in headings and line.box]
    if len(rail) < 2 or len(rail) < sum(line.id in headings for line in lines):
        return False
    right = max(box.x1 for box in rail)
    top = min(box.y0 for box in rail)
    beside = [line.box for line in lines if line.box and line.box.x0 >= right]
    within = [line for line in lines if line.box and line.box.x1 < right + 30 and line.box.y0 > top]
    level = sum(any(abs(box.y0 - head.y0) < _REACH * (head.y1 - head.y0) for box in beside) for head in rail)
    loose = [line for line in within if line.id not in headings]
    only_dates = all(any(character.isdigit() for character in line.text) for line in loose)
    return len(beside) > 2 * max(len(rail), len(loose)) and level >= (0.5 if only_dates else 0.7) * len(rail)


def _by_height(lines: Sequence[Line], headings: set[int]) -> list[Line]:
    """The lines from top to bottom, each heading right before the text that begins about its height."""

    def key(line: Line) -> tuple[float, float]:
        if line.box is None:
            return (0.0, 0.0)
        top, reach = line.box.y0, _REACH * (line.box.y1 - line.box.y0)
        if line.id in headings:
            level = [other.box.y0 for other in lines if other.box and other.box.x0 > line.box.x1]
            top = min((y for y in level if abs(y - top) < reach), default=top)
            return (round(min(top, line.box.y0) / 2), -1.0)
        return (round(top / 2), line.box.x0)

    return [replace(line, role="body") for line in sorted(lines, key=key)]


def _body_style(lines: Sequence[Line]) -> Style:
    """The style most characters are set in."""
    weights: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        weights[(round(line.size * 2) / 2, line.bold)] += len(line.text)
    (size, bold), _ = weights.most_common(1)[0] if weights else ((0.0, False), 0)
    return Style(size, bold, False)


def _running_lines(lines: Sequence[Line]) -> set[int]:
    """Page numbers, and lines that stand in the header or footer band of a later page."""
    seen: Counter[str] = Counter()
    for line in lines:
        if line.role in ("header", "footer"):
            seen[re.sub(r"\d+", "0", line.text)] += 1
    running = set()
    for line in lines:
        repeated = line.role in ("header", "footer") and seen[re.sub(r"\d+", "0", line.text)] > 1
        if _PAGE_NUMBER.match(line.text) or (repeated and line.page > 1) or line.role == "footer":
            running.add(line.id)
    return running


def _candidate(line: Line, body: Style, language: str) -> _Candidate | None:
    text = line.text[after_bullet(line.text) :].strip()
    words = len(text.split())
    if not text or len(text) > MAX_CHARS or (words > MAX_WORDS and not _is_letter_spaced(text)):
        return None
    if text[-1] in ".,;" or sum(map(str.isdigit, text)) > 3:
        return None
    style = _style_of(line, text, body)
    heading = heading_of(text, language)
    distinct = _is_distinct(line, style, body)
    if heading is None and not distinct:
        return None
    if line.is_list_item and not distinct and not (heading and heading.exact and line.heading):
        return None
    return _Candidate(line.id, heading, style, distinct)


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


def _heading_styles(candidates: Iterable[_Candidate]) -> dict[Style, int]:
    """The styles that headings known by their words share, with how many there are of each."""
    known: Counter[Style] = Counter()
    for candidate in candidates:
        if candidate.heading and candidate.heading.exact and candidate.distinct:
            known[candidate.style] += 1
    return dict(known)


class _Opened:
    """Decides line by line which headings open a section."""

    def __init__(
        self,
        lines: Sequence[Line],
        candidates: dict[int, _Candidate],
        styles: dict[Style, int],
        contacts: set[int],
        language: str,
    ) -> None:
        self.lines = lines
        self.candidates = candidates
        self.styles = styles
        self.contacts = contacts
        self.language = language
        self.strong = {style for style, count in styles.items() if count >= 2}
        self.any_strong = bool(self.strong)
        known = [i for i, each in candidates.items() if each.heading and each.heading.exact and each.distinct]
        self.edges = [box.x0 for i in known if (box := lines[i].box) is not None]
        self.used: Counter[Style] = Counter(candidate.style for candidate in candidates.values())

    def sections(self, running: set[int]) -> tuple[Section, ...]:
        current = _Building("contact", None)
        done = [current]
        last: dict[str, _Building] = {}
        previous: Line | None = None
        for line in _along_rails(self.lines, self.candidates):
            if line.id in running:
                continue
            current = self._back_from_inline(line, current)
            opened = self._opens(line, current)
            if opened is None and previous is not None and _stream(previous) != _stream(line):
                opened = self._resumed(line, previous, last, current)
            if opened is not None and opened is not current:
                current = opened
                if current not in done:
                    done.append(current)
            if line.id != current.heading or current.inside is not None:
                current.lines.append(line.id)
            last[_stream(line)] = current
            previous = line
        return _built(done)

    def _resumed(
        self, line: Line, previous: Line, last: dict[str, _Building], current: _Building
    ) -> _Building:
        """What an unheaded line goes on with where sidebar and main column meet.

        On a new page, the column's own last section. On the same page, the section just read, for what
        looks like a sidebar may be a table's column; but contact data makes a section of its own, and a
        column that comes back goes on with its own section when the other did not open one.
        """
        known = last.get(_stream(line))
        if known is not None and known.heading is None and self._leads_to_contact(line):
            return known
        if current.heading == previous.id and not current.lines:
            return current
        if line.page != previous.page:
            return known or current
        if known is None:
            begins = previous.role == "sidebar" or self._leads_to_contact(line)
            return _Building("contact", None) if begins else current
        if known.heading is None and known.page(self.lines) == line.page:
            return known
        if (
            known.heading is not None
            and _stream(line) == "sidebar"
            and self._is_in_column(line, known.heading)
        ):
            return known if known.page(self.lines) < line.page else current
        left_alone = current.heading is None or known.page(self.lines) < line.page
        return known if left_alone and _stream(line) == "body" else current

    def _is_in_column(self, line: Line, heading: int) -> bool:
        """True when the line begins about where the heading does."""
        head = self.lines[heading].box
        return head is not None and line.box is not None and abs(head.x0 - line.box.x0) < 15

    def _leads_to_contact(self, line: Line) -> bool:
        """True when contact data follows in the same column before any heading."""
        for other in self.lines[line.id : line.id + _HEADER_LINES]:
            if _stream(other) != _stream(line) or other.page != line.page or other.id in self.candidates:
                candidate = self.candidates.get(other.id)
                if candidate is None or candidate.heading is not None:
                    return False
            if other.id in self.contacts:
                return True
        return False

    def _back_from_inline(self, line: Line, current: _Building) -> _Building:
        """The surrounding section, where `line` is no continuation of "Interests: chess, …"."""
        if current.inside is None or current.inside.heading is None or not current.lines:
            return current
        previous = self.lines[current.lines[-1]]
        goes_on = line.page == previous.page and not line.is_list_item and not _LABELLED.match(line.text)
        return current if goes_on else current.inside

    def _opens(self, line: Line, current: _Building) -> _Building | None:
        candidate = self.candidates.get(line.id)
        if candidate is not None and line.id not in self.contacts:
            kind, confidence = self._accept(candidate, current)
            if kind:
                building = _Building(kind, line.id)
                building.style = candidate.style
                building.confidence = confidence
                return building
        return self._opens_inline(line, current)

    def _accept(self, candidate: _Candidate, current: _Building) -> tuple[str, float]:
        heading, style = candidate.heading, candidate.style
        clear = self._is_clear_in_scan(candidate, current) or self._differs_in_case_only(candidate, current)
        if not clear and self._is_below(candidate, current):
            return "", 0.0
        if heading is not None and not self._holds(heading, candidate.line, current):
            return "", 0.0
        if (
            heading is not None
            and heading.kind == current.kind == "skills"
            and (style, candidate.distinct)
            != (
                current.style,
                True,
            )
        ):
            return "", 0.0
        if heading is not None and heading.exact:
            if not clear and self._is_stray(candidate, current):
                return "", 0.0
            if candidate.distinct or not self.any_strong:
                return heading.kind, 0.95 if style in self.strong else 0.85
            return (heading.kind, 0.6) if self._stands_apart(candidate.line) else ("", 0.0)
        looks = self.styles.get(style, 0)
        if heading is not None and looks >= 1 and candidate.distinct:
            return heading.kind, 0.75
        # A style that headings share opens a section even when its words are unknown,
        # unless most lines in that style are something else (job titles, say).
        if (
            candidate.distinct
            and looks >= 2
            and looks >= 0.5 * self.used[style]
            and current.heading is not None
        ):
            return "other", 0.5
        return "", 0.0

    def _is_below(self, candidate: _Candidate, current: _Building) -> bool:
        """True when the line is a lesser heading than the one that opened the current section."""
        above, style = current.style, candidate.style
        if above is None or current.heading is None or not self._is_under(candidate.line, current):
            return False
        level, own_level = self.lines[current.heading].heading, self.lines[candidate.line].heading
        if level and own_level > level:
            return True
        if above == style:
            return self._is_indented(candidate.line, current.heading)
        if above not in self.strong:
            return False
        if style.size and above.size > style.size * 1.05:
            return True
        as_strong = above.bold >= style.bold and above.shouted >= style.shouted
        return style.size <= above.size and as_strong and above[1:] != style[1:]

    def _is_clear_in_scan(self, candidate: _Candidate, current: _Building) -> bool:
        """True for a known heading that stands clear on a scan, where sizes are too uncertain to weigh."""
        line, heading = self.lines[candidate.line], candidate.heading
        known = (
            heading is not None and heading.exact and heading.kind not in (current.kind, "other", "profiles")
        )
        return line.source == "ocr" and known and line.gap_above > line.size

    def _differs_in_case_only(self, candidate: _Candidate, current: _Building) -> bool:
        """True for a known heading set like the one above it but for capitals, at the same left edge."""
        above, style, heading = current.style, candidate.style, candidate.heading
        if above is None or current.heading is None or heading is None or not heading.exact:
            return False
        head, here = self.lines[current.heading].box, self.lines[candidate.line].box
        aligned = head is not None and here is not None and abs(head.x0 - here.x0) < 3
        return aligned and heading.kind != current.kind and above[:2] == style[:2] and candidate.distinct

    def _is_stray(self, candidate: _Candidate, current: _Building) -> bool:
        """True for a style of its own under a section of the style that nearly all headings share."""
        if candidate.style in self.strong or current.style not in self.strong:
            return False
        return self.styles.get(current.style, 0) >= 4 and self._is_under(candidate.line, current)

    def _is_under(self, line: int, current: _Building) -> bool:
        """True when the line stands below the section's heading and not beside its column."""
        if current.heading is None:
            return False
        head, here = self.lines[current.heading].box, self.lines[line].box
        if head is None or here is None:
            return True
        if (self.lines[line].page, self.lines[line].region) == (
            self.lines[current.heading].page,
            self.lines[current.heading].region,
        ):
            return True
        boxes = [self.lines[i].box for i in current.lines] + [head]
        left = min(box.x0 for box in boxes if box)
        right = max(box.x1 for box in boxes if box)
        return here.x0 < right and here.x1 > left

    def _is_indented(self, line: int, heading: int) -> bool:
        """True when headings of this look share a left edge and this line stands right of it."""
        head, here = self.lines[heading].box, self.lines[line].box
        if head is None or here is None:
            return False
        shared = sum(abs(edge - head.x0) < 3 for edge in self.edges)
        own = sum(abs(edge - here.x0) < 3 for edge in self.edges)
        centred = abs((here.x0 + here.x1) - (head.x0 + head.x1)) < 8
        return head.x0 + 6 < here.x0 < head.x0 + 80 and shared >= 3 and own <= shared / 2 and not centred

    def _holds(self, heading: Heading, line: int, current: _Building) -> bool:
        """False when what follows contradicts the heading.

        "Languages" above Python and Go is a skill group; "PROJECTS" above a lone number is a figure.
        """
        below = self.lines[line + 1].text.strip() if line + 1 < len(self.lines) else ""
        if re.fullmatch(r"\d{1,3}\+?", below):
            return False
        if heading.kind != "languages" or current.kind != "skills":
            return True
        following = [self.lines[i].text for i in range(line + 1, min(line + 6, len(self.lines)))]
        return any(names_languages(text) for text in following)

    def _stands_apart(self, line: int) -> bool:
        return len(self.lines[line].text.split()) <= 3 and not self.lines[line].is_list_item

    def _opens_inline(self, line: Line, current: _Building) -> _Building | None:
        found = _inline_heading(line, self.language)
        if found is None or line.id in self.contacts:
            return None
        heading, end = found
        if heading.kind not in _PLAIN_GROUPS or current.kind in ("work", "projects", "publications"):
            return None
        if heading.kind == "languages" and not names_languages(line.text[end:]):
            return None
        if heading.kind == "skills" and current.kind == "skills":
            return None
        if heading.kind == "certificates" and current.kind == "education":
            return None
        building = _Building(heading.kind, line.id)
        building.confidence = 0.8
        building.inside = current
        return building


def _stream(line: Line) -> str:
    return "sidebar" if line.role == "sidebar" else "body"


class _Building:
    """A section while its lines are being gathered."""

    __slots__ = ("confidence", "heading", "inside", "kind", "lines", "style")

    def __init__(self, kind: str, heading: int | None) -> None:
        self.kind = kind
        self.heading = heading
        self.lines: list[int] = []
        self.style: Style | None = None
        self.confidence = 0.9 if heading is None else 1.0
        self.inside: _Building | None = None

    def page(self, lines: Sequence[Line]) -> int:
        """The page of the last line so far, 0 before any."""
        at = self.lines[-1] if self.lines else self.heading
        return lines[at].page if at is not None else 0


def _built(done: Sequence[_Building]) -> tuple[Section, ...]:
    return tuple(
        Section(building.kind, tuple(building.lines), building.heading, building.confidence)
        for building in done
        if building.heading is not None or building.lines
    )


def _with_work(section: Section, lines: Sequence[Line], language: str) -> list[Section]:
    """The section, and one of `work` where positions with dates begin in its midst without a heading."""
    from parsing.stages.entries.lexicon import title_score  # entries themselves import this module

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


def _by_content(section: Section, lines: Sequence[Line]) -> Section:
    """A section of an unknown heading whose lines are known skills is one of skills ("Backend")."""
    body = [lines[i] for i in section.lines]
    if section.kind == "other" and body and lists_skills(body):
        return replace(section, kind="skills", confidence=0.6)
    return section
