"""Anchors, deltas and suppression, by numbers that were worked out by hand."""

from __future__ import annotations

from dataclasses import asdict, replace
from math import log

import numpy as np
import pytest

from parsing.engines.dense_boxes import Spec, boxes_of, levels_of, overlaps, spec_from

SPEC = Spec(
    size=(32, 16),
    strides=(8, 16),
    sizes=((8.0,), (16.0,)),
    ratios=((1.0, 0.25), (1.0, 0.25)),
    offset=0.5,
    least_score=0.3,
    most_a_level=10,
    overlap=0.5,
    most=5,
)
LEVELS = levels_of(SPEC)
COUNT = sum(map(len, LEVELS))


def told(*notes: tuple[int, int, float, tuple[float, float, float, float]], classes: int = 2):  # type: ignore[no-untyped-def]
    """Boxes where anchor `at` has this logit for its class and these deltas, all others next to nothing."""
    logits = np.full((COUNT, classes), -9.0, dtype=np.float32)
    deltas = np.zeros((COUNT, 4), dtype=np.float32)
    for at, label, logit, delta in notes:
        logits[at, label] = logit
        deltas[at] = delta
    return boxes_of(logits, deltas, LEVELS, SPEC)


STILL = (0.0, 0.0, 0.0, 0.0)


def test_anchors_stand_in_the_middle_of_cells_row_by_row() -> None:
    assert [len(level) for level in LEVELS] == [4 * 2 * 2, 2 * 1 * 2]
    assert LEVELS[0][0].tolist() == [0, 0, 8, 8]
    assert LEVELS[0][1].tolist() == [-4, 2, 12, 6]  # four times as wide as high
    assert LEVELS[0][2].tolist() == [8, 0, 16, 8]
    assert LEVELS[0][8].tolist() == [0, 8, 8, 16]  # the second row
    assert LEVELS[1][2].tolist() == [16, 0, 32, 16]


def test_anchors_stand_at_the_corner_of_cells_without_an_offset() -> None:
    assert levels_of(replace(SPEC, offset=0.0))[0][2].tolist() == [4, -4, 12, 4]


def test_a_size_that_no_stride_divides_has_cells_over_its_edge() -> None:
    odd = levels_of(replace(SPEC, size=(33, 16)))
    assert [len(level) for level in odd] == [5 * 2 * 2, 3 * 1 * 2]


def test_deltas_move_by_shares_of_the_anchor_and_grow_by_powers() -> None:
    found = told((0, 1, 2.0, (0.5, 0.25, log(2), log(0.5))))
    assert found.boxes[0].tolist() == pytest.approx([0, 4, 16, 8])
    assert found.classes.tolist() == [1]
    assert found.scores[0] == pytest.approx(1 / (1 + np.exp(-2)))


def test_a_box_grows_to_a_bound_at_most() -> None:
    found = told((0, 0, 2.0, (-31.0, 0, 50, 0)))  # its middle 31 anchors further left
    assert found.boxes[0, 2] == pytest.approx(4 - 31 * 8 + 0.5 * 8 * 1000 / 16, abs=1e-3)


def test_boxes_are_cut_at_the_edge_and_left_out_beyond_it() -> None:
    found = told((0, 0, 2.0, (-0.5, -0.5, 0, 0)), (6, 0, 1.0, (9.0, 0, 0, 0)))
    assert found.boxes.tolist() == [[0, 0, 4, 4]]


def test_the_surest_of_a_class_suppresses_what_it_covers_and_no_other_class() -> None:
    found = told((0, 0, 1.0, STILL), (2, 0, 3.0, (-0.9, 0, 0, 0)), (2, 1, 0.5, (-0.9, 0, 0, 0)))
    assert found.classes.tolist() == [0, 1]
    assert found.scores.tolist() == pytest.approx([0.953, 0.622], abs=1e-3)


def test_what_is_hardly_likely_is_not_told() -> None:
    assert len(told((0, 0, -1.0, STILL)).boxes) == 0
    assert told().boxes.shape == (0, 4)


def test_no_more_are_told_than_wanted() -> None:
    apart = [(at, 0, float(at), STILL) for at in (0, 2, 4, 6, 8, 10, 12, 14)]
    found = told(*apart)
    assert len(found.boxes) == SPEC.most
    assert found.scores.tolist() == sorted(found.scores.tolist(), reverse=True)


def test_overlap_is_what_is_shared_of_what_both_cover() -> None:
    one = np.array([[0, 0, 10, 10]], dtype=np.float32)
    others = np.array([[0, 0, 10, 10], [5, 0, 15, 10], [20, 20, 30, 30], [3, 3, 3, 3]], dtype=np.float32)
    assert overlaps(one, others)[0].tolist() == pytest.approx([1, 1 / 3, 0, 0])


def test_a_spec_goes_through_json_unharmed() -> None:
    assert spec_from({**asdict(SPEC), "colours": "L"}) == SPEC
