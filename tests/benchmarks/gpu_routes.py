"""The table of routes in docs/engines.md: which engine for which page, what it gains and what it costs.

    python -m tests.benchmarks.gpu_routes [--cases DIR] [--kept DIR] [--ocr tesseract,easyocr]

Reads the third-party cases once with each OCR engine, lays them out by each route, scores every route with
the cases' own scorer, and prints a Markdown table. An engine that is not installed is left out and named. Run
it with `.venv-gpu/bin/python` for all of them. What OCR read is kept: EasyOCR takes minutes on a CPU.
"""

from __future__ import annotations

import argparse
import json
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

from parsing.engines.base import LayoutEngine, ModelMissing, OcrEngine
from parsing.errors import StageError
from parsing.stages import intake, ocr, routing
from parsing.stages.flow import Engines, PageReading, assemble, convert_document, picture_of
from parsing.stages.json_resume import json_resume
from parsing.stages.types import Document, Layout, Limits, Page
from tests.benchmarks.reading_order import Kept, kept_in, share

if TYPE_CHECKING:
    from PIL.Image import Image

ROOT: Final = Path(__file__).resolve().parents[2]
EVAL: Final = ROOT.parent / "shared" / "eval"
LIMITS: Final = Limits()


@dataclass
class Timed:
    """A layout engine and the CPU seconds that it took; `pages` counts what it was shown."""

    engine: LayoutEngine
    pages: int = 0
    seconds: float = 0.0

    @property
    def name(self) -> str:
        """The engine's."""
        return self.engine.name

    @property
    def version(self) -> str:
        """The engine's."""
        return self.engine.version

    def layout_of(self, page: Page, image: Callable[[], Image] | None = None) -> Layout:
        """The engine's layout; drawing the page is part of what it costs."""
        begun = time.process_time()
        try:
            return self.engine.layout_of(page, image)
        finally:
            self.pages += 1
            self.seconds += time.process_time() - begun


class Case(NamedTuple):
    """A case that was opened and whose pages were read."""

    name: str
    kind: str
    file: str
    document: Document
    pages: tuple[Page, ...]
    ocr_pages: int
    ocr_seconds: float


@dataclass
class Row:
    """One line of the table. By sort of case: F1, and how much of the reading order is kept, in percent."""

    ocr: str
    layout: str
    pages: int = 0
    sent_up: int = 0
    f1: dict[str, float] = field(default_factory=dict)
    order: dict[str, float] = field(default_factory=dict)
    seconds_sent_up: float = 0.0
    seconds_ocr: float = 0.0

    def line(self) -> str:
        """The row as Markdown."""
        share = f"{self.sent_up / max(1, self.pages):.0%} ({self.sent_up})"
        scores = " | ".join(
            f"{self.f1[sort]:.2f} / {self.order[sort]:.1f}" if sort in self.f1 else "–" for sort in SORTS
        )
        up = f"{self.seconds_sent_up:.2f}" if self.sent_up else "–"
        return f"| {self.ocr} | {self.layout} | {share} | {scores} | {up} | {self.seconds_ocr:.1f} |"


SORTS: Final = ("all", "OCR'd", "several columns")
HEAD: Final = (
    "| OCR | layout in doubt | pages sent up | all: F1 / order | OCR'd | several columns "
    "| CPU s a page sent up | CPU s a page of OCR |\n|---|---|---|---|---|---|---|---|"
)


def layout_routes() -> Iterator[tuple[str, LayoutEngine | None]]:
    """The engines that may look at pages in doubt; None: the light one's layout stands."""
    yield "geometry", None
    for name, make in (("onnx", _onnx), ("detectron2", _detectron2)):
        try:
            yield name, make()
        except (ModelMissing, ImportError) as error:
            print(f"# {name} is left out: {error}", file=sys.stderr)


def _onnx() -> LayoutEngine:
    from parsing.engines.layout_onnx import OnnxLayout

    return OnnxLayout()


def _detectron2() -> LayoutEngine:
    from parsing.engines.layout_detectron2 import Detectron2Layout

    return Detectron2Layout()


def ocr_engines(names: Sequence[str]) -> Iterator[OcrEngine]:
    """The OCR engines of these names that work here."""
    from parsing.engines.easyocr import EasyOcrEngine
    from parsing.engines.tesseract import TesseractEngine

    if "tesseract" in names:
        yield TesseractEngine()  # type: ignore[misc]  # its version is a property
    if "easyocr" in names:
        if problem := EasyOcrEngine.problem():
            print(f"# easyocr is left out: {problem}", file=sys.stderr)
        else:
            yield EasyOcrEngine()


def opened(folder: Path, engine: OcrEngine, kept: Path) -> Case | None:
    """The case with all its words; None where it cannot be read."""
    path = kept / engine.name / f"{folder.name}.pickle"
    if path.is_file():
        return Case(*pickle.loads(path.read_bytes()))  # written below, on this machine
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    data = (folder / meta["file"]).read_bytes()
    try:
        kind = intake.inspect(meta["file"], data, LIMITS).kind
        case = _read(folder.name, meta["file"], data, kind, engine)
    except StageError:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(tuple(case)))
    return case


