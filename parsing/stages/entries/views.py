"""The lines of a section with the cues that tell entries apart: dates, bullets, style, gaps, indents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from parsing.stages.dates import Period, after_duration, is_duration, periods_in
from parsing.stages.entries.broken_dates import join_dates, join_durations, without
from parsing.stages.entries.lexicon import degree_score, labels, org_score, school_score, title_score
from parsing.stages.text import fold
from parsing.stages.types import Entity, Line

_SENTENCE_END = re.compile(r"[.!?。…][\"'”’)]*$")
_LABEL_VALUE = re.compile(r"^\s*([^\W\d][\w /&'’-]{1,30}?)\s*[:：]\s+(?=\S)")
_PARTED = re.compile(r"\w [|·] [A-ZÀ-Þ]")
"""The marks that part a title from an employer, and no words of a sentence."""
_URL_ONLY = re.compile(r"^\W*(?:https?://|www\.)\S+\W*$|^\W*[\w-]+(?:\.[\w-]+)+/\S*\W*$", re.IGNORECASE)


_DOI = re.compile(r"^\W*(?:doi\W*)?10\.\d{4,9}/", re.IGNORECASE)
_CONTACTS = frozenset({"EMAIL", "PHONE"})
_MAX_LABEL = 45
_CLOSE = 0.7
"""White above the rest of a broken line, in its own sizes, at most."""
_FEWEST_WRAPPED = 20
"""Characters of a line that is broken for want of room, at least, but in a narrow column."""
_NEAR_EDGE = 0.08
_FEWEST_AT_EDGE = 3
"""How many lines of a column end about where it does, at least, where its width can be told."""
_FEW_LETTERS = 4
_LAST_WORDS = 2
_ALIGNED = 2.5
_SET_IN, _SET_IN_MOST = 5.0, 45.0
"""How far, in points, a list item without a bullet is set in."""


class Style(NamedTuple):
    """How a line begins: what the eye takes it for."""

    bold: bool
    italic: bool
    size: float
    shouted: bool

    def is_like(self, other: Style, *, loose: bool = False) -> bool:
        """True when both look the same; `loose` forgives what a scan blurs."""
        close = abs(self.size - other.size) <= (0.16 if loose else 0.06) * max(self.size, other.size, 1.0)
        if loose:
            return close and self.shouted == other.shouted
        return (
            close
            and self.bold == other.bold
            and self.italic == other.italic
            and self.shouted == other.shouted
        )


@dataclass(slots=True)
class View:
    """A line and what it shows.

    `gap` is the white space above in points, None where that cannot be told; `is_full` says that the line
    reaches the right margin, `had_room` that the word below would have fitted in it, `is_wrapped` that it is
    the rest of the header's line above. `spans` are those of dates with their durations; `rest` is the text
    without them; `contacts` are the spans of addresses and numbers. `anchors` are the periods that date an
    entry, not those told in passing; the last may end on the line `tail`. `told` is what a model takes parts
    of it for, `labels` what the labels of its table call them: spans and kinds of labels.
    """

    line: Line
    style: Style
    periods: list[Period]
    spans: list[tuple[int, int]]
    rest: str
    gap: float | None = None
    is_bullet: bool = False
    is_continuation: bool = False
    is_prose: bool = False
    is_label: bool = False
    is_full: bool = False
    had_room: bool = False
    is_wrapped: bool = False
    anchors: list[Period] = field(default_factory=list)
    tail: View | None = None
    contacts: list[tuple[int, int]] = field(default_factory=list)
    told: list[Entity] = field(default_factory=list)
    labels: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def indent(self) -> float:
        return self.line.box.x0 if self.line.box else 0.0

    @property
    def is_body(self) -> bool:
        return self.is_bullet or self.is_continuation or self.is_prose

    @property
    def is_link_only(self) -> bool:
        return bool(_URL_ONLY.match(self.text))


def views_of(
    lines: Sequence[Line],
    culture: str,
    *,
    entities: Sequence[Entity] = (),
    bulleted: bool = False,
    document: Sequence[Line] = (),
) -> list[View]:
    """The section's lines in reading order, each with its cues. `bulleted` says that bullets are entries.

    `document` are all lines: they tell how wide the columns are.
    """
    views = [_view(line, culture) for line in lines]
    told: dict[int, list[Entity]] = {}
    for entity in entities:
        if entity.source == "ner":
            told.setdefault(entity.line, []).append(entity)
    contacts = {(entity.line, entity.start, entity.end) for entity in entities if entity.label in _CONTACTS}
    for view in views:
        view.told = told.get(view.line.id, [])
        view.contacts = [
            (start, end)
            for line, start, end in contacts
            if line == view.line.id and not any(start < last and end > first for first, last in view.spans)
        ]
    if not bulleted:
        _unmark_timeline(views)
    _mark_indented(views)
    for above, below in pairwise(views):
        join_dates(above, below, culture)
        join_durations(above, below)
    right = max((view.line.box.x1 for view in views if view.line.box), default=0.0)
    left = min((view.line.box.x0 for view in views if view.line.box), default=0.0)
    gaps: list[float] = []
    for before, view in pairwise(views):
        view.gap = _gap(before.line, view.line)
        if view.gap is not None:
            gaps.append(view.gap)
    usual = max(0.0, median(gaps)) if gaps else 0.0
    margin = right
    edges: dict[int, float] = {}
    for view in views:
        if view.line.box:
            edges[view.line.region] = max(edges.get(view.line.region, 0.0), view.line.box.x1)
    for before, view in pairwise(views):
        margin = margin if before.is_bullet or before.is_continuation else before.indent
        before.is_full = before.line.box is not None and before.line.box.x1 >= right - 0.08 * (right - left)
        before.had_room = _has_room(before, view, edges)
        # "ano." below a list item is the rest of it, not the label "year".
        is_rest = view.text[:1].islower() or view.text.endswith(".")
        view.is_label = view.is_label and not (is_rest and _is_hung(before, view, margin))
        view.is_continuation = _continues(before, view, (margin, right), usual)
        if view.is_continuation and before.is_prose:
            view.is_prose = True
    for view in views:
        if not view.is_continuation:
            view.anchors = view.periods if bulleted and view.is_bullet else _anchors(view)
    _mark_wrapped(views, document)
    return views


def _mark_wrapped(views: Sequence[View], document: Sequence[Line]) -> None:
    """Marks what is the rest of a header's line; a name in the style of the text may be another name."""
    bodies: tuple[Style | None, ...] = ()
    for before, view in pairwise(views):
        if _may_be_wrapped(before, view):
            bodies = bodies or (usual_style(views), _usual_of(document))
            is_set_apart = is_ocr((view,)) or any(
                body is not None and not before.style.is_like(body) for body in bodies
            )
            view.is_wrapped = _is_cut(before.text) or (is_set_apart and _had_no_room(before, view, document))


