"""Names of fictional people, of many cultures and shapes."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass
from typing import Final

from parsing.training.words import table, tables, words

_OWN: Final = 12
CULTURES: Final[dict[str, str]] = {
    "GB": "anglo", "US": "anglo", "CA": "anglo", "AU": "anglo", "IE": "irish", "IN": "indian", "DE": "german",
    "AT": "german", "CH": "german", "FR": "french", "BE": "french", "ES": "hispanic", "MX": "hispanic",
    "AR": "hispanic", "PT": "lusophone", "BR": "lusophone", "IT": "italian", "NL": "dutch",
    "PL": "polish", "SE": "nordic", "TR": "turkish",
}  # fmt: skip
_SPELT: Final = {
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "ß": "ss",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ı": "i",
    "æ": "ae",
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written. `given` or `family` is "" for people who have one name only."""

    given: str
    family: str
    is_woman: bool


def name_of(country: str, language: str, rng: random.Random) -> Name:
    """A name as one meets it in that country: mostly its own, some from everywhere."""
    home = "french" if language == "fr" else CULTURES[country]
    every = list(table("names"))
    culture = rng.choices([home, *every], [_OWN * len(every) // 4, *(1 for _ in every)])[0]
    people = tables(table("names"), culture)
    is_woman = rng.random() < 0.5
    given = rng.choice(words(people, "women" if is_woman else "men"))
    family = rng.choice(words(people, "family"))
    if culture == "javanese" and rng.random() < 0.6:
        return Name("", given, is_woman)
    return Name(_given(given, culture, is_woman, rng), _family(family, culture, rng), is_woman)


def ascii_of(text: str) -> str:
    """The text as an address would have it: lower case, no accents, no spaces."""
    plain = text.casefold()
    for letter, written in _SPELT.items():
        plain = plain.replace(letter, written)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain if letter.isalnum() or letter in "-")


def _given(given: str, culture: str, is_woman: bool, rng: random.Random) -> str:
    """With a second name, an initial or a doctor's title, as that culture has them."""
    people = words(tables(table("names"), culture), "women" if is_woman else "men")
    second = rng.choice([name for name in people if name != given])
    chance = rng.random()
    if culture in ("hispanic", "lusophone") and chance < 0.3:
        given = f"{given} {second}"
    elif culture in ("anglo", "irish", "african") and chance < 0.14:
        given = f"{given} {second[0]}."
    elif culture == "indian" and chance < 0.1:
        given = f"{second[0]}. {given}"
    elif chance > 0.95:
        given = f"{given} {second}"
    if rng.random() < 0.025:
        given = rng.choice(("Dr. ", "Prof. Dr. " if culture == "german" else "Dr. ")) + given
    return given


def _family(family: str, culture: str, rng: random.Random) -> str:
    """Doubled, with particles or a suffix, as that culture has it."""
    known = words(tables(table("names"), culture), "family")
    other = rng.choice([name for name in known if name != family])
    chance = rng.random()
    if culture == "hispanic" and chance < 0.7:
        return f"{family} y {other}" if chance < 0.02 else f"{family} {other}"
    if culture == "lusophone" and chance < 0.75:
        return f"{other} {rng.choice(('', '', 'da ', 'dos ', 'de '))}{family}"
    if culture in ("german", "anglo", "french") and chance < 0.05 and " " not in family + other:
        return f"{family}-{other}"
    if culture == "german" and chance < 0.08:
        return f"von {family}"
    if culture == "french" and chance < 0.08 and family[0] not in "AEIOUÉH":
        return f"de {family}"
    if culture == "anglo" and chance > 0.97:
        return f"{family}{rng.choice((' Jr.', ' III', ', Jr.'))}"
    return family
