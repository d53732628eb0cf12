"""Who the person is: name, headline, summary, ways to reach them, place and profiles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from parsing.stages.contact import links_of, network_profile
from parsing.stages.headline import headline_of, without
from parsing.stages.icon_links import behind_icons
from parsing.stages.leaf import Alternative, Leaf, evidence_at, leaf_at
from parsing.stages.lines import joined_text
from parsing.stages.name_parts import NameParts, parts_of
from parsing.stages.names import last_line_of
from parsing.stages.places import Part, Place, is_street, place_in
from parsing.stages.text import fold
from parsing.stages.types import Entity, Finding, Line, Section

_MAP = re.compile(r"//(?:www\.)?(?:google\.[a-z.]+/maps|maps\.|goo\.gl/maps|openstreetmap)")
_PIECE = re.compile(r"\S+")
_SENTENCE_CHARS: Final = 60
_SURE_PLACE: Final = 0.9
_NEAR_CONTACT: Final = 3
_LONGEST_ADDRESS: Final = 220
_RIVALS: Final = 2


class Profile(NamedTuple):
    """A page on a network. `url` is None when only the user name was written."""

    network: Leaf
    username: Leaf
    url: Leaf | None


class Basics(NamedTuple):
    """Leaves of JSON Resume's `basics`; lists hold every variant in the order of the page."""

    name: Leaf | None
    name_parts: NameParts | None
    label: Leaf | None
    emails: list[Leaf]
    phones: list[Leaf]
    urls: list[Leaf]
    summary: Leaf | None
    location: Mapping[str, Leaf]
    profiles: list[Profile]


def basics_of(
    lines: Sequence[Line],
    entities: Sequence[Entity],
    sections: Sequence[Section],
    findings: Sequence[Finding] = (),
    *,
    language: str = "",
) -> Basics:
    """The person's own data. Referees' addresses come last, the person's own first.

    `language` (ISO 639-1) tells which words of the name are the family's. `findings` are the document's:
    the links that lie under an icon tell what no text does.
    """
    owner = {line: section.kind for section in sections for line in section.lines}
    person = next((entity for entity in entities if entity.label == "PERSON"), None)
    name = _with_rivals(_name(person, lines, language), entities)
    contact = [line for line in lines if owner.get(line.id, "") in ("contact", "profiles", "")]
    taken = _spans(entities, lines)
    location, place_line = _location([*contact, *_beside_contact(lines, entities, owner)], taken, person)
    urls, profiles = _links(entities, lines, owner)
    behind = behind_icons(findings, lines)
    label = headline_of(person, contact, taken, place_line)
    return Basics(
        name=name,
        name_parts=parts_of(name.raw, language) if name else None,
        label=label,
        emails=_of_person(entities, lines, owner, "EMAIL") or behind.emails,
        phones=_of_person(entities, lines, owner, "PHONE") or behind.phones,
        urls=urls,
        summary=_summary(lines, sections, contact, taken, label),
        location=location,
        profiles=[*profiles, *_not_among(profiles, [Profile(*each) for each in behind.profiles])],
    )


def _not_among(known: Sequence[Profile], others: Sequence[Profile]) -> list[Profile]:
    """The other profiles, less those on a network that is among the known."""
    networks = {profile.network.value for profile in known}
    return [profile for profile in others if profile.network.value not in networks]


def _leaf(entity: Entity, lines: Sequence[Line], value: str | None = None, normalized: str = "") -> Leaf:
    return leaf_at(
        lines[entity.line], entity.start, entity.end, value=value, confidence=entity.confidence,
        rule=entity.rule, source=entity.source, normalized=normalized,
    )  # fmt: skip


def _name(person: Entity | None, lines: Sequence[Line], language: str) -> Leaf | None:
    if person is None:
        return None
    parts = parts_of(person.value, language)
    leaf = _leaf(person, lines, person.value, parts.formatted)
    following = lines[person.line + 1 : last_line_of(person) + 1]
    if following:
        evidence = (*leaf.evidence, *(evidence_at(below, 0, len(below.text)) for below in following))
        leaf = Leaf(
            person.value, person.value, leaf.confidence, leaf.source, leaf.rule, evidence, parts.formatted
        )
    return leaf


def _with_rivals(name: Leaf | None, entities: Sequence[Entity]) -> Leaf | None:
    """The name with the next likeliest ones as alternatives."""
    if name is None:
        return None
    rivals = [entity for entity in entities if entity.label == "PERSON" and entity.value != name.value]
    return replace(
        name,
        alternatives=tuple(Alternative(each.value, each.confidence, each.rule) for each in rivals[:_RIVALS]),
    )


