"""Advertisements with what they ask for, and how much of it is found."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from candidates.taxonomy import taxonomy
from ranking.criteria import criteria_of
from ranking.scoring.types import Criterion, Group

ADS: Final = Path(__file__).parent / "ads"
TUNED: Final = ("en", "de", "fr", "es", "varied", "late")
FRESH: Final = (
    "fresh1", "fresh2", "fresh3", "fresh4", "check", "fresh5", "fresh6", "fresh7", "fresh8", "fresh9",
)  # fmt: skip
"""Harder ones, each sixteen measured unseen before they were learnt from."""
CHECK: Final = "check2"
_UNTIERED: Final = ("title", "responsibility")
_LINE: Final = re.compile(r"(must|should|nice)(!?) (.+)")


class Asked(NamedTuple):
    """A criterion as compared: `field` of studies and `level` of languages are compared apart."""

    kind: str
    key: str
    months: int
    tier: str
    knock_out: bool
    detail: str = ""


class Ad(NamedTuple):
    """An advertisement and its annotation; alternatives are sets of (kind, key)."""

    name: str
    language: str
    text: str
    asked: list[Asked]
    groups: list[frozenset[tuple[str, str]]]
    tasks: int


class Found(NamedTuple):
    """What was extracted, in the same form."""

    asked: list[Asked]
    groups: list[frozenset[tuple[str, str]]]
    tasks: int


class Result(NamedTuple):
    """How many are right, of all that are annotated or found; and what is wrong."""

    right: Counter[str]
    of: Counter[str]
    wrong: list[str]

    def share(self, figure: str) -> float:
        """Percent right."""
        return 100 * self.right[figure] / max(1, self.of[figure])

    def f1(self, kind: str) -> float:
        """F1 of finding what is asked for of a kind, in percent."""
        true, told, annotated = (
            self.right[f"{kind} found"],
            self.of[f"{kind} told"],
            self.of[f"{kind} annotated"],
        )
        return 200 * true / max(1, told + annotated)


def annotated(*files: str) -> list[Ad]:
    """The advertisements of these files."""
    return [
        _ad(row, name)
        for name in files
        for row in tomllib.loads((ADS / f"{name}.toml").read_text(encoding="utf-8"))["ad"]
    ]


def _ad(row: dict[str, str], file: str) -> Ad:
    asked: list[Asked] = []
    groups: list[frozenset[tuple[str, str]]] = []
    tasks = 0
    for line in row["expected"].strip().splitlines():
        if line.startswith("tasks "):
            tasks = int(line.split()[1])
            continue
        match = _LINE.fullmatch(line.strip())
        assert match, line
        is_group = match[3].startswith("any: ")
        members = match[3].removeprefix("any: ").split(" | ") if is_group else [match[3]]
        told = [_told(member, match[1], bool(match[2])) for member in members]
        asked += told
        if is_group:
            groups.append(
                frozenset(
                    (one.kind, one.key + one.detail) if one.kind == "education" else (one.kind, one.key)
                    for one in told
                )
            )
    return Ad(row["name"], row.get("language", file), row["text"], asked, groups, tasks)


def _told(words: str, tier: str, knock_out: bool) -> Asked:
    months = re.search(r" ?@(\d+)", words)
    bare = words.replace(months[0], "") if months else words
    kind, _, value = bare.partition(" ")
    return _asked(kind, value, int(months[1]) if months else 0, tier, knock_out)


def _asked(kind: str, value: str, months: int, tier: str, knock_out: bool) -> Asked:
    detail = ""
    if kind in ("education", "language"):
        value, _, detail = value.partition(" ")
        detail = field_key(detail) if kind == "education" else detail
    if kind == "years":
        value = str(months)
    return Asked(
        kind, field_key(value) if kind == "skill" else value.casefold(), months, tier, knock_out, detail
    )


def field_key(name: str) -> str:
    """The taxonomy's id, else the name in small letters."""
    skill = taxonomy().find(name)
    return skill.id if skill else name.casefold()


def found_in(ad: Ad) -> Found:
    """What is extracted from an advertisement."""
    tree = criteria_of(ad.text, ad.language)
    groups = [
        frozenset(
            (one.kind, one.key + one.detail) if one.kind == "education" else (one.kind, one.key)
            for one in map(_of, criteria(member))
        )
        for member in tree.members
        if isinstance(member, Group)
    ]
    every = list(criteria(tree))
    return Found(
        [_of(one) for one in every if one.kind != "responsibility"],
        groups,
        sum(one.kind == "responsibility" for one in every),
    )


def criteria(node: Criterion | Group) -> Iterator[Criterion]:
    """All criteria of a tree."""
    if isinstance(node, Criterion):
        yield node
    else:
        for member in node.members:
            yield from criteria(member)


