"""The short word lists of `data/words.json`, each read once a process."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from typing import cast


@lru_cache(maxsize=1)
def _lists() -> dict[str, object]:
    text = resources.files("parsing").joinpath("data/words.json").read_text(encoding="utf-8")
    return cast(dict[str, object], json.loads(text))


@lru_cache(maxsize=32)
def words(name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(cast(list[str], _lists()[name]))


def table(name: str) -> dict[str, str]:
    """A list of pairs, as "california" → "CA"."""
    return cast(dict[str, str], _lists()[name])


def groups(name: str) -> dict[str, list[str]]:
    """Words under names, as "C1" → ["fluent", …]."""
    return cast(dict[str, list[str]], _lists()[name])
