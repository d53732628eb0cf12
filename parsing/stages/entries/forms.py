"""Tables that say what their cells are: a label before each value, or a row of labels above the columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from parsing.stages.entries.lexicon import form_label
from parsing.stages.entries.views import View
from parsing.stages.types import Line

HEADER_KINDS: Final = frozenset({"title", "employer", "school", "degree", "area", "place", "when", "client"})
"""What stands above an entry's text; values of other labels are its text."""

_MAX_CHARS: Final = 60
_MIN_CELLS: Final = 2
_SLACK: Final = 6.0
"""Points by which a cell may begin left of the label above it."""
_CELL = re.compile(r"[^\t]+")


class Told(NamedTuple):
    """`line.text[start:end]` stands under or behind a label of this kind."""

    start: int
    end: int
    kind: str


Form = Mapping[int, Sequence[Told]]
"""What labels tell of lines, by their ids."""


def without_labels(lines: Sequence[Line]) -> tuple[list[Line], dict[int, list[Told]]]:
    """The lines less those that are nothing but labels, and what these told of the others."""
    told: dict[int, list[Told]] = {}
    kept: list[Line] = []
    columns: list[tuple[float, str]] = []
    for row in _rows(lines):
        heads = _columns(row)
        if heads:
            columns = heads
            continue
        label, values = _labelled(row)
        if label:
            for line in values:
                told[line.id] = [Told(0, len(line.text), label)]
        elif columns:
            for line in values:
                spans = _under(line, columns, is_alone=len(values) == 1)
                if spans:
                    told[line.id] = spans
        kept += values
    return kept, told


def label_views(views: Sequence[View], told: Form) -> None:
    """Writes into the views what labels tell of them; a header's value is no text and no list item."""
    for view in views:
        view.labels = [(each.start, each.end, each.kind) for each in told.get(view.line.id, ())]
        if view.labels and view.labels[0][2] in HEADER_KINDS:
            view.is_prose = view.is_bullet = view.is_continuation = view.is_label = False


def starts_of(views: Sequence[View]) -> list[int]:
    """Where the entries of a form begin: wherever a label comes back; [] where the first line has none."""
    if not views or not views[0].labels or len(views[0].labels) > 1:
        return []
    starts, seen, last = [0], set[str](), ""
    for i, view in enumerate(views):
        kind = view.labels[0][2] if len(view.labels) == 1 else ""
        if kind and kind != last and kind in seen:
            starts.append(i)
            seen = set()
        if kind:
            seen.add(kind)
            last = kind
    return starts


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each row of a table together, all others one by one."""
    return [list(group) for _, group in groupby(lines, key=_row_of)]


def _row_of(line: Line) -> tuple[int, int]:
    return (line.table, line.row) if line.table else (0, line.id)


def _labelled(row: Sequence[Line]) -> tuple[str, Sequence[Line]]:
    """The kind of the label in the row's first cell and the other lines; "" and all of them without one."""
    first = row[0]
    if len(row) < _MIN_CELLS or row[1].cell == first.cell or first.cell != 1:
        return "", row
    kind = form_label(first.text)
    return (kind, row[1:]) if kind else ("", row)


def _columns(row: Sequence[Line]) -> list[tuple[float, str]]:
    """Where the columns begin and what they hold, where the row says nothing else.

    In points for lines that have places, else by the number of the cell.
    """
    if len(row) == 1:
        cells = [(_left(row[0], match.start()), match[0]) for match in _CELL.finditer(row[0].text)]
    else:
        cells = [(line.box.x0 if line.box else float(line.cell), line.text) for line in row]
    if len(cells) < _MIN_CELLS or sum(len(text) for _, text in cells) > _MAX_CHARS:
        return []
    kinds = [(left, form_label(text)) for left, text in cells]
    return kinds if all(kind for _, kind in kinds) else []


def _under(line: Line, columns: Sequence[tuple[float, str]], *, is_alone: bool) -> list[Told]:
    """What stands under which label: the line's cells where it is a whole row, else the line as one."""
    if line.is_list_item or (is_alone and "\t" not in line.text):
        return []
    lefts = [left for left, _ in columns]
    found = []
    for match in _CELL.finditer(line.text):
        left = _left(line, match.start()) if line.box else float(line.cell)
        at = bisect_right(lefts, left + (_SLACK if line.box else 0.0)) - 1
        if at >= 0:
            found.append(Told(match.start(), match.end(), columns[at][1]))
    return found


def _left(line: Line, offset: int) -> float:
    """The left edge of the word at the offset."""
    at = 0
    for word in line.words:
        if at + len(word.text) > offset:
            return word.box.x0
        at += len(word.text) + 1
    return line.box.x0 if line.box else 0.0
