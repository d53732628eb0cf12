"""JSON Resume from marked values: `{"work.0.position": "Nurse"}` → `{"work": [{"position": "Nurse"}]}`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

_TRUE: Final = "true"


def renumbered(paths: Iterable[str]) -> dict[str, str]:
    """Each path → the path with the numbers closed up, for entries that were never shown."""
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    known = list(paths)
    for path in known:
        for before, number in _numbers_in(path):
            numbers[before].add(number)
    rank = {
        before: {number: at for at, number in enumerate(sorted(found))} for before, found in numbers.items()
    }
    return {path: _with_ranks(path, rank) for path in known}


def assembled(values: Mapping[str, str]) -> dict[str, object]:
    """The document that the paths tell of; `x-current` becomes a boolean."""
    root: dict[str, object] = {}
    for path, value in sorted(values.items(), key=lambda item: _sortable(item[0])):
        _put(root, path.split("."), value == _TRUE if path.endswith(".x-current") else value)
    return root


def _put(node: dict[str, object] | list[object], steps: list[str], value: object) -> None:
    step, *rest = steps
    child: object = value if not rest else [] if rest[0].isdigit() else {}
    if isinstance(node, list):
        if int(step) == len(node):
            node.append(child)
        child = node[int(step)]
    else:
        child = node.setdefault(step, child)
    if rest:
        assert isinstance(child, dict | list)
        _put(child, rest, value)


def _numbers_in(path: str) -> list[tuple[str, int]]:
    steps = path.split(".")
    return [(".".join(steps[:at]), int(step)) for at, step in enumerate(steps) if step.isdigit()]


def _with_ranks(path: str, rank: Mapping[str, Mapping[int, int]]) -> str:
    steps = path.split(".")
    for before, number in _numbers_in(path):
        steps[before.count(".") + 1] = str(rank[before][number])
    return ".".join(steps)


def _sortable(path: str) -> list[tuple[int, int, str]]:
    """Numbers by size and before names, names as they come."""
    return [(0, int(step), "") if step.isdigit() else (1, 0, step) for step in path.split(".")]
