"""How long and when somebody used each skill, from where it stands in their résumé. Pure; some 1.5 ms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from candidates.taxonomy.keys import key_of
from candidates.taxonomy.months import Spell, month_of, span_of, spell_of, union, written
from candidates.taxonomy.skills import Skill, Taxonomy, taxonomy

Strength = Literal["evidenced", "listed_only", "inferred_parent"]
Resume = Mapping[str, object]

STRENGTHS: Final[tuple[Strength, ...]] = ("evidenced", "listed_only", "inferred_parent")
PLACES: Final = ("work", "volunteer", "projects", "education")
"""Sections whose entries have dates and texts, in the order in which they count as evidence."""
USED_AT: Final = ("work", "volunteer", "projects")
"""Of these, the ones whose months are months of use: who studied Java did not use it all those years."""
_TEXTS: Final = ("position", "name", "summary", "description", "studyType", "area")
_LISTS: Final = ("highlights", "keywords", "courses")
_TOKEN: Final = re.compile(r"[\w+#.&'’-]*[\w+#]")
_WORDS: Final = 4
"""So many words at most does a name have that is looked for in texts."""
_BRIEF: Final = 2
"""Names of so many letters are words too."""
_WORDS_TOO: Final = frozenset((
    "access", "ant", "apex", "assembly", "atom", "beam", "blender", "box", "canvas", "chef", "closing",
    "combine", "composer", "cursor", "dash", "drone", "echo", "eclipse", "elastic", "excel", "express",
    "fiber", "flask", "flux", "framer", "gin", "greenhouse", "grunt", "hive", "husky", "impala", "jest",
    "julia", "karma", "lever", "lightning", "make", "maya", "mocha", "monday", "node", "notion", "nuke",
    "oracle", "origin", "outlook", "packer", "parcel", "phoenix", "pig", "play", "principle", "pulsar",
    "puppet", "quark", "rails", "react", "reason", "remix", "requests", "rhino", "rider", "rocket",
    "room", "ruby", "rust", "sage", "salt", "scheme", "scratch", "shell", "sketch", "slack", "slim",
    "spark", "spring", "storm", "swift", "swing", "teams", "unity", "vault", "word", "yarn", "zoom",
))  # fmt: skip
"""Names that are English words too; like brief ones they count only with a capital or as listed."""


@dataclass(slots=True)
class SkillUse:
    """One skill of a person. `raw` is as it was written, "" for what only follows from others.

    Months are at least and at most; None where no position names the skill. `first_used` and `last_used`
    are EDTF months; `recency_months` says how long ago the last was. `found_in` names entries ("work.0").
    """

    raw: str
    skill: Skill | None
    category: str = ""
    strength: Strength = "listed_only"
    months_min: int | None = None
    months_max: int | None = None
    first_used: str = ""
    last_used: str = ""
    recency_months: int | None = None
    found_in: list[str] = field(default_factory=list)
    mentions: int = 0
    implied_by: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The usual name, or what was written where the taxonomy knows none."""
        return self.skill.name if self.skill else self.raw


class _Entry:
    """An entry of the résumé with its time and the names that its text may hold."""

    def __init__(self, path: str, item: Resume, spell: Spell | None) -> None:
        self.path, self.spell = path, spell
        self.words: dict[str, list[str]] = {}
        for text in _texts_of(item):
            for key, as_written in _names_in(text):
                self.words.setdefault(key, []).append(as_written)


def uses_of(resume: Resume, as_of: date, *, also: Sequence[str] = ()) -> list[SkillUse]:
    """Every skill that the résumé (JSON Resume) lists, then what those imply, each once.

    `also` are skills that are known otherwise, such as those that texts named. A skill is `evidenced` when an
    entry names it as well. The order is that of the list.
    """
    everything = taxonomy()
    entries = list(_entries(resume, month_of(as_of)))
    uses: dict[str, SkillUse] = {}
    for raw, category in (*_listed(resume), *((name, "") for name in also)):
        known = everything.find_all(raw)
        for skill in known:
            uses.setdefault(skill.id, SkillUse(raw, skill, category))
        if not known:
            uses.setdefault(key_of(raw), SkillUse(raw, None, category))
    spells = {key: _evidence(use, entries, month_of(as_of)) for key, use in uses.items()}
    return [*uses.values(), *_implied(uses, spells, everything, month_of(as_of))]


