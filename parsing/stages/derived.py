"""What follows from the fields: current position, experience, top skills, highest education."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from parsing.stages.entries.types import Entry
from parsing.stages.leaf import Leaf
from parsing.stages.skills import SkillGroup
from parsing.stages.types import Line

TOP_SKILLS: Final = 10
_TOKEN = re.compile(r"[\w+#.]+")


def derived_of(
    entries: Mapping[str, Sequence[Entry]],
    skills: Sequence[SkillGroup],
    lines: Sequence[Line],
    *,
    as_of: date,
) -> dict[str, object]:
    """Facts worked out from the entries; every one is empty rather than guessed when its input is missing."""
    work = list(entries.get("work", ()))
    education = list(entries.get("education", ()))
    current = next((entry for entry in work if entry.is_current), work[0] if work else None)
    return {
        "current_title": _value(current, "position"),
        "current_employer": _value(current, "name"),
        "positions_count": len(work),
        "employers_count": len({_value(entry, "name").lower() for entry in work} - {""}),
        "highest_education": _value(max(education, key=_level, default=None), "studyType"),
        "top_skills": _top_skills(skills, lines),
    }


def _value(entry: Entry | None, field: str) -> str:
    return entry.text(field) if entry is not None else ""


def _level(entry: Entry) -> int:
    """The ISCED 2011 level of the degree, 0 when it is not known."""
    leaf = entry.fields.get("studyType")
    return int(leaf.normalized) if isinstance(leaf, Leaf) and leaf.normalized.isdigit() else 0


def _top_skills(skills: Sequence[SkillGroup], lines: Sequence[Line]) -> list[dict[str, object]]:
    """The listed skills that the document mentions most often, each with its count."""
    names = [leaf.value for group in skills for leaf in (group.keywords or ([group.name] if group.name else []))]
    counts = _mentions(lines)
    ranked = sorted(
        ((counts[_key(name)], -place, name) for place, name in enumerate(names) if len(_key(name)) <= 3), reverse=True
    )
    return [{"name": name, "mentions": max(1, count)} for count, _, name in ranked[:TOP_SKILLS]]


def _key(text: str) -> tuple[str, ...]:
    return tuple(token.rstrip(".") for token in _TOKEN.findall(text.lower()))


def _mentions(lines: Sequence[Line]) -> Counter[tuple[str, ...]]:
    """How often each run of one to three words occurs; linear in the length of the document."""
    counts: Counter[tuple[str, ...]] = Counter()
    for line in lines:
        words = _key(line.text)
        for size in (1, 2, 3):
            counts.update(words[i : i + size] for i in range(len(words) - size + 1))
    return counts
