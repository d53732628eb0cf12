"""What a given name says of gender: how likely, or that it does not say. Pure."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple, TypeAlias

Gender: TypeAlias = Literal["female", "male", "unknown"]

FILE: Final = files(__package__).joinpath("names.tsv")
METHOD: Final = "given name, nomquamgender 0.1.4"
LEAST_PROBABILITY: Final = 0.9
"""Less sure is unknown."""


class Guess(NamedTuple):
    """`probability` is that of the gender; of an unknown one, how likely the likelier of the two is, or 0."""

    gender: Gender
    probability: float


def guess(name: str) -> Guess:
    """What the first given name of a person says that the table knows; given names stand first.

    "Anna Maria Beispiel" → female 0.99; "Andrea Rossi" → unknown, as it depends on the country.
    """
    for word in name.replace("-", " ").split()[:-1]:
        women = _women().get(folded(word))
        if women is not None:
            return _told(women / 100)
    return Guess("unknown", 0.0)


def folded(name: str) -> str:
    """Small letters without accents."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c)).strip(".,'’ ")


def _told(women: float) -> Guess:
    likelier = max(women, 1 - women)
    if likelier < LEAST_PROBABILITY:
        return Guess("unknown", likelier)
    return Guess("female" if women > 0.5 else "male", likelier)


@cache
def _women() -> dict[str, int]:
    """Folded given name → women among a hundred who bear it."""
    rows = (line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines())
    return {name: int(women) for name, women in rows}
