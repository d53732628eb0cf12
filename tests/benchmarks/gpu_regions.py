"""The model of regions on third-party pages that were checked by eye: its precision, and reading order.

    python -m tests.benchmarks.gpu_regions [--model DIR] [--json]

`data/layout_pages.json` holds the boxes, `[kind, x0, y0, x1, y1]`, drawn around lines, in points of the page
as it lies upright and level. They are of the files whose SHA-256 stand beside them. Regions are measured as
the engines give them on pages with words: around lines. That needs pycocotools, which comes with Detectron2.

A layout is as good as the blocks that are read from begin to end before another begins: by white space alone,
with the model on pages in doubt, with it on every page, and with the checked boxes as if a model had found
them all.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from parsing.engines.base import LayoutEngine, OcrEngine
from parsing.engines.layout_onnx import OnnxLayout
from parsing.engines.region_columns import layout_of_regions
from parsing.engines.region_models import shipped
from parsing.engines.regions import KINDS, Found, pixels_of
from parsing.engines.tesseract import TesseractEngine
from parsing.stages import routing
from parsing.stages.flow import Engines, PageReading, assemble, picture_of
from parsing.stages.layout import layout_of
from parsing.stages.layout_segments import level_words, segments_of
from parsing.stages.types import Box, Layout, Page
from parsing.training.layout_pages import Bounds, Sheet, Target
from parsing.training.layout_precision import precision_of
from parsing.training.train_layout import settled_on, told_of
from tests.benchmarks import gpu_routes
from tests.benchmarks.reading_order import Kept, in_one_piece

if TYPE_CHECKING:
    from PIL.Image import Image

CHECKED: Final = Path(__file__).parent / "data" / "layout_pages.json"
SIZE: Final = (192, 768)
"""What the pages are shown at; the model's own size, so that nothing is scaled twice."""
_READ: Final = ("heading", "text", "list", "table", "contact")
"""What a reader takes in one go."""


class Checked(NamedTuple):
    """A page and the regions that it shows, in points."""

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
    return Target(kind, (x0, y0, x1, y1))


class Opened(NamedTuple):
    """A checked page as it was read, and how it is drawn: upright and level."""

    known: Checked
    case: gpu_routes.Case
    page: Page
    draw: Callable[[], Image]
    columns: int


def opened(cases: Path, kept: Path) -> Iterator[Opened]:
    """The checked pages whose files are there and are the ones that were checked."""
    engine = cast(OcrEngine, TesseractEngine())
    for known in checked():
        folder = cases / known.case
        case = gpu_routes.opened(folder, engine, kept) if folder.is_dir() else None
        if case is None:
            continue
        data = (folder / case.file).read_bytes()
        if hashlib.sha256(data).hexdigest() == known.sha256:
            draw = picture_of(data, case.kind, case.document, known.page, gpu_routes.LIMITS)
            yield Opened(
                known, case, case.pages[known.page - 1], partial(draw, OnnxLayout.dpi), _columns(folder)
            )


def _columns(folder: Path) -> int:
    return int(json.loads((folder / "meta.json").read_text(encoding="utf-8")).get("columns") or 1)


def precision(pages: Sequence[Opened], model: OnnxLayout) -> dict[str, dict[str, float]]:
    """COCO's average precision: kind → `ap`, `ap50`, regions."""
    sheets = [_sheet(each) for each in pages]
    told = told_of(sheets, model)
    return precision_of(sheets, [settled_on(sheet, boxes) for sheet, boxes in zip(sheets, told, strict=True)])


def _sheet(each: Opened) -> Sheet:
    page, segments = each.page, segments_of(level_words(each.page))
    lines = tuple((line.x0, line.y0, line.x1, line.y1) for line in segments)
    pixels = pixels_of(routing.upright(each.draw(), page), size=SIZE, colours="L")
    return Sheet(pixels, each.known.regions, lines, (page.width_pt, page.height_pt))


def pieces(pages: Sequence[Opened], model: OnnxLayout) -> dict[str, dict[str, Kept]]:
    """Route → pages → how many of their blocks are read in one piece."""
    engines = Engines()
    found: dict[str, list[Kept]] = {}
    for each in pages:
        light = layout_of(each.page, engines.layout)
        heavy = routing.looked_at(each.page, light, cast(LayoutEngine, model), each.draw)
        boxes = [Found(region.kind, Box(*region.box), 1.0) for region in each.known.regions]
        layouts = {
            "geometry": light,
            "onnx": heavy if routing.doubt_of(each.page, light) else light,
            "onnx_everywhere": heavy,
            "checked_boxes": layout_of_regions(each.page, boxes),
        }
        for route, layout in layouts.items():
            found.setdefault(route, []).append(_read_whole(each, layout, engines))
    several = [each.columns > 1 for each in pages]
    return {
        route: {"all": _sum(told), "several columns": _sum(list(compress(told, several)))}
        for route, told in found.items()
    }


def _read_whole(each: Opened, layout: Layout, engines: Engines) -> Kept:
    """How many blocks of a page are read in one piece by this layout."""
    blocks = [region.box for region in each.known.regions if region.kind in _READ]
    blocks = [one for one in blocks if not any(one != other and _is_in(one, other) for other in blocks)]
    level = zip(each.page.words, level_words(each.page), strict=True)
    block_of = {word.box: _block_of(straight.box, blocks) for word, straight in level}
    alone = replace(each.case.document, pages=(each.page,))
    lines = assemble(alone, [PageReading(each.page, layout)], engines=engines).lines
    return in_one_piece([block_of.get(word.box, -1) for line in lines for word in line.words])


def _block_of(box: Box, blocks: Sequence[Bounds]) -> int:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return next((at for at, block in enumerate(blocks) if _is_in((x, y, x, y), block)), -1)


def _is_in(one: Bounds, other: Bounds) -> bool:
    """Whether a box lies in another, but for a point."""
    return (
        one[0] >= other[0] - 1
        and one[1] >= other[1] - 1
        and one[2] <= other[2] + 1
        and one[3] <= other[3] + 1
    )


def _sum(told: Sequence[Kept]) -> Kept:
    return Kept(sum(each.kept for each in told), sum(each.all for each in told))


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description="The model of regions on pages that were checked by eye.")
    parser.add_argument("--model", type=Path, default=shipped())
    parser.add_argument("--cases", type=Path, default=gpu_routes.EVAL / "resumes")
    parser.add_argument("--kept", type=Path, default=gpu_routes.ROOT / "var" / "gpu-routes")
    parser.add_argument("--json", action="store_true")
    told = parser.parse_args()
    pages, model = list(opened(told.cases, told.kept)), OnnxLayout(told.model)
    figures: dict[str, object] = {"pages": len(pages), "pieces": pieces(pages, model)}
    if find_spec("pycocotools") and pages:
        figures["precision"] = precision(pages, model)
    print(json.dumps(figures, indent=None if told.json else 1))


if __name__ == "__main__":
    main()
