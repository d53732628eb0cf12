"""Tesseract behind the OCR protocol."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from parsing.engines.tesseract import TesseractEngine
from parsing.errors import StageError
from tests.parsing.stages.scans import FONT, drawn

pytestmark = pytest.mark.skipif(not Path(FONT).exists(), reason="DejaVu Sans is not installed")


@pytest.fixture(scope="module")
def engine() -> TesseractEngine:
    return TesseractEngine()


def test_words_come_with_boxes_in_points_sizes_and_confidences(engine: TesseractEngine) -> None:
    words = engine.read(drawn(["Kept bees in Utrecht"]), dpi=144)
    assert [word.text for word in words] == ["Kept", "bees", "in", "Utrecht"]
    assert all(0.5 < word.confidence <= 1 for word in words)
    assert words[0].box.x0 == pytest.approx(35, abs=2)
    # 24 pixels of type at 144 dpi are 12 points.
    assert words[0].size == pytest.approx(12, abs=2)
    assert len({round(word.box.y1) for word in words}) == 1


def test_boxes_reach_from_ascender_to_descender_whatever_the_letters(engine: TesseractEngine) -> None:
    low, high = engine.read(drawn(["on Thursdays"]), dpi=144)
    assert low.box.y0 == pytest.approx(high.box.y0, abs=1.5)
    assert low.box.y1 == pytest.approx(high.box.y1, abs=1.5)


def test_a_colour_picture_is_read_as_well(engine: TesseractEngine) -> None:
    assert [word.text for word in engine.read(drawn(["Kept bees"]).convert("RGBA"), dpi=144)] == [
        "Kept",
        "bees",
    ]


def test_the_version_is_the_librarys(engine: TesseractEngine) -> None:
    assert (engine.name, engine.version[:2]) == ("tesseract", "5.")


def test_a_language_that_is_not_installed_is_an_unavailable_engine(engine: TesseractEngine) -> None:
    with pytest.raises(StageError) as raised:
        engine.read(drawn(["Kept bees"]), dpi=144, languages=("xx",))
    assert raised.value.code == "engine_unavailable"


def test_a_folder_without_models_is_an_unavailable_engine(tmp_path: Path) -> None:
    empty = TesseractEngine(str(tmp_path))
    assert empty.installed() == frozenset()
    with pytest.raises(StageError) as raised:
        empty.read(drawn(["Kept bees"]), dpi=144)
    assert raised.value.code == "engine_unavailable"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_turn_that_makes_a_page_upright_is_found(engine: TesseractEngine, turn: int) -> None:
    text = [
        "Kept the bees of the town museum for nine years",
        "and answered letters from visitors there.",
    ] * 6
    picture = drawn(text, size=(1000, 700)).rotate(turn, expand=True)
    found, sureness = engine.turn_of(picture)
    assert found == turn
    assert sureness > 1


def test_the_module_loads_without_the_library() -> None:
    script = "import sys, parsing.engines.tesseract; sys.exit('tesserocr' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
