"""Voluntary work: which name is the organisation and which the part that somebody played."""

from __future__ import annotations

import pytest

from tests.parsing.stages.section_text import read, told

SECTIONS = [
    (
        "Tutor\nOpen Reading Club\n2019 – 2020",
        ("Open Reading Club", "Tutor", "2019", "2020"),
    ),
    (
        "Open Reading Club\nTutor\n2019 – 2020",
        ("Open Reading Club", "Tutor", "2019", "2020"),
    ),
    (
        "Casualty Carer, Hill Rescue Valley ⇥ 2016 – Present",
        ("Hill Rescue Valley", "Casualty Carer", "2016", ""),
    ),
    (
        "Hill Rescue Valley ⇥ 2016 – Present\nCasualty Carer",
        ("Hill Rescue Valley", "Casualty Carer", "2016", ""),
    ),
    (
        "**Jeugdtrainer ⇥ 2016 – heden**\nVoetbalvereniging De Beek",
        ("Voetbalvereniging De Beek", "Jeugdtrainer", "2016", ""),
    ),
    (
        "2016 – heute ⇥ Rettungssanitäterin\nHilfswerk Musterstadt",
        ("Hilfswerk Musterstadt", "Rettungssanitäterin", "2016", ""),
    ),
    (
        "Kassenwart – Turnverein Musterdorf\n2012 – 2018",
        ("Turnverein Musterdorf", "Kassenwart", "2012", "2018"),
    ),
    (
        "Trésorière, Association des lecteurs\n2012 – 2018",
        ("Association des lecteurs", "Trésorière", "2012", "2018"),
    ),
    (
        "Monitora – Club de lectura de Muestra\n2012 – 2018",
        ("Club de lectura de Muestra", "Monitora", "2012", "2018"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), SECTIONS)
def test_voluntary_work_names_an_organisation_and_a_part(text: str, expected: tuple[str, ...]) -> None:
    (entry,) = read("volunteer", text)
    assert told(entry, "organization", "position", "startDate", "endDate") == expected
