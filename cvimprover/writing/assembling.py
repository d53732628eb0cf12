"""The résumé with changes applied. Every change stands on the input, so any subset of them can be taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from cvimprover.writing.pointers import joined, parent_of, steps_of
from cvimprover.writing.types import Change, Json

SECTIONS: Final = "x-sections"
_TEXTUAL: Final = ("text", "remove", "bullets", "add")


class Origin(NamedTuple):
    """Where an output leaf comes from: a place in the input and, where it was rewritten, the change."""

    pointer: str
    change: Change | None
    part: int = 0


@dataclass(slots=True)
class _Leaf:
    value: object
    origin: Origin


@dataclass(slots=True)
class _Several:
    """What replaces one leaf: none, one or several."""

    leaves: list[_Leaf]


_Node = dict[str, "_Node"] | list["_Node"] | _Leaf | _Several


def apply(profile: Json, accepted: Iterable[Change]) -> dict[str, object]:
    """The résumé with the accepted changes; changes that fit nothing in it are passed over."""
    return assembled(profile, accepted)[0]


def assembled(profile: Json, accepted: Iterable[Change]) -> tuple[dict[str, object], dict[str, Origin]]:
    """The résumé with the accepted changes, and the origin of each of its leaves by pointer."""
    root = _lifted(dict(profile), "")
    assert isinstance(root, dict)
    changes = list(accepted)
    leads: list[tuple[dict[str, _Node], Change]] = []
    for change in changes:
        if change.kind in _TEXTUAL:
            _edit(root, change, leads)
    _regroup(root, changes)
    for change in sorted(changes, key=lambda each: -each.pointer.count("/")):
        if change.kind == "order":
            _reorder(root, change)
    for entry, change in leads:
        _lead(entry, change)
    origins: dict[str, Origin] = {}
    resume = _lowered(root, "", origins)
    assert isinstance(resume, dict)
    for change in changes:
        if change.kind == "sections":
            meta = resume.get("meta")
            resume["meta"] = {**(meta if isinstance(meta, dict) else {}), SECTIONS: list(change.after)}
    return resume, origins


def _lifted(value: object, pointer: str) -> _Node:
    if isinstance(value, Mapping):
        return {str(key): _lifted(item, joined(pointer, str(key))) for key, item in value.items()}
    if isinstance(value, list):
        return [_lifted(item, joined(pointer, number)) for number, item in enumerate(value)]
    return _Leaf(value, Origin(pointer, None))


def _edit(root: _Node, change: Change, leads: list[tuple[dict[str, _Node], Change]]) -> None:
    if change.pointer.endswith("/highlights/-"):
        _append(root, change)
        return
    parent, key = _located(root, change.pointer, make=change.kind == "add")
    if isinstance(parent, list):
        index = int(key)
        if change.kind == "text" and isinstance(parent[index], _Leaf):
            parent[index] = _texts(change)
        elif change.kind == "remove":
            parent[index] = _Several([])
    elif isinstance(parent, dict):
        if (change.kind == "add" and _is_free(parent, key)) or (
            change.kind == "text" and isinstance(parent.get(key), _Leaf)
        ):
            parent[key] = _texts(change)
        elif change.kind == "remove" and key in parent:
            parent[key] = _Several([])
        elif change.kind == "bullets" and isinstance(parent.get(key), _Leaf):
            parent[key] = _Several([])
            leads.append((parent, change))


def _is_free(parent: dict[str, _Node], key: str) -> bool:
    """True where nothing, or nothing but an empty text, stands."""
    node = parent.get(key)
    return node is None or (isinstance(node, _Leaf) and not node.value)


def _append(root: _Node, change: Change) -> None:
    """New highlights behind those of the entry."""
    entry, key = _located(root, parent_of(parent_of(change.pointer)))
    node = entry[int(key)] if isinstance(entry, list) else None
    if isinstance(node, dict):
        listed = node.setdefault("highlights", [])
        if isinstance(listed, list):
            listed.append(_texts(change))


def _texts(change: Change) -> _Several:
    return _Several([_Leaf(text, Origin(change.pointer, change, at)) for at, text in enumerate(change.after)])


def _located(root: _Node, pointer: str, *, make: bool = False) -> tuple[_Node | None, str]:
    """The container that holds the place, and its last step; None where there is none."""
    node: _Node | None = root
    *way, last = steps_of(pointer) or [""]
    for step in way:
        if isinstance(node, dict):
            if make and step not in node:
                node[step] = {}
            node = node.get(step)
        elif isinstance(node, list) and step.isdigit() and int(step) < len(node):
            node = node[int(step)]
        else:
            return None, last
    if isinstance(node, list) and not (last.isdigit() and int(last) < len(node)):
        return None, last
    return node, last


def _reorder(root: _Node, change: Change) -> None:
    parent, key = _located(root, change.pointer)
    listed = parent.get(key) if isinstance(parent, dict) else None
    if (
        isinstance(listed, list)
        and sorted(change.order) == list(range(len(change.order)))
        and len(change.order) <= len(listed)
    ):
        listed[: len(change.order)] = [listed[index] for index in change.order]


def _regroup(root: dict[str, _Node], changes: Iterable[Change]) -> None:
    for change in changes:
        if change.kind != "groups":
            continue
        groups: list[_Node] = []
        for at, group in enumerate(change.groups):
            members: list[_Node] = []
            for pointer in group.members:
                parent, key = _located(root, pointer)
                node = parent[int(key)] if isinstance(parent, list) else None
                node = parent.get(key) if isinstance(parent, dict) else node
                if isinstance(node, _Leaf):
                    members.append(node)
            name = _Leaf(group.name, Origin(change.pointer, change, at))
            groups.append({"name": name, "keywords": members})
        root["skills"] = groups


def _lead(entry: dict[str, _Node], change: Change) -> None:
    rest = entry.get("highlights")
    entry["highlights"] = [_texts(change), *(rest if isinstance(rest, list) else [])]


def _lowered(node: _Node, pointer: str, origins: dict[str, Origin]) -> object:
    """The plain document; what became empty by a change is left out."""
    if isinstance(node, _Leaf):
        origins[pointer] = node.origin
        return node.value
    if isinstance(node, dict):
        lowered: dict[str, object] = {}
        for key, child in node.items():
            if isinstance(child, _Several):
                if child.leaves:
                    lowered[key] = _lowered(child.leaves[0], joined(pointer, key), origins)
                continue
            value = _lowered(child, joined(pointer, key), origins)
            if value != [] or not isinstance(child, list) or not child:
                lowered[key] = value
        return lowered
    assert isinstance(node, list)
    flat: list[_Node] = []
    for child in node:
        flat.extend(child.leaves) if isinstance(child, _Several) else flat.append(child)
    return [_lowered(child, joined(pointer, number), origins) for number, child in enumerate(flat)]


def entry_of(pointer: str) -> str:
    """The entry that a place belongs to: "/work/0" for "/work/0/highlights/3", else its section."""
    steps = steps_of(pointer)
    if len(steps) > 1 and steps[1].isdigit():
        return f"/{steps[0]}/{steps[1]}"
    return f"/{steps[0]}" if steps else ""


def listed_at(pointer: str) -> str:
    """The list that a place is an element of; "" where it is none."""
    return parent_of(pointer) if pointer.rpartition("/")[2].isdigit() else ""
