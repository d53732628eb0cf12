"""Fictional people: plausible, varied, and the same for the same seed."""

from __future__ import annotations

import random

import phonenumbers
import pytest

from parsing.training.careers import LANGUAGES, career
from parsing.training.jobs import TODAY, edtf
from parsing.training.names import ascii_of, name_of
from parsing.training.types import Career

SEEDS = range(60)


def people(language: str) -> list[Career]:
    """Some people of that language."""
    return [career(seed, language) for seed in SEEDS]


def test_the_factory_speaks_seven_languages() -> None:
    assert set(LANGUAGES) >= {"en", "de", "fr", "es", "pt", "it", "nl"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_seed_gives_the_same_person_and_another_gives_another(language: str) -> None:
    assert career(5, language) == career(5, language)
    assert len({(person.given, person.family) for person in people(language)}) > len(SEEDS) * 0.9


@pytest.mark.parametrize("language", LANGUAGES)
def test_positions_obey_time(language: str) -> None:
    for person in people(language):
        for position in person.positions:
            assert position.start <= edtf(TODAY)
            assert position.end is None or position.start[:4] <= position.end[:4]
            if position.end and len(position.end) == len(position.start):
                assert position.start <= position.end


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_is_filled_and_closed(language: str) -> None:
    for person in people(language):
        assert "{" not in repr(person).replace("urls={", "").replace("skills={", "")
        assert "|" not in repr(person)
        assert person.skills
        assert all(person.skills.values())
        assert all(position.title and position.employer for position in person.positions)
        assert all(study.school and study.degree for study in person.studies)


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_valid_for_the_country(language: str) -> None:
    for person in people(language):
        number = phonenumbers.parse(person.phone)
        assert phonenumbers.is_valid_number(number), person.phone
        regions = phonenumbers.region_codes_for_country_code(number.country_code)
        assert person.country in regions


def test_careers_have_gaps_overlaps_promotions_and_open_ends() -> None:
    everyone = [person for language in LANGUAGES for person in people(language)]
    pairs = [
        (later, earlier)
        for person in everyone
        for later, earlier in zip(person.positions, person.positions[1:], strict=False)
        if earlier.end and len(earlier.end) == len(later.start) == 7
    ]
    assert any(later.start > (earlier.end or "") for later, earlier in pairs)
    assert any(later.start < (earlier.end or "") for later, earlier in pairs)
    assert any(later.employer == earlier.employer for later, earlier in pairs)
    assert any(person.positions[0].end is None for person in everyone)
    assert any(person.positions[0].end is not None for person in everyone)
    assert any(len(position.start) == 4 for person in everyone for position in person.positions)


def test_names_have_many_shapes() -> None:
    rng = random.Random(1)
    people = [name_of(country, "en", rng) for country in ("US", "ES", "NL", "DE", "BR") for _ in range(200)]
    names = [f"{person.given} {person.family}".strip() for person in people]
    assert any(not person.given for person in people)
    assert any(len(name.split()) >= 4 for name in names)
    assert any("-" in name for name in names)
    assert any(name.startswith("Dr. ") for name in names)
    assert any(name.endswith("Jr.") for name in names)
    assert any(" van der " in name for name in names)
    assert any(not name.isascii() for name in names)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Jürgen", "juergen"), ("Łukasz", "lukasz"), ("O'Brien", "obrien"), ("de la Fuente", "delafuente")],
)
def test_names_become_addresses(name: str, expected: str) -> None:
    assert ascii_of(name) == expected
