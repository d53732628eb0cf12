"""What a score may see of somebody, made of their JSON Resume: the one door through which anything passes.

What is not taken here (name, photo, birth date, nationality, address, marital status, employers, schools)
is nowhere in a ranking. Texts pass masked. Some 5 ms a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Final, NamedTuple

from candidates.facets.degrees import education_level
from candidates.search.embedding import embedding
from candidates.taxonomy.keys import key_of
from candidates.taxonomy.months import Spell, span_of, spell_of, union, written
from candidates.taxonomy.usage import SkillUse, uses_of
from parsing.stages.languages import cefr_of
from parsing.stages.skill_text import skills_in
from ranking.scoring.masking import Masker
from ranking.scoring.personal import availability_in, language_code, licences_in, personal_names, texts_of
from ranking.scoring.types import (
    Applicant,
    Evidence,
    Known,
    Line,
    Named,
    Position,
    Spoken,
    Stretch,
    Study,
)

Resume = Mapping[str, object]
MOST_ENTRIES: Final = 60
"""Positions, studies, projects of somebody; more is no résumé."""
MOST_LINES: Final = 40
"""Lines of one position."""
MOST_SKILLS: Final = 400
LONGEST_LINE: Final = 600
LONGEST_TEXT: Final = 5_000
MOST_TEXT: Final = 60_000
"""Characters of all lines together: twenty pages. What comes after is not seen."""
_MOST_EVIDENCE: Final = 3
_PARTS: Final = re.compile(r"\n+|(?<=[.!?])\s+(?=[^\W\d_a-z])")


class Place(NamedTuple):
    """Where words stand: page from 1, box in 0–1 of it or None, and how surely they were read."""

    page: int
    box: tuple[float, float, float, float] | None
    confidence: float


Seen = Mapping[str, Place]
"""What the reading knows of words: text → where it stands first."""


def seen_of(*profiles: object) -> Seen:
    """Where the values of these profiles (`Parse.profile`) stand; of what comes twice, the first place."""
    found: dict[str, Place] = {}
    waiting: list[object] = list(profiles)[::-1]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping) and "evidence" in node and "value" in node:
            place = _place_of(node)
            if place:
                found.setdefault(_spaced(str(node["value"])), place)
        elif isinstance(node, Mapping):
            waiting.extend(list(node.values())[::-1])
        elif isinstance(node, list):
            waiting.extend(node[::-1])
    return found


def applicant_of(resume: Resume, seen: Seen, as_of: int) -> Applicant:
    """What a score may see. `as_of` is the month, counted from year 0, in which "present" ends."""
    return _Door(resume, seen, as_of).applicant()


def placed(applicant: Applicant, city: str, country_code: str) -> Applicant:
    """The applicant with a place, for a job whose criteria ask for one."""
    return replace(applicant, city=_spaced(city), country_code=country_code.strip().upper())


class _Door:
    """One résumé, its texts masked."""

    def __init__(self, resume: Resume, seen: Seen, as_of: int) -> None:
        self.resume, self.seen, self.as_of = resume, seen, as_of
        self.masker = Masker(*personal_names(resume))
        self.room = MOST_TEXT
        self.work = self._entries("work", "position", ("summary", "description"))
        self.volunteer = self._entries("volunteer", "position", ("summary", "description"))
        self.projects = self._entries("projects", "name", ("description", "summary"))

    def applicant(self) -> Applicant:
        uses = self._uses()
        return Applicant(
            positions=tuple(self._positions(uses)),
            studies=tuple(self._studies()),
            skills=tuple(self._skills(uses)),
            languages=tuple(self._languages()),
            certificates=tuple(self._certificates()),
            licences=tuple(self._licences()),
            availability=availability_in(self.resume),
            experience=_stretch([entry.spell for entry in self.work if entry.spell]),
            as_of=self.as_of,
        )

    def _entries(self, section: str, key: str, texts: Sequence[str]) -> list[_Entry]:
        items = _items(self.resume, section)
        begun = [span_of(_text(item, "startDate")) for item in items]
        latest = max((span.first for span in begun if span), default=0)
        entries = []
        for number, (item, start) in enumerate(zip(items, begun, strict=True)):
            path = f"/{section}/{number}"
            # Without an end it is the present one where it stands first or began last.
            goes_on = start is not None and (number == 0 or start.last >= latest)
            end = _text(item, "endDate")
            spell = spell_of(_text(item, "startDate"), end, today=self.as_of, goes_on=goes_on)
            name = self._evidence(f"{path}/{key}", _text(item, key), is_name=True)
            lines = list(islice(self._lines(item, path, texts), MOST_LINES))
            words = [self.masker.masked(word, is_name=True) for word in _strings(item, "keywords")]
            entries.append(_Entry(path, name, lines, words, item, spell, not end and goes_on))
        return entries

    def _lines(self, item: Resume, path: str, texts: Sequence[str]) -> Iterator[Evidence]:
        """The sentences of an entry, as long as there is room; what was read as one text stays whole."""
        for pointer, text in _lines_of(item, path, texts):
            whole = _spaced(text[:LONGEST_TEXT])
            for part in [whole] if whole in self.seen else _PARTS.split(text[:LONGEST_TEXT]):
                line = part.strip()[:LONGEST_LINE]
                if line and self.room > 0:
                    self.room -= len(line)
                    yield self._evidence(pointer, line)

    def _evidence(self, pointer: str, text: str, *, is_name: bool = False) -> Evidence:
        """The words, masked, with where they stand; `is_name` for what names work, studies and papers."""
        text = _spaced(text)
        place = self.seen.get(text)
        masked = self.masker.masked(text[:LONGEST_LINE], is_name=is_name)
        return Evidence(masked, pointer, *place) if place else Evidence(masked, pointer)

    def _positions(self, uses: Sequence[SkillUse]) -> Iterator[Position]:
        for entry in (*self.work, *self.volunteer, *self.projects):
            path = entry.path[1:].replace("/", ".")
            yield Position(
                title="" if entry.path.startswith("/projects") else entry.name.text,
                evidence=entry.name,
                stretch=_stretch([entry.spell]) if entry.spell else None,
                is_current=entry.is_current,
                skills=tuple(sorted({_id_of(use) for use in uses if path in use.found_in})),
                lines=tuple(Line(line, _vector(line.text)) for line in entry.lines),
                industry=self.masker.masked(_spaced(_text(entry.item, "industry"))),
            )

    def _uses(self) -> list[SkillUse]:
        """Skills that are listed or that texts name, with where and how long they were used."""
        shown = {
            section: [entry.shown(self.as_of) for entry in entries]
            for section, entries in (
                ("work", self.work),
                ("volunteer", self.volunteer),
                ("projects", self.projects),
            )
        }
        texts = [
            line.text
            for entry in (*self.work, *self.volunteer, *self.projects)
            for line in (entry.name, *entry.lines)
        ]
        words = [word for entry in (*self.work, *self.projects) for word in entry.words]
        named = [mention.name for text in texts for mention in skills_in(text)]
        listed = [(name, pointer) for name, pointer in _listed(self.resume)][:MOST_SKILLS]
        self.listed = dict(reversed(listed))
        told = {
            **shown,
            "skills": [{"name": self.masker.masked(name, is_name=True)} for name, _ in listed],
            "education": [
                _only(item, ("studyType", "area", "courses")) for item in _items(self.resume, "education")
            ],
        }
        day = date(self.as_of // 12, self.as_of % 12 + 1, 1)
        return uses_of(told, day, also=list(dict.fromkeys([*words, *named]))[:MOST_SKILLS])

    def _skills(self, uses: Sequence[SkillUse]) -> Iterator[Known]:
        for use in uses:
            if use.strength == "inferred_parent":
                continue
            is_used = any(not path.startswith("education") for path in use.found_in)
            span = span_of(use.last_used)
            yield Known(
                name=use.name,
                id=use.skill.id if use.skill else "",
                evidence=tuple(self._shown_at(use)),
                least=use.months_min or 0,
                most=use.months_max or 0,
                last_used=span.last if span else 0,
                is_listed_only=not is_used,
            )

    def _shown_at(self, use: SkillUse) -> Iterator[Evidence]:
        """Up to three places: the list, then the lines of positions that name it."""
        pointer = self.listed.get(use.raw)
        found = [self._evidence(pointer, use.raw, is_name=True)] if pointer else []
        names = {name.casefold() for name in (use.raw, use.name, *(use.skill.aliases if use.skill else ()))}
        by_path = {
            entry.path[1:].replace("/", "."): entry for entry in (*self.work, *self.volunteer, *self.projects)
        }
        for entry in (by_path[path] for path in use.found_in if path in by_path):
            if len(found) >= _MOST_EVIDENCE:
                break
            line = next(
                (line for line in (entry.name, *entry.lines) if _names_any(line.text, names)), entry.name
            )
            found.append(line)
        return iter(found)

    def _studies(self) -> Iterator[Study]:
        for number, item in enumerate(_items(self.resume, "education")):
            degree, field = _spaced(_text(item, "studyType")), _spaced(_text(item, "area"))
            end = span_of(_text(item, "endDate"))
            is_ended = end is None or end.first <= self.as_of
            key = "studyType" if degree else "area"
            yield Study(
                degree=self.masker.masked(degree, is_name=True),
                level=(education_level(degree) or 0) if is_ended else 0,
                field=self.masker.masked(field, is_name=True),
                evidence=self._evidence(f"/education/{number}/{key}", degree or field, is_name=True),
            )

    def _languages(self) -> Iterator[Spoken]:
        told = set()
        for number, item in enumerate(_items(self.resume, "languages")):
            name = _spaced(_text(item, "language"))
            code = language_code(name)
            if code and code not in told:
                told.add(code)
                evidence = self._named(f"/languages/{number}/language", name)
                yield Spoken(code, cefr_of(_text(item, "fluency")), evidence)
        document = self.resume.get("x-document")
        code = _text(document, "language") if isinstance(document, Mapping) else ""
        if code and code not in told:
            yield Spoken(code, "", Evidence("", "/x-document/language"))

    def _named(self, pointer: str, text: str) -> Evidence:
        """Words that stand in a list of languages, certificates, licences: shown as they are."""
        place = self.seen.get(text)
        return Evidence(text, pointer, *place) if place else Evidence(text, pointer)

    def _certificates(self) -> Iterator[Named]:
        for number, item in enumerate(_items(self.resume, "certificates")):
            name = _text(item, "name")
            if name:
                evidence = self._evidence(f"/certificates/{number}/name", name, is_name=True)
                yield Named(evidence.text, evidence)

    def _licences(self) -> Iterator[Named]:
        told = set()
        for pointer, text in texts_of(self.resume):
            for licence, words in licences_in(text):
                if licence not in told:
                    told.add(licence)
                    place = self.seen.get(_spaced(text))
                    yield Named(
                        licence, Evidence(words, pointer, *place) if place else Evidence(words, pointer)
                    )


class _Entry(NamedTuple):
    """A position or project, masked."""

    path: str
    name: Evidence
    lines: list[Evidence]
    words: list[str]
    item: Resume
    spell: Spell | None
    is_current: bool

    def shown(self, as_of: int) -> dict[str, object]:
        """As JSON Resume again, for what counts the months of skills; a present one ends now."""
        key = "name" if self.path.startswith("/projects") else "position"
        return {
            key: self.name.text,
            "highlights": [line.text for line in self.lines],
            "keywords": self.words,
            "startDate": _text(self.item, "startDate"),
            "endDate": written(as_of) if self.is_current else _text(self.item, "endDate"),
        }


def _stretch(spells: Sequence[Spell]) -> Stretch | None:
    if not spells:
        return None
    least, most = union(spells)
    first, last = min(spell.possible.first for spell in spells), max(spell.possible.last for spell in spells)
    return Stretch(first, last + 1, least, most)


def _vector(text: str) -> bytes:
    model = embedding()
    vector = model.of(text) if model else None
    return b"" if vector is None else vector.tobytes()


def _id_of(use: SkillUse) -> str:
    return use.skill.id if use.skill else key_of(use.raw)


def _names_any(text: str, names: Iterable[str]) -> bool:
    low = text.casefold()
    return any(name in low for name in names)


def _listed(resume: Resume) -> Iterator[tuple[str, str]]:
    """(as written, where) of the list of skills; a group's name counts where nothing stands under it."""
    for number, group in enumerate(_items(resume, "skills")):
        keywords = _strings(group, "keywords")
        for at, word in enumerate(keywords):
            yield _spaced(word), f"/skills/{number}/keywords/{at}"
        if not keywords and _text(group, "name"):
            yield _spaced(_text(group, "name")), f"/skills/{number}/name"


