"""The seal: a file that we made, read again by our own parser, and what of it came back exactly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from cvimprover.rendering.cleaning import cleaned, paragraphs, shown_address
from cvimprover.rendering.cv import group, items, texts
from cvimprover.rendering.normal import normal_form
from cvimprover.rendering.types import Rendering, Resume
from parsing.stages.flow import Engines, read
from parsing.stages.json_resume import json_resume

READABLE: Final = ("pdf", "docx", "html", "md", "txt")
"""Kinds of file that the parser reads."""
ENOUGH: Final = 0.98
"""The share below which a file is not released without a warning."""


class Field(NamedTuple):
    """A value that the page shows, by its place in the résumé (JSON Pointer), and what was read for it."""

    pointer: str
    shown: str
    read: str
    came_back: bool


@dataclass(frozen=True, slots=True)
class Seal:
    """How much of a CV its own file gives back. A CV that shows nothing is whole."""

    fields: tuple[Field, ...]

    @property
    def share(self) -> float:
        """Fields that came back exactly, of all that are shown; 0 to 1."""
        return sum(field.came_back for field in self.fields) / len(self.fields) if self.fields else 1.0

    @property
    def holds(self) -> bool:
        """Whether the file may be released without a warning."""
        return self.share >= ENOUGH

    @property
    def lost(self) -> tuple[Field, ...]:
        """What did not come back, or came back changed."""
        return tuple(field for field in self.fields if not field.came_back)


def sealed(resume: Resume, rendering: Rendering, engines: Engines | None = None) -> Seal:
    """The seal of a rendering of that résumé: the one that was printed, so the anonymised one if it was that.

    Some 60 ms of CPU for two pages of PDF. Raises parsing's StageError for a file that cannot be read.
    """
    reading = read(rendering.content, rendering.file_name, engines=engines)
    return compared(resume, json_resume(reading.profile))


def compared(shown: Resume, found: Resume) -> Seal:
    """Each value of `shown`, and whether `found` has the same, both in the parser's normal form.

    Entries are paired by likeness.
    """
    return Seal(tuple(_fields(normal_form(shown), normal_form(found))))


_ENTRIES: Final[Mapping[str, tuple[str, ...]]] = {
    "work": ("position", "name", "startDate", "endDate", "summary"),
    "education": ("studyType", "area", "institution", "startDate", "endDate", "score"),
    "projects": ("name", "startDate", "endDate", "description", "url"),
    "certificates": ("name", "issuer", "date"),
    "publications": ("name", "publisher", "releaseDate"),
    "awards": ("title", "awarder", "date"),
    "volunteer": ("position", "organization", "startDate", "endDate", "summary"),
    "languages": ("language", "fluency"),
    "references": ("name", "position", "reference"),
}
_LISTS: Final = {"work": "highlights", "volunteer": "highlights", "projects": "highlights"}
_BASICS: Final = ("name", "label", "email", "phone", "url", "summary")
_PLACE: Final = ("address", "city", "region", "postalCode")


def _fields(shown: Resume, found: Resume) -> Iterator[Field]:
    ours, theirs = group(shown, "basics"), group(found, "basics")
    for key in _BASICS:
        yield from _one(f"/basics/{key}", key, ours, theirs)
    for key in _PLACE:
        yield from _one(f"/basics/location/{key}", key, group(ours, "location"), group(theirs, "location"))
    links = [shown_address(item.get("url")) for item in items(ours, "profiles")]
    read_links = [shown_address(item.get("url")) for item in items(theirs, "profiles")]
    yield from _listed("/basics/profiles", links, [*read_links, shown_address(theirs.get("url"))])
    for section, keys in _ENTRIES.items():
        yield from _entries(section, keys, items(shown, section), items(found, section))
    for section in ("skills", "interests"):
        yield from _listed(f"/{section}", _names(items(shown, section)), _names(items(found, section)))


def _one(pointer: str, key: str, ours: Mapping[str, object], theirs: Mapping[str, object]) -> Iterator[Field]:
    wanted = _text(key, ours.get(key))
    if wanted:
        got = _text(key, theirs.get(key))
        yield Field(pointer, wanted, got, _FORMS.get(key, _words)(wanted) == _FORMS.get(key, _words)(got))


def _entries(
    section: str,
    keys: Sequence[str],
    ours: Sequence[Mapping[str, object]],
    theirs: Sequence[Mapping[str, object]],
) -> Iterator[Field]:
    partner = _partners(keys, ours, theirs)
    for number, mine in enumerate(ours):
        other = theirs[partner[number]] if number in partner else {}
        yield from _values(f"/{section}/{number}", keys, mine, other)
        if section in _LISTS:
            key = _LISTS[section]
            yield from _listed(f"/{section}/{number}/{key}", texts(mine, key), texts(other, key))


def _values(
    pointer: str, keys: Sequence[str], mine: Mapping[str, object], other: Mapping[str, object]
) -> Iterator[Field]:
    for key in keys:
        yield from _one(f"{pointer}/{key}", key, mine, other)


def _partners(
    keys: Sequence[str], ours: Sequence[Mapping[str, object]], theirs: Sequence[Mapping[str, object]]
) -> dict[int, int]:
    """Which of theirs each of ours is, one to one, the likeliest first, earlier ones before later ones."""
    pairs = sorted(
        (-sum(field.came_back for field in _values("", keys, mine, other)), abs(i - j), i, j)
        for i, mine in enumerate(ours)
        for j, other in enumerate(theirs)
    )
    found: dict[int, int] = {}
    for likeness, _, i, j in pairs:
        if likeness < 0 and i not in found and j not in found.values():
            found[i] = j
    return found


def _listed(pointer: str, ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Field]:
    """A field for each of ours; one of theirs answers for one of ours only."""
    left = [_words(text) for text in theirs]
    for number, text in enumerate(text for text in ours if text):
        wanted = _words(text)
        came_back = wanted in left
        if came_back:
            left.remove(wanted)
        yield Field(f"{pointer}/{number}", text, text if came_back else "", came_back)


def _names(groups: Sequence[Mapping[str, object]]) -> list[str]:
    """The words of groups, or a group's name where it has none."""
    found: list[str] = []
    for item in groups:
        found += texts(item, "keywords") or [cleaned(item.get("name"))]
    return found


def _text(key: str, value: object) -> str:
    return " ".join(paragraphs(value)) if key not in ("url",) else shown_address(value)


def _words(text: str) -> str:
    """The text as it compares: composed, spaces folded, one kind of quote and of dash."""
    text = unicodedata.normalize("NFKC", text).translate(_SAME_SIGNS)
    return " ".join(text.split())


_SAME_SIGNS: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "‑": "-", "‐": "-"})


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _date(text: str) -> str:
    """To the month, which is what pages show."""
    return text[:7]


_FORMS: Final[Mapping[str, Callable[[str], str]]] = {
    "phone": _digits, "email": str.casefold, "startDate": _date, "endDate": _date, "date": _date,
    "releaseDate": _date,
}  # fmt: skip
