"""Rails of dates and labels: told from columns, read row by row with what stands beside them."""

from __future__ import annotations

import pytest

from parsing.stages.types import Box, Word
from tests.parsing.stages.pages_of_words import laid_out, page_of, put, read, stack, texts

JOBS = ["Archivist, City Museum, Utrecht", "Librarian, Town Library, Zwolle", "Clerk, Land Registry, Assen"]
DUTIES = ["kept nine thousand prints in order", "answered letters in three tongues"]


def _labels(*labels: tuple[str, ...], x: float = 128, y: float = 130, step: float = 60) -> list[Word]:
    """Labels of some rows each, set flush right, one every `step` points."""
    return [
        word
        for place, rows in enumerate(labels)
        for row, text in enumerate(rows)
        for word in put(text, x, y + step * place + 14 * row, right=True)
    ]


def _jobs(x: float = 140, y: float = 130, step: float = 60) -> list[Word]:
    return [word for at, job in enumerate(JOBS) for word in stack([job, *DUTIES], x, y + step * at, step=14)]


@pytest.mark.parametrize(
    "labels",
    [
        (("Mar 2019–", "present"), ("Jan 2015–", "Feb 2019"), ("Aug 2012–", "Dec 2014")),
        (("may 2018–ene", "2021"), ("feb 2015–abr", "2018"), ("sep 2012–ene", "2015")),
        (("fev 2019 a dez", "2021 (2 anos 11", "meses)"), ("mai 2012 a jan", "2019"), ("2011 a 2012",)),
        (("September", "2019–March", "2021"), ("July", "2015–August", "2019"), ("May", "2012–June", "2015")),
    ],
)
def test_dates_that_are_broken_over_lines_are_one_label(labels: tuple[tuple[str, ...], ...]) -> None:
    lines = read(page_of(put("Experience", 140, 105, size=14), _labels(*labels), _jobs()))
    assert lines[0].text == "Experience"
    for place, rows in enumerate(labels, start=1):
        row = [line.text for line in lines if line.row == place]
        assert row == [" ".join(rows), JOBS[place - 1], *DUTIES]


def test_dates_that_take_more_lines_than_what_they_date_are_a_rail_all_the_same() -> None:
    page = page_of(
        put("Education", 140, 100, size=14),
        _labels(("September", "2010–July", "2013"), ("September", "2007–June", "2010"), y=130, step=48),
        put("Degree of Bachelor, College of the North", 140, 130),
        put("School leaving examination, Grammar School of the South", 140, 178),
    )
    assert [(line.row, line.text) for line in read(page)[1:]] == [
        (1, "September 2010–July 2013"),
        (1, "Degree of Bachelor, College of the North"),
        (2, "September 2007–June 2010"),
        (2, "School leaving examination, Grammar School of the South"),
    ]


def test_names_that_each_have_one_line_beside_them_are_rows_of_their_own() -> None:
    page = page_of(
        put("Languages", 140, 100, size=14),
        _labels(("English",), ("Dutch",), ("Frisian",), y=125, step=16),
        stack(["Native", "Fluent", "Fair"], 140, 125, step=16),
    )
    assert texts(page) == ["Languages", "English", "Native", "Dutch", "Fluent", "Frisian", "Fair"]


def test_a_label_of_two_lines_stays_whole_beside_text_that_wraps() -> None:
    page = page_of(
        _labels(("Tools and", "machines"), ("Other",), y=125, step=40),
        stack(["saw, plane, lathe, drill and all that", "belongs to a joiner's workshop"], 140, 125, step=14),
        stack(["driving licence", "first aid"], 140, 165, step=14),
    )
    assert texts(page)[:2] == ["Tools and", "machines"]


