"""Maps are fitted to what was right, and say how far they can be believed."""

from __future__ import annotations

import random

import pytest

from parsing.stages.confidence import SIGNS
from parsing.training.calibrating import (
    Sample,
    bins_of,
    calibration_error,
    figures_of,
    fit,
    probabilities,
    reliability,
    reliability_of,
    table_of,
    unflagged_error,
)


def drawn(count: int, seed: int) -> list[Sample]:
    """Values of two kinds: a title is right as often as its first sign says, an employer half as often."""
    rng = random.Random(seed)
    samples = []
    for number in range(count):
        own = rng.random()
        kind = "title" if number % 2 else "employer"
        signs = (1.0, own * 6 - 3, *[0.0] * (len(SIGNS) - 2))
        samples.append(Sample(kind, signs, rng.random() < (own if kind == "title" else own / 2)))
    return samples


def test_what_was_fitted_holds_on_other_values() -> None:
    maps = fit(drawn(4000, 1))
    found = reliability_of(maps, drawn(4000, 2))
    assert found.error < 0.03
    assert max(found.error_of.values()) < 0.03


def test_a_kind_with_few_values_shares_the_map_of_all() -> None:
    samples = [*drawn(2000, 1), *(each._replace(kind="degree") for each in drawn(10, 3))]
    maps = fit(samples)
    assert maps["degree"] == maps["named"]
    assert maps["degree"] != maps["title"]


def test_a_kind_that_was_never_seen_is_believed_as_all_are() -> None:
    maps = fit(drawn(2000, 1))
    [own], [other] = (
        probabilities(maps, [drawn(1, 5)[0]._replace(kind=kind)]) for kind in ("unknown", "named")
    )
    assert own == other


def test_the_same_samples_give_the_same_maps() -> None:
    assert fit(drawn(500, 1)) == fit(drawn(500, 1))


def test_the_table_of_reliability() -> None:
    confidences = [0.95, 0.95, 0.85, 0.15]
    rights = [True, False, True, False]
    table = bins_of(confidences, rights)
    assert [(each.low, each.size, each.right) for each in table] == [
        (0.1, 1, 0.0),
        (0.8, 1, 1.0),
        (0.9, 2, 0.5),
    ]
    assert calibration_error(table) == pytest.approx((0.15 + 0.15 + 2 * 0.45) / 4)
    assert unflagged_error(confidences, rights) == 0.5
    assert unflagged_error([0.1], [False]) == 0.0
    found = reliability(["a", "a", "b", "b"], confidences, rights)
    assert "expected calibration error 0.300" in table_of(found)
    assert figures_of(found)["values"] == 4
