"""The same résumé as DOCX, as PDF and as a scan gives the same profile, but for what the scan lost."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from parsing.engines.office import OfficeConverter
from parsing.stages.flow import Engines
from tests.three_forms import (
    FORMS,
    Agreement,
    Form,
    Told,
    Value,
    agreement,
    in_three_forms,
    together,
    told_of,
)

SEED = 23
PEOPLE = range(6)
LANGUAGES = ("en", "de", "fr", "es", "nl", "pt")
PROBLEM = OfficeConverter().problem()
needs_office = pytest.mark.skipif(PROBLEM is not None, reason=str(PROBLEM))
WHO_AND_WHEN = {"basics.name", "basics.email", "basics.phone", "work.startDate", "work.endDate"}


@cache
def people() -> list[Mapping[Form, Told]]:
    office, engines = OfficeConverter(), Engines()
    try:
        files = [in_three_forms(SEED, number, LANGUAGES, office) for number in PEOPLE]
    finally:
        office.close()
    return [{form: told_of(each[form], engines) for form in FORMS} for each in files]


def found(form: Form) -> Agreement:
    return together(agreement(each["pdf"], each[form]) for each in people())


@needs_office
def test_a_word_file_says_what_its_print_says() -> None:
    docx = found("docx")
    assert not docx.lost
    assert docx.share >= 99, docx.missed


@needs_office
def test_a_scan_says_what_its_original_says_but_for_what_it_lost() -> None:
    scan = found("scan")
    assert scan.lost_share <= 3, scan.lost
    assert scan.share >= 94, scan.missed


@needs_office
@pytest.mark.parametrize("form", ["docx", "scan"])
def test_who_it_is_and_when_does_not_depend_on_the_format(form: Form) -> None:
    assert not [value for value in found(form).missed if value.field in WHO_AND_WHEN]


NAME, TITLE = Value("work.name", "Crumb & Sons", "Crumb & Sons"), Value("work.position", "Baker", "Baker")
PDF = Told((NAME, TITLE, TITLE), "Crumb & Sons\nBaker\nBaker")


@pytest.mark.parametrize(
    ("other", "shared", "missed", "lost"),
    [
        (PDF, 3, (), ()),
        (Told((TITLE, TITLE, NAME), PDF.text), 3, (), ()),
        (Told((TITLE, TITLE, NAME._replace(text="CRUMB & SONS")), "Baker"), 3, (), ()),
        (Told((NAME, TITLE), PDF.text), 2, (TITLE,), ()),
        (Told((NAME._replace(field="work.location"), TITLE, TITLE), PDF.text), 2, (NAME,), ()),
        (Told((TITLE, TITLE), "Crumb 8 Sors\nBaker\nBaker"), 2, (), (NAME,)),
        (Told((TITLE, TITLE), "CrumbSons\nBaker\nBaker"), 2, (NAME,), ()),
        (Told((), ""), 0, (), PDF.values),
    ],
)
def test_a_value_is_shared_missed_or_lost(
    other: Told, shared: int, missed: tuple[Value, ...], lost: tuple[Value, ...]
) -> None:
    assert agreement(PDF, other) == Agreement(shared, missed, lost)


def test_what_was_lost_is_held_against_all_and_what_was_missed_against_the_rest() -> None:
    whole = together([Agreement(5, (NAME,), (TITLE, TITLE)), Agreement(1, (), (NAME,))])
    assert whole == Agreement(6, (NAME,), (TITLE, TITLE, NAME))
    assert whole.share == pytest.approx(600 / 7)
    assert whole.lost_share == 30