def test_headings_in_the_rail_have_nothing_beside_them() -> None:
    page = page_of(
        put("WORK", 198, 100, right=True, bold=True),
        _labels(("06/2018 – 03/2021",), ("09/2012 – 05/2018",), x=198, y=120, step=50),
        stack([JOBS[0], *DUTIES], 220, 120, step=14),
        stack([JOBS[1], *DUTIES], 220, 170, step=14),
        put("SCHOOLS", 198, 230, right=True, bold=True),
        _labels(("09/2008 – 07/2012",), x=198, y=250),
        stack(["Bachelor of Arts", "College of the North"], 220, 250, step=14),
    )
    assert texts(page) == [
        *("WORK", "06/2018 – 03/2021", JOBS[0], *DUTIES, "09/2012 – 05/2018", JOBS[1], *DUTIES),
        *("SCHOOLS", "09/2008 – 07/2012", "Bachelor of Arts", "College of the North"),
    ]


def test_headings_over_text_that_is_set_in_are_no_column() -> None:
    page = page_of(
        put("SCHOOLS", 50, 100, bold=True),
        stack(["Bachelor of Arts", "College of the North"], 180, 120, step=14),
        put("TONGUES", 50, 160, bold=True),
        stack(["Dutch (native)", "Danish (good)"], 180, 180, step=14),
        put("PASTIMES", 50, 220, bold=True),
        put("bees, boats", 180, 240),
    )
    assert texts(page) == [
        *("SCHOOLS", "Bachelor of Arts", "College of the North", "TONGUES", "Dutch (native)"),
        *("Danish (good)", "PASTIMES", "bees, boats"),
    ]


def test_a_heading_right_above_a_wide_line_is_no_end_of_the_left_column() -> None:
    page = page_of(
        stack(["Ana Berg", "Archivist with nine years", "among prints and maps"], 50, 100, step=14),
        stack(["12 Harbour Street", "Utrecht", "+31 30 123 45 67"], 350, 100, step=14),
        put("SKILLS", 50, 166, bold=True),
        put(
            "cataloguing, binding, reading old hands, and keeping nine thousand prints in good order", 50, 182
        ),
    )
    assert texts(page)[-2:] == [
        "SKILLS",
        "cataloguing, binding, reading old hands, and keeping nine thousand prints in good order",
    ]


def test_dates_that_stand_between_the_lines_are_no_column() -> None:
    """Dates at the right edge, a little above the title that they belong to."""
    page = page_of(
        *(stack([JOBS[at], *DUTIES, "and closed the house"], 150, 100 + 80 * at, step=15) for at in range(3)),
        *(
            put(dates, 560, 92 + 80 * at, right=True)
            for at, dates in enumerate(["2019 - now", "2015 - 2019"])
        ),
        put("2012 - 2015", 560, 252, right=True),
    )
    assert {line.column for line in read(page)} == {0}
    order = texts(page)
    assert order.index("2015 - 2019") == order.index(JOBS[1]) - 1


def test_dates_beside_the_main_text_do_not_belong_to_the_sidebar() -> None:
    side = ["Profile", "I like old paper and", "new shelves and I can", "lift thirty kilos", "Languages"]
    page = page_of(
        stack([*side, "Dutch", "Frisian", "English", "Skills", "Filing", "Binding"], 30, 100, step=17),
        _labels(("2019 - 2021",), ("2015 - 2019",), ("2012 - 2015",), x=230, y=120),
        _jobs(x=240, y=120),
        put("Work", 172, 98, size=14),
    )
    lines = read(page)
    assert [line.text for line in lines][: len(side)] == side
    by_text = {line.text: line for line in lines}
    assert by_text["2015 - 2019"].id + 1 == by_text[JOBS[1]].id
    assert by_text["Profile"].role == "sidebar" != by_text["2015 - 2019"].role


def test_a_sidebar_that_goes_on_below_the_main_text_stays_whole() -> None:
    side = ["SCHOOLS", "College of the North", "2008 - 2012", "SKILLS", "Filing and binding of", "LANGUAGES"]
    page = page_of(
        put("Anke de Boer, archivist and binder of books", 178, 40, size=14),
        stack(side, 40, 100, step=16),
        stack(["Dutch, Frisian, English, Latin", "German", "French", "Danish"], 40, 196, step=16),
        stack(["WORK", JOBS[0], *DUTIES, JOBS[1]], 214, 100, step=16),
    )
    assert texts(page)[1:11] == [*side, "Dutch, Frisian, English, Latin", "German", "French", "Danish"]


