"""Projects, certificates, awards, publications and references."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsing.stages.entries import entries_of
from parsing.stages.leaf import Leaf
from parsing.stages.types import Section
from tests.parsing.stages.section_text import AS_OF, lines_from, read, told


def test_projects_have_a_name_dates_and_text() -> None:
    entries = read(
        "projects",
        """
        **raft-toy ⇥ Jan 2019 – Present**
        A teaching implementation of a consensus protocol for students.
        - Used in two courses
        Built with: Go, Raft
        **Second Thing ⇥ 2017**
        An extension that counts the words of a page.
        """,
    )
    assert [told(e, "name", "startDate") for e in entries] == [
        ("raft-toy", "2019-01"),
        ("Second Thing", "2017"),
    ]
    assert entries[0].text("description").startswith("A teaching")
    keywords = entries[0].fields["keywords"]
    assert isinstance(keywords, list)
    assert [leaf.value for leaf in keywords] == ["Go", "Raft"]


@pytest.mark.parametrize("label", ["Role", "Funktion", "Função", "Görev"])
def test_a_role_in_a_project_is_no_part_of_its_text(label: str) -> None:
    [entry] = read(
        "projects",
        f"""
        **Harbour Atlas ⇥ 2019**
        Maps of small harbours for sailors without a network.
        {label}: Lead, Tester
        """,
    )
    assert entry.text("description") == "Maps of small harbours for sailors without a network."
    roles = entry.fields["roles"]
    assert isinstance(roles, list)
    assert [leaf.value for leaf in roles] == ["Lead", "Tester"]


@pytest.mark.parametrize(
    "text",
    [
        """
        Certified Cloud Architect - Professional
        Issued by Nimbus Services
        2019-03-01
        Sample Scrum Master
        Issued by Scrum House
        2020-05-01
        """,
        """
        **Certified Cloud Architect - Professional ⇥ 2019-03-01**
        Nimbus Services
        **Sample Scrum Master ⇥ 2020-05-01**
        Scrum House
        """,
        """
        - Certified Cloud Architect - Professional, Nimbus Services (2019-03-01)
        - Sample Scrum Master, Scrum House (2020-05-01)
        """,
    ],
)
def test_certificates_have_an_issuer_and_a_date(text: str) -> None:
    assert [told(e, "name", "issuer", "date") for e in read("certificates", text)] == [
        ("Certified Cloud Architect - Professional", "Nimbus Services", "2019-03-01"),
        ("Sample Scrum Master", "Scrum House", "2020-05-01"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "issuer"),
    [
        ("Advanced Rescue, Example Council of Safety (2022)", "Advanced Rescue", "Example Council of Safety"),
        (
            "May 2018: Mentor in Practice, Royal College of Baking",
            "Mentor in Practice",
            "Royal College of Baking",
        ),
        ("Certified Baker, Level 2", "Certified Baker, Level 2", ""),
        ("Baking, Brewing, Milling", "Baking, Brewing, Milling", ""),
    ],
)
def test_a_lone_certificate_is_parted_from_who_issued_it(text: str, name: str, issuer: str) -> None:
    (entry,) = read("certificates", text)
    assert told(entry, "name", "issuer") == (name, issuer)


def test_bare_certificates_are_one_a_line() -> None:
    entries = read("certificates", "- Certified Baker (2023)\n- Driving licence B\n- First aid course, 2019")
    assert [e.text("name") for e in entries] == ["Certified Baker", "Driving licence B", "First aid course"]
    assert [e.text("date") for e in entries] == ["2023", "", "2019"]


def test_awards_may_name_the_giver_first() -> None:
    text = """
    2012
    Examplia Inc
    Honorable Mention
    2011
    Sample University
    Best Thesis Award
    """
    assert [told(e, "title", "awarder", "date") for e in read("awards", text)] == [
        ("Honorable Mention", "Examplia Inc", "2012"),
        ("Best Thesis Award", "Sample University", "2011"),
    ]


AWARDS = [
    # one award, in the ways that people write who gave it
    ("Nurse of the Year, Example Health Trust (2019)", ("Nurse of the Year", "Example Health Trust", "2019")),
    ("Best Internal Tool, Sampleline Payments ⇥ 2019", ("Best Internal Tool", "Sampleline Payments", "2019")),
    ("Silver Otter, Otter Awards ⇥ 2019", ("Silver Otter", "Otter Awards", "2019")),
    ("**Silver Otter**\nOtter Awards\n2019", ("Silver Otter", "Otter Awards", "2019")),
    ("**Silver Otter ⇥ 2019**\nby Otter Awards", ("Silver Otter", "Otter Awards", "2019")),
    ("Silver Otter ⇥ at Otter Awards ⇥ 2019", ("Silver Otter", "Otter Awards", "2019")),
    ("Best Paper , Example Conference\nAwarded on: Jan 01, 2019",
     ("Best Paper", "Example Conference", "2019-01-01")),
    ("Best Paper | Example Conference | Jun 2019", ("Best Paper", "Example Conference", "2019-06")),
    ("Example Foundation\nDean's Scholarship\n2019", ("Dean's Scholarship", "Example Foundation", "2019")),
    ("Premio Giovane Panettiere, Ordine dei Panettieri, 2019",
     ("Premio Giovane Panettiere", "Ordine dei Panettieri", "2019")),
    ("Förderpreis der Bäcker, Handwerkskammer Musterstadt (2019)",
     ("Förderpreis der Bäcker", "Handwerkskammer Musterstadt", "2019")),
    ("Prix du jeune boulanger – Fédération des artisans – 2019",
     ("Prix du jeune boulanger", "Fédération des artisans", "2019")),
    # commas that part nothing
    ("First, second and third place ⇥ 2019", ("First, second and third place", "", "2019")),
    ("Employee of the Year 2019", ("Employee of the Year", "", "2019")),
    ("Winner, Best Loaf, Crust and Crumb ⇥ 2019", ("Winner, Best Loaf, Crust and Crumb", "", "2019")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), AWARDS)
def test_an_award_has_a_title_a_giver_and_a_date(text: str, expected: tuple[str, str, str]) -> None:
    (entry,) = read("awards", text)
    assert told(entry, "title", "awarder", "date") == expected


CERTIFICATES = [
    ("Certified Baker, Baker Board International", ("Certified Baker", "Baker Board International", "")),
    ("Power Oven Analyst, Power", ("Power Oven Analyst", "Power", "")),
    ("Habilitation four B0, ZAPAVE", ("Habilitation four B0", "ZAPAVE", "")),
    ("Certified Baker, Level 2", ("Certified Baker, Level 2", "", "")),
    ("Certified Baker II, III", ("Certified Baker II, III", "", "")),
    ("Oven Safety ⇥ Issued by: Baker Board ⇥ May 2018", ("Oven Safety", "Baker Board", "2018-05")),
    ("Oven Safety\nBaker Board\nIssued on: May 01, 2018", ("Oven Safety", "Baker Board", "2018-05-01")),
    ("Ofenschein\nausgestellt von Handwerkskammer Musterstadt\n2018",
     ("Ofenschein", "Handwerkskammer Musterstadt", "2018")),
    ("Permis de four\ndélivré par Chambre des métiers\n2018",
     ("Permis de four", "Chambre des métiers", "2018")),
    ("Carné de horno\nemitido por Gremio de Panaderos\n2018",
     ("Carné de horno", "Gremio de Panaderos", "2018")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CERTIFICATES)
def test_a_certificate_has_a_name_an_issuer_and_a_date(text: str, expected: tuple[str, str, str]) -> None:
    (entry,) = read("certificates", text)
    assert told(entry, "name", "issuer", "date") == expected


PUBLICATIONS = [
    ("Bread without Tears, Queue Weekly ⇥ 2018", ("Bread without Tears, Queue Weekly", "", "2018")),
    ("Teach Yourself Baking in Twenty Days, Loaf Press ⇥ 2018",
     ("Teach Yourself Baking in Twenty Days", "Loaf Press", "2018")),
    ("Crusts, Crumbs and Other Stories of Bread ⇥ 2018",
     ("Crusts, Crumbs and Other Stories of Bread", "", "2018")),
    ("**Bread without Tears**\nQueue Weekly\nMay 2018", ("Bread without Tears", "Queue Weekly", "2018-05")),
    ("Bread without Tears\npublished in Queue Weekly, 2018", ("Bread without Tears", "Queue Weekly", "2018")),
    ("“Patterns in Quiet Rooms”, Journal of Examples, 2018", ("Patterns in Quiet Rooms", "", "")),
    ("Doe, A. (2018). Patterns in quiet rooms. Sample Press.",
     ("Patterns in quiet rooms", "Sample Press", "2018")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PUBLICATIONS)
def test_a_publication_has_a_name_a_publisher_and_a_date(text: str, expected: tuple[str, str, str]) -> None:
    (entry,) = read("publications", text)
    assert told(entry, "name", "publisher", "releaseDate") == expected


def test_publications_given_as_references_are_taken_apart() -> None:
    text = """
    Doe, A., & Roe, B. (2021). Patterns in quiet rooms. Journal of Examples, 15(2), 123–145.
    Roe, B. (2019). On small things. Sample Press.
    """
    assert [told(e, "name", "releaseDate") for e in read("publications", text)] == [
        ("Patterns in quiet rooms", "2021"),
        ("On small things", "2019"),
    ]


def test_publications_keep_authors_and_identifiers_in_one_entry() -> None:
    text = """
    **Quiet Rooms at Scale ⇥ Jan 2024**
    Ann Doe, Bob Roe
    10.1234/quiet.2024.1 (QUIET 2024)
    **Small Things ⇥ July 2023**
    Bob Roe
    10.1234/small.2023.2 (SMALL 2023)
    """
    assert [told(e, "name", "releaseDate") for e in read("publications", text)] == [
        ("Quiet Rooms at Scale", "2024-01"),
        ("Small Things", "2023-07"),
    ]


def test_references_keep_what_was_said() -> None:
    (entry,) = read(
        "references", "Ann Doe\nThe most careful engineer that I ever worked with, and the kindest."
    )
    assert entry.text("name") == "Ann Doe"
    assert entry.text("reference").startswith("The most careful")


def test_entities_and_tags_are_cleaned_from_values_and_kept_in_raw() -> None:
    (entry,) = read("awards", "A &amp; B <em>Prize</em> ⇥ 2011")
    leaf = entry.fields["title"]
    assert isinstance(leaf, Leaf)
    assert (leaf.value, leaf.raw) == ("A & B Prize", "A &amp; B <em>Prize</em>")


def test_the_helper_draws_lines_below_each_other() -> None:
    first, second, third = lines_from("A\nB\n\nC")
    assert first.box is not None
    assert second.box is not None
    assert third.box is not None
    assert second.box.y0 - first.box.y1 < third.box.y0 - second.box.y1


def test_a_position_at_a_firm_says_who_a_referee_is() -> None:
    [entry] = read(
        "references",
        """
        **Mara Lund**
        Engineering Manager at Tidewater
        Ada asks early, and she finishes what she begins, whatever the weather is like.
        """,
    )
    assert told(entry, "name", "position") == ("Mara Lund", "Engineering Manager at Tidewater")


def test_technologies_begin_no_project() -> None:
    entries = read(
        "projects",
        """
        Harbour Atlas
        Maps of small harbours for sailors without a network.
        Technologies: SQL, Excel
        - Used by two yacht clubs
        Tide Table
        A small tool that tells the tides of tomorrow and the day after.
        """,
    )
    assert [entry.text("name") for entry in entries] == ["Harbour Atlas", "Tide Table"]


def test_a_journal_below_a_title_is_the_publisher_and_a_sentence_is_not() -> None:
    entries = read(
        "publications",
        """
        **Learning from harbours ⇥ 2020**
        Journal of Applied Sociology
        **A primer of tides ⇥ 2018**
        It tells whoever lives by the sea why water comes and goes.
        """,
    )
    assert [told(e, "name", "publisher") for e in entries] == [
        ("Learning from harbours", "Journal of Applied Sociology"),
        ("A primer of tides", ""),
    ]


def test_a_first_project_without_a_date_does_not_take_in_the_second() -> None:
    entries = read(
        "projects",
        """
        **Open map of the harbour**
        A small tool for those who sail.
        Role: Lead
        **CloudHarbor ⇥ May 2020**
        A small tool for those who row.
        """,
    )
    assert [told(e, "name", "startDate") for e in entries] == [
        ("Open map of the harbour", ""),
        ("CloudHarbor", "2020-05"),
    ]


def test_certificates_in_bullets_may_go_on_below() -> None:
    text = """
    - Encarregado de Proteção de
      Dados, CNPD, março 2023
    - Mediação de conflitos,
      Ministério da Justiça, março
      2016
    """
    assert [told(e, "name", "issuer", "date") for e in read("certificates", text, culture="pt")] == [
        ("Encarregado de Proteção de Dados", "CNPD", "2023-03"),
        ("Mediação de conflitos", "Ministério da Justiça", "2016-03"),
    ]


def test_a_venue_with_its_year_belongs_to_the_title_above() -> None:
    text = """
    Attention for Bakers⇥2023-07
    ICML 2023
    Bread in the North⇥2022-12
    NeurIPS 2022
    """
    assert [told(e, "name", "releaseDate") for e in read("publications", text)] == [
        ("Attention for Bakers", "2023-07"),
        ("Bread in the North", "2022-12"),
    ]


def test_a_comma_at_a_lines_end_parts_a_certificate_from_its_giver() -> None:
    text = """
    - PRINCE2 Foundation, Axelos,
      2018-03
    - Mental Health First Aid,
      MHFA England, 2013-07
    """
    assert [told(e, "name", "issuer", "date") for e in read("certificates", text)] == [
        ("PRINCE2 Foundation", "Axelos", "2018-03"),
        ("Mental Health First Aid", "MHFA England", "2013-07"),
    ]


def test_names_and_what_is_told_of_them_take_turns_where_a_scan_shows_no_bold_type() -> None:
    lines = [
        replace(line, source="ocr")
        for line in lines_from("""
        Map of Ovens
        A small tool that helps bakers to find their ovens.
        DoorWise
        A study of doors and of those who close them.
        Mill Road ⇥ 2015 – 2016
        A small tool that helps millers to count their bags.
        """)
    ]
    entries = entries_of(Section("projects", tuple(range(6))), lines, (), as_of=AS_OF)
    assert [entry.text("name") for entry in entries] == ["Map of Ovens", "DoorWise", "Mill Road"]


def test_the_first_date_may_stand_below_the_second_name() -> None:
    entries = read(
        "projects",
        """
        **Map of Ovens**
        A small tool that helps bakers to find their ovens.
        **DoorWise**
        October 2018
        A study of doors and of those who close them.
        **Mill Road**
        March 2024 to date
        A small tool that helps millers to count their bags.
        """,
    )
    assert [told(entry, "name", "startDate", "endDate") for entry in entries] == [
        ("Map of Ovens", "", ""),
        ("DoorWise", "2018-10", ""),
        ("Mill Road", "2024-03", ""),
    ]


def test_a_certificate_its_giver_and_its_date_are_parted_by_commas() -> None:
    (entry,) = read(
        "certificates", "- Monitor de tiempo libre, Junta de Castilla y León, junio 2015", culture="es"
    )
    assert told(entry, "name", "issuer", "date") == (
        "Monitor de tiempo libre",
        "Junta de Castilla y León",
        "2015-06",
    )


def test_a_title_keeps_what_stands_behind_its_colon() -> None:
    entries = read(
        "publications",
        """
        - Introduction critique : le pain, Annales de Histoire, 2021
        - Ce que disent les fours : une étude, Cahiers du Pain, 2019
        """,
        culture="fr",
    )
    assert [told(entry, "name", "publisher", "releaseDate") for entry in entries] == [
        ("Introduction critique : le pain", "Annales de Histoire", "2021"),
        ("Ce que disent les fours : une étude", "Cahiers du Pain", "2019"),
    ]


def test_a_giver_with_an_ending_is_no_address_and_a_date_may_be_broken() -> None:
    entries = read(
        "certificates",
        """
        - Professional Scrum Master,
          Scrum.org, 10/2015
        - ITIL Foundation, Axelos, marzo
          de 2014
        - Mental Health First Aid, MHFA, 2012-
          07
        """,
        culture="es",
    )
    assert [told(entry, "name", "issuer", "date") for entry in entries] == [
        ("Professional Scrum Master", "Scrum.org", "2015-10"),
        ("ITIL Foundation", "Axelos", "2014-03"),
        ("Mental Health First Aid", "MHFA", "2012-07"),
    ]
