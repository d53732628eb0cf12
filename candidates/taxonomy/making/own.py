"""Our own lists: technologies, professions, their names in other languages, and what is used together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, cast

from candidates.taxonomy.making.draft import Draft, Entry
from candidates.taxonomy.skills import KINDS, Kind

FOLDER: Final = Path(__file__).resolve().parents[2] / "data" / "own"
LISTS: Final = ("technologies.txt", "professions.txt", "fields.txt")
LANGUAGES: Final = ("de", "fr", "es", "it", "pt", "nl")
WEIGHT: Final = 3
_OF_PEOPLE: Final = ("method", "soft", "spoken")
_MARKS: Final[dict[str, Kind]] = {"*": "tool", "~": "method"}
"""Before the name of a skill that is of another kind than its section."""
_ENTRY: Final = re.compile(r"\A(?P<name>[^(<]+?)\s*(?:\((?P<aliases>.*)\))?\s*(?:<\s*(?P<parents>.+))?\Z")
_GROUP: Final = re.compile(r"\A== (?P<domain>\w+) \| (?P<kind>\w+) \| (?P<entry>.+)\Z")


def read_lists(draft: Draft) -> list[list[str]]:
    """Adds what the lists hold; the answer is the names of each line, where neighbours are alike.

    ValueError names the line that is wrong.
    """
    found: list[list[str]] = []
    written: list[Entry] = []
    for file in LISTS:
        for domain, kind, group, lines in _sections(FOLDER / file):
            group.weight, group.kind = WEIGHT + 1, kind if kind in _OF_PEOPLE else "knowledge"
            head = draft.add(group).name
            for entry in (entry for line in lines for entry in line):
                entry.kind = _MARKS.get(entry.name[0], kind)
                entry.name, entry.domain, entry.weight = entry.name.lstrip("".join(_MARKS)), domain, WEIGHT
                if entry.name != head:
                    entry.parents = entry.parents or [head]
                written.append(draft.add(entry))
            found += [[entry.name for entry in line] for line in lines]
    for entry in written:
        for parent in entry.parents:
            if draft.of(parent) is None:
                draft.add(Entry(parent, "knowledge", entry.domain, sources={"own"}, weight=WEIGHT - 1))
    return found


def read_words(draft: Draft) -> None:
    """Adds the names in other languages; ValueError when a skill is unknown."""
    for line in _lines(FOLDER / "words.txt"):
        name, *by_language = [cell.strip() for cell in line.split("|")]
        entry = draft.of(name) or draft.add(Entry(name, "knowledge", weight=WEIGHT - 1, sources={"own"}))
        if len(by_language) != len(LANGUAGES):
            raise ValueError(f"words.txt: {name} has {len(by_language)} languages")
        for names in by_language:
            draft.name(entry, _parts(names, ";"))


def read_stacks() -> list[list[str]]:
    """The groups of what is used together."""
    return [_parts(line, ",") for line in _lines(FOLDER / "stacks.txt")]


def _sections(path: Path) -> Iterator[tuple[str, Kind, Entry, list[list[Entry]]]]:
    """Area, kind, group and the entries of each line of every section."""
    head: tuple[str, Kind, Entry] | None = None
    lines: list[list[Entry]] = []
    for line in _lines(path):
        match = _GROUP.match(line)
        if match is None and not line.startswith("=="):
            lines.append([_entry(part) for part in _parts(line, ";")])
            continue
        if match is None or match["kind"] not in KINDS:
            raise ValueError(f"{path.name}: {line}")
        if head:
            yield *head, lines
        group = _entry(match["entry"])
        group.domain = match["domain"]
        head, lines = (match["domain"], cast("Kind", match["kind"]), group), []
    if head:
        yield *head, lines


def _entry(text: str) -> Entry:
    match = _ENTRY.match(text)
    if match is None:
        raise ValueError(f"not an entry: {text}")
    aliases, parents = _parts(match["aliases"] or "", ","), _parts(match["parents"] or "", ",")
    return Entry(match["name"].strip(), "knowledge", aliases=aliases, parents=parents, sources={"own"})


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("# "):
            yield line.strip()


def _parts(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator) if part.strip()]
