"""What a page says by itself, by language: headings, months, small words (`data/words.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).parent / "data" / "words.toml"
_RIGHT_TO_LEFT: Final = frozenset({"ar", "he", "fa"})
_NEAREST: Final = {
    "no": "nb",
    "nn": "nb",
    "iw": "he",
    "ur": "ar",
    "be": "ru",
    "sk": "cs",
    "ca": "es",
    "gl": "es",
}
SECTIONS: Final = (
    "summary", "work", "education", "skills", "languages", "projects", "certificates", "publications",
    "awards", "volunteer", "interests", "references",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. `months` is empty where dates are written in numbers, by `date`."""

    language: str
    headings: Mapping[str, str]
    months: tuple[str, ...]
    date: str
    now: str
    contact: str
    grade: str
    courses: str
    technologies: str
    role: str
    candidate: str
    photo: str
    page: str

    @property
    def is_right_to_left(self) -> bool:
        """Whether lines run from right to left."""
        return self.language in _RIGHT_TO_LEFT


def languages() -> tuple[str, ...]:
    """The languages that pages can be written in, ISO 639-1."""
    return tuple(_table())


def words_of(language: str) -> Words:
    """The words of `language`, those of the nearest known one, or English ones."""
    code = language.partition("-")[0].lower()
    table = _table()
    return table.get(code) or table.get(_NEAREST.get(code, "")) or table["en"]


@cache
def _table() -> dict[str, Words]:
    with _FILE.open("rb") as file:
        found = tomllib.load(file)
    return {
        language: Words(
            language=language,
            headings={section: told[section] for section in SECTIONS},
            months=tuple(told["months"]),
            **{
                key: told[key]
                for key in (
                    "date",
                    "now",
                    "contact",
                    "grade",
                    "courses",
                    "technologies",
                    "role",
                    "candidate",
                    "photo",
                    "page",
                )
            },
        )
        for language, told in found.items()
    }