def _lines_of(item: Resume, path: str, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    for key in texts:
        if _text(item, key):
            yield f"{path}/{key}", _text(item, key)
    for at, text in enumerate(_strings(item, "highlights")):
        yield f"{path}/highlights/{at}", text


def _place_of(leaf: Mapping[str, object]) -> Place | None:
    """The first page of a value's evidence and the box around all of it there."""
    evidence = leaf["evidence"]
    places = [each for each in evidence if isinstance(each, Mapping)] if isinstance(evidence, list) else []
    if not places or not isinstance(places[0].get("page"), int):
        return None
    page = places[0]["page"]
    boxes = [each["bbox"] for each in places if each.get("page") == page and each.get("bbox")]
    around = (
        (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )
        if boxes
        else None
    )
    confidence = leaf.get("confidence")
    return Place(page, around, float(confidence) if isinstance(confidence, int | float) else 1.0)


def _only(item: Resume, names: Iterable[str]) -> dict[str, object]:
    return {name: item[name] for name in names if name in item}


def _items(resume: Resume, section: str) -> list[Resume]:
    items = resume.get(section)
    known = [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []
    return known[:MOST_ENTRIES]


def _strings(item: Resume, name: str) -> list[str]:
    values = item.get(name)
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _text(item: Resume, name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _spaced(text: str) -> str:
    return " ".join(text.split())
