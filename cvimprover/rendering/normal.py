"""A résumé as the parser says the same: the form in which what was printed and what was read compare.

People write two things into one field ("BSc in Physics", "12 Quay Street, 10115 Berlin"); the parser takes
them apart. The parser's own rules take them apart here too, on both sides, field by field, and each part must
come back exactly. Where those rules would drop a word of a text, it stays as it was written: a normal form
that forgets would hide what was lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from cvimprover.rendering.cleaning import cleaned
from cvimprover.rendering.cv import group, items, referee
from cvimprover.rendering.types import Resume
from parsing.stages.dates import periods_in
from parsing.stages.entries.education import degree_and_area
from parsing.stages.places import place_in

Entry = Mapping[str, object]

_DATED: Final = {
    "awards": ("title", "date"),
    "certificates": ("name", "date"),
    "publications": ("name", "releaseDate"),
}
_JOINING: Final = re.compile(r"[\s,:–—·-]+|\s+\w{1,3}\s+")
"""All that may stand between a degree and its subject: signs, or a small word ("in", "der")."""
_EDGES: Final = " ,;·|()[]–—-"
_WORDS: Final = re.compile(r"\w+")


def normal_form(resume: Resume) -> dict[str, object]:
    """The résumé, its addresses, degrees, dated names and referees taken apart as the parser does."""
    told = dict(resume)
    told["basics"] = _basics(group(resume, "basics"))
    told["education"] = [_study(item) for item in items(resume, "education")]
    told["references"] = [_referee(item) for item in items(resume, "references")]
    for section, (name, date) in _DATED.items():
        told[section] = [_dated(item, name, date) for item in items(resume, section)]
    return told


def _basics(basics: Entry) -> Entry:
    """Basics whose address, where all of it stands in one field, says each of its parts for itself."""
    location = group(basics, "location")
    is_whole = not any(cleaned(location.get(key)) for key in ("city", "region", "postalCode"))
    text = cleaned(location.get("address"))
    place = place_in(text) if text and is_whole else None
    if place is None:
        return basics
    parts = {
        "address": place.street,
        "postalCode": place.postal_code,
        "city": place.city,
        "region": place.region,
    }
    told = {key: text[part.start : part.end] for key, part in parts.items() if part}
    country = text[place.country.start : place.country.end] if place.country else ""
    return {**basics, "location": told} if _says_all(text, *told.values(), country) else basics


def _study(item: Entry) -> Entry:
    """A study whose degree and subject stand apart."""
    degree = cleaned(item.get("studyType"))
    spans = degree_and_area(degree) if degree and not cleaned(item.get("area")) else None
    if spans is None:
        return item
    (first, last), (begin, end) = spans
    between = degree[last:begin] if last <= begin else degree[end:first]
    parted = {"studyType": degree[first:last], "area": degree[begin:end]}
    return {**item, **parted} if _JOINING.fullmatch(between) else item


def _dated(item: Entry, name: str, date: str) -> Entry:
    """An award or the like whose date stands apart from its name ("Best Paper (2021)")."""
    text = cleaned(item.get(name))
    periods = periods_in(text) if text and not cleaned(item.get(date) or item.get("date")) else []
    if len(periods) != 1 or periods[0].end or not periods[0].start:
        return item
    rest = (text[: periods[0].span_start].strip(_EDGES), text[periods[0].span_end :].strip(_EDGES))
    return {**item, name: "".join(rest), date: periods[0].start} if not all(rest) and any(rest) else item


def _referee(item: Entry) -> Entry:
    """A referee whose name and position stand apart; without a word of theirs the position is the text."""
    name, position = referee(cleaned(item.get("name")))
    told = {**item, "name": name} | ({"position": position} if position else {})
    if not cleaned(told.get("reference")) and "position" in told:
        told["reference"] = told.pop("position")
    return told


def _says_all(text: str, *parts: str) -> bool:
    """Whether the parts hold every word of the text."""
    return sorted(_WORDS.findall(text)) == sorted(word for part in parts for word in _WORDS.findall(part))
