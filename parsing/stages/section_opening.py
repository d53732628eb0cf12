"""Which headings open a section, decided line by line, and which lines each section takes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from parsing.stages.entries.lexicon import school_score
from parsing.stages.headings import Heading, heading_of
from parsing.stages.languages import names_languages
from parsing.stages.section_candidates import Candidate, Style, ends_open, is_right_below
from parsing.stages.section_inline import heading_within
from parsing.stages.section_rails import along_rails
from parsing.stages.types import Line, Section

_LABELLED = re.compile(r"^\s*[^\s:：][^:：]{0,40}[:：]\s")
_HEADER_LINES: Final = 14
_CLEAR: Final = 0.8
"""How many times a heading's size the space above it is, at least, where it stands clear on a scan."""
_NAME: Final = 1.25
"""How many times larger than all headings whose words are known a line is, at least, that is none of them."""
_PLAIN_GROUPS: Final = frozenset({"languages", "interests", "certificates", "skills"})
"""Kinds that a line "Heading: value, value" may open. "Projects: …" within a job does not."""


class Opened:
    """Decides line by line which headings open a section."""

    def __init__(
        self,
        lines: Sequence[Line],
        candidates: dict[int, Candidate],
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
        self.largest = max((lines[i].size for i in known), default=0.0)
        self.edges = [box.x0 for i in known if (box := lines[i].box) is not None]
        self.used: Counter[Style] = Counter(candidate.style for candidate in candidates.values())

    def sections(self, running: set[int]) -> tuple[Section, ...]:
        current = _Building("contact", None)
        done = [current]
        last: dict[str, _Building] = {}
        previous: Line | None = None
        for line in along_rails(self.lines, self.candidates):
            if line.id in running:
                continue
            current = self._back_from_inline(line, current)
            if self._goes_on(line, current):
                previous = line
                continue
            opened = self._opens(line, current)
            if opened is None and previous is not None:
                if _stream(previous) != _stream(line):
                    opened = self._resumed(line, previous, last, current)
                elif self._begins_column(line, previous, current):
                    opened = done[0]
            if opened is not None and opened is not current:
                current = opened
                if current not in done:
                    done.append(current)
            if line.id != current.heading or current.is_inline:
                current.lines.append(line.id)
            last[_stream(line)] = current
            previous = line
        return _built(done)

    def _goes_on(self, line: Line, current: _Building) -> bool:
        """True for the second line of a heading that a narrow column breaks ("FORMAÇÃO" / "ACADÊMICA").

        Together they may name another kind of section than the first line did alone.
        """
        candidate = self.candidates.get(line.id)
        if candidate is None or current.heading != line.id - 1 or current.lines or line.id in self.contacts:
            return False
        above = self.lines[line.id - 1]
        if candidate.style != current.style or not is_right_below(above, line):
            return False
        joined = heading_of(f"{above.text} {line.text}", self.language)
        if joined is not None and joined.exact:
            current.kind = joined.kind
            return True
        if candidate.heading is not None and candidate.heading == self.candidates[above.id].heading:
            return ends_open(above.text)
        return candidate.heading is None and len(line.text.split()) == 1 and line.gap_above < 0.5 * line.size

    def _resumed(
        self, line: Line, previous: Line, last: dict[str, _Building], current: _Building
    ) -> _Building:
        """What an unheaded line goes on with where sidebar and main column meet.

        On a new page, the column's own last section. On the same page, or in a column of an earlier one, the
        section just read, for what looks like a sidebar may be a table's column; but contact data makes a
        section of its own, and a column that comes back goes on with its own section when the other did not
        open one.
        """
        known = last.get(_stream(line))
        if known is not None and known.heading is None and self._leads_to_contact(line):
            return known
        if current.heading == previous.id and not current.lines:
            return current
        if line.page != previous.page and (known is not None or line.page > previous.page):
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

    def _begins_column(self, line: Line, previous: Line, current: _Building) -> bool:
        """True where the cell of a table is a column of the page: another of its row holds whole sections.

        What stands above its first heading is the person's, as above the first heading of a page.
        """
        if not _is_same_row(previous, line) or previous.cell == line.cell or current.heading is None:
            return False
        headed = [
            self._headings_in_cell(other)
            for other in (self.lines[current.heading], line)
            if _is_same_row(other, line)
        ]
        return len(headed) == 2 and min(headed) >= 1 and max(headed) >= 2

    def _headings_in_cell(self, line: Line) -> int:
        """How many headings that the lexicon knows stand in the line's cell."""
        return sum(
            candidate.heading is not None
            and candidate.heading.exact
            and candidate.distinct
            and _is_same_cell(self.lines[i], line)
            for i, candidate in self.candidates.items()
        )

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
        if not current.is_inline:
            return current if _is_same_cell(previous, line) else current.inside
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

    def _accept(self, candidate: Candidate, current: _Building) -> tuple[str, float]:
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
        if self._names_a_group(candidate, current):
            return "", 0.0
        if heading is not None and heading.exact:
            if not clear and self._is_stray(candidate, current):
                return "", 0.0
            if candidate.distinct or not self.any_strong:
                return heading.kind, 0.95 if style in self.strong else 0.85
            return (heading.kind, 0.6) if self._stands_apart(candidate.line) else ("", 0.0)
        looks = self.styles.get(style, 0)
        is_school = heading is not None and school_score(self.lines[candidate.line].text) > 0
        if heading is not None and not is_school and looks >= 1 and candidate.distinct:
            return heading.kind, 0.75
        # A style that headings share opens a section even when its words are unknown,
        # unless most lines in that style are something else (job titles, say).
        if (
            candidate.distinct
            and looks >= 2
            and looks >= 0.5 * self.used[style]
            and current.heading is not None
            and self._may_head(self.lines[candidate.line])
        ):
            return "other", 0.5
        return "", 0.0

    def _may_head(self, line: Line) -> bool:
        """False for the name in its large type, and for what a scan makes large but sets close."""
        if self.largest and line.size > _NAME * self.largest:
            return False
        return line.source != "ocr" or line.gap_above > _CLEAR * line.size or line.gap_above == 0

    def _names_a_group(self, candidate: Candidate, current: _Building) -> bool:
        """True for "Leadership" within the skills, in whatever column, when it is set in a lesser style."""
        heading = candidate.heading
        if current.kind != "skills" or current.style is None or current.heading is None:
            return False
        if heading is not None and heading.kind != "other":
            return False
        own, above = candidate.style, current.style
        same_page = self.lines[candidate.line].page == self.lines[current.heading].page
        return same_page and above in self.strong and own not in self.strong and own.size <= above.size

    def _is_below(self, candidate: Candidate, current: _Building) -> bool:
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

    def _is_clear_in_scan(self, candidate: Candidate, current: _Building) -> bool:
        """True for a known heading that stands clear on a scan, where sizes are too uncertain to weigh."""
        line, heading = self.lines[candidate.line], candidate.heading
        known = (
            heading is not None and heading.exact and heading.kind not in (current.kind, "other", "profiles")
        )
        return line.source == "ocr" and known and line.gap_above > _CLEAR * line.size

    def _differs_in_case_only(self, candidate: Candidate, current: _Building) -> bool:
        """True for a known heading set like the one above it but for capitals, at the same left edge."""
        above, style, heading = current.style, candidate.style, candidate.heading
        if above is None or current.heading is None or heading is None or not heading.exact:
            return False
        head, here = self.lines[current.heading].box, self.lines[candidate.line].box
        aligned = head is not None and here is not None and abs(head.x0 - here.x0) < 3
        return aligned and heading.kind != current.kind and above[:2] == style[:2] and candidate.distinct

    def _is_stray(self, candidate: Candidate, current: _Building) -> bool:
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
        for following in self.lines[line + 1 : line + 6]:
            if following.id == line + 1 and ends_open(self.lines[line].text):
                continue
            if following.id in self.candidates and self.candidates[following.id].heading is not None:
                return False
            if names_languages(following.text):
                return True
        return False

    def _stands_apart(self, line: int) -> bool:
        return len(self.lines[line].text.split()) <= 3 and not self.lines[line].is_list_item

    def _opens_inline(self, line: Line, current: _Building) -> _Building | None:
        beside = self._beside(line)
        heading, end = (
            (heading_of(line.text, self.language), 0)
            if beside
            else heading_within(line, self.language) or (None, 0)
        )
        if heading is None or line.id in self.contacts:
            return None
        if heading.kind not in _PLAIN_GROUPS or current.kind in ("work", "projects", "publications"):
            return None
        if heading.kind == "languages" and not names_languages(beside or line.text[end:]):
            return None
        if heading.kind == "skills" and current.kind == "skills":
            return None
        if heading.kind == "certificates" and current.kind == "education":
            return None
        building = _Building(heading.kind, line.id)
        building.confidence = 0.8
        building.inside = current
        building.is_inline = not beside
        return building

    def _beside(self, line: Line) -> str:
        """What stands beside a label in its row of a table; "" where the line is no such label."""
        following = self.lines[line.id + 1 : line.id + 2]
        if line.cell != 1 or not following or following[0].cell != 2 or not _is_same_row(line, following[0]):
            return ""
        heading = heading_of(line.text, self.language)
        return following[0].text if heading is not None and heading.exact else ""


def _is_same_row(line: Line, other: Line) -> bool:
    return line.table > 0 and (line.table, line.row) == (other.table, other.row)


def _is_same_cell(line: Line, other: Line) -> bool:
    return _is_same_row(line, other) and line.cell == other.cell


def _stream(line: Line) -> str:
    return "sidebar" if line.role == "sidebar" else "body"


class _Building:
    """A section while its lines are being gathered.

    `inside` is the section that goes on behind it, where its heading is the label of a line or of a row;
    `is_inline` says that the heading's own line is one of its lines.
    """

    __slots__ = ("confidence", "heading", "inside", "is_inline", "kind", "lines", "style")

    def __init__(self, kind: str, heading: int | None) -> None:
        self.kind = kind
        self.heading = heading
        self.lines: list[int] = []
        self.style: Style | None = None
        self.confidence = 0.9 if heading is None else 1.0
        self.inside: _Building | None = None
        self.is_inline = False

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
