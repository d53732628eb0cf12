"""Names that mean the same: of occupations across languages, of skills short and long (`candidates/data`)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from candidates.search.words import STOP_WORDS, words_of
from candidates.taxonomy import Skill, find, taxonomy
from candidates.taxonomy.keys import key_of

_DATA: Final = Path(__file__).resolve().parent.parent / "data"
TITLES: Final = _DATA / "titles.txt"
SKILLS: Final = _DATA / "skill_names.txt"
WELL_KNOWN: Final = 3
"""The weight of a skill from which several words that are skills too are taken for it."""

Name = tuple[str, ...]
"""The folded words of a name."""


def groups_in(file: Path) -> list[list[str]]:
    """The groups of a file, a line each, names separated by bars, the English one first."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [[name.strip() for name in line.split("|")] for line in lines if line and not line.startswith("#")]


@lru_cache(maxsize=4096)
def other_names(words: Name) -> tuple[tuple[Name, str], ...]:
    """The other names of the occupation or skill of this name; () if it is none that we know.

    With the field in which each is to be looked for: names of occupations in titles, where they mean them,
    and names of a letter or two, such as Go, among skills.
    """
    names, groups = _known()
    found: dict[Name, str] = {}
    for number in names.get(words, ()):
        field, group = groups[number]
        for name in group:
            found.setdefault(name, "skill" if len("".join(name)) < 3 else field)
    if "title" not in found.values():
        for name in _names_of_skill(words):
            found.setdefault(name, "skill" if len("".join(name)) < 3 else "")
    found.pop(words, None)
    return tuple(found.items())


def _names_of_skill(words: Name) -> list[Name]:
    """All names of a skill of the taxonomy."""
    skill = find(" ".join(words)) if len(words) == 1 else _named_together(words)
    return (
        []
        if skill is None
        else [name for each in (skill.name, *skill.aliases) if (name := tuple(words_of(each)))]
    )


def _named_together(words: Name) -> Skill | None:
    """The skill that several words side by side name.

    "amazon web services" is one; but "python software" may be Python and the beginning of a title, and what
    hardly anybody calls a skill may be several: "java spring".
    """
    number = taxonomy().keys.get(key_of(" ".join(words)))
    skill = None if number is None else taxonomy().at(number)
    if skill is not None and skill.weight < WELL_KNOWN and all(map(find, words)):
        return None
    return skill


@lru_cache(maxsize=1)
def longest_name() -> int:
    """Words of the longest name."""
    return max(map(len, _known()[0]))


@lru_cache(maxsize=1)
def _known() -> tuple[dict[Name, list[int]], list[tuple[str, list[Name]]]]:
    """Name → the groups it is in, and the groups, each with its field."""
    groups = [
        (field, list(dict.fromkeys(tuple(words_of(name)) for name in group)))
        for file, field in ((TITLES, "title"), (SKILLS, ""))
        for group in groups_in(file)
    ]
    names: dict[Name, list[int]] = {}
    for number, (_, group) in enumerate(groups):
        for name in dict.fromkeys((*group, *map(_typed, group))):
            names.setdefault(name, []).append(number)
    return names, groups


def _typed(name: Name) -> Name:
    """The name as a query has it, without words that say nothing by themselves: "jefa obra"."""
    bare = tuple(word for word in name if word not in STOP_WORDS)
    return bare if len(bare) > 1 else name
