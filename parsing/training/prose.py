"""Sentences of a language: patterns of words/*.toml with their slots filled for one person."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from parsing.training.words import Table, table, tables, words

_SLOT: Final = re.compile(r"\{(\w+)\}")
_GAP: Final = re.compile(r" {2,}")
_CULTURES: Final = {
    "en": "anglo", "de": "german", "fr": "french", "es": "hispanic", "pt": "lusophone", "it": "italian",
    "nl": "dutch",
    "pl": "polish", "sv": "nordic", "tr": "turkish",
}  # fmt: skip
_GROUPED: Final[Mapping[str, str]] = {
    "en": ",",
    "de": ".",
    "fr": " ",
    "es": ".",
    "pt": ".",
    "it": ".",
    "nl": ".",
    "pl": " ",
    "sv": " ",
    "tr": ".",
}


@dataclass(slots=True)
class Teller:
    """Fills patterns for one person: their language, country, field of work and chance.

    `craft` is their field of work; `told` fixes slots for good (the person's title, employer, school).
    """

    language: str
    country: str
    craft: str
    rng: random.Random
    told: dict[str, str] = field(default_factory=dict)

    @property
    def job(self) -> Table:
        """The words of the person's field of work."""
        return tables(table(f"fields_{self.language}"), self.craft)

    @property
    def prose(self) -> Table:
        """The language's sentences."""
        return tables(table(f"life_{self.language}"), "prose")

    @property
    def life(self) -> Table:
        """What people of that language do besides work."""
        return tables(table(f"life_{self.language}"), "life")

    def one(self, source: Table, key: str) -> str:
        """One filled pattern of the list `key`; "" where there is none."""
        known = words(source, key)
        return self.filled(self.rng.choice(known)) if known else ""

    def some(self, source: Table, key: str, count: int) -> tuple[str, ...]:
        """`count` different filled patterns, fewer where there are fewer."""
        known = words(source, key)
        return tuple(map(self.filled, self.rng.sample(known, min(count, len(known)))))

    def filled(self, pattern: str) -> str:
        """The pattern with its slots filled; slots of the same kind get different words."""
        used: set[str] = set()

        def fill(match: re.Match[str]) -> str:
            name = match[1].rstrip("23456789")
            for _ in range(8):
                value = self.told.get(match[1]) or self._word(name)
                if value not in used:
                    break
            used.add(value)
            return self._within(value) if name == "skill" and match.start() else value

        text = _GAP.sub(" ", _SLOT.sub(fill, pattern)).rstrip()
        return text[:1].upper() + text[1:] if pattern.startswith("{") else text

    def _within(self, word: str) -> str:
        """The word as it stands within a sentence: small, unless it is German or an abbreviation."""
        is_plain = word[1:].islower() and self.language != "de"
        return word[:1].lower() + word[1:] if is_plain else word

    def tools(self) -> list[str]:
        """Names of tools of the field; the office's where the field has few."""
        known = tables(table("tools"), self.craft)
        return words(known, "languages") + words(known, "tools")

    def skills(self) -> list[str]:
        """Words for what one can do in the field, tools left out."""
        groups = tables(self.job, "skills")
        return [word for group in groups if isinstance(groups[group], list) for word in words(groups, group)]

    def city(self) -> str:
        """A town of the country, without its region."""
        return self.town().partition("|")[0]

    def town(self) -> str:
        """A town of the country where that language is spoken, as "name|region"."""
        place = tables(table("places"), self.country)
        return self.rng.choice(words(place, f"cities_{self.language}") or words(place, "cities"))

    def money(self) -> str:
        """A sum as the country writes it."""
        patterns = words(tables(table("places"), self.country), "money")
        return self.rng.choice(patterns).format(self.rng.choice((2, 3, 5, 8, 12, 25, 40, 120, 350)))

    def _word(self, name: str) -> str:
        rng = self.rng
        shared, own = tables(table("employers"), "any"), tables(table("employers"), self.language)
        makers: dict[str, Callable[[], str]] = {
            "employer": lambda: self.one(self.job, "employers"),
            "title": lambda: rng.choice(words(self.job, "titles")).split("|")[0],
            "n": lambda: str(rng.randint(11, 95)),
            "few": lambda: str(rng.randint(2, 9)),
            "many": lambda: self._grouped(rng.choice((1200, 2500, 4000, 18000, 40000, 120000, 3500))),
            "p": lambda: str(rng.randint(5, 94)),
            "years": lambda: str(rng.randint(3, 20)),
            "money": self.money,
            "tool": lambda: rng.choice(self.tools()),
            "skill": lambda: rng.choice(self.skills()),
            "city": self.city,
            "stem": lambda: rng.choice(words(own, "stems") * 2 + words(shared, "stems")),
            "camel": lambda: rng.choice(words(shared, "camel")) + rng.choice(words(shared, "camel2")),
            "caps": lambda: rng.choice(words(shared, "caps")),
            "saint": lambda: rng.choice(words(own, "saints")),
            "animal": lambda: rng.choice(words(own, "animals")),
            "legal": lambda: rng.choice(words(tables(table("places"), self.country), "legal")),
            "family": lambda: rng.choice(self._families()),
            "subject": lambda: rng.choice(words(self.job, "subjects")),
            "thing": lambda: rng.choice(words(self.prose, "thing")),
        }
        return makers[name]()

    def _families(self) -> list[str]:
        return words(tables(table("names"), _CULTURES[self.language]), "family")

    def _grouped(self, number: int) -> str:
        return f"{number:,}".replace(",", _GROUPED[self.language])
