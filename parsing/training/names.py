"""Names of fictional people, of many cultures and shapes."""

from __future__ import annotations

import random
import unicodedata
from typing import Final

from parsing.training.words import table, tables, words

CULTURES: Final[dict[str, tuple[tuple[str, int], ...]]] = {
    "GB": (("anglo", 1),),
    "US": (("anglo", 1),),
    "DE": (("german", 1),),
}

_SPELT: Final = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae"}


def name_of(country: str, rng: random.Random) -> tuple[str, str, bool]:
    """Given name, family name and whether it is a woman's, as one meets them in that country."""
    cultures, weights = zip(*CULTURES[country], strict=True)
    people = tables(table("names"), rng.choices(cultures, weights)[0])
    woman = rng.random() < 0.5
    return rng.choice(words(people, "women" if woman else "men")), rng.choice(words(people, "family")), woman


def ascii_of(text: str) -> str:
    """The text as an address would have it: lower case, no accents, no spaces."""
    plain = text.casefold()
    for letter, written in _SPELT.items():
        plain = plain.replace(letter, written)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain if letter.isalnum() or letter in "-")
