"""Lines become entities: who the person is and how to reach them, wherever on the page it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import zip_longest
from typing import Final

from parsing.stages.contact import emails_in, urls_in, user_name_below
from parsing.stages.headings import heading_of
from parsing.stages.names import names_in
from parsing.stages.page_classes import own_lines
from parsing.stages.phones import phones_in
from parsing.stages.places import city_country, country_code, place_in, region_code
from parsing.stages.spoken import language_of
from parsing.stages.types import Entity, Line
from parsing.stages.words import table

_HEADER_LINES: Final = 14
_CHARACTER: Final = 0.7
"""How wide a letter is, at most, in sizes of its type."""
_NEAR: Final = 8
_REGION_BY_LANGUAGE: Final = table("country_of_language")
_COUNTRY_DOMAIN = re.compile(r"\.([a-z]{2})\Z", re.IGNORECASE)
_NOT_COUNTRIES: Final = frozenset(
    {"IO", "ME", "AI", "CO", "TV", "EU", "GG", "SH", "TO", "LY", "SO", "IS", "ID", "CC"}
)


def entities_of(lines: Sequence[Line]) -> list[Entity]:
    """PERSON, EMAIL, PHONE, URL, PROFILE and GPE entities, in line order within each label.

    The PERSON entities come likeliest first. Where a phone number's country is not written, that of the
    address, of the e-mail's domain or of the document's language stands in. Pages that are no résumé
    are left out.
    """
    lines = own_lines(lines)
    emails = [
        entity
        for i, line in enumerate(lines)
        for entity in emails_in(
            line, following=lines[i + 1] if i + 1 < len(lines) else None, before=lines[i - 1] if i else None
        )
    ]
    contact = contact_lines(lines, emails)
    places = [entity for line in lines if line.id in contact for entity in _places(line)]
    region = _region(places, emails, lines)
    phones = [entity for line in lines for entity in phones_in(line, region, in_contact=line.id in contact)]
    links = _without_rests(_without_emails(_links(lines, contact), emails), emails, lines)
    links += _stacked_profiles(lines, contact, links)
    found = emails + phones + links
    return names_in(lines, found) + found + places


def _links(lines: Sequence[Line], contact: Collection[int]) -> list[Entity]:
    edges: dict[int, float] = {}
    for line in lines:
        if line.box is not None:
            edges[line.region] = max(edges.get(line.region, 0.0), line.box.x1)
    found: list[Entity] = []
    for line, following in zip_longest(lines, lines[1:]):
        is_full = line.box is not None and line.box.x1 > edges[line.region] - _CHARACTER * line.size
        found += urls_in(line, in_contact=line.id in contact, following=following, is_full=is_full)
    return found


def contact_lines(lines: Sequence[Line], emails: Sequence[Entity]) -> set[int]:
    """Lines where contact data may stand bare: near an e-mail, in a header, under its own heading."""
    near = {entity.line + step for entity in emails for step in range(-_NEAR, _NEAR + 1)}
    chosen: set[int] = set()
    is_open = True
    for line in lines:
        heading = heading_of(line.text) if len(line.text) < 60 else None
        if heading is not None and heading.exact:
            is_open = heading.kind in ("contact", "profiles")
        if (
            line.id < _HEADER_LINES
            or (line.id in near and is_open)
            or is_open
            or line.role in ("header", "footer")
        ):
            chosen.add(line.id)
    return chosen


def _places(line: Line) -> list[Entity]:
    if len(line.text) > 200:
        return []
    place = place_in(line.text)
    if place is None or place.city is None:
        return []
    end = max(part.end for part in place[:5] if part is not None)
    start = min(part.start for part in place[:5] if part is not None)
    text = line.text[start:end]
    return [Entity("GPE", line.id, start, end, text, place.score, "lexicon", "place")]


def _region(places: Sequence[Entity], emails: Sequence[Entity], lines: Sequence[Line]) -> str:
    """The country, ISO 3166-1, that a number without prefix most likely belongs to."""
    votes: Counter[str] = Counter()
    for entity in places:
        for piece in re.split(r"[,()|]", entity.value):
            votes[country_code(piece)] += 3
            if region_code(re.sub(r"[\d\s-]+\Z", "", piece)) in _US_CODES:
                votes["US"] += 2
            votes[city_country(piece)] += 1
    for entity in emails:
        domain = _COUNTRY_DOMAIN.search(entity.value)
        if domain and domain[1].upper() not in _NOT_COUNTRIES:
            votes["GB" if domain[1].lower() == "uk" else domain[1].upper()] += 2
    votes.pop("", None)
    if votes:
        return votes.most_common(1)[0][0]
    return _REGION_BY_LANGUAGE.get(language_of(lines), "US")


_US_CODES: Final = frozenset(table("us_states").values())


def _without_emails(links: Sequence[Entity], emails: Sequence[Entity]) -> list[Entity]:
    """Addresses that are not just the domain of an e-mail address."""
    spans = {(entity.line, entity.start): entity.end for entity in emails}
    return [
        link
        for link in links
        if not any(line == link.line and start <= link.start < end for (line, start), end in spans.items())
    ]


def _without_rests(links: Sequence[Entity], emails: Sequence[Entity], lines: Sequence[Line]) -> list[Entity]:
    """Addresses that are not the end of the one that the line above had no room for."""
    wrapped = {each.line + 1: each.value for each in (*emails, *links) if each.rule.endswith(".wrapped")}
    return [
        link
        for link in links
        if not wrapped.get(link.line, "").endswith(lines[link.line].text[link.start : link.end])
    ]


def _stacked_profiles(lines: Sequence[Line], contact: set[int], links: Sequence[Entity]) -> list[Entity]:
    """Profiles written as a user name above or below the network's name."""
    known = {entity.line for entity in links if entity.label == "PROFILE"}
    found: list[Entity] = []
    used: set[int] = set()
    for i, line in enumerate(lines[:-1]):
        if line.id in contact and not {line.id, line.id + 1} & (known | used):
            entity = user_name_below(line, lines[i + 1])
            if entity:
                used |= {line.id, line.id + 1}
                found.append(entity)
    return found


def culture_of(lines: Sequence[Line], entities: Sequence[Entity]) -> str:
    """The BCP 47 tag of the document's language and country, "de-CH": it decides how dates are read."""
    places = [entity for entity in entities if entity.label == "GPE"]
    emails = [entity for entity in entities if entity.label == "EMAIL"]
    return f"{language_of(lines)}-{_region(places, emails, lines)}"