def _read(name: str, file: str, data: bytes, kind: str, engine: OcrEngine) -> Case:
    document = convert_document(data, kind, engines=Engines(), limits=LIMITS)
    pages, seen, seconds = [], 0, 0.0
    for page in document.pages:
        if page.needs_ocr:
            picture = picture_of(data, kind, document, page.number, LIMITS)(LIMITS.ocr_dpi, grey=True)
            begun = time.process_time()
            page = _words(page, picture, engine)
            seconds += time.process_time() - begun
            seen += 1
        pages.append(page)
    return Case(name, kind, file, document, tuple(pages), seen, seconds)


def _words(page: Page, picture: Image, engine: OcrEngine) -> Page:
    """As the product does: what the engine has no weights for, the light one reads."""
    from parsing.engines.tesseract import TesseractEngine

    try:
        return ocr.read_page(page, picture, engine, dpi=LIMITS.ocr_dpi)
    except StageError:
        return ocr.read_page(page, picture, TesseractEngine(), dpi=LIMITS.ocr_dpi)  # type: ignore[arg-type]


def row_of(cases: Sequence[tuple[Path, Case]], ocr_name: str, layout: str, heavy: LayoutEngine | None) -> Row:
    """What this route gives on all cases."""
    timed = Timed(heavy) if heavy else None
    engines = Engines()
    row = Row(ocr_name, layout)
    kept: dict[str, Kept] = {}
    with TemporaryDirectory(prefix="vitae-routes-") as folder:
        out = Path(folder)
        for source, case in cases:
            readings = list(_laid_out(source, case, engines, timed))
            read = assemble(case.document, readings, engines=engines)
            (out / f"{case.name}.json").write_text(json.dumps(json_resume(read.profile), ensure_ascii=False))
            truth = json.loads((source / "truth.json").read_text(encoding="utf-8"))
            kept[case.name] = kept_in(truth, " ".join(line.text for line in read.lines))
            row.pages += len(case.pages)
        row.f1 = dict(scores(out, cases))
    for sort in row.f1:
        row.order[sort] = share([kept[case.name] for folder, case in cases if _is_of(sort, folder, case)])
    if timed and timed.pages:
        row.sent_up, row.seconds_sent_up = timed.pages, timed.seconds / timed.pages
    seen = sum(case.ocr_pages for _, case in cases)
    row.seconds_ocr = sum(case.ocr_seconds for _, case in cases) / max(1, seen)
    return row


def _laid_out(
    source: Path, case: Case, engines: Engines, heavy: LayoutEngine | None
) -> Iterator[PageReading]:
    data = (source / case.file).read_bytes()
    for page in case.pages:
        draw = picture_of(data, case.kind, case.document, page.number, LIMITS)
        dpi = getattr(getattr(heavy, "engine", None), "dpi", LIMITS.ocr_dpi)
        yield PageReading(page, routing.laid_out(page, engines.layout, heavy, partial(draw, dpi)))


def scores(predictions: Path, cases: Sequence[tuple[Path, Case]]) -> Iterator[tuple[str, float]]:
    """The macro F1 of each sort of case."""
    for sort in SORTS:
        chosen = [folder for folder, case in cases if _is_of(sort, folder, case)]
        if chosen:
            yield sort, _macro(predictions, chosen)


def _is_of(sort: str, folder: Path, case: Case) -> bool:
    if sort == "OCR'd":
        return case.ocr_pages > 0
    if sort == "several columns":
        return int(json.loads((folder / "meta.json").read_text(encoding="utf-8")).get("columns") or 1) > 1
    return True


def _macro(predictions: Path, chosen: Sequence[Path]) -> float:
    with TemporaryDirectory(prefix="vitae-cases-") as folder:
        for case in chosen:
            (Path(folder) / case.name).symlink_to(case)
        told = Path(folder) / "scores.json"
        command = [sys.executable, str(chosen[0].parents[1] / "score.py"), str(predictions)]
        subprocess.run(
            [*command, "--cases", folder, "--json", str(told)], check=True, capture_output=True, timeout=300
        )
        return float(json.loads(told.read_text())["macro"])


def table(cases: Path, kept: Path, names: Sequence[str]) -> Iterator[Row]:
    """A row for each OCR engine and each layout route that work here."""
    folders = sorted(meta.parent for meta in cases.glob("*/meta.json"))
    routes = list(layout_routes())
    for engine in ocr_engines(names):
        read = [(folder, opened(folder, engine, kept)) for folder in folders]
        known = [(folder, case) for folder, case in read if case is not None]
        for layout, heavy in routes:
            yield row_of(known, engine.name, layout, heavy)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="The table of routes in docs/engines.md.")
    parser.add_argument("--cases", type=Path, default=EVAL / "resumes")
    parser.add_argument("--kept", type=Path, default=ROOT / "var" / "gpu-routes")
    parser.add_argument("--ocr", default="tesseract,easyocr")
    parser.add_argument("--json", action="store_true", help="a JSON line for each row")
    told = parser.parse_args()
    if not told.json:
        print(HEAD)
    for row in table(told.cases, told.kept, told.ocr.split(",")):
        print(json.dumps(asdict(row)) if told.json else row.line(), flush=True)


if __name__ == "__main__":
    main()
