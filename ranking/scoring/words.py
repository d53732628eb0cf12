"""What every language writes in its own way: sentences, dates, times, numbers, names of languages.

The tables stand in `data/sentences_*.toml`, one file a language.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

from ranking.scoring.personal import language_name

LANGUAGES: Final = ("en", "de", "fr", "es")
DECIMALS: Final = 2
"""Of points in sentences; the numbers beside them are exact."""
_DATE: Final = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")


@cache
def tables(language: str) -> Mapping[str, Mapping[str, str]]:
    """The tables of a language; those of English where there are none of it."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    file = resources.files("ranking").joinpath(f"scoring/data/sentences_{known}.toml")
    found: Mapping[str, Mapping[str, str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return found


def date_in_words(text: str, language: str) -> str:
    """ "2019-03" → "March 2019", "2019-03-01" → "1 March 2019"; what is no such date as it is."""
    match = _DATE.fullmatch(text)
    words = tables(language)["words"]
    names = words["months_of_the_year"].split()
    if match is None or not 1 <= int(match[2]) <= len(names):
        return text
    told = {"year": match[1], "month": names[int(match[2]) - 1]}
    if match[3] is None:
        return words["month_of_a_year"].format_map(told)
    day = int(match[3])
    return words["day_of_a_month"].format_map({**told, "day": words["first_day"] if day == 1 else day})


def time_in_words(months: int, language: str) -> str:
    """Months as people say them: "2 years and 1 month"."""
    words = tables(language)["words"]
    years, rest = divmod(months, 12)
    told = [
        words[one if count == 1 else many].format(n=count)
        for count, one, many in ((years, "year", "years"), (rest, "month", "months"))
        if count
    ]
    return (
        words["joint"].format(years=told[0], months=told[1])
        if len(told) == 2
        else "".join(told) or words["nothing"]
    )


def points_in_words(value: float, language: str) -> str:
    """ "1 point", "2.5 points"; in French less than two is one."""
    words = tables(language)["words"]
    told = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    is_one = float(told) < 2 if language == "fr" else told == "1"
    return words["point" if is_one else "points"].format(n=told.replace(".", words["decimal"]))


def name_in_words(kind: str, value: str, language: str) -> str:
    """What a skill, licence, certificate or industry is called; as it is where the language has no name.

    Names of skills are those by which the taxonomy knows them, the first of each language.
    """
    if kind == "skill":
        return _skills(language).get(value, value)
    return tables(language).get("names", {}).get(value, value)


@cache
def _skills(language: str) -> Mapping[str, str]:
    """English name → the name in this language."""
    if language not in LANGUAGES[1:]:
        return {}
    text = resources.files("candidates").joinpath("data/own/words.txt").read_text(encoding="utf-8")
    rows = (line.split("|") for line in text.splitlines() if line and not line.startswith("#"))
    told = {row[0].strip(): row[LANGUAGES.index(language)].partition(";")[0].strip() for row in rows}
    return {name: word[:1].upper() + word[1:] for name, word in told.items() if word}


def language_in_words(code: str, language: str) -> str:
    """The name of a language by its ISO 639-1 code; the English one where the table has none."""
    return tables(language).get("languages", {}).get(code) or language_name(code) or code
