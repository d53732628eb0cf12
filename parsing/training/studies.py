"""What a person studied, by country: degrees in order, the school before them, an apprenticeship."""

from __future__ import annotations

from typing import Final

from parsing.training.jobs import edtf
from parsing.training.prose import Teller
from parsing.training.types import Study
from parsing.training.words import Table, table, tables, words

_TRADES: Final = frozenset({"mechanics", "logistics", "kitchen", "construction", "sales", "nursing", "hr"})
_SEPTEMBER: Final = 8
_WITH_CITY: Final = ", {city}"
"""The end of a school's pattern whose town is its place, not part of its name."""


def studies_of(teller: Teller, begun: int) -> tuple[Study, ...]:
    """One to four studies, latest first; the last ended about when work began."""
    rng = teller.rng
    end = begun - rng.randint(0, 3)
    found: list[Study] = []
    for level, years in _path(teller):
        start = (end // 12 - years) * 12 + rng.choice((_SEPTEMBER, _SEPTEMBER, 9, 8, 1))
        if start >= end:
            start = end - 12 * years
        found.append(_study(teller, level, start, end))
        end = start - rng.choice((1, 2, 3, 3, 14))
    if rng.random() < 0.08 and len(found) > 1:
        found.append(found.pop(0))
    return tuple(found)


def _path(teller: Teller) -> list[tuple[str, int]]:
    """(level, years) from the last study to the first."""
    rng = teller.rng
    if teller.craft in _TRADES and rng.random() < 0.55:
        path = [("trade", rng.randint(2, 3))]
    elif teller.craft == "research":
        path = [("doctor", 4), ("master", 2), ("bachelor", 3)]
    else:
        path = rng.choice(
            ([("bachelor", 3)], [("master", 2), ("bachelor", 3)], [("master", 5)], [("bachelor", 4)])
        )
    return [*path, ("school", rng.choice((2, 8, 6)))] if rng.random() < 0.3 else list(path)


def _study(teller: Teller, level: str, start: int, end: int) -> Study:
    rng, country, language = teller.rng, teller.country, teller.language
    known = {"school": "schools", "trade": "colleges"}.get(level, "universities")
    city = teller.city()
    pattern = rng.choice(_known(country, language, known))
    school = _filled(teller, pattern.removesuffix(_WITH_CITY), city)
    grades = _known(country, language, "school_grades" if level == "school" else "grades")
    has_month = rng.random() < 0.75
    return Study(
        school=school,
        degree=rng.choice(_known(country, language, level)),
        field_of_study="" if level == "school" else _subject(teller, level),
        start=edtf(start) if has_month else edtf(start)[:4],
        end=edtf(end) if has_month else edtf(end)[:4],
        place=city if city not in school and (pattern.endswith(_WITH_CITY) or rng.random() < 0.5) else "",
        grade=rng.choice(grades) if grades and rng.random() < 0.4 else "",
        courses=_courses(teller) if level in ("bachelor", "master") and rng.random() < 0.15 else (),
    )


def _subject(teller: Teller, level: str) -> str:
    """What it was about; an apprenticeship is for a job."""
    if level == "trade" and teller.language == "de":
        return teller.rng.choice(words(teller.job, "titles")).split("|")[0]
    return teller.rng.choice(words(teller.job, "subjects"))


def _courses(teller: Teller) -> tuple[str, ...]:
    return tuple(teller.rng.sample(words(teller.life, "courses"), teller.rng.randint(2, 5)))


def _filled(teller: Teller, pattern: str, city: str) -> str:
    return teller.filled(pattern.replace("{city}", city))


def _known(country: str, language: str, key: str) -> list[str]:
    """The list of the country in that language, of the country, or of the country that it is like."""
    for name in (f"{country}_{language}", country):
        source: Table = tables(table("study"), name)
        found = words(source, key)
        if not found and "like" in source:
            found = _known(str(source["like"]), language, key)
        if found:
            return found
    return []