def join_names(views: Sequence[View], document: Sequence[Line]) -> None:
    """Where bullets are entries that are no more than named, lines that go on with one are of its header."""
    for before, view in pairwise(views):
        if view.is_bullet or view.is_prose or not (before.is_bullet or before.is_wrapped):
            continue
        if view.is_continuation or _had_no_room(before, view, document):
            view.is_continuation, view.is_wrapped = False, True
            view.anchors = view.periods


def _may_be_wrapped(before: View, view: View) -> bool:
    """Whether both are of a header, set alike, close below each other, and only the second may be dated."""
    if before.is_body or view.is_body or before.periods or view.is_label or "\t" in before.text:
        return False
    if label_of(before.text)[0] in labels("courses") | labels("keywords") | labels("grade"):
        return False
    if view.gap is None or view.gap > _CLOSE * view.line.size or abs(view.indent - before.indent) > 4.0:
        return False
    is_one_cell = (before.line.row, before.line.cell) == (view.line.row, view.line.cell)
    begins_dated = any(not view.text[: period.span_start].strip(" (") for period in view.periods)
    style = _style_beside(view, before)
    return is_one_cell and not begins_dated and style.is_like(before.style, loose=view.line.source == "ocr")


def _style_beside(view: View, before: View) -> Style:
    """The line's style, its capitals not counted where it is no more than some letters ("CHF", "MG")."""
    is_short = len(view.text.strip()) <= _FEW_LETTERS
    return view.style._replace(shouted=before.style.shouted) if is_short else view.style


def _is_cut(text: str) -> bool:
    """Whether the line ends in the midst of a name: with a word like "of", or a hyphen."""
    words = text.split()
    return len(words) > 1 and (fold(words[-1]) in labels("of") or words[-1].endswith("-"))


def _had_no_room(before: View, view: View, document: Sequence[Line]) -> bool:
    """Whether the line above ends where its column does, so that the next word had to go below."""
    box, first = before.line.box, view.line.box
    if box is None or first is None:
        return False
    text = view.rest.strip()
    is_last_word = " " not in text and "," in before.text
    says_more = max(title_score(text), org_score(text), school_score(text), degree_score(text)) >= 1.0
    if says_more and not is_last_word:
        return False
    column = [
        line.box
        for line in document
        if line.box is not None and line.column == before.line.column and line.role == before.line.role
    ]
    edges = [each.x1 for each in column]
    if len(before.text) < _FEWEST_WRAPPED and box.x1 - box.x0 < 0.5 * (max(edges) - min(column).x0):
        return False
    near = box.x1 - _NEAR_EDGE * (box.x1 - box.x0)
    return sum(edge > near for edge in edges) >= _FEWEST_AT_EDGE and box.x1 + _first_word(view) > max(edges)


