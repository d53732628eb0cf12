"""Careers of fictional people: the same seed and language always give the same one."""

from __future__ import annotations

import random
from typing import Final

from parsing.training.names import ascii_of, name_of
from parsing.training.types import Career, Item, Position, Study
from parsing.training.words import Table, table, tables, words

COUNTRIES: Final[dict[str, tuple[str, ...]]] = {"en": ("GB", "US"), "de": ("DE",)}
LANGUAGES: Final = tuple(COUNTRIES)
_TODAY: Final = 2026 * 12 + 3


def career(seed: int, language: str) -> Career:
    """A fictional career in that language. Every value is invented, every number kept for fiction."""
    rng = random.Random(f"{language}-{seed}")  # noqa: S311 - chance of a sample, not of a secret
    country = rng.choice(COUNTRIES[language])
    given, family, woman = name_of(country, rng)
    say, fields = table(language), table(f"fields_{language}")
    job = tables(fields, rng.choice(list(fields)))
    place = tables(table("places"), country)
    city, region = rng.choice(words(place, "cities")).split("|")
    handle = f"{ascii_of(given)}-{ascii_of(family)}"
    positions = _positions(job, place, woman, rng)
    skills = {
        group: tuple(rng.sample(words(tables(job, "skills"), group), 5)) for group in tables(job, "skills")
    }
    return Career(
        language=language,
        country=country,
        given=given,
        family=family,
        headline=positions[0].title,
        email=f"{ascii_of(given)}.{ascii_of(family)}@example.org",
        phone={"GB": "+442079460", "US": "+14155550", "DE": "+493023125"}[country]
        + f"{rng.randint(100, 199)}",
        city=city,
        postcode="".join(_letter(sign, rng) for sign in str(place["postcode"])),
        street=rng.choice(words(place, "streets")).format(rng.randint(1, 180)),
        region=region,
        summary=_filled(rng.choice(words(job, "summary")), job, rng),
        urls={"LinkedIn": f"linkedin.com/in/{handle}", "GitHub": f"github.com/{handle}"},
        positions=positions,
        studies=_studies(job, say, place, rng),
        skills=skills,
        spoken=_spoken(say, rng),
        certificates=tuple(
            Item(name, by=by, start=str(rng.randint(2015, 2024)))
            for name, by in (entry.split("|") for entry in rng.sample(words(job, "certificates"), 1))
        ),
        projects=tuple(
            Item(_filled(name, job, rng), summary=_filled(what, job, rng), start="2021-02", end="2021-08")
            for name, what in (entry.split("|") for entry in rng.sample(words(job, "projects"), 1))
        ),
        interests=tuple(rng.sample(words(tables(say, "life"), "interests"), 3)),
    )


def _positions(job: Table, place: Table, woman: bool, rng: random.Random) -> tuple[Position, ...]:
    at, found = _TODAY, []
    for number in range(rng.randint(2, 5)):
        months = rng.randint(8, 60)
        start = at - months
        title = rng.choice(words(job, "titles")).split("|")[-1 if woman else 0]
        found.append(
            Position(
                employer=_filled(rng.choice(words(job, "employers")), job, rng),
                title=title,
                start=_edtf(start),
                end=None if number == 0 else _edtf(at),
                place=rng.choice(words(place, "cities")).split("|")[0],
                highlights=tuple(_filled(text, job, rng) for text in rng.sample(words(job, "did"), 2)),
            )
        )
        at = start - rng.randint(1, 4)
    return tuple(found)


def _studies(job: Table, say: Table, place: Table, rng: random.Random) -> tuple[Study, ...]:
    study, year = tables(say, "study"), rng.randint(2004, 2012)
    city = rng.choice(words(place, "cities")).split("|")[0]
    school = rng.choice(words(study, "schools")).format(city=city, stem="Halden")
    degree, subject = rng.choice(words(study, "degrees")), rng.choice(words(job, "subjects"))
    grade = rng.choice(words(study, "grades"))
    return (Study(school, degree, subject, f"{year}-09", f"{year + 3}-07", place=city, grade=grade),)


def _spoken(say: Table, rng: random.Random) -> tuple[tuple[str, str], ...]:
    spoken = tables(say, "spoken")
    own, *others = words(spoken, "names")
    chosen = rng.sample(others, 2)
    return (
        (own, rng.choice(words(spoken, "native"))),
        *((name, rng.choice(words(spoken, "levels"))) for name in chosen),
    )


def _edtf(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"


def _letter(sign: str, rng: random.Random) -> str:
    return {"#": lambda: str(rng.randint(0, 9)), "@": lambda: rng.choice("BCDEGHLMNRSW")}.get(
        sign, lambda: sign
    )()


def _filled(text: str, job: Table, rng: random.Random) -> str:
    tools = [tool for group in tables(job, "skills") for tool in words(tables(job, "skills"), group)]
    while "{tool}" in text:
        text = text.replace("{tool}", tools.pop(rng.randrange(len(tools))), 1)
    return text.format(
        n=rng.randint(12, 90),
        few=rng.randint(2, 9),
        years=rng.randint(3, 20),
        stem=rng.choice(("Nordlicht", "Kestrel", "Halden", "Brightwater")),
        camel=rng.choice(("DataKestrel", "PayHarbor", "LumoCare", "QuickGrove")),
    )
