"""Pictures of pages to words, with what a scanner does to them mended."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from parsing.engines.tesseract import TesseractEngine
from parsing.stages.layout_segments import level_words
from parsing.stages.ocr import language_of, read_page
from parsing.stages.types import Box, Page, Word
from tests.parsing.stages.pages_of_words import read
from tests.parsing.stages.scans import DPI, FONT, drawn

pytestmark = pytest.mark.skipif(not Path(FONT).exists(), reason="DejaVu Sans is not installed")

TEXT = [
    "Anke de Boer",
    "Beekeeper and archivist in Utrecht",
    "Kept the bees of the town museum for nine years",
    "and answered letters from visitors in the evening.",
    "Wrote the weekly plan of the archive with four others",
    "and trained the students who came to help in summer.",
    "Education at the university of Utrecht from 2009 to 2013",
    "Skills in filing, bookbinding, driving and first aid",
]


@pytest.fixture(scope="module")
def engine() -> TesseractEngine:
    return TesseractEngine()


def page_for(picture: Image.Image) -> Page:
    return Page(1, picture.width * 72 / DPI, picture.height * 72 / DPI, needs_ocr="no_text")


def lines_in(page: Page) -> list[str]:
    return [line.text.replace("\t", " ") for line in read(page)]


def test_a_clean_scan_is_read_as_it_stands(engine: TesseractEngine) -> None:
    picture = drawn(TEXT)
    page = read_page(page_for(picture), picture, engine, dpi=DPI)
    assert lines_in(page) == TEXT
    assert (page.source, page.turned, page.skew) == ("ocr", 0, 0.0)
    assert page.ocr_confidence > 0.8
    first = page.words[0].box
    assert first.x0 == pytest.approx(70 * 72 / DPI, abs=2)
    assert 70 * 72 / DPI - 3 < first.y0 < first.y1 < 110 * 72 / DPI


@pytest.mark.parametrize("degrees", [-2.5, -0.7, 1.2, 3.0])
def test_a_page_askew_is_read_and_its_boxes_stay_where_the_picture_shows_them(
    engine: TesseractEngine, degrees: float
) -> None:
    picture = drawn(TEXT).rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)
    page = read_page(page_for(picture), picture, engine, dpi=DPI)
    assert lines_in(page) == TEXT
    assert page.skew == pytest.approx(-degrees, abs=0.25)
    level = [word.box for word in level_words(page) if word.text in ("Skills", "first")]
    shown = [word.box for word in page.words if word.text in ("Skills", "first")]
    assert abs(level[0].y1 - level[1].y1) < 2
    assert (shown[1].y1 > shown[0].y1 + 2) == (degrees < 0)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_on_its_side_or_head_comes_back_upright(engine: TesseractEngine, turn: int) -> None:
    picture = drawn(TEXT * 2, size=(1000, 900), step=48)
    turned = picture.rotate(turn, expand=True)
    page = read_page(page_for(turned), turned, engine, dpi=DPI)
    assert page.turned == turn
    assert (page.width_pt, page.height_pt) == pytest.approx((1000 * 72 / DPI, 900 * 72 / DPI))
    assert lines_in(page)[0] == TEXT[0]


def test_light_text_on_a_dark_sidebar_is_read(engine: TesseractEngine) -> None:
    picture = drawn(TEXT, size=(1300, 700), at=(420, 70))
    labels = ["CONTACT", "Utrecht", "Netherlands", "LANGUAGES", "Dutch", "English"]
    side = drawn(labels, size=(360, 700), paper=40, ink=250, at=(30, 90), step=80)
    picture.paste(side, (0, 0))
    words = {word.text for word in read_page(page_for(picture), picture, engine, dpi=DPI).words}
    assert {"CONTACT", "Netherlands", "LANGUAGES", "English", "Beekeeper", "bookbinding,"} <= words


def test_a_photograph_in_uneven_light_is_read(engine: TesseractEngine) -> None:
    shade = Image.linear_gradient("L").resize((1000, 700)).point(lambda light: 90 + light * 150 // 255)
    picture = Image.composite(shade, Image.new("L", (1000, 700), 20), drawn(TEXT))
    page = read_page(page_for(picture), picture, engine, dpi=DPI)
    assert lines_in(page) == TEXT


@pytest.mark.parametrize("size", [(1, 1), (5000, 2), (40, 40), (900, 600)])
@pytest.mark.parametrize("grey", [0, 128, 255])
def test_an_empty_picture_has_no_words(engine: TesseractEngine, size: tuple[int, int], grey: int) -> None:
    picture = Image.new("L", size, grey)
    page = read_page(page_for(picture), picture, engine, dpi=DPI)
    assert (page.words, page.source, page.ocr_confidence) == ((), "ocr", 0.0)


def test_a_french_page_keeps_its_accents(engine: TesseractEngine) -> None:
    if "fr" not in engine.installed():
        pytest.skip("the French model is not installed")
    text = [
        "Expérience professionnelle de l'été dernier",
        "Chargée des archives de la ville dans une équipe",
        "Formation à l'université de Liège en février",
        "Compétences et langues parlées avec les élèves",
    ]
    picture = drawn(text * 2, size=(1000, 500))
    assert lines_in(read_page(page_for(picture), picture, engine, dpi=DPI))[:4] == text


class _Telling:
    """Notes what it is asked and reads nothing."""

    name = "telling"
    version = "1"

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def read(self, image: Image.Image, *, dpi: int, languages: Sequence[str] = ()) -> list[Word]:
        self.asked.append(tuple(languages))
        return []


def test_languages_that_are_named_are_the_ones_read() -> None:
    engine, picture = _Telling(), drawn(TEXT)
    read_page(page_for(picture), picture, engine, dpi=DPI, languages=("de", "fr"))
    assert engine.asked == [("de", "fr")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the keeper of the bees and of the archive in the town", "en"),
        ("la gardienne des abeilles et des archives de la ville pour une année", "fr"),
        ("die Hüterin der Bienen und der Archive von der Stadt für ein Jahr", "de"),
        ("la guardiana de las abejas y del archivo para la ciudad con su experiencia", "es"),
        ("a guarda das abelhas e dos arquivos para uma cidade com formação", "pt"),
        ("la custode delle api e della biblioteca per la città con esperienza", "it"),
        ("de hoeder van het archief en de bijen voor het museum met opleiding", "nl"),
        ("Python Django PostgreSQL", "en"),
        ("Jezyki obce", "pl"),
        ("SPRAKKUNSKAPER", "sv"),
        ("Experience", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_text_is_told_by_its_little_words(text: str, language: str) -> None:
    assert (
        language_of(
            [Word(word, Box(20.0 * at, 0, 20.0 * at + 10, 10)) for at, word in enumerate(text.split())]
        )
        == language
    )
