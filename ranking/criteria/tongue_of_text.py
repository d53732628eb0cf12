"""In which language an advertisement is written, told by its commonest words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ranking.criteria.plain import plain

_WORDS: Final = {
    "en": "the and of you for with our are will your to we is have",
    "de": "und der die das mit wir sie fur ihr ist von den zur bei du oder eine",
    "fr": "et les des vous nous une du pour dans est votre avec le notre sur au",
    "it": "di il per che della nel gli dei siamo offriamo e i sono con",
    "nl": "het een van je jij wij met voor bij op ons onze ervaring",
    "pt": "e o os da do em com uma nos sua voce um",
    "es": "y el los las para con una en del se por su nuestro que al o es",
}
_SETS: Final = {code: frozenset(words.split()) for code, words in _WORDS.items()}


@lru_cache(maxsize=8)
def language_of(text: str) -> str:
    """The ISO 639-1 code of the language whose common words the text has most of; "en" where it has none."""
    words = re.findall(r"[a-z]+", plain(text[:5000]))
    counts = {code: sum(word in known for word in words) for code, known in _SETS.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] else "en"
