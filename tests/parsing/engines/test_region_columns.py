"""Reading order from found regions: columns by the blocks, everything else as geometry has it."""

from __future__ import annotations

import pytest

from parsing.engines.geometry import GeometryEngine
from parsing.engines.region_columns import blocks_of, layout_of_regions, settled
from parsing.engines.regions import Found, Kind
from parsing.stages.layout import layout_of
from parsing.stages.layout_segments import level_words, segments_of
from parsing.stages.types import Box, Layout, Page
from tests.parsing.stages.pages_of_words import page_of, put, stack

BROAD = "wrote reports on tides and harbours"


def found(kind: Kind, x0: float, y0: float, x1: float, y1: float, score: float = 0.9) -> Found:
    return Found(kind, Box(x0, y0, x1, y1), score)


def texts(page: Page, layout: Layout) -> list[str]:
    """What each region says, in reading order."""
    regions = sorted(layout.regions, key=lambda region: region.order)
    return [" ".join(page.words[at].text for at in region.words) for region in regions]


def reading(page: Page, *regions: Found) -> str:
    return " ".join(texts(page, layout_of_regions(page, regions)))


TIGHT = page_of(
    put("Maren Solheim", 200, 30, size=20),
    *(put(f"left{row} {BROAD}", 40, 100 + 15 * row) for row in range(8)),
    *(put(f"right{row} {BROAD}", 252, 100 + 15 * row) for row in range(8)),
)
"""Two columns that stand closer to each other than words of one line may."""

TIGHT_REGIONS = (
    found("name", 200, 30, 340, 54),
    found("heading", 40, 98, 240, 112),
    found("text", 40, 114, 245, 222),
    found("heading", 252, 98, 450, 112),
    found("text", 252, 114, 460, 222),
)


def test_columns_are_those_of_the_blocks_and_what_nobody_found_stands_over_them() -> None:
    page = page_of(
        put("Maren Solheim", 200, 30, size=20),
        stack([f"left{row}" for row in range(8)], 40, 100),
        stack([f"right{row}" for row in range(8)], 300, 100),
    )
    regions = (found("text", 40, 98, 120, 220), found("text", 300, 98, 400, 220))
    order = ["Maren", "Solheim", *(f"left{row}" for row in range(8)), *(f"right{row}" for row in range(8))]
    assert reading(page, *regions).split() == order
    assert [region.column for region in layout_of_regions(page, regions).regions] == [0, 0, 1]


def test_low_blocks_beside_each_other_are_cells_of_a_row() -> None:
    page = page_of(stack(["Rust, Go"] * 3, 40, 100), stack(["Pens, inks"] * 3, 300, 100))
    regions = (found("text", 40, 98, 90, 150), found("text", 300, 98, 360, 150))
    assert layout_of_regions(page, regions) == GeometryEngine().layout_of(page)


def test_low_columns_that_have_headings_are_columns() -> None:
    page = page_of(
        *(
            put(text, 40, 100 + 15 * row, bold=not row)
            for row, text in enumerate(("Tools", "Rust", "Go", "C"))
        ),
        *(
            put(text, 300, 100 + 15 * row, bold=not row)
            for row, text in enumerate(("Life", "Pens", "Inks", "Tea"))
        ),
    )
    regions = (
        found("heading", 40, 98, 70, 114),
        found("text", 40, 114, 70, 160),
        found("heading", 300, 98, 330, 114),
        found("text", 300, 114, 330, 160),
    )
    assert reading(page, *regions) == "Tools Rust Go C Life Pens Inks Tea"


@pytest.mark.parametrize(("below", "are_columns"), [(28, True), (40, False)])
def test_a_short_column_is_as_long_as_its_heading_and_the_text_right_below(
    below: float, are_columns: bool
) -> None:
    top = 100 + below
    page = page_of(
        put("Work", 60, 100, bold=True),
        *(put(f"201{row}", 40, top + 30 * row) for row in range(6)),
        *(put(f"entry{row} tides and harbours", 80, top + 15 * row) for row in range(12)),
        put("Life", 300, 100, bold=True),
        put("Rust", 300, top),
        put("good", 340, top),
    )
    regions = (
        found("heading", 60, 98, 90, 114),
        found("text", 38, top - 2, 260, top + 180),
        found("heading", 300, 98, 330, 114),
        found("text", 300, top - 2, 382, top + 14),
    )
    light = GeometryEngine().layout_of(page)
    assert not texts(page, light)[-1].startswith("Life")
    assert (layout_of_regions(page, regions) == light) is not are_columns
    assert texts(page, layout_of_regions(page, regions))[-1].startswith("Life") is are_columns


