"""What reading costs in one process: CPU against the best library alone, and memory over many files."""

from __future__ import annotations

import ctypes
import io
import json
import os
import statistics
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from config.garbage import spare_what_is_loaded
from parsing.engines.office import OfficeConverter
from parsing.stages.flow import Engines, read
from parsing.stages.types import Limits
from tests.benchmarks.figures import Figure, cpu_ms, cpu_side_by_side, living_children

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
ROUNDS = 6
EVAL_DIR = Path(os.environ.get("EVAL_DIR") or Path(__file__).parents[3] / "shared" / "eval")


def figures() -> Iterator[Figure]:
    """All figures of this module, in a process that goes about garbage as a worker does."""
    spare_what_is_loaded()
    engines = Engines(make_sections=lambda: None, make_entities=lambda: None)
    yield from text_pdf(engines)
    yield docx(engines)
    yield from memory(engines)  # before the models, which stay
    yield from with_models()
    yield scan(engines)
    yield from office()


def text_pdf(engines: Engines) -> Iterator[Figure]:
    """A text-layer résumé read by rules, against pypdfium2's text with a box a character.

    Judged on résumés that others made, where they are at hand: each is read in its turn, so that nothing
    is remembered from the last time, and they are as long as résumés are. Ours have one short page each.
    """
    ours = [(SAMPLES / name).read_bytes() for name in TEXT_PDFS]
    theirs = list(_text_pdfs_of_others())
    if theirs:
        yield from _against_pdfium(theirs, engines, "text_pdf", 5, f"{len(theirs)} PDFs of others")
    yield from _against_pdfium(
        ours, engines, "short_text_pdf" if theirs else "text_pdf", None if theirs else 5, "own samples"
    )


def with_models() -> Iterator[Figure]:
    """The same résumés with every model that votes: what they add, and what a process then holds."""
    engines = Engines()
    files = list(_text_pdfs_of_others()) or [(SAMPLES / name).read_bytes() for name in TEXT_PDFS]
    yield from _against_pdfium(files, engines, "text_pdf_with_models", 10, f"{len(files)} PDFs", most_ms=110)
    yield Figure("memory_with_models", resident_mb(), 600, unit="MB", note="without OCR's models")


def _against_pdfium(
    files: Sequence[bytes],
    engines: Engines,
    name: str,
    bar: float | None,
    note: str,
    *,
    most_ms: float | None = None,
) -> Iterator[Figure]:
    def read_one(data: bytes) -> None:
        read(data, "resume.pdf", engines=engines)

    passes = [
        [(cpu_ms(partial(read_one, data)), cpu_ms(partial(characters_with_boxes, data))) for data in files]
        for _ in range(ROUNDS)
    ][1:]
    costs = [
        [statistics.median(run[number][side] for run in passes) for side in (0, 1)]
        for number in range(len(files))
    ]
    ratio = statistics.median(ours / floor for ours, floor in costs)
    yield Figure(f"{name}_cpu_against_pdfium", ratio, bar, unit="×", note=note)
    yield Figure(f"{name}_cpu", statistics.median(ours for ours, _ in costs), most_ms, unit="ms", note=note)
    yield Figure(f"{name}_pdfium_cpu", statistics.median(floor for _, floor in costs), unit="ms", note=note)


def _text_pdfs_of_others() -> Iterator[bytes]:
    for meta in sorted((EVAL_DIR / "resumes").glob("*/meta.json")):
        told = json.loads(meta.read_text())
        if told["file"].endswith(".pdf") and told["text_layer"]:
            yield (meta.parent / told["file"]).read_bytes()


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