def _has_room(before: View, view: View, edges: Mapping[int, float]) -> bool:
    """Whether the first word of the line below would have fitted above, given where regions end."""
    upper, lower = before.line.box, view.line.box
    if upper is None or lower is None or lower.y0 < upper.y1 - 0.5 * (upper.y1 - upper.y0):
        return False
    return upper.x1 + _first_word(view) <= edges[before.line.region]


def _first_word(view: View) -> float:
    """About how wide the line's first word is, in points, with a space before it."""
    box = view.line.box
    return (box.x1 - box.x0) * (len(view.text.split()[0]) + 1) / len(view.text) if box else 0.0


def _unmark_timeline(views: Sequence[View]) -> None:
    """A mark left of the bullets, before a line that is dated at the margin, is a dot of a timeline."""
    dots = [
        view
        for view in views
        if view.is_bullet
        and any(view.text[: each.span_start].rstrip(" ").endswith("\t") for each in view.periods)
    ]
    bullets = [view for view in views if view.is_bullet and view not in dots]
    for view in dots:
        if any(each.indent > view.indent + _SET_IN for each in bullets):
            view.is_bullet = False


def _mark_indented(views: Sequence[View]) -> None:
    """Where a section shows no bullets, lines set in below prose or header are its list items."""
    boxed = [view for view in views if view.line.box and not view.line.table]
    if not boxed or any(view.is_bullet for view in views):
        _mark_lost(boxed)
        return
    margin = min((view.indent for view in boxed if not view.periods), default=0.0)
    for before, view in pairwise(views):
        is_set_in = _SET_IN < view.indent - margin < _SET_IN_MOST and view in boxed and not view.periods
        if is_set_in and view.text[:1].isupper() and _is_item(view.text):
            view.is_bullet = before.line.page != view.line.page or view.indent - before.indent > -_SET_IN


def _mark_lost(views: Sequence[View]) -> None:
    """On a scan, lines set in below a header, or below such lines, are list items whose bullet was not read.

    The page may lean, so each line is held against the one above it.
    """
    if not is_ocr(views):
        return
    left = min(view.indent for view in views)
    right = max(view.line.box.x1 for view in views if view.line.box)
    in_list = False
    for before, view in pairwise(views):
        further = view.indent - before.indent
        in_list = before.is_bullet or (in_list and before.text[:1].islower())
        if view.is_bullet or view.periods or not (view.text[:1].isupper() and _is_item(view.text)):
            continue
        if before.line.page != view.line.page:
            continue
        ends_short = before.line.box is not None and before.line.box.x1 < right - 0.2 * (right - left)
        follows = in_list and abs(further) < _ALIGNED and (ends_short or before.text.endswith("."))
        view.is_bullet = follows or (_SET_IN < further < _SET_IN_MOST and not before.is_bullet)


def _is_item(text: str) -> bool:
    """True for what may be a list item: a few words at least, and no name of a title, school or degree."""
    count = len(text.split())
    if count < 3 or "\t" in text:
        return False
    return count > 6 or max(title_score(text), school_score(text), degree_score(text)) < 1.8


def usual_style(views: Sequence[View]) -> Style | None:
    """The style that most of the text has, by characters."""
    return _most_common((view.style, len(view.text)) for view in views)


def _usual_of(lines: Sequence[Line]) -> Style | None:
    return _most_common((_style_of(line), len(line.text)) for line in lines)


def _most_common(styles: Iterable[tuple[Style, int]]) -> Style | None:
    weight: Counter[Style] = Counter()
    for style, characters in styles:
        weight[style] += characters
    return weight.most_common(1)[0][0] if weight else None


def is_ocr(views: Sequence[View]) -> bool:
    return any(view.line.source == "ocr" for view in views)


def _view(line: Line, culture: str) -> View:
    periods = periods_in(line.text, culture)
    spans = [(period.span_start, after_duration(line.text, period.span_end)) for period in periods]
    rest = without(line.text, spans)
    if is_duration(rest):
        spans, rest = [(0, len(line.text))], ""
    is_bullet = line.is_list_item and (not periods or re.search(r"\w", rest) is not None)
    view = View(line, _style_of(line), periods, spans, rest, is_bullet=is_bullet)
    view.is_label = _is_label(line.text)
    view.is_prose = not view.is_bullet and not view.is_label and _is_prose(rest, line.text)
    return view


def _style_of(line: Line) -> Style:
    first = line.words[0] if line.words else None
    return Style(
        bold=first.bold if first else line.bold,
        italic=first.italic if first else line.italic,
        size=round(first.size if first and first.size else line.size, 1),
        shouted=line.text.isupper(),
    )


