"""Sections written as text, for tests of the entries: what a page shows, without a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from parsing.stages.entries import Entry, entries_of
from parsing.stages.types import Box, Line, Section

AS_OF = date(2026, 1, 1)
_HEIGHT, _LEADING, _BLANK = 10.0, 3.0, 10.0


def lines_from(text: str) -> list[Line]:
    """Lines of a page: `- ` opens a list item, `**` makes a line bold, a blank line is a wider gap, ⇥ a tab.

    Two spaces in front set a line in by ten points.
    """
    lines: list[Line] = []
    top, gap = 100.0, 0.0
    for raw in text.strip("\n").splitlines():
        if not raw.strip():
            gap = _BLANK
            continue
        indent = (len(raw) - len(raw.lstrip())) // 2
        content = raw.strip()
        is_list_item = content.startswith("- ")
        is_bold = content.startswith("**")
        content = content.removeprefix("- ").removeprefix("**").removesuffix("**").replace("⇥", "\t")
        top += gap
        x = 50.0 + 10.0 * indent + 8.0 * is_list_item
        box = Box(x, top, x + 5.0 * len(content), top + _HEIGHT)
        lines.append(
            Line(
                len(lines),
                content,
                box=box,
                size=10.0,
                bold=is_bold,
                is_list_item=is_list_item,
                gap_above=gap,
            )
        )
        top, gap = top + _HEIGHT, _LEADING
    return lines


def without_boxes(lines: list[Line]) -> list[Line]:
    """The same lines as a format without pages gives them."""
    return [replace(line, box=None, gap_above=0.0) for line in lines]


def read(kind: str, text: str, *, culture: str = "en", paged: bool = True) -> list[Entry]:
    lines = lines_from(text) if paged else without_boxes(lines_from(text))
    section = Section(kind, tuple(line.id for line in lines))
    return entries_of(section, lines, (), as_of=AS_OF, culture=culture)


def told(entry: Entry, *names: str) -> tuple[str, ...]:
    return tuple(entry.text(name) for name in names)
