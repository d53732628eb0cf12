"""Careers of fictional people: the same seed and language always give the same one."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Final

from parsing.training import beside, contacts, jobs
from parsing.training.names import name_of
from parsing.training.prose import Teller
from parsing.training.studies import studies_of
from parsing.training.types import Career, Item, Position
from parsing.training.words import has, table, tables, words

COUNTRIES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("US", "US", "GB", "GB", "IE", "AU", "IN", "CA"),
    "de": ("DE", "DE", "DE", "AT", "CH"),
    "fr": ("FR", "FR", "FR", "CH", "CA", "BE"),
    "es": ("ES", "ES", "MX", "AR"),
    "pt": ("BR", "PT"),
    "it": ("IT",),
    "nl": ("NL", "NL", "NL", "BE"),
    "pl": ("PL",),
    "sv": ("SE",),
    "tr": ("TR",),
}
LANGUAGES: Final = tuple(language for language in COUNTRIES if has(f"fields_{language}"))


def career(seed: int, language: str) -> Career:
    """A fictional career in that language. Every value is invented, every number kept for fiction."""
    rng = random.Random(f"{language}-{seed}")  # noqa: S311 - chance of a sample, not of a secret
    country = rng.choice(COUNTRIES[language])
    field = rng.choice(list(table(f"fields_{language}")))
    teller = Teller(language, country, field, rng)
    name = name_of(country, language, rng)
    begun = jobs.TODAY - jobs.length_of_career(rng)
    positions = jobs.positions_of(teller, begun, is_woman=name.is_woman)
    studies = studies_of(teller, begun)
    teller.told |= {
        "title": positions[0].title,
        "employer": positions[0].employer,
        "school": studies[0].school,
    }
    city, region = teller.town().split("|")
    return Career(
        language=language,
        country=country,
        given=name.given,
        family=name.family,
        headline=positions[0].title if rng.random() < 0.6 else jobs.title_of(teller, is_woman=name.is_woman),
        email=contacts.email_of(name, country, begun, rng),
        phone=contacts.phone_of(country, rng),
        city=city,
        postcode=contacts.postcode_of(country, rng),
        street=contacts.street_of(country, rng),
        region=region,
        summary=_summary(teller),
        urls=contacts.urls_of(name, field, country, rng),
        positions=positions,
        studies=studies,
        skills=_skills(teller, positions),
        spoken=beside.spoken_of(teller),
        certificates=beside.certificates_of(teller),
        projects=beside.projects_of(teller),
        publications=beside.publications_of(teller, name),
        awards=beside.awards_of(teller),
        volunteering=beside.volunteering_of(teller),
        interests=beside.interests_of(teller),
        references=_references(teller, positions),
        born=f"{begun // 12 - rng.randint(19, 25)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        nationality=beside.nationality_of(teller),
    )


def _summary(teller: Teller) -> str:
    """Nothing, or one to four sentences about the person."""
    if teller.rng.random() < 0.12:
        return ""
    first = teller.one(teller.prose, "summary")
    second = teller.one(teller.job, "did")
    parts = [first, *teller.some(teller.prose, "more", teller.rng.randint(0, 2))]
    if teller.rng.random() < 0.2:
        parts.insert(1, f"{second}.")
    return " ".join(parts)


def _skills(teller: Teller, positions: tuple[Position, ...]) -> dict[str, tuple[str, ...]]:
    """Groups of skills, in the words of the language; a skill stands in one group only."""
    groups = tables(teller.job, "skills")
    tools = tables(table("tools"), teller.craft)
    seen: set[str] = set()
    found: dict[str, tuple[str, ...]] = {}
    for names, source in groups.items():
        known = words(tools, source) if isinstance(source, str) else words(groups, names)
        known = [word for word in known if word.casefold() not in seen]
        if teller.rng.random() < 0.9 or not found:
            count = min(len(known), teller.rng.randint(3, 9))
            chosen = tuple(teller.rng.sample(known, count))
            seen |= {word.casefold() for word in chosen}
            found[teller.rng.choice(names.split("|"))] = chosen
    return found


def _references(teller: Teller, positions: tuple[Position, ...]) -> tuple[Item, ...]:
    chance = teller.rng.random()
    if chance < 0.06:
        return (Item(name="", summary=teller.one(teller.life, "references")),)
    if chance < 0.88:
        return ()
    people = [name_of(teller.country, teller.language, teller.rng) for _ in range(teller.rng.randint(1, 2))]
    return tuple(
        Item(
            name=f"{person.given} {person.family}".strip(),
            by=teller.rng.choice(positions).employer,
            role=jobs.title_of(teller, is_woman=person.is_woman),
        )
        for person in people
    )