def _of_person(
    entities: Sequence[Entity], lines: Sequence[Line], owner: Mapping[int, str], label: str
) -> list[Leaf]:
    found = [entity for entity in entities if entity.label == label]
    found.sort(
        key=lambda entity: (owner.get(entity.line) in ("references", "work", "volunteer"), entity.line)
    )
    leaves, seen = [], set()
    for entity in found:
        normalized = entity.value.lower() if label == "EMAIL" else entity.value
        if normalized not in seen:
            seen.add(normalized)
            value = entity.value if label == "EMAIL" or entity.rule == "phone.lost_plus" else None
            leaves.append(_leaf(entity, lines, value, normalized))
    return leaves


def _links(
    entities: Sequence[Entity], lines: Sequence[Line], owner: Mapping[int, str]
) -> tuple[list[Leaf], list[Profile]]:
    urls: list[Leaf] = []
    profiles: dict[tuple[str, str], Profile] = {}
    for entity in entities:
        in_contact = owner.get(entity.line, "contact") in ("contact", "profiles", "summary")
        if entity.label == "URL" and in_contact and not _MAP.search(entity.value):
            if entity.value not in [leaf.value for leaf in urls]:
                urls.append(_leaf(entity, lines, entity.value, entity.value))
        elif entity.label == "PROFILE" and in_contact:
            known = network_profile(entity.value)
            if known:
                key = (known.network, known.username.lower())
                if key not in profiles or profiles[key].url is None:
                    profiles[key] = _profile(entity, lines, known.network, known.username)
    return urls, list(profiles.values())


def _profile(entity: Entity, lines: Sequence[Line], network: str, username: str) -> Profile:
    written = entity.rule not in ("profile.label", "profile.icon", "profile.orcid")
    return Profile(
        _leaf(entity, lines, network, network),
        _leaf(entity, lines, username, username),
        _leaf(entity, lines, entity.value, entity.value) if written else None,
    )


def _spans(entities: Sequence[Entity], lines: Sequence[Line]) -> dict[int, list[tuple[int, int]]]:
    """Where ways to reach the person stand on each line, the ends of those that go on below among them."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for entity in entities:
        if entity.label not in ("GPE", "PERSON"):
            taken.setdefault(entity.line, []).append((entity.start, entity.end))
        if entity.rule.endswith(".wrapped") and entity.line + 1 < len(lines):
            below = lines[entity.line + 1].text
            ends = [each.span() for each in _PIECE.finditer(below) if entity.value.endswith(each[0])]
            taken.setdefault(entity.line + 1, []).extend(ends)
    return taken


def _location(
    contact: Sequence[Line], taken: Mapping[int, list[tuple[int, int]]], person: Entity | None
) -> tuple[Mapping[str, Leaf], int]:
    """The likeliest place of the contact data, and its first line; it may go over line breaks."""
    shown = [_address_text(line, taken, person) for line in contact]
    best = _best_place(contact, shown, ((1, ""),))
    if best is None or best[0] < _SURE_PLACE:
        joined = _best_place(contact, shown, ((2, " "), (2, "\n"), (3, " "), (3, "\n")))
        best = max((each for each in (best, joined) if each), key=lambda each: each[0], default=None)
    if best is None:
        return {}, -1
    _, window, place = best
    return _location_leaves(window, place, contact, taken), window[0].id


def _beside_contact(
    lines: Sequence[Line], entities: Sequence[Entity], owner: Mapping[int, str]
) -> list[Line]:
    """The lines around the person's e-mail and phone where those stand in a section of another kind.

    So do the address in a footer, and the one under "About me".
    """
    own: set[int] = set()
    reached: set[int] = set()
    for label in ("EMAIL", "PHONE"):
        at = next((each.line for each in entities if each.label == label), None)
        if at is not None and owner.get(at, "") not in ("contact", "profiles", "", "references"):
            own.add(at)
            reached.update(range(max(0, at - _NEAR_CONTACT), at + _NEAR_CONTACT + 1))
    return [
        line
        for line in lines
        if line.id in reached
        and owner.get(line.id, "") not in ("contact", "profiles", "", "references")
        and (len(line.text) <= _SENTENCE_CHARS or line.id in own)
    ]


def _best_place(
    contact: Sequence[Line], shown: Sequence[str], windows: Sequence[tuple[int, str]]
) -> tuple[float, list[Line], Place] | None:
    """The likeliest place in any so many lines joined so, with its score and those lines."""
    best: tuple[float, list[Line], Place] | None = None
    for i in range(len(contact)):
        for count, glue in windows:
            window = list(contact[i : i + count])
            if len(window) < count or (count > 1 and not _is_stacked(window)):
                continue
            place = place_in(glue.join(shown[i : i + count]))
            if place and place.city:
                score = (
                    place.score + 0.05 * bool(place.country or place.region) - 0.01 * i - 0.03 * (count - 1)
                )
                if best is None or score > best[0]:
                    best = (score, window, place)
    return best


def _address_text(line: Line, taken: Mapping[int, list[tuple[int, int]]], person: Entity | None) -> str:
    """The line without e-mails, phones, links and the name, lengths kept; nothing of a paragraph."""
    if len(line.text) > _LONGEST_ADDRESS:
        return "|" * len(line.text)
    mapped = [(target, start, end) for target, start, end in links_of(line) if _MAP.search(target)]
    spans = [
        span for span in taken.get(line.id, ()) if (*span,) not in [(start, end) for _, start, end in mapped]
    ]
    if person and person.line == line.id:
        spans.append((person.start, person.end))
    return without(line.text, spans)


def _is_stacked(lines: Sequence[Line]) -> bool:
    """True for short lines right below each other, as an address is set."""
    return all(
        below.id == above.id + 1
        and len(above.text) < 50
        and len(below.text) < 50
        and abs(above.size - below.size) < 1
        for above, below in pairwise(lines)
    )


def _location_leaves(
    window: Sequence[Line],
    place: Place,
    contact: Sequence[Line],
    taken: Mapping[int, list[tuple[int, int]]],
) -> dict[str, Leaf]:
    leaves: dict[str, Leaf] = {}
    parts = {
        "address": place.street,
        "postalCode": place.postal_code,
        "city": place.city,
        "region": place.region,
        "countryCode": place.country,
    }
    for field, part in parts.items():
        if part:
            leaves[field] = _place_leaf(window, part, place.score)
    if "countryCode" in leaves and place.country:
        leaves["countryCode"] = replace(leaves["countryCode"], value=place.country.code)
    above = next((other for other in contact if other.id == window[0].id - 1), None)
    if "address" not in leaves and above and is_street(above.text) and not _has_contact(above, taken):
        leaves["address"] = leaf_at(above, 0, len(above.text), confidence=0.7, rule="place.street_above")
    return leaves


def _has_contact(line: Line, taken: Mapping[int, list[tuple[int, int]]]) -> bool:
    return "@" in line.text or line.id in taken


def _place_leaf(window: Sequence[Line], part: Part, score: float) -> Leaf:
    """The leaf for a part of the joined lines; one that crosses a line's end has evidence on both."""
    leaves, offset = [], 0
    for line in window:
        start, end = max(part.start - offset, 0), min(part.end - offset, len(line.text))
        if start < end:
            leaves.append(
                leaf_at(
                    line, start, end, confidence=score, rule="place", source="lexicon", normalized=part.code
                )
            )
        offset += len(line.text) + 1
    text = " ".join(leaf.value for leaf in leaves)
    evidence = tuple(each for leaf in leaves for each in leaf.evidence)
    return replace(leaves[0], value=text, raw=text, evidence=evidence)


