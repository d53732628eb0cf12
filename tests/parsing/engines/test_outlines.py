"""Letters drawn as shapes are known for what they are; icons, stars and charts are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from parsing.engines.outlines import has_outlined_text
from parsing.engines.pdfium import read_pdf
from parsing.stages.flow import read
from parsing.stages.types import Box, Limits
from tests.parsing.engines.outline_files import FONT, outlined_at
from tests.parsing.engines.pdf_files import LINES, paragraph, pdf

pytestmark = pytest.mark.skipif(not Path(FONT).exists(), reason="DejaVu Sans is not installed")

NOTHING = np.zeros((0, 4), np.float32)


def row(widths: list[float], *, y: float = 100.0, height: float = 8.0, gap: float = 1.0) -> list[Box]:
    boxes, x = [], 50.0
    for width in widths:
        boxes.append(Box(x, y - height, x + width, y))
        x += width + gap
    return boxes


LETTERS = [5.0, 3.0, 6.5, 2.0, 5.5, 8.0, 4.0] * 4


@pytest.mark.parametrize(
    ("shapes", "is_text"),
    [
        (row(LETTERS), True),
        (row(LETTERS[:9]), False),
        (row([14.0, 9.0, 17.0, 6.0, 15.0, 20.0], height=22), True),
        (row([8.0] * 40), False),
        (row(LETTERS, gap=30), False),
        ([], False),
    ],
    ids=["a line", "a logo", "a headline", "stars", "icons", "nothing"],
)
def test_what_rows_of_shapes_are(shapes: list[Box], is_text: bool) -> None:
    assert has_outlined_text(shapes, NOTHING) is is_text


def test_shapes_behind_words_are_their_background() -> None:
    words = np.array([[40, 80, 400, 110]], np.float32)
    assert not has_outlined_text(row(LETTERS), words)


def test_a_page_whose_text_is_outlines_is_read_by_its_picture() -> None:
    drawn = "".join(outlined_at(72, 700 - 30 * at, line, size=14) for at, line in enumerate(LINES))
    [page] = read_pdf(pdf(drawn), Limits()).pages
    assert page.needs_ocr == "no_text"


def test_a_headline_of_outlines_is_read_beside_the_text_layer() -> None:
    banner = outlined_at(72, 690, "Anke de Boer", size=30)
    data = pdf(paragraph(LINES[1:]).replace("760", "640") + banner)
    [page] = read_pdf(data, Limits()).pages
    assert page.needs_ocr == "outlines"
    reading = read(data, "resume.pdf")
    text = [line.text for line in reading.lines]
    assert "Anke de Boer" in text
    assert "mara@example.org" in text
    assert reading.document.pages[0].source == "text_layer"
    assert not [finding for finding in reading.findings if finding.code == "readings_disagree"]


def test_a_page_of_plain_text_has_no_outlines() -> None:
    [page] = read_pdf(pdf(paragraph()), Limits()).pages
    assert page.needs_ocr == ""
