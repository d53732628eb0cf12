"""Classes, channels and units of found regions: each pinned, because each has been wrong by one elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from parsing.engines.dense_boxes import Boxes
from parsing.engines.regions import CLASS_MAPS, KINDS, Colours, found_in, pixels_of
from parsing.stages.types import Box, Page

RED = Image.new("RGB", (4, 2), (250, 100, 10))


def boxes(*rows: tuple[list[float], int, float]) -> Boxes:
    return Boxes(
        np.array([row[0] for row in rows], dtype=np.float32).reshape(-1, 4),
        np.array([row[1] for row in rows], dtype=np.int64),
        np.array([row[2] for row in rows], dtype=np.float32),
    )


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        (0, "text"),
        (1, "title"),
        (2, "list"),
        (3, "table"),
        (4, "figure"),
        (5, "name"),
        (6, "contact"),
        (7, "heading"),
        (8, "sidebar"),
        (9, "header"),
        (10, "footer"),
    ],
)
def test_class_ids_count_from_nought(label: int, kind: str) -> None:
    assert CLASS_MAPS["resume"][label] == KINDS[label] == kind


@pytest.mark.parametrize(
    ("label", "kind"), [(0, "text"), (1, "heading"), (2, "list"), (3, "table"), (4, "figure")]
)
def test_publaynets_classes_are_ours_by_another_name(label: int, kind: str) -> None:
    assert CLASS_MAPS["publaynet"][label] == kind


@pytest.mark.parametrize(
    ("colours", "channels"),
    [("RGB", [250, 100, 10]), ("BGR", [10, 100, 250]), ("L", [135])],
)
def test_channels_come_first_in_the_order_that_is_asked_for(colours: Colours, channels: list[int]) -> None:
    pixels = pixels_of(RED, size=(8, 6), colours=colours)
    assert pixels.shape == (len(channels), 6, 8)
    assert pixels[:, 3, 5].tolist() == channels


def test_a_picture_is_stretched_whatever_its_shape() -> None:
    half = Image.new("L", (100, 40), 255)
    half.paste(0, (0, 0, 50, 40))
    pixels = pixels_of(half, size=(10, 40), colours="L")
    assert pixels[0, :, :5].max() == 0
    assert pixels[0, :, 5:].min() == 255


def test_boxes_in_pixels_become_points_from_the_top_left_cut_at_the_edge() -> None:
    page = Page(1, 600.0, 800.0)
    told = boxes(([20, 40, 30, 80], 7, 0.5), ([-5, 0, 100, 210], 0, 0.9))
    found = found_in(told, page, size=(100, 200), kinds=KINDS)
    assert [each.kind for each in found] == ["text", "heading"]
    assert found[0].box == Box(0, 0, 600, 800)
    assert found[1].box == Box(120, 160, 180, 320)
    assert found[1].score == 0.5


def test_an_id_that_the_map_does_not_know_is_left_out() -> None:
    told = boxes(([0, 0, 1, 1], 7, 0.5), ([0, 0, 1, 1], 4, 0.4))
    page = Page(1, 10.0, 10.0)
    found = found_in(told, page, size=(10, 10), kinds=CLASS_MAPS["publaynet"])
    assert [each.kind for each in found] == ["figure"]