def _summary(
    lines: Sequence[Line],
    sections: Sequence[Section],
    contact: Sequence[Line],
    taken: Mapping[int, list[tuple[int, int]]],
    label: Leaf | None,
) -> Leaf | None:
    own = [lines[i] for section in sections if section.kind == "summary" for i in section.lines]
    if own:
        told = _longest_prose(own, taken, set()) if any(line.id in taken for line in own) else own
        return paragraph(told, "summary.section", 0.95)
    used = {evidence.line for evidence in label.evidence} if label else set()
    best = _longest_prose(contact, taken, used)
    return paragraph(best, "summary.paragraph", 0.7) if _length(best) >= _SENTENCE_CHARS else None


def _longest_prose(
    lines: Sequence[Line], taken: Mapping[int, list[tuple[int, int]]], used: set[int]
) -> list[Line]:
    """The longest run of lines set as one paragraph; it begins with a line of some words."""
    best: list[Line] = []
    run: list[Line] = []
    for line in lines:
        able = line.id not in taken and line.id not in used
        if able and run and _is_same_paragraph(run[-1], line):
            run.append(line)
        else:
            best, run = max(best, run, key=_length), [line] if able and len(line.text.split()) > 5 else []
    return max(best, run, key=_length)


def _is_same_paragraph(above: Line, line: Line) -> bool:
    alike = abs(above.size - line.size) < 0.6 and above.bold == line.bold
    return alike and line.id == above.id + 1 and (not line.size or line.gap_above < 1.3 * line.size)


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def paragraph(lines: Sequence[Line], rule: str, confidence: float) -> Leaf | None:
    """The lines as one text leaf with every line as evidence, None for no lines."""
    text = joined_text(lines)
    if not text:
        return None
    trust = confidence * min(line.confidence for line in lines)
    evidence = tuple(evidence_at(line, 0, len(line.text)) for line in lines)
    return Leaf(
        text,
        "\n".join(line.text for line in lines),
        round(trust, 3),
        "rule",
        rule,
        evidence,
        fold(text)[:200],
    )
