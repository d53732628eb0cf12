"""Addresses as people write them in several countries."""

from __future__ import annotations

import pytest

from parsing.stages.places import Part, country_code, place_in, region_code

PLACES = [
    ("Austin, TX", ("", "", "Austin", "TX", "")),
    ("Austin, TX 78701", ("", "78701", "Austin", "TX", "")),
    ("San Francisco, California, US", ("", "", "San Francisco", "California", "US")),
    ("12 High Street, Leeds, United Kingdom", ("12 High Street", "", "Leeds", "", "United Kingdom")),
    ("10115 Berlin", ("", "10115", "Berlin", "", "")),
    ("Hauptstraße 5, 8004 Zürich, Schweiz", ("Hauptstraße 5", "8004", "Zürich", "", "Schweiz")),
    ("C/ Mayor 169, 3.º B, 28013 Madrid", ("C/ Mayor 169, 3.º B", "28013", "Madrid", "", "")),
    ("3, rue de la Paix - 33000 BORDEAUX", ("3, rue de la Paix", "33000", "BORDEAUX", "", "")),
    ("14 Quay Street, Dublin D02 AF30", ("14 Quay Street", "D02 AF30", "Dublin", "", "")),
    ("Porto (Portugal)", ("", "", "Porto", "", "Portugal")),
    ("Location: Kraków, Poland", ("", "", "Kraków", "", "Poland")),
    ("Tel.: 0711 555010 - Anschrift: Frankfurt am Main", ("", "", "Frankfurt am Main", "", "")),
    ("E-post: a@example.org | Adress: Stockholm", ("", "", "Stockholm", "", "")),
    ("San Miguel de Tucumán", ("", "", "San Miguel de Tucumán", "", "")),
    ("Mariahilfer Gasse 25/12, 9515 Wels", ("Mariahilfer Gasse 25/12", "9515", "Wels", "", "")),
    ("Alameda Santos, 142, 38724-156 Recife", ("Alameda Santos, 142", "38724-156", "Recife", "", "")),
    ("ul. Lipowa 16, 23-128 Gdańsk", ("ul. Lipowa 16", "23-128", "Gdańsk", "", "")),
    ("Kwiatowa 16, 23-128 Gdańsk", ("Kwiatowa 16", "23-128", "Gdańsk", "", "")),
    ("Björkgatan 41, 391 61 Växjö", ("Björkgatan 41", "391 61", "Växjö", "", "")),
    ("Atatürk Cad. No: 13/3, 34000 İstanbul", ("Atatürk Cad. No: 13/3", "34000", "İstanbul", "", "")),
    ("1 Elm Road San Jose California 95112 US", ("1 Elm Road", "95112", "San Jose", "California", "US")),
]


@pytest.mark.parametrize(("text", "parts"), PLACES)
def test_an_address_is_taken_apart(text: str, parts: tuple[str, ...]) -> None:
    place = place_in(text)
    assert place is not None

    def shown(part: Part | None) -> str:
        return text[part.start : part.end] if part else ""

    street, *rest = parts
    assert [shown(part) for part in (place.postal_code, place.city, place.region, place.country)] == rest
    if street:
        assert shown(place.street) == street


@pytest.mark.parametrize("icon", ["Q ", "9 ", "A ", "AO ", "O ", "$ ", "Q", "p"])
def test_what_an_icon_was_read_as_is_no_part_of_the_city(icon: str) -> None:
    place = place_in(f"08-12 37 10\t{icon}Linköping")

    assert place is not None
    assert place.city == Part(12 + len(icon), 21 + len(icon))


@pytest.mark.parametrize("city", ["A Coruña", "El Paso", "St Albans"])
def test_a_short_word_that_belongs_to_the_city_stays(city: str) -> None:
    place = place_in(city)

    assert place is not None
    assert place.city == Part(0, len(city))


@pytest.mark.parametrize(
    "text", ["March 2018", "Python, Java", "Ana Berg", "Led a team of 5, doubling sales", "Remote"]
)
def test_what_is_no_place_gives_none(text: str) -> None:
    assert place_in(text) is None


def test_countries_and_regions_have_codes_in_many_languages() -> None:
    assert [country_code(name) for name in ("Deutschland", "Allemagne", "UK", "Atlantis")] == [
        "DE",
        "DE",
        "GB",
        "",
    ]
    assert [region_code(name) for name in ("California", "CA", "Bayern", "Xanadu")] == ["CA", "CA", "BY", ""]
