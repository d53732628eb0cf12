"""Pages of the factory as a detector learns them: small grey pictures, and the regions that they show.

Names, ways to reach people, sidebars, headers, footers, pictures, lists and tables are marked in the
designs. What stands under a heading is made here of its printed lines: one block for each column that it
runs through.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypedDict

from parsing.engines.regions import Kind, pixels_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Bounds = tuple[float, float, float, float]

PIXELS: Final = "pixels.npy"
PAGES: Final = "pages.json"
_MARKED: Final[Mapping[str, Kind]] = {
    "title": "heading",
    "name": "name",
    "contact": "contact",
    "sidebar": "sidebar",
    "header": "header",
    "footer": "footer",
    "figure": "figure",
    "list": "list",
    "table": "table",
}
"""A design's mark → our kind. The factory calls the heading of a section a title."""
_NO_BLOCKS: Final = ("basics", "contact", "heading")
_SAME: Final = 0.8
"""The overlap from which on a block is the list or the table that is marked there."""
_LONG_JUMP: Final = 6
"""So many heights of a line upwards leave a column even inside an entry."""


class Label(TypedDict, total=False):
    """What a printed line belongs to, as `lines.json` has it."""

    section: str
    of: str
    item: int | None
    fields: list[str]


class PrintedLine(TypedDict):
    """A line of `lines.json`."""

    page: int
    bbox: list[float]
    text: str
    label: Label | None


class Target(NamedTuple):
    """A region to be found: its kind and its box in points."""

    kind: Kind
    box: Bounds


class Sheet(NamedTuple):
    """A page to learn from: grey pixels (1 × height × width), targets, printed lines and size in points."""

    pixels: NDArray[np.uint8]
    targets: tuple[Target, ...]
    lines: tuple[Bounds, ...]
    size_pt: tuple[float, float]


def pack(cases: Path, out: Path, *, size: tuple[int, int]) -> None:
    """Draw every page of the cases in a folder into `out`: `pixels.npy` and `pages.json`."""
    import numpy as np

    sheets = [sheet for case in sorted(cases.iterdir()) for sheet in sheets_of(case, size=size)]
    np.save(out / PIXELS, np.stack([sheet.pixels for sheet in sheets]))
    told = [[sheet.targets, sheet.lines, sheet.size_pt] for sheet in sheets]
    (out / PAGES).write_text(json.dumps(told), encoding="utf-8")


def packed(folder: Path) -> list[Sheet]:
    """The pages that `pack` drew; their pixels stay on disk until they are looked at."""
    import numpy as np

    pixels = np.load(folder / PIXELS, mmap_mode="r")
    told = json.loads((folder / PAGES).read_text(encoding="utf-8"))
    return [
        Sheet(
            drawn,
            tuple(Target(kind, _bounds(box)) for kind, box in targets),
            tuple(map(_bounds, lines)),
            (size[0], size[1]),
        )
        for drawn, (targets, lines, size) in zip(pixels, told, strict=True)
    ]


def sheets_of(case: Path, *, size: tuple[int, int]) -> Iterator[Sheet]:
    """The pages of a case on disk, drawn at `size` (width, height) in pixels. Some 20 CPU ms a page."""
    import pypdfium2 as pdfium

    meta = json.loads((case / "meta.json").read_text(encoding="utf-8"))
    lines: list[PrintedLine] = json.loads((case / "lines.json").read_text(encoding="utf-8"))
    regions: list[dict[str, object]] = json.loads((case / "regions.json").read_text(encoding="utf-8"))
    document = pdfium.PdfDocument((case / meta["file"]).read_bytes())
    try:
        for number, page in enumerate(document, start=1):
            width, height = page.get_size()
            picture = page.render(scale=size[1] / height, grayscale=True).to_pil()
            marked = [
                Target(_MARKED[str(region["kind"])], _bounds(region["bbox"]))
                for region in regions
                if region["page"] == number
            ]
            own = [line for line in lines if line["page"] == number]
            yield Sheet(
                pixels_of(picture, size=size, colours="L"),
                targets_of(own, marked),
                tuple(_bounds(line["bbox"]) for line in own),
                (width, height),
            )
    finally:
        document.close()


def _bounds(value: object) -> Bounds:
    assert isinstance(value, list)
    left, top, right, bottom = value
    return float(left), float(top), float(right), float(bottom)


def targets_of(lines: Sequence[PrintedLine], marked: Sequence[Target]) -> tuple[Target, ...]:
    """The regions of one page: those marked, headlines, and blocks of text that are not marked otherwise."""
    told = [target for target in marked if target.kind in ("list", "table")]
    blocks = [Target("text", block) for block in blocks_of(lines)]
    free = [each for each in blocks if all(overlap(each.box, other.box) < _SAME for other in told)]
    return (*marked, *_headlines(lines), *free)


def _headlines(lines: Sequence[PrintedLine]) -> list[Target]:
    """The headline under a name, its lines together."""
    own = [
        _bounds(line["bbox"])
        for line in lines
        if line["label"]
        and line["label"].get("section") == "basics"
        and line["label"].get("fields") == ["label"]
    ]
    return [Target("title", hull(own))] if own else []


def blocks_of(lines: Sequence[PrintedLine]) -> list[Bounds]:
    """What stands under each heading of a page, a box for each column that it runs through.

    Lines come in the order of the page. A column is left where the next line stands beside all that came
    before it and does not begin on the same row; an entry leaves its column only by a long way up.
    """
    found: list[Bounds] = []
    for section, own in groupby(_with_bullets(lines), key=lambda line: (line["label"] or {}).get("section")):
        if section and section not in _NO_BLOCKS:
            found += _columns(list(own))
    return found


def _with_bullets(lines: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """The lines, with a bullet that has no label under that of what follows on its row."""
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        if line["label"] is None and after is not None and _is_on_row(_bounds(line["bbox"]), after):
            yield {**line, "label": after["label"]}
        else:
            yield line


def _is_on_row(box: Bounds, line: PrintedLine) -> bool:
    other = _bounds(line["bbox"])
    return min(box[3], other[3]) - max(box[1], other[1]) > 0.4 * min(box[3] - box[1], other[3] - other[1])


def _columns(lines: Sequence[PrintedLine]) -> list[Bounds]:
    """The boxes of the runs of lines that stay in one column."""
    runs: list[list[PrintedLine]] = []
    for line in lines:
        if runs and not _leaves(runs[-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    return [hull([_bounds(line["bbox"]) for line in run]) for run in runs]


def _leaves(run: Sequence[PrintedLine], line: PrintedLine) -> bool:
    """Whether the line is the first of another column."""
    so_far, box = hull([_bounds(each["bbox"]) for each in run]), _bounds(line["bbox"])
    is_beside = box[0] >= so_far[2] - 1 or box[2] <= so_far[0] + 1
    if not is_beside:
        return False
    height = box[3] - box[1]
    if so_far[3] - so_far[1] < 1.6 * height and _is_on_row(so_far, line):
        return False
    item = (line["label"] or {}).get("item")
    is_same_item = item is not None and item == (run[-1]["label"] or {}).get("item")
    return not is_same_item or so_far[3] - box[1] > _LONG_JUMP * height


def hull(boxes: Sequence[Bounds]) -> Bounds:
    """The smallest box around the boxes, of which there is at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def overlap(one: Bounds, other: Bounds) -> float:
    """Intersection over union, 0–1."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return shared / (areas - shared)
