"""Dates in a margin that were read apart from the text they date."""

from __future__ import annotations

from parsing.stages.entries import entries_of
from parsing.stages.entries.rails import with_rails
from parsing.stages.types import Box, Line, Section
from tests.parsing.stages.section_text import AS_OF


def line(number: int, text: str, x: float, y: float, *, bullet: bool = False) -> Line:
    return Line(number, text, box=Box(x, y, x + 5.0 * len(text), y + 10.0), size=10.0, is_list_item=bullet)


LEFT_RAIL = [
    line(0, "Jan 2020 – Present", 40, 100),
    line(1, "2 years", 40, 113),
    line(2, "2017 – 2019", 40, 200),
    line(3, "Engineer", 160, 100),
    line(4, "Zephyrlane Inc", 160, 113),
    line(5, "Built one", 170, 126, bullet=True),
    line(6, "Tester", 160, 200),
    line(7, "Tallowmere Inc", 160, 213),
    line(8, "Tested one", 170, 226, bullet=True),
]


def test_a_block_of_dates_is_spread_over_the_lines_at_its_height() -> None:
    assert [each.id for each in with_rails(LEFT_RAIL, LEFT_RAIL)] == [0, 1, 3, 4, 5, 2, 6, 7, 8]


def test_positions_get_the_dates_of_their_height() -> None:
    section = Section("work", tuple(range(9)))
    entries = entries_of(section, LEFT_RAIL, (), as_of=AS_OF)
    assert [
        (e.text("name"), e.text("position"), e.text("startDate"), e.text("endDate")) for e in entries
    ] == [
        ("Zephyrlane Inc", "Engineer", "2020-01", ""),
        ("Tallowmere Inc", "Tester", "2017", "2019"),
    ]


def test_dates_that_were_read_into_another_section_are_fetched_and_left_there_out() -> None:
    school = [line(0, "Sample University", 40, 100), line(1, "BSc in Physics", 40, 113)]
    work = [
        line(2, "Engineer, Zephyrlane Inc", 40, 200),
        line(3, "2010 – 2014", 400, 100),
        line(4, "2015 – 2019", 400, 200),
    ]
    lines = [*school, *work]
    assert [each.id for each in with_rails(school, lines)] == [0, 3, 1]
    assert [each.id for each in with_rails(work, lines)] == [2, 4]


def test_a_date_between_the_lines_of_its_own_column_stays() -> None:
    main = [
        line(0, "Engineer", 200, 100),
        line(1, "2015 – 2019", 200, 113),
        line(2, "Zephyrlane Inc", 200, 126),
    ]
    sidebar = [line(3, "Python and a little Go", 30, 113)]
    assert with_rails(main, [*main, *sidebar]) == main


def test_lines_without_boxes_stay_as_they_are() -> None:
    lines = [Line(0, "2015 – 2019"), Line(1, "Engineer")]
    assert with_rails(lines, lines) == lines


def test_a_date_below_the_place_of_its_own_column_stays_whatever_stands_at_its_height() -> None:
    main = [
        line(0, "Zephyrlane Inc", 40, 100),
        line(1, "Chicago, IL", 40, 113),
        line(2, "2015 – 2019", 40, 126),
        line(3, "Engineer", 40, 158),
    ]
    beside = [line(4, "the sidebar's own text", 300, 126)]
    assert with_rails(main, [*main, *beside]) == main
