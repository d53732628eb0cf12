"""A taxonomy while it is made: entries by key, each name belonging to whoever claimed it first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from candidates.taxonomy.keys import key_of, looser_keys
from candidates.taxonomy.skills import Kind


@dataclass(slots=True)
class Entry:
    """A skill that is being put together. `parents` are names; `sources` are the lists that know it."""

    name: str
    kind: Kind
    domain: str = ""
    aliases: list[str] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    weight: int = 1
    esco: str = ""


class Draft:
    """Entries, and to which of them each key leads."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._by_key: dict[str, Entry] = {}

    def of(self, name: str) -> Entry | None:
        """The entry that has this name or alias."""
        return self._by_key.get(key_of(name))

    def loosely(self, name: str) -> Entry | None:
        """The entry that a look-up of the name would lead to, as `keys.looser_keys` tries them."""
        return next((self._by_key[key] for key in looser_keys(name) if key in self._by_key), None)

    def add(self, entry: Entry) -> Entry:
        """The entry, or the one that has its name already, with what is new in it taken over."""
        known = self.of(entry.name)
        if known is None:
            self.entries.append(entry)
            self._by_key[key_of(entry.name)] = entry
            aliases, entry.aliases = entry.aliases, []
            self.name(entry, aliases)
            return entry
        self.name(known, entry.aliases)
        known.parents += [parent for parent in entry.parents if parent not in known.parents]
        known.sources |= entry.sources
        known.domain = known.domain or entry.domain
        known.esco = known.esco or entry.esco
        return known

    def name(self, entry: Entry, aliases: Iterable[str]) -> None:
        """Gives the entry further names, but none that leads elsewhere already."""
        for alias in aliases:
            key = key_of(alias)
            if key and key not in self._by_key:
                self._by_key[key] = entry
                entry.aliases.append(alias)

    def keys_of(self, entry: Entry) -> Iterator[str]:
        """The keys of all its names."""
        yield from dict.fromkeys(key_of(name) for name in (entry.name, *entry.aliases))


def slug_of(name: str) -> str:
    """The name as an id: "C++" → "c-plus-plus", ".NET Core" → "dot-net-core"."""
    text = unicodedata.normalize("NFKD", name).casefold().replace("+", " plus ").replace("#", " sharp ")
    text = re.sub(r"(?<![a-z0-9])\.(?=[a-z])", " dot ", text).replace("&", " and ")
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return re.sub(r"[^\w]+|_+", "-", text).strip("-")
