"""Who the person is: name, headline, summary, ways to reach them, place and profiles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from parsing.stages.contact import network_profile
from parsing.stages.headings import heading_of
from parsing.stages.leaf import Leaf, evidence_at, leaf_at
from parsing.stages.lines import joined_text
from parsing.stages.names import NameParts, parts_of
from parsing.stages.places import Place, is_street, place_in
from parsing.stages.text import after_bullet, fold, trimmed
from parsing.stages.types import Entity, Line, Section

_CUT = re.compile(r"\s*[|•·]\s*|\t|\s{3,}")
_DETAIL = re.compile(
    r"\b(?:born|geboren|né|née|nationality|nationalit|staatsang|birth|geburts|married|verheiratet|single|ledig|driving|"
    r"f[üu]hrerschein|permis|status|citizen|visa|gender|age|âge|alter)\b|^\W*\d|@|https?:|www\.",
    re.IGNORECASE,
)
_SENTENCE_CHARS: Final = 60


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


def basics_of(lines: Sequence[Line], entities: Sequence[Entity], sections: Sequence[Section]) -> Basics:
    """The person's own data. Referees' addresses come last, the person's own first."""
    owner = {line: section.kind for section in sections for line in section.lines}
    person = next((entity for entity in entities if entity.label == "PERSON"), None)
    name = _name(person, lines)
    contact = [line for line in lines if owner.get(line.id, "") in ("contact", "profiles", "")]
    taken = _spans(entities)
    location, place_line = _location(contact, taken, person)
    urls, profiles = _links(entities, lines, owner)
    label = _label(person, contact, taken, place_line)
    return Basics(
        name=name,
        name_parts=parts_of(name.raw) if name else None,
        label=label,
        emails=_of_person(entities, lines, owner, "EMAIL"),
        phones=_of_person(entities, lines, owner, "PHONE"),
        urls=urls,
        summary=_summary(lines, sections, contact, taken, label),
        location=location,
        profiles=profiles,
    )


def _leaf(entity: Entity, lines: Sequence[Line], value: str | None = None, normalized: str = "") -> Leaf:
    return leaf_at(
        lines[entity.line], entity.start, entity.end, value=value, confidence=entity.confidence,
        rule=entity.rule, source=entity.source, normalized=normalized,
    )  # fmt: skip


def _name(person: Entity | None, lines: Sequence[Line]) -> Leaf | None:
    if person is None:
        return None
    parts = parts_of(person.value)
    leaf = _leaf(person, lines, person.value, parts.formatted)
    if person.rule == "name.two_lines":
        below = lines[person.line + 1]
        evidence = (*leaf.evidence, evidence_at(below, 0, len(below.text)))
        leaf = Leaf(person.value, person.value, leaf.confidence, leaf.source, leaf.rule, evidence, parts.formatted)
    return leaf


def _of_person(
    entities: Sequence[Entity], lines: Sequence[Line], owner: Mapping[int, str], label: str
) -> list[Leaf]:
    found = [entity for entity in entities if entity.label == label]
    found.sort(key=lambda entity: (owner.get(entity.line) in ("references", "work", "volunteer"), entity.line))
    leaves, seen = [], set()
    for entity in found:
        normalized = entity.value.lower() if label == "EMAIL" else entity.value
        if normalized not in seen:
            seen.add(normalized)
            value = entity.value if label == "EMAIL" else None
            leaves.append(_leaf(entity, lines, value, normalized))
    return leaves


def _links(
    entities: Sequence[Entity], lines: Sequence[Line], owner: Mapping[int, str]
) -> tuple[list[Leaf], list[Profile]]:
    urls: list[Leaf] = []
    profiles: dict[tuple[str, str], Profile] = {}
    for entity in entities:
        in_contact = owner.get(entity.line, "contact") in ("contact", "profiles", "summary")
        if entity.label == "URL" and in_contact:
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


def _spans(entities: Sequence[Entity]) -> dict[int, list[tuple[int, int]]]:
    taken: dict[int, list[tuple[int, int]]] = {}
    for entity in entities:
        if entity.label not in ("GPE", "PERSON"):
            taken.setdefault(entity.line, []).append((entity.start, entity.end))
    return taken


def _location(
    contact: Sequence[Line], taken: Mapping[int, list[tuple[int, int]]], person: Entity | None
) -> tuple[Mapping[str, Leaf], int]:
    best: tuple[float, Line, Place] | None = None
    for place_in_order, line in enumerate(contact):
        if len(line.text) > 220:
            continue
        text = _without(line.text, taken.get(line.id, ()))
        if person and person.line == line.id:
            text = _without(text, [(person.start, person.end)])
        place = place_in(text)
        if place and place.city:
            score = place.score - 0.01 * place_in_order
            if best is None or score > best[0]:
                best = (score, line, place)
    if best is None:
        return {}, -1
    _, line, place = best
    return _location_leaves(line, place, contact), line.id