def _evidence(use: SkillUse, entries: Iterable[_Entry], today: int) -> list[Spell]:
    """The times of the entries that name the skill, put down in the use."""
    names = {key_of(name): name for name in (use.raw, *_names_of(use.skill))}
    spells = []
    for entry in entries:
        found = sum(_counts(entry.words.get(key, ()), use.raw, name) for key, name in names.items())
        if found:
            use.mentions += found
            use.found_in.append(entry.path)
            use.strength = "evidenced"
            if entry.spell and entry.path.split(".")[0] in USED_AT:
                spells.append(entry.spell)
    _put_down(use, spells, today)
    return spells


def _counts(written_forms: Sequence[str], raw: str, name: str) -> int:
    """How many of the words mean the skill."""
    if not written_forms:
        return 0
    key = key_of(name)
    is_doubtful = len(key) <= _BRIEF or key in _WORDS_TOO
    return sum(not is_doubtful or form[:1].isupper() or form in (raw, name) for form in written_forms)


def _put_down(use: SkillUse, spells: Sequence[Spell], today: int) -> None:
    if not spells:
        return
    use.months_min, use.months_max = union(spells)
    first, last = min(spell.possible.first for spell in spells), max(spell.possible.last for spell in spells)
    use.first_used, use.last_used, use.recency_months = written(first), written(last), today - last


def _implied(
    uses: Mapping[str, SkillUse], spells: Mapping[str, list[Spell]], everything: Taxonomy, today: int
) -> list[SkillUse]:
    """What is broader than the skills that were found and was not found itself."""
    inferred: dict[str, SkillUse] = {}
    times: dict[str, list[Spell]] = {}
    for key, use in uses.items():
        for broader in everything.implied(use.skill) if use.skill else ():
            if broader.id not in uses:
                told = inferred.setdefault(broader.id, SkillUse("", broader, strength="inferred_parent"))
                told.implied_by.append(use.name)
                times.setdefault(broader.id, []).extend(spells[key])
    for key, told in inferred.items():
        _put_down(told, times[key], today)
    return list(inferred.values())


def _listed(resume: Resume) -> Iterator[tuple[str, str]]:
    """(as written, category) of the list; a group's name is a skill where nothing stands under it."""
    for group in _items(resume, "skills"):
        name, keywords = _text(group, "name"), group.get("keywords")
        if isinstance(keywords, list) and keywords:
            yield from ((keyword, name) for keyword in keywords if isinstance(keyword, str))
        elif name:
            yield name, ""


def _entries(resume: Resume, today: int) -> Iterator[_Entry]:
    for section in PLACES:
        items = _items(resume, section)
        present = _present(items)
        for number, item in enumerate(items):
            goes_on = number in present
            spell = spell_of(_text(item, "startDate"), _text(item, "endDate"), today=today, goes_on=goes_on)
            yield _Entry(f"{section}.{number}", item, spell)


def _present(items: Sequence[Resume]) -> set[int]:
    """Which entries go on where they say no end: what began last, and the first of a list.

    Lists begin with what goes on, whenever it began, but for those that end with it.
    """
    begun = [span_of(_text(item, "startDate")) for item in items]
    latest = max((span.first for span in begun if span), default=0)
    newest = {number for number, span in enumerate(begun) if span and span.last >= latest}
    last = len(items) - 1
    is_oldest_first = last > 0 and last in newest and 0 not in newest and not _text(items[last], "endDate")
    return newest if is_oldest_first else newest | {0}


def _names_in(text: str) -> Iterator[tuple[str, str]]:
    """The key of every run of up to four words, with the run as it stands."""
    tokens = [(match.start(), match.end()) for match in _TOKEN.finditer(text)]
    for i, (start, _) in enumerate(tokens):
        for _, end in tokens[i : i + _WORDS]:
            yield key_of(text[start:end]), text[start:end]


def _names_of(skill: Skill | None) -> tuple[str, ...]:
    return (skill.name, *skill.aliases) if skill else ()


def _texts_of(item: Resume) -> Iterator[str]:
    for name in _TEXTS:
        yield _text(item, name)
    for name in _LISTS:
        values = item.get(name)
        if isinstance(values, list):
            yield from (value for value in values if isinstance(value, str))


def _items(resume: Resume, section: str) -> list[Resume]:
    items = resume.get(section)
    return [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []


def _text(item: Resume, name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""
