"""Profiles held against truths: of each value that was read, whether it is right.

What counts as equal is what `scoring` takes for equal; but here each leaf is judged, not each field tallied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

from parsing.stages.envelope import Envelope, is_leaf
from parsing.stages.text import fold
from parsing.training.scoring import same, same_date, same_phone

Alike = Callable[[str, str], bool]
_Mine = TypeVar("_Mine")
_Theirs = TypeVar("_Theirs")


class Judged(NamedTuple):
    """A leaf that the truth covers. `path` is as in `work.0.position`, `field` the same without numbers."""

    path: str
    field: str
    leaf: Envelope
    right: bool


def judged(
    profile: Mapping[str, object], truth: Mapping[str, object], unscored: Sequence[str] = ()
) -> list[Judged]:
    """Every leaf of the profile whose section the truth covers; values without a partner are wrong.

    `truth` has JSON Resume's names and says what the page shows. `unscored` names what it does not cover,
    such as `projects` or `basics.location`.
    """
    found = list(_basics(_group(profile, "basics"), _group(truth, "basics"), unscored))
    for section, shape in _ENTRIES.items():
        if section not in unscored and (truth.get(section) or section in _TOLD_IF_MISSING):
            found += _entries(section, shape, _items(profile, section), _items(truth, section))
            found += _highlights(section, _items(profile, section), _items(truth, section))
    if "skills" not in unscored and truth.get("skills"):
        found += _listed("skills", _skill_leaves(profile), _skill_names(truth))
    for section, key in _LISTS.items():
        if section not in unscored and truth.get(section):
            leaves = [
                (f"{section}.{number}.{key}", item[key])
                for number, item in enumerate(_items(profile, section))
                if is_leaf(item.get(key))
            ]
            found += _listed(f"{section}.{key}", leaves, [str(i.get(key)) for i in _items(truth, section)])
    return found


def _same_address(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _is_part(one: str, other: str) -> bool:
    """Whether the shorter text stands in the longer: degrees are cut differently by different hands."""
    left, right = sorted((fold(one), fold(other)), key=len)
    return bool(left) and (same(left, right) or f" {left} " in f" {right} ")


_BASICS: Final[Mapping[str, Alike]] = {
    "name": same, "label": same, "email": _same_address, "phone": same_phone, "summary": same,
}  # fmt: skip
_PLACE: Final = ("city", "region", "postalCode")
_ENTRIES: Final[Mapping[str, Mapping[str, Alike]]] = {
    "work": {"name": same, "position": same, "startDate": same_date, "endDate": same_date},
    "education": {
        "institution": same, "studyType": _is_part, "area": _is_part, "startDate": same_date,
        "endDate": same_date,
    },
    "volunteer": {"organization": same, "position": same, "startDate": same_date,
                  "endDate": same_date},
    "projects": {"name": same},
    "certificates": {"name": same, "issuer": same, "date": same_date},
    "publications": {"name": same},
    "awards": {"title": same},
}  # fmt: skip
_TOLD_IF_MISSING: Final = ("work", "education")
_LISTS: Final = {"languages": "language"}


def _basics(
    basics: Mapping[str, object], truth: Mapping[str, object], unscored: Sequence[str]
) -> Iterator[Judged]:
    if "basics" in unscored:
        return
    for name, alike in _BASICS.items():
        leaf = basics.get(name)
        if is_leaf(leaf) and truth.get(name) and f"basics.{name}" not in unscored:
            variants = [str(truth[name]), *_texts(truth.get(f"x-{name}s"))]
            yield _one(f"basics.{name}", leaf, any(alike(_value(leaf), text) for text in variants))
    place, true_place = _group(basics, "location"), _group(truth, "location")
    for name in _PLACE if "basics.location" not in unscored else ():
        if is_leaf(place.get(name)) and true_place.get(name):
            right = same(_value(place[name]), str(true_place[name]))
            yield _one(f"basics.location.{name}", place[name], right)


def _entries(
    section: str,
    shape: Mapping[str, Alike],
    read: Sequence[Mapping[str, object]],
    true: Sequence[Mapping[str, object]],
) -> Iterator[Judged]:
    def likeness(mine: Mapping[str, object], theirs: Mapping[str, object]) -> float:
        return sum(
            (1 if "Date" in name else 2) * alike(_value(mine.get(name)), str(theirs.get(name) or ""))
            for name, alike in shape.items()
        )

    if section == "education":
        # Some write "BSc in Physics" as the degree, some cut it: what counts is that it is said.
        true = [item | dict.fromkeys(("studyType", "area"), _degree(item)) for item in map(dict, true)]
    partner = pairs(read, true, likeness)
    for number, entry in enumerate(read):
        other = true[partner[number]] if number in partner else {}
        for name, alike in shape.items():
            leaf = entry.get(name)
            if is_leaf(leaf):
                right = alike(_value(leaf), str(other.get(name) or ""))
                yield _one(f"{section}.{number}.{name}", leaf, right)


def _degree(item: Mapping[str, object]) -> str:
    return " ".join(str(item.get(name) or "") for name in ("studyType", "area")).strip()


def _listed(field: str, leaves: Sequence[tuple[str, object]], true: Sequence[str]) -> Iterator[Judged]:
    partner = pairs([_value(leaf) for _, leaf in leaves], true, lambda one, other: float(same(one, other)))
    for number, (path, leaf) in enumerate(leaves):
        yield _one(path, leaf, number in partner)._replace(field=field)


def pairs(
    read: Sequence[_Mine], true: Sequence[_Theirs], likeness: Callable[[_Mine, _Theirs], float]
) -> dict[int, int]:
    """For each read item the true one that it is taken for, one to one, the likeliest pairs first."""
    scored = [(-likeness(mine, theirs), i, j) for i, mine in enumerate(read) for j, theirs in enumerate(true)]
    found: dict[int, int] = {}
    for score, i, j in sorted(scored):
        if score < 0 and i not in found and j not in found.values():
            found[i] = j
    return found


def _highlights(
    section: str, read: Sequence[Mapping[str, object]], true: Sequence[Mapping[str, object]]
) -> list[Judged]:
    told = [text for item in true for text in _texts(item.get("highlights"))]
    leaves = [
        (f"{section}.{number}.highlights.{at}", leaf)
        for number, item in enumerate(read)
        for at, leaf in enumerate(_list(item, "highlights"))
    ]
    return list(_listed(f"{section}.highlights", leaves, told)) if told else []


def _list(parent: Mapping[str, object], key: str) -> list[object]:
    value = parent.get(key)
    return value if isinstance(value, list) else []


def _skill_leaves(profile: Mapping[str, object]) -> list[tuple[str, object]]:
    leaves: list[tuple[str, object]] = []
    for number, group in enumerate(_items(profile, "skills")):
        keywords = group.get("keywords")
        if isinstance(keywords, list) and keywords:
            leaves += [(f"skills.{number}.keywords.{at}", leaf) for at, leaf in enumerate(keywords)]
        elif is_leaf(group.get("name")):
            leaves.append((f"skills.{number}.name", group["name"]))
    return leaves


def _skill_names(truth: Mapping[str, object]) -> list[str]:
    names: list[str] = []
    for group in _items(truth, "skills"):
        names += _texts(group.get("keywords")) or [str(group.get("name") or "")]
    return names


def _one(path: str, leaf: object, right: bool) -> Judged:
    assert isinstance(leaf, dict)
    field = ".".join(step for step in path.split(".") if not step.isdigit())
    return Judged(path, field, leaf, right)


def _value(leaf: object) -> str:
    return str(leaf["value"]) if isinstance(leaf, dict) and "value" in leaf else ""


def _group(parent: Mapping[str, object], key: str) -> Mapping[str, object]:
    group = parent.get(key)
    return group if isinstance(group, Mapping) else {}


def _items(parent: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    items = parent.get(key)
    return [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
