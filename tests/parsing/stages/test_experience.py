"""Months of experience as an interval."""

from __future__ import annotations

from datetime import date

import pytest

from parsing.stages.dates import Period, periods_in
from parsing.stages.experience import Gap, Months, experience_of, gaps_in, months_of, overlaps_in

AS_OF = date(2024, 6, 15)


def read(*texts: str) -> list[Period]:
    return [periods_in(text)[0] for text in texts]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Mar 2021 – May 2021", 3, 3),
        ("Mar 2021 – Mar 2021", 1, 1),
        ("2021-03-31 – 2021-05-01", 3, 3),
        ("Jan 2024 – present", 6, 6),
        ("2019 – 2021", 14, 36),
        ("2019 – 2019", 1, 12),
        ("2019", 1, 12),
        ("Summer 2018", 1, 3),
        ("Q1 2020", 1, 3),
        ("2019 – Mar 2020", 4, 15),
        ("since 2023", 7, 18),
        ("2023 – 2025", 7, 18),
        ("Jan 2025 – Mar 2025", 0, 0),
        ("20XX – present", 0, 0),
        ("until 2019", 0, 0),
    ],
)
def test_one_period(text: str, least: int, most: int) -> None:
    assert months_of(read(text)[0], AS_OF) == Months(least, most)


@pytest.mark.parametrize(
    ("texts", "least", "most"),
    [
        (["Jan 2020 – Dec 2020", "Jan 2021 – Dec 2021"], 24, 24),
        (["Jan 2020 – Dec 2020", "Jul 2020 – Jun 2021"], 18, 18),
        (["Jan 2020 – Dec 2022", "Mar 2020 – Apr 2020"], 36, 36),
        (["2015 – 2017", "2017 – 2019"], 28, 60),
        (["Jan 2010 – Dec 2010", "Jan 2020 – Dec 2020"], 24, 24),
        ([], 0, 0),
    ],
)
def test_months_worked_twice_count_once(texts: list[str], least: int, most: int) -> None:
    assert experience_of(read(*texts), AS_OF) == Months(least, most)


def test_gaps_are_what_no_reading_covers() -> None:
    periods = read("Jan 2018 – Dec 2019", "Jul 2020 – Feb 2021", "Apr 2021 – present")
    assert gaps_in(periods, AS_OF) == [Gap("2020-01", "2020-06", 6)]
    assert gaps_in(read("2018 – 2019", "2020 – present"), AS_OF) == []
    assert gaps_in(read("Jan 2018 – Jan 2024"), AS_OF) == [Gap("2024-02", "2024-06", 5)]
    assert gaps_in([], AS_OF) == []


def test_overlaps_name_the_pair_and_the_months_shared() -> None:
    periods = read("Jan 2020 – Dec 2020", "Jul 2020 – Jun 2021", "Jul 2021 – present")
    assert overlaps_in(periods, AS_OF) == [(0, 1, 6)]
