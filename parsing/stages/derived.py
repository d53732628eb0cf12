"""What follows from the fields: current position, experience, top skills, highest education."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from candidates.facets.degrees import education_level
from parsing.stages.dates import OPEN, Period
from parsing.stages.entries.types import Entry
from parsing.stages.experience import experience_of, gaps_in
from parsing.stages.leaf import Leaf
from parsing.stages.skill_names import doubt_about, key_of, usual_name
from parsing.stages.skill_text import skills_in
from parsing.stages.skills import SkillGroup
from parsing.stages.types import Line

TOP_SKILLS: Final = 10
_SIZES: Final = (1, 2, 3)
_TOKEN = re.compile(r"\.*[\w+#]+(?:\.+[\w+#]+)*")


def derived_of(
    entries: Mapping[str, Sequence[Entry]],
    skills: Sequence[SkillGroup],
    lines: Sequence[Line],
    *,
    as_of: date,
) -> dict[str, object]:
    """Facts worked out from the entries; every one is empty rather than guessed when its input is missing.

    `inputs` says by path which values each follows from: there are its evidence and its doubts.
    """
    work = list(entries.get("work", ()))
    education = list(entries.get("education", ()))
    periods = [entry.period for entry in work if entry.period is not None]
    current = next((entry for entry in work if entry.is_current), work[0] if work else None)
    highest = max(education, key=_level, default=None)
    return {
        "current_title": _value(current, "position"),
        "current_employer": _value(current, "name"),
        "experience_months": _experience(periods, as_of),
        "gaps": [gap._asdict() for gap in gaps_in(periods, as_of)],
        "positions_count": len(work),
        "employers_count": len({_value(entry, "name").lower() for entry in work} - {""}),
        "highest_education": _value(highest, "studyType"),
        "top_skills": _top_skills(skills, lines),
        "inputs": _inputs(work, current, education, highest),
    }


def _inputs(
    work: Sequence[Entry], current: Entry | None, education: Sequence[Entry], highest: Entry | None
) -> dict[str, list[str]]:
    """For each derived fact the paths of the values that it was made of, such as `work.0.startDate`."""
    dates = [
        f"work.{number}.{name}"
        for number, entry in enumerate(work)
        for name in ("startDate", "endDate")
        if entry.period is not None and name in entry.fields
    ]
    return {
        "current_title": _paths("work", work, current, "position"),
        "current_employer": _paths("work", work, current, "name"),
        "experience_months": dates,
        "gaps": dates,
        "highest_education": _paths("education", education, highest, "studyType"),
        "top_skills": ["skills"],
    }


def _paths(section: str, entries: Sequence[Entry], wanted: Entry | None, name: str) -> list[str]:
    return [
        f"{section}.{number}.{name}"
        for number, entry in enumerate(entries)
        if entry is wanted and name in entry.fields
    ]


def derived_of_json_resume(resume: Mapping[str, object], *, as_of: date) -> dict[str, object]:
    """The same facts from a JSON Resume; every text is taken as it stands."""
    work = _objects(resume.get("work"))
    education = _objects(resume.get("education"))
    periods = [_written_period(job) for job in work if job.get("startDate")]
    current = next((job for job in work if not job.get("endDate")), work[0] if work else {})
    names = [
        str(name)
        for group in _objects(resume.get("skills"))
        for name in (_texts(group.get("keywords")) or [group.get("name") or ""])
        if name
    ]
    return {
        "current_title": str(current.get("position") or ""),
        "current_employer": str(current.get("name") or ""),
        "experience_months": _experience(periods, as_of),
        "gaps": [gap._asdict() for gap in gaps_in(periods, as_of)],
        "positions_count": len(work),
        "employers_count": len({str(job.get("name") or "").lower() for job in work} - {""}),
        "highest_education": str(education[0].get("studyType") or "") if education else "",
        "top_skills": [{"name": name, "mentions": 1} for name in names[:TOP_SKILLS]],
    }


def _experience(periods: Sequence[Period], as_of: date) -> dict[str, object]:
    """Months in work, overlaps counted once: at least `min`, at most `max`, on the day `as_of`."""
    months = experience_of(periods, as_of)
    return {"min": months.least, "max": months.most, "as_of": as_of.isoformat()}


def _written_period(job: Mapping[str, object]) -> Period:
    end = str(job.get("endDate") or "") or OPEN
    return Period(str(job["startDate"]), end, "", 0, 0, is_current=end == OPEN)


def _objects(value: object) -> list[Mapping[str, object]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _texts(value: object) -> list[object]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _value(entry: Entry | None, field: str) -> str:
    return entry.text(field) if entry is not None else ""


def _level(entry: Entry) -> int:
    """The ISCED 2011 level of the degree, 0 when it is not known."""
    leaf = entry.fields.get("studyType")
    return (education_level(leaf.value) or 0) if isinstance(leaf, Leaf) else 0


def _top_skills(skills: Sequence[SkillGroup], lines: Sequence[Line]) -> list[dict[str, object]]:
    """The listed skills that the document mentions most often, each with its count."""
    names = [
        leaf.value for group in skills for leaf in (group.keywords or ([group.name] if group.name else []))
    ]
    counts = _mentions(lines, {_key(name) for name in names}, [usual_name(name) for name in names])
    ranked = sorted(
        ((counts[_key(name)], -place, name) for place, name in enumerate(names) if len(_key(name)) <= 3),
        reverse=True,
    )
    return [{"name": name, "mentions": max(1, count)} for count, _, name in ranked[:TOP_SKILLS]]


def _key(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(text.lower()))


def _mentions(
    lines: Sequence[Line], wanted: set[tuple[str, ...]], listed: Sequence[str]
) -> Counter[tuple[str, ...]]:
    """How often each of the wanted runs of one to three words occurs; linear in the document's length.

    One that may be another word ("go") counts where its line leaves no doubt; `listed` are usual names.
    """
    firsts = {key[0] for key in wanted if key}
    doubtful = {word for word in firsts if doubt_about(key_of(word))}
    counts: Counter[tuple[str, ...]] = Counter()
    for line in lines:
        words = _key(line.text)
        sure: Counter[str] | None = None
        for i, word in enumerate(words):
            if word not in firsts:
                continue
            if word in doubtful and (word,) in wanted:
                sure = _names_in(line, listed) if sure is None else sure
                if sure[usual_name(word)] <= 0:
                    continue
                sure[usual_name(word)] -= 1
            counts.update(
                words[i : i + size]
                for size in _SIZES
                if i + size <= len(words) and words[i : i + size] in wanted
            )
    return counts


def _names_in(line: Line, listed: Sequence[str]) -> Counter[str]:
    return Counter(mention.name for mention in skills_in(line.text, listed=listed))
