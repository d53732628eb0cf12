"""Where positions were: towns behind titles and employers, known ones, unknown ones, and what is no town."""

from __future__ import annotations

import pytest

from tests.parsing.stages.section_text import read, told

Placed = tuple[str, str, str]


def placed(text: str, culture: str = "en", *, paged: bool = True) -> list[Placed]:
    """Employer, title and place of each position."""
    entries = read("work", text, culture=culture, paged=paged)
    return [told(entry, "name", "position", "location") for entry in entries]  # type: ignore[misc]


@pytest.mark.parametrize("paged", [True, False])
@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Zephyrlane GmbH⇥2019 – 2021\nArchitekt, Münster", ("Zephyrlane GmbH", "Architekt", "Münster")),
        ("Zephyrlane GmbH | Architekt, Münster (2019 – 2021)", ("Zephyrlane GmbH", "Architekt", "Münster")),
        ("Architekt⇥2019 – 2021\nZephyrlane GmbH, Münster", ("Zephyrlane GmbH", "Architekt", "Münster")),
        ("Architekt\n2019 – 2021\nZephyrlane GmbH – Münster", ("Zephyrlane GmbH", "Architekt", "Münster")),
        ("Zephyrlane Ltd\nNurse, Kilkenny\n2019 – 2021", ("Zephyrlane Ltd", "Nurse", "Kilkenny")),
        ("Zephyrlane Ltd⇥2019 – 2021\nNurse, Fort Worth, TX", ("Zephyrlane Ltd", "Nurse", "Fort Worth, TX")),
        ("Zephyrlane Ltd, Canberra, ACT\nNurse\n2019 – 2021", ("Zephyrlane Ltd", "Nurse", "Canberra, ACT")),
        ("Zephyrlane Ltda⇥2019 – 2021\nNurse, Curitiba, PR", ("Zephyrlane Ltda", "Nurse", "Curitiba, PR")),
        ("Zephyrlane S.A., São Paulo, SP\nNurse\n2019 – 2021", ("Zephyrlane S.A.", "Nurse", "São Paulo, SP")),
        ("Zephyrlane Labs, Adelaide, SA\nNurse\n2019 – 2021", ("Zephyrlane Labs", "Nurse", "Adelaide, SA")),
        ("Zephyrlane Ltd⇥2019 – 2021\nNurse (Leeds)", ("Zephyrlane Ltd", "Nurse", "Leeds")),
        ("Zephyrlane Ltd⇥2019 – 2021\nNurse, Remote", ("Zephyrlane Ltd", "Nurse", "Remote")),
    ],
)  # fmt: skip
def test_a_town_stands_behind_the_title_or_the_employer(header: str, expected: Placed, paged: bool) -> None:
    assert placed(f"{header}\n- Cut costs by a third", paged=paged) == [expected]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Engineer, Backend⇥2019 – 2021\nZephyrlane Ltd", ("Zephyrlane Ltd", "Engineer, Backend", "")),
        ("Säljare – Mönster AB⇥2019 – 2021", ("Mönster AB", "Säljare", "")),
        ("Engineer⇥2019 – 2021\nUniversity of Arden, Leeds", ("University of Arden, Leeds", "Engineer", "")),
        ("Manager, Marketing⇥2019 – 2021\nZephyrlane Ltd", ("Zephyrlane Ltd", "Manager, Marketing", "")),
    ],
)  # fmt: skip
def test_what_is_no_town_stays_where_it_is(header: str, expected: Placed) -> None:
    assert placed(f"{header}\n- Cut costs by a third") == [expected]


@pytest.mark.parametrize(
    ("word", "culture"),
    [("Remote", "en"), ("Home Office", "de"), ("Télétravail", "fr"), ("Teletrabajo", "es"), ("Remoto", "pt"),
     ("Da remoto", "it"), ("Op afstand", "nl"), ("Distans", "sv"), ("Zdalnie", "pl"), ("Uzaktan", "tr")],
)  # fmt: skip
def test_no_town_at_all_is_a_place_too(word: str, culture: str) -> None:
    text = f"Zephyrlane S.A. | Designer, {word} (2019 – 2021)\n- 12"
    assert placed(text, culture) == [("Zephyrlane S.A.", "Designer", word)]


def test_an_unknown_town_is_one_where_most_entries_name_one_there() -> None:
    behind_employers = """
        Nurse⇥2019 – 2021
        Zephyrlane Infirmary, Leeds
        - Kept records
        Nurse⇥2016 – 2019
        Tallowmere Clinic, Little Wenlock upon Rea
        - Kept records
        """
    assert [each[2] for each in placed(behind_employers)] == ["Leeds", "Little Wenlock upon Rea"]
    behind_titles = """
        **Zephyrlane GmbH | Tischler, Münster (2019 – 2021)**
        - 12 Stühle
        **Tallowmere GmbH | Tischler, Lübeck (2016 – 2019)**
        - 9 Stühle
        **Wendelstein GmbH | Tischler, Unterbuchenbach (2012 – 2016)**
        - 3 Stühle
        """
    assert placed(behind_titles, "de") == [
        ("Zephyrlane GmbH", "Tischler", "Münster"),
        ("Tallowmere GmbH", "Tischler", "Lübeck"),
        ("Wendelstein GmbH", "Tischler", "Unterbuchenbach"),
    ]


def test_one_town_among_titles_that_go_on_otherwise_proves_nothing() -> None:
    text = """
        Zephyrlane Ltd⇥2019 – 2021
        Engineer, Payments
        - Cut costs
        Tallowmere Ltd⇥2016 – 2019
        Engineer, Leeds
        - Cut costs
        """
    assert placed(text) == [
        ("Zephyrlane Ltd", "Engineer, Payments", ""),
        ("Tallowmere Ltd", "Engineer", "Leeds"),
    ]


@pytest.mark.parametrize(
    ("firm", "title", "culture"),
    [
        ("Castell y Molina Arquitectos", "Topógrafo", "es"),
        ("Araújo e Fonseca Arquitetos", "Pedreiro", "pt"),
        ("Dawson Solicitors", "Clerk", "en"),
        ("De Vries Advocaten", "Juridisch medewerker", "nl"),
        ("Hagen Architekten", "Bauzeichner", "de"),
        ("Studio Bellini Avvocati", "Praticante", "it"),
    ],
)
def test_a_firm_that_is_called_after_its_people_is_no_title(firm: str, title: str, culture: str) -> None:
    for first, second in ((firm, title), (title, firm)):
        text = f"{first}⇥2019 – 2021\n{second}\n- 12\n{first}⇥2016 – 2019\n{second}\n- 9"
        assert placed(text, culture) == [(firm, title, ""), (firm, title, "")]
