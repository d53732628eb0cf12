"""What was read, as a flat list for people: each value with its trust and its place on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple, cast

from parsing.stages.envelope import is_leaf
from parsing.stages.json_resume import SECTIONS

NOT_READ: Final = frozenset({"derived", "document", "sections", "quality_findings", "extras", "meta"})


class Place(NamedTuple):
    """A rectangle on a page, in percent of its width and height, origin top left."""

    page: int
    left: float
    top: float
    width: float
    height: float


class Reading(NamedTuple):
    """One value. `path` is where it stands in the profile, such as `work 2 · position`."""

    section: str
    path: str
    value: str
    percent: int
    rule: str
    places: tuple[Place, ...]


def readings_in(profile: Mapping[str, object]) -> list[Reading]:
    """Every value that was read from the document, in JSON Resume's order; derived ones are left out.

    The order is made here: PostgreSQL keeps the keys of JSON by length.
    """
    known = [section for section in SECTIONS if section in profile]
    others = [section for section in profile if section not in SECTIONS and section not in NOT_READ]
    return [reading for section in [*known, *others] for reading in _readings(section, "", profile[section])]


def _readings(section: str, path: str, value: object) -> Iterator[Reading]:
    if is_leaf(value):
        yield _reading(section, path, cast(Mapping[str, object], value))
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _readings(section, f"{path} · {name}" if path else str(name), item)
    elif isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from _readings(section, f"{path} {number}".strip(), item)


def _reading(section: str, path: str, leaf: Mapping[str, object]) -> Reading:
    evidence = cast(list[Mapping[str, object]], leaf["evidence"])
    places = tuple(place for item in evidence if (place := _place(item)) is not None)
    percent = round(100 * float(cast(float, leaf.get("confidence", 0))))
    return Reading(section, path, str(leaf["value"]), percent, str(leaf.get("rule", "")), places)


def _place(item: Mapping[str, object]) -> Place | None:
    bbox = item.get("bbox")
    if not isinstance(bbox, list) or len(bbox) != 4:
        return None
    x0, y0, x1, y1 = (100 * float(side) for side in bbox)
    return Place(int(cast(int, item["page"])), x0, y0, max(x1 - x0, 0.0), max(y1 - y0, 0.0))
