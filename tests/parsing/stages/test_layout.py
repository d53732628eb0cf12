"""Reading order from words, rules and white space."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from parsing.engines.geometry import GeometryEngine
from parsing.stages.layout import layout_of
from parsing.stages.types import Box, Layout, Page, Region, Word
from tests.parsing.stages.pages_of_words import laid_out, page_of, put, read, stack, texts

PROSE = [
    "Ran the evening desk of a small museum and",
    "answered letters from visitors in three tongues,",
    "kept the till, wrote the weekly plan and trained",
    "the students who came to help in summer months.",
    "Moved the card index of nine thousand prints to",
    "a database that the curators still use today and",
    "saved a day of searching for every loan request.",
]


def test_dates_set_flush_right_belong_to_their_titles_line() -> None:
    page = page_of(
        put("Archivist", 50, 100, bold=True),
        put("March 2019 - present", 560, 100, right=True),
        put("City Museum", 50, 115),
        put("Utrecht", 560, 115, right=True),
        stack(["- sorted prints", "- lent prints"], 60, 130),
        put("Librarian", 50, 175, bold=True),
        put("2015 - 2019", 560, 175, right=True),
        put("Town Library", 50, 190),
        put("Zwolle", 560, 190, right=True),
        stack(["- bought books", "- read to children"], 60, 205),
    )
    assert texts(page) == [
        "Archivist\tMarch 2019 - present",
        "City Museum\tUtrecht",
        "sorted prints",
        "lent prints",
        "Librarian\t2015 - 2019",
        "Town Library\tZwolle",
        "bought books",
        "read to children",
    ]
    assert laid_out(page).kind == "single"


@pytest.mark.parametrize(
    ("side_x", "main_x", "kind"), [(40, 220, "sidebar_left"), (430, 40, "sidebar_right")]
)
def test_a_sidebar_is_read_through_and_not_across(side_x: float, main_x: float, kind: str) -> None:
    side = [
        "CONTACT",
        "mail at home",
        "0123 456",
        "LANGUAGES",
        "Dutch",
        "Frisian",
        "English",
        "SKILLS",
        "Filing",
    ]
    page = page_of(
        put("Anke de Boer", 40, 30, size=24),
        put(
            "a line that runs across the whole page so that both columns hang below it in full width", 40, 70
        ),
        stack(side, side_x, 110, step=23),
        stack(PROSE, main_x, 104, step=17, size=8),
        stack(PROSE, main_x, 240, step=17, size=8),
    )
    layout = laid_out(page)
    read_texts = texts(page)
    assert layout.kind == kind
    at = read_texts.index("CONTACT")
    assert read_texts[at : at + len(side)] == side
    at = read_texts.index(PROSE[0])
    assert read_texts[at : at + 7] == PROSE
    assert {line.role for line in read(page) if line.text in side} == {"sidebar"}


def test_a_sidebar_that_begins_further_down_parts_no_column_beside_it() -> None:
    """The pause above "Second" is no end of what stands over both: the column pauses so before, too."""
    head = ["SUMMARY", PROSE[0], "WORK", "First", "at Acme"]
    tops = [40, 55, 76, 91, 106]
    side = ["Anke", "de Boer", "CONTACT", "mail at home", "0123 456", "SKILLS", "Filing", "Sorting"]
    page = page_of(
        [word for text, top in zip(head, tops, strict=True) for word in put(text, 220, top, size=8)],
        stack(["Second", "at Bolt", *PROSE, *PROSE], 220, 127, step=15, size=8),
        stack(side, 40, 122, step=22, size=9),
    )
    assert texts(page) == [*side, *head, "Second", "at Bolt", *PROSE, *PROSE]


def test_two_columns_under_a_banner_come_after_it_one_by_one() -> None:
    left, right = PROSE, [text.upper() for text in PROSE]
    page = page_of(
        put("A heading in the very middle of the page", 180, 60, size=14),
        stack(left, 40, 100, step=13, size=8),
        stack(right, 330, 103, step=13, size=8),
        stack(left, 40, 200, step=13, size=8),
        stack(right, 330, 209, step=13, size=8),
    )
    assert texts(page) == ["A heading in the very middle of the page", *left, *left, *right, *right]
    assert laid_out(page).kind == "two_column"


def test_the_columns_below_each_full_width_heading_stay_under_it() -> None:
    page = page_of(
        put("Projects that I have led since I came to the museum in the spring", 40, 60, size=16),
        stack(PROSE, 40, 100, step=12, size=8),
        stack(PROSE, 330, 100, step=12, size=8),
        put("Courses that I have given to students and volunteers over the years", 40, 210, size=16),
        stack(PROSE[::-1], 40, 250, step=12, size=8),
        stack(PROSE[::-1], 330, 250, step=12, size=8),
    )
    read_texts = texts(page)
    assert read_texts.index("Courses that I have given to students and volunteers over the years") == 15


def test_a_rail_of_dates_is_read_row_by_row_before_what_stands_beside_it() -> None:
    page = page_of(
        put("2019 - 2023", 40, 100),
        stack(["Archivist, City Museum", *PROSE[:3]], 150, 100, step=13),
        put("2015 - 2019", 40, 170),
        stack(["Librarian, Town Library", *PROSE[3:6]], 150, 170, step=13),
        put("2012 - 2015", 40, 240),
        stack(["Clerk, Land Registry", *PROSE[:2]], 150, 240, step=13),
    )
    assert texts(page) == [
        *("2019 - 2023", "Archivist, City Museum", *PROSE[:3]),
        *("2015 - 2019", "Librarian, Town Library", *PROSE[3:6]),
        *("2012 - 2015", "Clerk, Land Registry", *PROSE[:2]),
    ]
    lines = read(page)
    assert [(line.row, line.cell) for line in lines if line.text.startswith("20")] == [(1, 1), (2, 1), (3, 1)]
    assert {line.table for line in lines} == {1}
    assert laid_out(page).kind == "label_rail"


def test_a_rail_of_section_names_is_read_with_its_sections_across_rules() -> None:
    parts, rules = [], []
    for row, name in enumerate(("Summary", "Work", "Schools", "Skills")):
        parts.append(put(name, 40, 100 + 100 * row))
        parts.append(stack(PROSE[row : row + 4], 150, 100 + 100 * row, step=15))
        rules.append(Box(40, 180 + 100 * row, 570, 181 + 100 * row))
    page = page_of(*parts, rules=tuple(rules))
    read_texts = texts(page)
    for row, name in enumerate(("Summary", "Work", "Schools", "Skills")):
        assert read_texts[5 * row : 5 * row + 2] == [name, PROSE[row]]


def test_a_table_is_read_along_its_rows() -> None:
    page = page_of(
        stack(["Language", "Dutch", "English", "Frisian", "German"], 50, 100),
        stack(["Spoken", "native", "fluent", "native", "fair"], 200, 100),
        stack(["Written", "native", "good", "fair", "poor"], 350, 100),
    )
    assert texts(page) == [
        "Language\tSpoken\tWritten",
        "Dutch\tnative\tnative",
        "English\tfluent\tgood",
        "Frisian\tnative\tfair",
        "German\tfair\tpoor",
    ]


def test_cards_side_by_side_are_read_one_after_the_other() -> None:
    parts = [put("Skills", 50, 80, size=14, bold=True)]
    for x, name, level, list_of in (
        (50, "Archives", "Expert", "Prints, Maps"),
        (230, "Software", "Advanced", "Access, Excel"),
        (410, "Teaching", "Beginner", "Tours, Talks"),
    ):
        parts += [put(name, x, 110, bold=True), put(level, x, 125), put(list_of, x, 140, size=8)]
    assert texts(page_of(*parts)) == [
        *("Skills", "Archives", "Expert", "Prints, Maps", "Software", "Advanced", "Access, Excel"),
        *("Teaching", "Beginner", "Tours, Talks"),
    ]


def test_columns_whose_headings_happen_to_be_level_are_no_cards() -> None:
    left = [89, 113, 133, 146, 160, 181, *range(200, 380, 15), 393, 413, 426, 447, 466, 480, 493]
    right = [89, 114, 133, 146, 160, 181, *range(200, 320, 14), *range(331, 450, 14), *range(463, 600, 14)]
    headings = {113, 114, 181, 393, 447}
    page = page_of(
        put("left or at the right end", 156, 89, size=8),
        *(put("left", 41, y, size=9 if y in headings else 8) for y in left[1:]),
        *(put("right that goes on", 321, y, size=9 if y in headings else 8) for y in right),
    )

    found = [line.split()[0] for line in texts(page)[1:]]

    assert found == sorted(found)


def test_a_sidebars_list_stays_under_its_heading_beside_text_that_pauses() -> None:
    skills = [f"skill {number}" for number in range(15)]
    main = [63, 114, 133, 147, 160, 186, 212, 228, 242, 268, 294, 310, 324, *range(344, 580, 14)]
    page = page_of(
        *(put("left text that goes on and on", 57, y) for y in main[:-10]),
        *(put("left text further down that reaches further across the page", 57, y) for y in main[-10:]),
        put("Competences", 379, 114, size=12, bold=True),
        *(put("•", 385, 133 + 13.6 * n) + put(skill, 397, 133 + 13.6 * n) for n, skill in enumerate(skills)),
        put("Languages", 379, 350, size=12, bold=True),
        stack(["Italian, Dutch", "and some Frisian"], 379, 370),
    )

    found = texts(page)

    assert found[found.index("Competences") :] == [
        *("Competences", *skills, "Languages", "Italian, Dutch", "and some Frisian"),
    ]


def test_a_bullet_stays_with_its_text() -> None:
    page = page_of(*(put("•", 50, 100 + 15 * n) + put(f"item {n}", 68, 100 + 15 * n) for n in range(6)))
    lines = read(page)
    assert [line.text for line in lines] == [f"item {n}" for n in range(6)]
    assert all(line.is_list_item for line in lines)


def test_an_upright_rule_parts_words_that_stand_close() -> None:
    left, right = (
        stack(["one two", "three four", "five six"], 40, 100),
        stack(["aa bb", "cc dd", "ee ff"], 82, 100),
    )
    page = page_of(left, right, rules=(Box(79, 90, 80, 150),))
    assert len({region.column for region in laid_out(page).regions}) == 2 or all(
        "two\t" not in text for text in texts(page)
    )


def _scattered(count: int) -> Page:
    chance = random.Random(7)
    places = [(chance.random() * 560, chance.random() * 780) for _ in range(count)]
    return page_of([Word("word", Box(x, y, x + 20, y + 8), 8.0) for x, y in places])


def _piled(count: int) -> Page:
    return page_of([Word("word", Box(100, 100, 120, 108), 8.0)] * count)


@pytest.mark.parametrize("make", [_scattered, _piled])
def test_fifty_thousand_words_take_seconds_not_hours(make: Callable[[int], Page]) -> None:
    page = make(50_000)
    started = time.process_time()
    layout = laid_out(page)
    assert time.process_time() - started < 10
    assert sum(len(region.words) for region in layout.regions) == 50_000


@pytest.mark.parametrize("count", [0, 1, 2, 40, 700, 3000])
def test_every_word_is_in_exactly_one_region(count: int) -> None:
    page = _scattered(count)
    layout = GeometryEngine().layout_of(page)
    assert sorted(index for region in layout.regions for index in region.words) == list(range(count))
    assert [region.order for region in layout.regions] == list(range(len(layout.regions)))


class _Forgetful:
    """Claims the first word twice and forgets the last."""

    name = "forgetful"
    version = "1"

    def layout_of(self, page: Page, image: object = None) -> Layout:
        box = Box(0, 0, 10, 10)
        return Layout(page.number, (Region("text", box, 1, (0,)), Region("text", box, 0, (0, 1))))


def test_words_that_an_engine_forgets_or_claims_twice_are_kept_once() -> None:
    layout = layout_of(page_of(put("one two three", 40, 40)), _Forgetful())
    assert [region.words for region in layout.regions] == [(0, 1), (2,)]
    assert [region.order for region in layout.regions] == [0, 1]


@pytest.mark.parametrize("rows", [5, 7])
def test_a_heading_beside_or_under_a_box_of_addresses_heads_what_crosses_below(rows: int) -> None:
    name = put("Ana Berg", 50, 40, size=24)
    heading = put("Experience", 50, 118, size=14, bold=True)
    box = stack([f"line {row} of the address" for row in range(rows)], 380, 40)
    wide = stack(
        ["Baker at Corner Bakery in the old town, where bread has been baked for a thousand years"] * 4,
        50,
        148,
    )
    read_texts = texts(page_of(name, put("Baker of rye", 50, 75), heading, box, wide))
    assert read_texts[:2] == ["Ana Berg", "Baker of rye"]
    assert read_texts.index("Experience") == len(read_texts) - 5
