"""The shipped model of regions, run without torch."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from parsing.engines.base import ModelMissing
from parsing.engines.geometry import GeometryEngine
from parsing.engines.layout_onnx import GRAPH, OnnxLayout
from parsing.engines.region_models import CARD, card_of, shipped
from parsing.stages.layout import layout_of
from parsing.stages.types import Page
from tests.parsing.stages.pages_of_words import page_of, put, stack


@pytest.fixture(scope="module")
def engine() -> OnnxLayout:
    return OnnxLayout()


LINES = [
    "kept the accounts of four harbours",
    "wrote tide tables",
    "trained two pilots",
    "led the night watch",
]

PAGE = page_of(
    put("Maren Solheim", 220, 40, size=24, bold=True),
    put("maren.solheim@example.org   +47 22 00 00 00", 180, 80),
    put("EXPERIENCE", 50, 120, size=14, bold=True),
    stack(LINES * 4, 50, 145),
    put("EDUCATION", 50, 420, size=14, bold=True),
    stack(LINES, 50, 445),
)


def drawn(page: Page) -> Image.Image:
    """The page's words in their places, at 100 dpi."""
    picture = Image.new("RGB", (850, 1100), "white")
    pen = ImageDraw.Draw(picture)
    for word in page.words:
        place = (word.box.x0 / 0.72, word.box.y0 / 0.72)
        pen.text(place, word.text, fill="black", font_size=word.size / 0.72)
    return picture


def test_regions_stand_where_they_are_in_points(engine: OnnxLayout) -> None:
    (found,) = engine.found_on([PAGE], [lambda: drawn(PAGE)])
    sure = [each for each in found if each.score > 0.3]
    headings = [each.box for each in sure if each.kind == "heading"]
    for top in (120, 420):
        assert any(abs(box.y0 - top) < 12 and abs(box.x0 - 50) < 15 for box in headings), headings
    assert any(each.kind == "name" and each.box.y1 < 80 for each in sure)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_pages_of_a_batch_are_laid_out_as_each_alone(engine: OnnxLayout) -> None:
    other = page_of(stack(LINES * 5, 300, 60))
    batch = engine.layouts_of([PAGE, other], [lambda: drawn(PAGE), lambda: drawn(other)])
    assert batch == [engine.layout_of(each, lambda each=each: drawn(each)) for each in (PAGE, other)]  # type: ignore[misc]
    assert engine.layouts_of([], []) == []


def test_without_a_picture_white_space_decides(engine: OnnxLayout) -> None:
    assert engine.layout_of(PAGE) == GeometryEngine().layout_of(PAGE)
    assert engine.layout_of(Page(1, 100.0, 100.0), lambda: drawn(PAGE)).regions == ()


def test_every_word_is_kept(engine: OnnxLayout) -> None:
    layout = layout_of(PAGE, engine, lambda: drawn(PAGE))
    assert sum(len(region.words) for region in layout.regions) == len(PAGE.words)


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2000, 3)])
def test_strange_pictures_do_no_harm(engine: OnnxLayout, size: tuple[int, int]) -> None:
    (found,) = engine.found_on([PAGE], [lambda: Image.new("RGB", size, "grey")])
    assert all(0 <= each.box.x0 <= each.box.x1 <= PAGE.width_pt for each in found)


def test_the_version_is_the_models(engine: OnnxLayout) -> None:
    assert engine.name == "onnx"
    assert engine.version == card_of(shipped()).sha256[GRAPH][:16]


def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped(), tmp_path / "layout"))


def test_a_file_that_is_not_the_cards_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / GRAPH).write_bytes((folder / GRAPH).read_bytes() + b"\0")
    with pytest.raises(ModelMissing, match="not the one that its card describes"):
        OnnxLayout(folder)


def test_missing_files_are_named(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / GRAPH).unlink()
    with pytest.raises(ModelMissing, match="is not there"):
        OnnxLayout(folder)
    (folder / CARD).unlink()
    with pytest.raises(ModelMissing, match="no card"):
        OnnxLayout(folder)


@pytest.mark.parametrize(
    "card", ["{", "{}", '{"classes": "flowers", "sha256": {}}', '{"classes": "resume", "sha256": 3}']
)
def test_a_card_that_says_too_little_is_refused(tmp_path: Path, card: str) -> None:
    folder = copied(tmp_path)
    (folder / CARD).write_text(card, encoding="utf-8")
    with pytest.raises(ModelMissing, match="does not say"):
        OnnxLayout(folder)


def test_importing_the_engine_loads_no_heavy_library() -> None:
    code = "import sys, parsing.engines.layout_onnx, parsing.engines.layout_detectron2; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    assert not {"onnxruntime", "torch", "detectron2"} & set(loaded)


def test_the_card_tells_what_the_model_was_made_of_and_is_worth() -> None:
    card = json.loads((shipped() / CARD).read_text(encoding="utf-8"))
    assert card["command"].startswith("manage.py train_layout ")
    assert {"seed", "pages", "hours", "device"} <= set(card["data"])
    assert {"kept_out", "kept_out, worn"} <= set(card["figures"])
    assert card["bytes"] < 25_000_000
    assert np.all([0 <= each["ap50"] <= 100 for each in card["figures"]["kept_out"].values()])


def test_boxes_in_points_know_nothing_of_the_pictures_size(engine: OnnxLayout) -> None:
    large = drawn(PAGE).resize((1700, 2200))
    (small,) = engine.found_on([PAGE], [lambda: drawn(PAGE)])
    (again,) = engine.found_on([PAGE], [lambda: large])
    headings = [
        sorted(each.box for each in found if each.kind == "heading" and each.score > 0.5)
        for found in (small, again)
    ]
    assert headings[0]
    for one, other in zip(*headings, strict=True):
        assert one == pytest.approx(other, abs=6)