def two_sections(score: float, rows: int) -> tuple[Page, tuple[Found, ...]]:
    """Two headed columns of fifteen rows, the last `rows` of which the detector took for one block."""
    page = page_of(
        put("Work", 40, 100, bold=True),
        *(put(f"left{row} wrote reports", 40, 120 + 15 * row) for row in range(15)),
        put("Life", 300, 100, bold=True),
        *(put(f"right{row} sails", 300, 120 + 15 * row) for row in range(15)),
    )
    split = 120 + 15 * (15 - rows)
    return page, (
        found("heading", 40, 98, 70, 114),
        found("text", 40, 118, 200, split - 2),
        found("heading", 300, 98, 330, 114),
        found("text", 300, 118, 400, split - 2),
        found("table", 40, split - 2, 400, 346, score),
    )


@pytest.mark.parametrize(
    ("score", "rows", "is_apart"),
    [(0.5, 2, True), (0.9, 2, False), (0.5, 12, False)],
    ids=["not sure of it", "sure of it", "most of the page"],
)
def test_a_small_block_over_two_columns_is_taken_apart_where_the_detector_is_not_sure(
    score: float, rows: int, is_apart: bool
) -> None:
    page, regions = two_sections(score, rows)
    words = reading(page, *regions).split()
    assert (words.index("left14") < words.index("Life")) is is_apart


@pytest.mark.parametrize(("score", "is_column"), [(0.9, True), (0.5, False)])
def test_lines_under_a_sure_heading_are_its_text_where_nobody_found_any(
    score: float, is_column: bool
) -> None:
    page = page_of(
        put("Work", 60, 100, bold=True),
        *(put(f"201{row}", 40, 128 + 30 * row) for row in range(6)),
        *(put(f"entry{row} tides and harbours", 80, 128 + 15 * row) for row in range(12)),
        put("Life", 300, 100, bold=True),
        put("Rust", 300, 128),
    )
    regions = (
        found("heading", 60, 98, 90, 114),
        found("text", 38, 126, 260, 308),
        found("heading", 300, 98, 330, 114, score),
    )
    assert texts(page, layout_of_regions(page, regions))[-1].startswith("Life") is is_column


def test_what_crosses_the_cut_over_columns_is_read_before_both() -> None:
    page = page_of(
        put("Maren Solheim", 40, 30, size=20),
        put("a line that runs across " * 3, 40, 85),
        *(put(f"left{row} {BROAD}", 40, 100 + 15 * row) for row in range(8)),
        *(put(f"right{row} {BROAD}", 300, 100 + 15 * row) for row in range(8)),
    )
    name = found("name", 40, 30, 180, 54)
    columns = (found("text", 40, 98, 240, 222), found("text", 300, 98, 500, 222))
    order = reading(page, name, *columns).split()
    assert order.index("across") < order.index("left0") < order.index("left7") < order.index("right0")


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        (("left8", "right8"), ["left7", "left8", "right7", "right8"]),
        (("right8", "right9"), ["left7", "right7", "right8", "right9"]),
        (("a line that runs across " * 3, "left8"), ["left7", "right7", "across", "left8"]),
    ],
    ids=["both go on", "one goes on", "not below a line across"],
)
def test_columns_go_on_below_the_blocks_that_were_found(rows: tuple[str, str], order: list[str]) -> None:
    left, right = ([f"{side}{row} {BROAD}" for row in range(8)] for side in ("left", "right"))
    tails = [
        put(text, 300 if text.startswith("right") else 40, 236 + 15 * at) for at, text in enumerate(rows)
    ]
    page = page_of(stack(left, 40, 100), stack(right, 300, 100), *tails)
    columns = (found("text", 40, 98, 240, 222), found("text", 300, 98, 500, 222))
    words = reading(page, *columns).split()
    assert [words.index(word) for word in order] == sorted(words.index(word) for word in order)