def test_an_upright_rule_down_the_page_parts_columns_however_they_are_set() -> None:
    left = ["Profile", "Contact", "Utrecht", "Languages", "Dutch", "Frisian", "Skills", "Filing"]
    right = ["Work", "Archivist", "City Museum", "Librarian", "Town Library", "Clerk", "Land Registry", "end"]
    page = page_of(
        stack(left, 40, 100, step=45),
        stack(right, 124, 100, step=45),
        rules=(Box(118, 90, 119, 440),),
    )
    assert texts(page) == [*left, *right]
    assert laid_out(page).regions[0].column == 0


def test_a_dash_without_height_stands_on_its_line() -> None:
    dash = Word("-", Box(165, 104.5, 169, 105), 10.0)
    page = page_of(put("2019", 140, 100), [dash], put("present", 174, 100), put("Archivist", 300, 100))
    assert texts(page) == ["2019 - present\tArchivist"]


def test_the_edges_of_a_rail_part_it_from_text_that_stands_close() -> None:
    """Labels that stand alone, and text that does, show where the others end and begin."""
    dates = [("Mar 2019–", "present"), ("Jan 2015–", "Feb 2019"), ("Aug 2012–", "Dec 2014")]
    page = page_of(
        put("Work", 137, 100, size=14),
        _labels(*dates, x=129, y=125, step=84),
        *(stack([JOBS[at], *DUTIES], 137, 125 + 84 * at, step=28) for at in range(3)),
    )
    assert texts(page)[1::4] == [" ".join(label) for label in dates]
    assert [line.cell for line in read(page) if line.text in JOBS] == [2, 2, 2]


LABELS = [
    ("Tongues", "Dutch | Frisian | English"),
    ("Trades", "Filing | Binding"),
    ("Pastimes", "Bees | Skates"),
]


@pytest.mark.parametrize(
    "foot",
    [
        [put("Anke de Boer", 40, 765, size=8), put("Résumé", 560, 765, size=8, right=True)],
        [put("Anke de Boer · Résumé", 60, 765, size=8)],
        [put("1 / 2", 300, 765, size=8)],
        [put("a last line of the text that has no label beside it", 140, 765)],
        [],
    ],
)
def test_a_foot_takes_no_rail_its_edge(foot: list[list[Word]]) -> None:
    """Labels that run down into the page's foot, which stands where neither labels nor text do."""
    rows = [
        each
        for row, (label, text) in enumerate(LABELS)
        for each in (put(label, 128, 700 + 12 * row, right=True), put(text, 140, 700 + 12 * row))
    ]
    lines = read(page_of(stack(DUTIES, 40, 600), *rows, *foot))
    labelled = [line.text for line in lines if line.table and line.cell == 1]
    assert labelled == [label for label, _ in LABELS]
    beside = [line.text for line in lines if line.table and line.cell == 2]
    assert beside[:3] == [text for _, text in LABELS]


def test_dates_over_towns_at_the_right_are_rows_with_what_stands_level() -> None:
    towns = ["Utrecht", "Zwolle", "Assen"]
    dates = ["2019 - now", "2015 - 2019", "2012 - 2015"]
    page = page_of(
        put("Work", 40, 100, size=14),
        *(
            [
                *put(JOBS[at], 40, 130 + 70 * at),
                *stack(DUTIES, 40, 160 + 70 * at, step=14),
                *put(dates[at], 560, 130 + 70 * at, right=True),
                *put(towns[at], 560, 145 + 70 * at, right=True),
            ]
            for at in range(3)
        ),
    )
    rows: dict[int, list[str]] = {}
    for line in read(page)[1:]:
        rows.setdefault(line.row, []).append(line.text)
    assert list(rows.values()) == [[dates[at], towns[at], JOBS[at], *DUTIES] for at in range(3)]


