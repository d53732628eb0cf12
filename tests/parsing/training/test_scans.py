"""Scans: the same chance gives the same picture, and boxes move with the page."""

from __future__ import annotations

import io
import random
from dataclasses import replace

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from parsing.training import scans
from parsing.training.printing import printed
from parsing.training.types import Printed

HTML = (
    "<style>@page { size: 300pt 200pt; margin: 30pt } p { font: 14pt Lato; margin: 40pt 0 0 60pt }</style>"
    "<p><span data-field='basics.name'>MMMMMM</span></p>"
)
STRAIGHT = scans.Wear(
    dpi=150, skew_degrees=0.0, lean=(0.0, 0.0, 0.0, 0.0), blur=0.0, noise=0.0, contrast=1.0, paper=1.0,
    shadow=0.0, specks=0, jpeg_quality=90, is_colour=False, is_photo=False, suffix="png",
)  # fmt: skip


@pytest.fixture(scope="module")
def page() -> Printed:
    """One word on a small page."""
    return printed(HTML)


@pytest.mark.parametrize("seed", range(4))
def test_the_same_chance_gives_the_same_bytes(page: Printed, seed: int) -> None:
    one, other = (scans.scanned(page, random.Random(seed)) for _ in range(2))
    assert (one.content, one.suffix, one.printed) == (other.content, other.suffix, other.printed)


def test_every_kind_of_file_is_made(page: Printed) -> None:
    made = {scan.suffix: scan for seed in range(30) if (scan := scans.scanned(page, random.Random(seed)))}
    assert set(made) == {"pdf", "png", "jpg"}
    assert Image.open(io.BytesIO(made["png"].content)).format == "PNG"
    assert Image.open(io.BytesIO(made["jpg"].content)).format == "JPEG"
    document = pypdfium2.PdfDocument(made["pdf"].content)
    text = document[0].get_textpage()
    assert text.get_text_range() == ""
    text.close()
    document.close()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"skew_degrees": 3.0},
        {"skew_degrees": -2.0, "dpi": 300},
        {"lean": (0.012, -0.01, 0.008, -0.012)},
        {"is_photo": True, "is_colour": True, "shadow": 0.2},
        {"skew_degrees": 1.0, "lean": (0.01, 0.0, 0.0, -0.01), "blur": 0.8, "is_colour": True},
    ],
)
def test_the_ink_is_where_the_truth_says(
    page: Printed, changes: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    wear = replace(STRAIGHT, **changes)
    monkeypatch.setattr(scans, "wear_of", lambda rng, *, pages: wear)
    scan = scans.scanned(page, random.Random(1))
    ink = np.asarray(Image.open(io.BytesIO(scan.content)).convert("L")) < 128
    rows, columns = np.nonzero(ink)
    scale = 72 / wear.dpi
    x0, y0, x1, y1 = scan.printed.words[0].box
    assert columns.min() * scale == pytest.approx(x0, abs=2.5)
    assert columns.max() * scale == pytest.approx(x1, abs=2.5)
    assert y0 - 1 <= rows.min() * scale <= rows.max() * scale <= y1 + 1


def test_wear_stays_within_what_is_promised() -> None:
    many = [scans.wear_of(random.Random(seed), pages=1) for seed in range(300)]
    assert {wear.dpi for wear in many} == {150, 200, 250, 300}
    assert max(abs(wear.skew_degrees) for wear in many) <= 3
    assert all(wear.suffix == "pdf" for wear in [scans.wear_of(random.Random(s), pages=2) for s in range(20)])