def test_what_stands_far_below_two_columns_is_read_after_both() -> None:
    left, right = ([f"{side}{row} {BROAD}" for row in range(8)] for side in ("left", "right"))
    page = page_of(stack(left, 40, 100), stack(right, 300, 100), put("Foot", 40, 700))
    columns = (found("text", 40, 98, 240, 222), found("text", 300, 98, 500, 222))
    assert reading(page, *columns).split()[-1] == "Foot"


def test_every_word_stands_in_exactly_one_region() -> None:
    page = page_of(
        put("Maren Solheim", 200, 30, size=20),
        stack([BROAD] * 6, 40, 100),
        stack([BROAD] * 6, 330, 100),
        put("Page 1 of 2", 280, 760, size=8),
    )
    regions = (found("text", 40, 98, 215, 190), found("list", 330, 98, 505, 190))
    told = layout_of_regions(page, regions)
    assert sorted(at for region in told.regions for at in region.words) == list(range(len(page.words)))
    assert [region.order for region in told.regions] == list(range(len(told.regions)))


def test_a_narrow_column_is_a_sidebar_and_says_on_which_side() -> None:
    page = page_of(stack(["Skills", "Rust", "Go", "SQL"] * 2, 40, 100), stack([BROAD] * 9, 200, 100))
    regions = (found("contact", 40, 98, 80, 220), found("text", 200, 98, 380, 235))
    told = layout_of_regions(page, regions)
    assert told.kind == "sidebar_left"
    assert [region.role for region in told.regions] == ["sidebar", "body"]


def test_columns_of_like_breadth_are_no_sidebar() -> None:
    regions = (found("text", 40, 98, 215, 190), found("text", 330, 98, 505, 190))
    page = page_of(stack([BROAD] * 6, 40, 100), stack([BROAD] * 6, 330, 100))
    told = layout_of_regions(page, regions)
    assert told.kind == "two_column"
    assert [region.role for region in told.regions] == ["body", "body"]


def test_headings_beside_their_text_are_a_rail_and_no_column() -> None:
    page = page_of(
        put("Work", 40, 100, bold=True),
        stack([BROAD] * 5, 200, 100),
        put("Studies", 40, 190, bold=True),
        stack([BROAD] * 5, 200, 190),
    )
    rail = (
        found("heading", 40, 98, 70, 114),
        found("text", 200, 98, 380, 175),
        found("heading", 40, 188, 80, 204),
        found("text", 200, 188, 380, 265),
    )
    assert layout_of_regions(page, rail) == GeometryEngine().layout_of(page)


def test_a_letterhead_over_one_column_is_read_before_both() -> None:
    page = page_of(
        put("Maren Solheim", 260, 40, size=20),
        put("maren.solheim@example.org", 260, 70),
        stack(["Skills", "Rust", "Go", "SQL", "Bash"] * 2, 40, 110),
        stack([BROAD] * 9, 260, 110),
    )
    columns = (found("text", 40, 108, 90, 260), found("text", 260, 108, 440, 245))
    letterhead = (found("name", 260, 40, 400, 64), found("contact", 260, 68, 400, 84))
    order = reading(page, *columns, *letterhead).split()
    assert order[:4] == ["Maren", "Solheim", "maren.solheim@example.org", "Skills"]
    other = (found("heading", 260, 40, 400, 64), found("text", 260, 68, 400, 84))
    assert reading(page, *columns, *other).split()[0] == "Skills"


def test_blocks_one_below_the_other_are_no_columns_though_they_stand_left_and_right() -> None:
    page = page_of(
        put("Maren Solheim", 40, 60, size=20),
        stack([BROAD[:20]] * 6, 300, 100),
        put("Work", 40, 220, bold=True),
        stack([BROAD] * 4, 40, 240),
    )
    regions = (
        found("name", 40, 58, 180, 86),
        found("text", 300, 98, 410, 190),
        found("heading", 40, 218, 70, 234),
    )
    assert layout_of_regions(page, regions) == GeometryEngine().layout_of(page)


