"""Headings that share their line with what they head: "Skills: Python, Go"."""

from __future__ import annotations

from dataclasses import replace

from parsing.stages.headings import Heading, heading_of, inline_heading
from parsing.stages.text import label_end
from parsing.stages.types import Line, Section


def body_start(section: Section, line: Line) -> int:
    """The offset in `line` at which the section's content begins: behind a heading in the same line."""
    if section.heading != line.id:
        return 0
    inline = heading_within(line, "en") or _any_language_inline(line)
    return inline[1] if inline else 0


def without_heading(section: Section, line: Line) -> Line:
    """The line with an inline heading blanked out; every offset stays as it was."""
    start = body_start(section, line)
    return replace(line, text=" " * start + line.text[start:]) if start else line


def heading_within(line: Line, language: str) -> tuple[Heading, int] | None:
    """The heading that the line begins with, told by a colon, a gap, or bold type before plain type."""
    found = inline_heading(line.text[:400], language)
    if found is not None:
        return found
    end = label_end(line)
    heading = heading_of(line.text[:end], language) if end else None
    return (heading, end) if heading and heading.exact else None


def _any_language_inline(line: Line) -> tuple[Heading, int] | None:
    for language in ("de", "fr", "es", "pt", "it", "nl"):
        found = heading_within(line, language)
        if found:
            return found
    return None
