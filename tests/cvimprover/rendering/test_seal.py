"""What our own parser makes of our own pages."""

from __future__ import annotations

from statistics import mean

import pytest

from cvimprover.rendering import TEMPLATES, Kind, Options, render
from cvimprover.rendering.seal import compared, sealed
from parsing.stages.flow import Engines
from tests.cvimprover.rendering.extremes import EMPTY
from tests.cvimprover.rendering.people import person

RESUME: dict[str, object] = {
    "basics": {"name": "Ada Quill", "phone": "+44 20 7946 0018", "summary": "Careful.\nQuick."},
    "work": [
        {
            "name": "Harbour Ltd",
            "position": "Clerk",
            "startDate": "2019-03",
            "highlights": ["Filed", "Sorted"],
        },
        {"name": "Tide plc", "position": "Clerk", "startDate": "2015", "endDate": "2019-03"},
    ],
    "skills": [{"name": "Tools", "keywords": ["Excel", "Word"]}],
}


def test_a_cv_that_comes_back_whole_holds() -> None:
    seal = compared(RESUME, RESUME)
    assert seal.share == 1.0
    assert seal.holds
    assert not seal.lost


@pytest.mark.parametrize(
    ("found", "lost"),
    [
        ({}, 14),
        (RESUME | {"basics": {"name": "Ada Quill"}}, 2),
        (RESUME | {"skills": [{"name": "Excel"}]}, 1),
        (RESUME | {"skills": [{"name": "Excel"}, {"name": "Word"}]}, 0),
        (RESUME | {"work": list(reversed(RESUME["work"]))}, 0),  # type: ignore[call-overload]
        (RESUME | {"work": [{"name": "Harbour Ltd", "position": "clerk"}]}, 8),
    ],
)
def test_each_field_that_is_missing_or_changed_counts(found: dict[str, object], lost: int) -> None:
    seal = compared(RESUME, found)
    assert len(seal.lost) == lost
    assert seal.share == pytest.approx(1 - lost / len(seal.fields))


def test_signs_that_look_alike_count_as_the_same() -> None:
    ours = {"basics": {"name": "Ann-Marie O’Neil", "phone": "+44 20 7946 0018"}}
    theirs = {"basics": {"name": "Ann‑Marie  O'Neil", "phone": "+442079460018"}}
    assert compared(ours, theirs).share == 1.0


def test_a_cv_that_shows_nothing_is_whole() -> None:
    assert compared(EMPTY, {}).share == 1.0


@pytest.mark.parametrize("template", TEMPLATES)
def test_our_parser_reads_our_pages(template: str, engines: Engines) -> None:
    shares = []
    for seed, language in ((404, "pt"), (405, "en")):
        resume = person(seed, language)
        rendering = render(resume, Options(template=template), "pdf")
        shares.append(sealed(resume, rendering, engines).share)
    assert mean(shares) >= 0.93


@pytest.mark.parametrize("kind", ["docx", "html", "md", "txt"])
def test_our_parser_reads_our_other_files(kind: Kind, engines: Engines) -> None:
    resume = person(405, "en")
    assert sealed(resume, render(resume, Options(), kind), engines).share >= 0.9


def test_certificates_on_one_line_come_back_dated_or_not(engines: Engines) -> None:
    certificates = [
        {"name": "Payroll Practice", "issuer": "Chamber of Trade"},
        {"name": "Executive Coaching", "issuer": "Coaching Guild", "date": "2013-11"},
        {"name": "Mediation", "issuer": "Harbour Institute"},
    ]
    resume: dict[str, object] = {**RESUME, "certificates": certificates}
    seal = sealed(resume, render(resume, Options(template="modern"), "pdf"), engines)
    assert not [field for field in seal.lost if field.pointer.startswith("/certificates")]


