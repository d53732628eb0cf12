"""How values are written, and what is true of them then."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from parsing.stages.dates import OPEN, json_resume_date, periods_in
from parsing.training import careers, written
from parsing.training.words import table, words

GERMAN: dict[str, object] = {"language": "de", "open_form": "since", "since": "seit {}"}
COUNTED: dict[str, object] = {"date_form": "year", "between": "-", "counts_months": True}
LONG_OF: dict[str, object] = {"language": "pt", "date_form": "long_of", "from_to": "de {} a {}"}


def a_style(**changes: object) -> written.Style:
    """A style without a draw of chance in what matters here."""
    language = str(changes.get("language", "en"))
    style = written.style_of(language, "GB", random.Random(1))
    plain: dict[str, object] = {
        "date_form": "short", "between": " – ", "present": "Present", "open_form": "present", "from_to": "",
        "shares_year": False, "counts_months": False, "studies_by_end": False, "heading_case": "plain",
    }  # fmt: skip
    return replace(style, **(plain | changes))


def shown(html: str) -> str:
    """The text without marks."""
    return re.sub("<[^>]+>", "", html).replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("changes", "start", "end", "expected"),
    [
        ({}, "2019-03", "2021-08", "Mar 2019 – Aug 2021"),
        ({"date_form": "apostrophe"}, "2019-01", None, "Jan '19 – Present"),
        ({"date_form": "slash", "between": "–", "open_form": "bare"}, "2019-03", None, "03/2019–"),
        (GERMAN | {"date_form": "long"}, "2019-03", None, "seit März 2019"),
        (COUNTED, "2018-02", "2019-07", "2018-2019 (18 months)"),
        ({"shares_year": True}, "2020-03", "2020-08", "Mar – Aug 2020"),
        ({"date_form": "season"}, "2020-04", "2020-10", "Spring 2020 – Autumn 2020"),
        ({"date_form": "year"}, "2020-04", "2020-10", "2020"),
        (GERMAN | {"date_form": "day"}, "2019-02", "2020-02", "01.02.2019 – 29.02.2020"),
        (LONG_OF, "2019-03", "2020-01", "de março de 2019 a janeiro de 2020"),
        ({}, "", "2021-08", "Aug 2021"),
        ({}, "2021-08", "", "Aug 2021"),
    ],
)  # fmt: skip
def test_periods_are_written(changes: dict[str, object], start: str, end: str | None, expected: str) -> None:
    assert shown(written.period("work.0", start, end, a_style(**changes))) == expected


def test_the_value_of_a_date_is_no_more_precise_than_what_is_written() -> None:
    assert written.written_date("2019-03", a_style(date_form="year")) == ("2019", "2019")
    assert written.written_date("2019", a_style(date_form="long")) == ("2019", "2019")
    assert written.written_date("2020-12", a_style(date_form="season")) == ("Winter 2020", "2020")


def test_studies_may_show_their_end_alone() -> None:
    style = a_style(studies_by_end=True)
    assert shown(written.period("education.0", "2010-09", "2013-07", style)) == "Jul 2013"
    assert shown(written.period("work.0", "2010-09", "2013-07", style)) == "Sep 2010 – Jul 2013"


@pytest.mark.parametrize("language", careers.LANGUAGES)
def test_every_form_of_every_language_marks_what_the_date_grammar_reads(language: str) -> None:
    for form in sorted(set(words(table(language), "date_forms"))):
        style = a_style(language=language, date_form=form, shares_year=False)
        html = written.period("work.0", "2018-05", "2021-09", style)
        values = tuple(re.findall('data-value="([^"]*)"', html))
        read = periods_in(shown(html), language)
        dates = [tuple(map(json_resume_date, (period.start, period.end))) for period in read]
        assert dates == [values], (form, shown(html))


@pytest.mark.parametrize("language", careers.LANGUAGES)
def test_every_word_for_now_is_read_as_an_open_end(language: str) -> None:
    for word in words(table(language), "present"):
        style = a_style(language=language, date_form="slash", present=word)
        read = periods_in(shown(written.period("work.0", "2018-05", None, style)), language)
        assert [(period.start, period.end) for period in read] == [("2018-05", OPEN)], word


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("international", "+49 30 23125123"),
        ("national", "030 23125123"),
        ("zeros", "0049 30 23125123"),
        ("trunk", "+49 (0)30 23125123"),
        ("dots", "+49.30.23125123"),
        ("plain", "+493023125123"),
    ],
)
def test_numbers_are_written(form: str, expected: str) -> None:
    assert written.written_phone("+493023125123", form) == expected


def test_headings_come_in_capitals_or_with_letters_apart() -> None:
    style = a_style(headings={"work": "Work History"}, heading_end=":")
    assert written.heading("work", style) == "Work History:"
    assert written.heading("work", replace(style, heading_case="upper")) == "WORK HISTORY:"
    spaced = written.heading("work", replace(style, heading_case="spaced", heading_end=""))
    assert spaced.split() == list("WORKHISTORY")


def test_the_same_chance_makes_the_same_style() -> None:
    one, other = (written.style_of("fr", "CH", random.Random(9)) for _ in range(2))
    assert one == other