FORM = [
    ("WORK", ""),
    ("Dates", "2019 - 2021"),
    ("Employer", "City Museum, Utrecht"),
    ("Position", "Archivist"),
    ("Duties", "kept nine thousand prints in order"),
    ("Dates", "2015 - 2019"),
    ("Employer", "Town Library, Zwolle"),
    ("Position", "Librarian"),
    ("Duties", "answered letters in three tongues"),
    ("SCHOOLS", ""),
    ("Dates", "2011 - 2015"),
    ("School", "College of the North"),
]


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("step", [15, 24])
def test_a_form_is_read_label_by_label(step: float, right: bool) -> None:
    """Labels down one side, however closely they stand, and headings among them with nothing beside."""
    page = page_of(
        *(
            put(label, 128 if right else 60, 100 + step * at, right=right)
            for at, (label, _) in enumerate(FORM)
        ),
        *(put(text, 150, 100 + step * at) for at, (_, text) in enumerate(FORM) if text),
    )
    lines = read(page)
    assert [line.text for line in lines] == [text for row in FORM for text in row if text]
    assert {line.cell for line in lines if line.text in ("Dates", "Employer", "Position")} == {1}


def test_a_value_of_several_lines_stays_with_its_label() -> None:
    page = page_of(
        put("Position", 60, 100),
        put("Archivist", 150, 100),
        put("Duties", 60, 115),
        stack([*DUTIES, "and closed the house at night"], 150, 115),
        put("Employer", 60, 160),
        put("City Museum", 150, 160),
    )
    rows = [(line.row, line.text) for line in read(page)]
    assert [row for row, _ in rows] == [1, 1, 2, 2, 2, 2, 3, 3]


def test_the_borders_of_cells_part_rows_and_no_columns() -> None:
    """A table drawn cell by cell: no line runs across it, yet its rows are read across."""
    edges = [(50.0, 170.0), (170.0, 320.0), (320.0, 560.0)]
    heights = [100.0, 120.0, 140.0]
    borders = tuple(Box(x0 - 0.5, y, x1 + 0.5, y + 0.5) for y in (*heights, 160.0) for x0, x1 in edges)
    table = [("Dates", "Employer", "Position"), ("2021", "Museum", "Clerk"), ("2019", "Library", "Binder")]
    page = page_of(
        *(
            put(text, x0 + 5, y + 4, bold=y == heights[0])
            for y, row in zip(heights, table, strict=True)
            for (x0, _), text in zip(edges, row, strict=True)
        ),
        rules=borders,
    )
    assert texts(page) == ["\t".join(row) for row in table]


def test_a_short_side_under_headings_that_stand_level_is_a_column() -> None:
    side = stack(["Filing", "Lettering", "Bread", "Chess", "Choir"], 50, 130)
    main = [word for at, job in enumerate(JOBS) for word in stack([job, *DUTIES], 200, 130 + 55 * at)]
    heads = [*put("Skills", 50, 105, size=12, bold=True), *put("Experience", 200, 105, size=12, bold=True)]
    read_texts = [line.text for line in read(page_of(heads, side, main))]
    assert read_texts[:7] == ["Skills", "Filing", "Lettering", "Bread", "Chess", "Choir", "Experience"]


def test_lists_whose_text_is_set_in_under_its_headings_are_one_column() -> None:
    bullets = [word for row in range(9) for word in put("•", 380, 120 + 14 * row)]
    items = stack([f"Skill of mine {row}" for row in range(9)], 392, 120, step=14)
    heads = [*put("Skills", 374, 100, size=12, bold=True), *put("Interests", 374, 262, size=12, bold=True)]
    main = stack(["Baked rye and wheat for the markets of the old town and all it"] * 22, 50, 100, step=14)
    side = [*heads, *bullets, *items, *put("Chess, choir", 374, 282)]
    read_texts = [line.text for line in read(page_of(main, side))]
    at = read_texts.index("Skills")
    assert read_texts[at + 1 : at + 10] == [f"Skill of mine {row}" for row in range(9)]
    assert read_texts[at + 10 : at + 12] == ["Interests", "Chess, choir"]