@pytest.mark.parametrize(
    ("section", "ours", "theirs", "lost"),
    [
        ("education", {"studyType": "BSc in Physics"}, {"studyType": "BSc", "area": "Physics"}, 0),
        ("education", {"studyType": "BSc in Physics"}, {"studyType": "BSc in Physics"}, 0),
        ("education", {"studyType": "BSc in Physics"}, {"studyType": "BSc", "area": "Chemistry"}, 1),
        ("education", {"studyType": "BSc in Physics"}, {"studyType": "BSc"}, 1),
        ("education", {"studyType": "BSc in Physics"}, {"area": "Physics"}, 1),
        (
            "education",
            {"studyType": "BSc, all of it, in Physics"},
            {"studyType": "BSc", "area": "Physics"},
            1,
        ),
        ("awards", {"title": "Best Paper (2021)"}, {"title": "Best Paper", "date": "2021"}, 0),
        ("awards", {"title": "Best Paper", "date": "2020"}, {"title": "Best", "date": "2021"}, 2),
        ("awards", {"title": "Best Paper (2021)"}, {"title": "Best Paper"}, 1),
        ("awards", {"title": "Grant (2019 – 2021)"}, {"title": "Grant", "date": "2019"}, 1),
        ("certificates", {"name": "Mediation, 2019"}, {"name": "Mediation", "date": "2019"}, 0),
        (
            "references",
            {"name": "Mara Lund, Head of Sales"},
            {"name": "Mara Lund", "position": "Head of Sales"},
            0,
        ),
        ("references", {"name": "Mara Lund, Head of Sales"}, {"name": "Mara Lund"}, 1),
        ("references", {"name": "Mara Lund, MBA"}, {"name": "Mara Lund"}, 1),
    ],
)
def test_both_sides_compare_in_the_normal_form_of_the_parser(section, ours, theirs, lost) -> None:
    assert len(compared({section: [ours]}, {section: [theirs]}).lost) == lost


@pytest.mark.parametrize(
    ("address", "read", "lost"),
    [
        ("Leeds, United Kingdom", {"city": "Leeds"}, 0),
        (
            "12 Quay Street, 10115 Berlin",
            {"address": "12 Quay Street", "postalCode": "10115", "city": "Berlin"},
            0,
        ),
        ("12 Quay Street, 10115 Berlin", {"address": "12 Quay Street", "city": "Berlin"}, 1),
        ("By the old mill, Leeds, United Kingdom", {"city": "Leeds"}, 1),
    ],
)
def test_an_address_in_one_field_is_compared_part_by_part(
    address: str, read: dict[str, str], lost: int
) -> None:
    ours, theirs = ({"basics": {"location": told}} for told in ({"address": address}, read))
    assert len(compared(ours, theirs).lost) == lost


def test_a_heading_in_close_lines_is_no_word_of_the_section_before(engines: Engines) -> None:
    """The projects end in a line of technologies; the skills and the references begin right below."""
    resume: dict[str, object] = {
        **RESUME,
        "projects": [{"name": "Tide Table", "description": "A small tool.", "keywords": ["SQL", "Excel"]}],
        "references": [{"name": "Mara Lund", "reference": "She is careful and quick, and she asks early."}],
    }
    seal = sealed(resume, render(resume, Options(template="compact"), "pdf"), engines)
    assert not [field for field in seal.lost if field.pointer.startswith("/skills")]


def test_a_long_title_of_a_publication_stays_one_title(engines: Engines) -> None:
    titles = ("Slow Tides and Fast Clocks: Measuring Drift in Small Harbours", "A Short Note on Buoys")
    papers = [{"name": title, "publisher": "Harbour Letters", "releaseDate": "2019-04"} for title in titles]
    resume: dict[str, object] = {**RESUME, "publications": papers}
    for template in ("sidebar", "banner"):
        seal = sealed(resume, render(resume, Options(template=template), "pdf"), engines)
        assert not [field for field in seal.lost if field.pointer.startswith("/publications")], template


def test_a_long_title_in_a_narrow_column_stays_one_title(engines: Engines) -> None:
    """Beside its dates it would be broken, and its second half read as the employer."""
    resume: dict[str, object] = {
        **RESUME,
        "work": [
            {
                "name": "Harbour College",
                "position": "Attachée temporaire d'enseignement et de recherche",
                "startDate": "2019-03",
                "endDate": "2021-06",
            }
        ],
    }
    for template in ("sidebar", "banner"):
        seal = sealed(resume, render(resume, Options(template=template), "pdf"), engines)
        assert not [field for field in seal.lost if field.pointer.startswith("/work")], template