def test_bands_follow_each_other_and_columns_end_where_something_crosses() -> None:
    page = page_of(
        stack([f"a{row}" for row in range(8)], 40, 100),
        stack([f"b{row}" for row in range(8)], 330, 100),
        put("across the page from one edge to the other it goes and goes on and on", 40, 260),
        stack([f"c{row}" for row in range(8)], 40, 300),
        stack([f"d{row}" for row in range(8)], 330, 300),
    )
    regions = (
        found("text", 40, 98, 140, 220),
        found("text", 330, 98, 430, 220),
        found("text", 40, 258, 430, 274),
        found("text", 40, 298, 140, 420),
        found("text", 330, 298, 430, 420),
    )
    order = reading(page, *regions).split()
    assert order[:16] == [f"{side}{row}" for side in "ab" for row in range(8)]
    assert order[16] == "across"
    assert order[-16:] == [f"{side}{row}" for side in "cd" for row in range(8)]


def test_a_line_that_runs_across_forbids_the_cut() -> None:
    page = page_of(*(put(f"{BROAD} {BROAD} {BROAD}", 40, 100 + 15 * row) for row in range(6)))
    regions = (found("text", 40, 98, 250, 190), found("text", 260, 98, 560, 190))
    assert layout_of_regions(page, regions) == GeometryEngine().layout_of(page)


@pytest.mark.parametrize(
    "regions",
    [
        (),
        (found("text", 40, 98, 215, 222),),
        (found("text", 40, 98, 215, 222, 0.2), found("text", 300, 98, 475, 222, 0.2)),
        (found("sidebar", 40, 98, 215, 222), found("figure", 300, 98, 475, 222)),
    ],
    ids=["nothing", "one block", "doubtful ones", "no blocks of text"],
)
def test_without_columns_the_layout_is_geometrys(regions: tuple[Found, ...]) -> None:
    assert layout_of_regions(TIGHT, regions) == GeometryEngine().layout_of(TIGHT)


def test_a_page_without_words_has_no_regions() -> None:
    assert layout_of_regions(page_of(), TIGHT_REGIONS).regions == ()


def test_what_lies_inside_a_block_is_part_of_it() -> None:
    inside = (
        found("text", 40, 98, 240, 300),
        found("list", 50, 120, 230, 160),
        found("heading", 40, 80, 100, 95),
    )
    assert [each.kind for each in blocks_of(inside)] == ["text", "heading"]


def test_tables_of_two_columns_do_not_share_a_number() -> None:
    def rail(x: float) -> list:  # type: ignore[type-arg]
        periods = ["2019 – 2021", "2015 – 2019", "2011 – 2015", "2008 – 2011"]
        rows = [put(period, x, 100 + 45 * at) for at, period in enumerate(periods)]
        told = [stack(["Pilot at Halden", BROAD[:22]], x + 85, 100 + 45 * at) for at in range(4)]
        return [word for part in (*rows, *told) for word in part]

    page = page_of(rail(30), rail(330))
    regions = (found("text", 30, 98, 230, 270), found("text", 330, 98, 530, 270))
    told = layout_of_regions(page, regions)
    left = {region.table for region in told.regions if region.box.x0 < 300}
    right = {region.table for region in told.regions if region.box.x0 >= 300}
    assert left
    assert right
    assert not (left & right) - {0}


def test_boxes_settle_around_the_lines_that_lie_in_them_for_the_most_part() -> None:
    page = page_of(
        put("Work", 50, 100, size=14), put("Studies and courses", 50, 200), put("far away", 400, 500)
    )
    lines = [Box(each.x0, each.y0, each.x1, each.y1) for each in segments_of(level_words(page))]
    told = [
        found("heading", 45, 96, 90, 122, 0.8),
        found("heading", 47, 104, 76, 125, 0.9),
        found("text", 40, 195, 110, 215),
        found("figure", 300, 300, 350, 350, 0.7),
        found("list", 300, 600, 350, 650),
    ]
    assert settled(told, lines) == [
        found("heading", 50, 100, 78, 116.8, 0.9),
        found("text", 50, 200, 145, 212),
        found("figure", 300, 300, 350, 350, 0.7),
    ]


def test_the_layout_stage_takes_it_as_any_other() -> None:
    class Told:
        name, version = "told", "1"

        def layout_of(self, page: Page, image: object = None) -> Layout:
            return layout_of_regions(page, TIGHT_REGIONS)

    assert sum(len(region.words) for region in layout_of(TIGHT, Told()).regions) == len(TIGHT.words)
