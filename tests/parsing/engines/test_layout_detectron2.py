"""Detectron2 and onnxruntime see the same boxes; other models' channels, units and classes are kept to."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from parsing.engines.base import ModelMissing
from parsing.engines.dense_boxes import Boxes, levels_of, overlaps
from parsing.engines.layout_detectron2 import CONFIG, WEIGHTS, Detectron2Layout, built, config_of
from parsing.engines.layout_onnx import OnnxLayout
from parsing.engines.region_models import CARD, card_of, shipped
from parsing.engines.regions import CLASS_MAPS
from parsing.stages.types import Page
from parsing.training.train_cards import digests_of
from parsing.training.train_layout import save
from tests.parsing.engines.test_layout_onnx import PAGE, drawn
from tests.parsing.stages.pages_of_words import page_of, stack

pytestmark = [
    pytest.mark.skipif(find_spec("detectron2") is None, reason="detectron2 is not installed (make test-gpu)"),
    # Detectron2 and its libraries call what torch has begun to discourage.
    pytest.mark.filterwarnings("ignore"),
]

SIZE = (192, 768)
SURE = 0.3


def model_in(folder: Path, changes: dict[str, Any], *, classes: str = "resume", louder: float = 1.0) -> Path:
    """A model of our architecture, changed, with weights of chance; `louder` makes its scores differ more."""
    import torch

    folder.mkdir()
    cfg = config_of(shipped() / CONFIG)
    cfg.MODEL.DEVICE = "cpu"
    cfg.merge_from_list([part for item in changes.items() for part in item])
    (folder / CONFIG).write_text(cfg.dump(), encoding="utf-8")
    torch.manual_seed(3)
    model = built(cfg)
    if louder != 1.0:
        torch.nn.init.normal_(model.head.cls_score.weight, std=0.01 * louder)
        torch.nn.init.constant_(model.head.cls_score.bias, -2.0)
        torch.nn.init.normal_(model.head.bbox_pred.weight, std=0.1)
    save(model.state_dict(), folder / WEIGHTS)
    told = {"classes": classes, "size": list(SIZE), "sha256": digests_of(folder)}
    (folder / CARD).write_text(json.dumps(told), encoding="utf-8")
    return folder


def are_same(one: Boxes, other: Boxes) -> None:
    """Each sure box of one is a box of the other, of the same class, and the other way round."""
    for told, again in ((one, other), (other, one)):
        sure = told.scores >= SURE
        same = overlaps(told.boxes[sure], again.boxes) * (told.classes[sure][:, None] == again.classes[None])
        assert sure.any()
        assert same.max(axis=1).min() >= 0.98


def noise(seed: int) -> Image.Image:
    """A picture of bars and grain."""
    chance = np.random.default_rng(seed)
    pixels = np.full((1100, 850), 255, dtype=np.uint8)
    for _ in range(60):
        x, y = int(chance.integers(0, 700)), int(chance.integers(0, 1000))
        pixels[y : y + int(chance.integers(5, 60)), x : x + int(chance.integers(20, 300))] = chance.integers(
            0, 120
        )
    return Image.fromarray(pixels).convert("RGB")


def test_the_shipped_model_gives_the_same_boxes_with_and_without_torch() -> None:
    pictures = [drawn(PAGE), drawn(page_of(stack(["kept the accounts", "led the watch"] * 9, 60, 60)))]
    for one, other in zip(
        Detectron2Layout().boxes_on(pictures), OnnxLayout().boxes_on(pictures), strict=True
    ):
        are_same(one, other)
    assert Detectron2Layout().layout_of(PAGE, lambda: drawn(PAGE)) == OnnxLayout().layout_of(
        PAGE, lambda: drawn(PAGE)
    )


def test_weights_of_chance_give_the_same_boxes_with_and_without_torch(tmp_path: Path) -> None:
    from parsing.training.export_layout import export

    folder = model_in(tmp_path / "model", {}, louder=40)
    export(folder, size=SIZE)
    told = {"classes": "resume", "size": list(SIZE), "sha256": digests_of(folder)}
    (folder / CARD).write_text(json.dumps(told), encoding="utf-8")
    pictures = [noise(seed) for seed in range(3)]
    for one, other in zip(
        Detectron2Layout(folder).boxes_on(pictures), OnnxLayout(folder).boxes_on(pictures), strict=True
    ):
        are_same(one, other)


def test_anchors_are_detectron2s() -> None:
    import torch
    from detectron2.modeling.anchor_generator import DefaultAnchorGenerator

    from parsing.training.export_layout import spec_of

    spec = spec_of(config_of(shipped() / CONFIG), SIZE)
    generator = DefaultAnchorGenerator(
        sizes=spec.sizes, aspect_ratios=spec.ratios, strides=spec.strides, offset=spec.offset
    )
    grids = [torch.zeros(1, 1, SIZE[1] // stride, SIZE[0] // stride) for stride in spec.strides]
    for ours, theirs in zip(levels_of(spec), generator(grids), strict=True):
        np.testing.assert_allclose(ours, theirs.tensor.numpy(), atol=1e-3)


def test_a_model_that_wants_blue_first_is_shown_blue_first(tmp_path: Path) -> None:
    colour = {"MODEL.PIXEL_MEAN": [100.0, 150.0, 200.0], "MODEL.PIXEL_STD": [50.0, 60.0, 70.0]}
    red_first, blue_first = (
        Detectron2Layout(model_in(tmp_path / form, {**colour, "INPUT.FORMAT": form}, louder=40))
        for form in ("RGB", "BGR")
    )
    chance = np.random.default_rng(1)
    shown = chance.integers(0, 255, (300, 200, 3), dtype=np.uint8)
    (one,) = red_first.boxes_on([Image.fromarray(shown)])
    (mirrored,) = blue_first.boxes_on([Image.fromarray(np.ascontiguousarray(shown[:, :, ::-1]))])
    (other,) = blue_first.boxes_on([Image.fromarray(shown)])
    np.testing.assert_allclose(one.boxes, mirrored.boxes, atol=1e-3)
    assert one.scores.tolist() != other.scores.tolist()


def test_another_models_classes_are_mapped_and_its_pictures_scaled_as_its_config_says(tmp_path: Path) -> None:
    wanted = {"MODEL.RETINANET.NUM_CLASSES": 5, "INPUT.MIN_SIZE_TEST": 200, "INPUT.MAX_SIZE_TEST": 300}
    folder = model_in(tmp_path / "papers", wanted, classes="publaynet", louder=40)
    card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    (folder / CARD).write_text(json.dumps({**card, "size": None}), encoding="utf-8")
    engine = Detectron2Layout(folder)
    page = Page(1, 595.0, 842.0, PAGE.words)
    (found,) = engine.found_on([page], [lambda: noise(1)])
    assert found
    assert {each.kind for each in found} <= set(CLASS_MAPS["publaynet"])
    assert max(each.box.x1 for each in found) <= 595
    assert max(each.box.y1 for each in found) > 500


@pytest.mark.parametrize(
    ("changes", "message"),
    [({"MODEL.FPN.OUT_CHANNELS": 32}, "do not fit"), ({"INPUT.FORMAT": "YUV-BT.601"}, "YUV-BT.601")],
)
def test_what_does_not_fit_together_is_told(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    folder = model_in(tmp_path / "model", {})
    cfg = config_of(folder / CONFIG)
    cfg.merge_from_list([part for item in changes.items() for part in item])
    (folder / CONFIG).write_text(cfg.dump(), encoding="utf-8")
    (folder / CARD).write_text(
        json.dumps({"classes": "resume", "size": list(SIZE), "sha256": digests_of(folder)}), encoding="utf-8"
    )
    with pytest.raises(ModelMissing, match=message):
        Detectron2Layout(folder).boxes_on([noise(1)])


def test_weights_that_are_not_the_cards_are_refused_before_they_are_read(tmp_path: Path) -> None:
    folder = model_in(tmp_path / "model", {})
    (folder / WEIGHTS).write_bytes(b"not weights")
    with pytest.raises(ModelMissing, match="not the one that its card describes"):
        Detectron2Layout(folder)


def test_the_version_is_that_of_the_weights_and_the_device_is_told() -> None:
    import torch

    engine = Detectron2Layout()
    assert engine.version == card_of(shipped()).sha256[WEIGHTS][:16]
    assert engine.device == ("cuda" if torch.cuda.is_available() else "cpu")
