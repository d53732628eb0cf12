"""Learning to find regions, and COCO's measure of it, where Detectron2 is installed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from parsing.engines.dense_boxes import Boxes
from parsing.engines.region_models import shipped
from parsing.engines.regions import KINDS
from parsing.training.layout_pages import Sheet, Target
from parsing.training.layout_precision import Truth, blocks_in, blocks_told, precision_of, truth_of
from parsing.training.train_layout import Plan, settled_on, train

HEADING = KINDS.index("heading")
SHEET = Sheet(
    np.full((1, 768, 192), 255, dtype=np.uint8),
    (Target("heading", (62.0, 100.0, 186.0, 115.0)), Target("text", (62.0, 120.0, 400.0, 300.0))),
    ((62.0, 100.0, 186.0, 115.0), (62.0, 120.0, 400.0, 134.0), (62.0, 286.0, 300.0, 300.0)),
    (595.0, 842.0),
)
needs = pytest.mark.skipif(
    find_spec("detectron2") is None, reason="detectron2 is not installed (make test-gpu)"
)
pytestmark = pytest.mark.filterwarnings("ignore")


def told(*rows: tuple[float, float, float, float], label: int = HEADING) -> Boxes:
    boxes = np.array(rows, dtype=np.float32).reshape(-1, 4)
    return Boxes(boxes, np.full(len(rows), label), np.full(len(rows), 0.9, dtype=np.float32))


def test_targets_are_in_pixels() -> None:
    boxes, classes = truth_of(SHEET)
    assert [KINDS[label] for label in classes] == ["heading", "text"]
    assert boxes[0].tolist() == pytest.approx([20.0, 91.2, 60.0, 104.9], abs=0.1)


def test_boxes_settle_on_the_printed_lines() -> None:
    near = settled_on(SHEET, told((22, 90, 66, 107)))
    assert near.boxes[0].tolist() == pytest.approx([20.0, 91.2, 60.0, 104.9], abs=0.1)
    assert len(settled_on(SHEET, told((100, 700, 150, 720))).boxes) == 0


@needs
@pytest.mark.parametrize(
    ("rows", "ap50"),
    [([(20.0, 91.2, 60.0, 104.9)], 100.0), ([(20.0, 191.2, 60.0, 204.9)], 0.0), ([], 0.0)],
)
def test_precision_is_cocos(rows: list[tuple[float, float, float, float]], ap50: float) -> None:
    figures = precision_of([SHEET], [told(*rows)])
    assert figures["heading"]["ap50"] == ap50
    assert figures["text"] == {"ap": 0.0, "ap50": 0.0, "regions": 1}
    assert figures["all"]["ap50"] == ap50 / 2
    assert figures["blocks"] == figures["text"]


TEXT, LIST, TABLE = (KINDS.index(kind) for kind in ("text", "list", "table"))
WHOLE, PART, ASIDE = (50.0, 100.0, 150.0, 300.0), (60.0, 200.0, 140.0, 300.0), (50.0, 310.0, 150.0, 400.0)


def truth(*rows: tuple[int, tuple[float, float, float, float]]) -> Truth:
    boxes = np.array([box for _, box in rows], dtype=np.float32).reshape(-1, 4)
    return Truth(
        boxes, np.array([label for label, _ in rows], dtype=np.int64), np.zeros(len(rows), dtype=bool)
    )


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        ([(TEXT, WHOLE), (LIST, PART), (LIST, ASIDE)], [False, True, False]),
        ([(LIST, PART), (TEXT, WHOLE)], [True, False]),
        ([(TEXT, WHOLE), (HEADING, (50.0, 80.0, 90.0, 95.0))], [False]),
        ([(TABLE, WHOLE), (LIST, WHOLE)], [False, True]),
        ([], []),
    ],
    ids=["list in text", "any order", "headings are none", "twice the same", "none"],
)
def test_a_block_in_a_larger_one_is_a_part_of_it(
    rows: list[tuple[int, tuple[float, float, float, float]]], parts: list[bool]
) -> None:
    blocks = blocks_in(truth(*rows))
    assert blocks.is_part.tolist() == parts
    assert not blocks.classes.any()


def test_of_blocks_told_of_the_same_the_surest_counts_whatever_it_is_made_of() -> None:
    boxes = np.array([WHOLE, WHOLE, ASIDE, WHOLE], dtype=np.float32)
    labels = np.array([TEXT, LIST, LIST, HEADING])
    found = blocks_told(Boxes(boxes, labels, np.array([0.6, 0.8, 0.3, 0.9], dtype=np.float32)))
    assert found.boxes.tolist() == [list(WHOLE), list(ASIDE)]
    assert found.scores.tolist() == pytest.approx([0.8, 0.3])


@needs
def test_what_is_told_of_a_part_is_neither_asked_for_nor_wrong() -> None:
    sheet = Sheet(SHEET.pixels, (Target("text", WHOLE), Target("list", PART)), (), (192.0, 768.0))
    rows = np.array([PART, WHOLE], dtype=np.float32)
    surest_first = Boxes(rows, np.array([LIST, LIST]), np.array([0.9, 0.5], dtype=np.float32))
    figures = precision_of([sheet], [surest_first])
    assert figures["blocks"] == {"ap": 100.0, "ap50": 100.0, "regions": 1}
    assert figures["text"]["ap50"] == 0.0


@needs
def test_two_steps_give_weights_that_can_be_gone_on_from(tmp_path: Path) -> None:
    said: list[str] = []
    config, plan = shipped() / "config.yaml", Plan(steps=2, batch=1)
    train([SHEET], config, tmp_path / "one.pth", plan, say=said.append)
    train([SHEET], config, tmp_path / "two.pth", plan, say=said.append, begin=tmp_path / "one.pth")
    assert (tmp_path / "two.pth").stat().st_size == pytest.approx(6.35e6, rel=0.02)