def _of(one: Criterion) -> Asked:
    value = one.value
    if one.kind in ("education", "language"):
        value = f"{one.level} {one.value}" if one.kind == "education" else f"{one.value} {one.level}"
    if one.kind == "location" and one.remote:
        value = f"remote {one.country_code}".strip()
    return _asked(one.kind, value.strip(), one.months, one.tier, one.knock_out)


def judged(ads: Sequence[Ad]) -> tuple[Result, dict[str, Result]]:
    """All results together, and those of each advertisement by name."""
    each = {ad.name: judge(ad, found_in(ad)) for ad in ads}
    total = Result(Counter(), Counter(), [])
    for result in each.values():
        total.right.update(result.right)
        total.of.update(result.of)
    return total, each


def judge(ad: Ad, found: Found) -> Result:
    """Which of the criteria were found, in the right tier, with the right years and alternatives."""
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    wrong: list[str] = []
    rest = list(found.asked)
    pairs: list[tuple[Asked, Asked]] = []
    for one in ad.asked:
        same = [other for other in rest if (other.kind, other.key) == (one.kind, one.key)]
        same.sort(key=lambda other: (other.detail != one.detail, other.tier != one.tier))
        of[f"{one.kind} annotated"] += 1
        of["tier of all"] += one.kind not in _UNTIERED
        if not same:
            wrong.append(f"missing {one.tier} {one.kind} {one.key}")
            continue
        rest.remove(same[0])
        pairs.append((one, same[0]))
        right[f"{one.kind} found"] += 1
    for other in found.asked:
        of[f"{other.kind} told"] += 1
    wrong += [f"too much: {other.tier} {other.kind} {other.key}" for other in rest]
    for one, other in pairs:
        _judge_pair(one, other, right, of, wrong)
    _judge_years(ad, found, right, of, wrong)
    for group in {*ad.groups, *found.groups}:
        of["groups"] += 1
        is_right = group in ad.groups and group in found.groups
        right["groups"] += is_right
        if not is_right:
            wrong.append(f"{'missing' if group in ad.groups else 'too much:'} group {sorted(group)}")
    of["tasks"] += 1
    right["tasks"] += ad.tasks == found.tasks
    if ad.tasks != found.tasks:
        wrong.append(f"tasks {found.tasks}, not {ad.tasks}")
    return Result(right, of, wrong)


def _judge_pair(one: Asked, other: Asked, right: Counter[str], of: Counter[str], wrong: list[str]) -> None:
    if one.kind not in _UNTIERED:
        of["tier"] += 1
        right["tier of all"] += one.tier == other.tier
        right["tier"] += one.tier == other.tier
        if one.tier != other.tier:
            wrong.append(f"{one.kind} {one.key} is {other.tier}, not {one.tier}")
    if one.kind == "licence":
        of["knock-outs"] += 1
        right["knock-outs"] += one.knock_out == other.knock_out
        if one.knock_out != other.knock_out:
            wrong.append(f"knock-out of {one.key}: {other.knock_out}")
    if one.detail:
        of["details"] += 1
        right["details"] += one.detail == other.detail
        if one.detail != other.detail:
            wrong.append(f"{one.kind} {one.key} of {other.detail!r}, not {one.detail!r}")


def _judge_years(ad: Ad, found: Found, right: Counter[str], of: Counter[str], wrong: list[str]) -> None:
    """Years in total and of each skill; years that nobody asked for count as wrong too."""
    wanted = Counter((one.kind, one.key, one.months) for one in ad.asked if one.months)
    told = Counter((one.kind, one.key, one.months) for one in found.asked if one.months)
    right["years"] += (wanted & told).total()
    of["years"] += (wanted | told).total()
    wrong += [f"missing years {one}" for one in (wanted - told).elements()]
    wrong += [f"too many years {one}" for one in (told - wanted).elements()]


def summary(total: Result) -> dict[str, float]:
    """The figures by name, in percent."""
    kinds = sorted({name.split()[0] for name in total.of if name.endswith(" annotated")})
    shares = {
        name: total.share(name)
        for name in ("tier", "tier of all", "years", "groups", "knock-outs", "details", "tasks")
    }
    return shares | {f"{kind} F1": total.f1(kind) for kind in kinds}


def worst(each: dict[str, Result], *, count: int) -> str:
    """The advertisements with most mistakes, and the mistakes."""
    ranked = sorted(each.items(), key=lambda row: -len(row[1].wrong))[:count]
    return "\n".join(f"{name}\n  " + "\n  ".join(result.wrong) for name, result in ranked if result.wrong)