def _is_label(text: str) -> bool:
    if len(text) > _MAX_LABEL:
        return False
    bare = fold(text)
    return bare in labels("") or (text.rstrip().endswith((":", "：")) and len(bare.split()) <= 4)


def label_of(text: str) -> tuple[str, int]:
    """("gpa", 5) for "GPA: 3.8": the folded label and where its value begins; ("", 0) without one."""
    match = _LABEL_VALUE.match(text)
    return (fold(match[1]), match.end()) if match else ("", 0)


def _is_prose(rest: str, text: str) -> bool:
    """True for sentences; names, titles and lists of them are none."""
    if "\t" in text.strip() and len(rest.split("\t")[0].split()) < 10:
        return False
    words = rest.split()
    if len(words) >= 4 and _SENTENCE_END.search(rest.rstrip()) and not _is_abbreviated(words):
        return True
    alphabetic = [word for word in words if word[0].isalpha()]
    if (
        sum(any(map(str.isalnum, word)) for word in words) < 5
        or not alphabetic
        or (len(words) < 12 and _PARTED.search(rest))
    ):
        return False
    lower = sum(word[0].islower() for word in alphabetic) / len(alphabetic)
    joints = sum(word in labels("of") for word in alphabetic)  # as names hold too
    if len(words) >= 12 and lower - joints / len(alphabetic) >= 0.25 and lower >= 0.4:
        return True
    is_plain = len(words) >= 12 or lower > 0.5 or (lower >= 0.4 and len(words) >= 7)
    return (
        is_plain and max(title_score(rest), school_score(rest), degree_score(rest), org_score(rest) / 2) < 1.5
    )


def _is_abbreviated(words: Sequence[str]) -> bool:
    """True where the dot at the end is that of "Inc." or "S.A." rather than of a sentence."""
    last = words[-1].rstrip(".")
    is_short = words[-1].endswith(".") and len(last) <= 4
    return "." in last or (is_short and (len(words) < 8 or last[:1].isupper()))


def _gap(before: Line, line: Line) -> float | None:
    if before.box is None or line.box is None or before.page != line.page:
        return None
    gap = line.box.y0 - before.box.y1
    slack = 0.5 * line.size if line.source == "ocr" else 0.0  # lines that lean have tall boxes
    is_below = slack and min(line.box.y0 - before.box.y0, line.box.y1 - before.box.y1) > slack
    return gap if gap > -3.0 or is_below else None


def _continues(before: View, view: View, edges: tuple[float, float], usual: float) -> bool:
    """True where the line goes on with the bullet or the sentence above it."""
    margin, right = edges
    if view.is_bullet or view.is_label or not (before.is_bullet or before.is_continuation or before.is_prose):
        return False
    if view.line.box is None or before.line.box is None:
        return False
    if before.line.page == view.line.page and (view.gap is None or view.gap > max(usual * 1.8, usual + 4.0)):
        return False
    if any(
        view.text[: period.span_start].endswith("\t") or period.span_start == 0 for period in view.periods
    ):
        return False
    if not view.rest.strip():
        return False
    first = view.text.lstrip(" ([\"'“")[:1]
    if first.islower() or before.text.endswith(("-", ",", "\u00ad")):
        return True
    is_hung = _is_hung(before, view, margin)
    style = _style_beside(view, before)
    if not style.is_like(before.style, loose=view.line.source == "ocr"):
        return False
    is_full = before.line.box.x1 >= right - 0.16 * (right - before.line.box.x0)
    is_full = is_full or (is_hung and not before.had_room)
    is_tail = view.text.endswith(".") and len(view.text.split()) <= _LAST_WORDS
    is_aligned = abs(view.indent - before.indent) <= 4.0 or is_tail
    has_ended = bool(_SENTENCE_END.search(before.text)) and not is_hung
    return is_aligned and is_full and not has_ended


def _is_hung(before: View, view: View, margin: float) -> bool:
    """Whether the line stands where the text of list items does and no other: their header is at `margin`."""
    is_item = (before.is_bullet or before.is_continuation) and before.line.page == view.line.page
    return is_item and view.indent - margin > _SET_IN


def _anchors(view: View) -> list[Period]:
    """The periods that date an entry: those of lines that are not prose, set apart in bulleted ones."""
    if view.is_link_only or _DOI.match(view.text):
        return []
    if view.is_prose:
        return [period for period in view.periods if _is_set_apart(view.text, period) and period.is_range]
    if view.is_bullet and re.search(r"\w", view.rest):
        return [period for period in view.periods if view.text[: period.span_start].endswith("\t")]
    if len(view.rest.split()) > 16:
        return [period for period in view.periods if _is_set_apart(view.text, period)]
    return view.periods


def _is_set_apart(text: str, period: Period) -> bool:
    before = text[: period.span_start].rstrip(" ")
    return not before or before.endswith(("\t", "(", "|", "·", "•"))
