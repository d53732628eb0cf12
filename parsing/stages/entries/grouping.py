"""Where each entry of a section begins: all cues weighed together, the best set of beginnings chosen.

The first line of a section begins its first entry, so its looks and the distance to its date are the
pattern that the others are held against. The choice is a shortest-path search over the candidate
beginnings: O(c²) for c candidates, and candidates are few.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from parsing.stages.dates import period_of
from parsing.stages.entries.forms import starts_of
from parsing.stages.entries.lexicon import degree_score, labels, org_score, school_score, title_score
from parsing.stages.entries.types import EntryKind
from parsing.stages.entries.views import Style, View, is_ocr, label_of, usual_style
from parsing.stages.text import label_end
from parsing.stages.types import Line

_CITED = re.compile(r"\W*(?:[^\W\d_][\w'’-]+,\s+[^\W\d_]\.|.{3,120}\((?:19|20)\d\d[a-z]?\))")
_VENUE = re.compile(r"(?:[A-Z][a-z]*[A-Z][\w&+\-]*)(?: [A-Z]\w*)? ['’]?(?:(?:19|20)\d\d|\d\d)")
_WAVERING: Final = 0.4
"""How far, in sizes of its type, a scan's lines stand apart by chance."""
_FLOOR: Final = -2.6
_NEVER: Final = -9.0
_FAR: Final = 4
NAMED: Final = ("certificates", "awards")
"""Kinds whose entries often take one line each: a bold name, then who gave it, and perhaps when."""


def groups_of(views: Sequence[View], kind: EntryKind) -> list[list[View]]:
    """The section's lines cut into entries, in order; sentences ahead of them all are in none."""
    if not views:
        return []
    views = views[_preamble(views, kind) :]
    starts = starts_of(views) or _outlined(views) or _Search(views, kind).starts()
    ends = [*starts[1:], len(views)]
    return [list(views[start:end]) for start, end in zip(starts, ends, strict=True)]


def _outlined(views: Sequence[View]) -> list[int]:
    """Where entries begin that each have a heading, as Word, Markdown and HTML tell; [] where they do not.

    Two headings one below the other are a name and whose it is, and a heading over two dates is no entry's.
    """
    level = views[0].line.heading
    starts = [i for i, view in enumerate(views) if level and view.line.heading == level]
    groups = [views[start:end] for start, end in pairwise([*starts, len(views)])]
    is_plain = len(groups) > 1 and all(
        len(group) > 1 and sum(bool(view.anchors) for view in group) <= 1 for group in groups
    )
    return starts if is_plain else []


def _preamble(views: Sequence[View], kind: EntryKind) -> int:
    """How many lines at the top are sentences about the whole section."""
    size = next((i for i, view in enumerate(views) if not view.is_prose), 0)
    is_apart = kind in ("work", "education") and size and views[size - 1].text.rstrip().endswith((".", "!"))
    return size if is_apart and any(view.anchors for view in views[size:]) and not views[0].anchors else 0


def has_bulleted_entries(lines: Sequence[Line], kind: EntryKind) -> bool:
    """True where each bullet is an entry of its own, as lists of awards are set."""
    if kind == "work" or not lines or not lines[0].is_list_item or period_of(lines[0].text):
        return False
    return sum(line.is_list_item for line in lines) * (3 if kind in NAMED else 2) >= len(lines)


