"""What a detector learns from: regions made of printed lines, and pages that are worn with them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from parsing.training.cases import Choice, case
from parsing.training.designs import DESIGNS
from parsing.training.layout_pages import (
    Bounds,
    PrintedLine,
    Sheet,
    Target,
    blocks_of,
    overlap,
    pack,
    packed,
    sheets_of,
    targets_of,
)
from parsing.training.layout_wear import worn

SIZE = (192, 768)


def line(section: str, item: int | None, *bbox: float, fields: tuple[str, ...] = ()) -> PrintedLine:
    return {
        "page": 1,
        "bbox": list(bbox),
        "text": "",
        "label": {"section": section, "item": item, "fields": list(fields)},
    }


HEADING = line("heading", None, 50, 80, 120, 94)


@pytest.mark.parametrize(
    ("lines", "blocks"),
    [
        ([HEADING], []),
        ([line("basics", None, 50, 40, 200, 60), line("contact", None, 50, 60, 200, 70)], []),
        ([line("work", 0, 50, 100, 300, 110), line("work", 1, 50, 120, 200, 130)], [(50, 100, 300, 130)]),
        (
            # a date set flush right is on the row of its title
            [line("work", 0, 50, 100, 200, 110), line("work", 0, 480, 100, 540, 110)],
            [(50, 100, 540, 110)],
        ),
        (
            # a rail: dates of two rows on the left, each with its entry beside it
            [
                line("work", 0, 50, 100, 90, 110),
                line("work", 0, 50, 112, 90, 122),
                line("work", 0, 120, 100, 300, 110),
                line("work", 0, 120, 112, 300, 122),
                line("work", 1, 50, 140, 90, 150),
            ],
            [(50, 100, 300, 150)],
        ),
        (
            # a newspaper: an entry goes on at the head of the next column
            [
                line("work", 0, 50, 100, 200, 110),
                line("work", 0, 50, 300, 200, 310),
                line("work", 0, 320, 100, 470, 110),
            ],
            [(50, 100, 200, 310), (320, 100, 470, 110)],
        ),
        (
            # cards beside each other
            [
                line("skills", 0, 50, 100, 120, 110),
                line("skills", 0, 50, 112, 120, 122),
                line("skills", 1, 320, 100, 400, 110),
                line("skills", 1, 320, 112, 400, 122),
            ],
            [(50, 100, 120, 122), (320, 100, 400, 122)],
        ),
        (
            # one row of cells
            [line("skills", 0, 50, 100, 120, 110), line("skills", 1, 320, 100, 400, 110)],
            [(50, 100, 400, 110)],
        ),
    ],
    ids=["heading", "person", "below", "flush right", "rail", "newspaper", "cards", "cells"],
)
def test_blocks_are_what_stands_under_a_heading_in_one_column(
    lines: list[PrintedLine], blocks: list[Bounds]
) -> None:
    assert blocks_of(lines) == blocks


def test_a_bullet_belongs_to_what_follows_on_its_row() -> None:
    bullet: PrintedLine = {"page": 1, "bbox": [40, 100, 44, 112], "text": "•", "label": None}
    assert blocks_of([bullet, line("work", 0, 50, 100, 200, 110)]) == [(40, 100, 200, 112)]


def test_a_block_that_is_marked_as_a_table_or_a_list_is_no_text_besides() -> None:
    lines = [
        line("basics", None, 50, 60, 150, 70, fields=("label",)),
        line("skills", 0, 50, 100, 300, 200),
        line("work", 0, 50, 300, 300, 500),
    ]
    marked = [Target("table", (50, 100, 300, 200)), Target("list", (60, 400, 300, 480))]
    kinds = [target.kind for target in targets_of(lines, marked)]
    assert kinds == ["table", "list", "title", "text"]


def test_pages_of_a_case_come_grey_and_small_with_regions_in_points(tmp_path: Path) -> None:
    design = next(each for each in DESIGNS if each.name == "dark-left")
    made = case(5, 1, Choice(["en"], [design], ["pdf"]))
    made.write_into(tmp_path / "cases")
    sheets = list(sheets_of(tmp_path / "cases" / made.name, size=SIZE))
    first = sheets[0]
    assert first.pixels.shape == (1, 768, 192)
    assert first.pixels.dtype == np.uint8
    assert {"name", "contact", "heading", "sidebar", "text"} <= {target.kind for target in first.targets}
    for target in first.targets:
        assert 0 <= target.box[0] < target.box[2] <= first.size_pt[0]
        assert 0 <= target.box[1] < target.box[3] <= first.size_pt[1]
    pack(tmp_path / "cases", tmp_path, size=SIZE)
    again = packed(tmp_path)
    assert [sheet.targets for sheet in again] == [sheet.targets for sheet in sheets]
    assert np.array_equal(again[0].pixels, first.pixels)


def black_box(box: Bounds) -> Sheet:
    """A white page with one black box, in pixels, which is its region."""
    pixels = np.full((1, 768, 192), 255, dtype=np.uint8)
    x0, y0, x1, y1 = (int(side) for side in box)
    pixels[0, y0:y1, x0:x1] = 0
    return Sheet(pixels, (Target("text", box),), (), (192.0, 768.0))


@pytest.mark.parametrize("seed", range(12))
def test_boxes_move_with_what_they_show(seed: int) -> None:
    sheet = black_box((60, 300, 120, 420))
    chance = np.random.default_rng(seed)
    boxes = np.array([sheet.targets[0].box], dtype=np.float32)
    pixels, moved, left = worn(sheet.pixels[0], boxes, chance, headings=np.array([False]))
    assert left.all()
    other = np.abs(pixels.astype(float) - np.median(pixels)) > 60
    rows, columns = np.flatnonzero(other.any(1)), np.flatnonzero(other.any(0))
    seen = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    assert overlap(tuple(moved[0].tolist()), tuple(map(float, seen))) > 0.85


def test_the_same_chance_wears_a_page_alike() -> None:
    sheet = black_box((60, 300, 120, 420))
    boxes, headings = np.array([sheet.targets[0].box], dtype=np.float32), np.array([True])
    one, other = (worn(sheet.pixels[0], boxes, np.random.default_rng(7), headings=headings) for _ in range(2))
    assert np.array_equal(one[0], other[0])
    assert np.array_equal(one[1], other[1])
