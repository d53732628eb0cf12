"""What a résumé's profile says in short, and how that compares with what a sample must give."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

Json = Mapping[str, object]


@dataclass(frozen=True)
class Found:
    """The table's row of one résumé. `months` is (least, most) of experience, as of `as_of`."""

    name: str
    title: str
    email: str
    phone: str
    months: tuple[int, int]
    skills: tuple[str, ...]
    top_skills: tuple[str, ...]
    as_of: date

    @property
    def years(self) -> str:
        """Experience as people say it."""
        least, most = self.months
        if not most:
            return "–"
        if most - least < 6:
            return f"{(least + most) / 24:.1f}"
        return f"{least / 12:.1f}–{most / 12:.1f}"


def found_in(profile: Json) -> Found:
    """What the profile says; empty where it says nothing."""
    basics = _object(profile.get("basics"))
    derived = _object(profile.get("derived"))
    experience = _object(derived.get("experience_months"))
    meta = _object(profile.get("meta"))
    skills = [
        name
        for group in _list(profile.get("skills"))
        for name in [_value(_object(group).get("name")), *map(_value, _list(_object(group).get("keywords")))]
    ]
    top = [str(_object(skill).get("name")) for skill in _list(derived.get("top_skills"))]
    return Found(
        name=_normalized(basics.get("name")),
        title=str(derived.get("current_title") or "") or _value(basics.get("label")),
        email=_value(basics.get("email")),
        phone=_normalized(basics.get("phone")),
        months=(_number(experience.get("min")), _number(experience.get("max"))),
        skills=tuple(skills),
        top_skills=tuple(top or [name for name in skills if name]),
        as_of=date.fromisoformat(str(meta["as_of"])),
    )


def expected_answers(folder: Path) -> dict[str, Json]:
    """The samples' file names and what must be found in each."""
    answers = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert isinstance(answers, dict)
    return answers


def differences(found: Found, expected: Json) -> list[str]:
    """What is not as it must be, a sentence each; [] when all is right."""
    wrong = [] if found.name == expected["name"] else [f"name is {found.name!r}, not {expected['name']!r}"]
    wrong += [
        f"{field} is {has!r}, not {wanted!r}"
        for field, has, wanted in (
            ("e-mail", found.email, str(expected["email"])),
            ("phone", found.phone, str(expected["phone"])),
        )
        if _folded(has) != _folded(wanted)
    ]
    titles = [str(title) for title in _list(expected["title"])]
    if _folded(found.title) not in map(_folded, titles):
        wrong.append(f"title is {found.title!r}, not {' or '.join(titles)}")
    wanted_months = months_worked([str(interval) for interval in _list(expected["worked"])], found.as_of)
    least, most = found.months
    if not least - 2 <= wanted_months <= most + 2:
        wrong.append(f"experience is {least}–{most} months, not {wanted_months}")
    known = {_folded(name) for name in found.skills}
    missing = [str(name) for name in _list(expected["skills"]) if _folded(str(name)) not in known]
    if missing:
        wrong.append(f"skills not found: {', '.join(missing)}")
    return wrong


def months_worked(intervals: Sequence[str], as_of: date) -> int:
    """Months in the union of EDTF intervals such as "2019-03/..", both ends counted."""
    worked: set[int] = set()
    for interval in intervals:
        start, end = interval.split("/")
        last = as_of.year * 12 + as_of.month - 1 if end == ".." else _month(end, last=True)
        worked.update(range(_month(start, last=False), last + 1))
    return len(worked)


def _month(edtf: str, *, last: bool) -> int:
    year, _, month = edtf.partition("-")
    return int(year) * 12 + (int(month) - 1 if month else 11 * last)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _number(value: object) -> int:
    return round(value) if isinstance(value, int | float) else 0


def _value(leaf: object) -> str:
    """A leaf's value: leaves come in envelopes, plain text as it is."""
    return str(leaf.get("value") or "") if isinstance(leaf, dict) else str(leaf or "")


def _normalized(leaf: object) -> str:
    """A leaf's standard form, its value where it has none."""
    return (
        str(leaf.get("normalized") or leaf.get("value") or "") if isinstance(leaf, dict) else str(leaf or "")
    )