class _Search:
    """What the section's pattern is, and how well a set of beginnings agrees with it."""

    def __init__(self, views: Sequence[View], kind: EntryKind) -> None:
        self.views = views
        self.kind = kind
        self.first = views[0]
        self.loose = is_ocr(views)
        self.usual_gap = median([view.gap for view in views if view.gap is not None] or [0.0])
        self.is_distinct = not _is_usual(self.first.style, views[1:], loose=self.loose)
        if kind == "projects" and self.loose and not self.is_distinct:
            self.is_distinct = _alternate(views)
        self.bulleted = has_bulleted_entries([view.line for view in views], kind)
        self.rows = [0, *(i if self._is_one(views[i - 1], views[i]) else 0 for i in range(1, len(views)))]
        self.anchored = self._anchored_rows()
        self.dated = any(self.anchored)
        self.listed = self._below_labels()
        first_anchor = next((i for i, anchored in enumerate(self.anchored) if anchored), _FAR + 1)
        self.offset = -1 if first_anchor > _FAR else first_anchor - self._start_of(first_anchor)

    def _start_of(self, anchor: int) -> int:
        """Where the first date's entry begins: not at the top where a name like the first stands between."""
        for i in range(anchor, 1, -1):
            view = self.views[i]
            if view.is_body:
                return 0
            is_named = self.is_distinct and view.style.is_like(self.first.style, loose=self.loose)
            is_behind = any(each.is_body or each.is_label for each in self.views[1:i])
            if is_named and is_behind and re.search(r"[^\W\d]{3}", view.rest):
                return i
        return 0

    def _is_one(self, before: View, view: View) -> bool:
        """True where both stand at one height, or the second is what the first had no room for."""
        if self.kind == "publications" and is_venue(view.text) and not is_venue(before.text):
            return not before.is_body
        return is_same_row(before, view) or (self.kind in ("work", "education") and view.is_wrapped)

    def _anchored_rows(self) -> list[bool]:
        """Whether each line begins a visual row, or a name broken over lines, that shows a date."""
        anchored = [bool(view.anchors) for view in self.views]
        for i in reversed(range(1, len(anchored))):
            if self.rows[i]:
                anchored[i - 1], anchored[i] = anchored[i - 1] or anchored[i], False
        return anchored

    def _below_labels(self) -> list[bool]:
        """Whether each line is of the list that a label ("Courses") opened: alike, one below the other."""
        listed = [False] * len(self.views)
        for i in range(1, len(self.views)):
            before, view = self.views[i - 1], self.views[i]
            is_alike = view.style.is_like(before.style, loose=self.loose)
            listed[i] = before.is_label or (listed[i - 1] and is_alike and not self.anchored[i])
        return listed

    def starts(self) -> list[int]:
        """The indexes of the lines that begin entries, the first line's among them."""
        if self.bulleted:
            outer = min(view.indent for view in self.views if view.is_bullet) + 4.0
            return [
                i for i, view in enumerate(self.views) if not i or (view.is_bullet and view.indent <= outer)
            ]
        if self.kind in NAMED and all(label_end(view.line) for view in self.views):
            return list(range(len(self.views)))
        scores = {0: 0.0}
        for i in range(1, len(self.views)):
            score = self._start_score(i)
            if score > _FLOOR:
                scores[i] = score
        candidates = [*scores, len(self.views)]
        best: dict[int, tuple[float, int]] = {len(self.views): (0.0, -1)}
        for at in reversed(range(len(candidates) - 1)):
            start = candidates[at]
            options = [
                (self._segment_score(start, end) + best[end][0], end)
                for end in candidates[at + 1 :]
                if end in best
            ]
            total, end = max(options, key=lambda option: (option[0], -option[1]))
            best[start] = (total + scores[start], end)
        chosen = [0]
        while best[chosen[-1]][1] < len(self.views):
            chosen.append(best[chosen[-1]][1])
        return chosen

    def _start_score(self, i: int) -> float:
        """How much line `i` looks like the first line of an entry."""
        view, before = self.views[i], self.views[i - 1]
        if view.is_bullet and not self.bulleted:
            return _NEVER
        if view.is_continuation or view.is_label or self.rows[i] or self._runs_on(view) or self._tells(view):
            return _NEVER
        if _is_open(before) and not view.anchors and view.line.row == before.line.row:
            return _NEVER
        is_text = view.is_prose and not (self.kind == "publications" and _CITED.match(view.text))
        score = -2.5 * is_text - 2.0 * view.is_link_only
        score += 1.2 if before.is_body else -0.8 * (not self.bulleted)
        score -= 2.0 * (self.listed[i] and not self.anchored[i])
        score += self._style_score(view) + self._gap_score(view) + self._place_score(view, before)
        if self.offset == 0:
            score += 1.2 if self.anchored[i] else -1.0
        elif self.offset > 0 and self.anchored[i]:
            score -= 1.2
        if self._is_named(view):
            score += 0.4
        elif len(re.findall(r"\t|\s\|\s|, ", view.rest.strip())) > 1 and not view.anchors:
            score -= 0.6
        return score

    def _runs_on(self, view: View) -> bool:
        """True for lower-case text that is no name written so ("raft-lab")."""
        is_lower = view.text[:1].islower() and not self.first.text[:1].islower()
        return (
            is_lower
            and not view.anchors
            and (self.kind in ("work", "education") or len(view.text.split()) > 2)
        )

    def _tells(self, view: View) -> bool:
        """True for a line like "Technologies: SQL, Excel" where entries begin with no label."""
        told = labels("keywords") | labels("courses")
        return label_of(view.text)[0] in told and not label_of(self.first.text)[0]

    def _style_score(self, view: View) -> float:
        is_alike = view.style.is_like(self.first.style, loose=self.loose)
        if self.is_distinct:
            return 1.5 if is_alike else -1.5
        return 0.3 if is_alike else -0.5

    def _gap_score(self, view: View) -> float:
        if view.gap is None:
            return 0.0
        least = max(1.5, _WAVERING * view.line.size) if self.loose else 1.5
        return 1.5 if view.gap > self.usual_gap * 1.5 + least else -0.6

    def _place_score(self, view: View, before: View) -> float:
        """Rows of a table begin entries; deeper lines do not."""
        score = 0.0
        if view.line.table and before.line.table == view.line.table:
            if view.line.row != before.line.row:
                score += 1.0
            elif view.line.cell != before.line.cell:
                score -= 2.0
        if view.line.box and self.first.line.box and not view.line.table:
            deeper = view.indent - self.first.indent
            score += 0.3 if abs(deeper) <= 4.0 else -1.0 if 6.0 < deeper < 60.0 else 0.0
        return score

    def _is_named(self, view: View) -> bool:
        text = view.rest
        if self.kind in ("work", "volunteer"):
            return title_score(text) >= 1.2 or org_score(text) >= 1.5
        if self.kind == "education":
            return school_score(text) > 0 or degree_score(text) > 0
        return bool(re.match(r"\W*[A-Z0-9]", text))

    def _segment_score(self, start: int, end: int) -> float:
        """How well one entry from `start` to `end` agrees with the pattern of dates."""
        anchors = [i for i in range(start, end) if self.anchored[i]]
        if not self.dated:
            return 0.0
        if not anchors:
            return -1.5
        score = 1.5 if len(anchors) == 1 else -1.8 * (len(anchors) - 1)
        if self.offset >= 0:
            distance = abs(anchors[0] - start - self.offset)
            score += 1.4 if distance == 0 else -0.4 * min(distance, 3)
        return score


def _alternate(views: Sequence[View]) -> bool:
    """Whether names and what is told of them take turns; a scan shows no bold type."""
    names = [i for i, view in enumerate(views) if not view.is_body and not view.is_label]
    return len(names) > 1 and all(i + 1 < len(views) and views[i + 1].is_body for i in names)


def _is_open(view: View) -> bool:
    """True for a line of an entry's header that cannot end there."""
    return not view.is_body and view.text.rstrip().endswith((",", "&"))


def is_venue(text: str) -> bool:
    """True for a line that says where something came out and nothing else: "ICML 2023"."""
    return _VENUE.fullmatch(text.strip()) is not None


def is_same_row(before: View, view: View) -> bool:
    """True where both stand at the same height, as the cells of a table row do."""
    upper, lower = before.line.box, view.line.box
    if upper is None or lower is None or before.line.page != view.line.page or before.line.source == "ocr":
        return False
    shared = min(upper.y1, lower.y1) - max(upper.y0, lower.y0)
    return shared > 0.6 * min(upper.y1 - upper.y0, lower.y1 - lower.y0)


def _is_usual(style: Style, others: Sequence[View], *, loose: bool) -> bool:
    usual = usual_style(others)
    return usual is None or style.is_like(usual, loose=loose)
