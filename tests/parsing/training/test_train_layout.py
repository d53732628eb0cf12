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
from parsing.training.train_layout import Plan, precision_of, settled_on, train, truth_of

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


@needs
def test_two_steps_give_weights_that_can_be_gone_on_from(tmp_path: Path) -> None:
    said: list[str] = []
    config, plan = shipped() / "config.yaml", Plan(steps=2, batch=1)
    train([SHEET], config, tmp_path / "one.pth", plan, say=said.append)
    train([SHEET], config, tmp_path / "two.pth", plan, say=said.append, begin=tmp_path / "one.pth")
    assert (tmp_path / "two.pth").stat().st_size == pytest.approx(6.35e6, rel=0.02)
