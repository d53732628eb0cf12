"""Dates as people write them, and numbers that are none."""

from __future__ import annotations

import pytest

from parsing.stages.dates import after_duration, is_duration, json_resume_date, period_of, periods_in

PERIODS = [
    # ranges of months
    ("Jan 2019 – present", "2019-01", ".."),
    ("Jan '19 – to date", "2019-01", ".."),
    ("Sept. 2018 - May 2023", "2018-09", "2023-05"),
    ("Sep, 2013 - Present", "2013-09", ".."),
    ("03/2019–", "2019-03", ".."),
    ("2019.03 - 2020.01", "2019-03", "2020-01"),
    ("2012-01 — Present", "2012-01", ".."),
    ("03/19 – 05/20", "2019-03", "2020-05"),
    ("Nov – Jan 2020", "2019-11", "2020-01"),
    ("Jan – Mar 2019", "2019-01", "2019-03"),
    ("March 2019 through June 2021", "2019-03", "2021-06"),
    # days
    ("2021-03-01 to Present", "2021-03-01", ".."),
    ("01.03.2018 - 31.12.2019", "2018-03-01", "2019-12-31"),
    ("Dec 31, 2020", "2020-12-31", ""),
    ("2014-10-01", "2014-10-01", ""),
    # years
    ("2006 - 2010", "2006", "2010"),
    ("2018-2020 (18 months)", "2018", "2020"),
    ("2019 – 20", "2019", "2020"),
    ("1998 – 02", "1998", "2002"),
    ("2011-12", "2011", "2012"),
    ("2018/2019", "2018", "2019"),
    ("January 1878 – October 1931", "1878-01", "1931-10"),
    ("1859 1931", "1859", "1931"),
    # other languages
    ("seit März 2019", "2019-03", ".."),
    ("von 03/2018 bis heute", "2018-03", ".."),
    ("bis 2019", "", "2019"),
    ("1. Juli 2016 – 30. Juni 2018", "2016-07-01", "2018-06-30"),
    ("depuis 2018", "2018", ".."),
    ("Mars 2019 à ce jour", "2019-03", ".."),
    ("du 01/2018 au 12/2019", "2018-01", "2019-12"),
    ("sept. 2020 – aujourd’hui", "2020-09", ".."),
    ("de janeiro de 2018 a março de 2020", "2018-01", "2020-03"),
    ("entre 2018 y 2020", "2018", "2020"),
    ("marzo 2017 – actualidad", "2017-03", ".."),
    ("gennaio 2015 - oggi", "2015-01", ".."),
    ("mei 2014 t/m juni 2016", "2014-05", "2016-06"),
    ("okt 2016 – heden", "2016-10", ".."),
    ("październik 2018 – obecnie", "2018-10", ".."),
    ("с марта 2019 по настоящее время", "2019-03", ".."),
    ("januari 2012 – nuvarande", "2012-01", ".."),
    ("Ocak 2020 - günümüz", "2020-01", ".."),
    ("2019年3月 - 至今", "2019-03", ".."),
    # partly known, seasons, quarters
    ("January 20XX - Current", "20XX-01", ".."),
    ("??? — Present", "", ".."),
    ("Summer 2018", "2018-22", ""),
    ("Spring–Fall 2019", "2019-21", "2019-23"),
    ("Q1 2020", "2020-33", ""),
    # more ways to write a range or what goes on
    ("Jan-2019 to Mar-2020", "2019-01", "2020-03"),
    ("Jan'19-Mar'20", "2019-01", "2020-03"),
    ("2018 – till date", "2018", ".."),
    ("2018 - ongoing", "2018", ".."),
    ("From Jan. 2018 until now", "2018-01", ".."),
    ("'98 – '02", "1998", "2002"),
    ("5/19 - Present", "2019-05", ".."),
    ("1st April 2018 to 30th June 2019", "2018-04-01", "2019-06-30"),
    ("2018.04.01.–", "2018-04-01", ".."),
    ("WS 2018/19 – SS 2020", "2018-24", "2020-22"),
    ("Winter 2019/20", "2019-24", ""),
    ("H1 2019", "2019-40", ""),
    ("Q3 2018 – Q1 2019", "2018-35", "2019-33"),
    ("04/2018 – lfd.", "2018-04", ".."),
    ("03.2019 – dato", "2019-03", ".."),
    ("ab 2019", "2019", ".."),
    ("2015-présent", "2015", ".."),
    ("mars 2019 - en cours", "2019-03", ".."),
    ("2018 - a la fecha", "2018", ".."),
    ("2019 - in corso", "2019", ".."),
    ("dal 2015 al 2018", "2015", "2018"),
    ("sinds 2018", "2018", ".."),
    ("até 2019", "", "2019"),
    ("od 2018 do 2020", "2018", "2020"),
    ("2019年4月～2021年3月", "2019-04", "2021-03"),
    ("Anticipated graduation: June 2026", "2026-06", ""),
    # slips of the scanner
    ("2O19", "2019", ""),
    ("l998-2001", "1998", "2001"),
    # inside a line
    ("Senior Engineer, Example Works (Mar 2021 - Present) Leads", "2021-03", ".."),
    ("University of Examples 2012 - 2016", "2012", "2016"),
    ("B.S. Computer Science · 2020", "2020", ""),
    ("Brown, E. (2023). A book", "2023", ""),
]