def _location_leaves(line: Line, place: Place, contact: Sequence[Line]) -> dict[str, Leaf]:
    leaves: dict[str, Leaf] = {}
    parts = {
        "address": place.street,
        "postalCode": place.postal_code,
        "city": place.city,
        "region": place.region,
    }
    for field, part in parts.items():
        if part:
            leaves[field] = leaf_at(
                line, part.start, part.end, confidence=place.score, rule="place", source="lexicon", normalized=part.code
            )
    if place.country:
        leaves["countryCode"] = leaf_at(
            line, place.country.start, place.country.end, value=place.country.code, confidence=place.score,
            rule="place.country", source="lexicon", normalized=place.country.code,
        )  # fmt: skip
    above = next((other for other in contact if other.id == line.id - 1), None)
    if "address" not in leaves and above and is_street(above.text) and "@" not in above.text:
        leaves["address"] = leaf_at(above, 0, len(above.text), confidence=0.7, rule="place.street_above")
    return leaves


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with the spans replaced by separators of the same length."""
    for start, end in spans:
        text = text[:start] + "|" * (end - start) + text[end:]
    return text


def _label(
    person: Entity | None, contact: Sequence[Line], taken: Mapping[int, list[tuple[int, int]]], place_line: int
) -> Leaf | None:
    """The headline: what stands beside the name, else the nearest short line around it."""
    if person is None:
        return None
    name_line = next((line for line in contact if line.id == person.line), None)
    if name_line is not None:
        beside = _beside(name_line, person, taken)
        if beside:
            return beside
    last = person.line + (person.rule == "name.two_lines")
    for step in (1, 2, -1, 3, -2):
        at = last + step if step > 0 else person.line + step
        line = next((line for line in contact if line.id == at), None)
        if line is not None and line.id != place_line and _is_headline(line, taken):
            start, end = trimmed(line.text, after_bullet(line.text), len(line.text))
            return leaf_at(line, start, end, confidence=0.8 - 0.1 * abs(step), rule="headline.near_name")
    return None


def _beside(line: Line, person: Entity, taken: Mapping[int, list[tuple[int, int]]]) -> Leaf | None:
    rest = _without(line.text, [*taken.get(line.id, ()), (0, person.end)])
    for piece in re.finditer(r"[^|•·\t]+", rest):
        start, end = trimmed(line.text, piece.start(), piece.end(), " ,;:–—-()")
        words = line.text[start:end].split()
        if 2 <= len(words) <= 9 and not place_in(line.text[start:end]) and not _DETAIL.search(line.text[start:end]):
            return leaf_at(line, start, end, confidence=0.7, rule="headline.beside_name")
    return None


def _is_headline(line: Line, taken: Mapping[int, list[tuple[int, int]]]) -> bool:
    text = line.text.strip()
    words = text.split()
    if not words or len(words) > 14 or len(text) > 110 or line.id in taken or line.is_list_item:
        return False
    if _DETAIL.search(text) or text[-1] in ".:" or heading_of(text) is not None and len(words) < 2:
        return False
    place = place_in(text)
    return not (place and place.city and place.score > 0.6) and any(character.isalpha() for character in text)


def _summary(
    lines: Sequence[Line],
    sections: Sequence[Section],
    contact: Sequence[Line],
    taken: Mapping[int, list[tuple[int, int]]],
    label: Leaf | None,
) -> Leaf | None:
    own = [lines[i] for section in sections if section.kind == "summary" for i in section.lines]
    if own:
        return paragraph(own, "summary.section", 0.95)
    used = {evidence.line for evidence in label.evidence} if label else set()
    run: list[Line] = []
    best: list[Line] = []
    for line in contact:
        prose = line.id not in taken and line.id not in used and (len(line.text.split()) > 5 or bool(run))
        if prose and (not run or line.id == run[-1].id + 1):
            run.append(line)
        else:
            best, run = max(best, run, key=_length), [line] if prose and len(line.text.split()) > 5 else []
    best = max(best, run, key=_length)
    return paragraph(best, "summary.paragraph", 0.7) if _length(best) >= _SENTENCE_CHARS else None


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def paragraph(lines: Sequence[Line], rule: str, confidence: float) -> Leaf | None:
    """The lines as one text leaf with every line as evidence, None for no lines."""
    text = joined_text(lines)
    if not text:
        return None
    trust = confidence * min(line.confidence for line in lines)
    evidence = tuple(evidence_at(line, 0, len(line.text)) for line in lines)
    return Leaf(text, "\n".join(line.text for line in lines), round(trust, 3), "rule", rule, evidence, fold(text)[:200])
