"""What reading costs in one process: CPU against the best library alone, and memory over many files."""

from __future__ import annotations

import ctypes
import io
import os
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from parsing.engines.office import OfficeConverter
from parsing.stages.flow import Engines, read
from parsing.stages.types import Limits
from tests.benchmarks.figures import Figure, cpu_side_by_side, living_children

if TYPE_CHECKING:
    from PIL.Image import Image

SAMPLES = Path(__file__).parent.parent / "samples" / "files"
TEXT_PDFS = (
    "single-column.pdf",
    "two-columns.pdf",
    "left-sidebar.pdf",
    "right-sidebar.pdf",
    "label-rail.pdf",
    "lebenslauf-table.pdf",
    "french-two-columns.pdf",
    "spanish-single-column.pdf",
)
ROUNDS = 15


def figures() -> Iterator[Figure]:
    """All figures of this module."""
    engines = Engines()
    yield from text_pdf(engines)
    yield docx(engines)
    yield from memory(engines)
    yield scan(engines)
    yield from office()


def text_pdf(engines: Engines) -> Iterator[Figure]:
    """A text-layer résumé read by rules, against pypdfium2's text with a box a character."""
    ours, floor = [], []
    for name in TEXT_PDFS:
        data = (SAMPLES / name).read_bytes()
        read_ms, boxes_ms = cpu_side_by_side(
            [lambda: read(data, name, engines=engines), lambda: characters_with_boxes(data)],  # noqa: B023
            rounds=ROUNDS,
        )
        ours.append(read_ms)
        floor.append(boxes_ms)
    ratios = [one / other for one, other in zip(ours, floor, strict=True)]
    yield Figure("text_pdf_cpu_against_pdfium", statistics.median(ratios), 5, unit="×")
    yield Figure("text_pdf_cpu", statistics.median(ours), unit="ms", note="goal 25")
    yield Figure("pdfium_characters_cpu", statistics.median(floor), unit="ms")


def characters_with_boxes(data: bytes) -> int:
    """How many characters pypdfium2 finds, each asked for its box: the floor of reading a PDF."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    found = 0
    with pdfium.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            text.get_text_range()
            count = text.count_chars()
            for index in range(count):
                raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
            found += count
    return found


def docx(engines: Engines) -> Figure:
    """A DOCX read from its own XML."""
    data = (SAMPLES / "word.docx").read_bytes()
    [taken] = cpu_side_by_side([lambda: read(data, "word.docx", engines=engines)], rounds=ROUNDS)
    return Figure("docx_cpu", taken, 40, unit="ms")


def scan(engines: Engines) -> Figure:
    """A scanned page, from file to profile, against tesserocr alone on the same picture."""
    data = (SAMPLES / "scan.pdf").read_bytes()
    picture = page_picture(data, dpi=200)
    ours, alone = cpu_side_by_side(
        [lambda: read(data, "scan.pdf", engines=engines), lambda: tesserocr_alone(picture)], rounds=5
    )
    return Figure(
        "scan_cpu_against_tesserocr",
        ours / alone,
        1.25,
        unit="×",
        note=f"{ours:.0f} ms against {alone:.0f} ms",
    )


def page_picture(data: bytes, *, dpi: int) -> Image:
    """The first page in grey."""
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(data) as document:
        return document[0].render(scale=dpi / 72).to_pil().convert("L")


_warm: dict[str, object] = {}


def tesserocr_alone(picture: Image) -> str:
    """What a warm tesserocr reads in the picture as it is."""
    import tesserocr

    if "api" not in _warm:
        folder = os.environ.get("TESSDATA_PREFIX", "/usr/share/tesseract-ocr/5/tessdata")
        _warm["api"] = tesserocr.PyTessBaseAPI(path=folder, lang="eng", psm=tesserocr.PSM.AUTO)
    api = _warm["api"]
    api.SetImage(picture)
    api.SetSourceResolution(200)
    api.Recognize()
    return str(api.GetTSVText(0))


def office() -> Iterator[Figure]:
    """Conversions and previews by a warm LibreOffice in its box."""
    converter = OfficeConverter()
    try:
        for name, kind in (
            ("old-word.doc", "doc"),
            ("rich-text.rtf", "rtf"),
            ("open-document.odt", "odt"),
            ("word.docx", "docx"),
        ):
            data = (SAMPLES / name).read_bytes()
            converter.to_pdf(data, kind, Limits())
            taken = []
            for _ in range(7):
                before = converter.cpu_seconds()
                converter.to_pdf(data, kind, Limits())
                taken.append(converter.cpu_seconds() - before)
            yield Figure(f"office_{kind}_cpu", statistics.median(taken), 0.4, unit="s")
    finally:
        converter.close()


def memory(engines: Engines) -> Iterator[Figure]:
    """Peak and growth of resident memory over 200 files that need no OCR, each a little different."""
    files = [
        SAMPLES / name for name in (*TEXT_PDFS, "word.docx", "markdown.md", "web-page.html", "plain-text.txt")
    ]
    after: dict[int, float] = {}
    for number in range(1, 201):
        path = files[number % len(files)]
        read(path.read_bytes(), path.name, engines=engines)
        if number in {50, 200}:
            after[number] = resident_mb()
    yield Figure("memory_growth_over_150_files", after[200] - after[50], 5, unit="MB")
    yield Figure("memory_of_a_parsing_process", after[200], 300, unit="MB", note="without OCR's models")


def resident_mb() -> float:
    """Resident memory of this process and its readers, what they share counted for each."""
    pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in ("self", *living_children())]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def varied(data: bytes, number: int) -> bytes:
    """The PDF with another title in its metadata: the same pages, another content hash."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.add_metadata({"/Title": f"Résumé {number}"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