@pytest.mark.parametrize(("text", "start", "end"), PERIODS)
def test_a_period_is_read_as_it_was_written(text: str, start: str, end: str) -> None:
    (period,) = periods_in(text)
    assert (period.start, period.end) == (start, end)
    assert period.is_current == (end == "..")
    assert text[period.span_start : period.span_end] == period.raw


@pytest.mark.parametrize(
    "text",
    [
        "2000 users",
        "a team of 12",
        "Call 555-2010",
        "(312) 555-0147",
        "33000 BORDEAUX",
        "CA 94588",
        "GPA 3.5/4.0",
        "pages 256–267",
        "15(2), 123–145",
        "$2019 saved",
        "version 1.2019.3",
        "May we help",
        "Present",
        "",
    ],
)
def test_a_number_that_is_no_date_is_left_alone(text: str) -> None:
    assert periods_in(text) == []


@pytest.mark.parametrize(
    ("text", "culture", "start"),
    [
        ("03/04/2019", "en-US", "2019-03-04"),
        ("03/04/2019", "en-GB", "2019-04-03"),
        ("03/04/2019", "fr", "2019-04-03"),
        ("13/04/2019", "en-US", "2019-04-13"),
        ("04/13/2019", "fr", "2019-04-13"),
        ("03.04.2019", "en-US", "2019-04-03"),
    ],
)
def test_the_culture_decides_between_day_and_month(text: str, culture: str, start: str) -> None:
    assert periods_in(text, culture)[0].start == start


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2019", "year"),
        ("2019-03", "month"),
        ("2019-03-01", "day"),
        ("Summer 2019", "season"),
        ("2018 – May 2019", "year"),
    ],
)
def test_precision_is_that_of_the_vaguer_end(text: str, precision: str) -> None:
    assert periods_in(text)[0].precision == precision


def test_several_periods_of_a_line_keep_apart() -> None:
    assert [p.start for p in periods_in("2015 – 2017 | 2019 – 2020")] == ["2015", "2019"]


def test_a_duration_belongs_to_the_dates_before_it() -> None:
    text = "Jul 2011 - Aug 2013 · 2 yrs 2 mos"
    (period,) = periods_in(text)
    assert after_duration(text, period.span_end) == len(text)
    assert after_duration("2011 - 2013, 12 people", 11) == 11


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 years 10 months", True),
        ("a year", True),
        ("ein Jahr", True),
        ("a yearbook", False),
        ("(18 Monate)", True),
        ("2 teams", False),
        ("", False),
    ],
)
def test_a_duration_says_how_long_and_nothing_else(text: str, expected: bool) -> None:
    assert is_duration(text) is expected


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("(2018 – 2020)", True),
        ("2018 – 2020 (2 years)", True),
        ("2018, 2019", False),
        ("in Paris 2018", False),
    ],
)
def test_a_text_that_is_one_period(text: str, is_one: bool) -> None:
    assert (period_of(text) is not None) is is_one


@pytest.mark.parametrize(
    ("edtf", "date"),
    [
        ("2019-22", "2019"),
        ("2019-03", "2019-03"),
        ("2019-03-01", "2019-03-01"),
        ("..", ""),
        ("20XX", ""),
        ("2020-33", "2020"),
    ],
)
def test_json_resume_knows_no_seasons(edtf: str, date: str) -> None:
    assert json_resume_date(edtf) == date
