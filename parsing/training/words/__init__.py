"""Words and names of the factory: TOML files, one a language or a subject, written for it alone."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import cast

Table = Mapping[str, object]


@cache
def table(name: str) -> Table:
    """The file `<name>.toml` of this package. KeyError-free reading: see `words` and `tables`."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def has(name: str) -> bool:
    """Whether there is a file of that name."""
    return files(__package__).joinpath(f"{name}.toml").is_file()


def words(source: Table, key: str) -> list[str]:
    """The list of texts under `key`; [] where the file has none."""
    return [str(word) for word in cast(list[object], source.get(key, []))]


def tables(source: Table, key: str) -> Table:
    """The table under `key`; {} where the file has none."""
    return cast(Table, source.get(key, {}))
