"""COCO's average precision of the model of regions on third-party pages whose boxes a person checked.

    python -m tests.benchmarks.gpu_regions [--model DIR] [--json]

`data/layout_pages.json` holds the boxes, `[kind, x0, y0, x1, y1]`, drawn around lines, in points of the page
as it lies upright and level. They are of the files whose SHA-256 stand beside them. Regions are measured as
the engines give them on pages with words: around lines. Needs pycocotools, which comes with Detectron2.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple, cast

from parsing.engines.layout_onnx import OnnxLayout
from parsing.engines.region_models import shipped
from parsing.engines.regions import KINDS, Kind, pixels_of
from parsing.engines.tesseract import TesseractEngine
from parsing.stages import routing
from parsing.stages.flow import picture_of
from parsing.stages.layout_segments import level_words, segments_of
from parsing.stages.types import Page
from parsing.training.layout_pages import Sheet, Target
from parsing.training.layout_precision import precision_of
from parsing.training.train_layout import settled_on, told_of
from tests.benchmarks import gpu_routes

CHECKED: Final = Path(__file__).parent / "data" / "layout_pages.json"
SIZE: Final = (192, 768)
"""What the pages are shown at; the model's own size, so that nothing is scaled twice."""


class Checked(NamedTuple):
    """A page and the regions that a person found on it, in points."""

    case: str
    page: int
    sha256: str
    regions: tuple[Target, ...]


def checked() -> Iterator[Checked]:
    """The pages with their boxes."""
    for told in json.loads(CHECKED.read_text(encoding="utf-8"))["pages"]:
        regions = tuple(_target(kind, box) for kind, *box in told["regions"])
        yield Checked(told["case"], told["page"], told["sha256"], regions)


def _target(kind: str, box: list[float]) -> Target:
    assert kind in KINDS, kind
    x0, y0, x1, y1 = box
    assert x0 < x1, box
    assert y0 < y1, box
    return Target(cast(Kind, kind), (x0, y0, x1, y1))


def sheet_of(known: Checked, cases: Path, kept: Path) -> Sheet | None:
    """The page as the engines see it, None where its file is not there or another."""
    folder = cases / known.case
    case = gpu_routes.opened(folder, TesseractEngine(), kept) if folder.is_dir() else None  # type: ignore[arg-type]
    if case is None:
        return None
    data = (folder / case.file).read_bytes()
    if hashlib.sha256(data).hexdigest() != known.sha256:
        return None
    page = case.pages[known.page - 1]
    draw = picture_of(data, case.kind, case.document, known.page, gpu_routes.LIMITS)
    picture = routing.upright(draw(OnnxLayout.dpi), page)
    pixels = pixels_of(picture, size=SIZE, colours="L")
    return Sheet(pixels, known.regions, _lines_of(page), (page.width_pt, page.height_pt))


def _lines_of(page: Page) -> tuple[tuple[float, float, float, float], ...]:
    segments = segments_of(level_words(page))
    return tuple((each.x0, each.y0, each.x1, each.y1) for each in segments)


def figures_of(model: Path, cases: Path, kept: Path) -> dict[str, dict[str, float]]:
    """The precision of the model in a folder: kind → `ap`, `ap50`, regions; `pages` says of how many."""
    found = (sheet_of(known, cases, kept) for known in checked())
    sheets = [sheet for sheet in found if sheet is not None]
    if not sheets:
        return {"pages": {"regions": 0}}
    told = told_of(sheets, OnnxLayout(model))
    drawn_round = [settled_on(sheet, boxes) for sheet, boxes in zip(sheets, told, strict=True)]
    return {**precision_of(sheets, drawn_round), "pages": {"regions": len(sheets)}}


def main() -> None:
    """Print a line for each kind."""
    parser = argparse.ArgumentParser(description="AP of the model of regions on pages that a person checked.")
    parser.add_argument("--model", type=Path, default=shipped())
    parser.add_argument("--cases", type=Path, default=gpu_routes.EVAL / "resumes")
    parser.add_argument("--kept", type=Path, default=gpu_routes.ROOT / "var" / "gpu-routes")
    parser.add_argument("--json", action="store_true")
    told = parser.parse_args()
    figures = figures_of(told.model, told.cases, told.kept)
    print(
        json.dumps(figures) if told.json else "\n".join(f"{kind}: {each}" for kind, each in figures.items())
    )


if __name__ == "__main__":
    main()
