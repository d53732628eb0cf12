"""Projects, certificates, awards, publications and references: a name first, then who, when and what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsing.stages.entries.body import body_of, joined, listed
from parsing.stages.entries.fragments import Fragment
from parsing.stages.entries.header import Header, header_and_body, set_dates, set_place_and_url
from parsing.stages.entries.types import Entry, EntryKind
from parsing.stages.entries.views import View
from parsing.stages.entries.work import summed
from parsing.stages.leaf import Leaf

_BY = re.compile(
    r"^(?:issued by|issuer|awarded by|by|published by|publisher|from|presented by|verliehen von|par|von|"
    r"ausgestellt von|"
    r"awarder|provider)\b\s*[:：]?\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Shape:
    """The names of a kind's fields: what it is called, who gave it, when, and its text."""

    name: str
    by: str
    date: str
    text: str


_SHAPES: dict[str, _Shape] = {
    "projects": _Shape("name", "entity", "startDate", "description"),
    "certificates": _Shape("name", "issuer", "date", "summary"),
    "awards": _Shape("title", "awarder", "date", "summary"),
    "publications": _Shape("name", "publisher", "releaseDate", "summary"),
    "references": _Shape("name", "position", "date", "reference"),
}


def other_entries(groups: Sequence[Sequence[View]], kind: EntryKind) -> list[Entry]:
    """One entry a project, certificate, award, publication or reference."""
    entries = [_entry(group, kind, _SHAPES[kind]) for group in groups]
    return [entry for entry in entries if entry.fields]


def _entry(group: Sequence[View], kind: EntryKind, shape: _Shape) -> Entry:
    entry = Entry(kind)
    header, body = header_and_body(group)
    names = list(header.names)
    name = _name_among(names)
    if name:
        entry.fields[shape.name] = name.leaf(0.75, f"entries.{kind}")
        names.remove(name)
    by = _giver_among(names, kind)
    if by:
        names.remove(by)
        entry.fields[shape.by] = _giver_leaf(by, kind)
    set_dates(entry, header, lone=shape.date)
    if kind != "projects":
        _only_date(entry, shape)
    set_place_and_url(entry, header)
    _set_text(entry, shape, header, names, body)
    return entry


def _name_among(names: Sequence[Fragment]) -> Fragment | None:
    return next((name for name in names if not _BY.match(name.text)), None)


def _giver_among(names: Sequence[Fragment], kind: EntryKind) -> Fragment | None:
    marked = next((name for name in names if _BY.match(name.text)), None)
    if marked or kind == "projects" or not names:
        return marked
    return names[0]


def _giver_leaf(by: Fragment, kind: EntryKind) -> Leaf:
    match = _BY.match(by.text)
    part = by.part(match.end(), len(by.text)) if match else None
    return (part or by).leaf(0.9 if match else 0.65, f"entries.{kind}")


def _only_date(entry: Entry, shape: _Shape) -> None:
    """Things that were given on a day keep that day; of a range, its start."""
    for field in ("startDate", "endDate"):
        leaf = entry.fields.pop(field, None)
        if leaf is not None:
            entry.fields.setdefault(shape.date, leaf)


def _set_text(
    entry: Entry, shape: _Shape, header: Header, names: Sequence[Fragment], views: list[View]
) -> None:
    body = body_of(views)
    if body.highlights:
        entry.fields["highlights"] = [
            joined(item, confidence=0.8, rule="entries.highlight") for item in body.highlights
        ]
    keywords = [
        leaf
        for item, at in body.keywords
        for leaf in listed(item, at, confidence=0.7, rule="entries.keywords")
    ]
    if keywords:
        entry.fields["keywords"] = list(keywords)
    left = [name.leaf(0.5, "entries.rest") for name in (*names, *header.notes)]
    text = summed([*left, *(joined(item, confidence=0.75, rule="entries.text") for item in body.summary)])
    if text:
        entry.fields[shape.text] = text
