"""The same résumé as DOCX, as PDF and as a scan gives the same profile, but for what the scan lost."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import pytest

from parsing.engines.office import OfficeConverter
from parsing.stages.flow import Engines
from parsing.training.scoring import Tally, tally_of
from tests.three_forms import FORMS, Form, in_three_forms, profile_of

SEED = 23
PEOPLE = range(5)
LANGUAGES = ("en", "de", "fr", "es", "nl")
PROBLEM = OfficeConverter().problem()
pytestmark = pytest.mark.skipif(PROBLEM is not None, reason=str(PROBLEM))


class Agreement(NamedTuple):
    """F1 in percent, the PDFs' profiles taken for true: of the fields together, and one by one."""

    macro: float
    tally: Tally


@cache
def profiles() -> list[Mapping[Form, Mapping[str, object]]]:
    office, engines = OfficeConverter(), Engines()
    try:
        people = [in_three_forms(SEED, number, LANGUAGES, office) for number in PEOPLE]
    finally:
        office.close()
    return [{form: profile_of(files[form], engines) for form in FORMS} for files in people]


def agreement(form: Form) -> Agreement:
    tally = Tally()
    for person in profiles():
        tally.add_all(tally_of(person[form], person["pdf"]))
    return Agreement(tally.macro(), tally)


def test_a_word_file_says_what_its_print_says() -> None:
    assert agreement("docx").macro >= 98


def test_a_scan_says_what_its_original_says_but_for_what_it_lost() -> None:
    assert agreement("scan").macro >= 93


@pytest.mark.parametrize("form", ["docx", "scan"])
@pytest.mark.parametrize("field", ["name", "email", "phone", "work_dates"])
def test_who_it_is_and_when_does_not_depend_on_the_format(form: Form, field: str) -> None:
    assert agreement(form).tally.rates(field).f1 >= 99
