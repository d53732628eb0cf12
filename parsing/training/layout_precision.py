"""COCO's average precision (Lin et al. 2014) of regions that were told of pages: by kind, and of blocks.

A block is what stands under a heading in one column, whatever it is made of: text, list and table are one
kind then. Where truth marks a list inside a block of text, that list is a part of the block, and parts are
what COCO calls a crowd: nobody need find them, and what is told there is not wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from parsing.engines.dense_boxes import Boxes, suppressed
from parsing.engines.regions import KINDS, Kind
from parsing.training.layout_pages import Sheet

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK_KINDS: Final[tuple[Kind, ...]] = ("text", "list", "table")

_PART: Final = 0.7
"""The share of a block that lies in a larger one from which on it is a part of that."""
_SAME: Final = 0.5
"""The overlap of two blocks that were told from which on only the surer one counts."""


class Truth(NamedTuple):
    """The regions of a page: boxes (n × 4, pixels), class ids (n), and which are parts of others (n)."""

    boxes: NDArray[np.float32]
    classes: NDArray[np.int64]
    is_part: NDArray[np.bool_]


def precision_of(sheets: Sequence[Sheet], told: Sequence[Boxes]) -> dict[str, dict[str, float]]:
    """The precision of what was told of each page, in per cent: kind → `ap`, `ap50`, regions.

    `ap` is the mean over overlaps of 0.5 to 0.95, `ap50` that at 0.5. Kinds that are not on the pages are
    left out; `all` is the mean of the others, `blocks` stands beside them.
    """
    truth = [_whole(sheet) for sheet in sheets]
    kinds = _measured(truth, told)
    figures: dict[str, dict[str, float]] = {KINDS[label]: found for label, found in kinds.items()}
    mean = {name: float(np.mean([each[name] for each in figures.values()])) for name in ("ap", "ap50")}
    blocks = _measured([blocks_in(page) for page in truth], [blocks_told(each) for each in told])
    figures["all"] = {name: round(value, 1) for name, value in mean.items()}
    return figures | ({"blocks": blocks[0]} if blocks else {})


def truth_of(sheet: Sheet) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The boxes (n × 4, pixels) and class ids of a page's regions."""
    _, height, width = sheet.pixels.shape
    scale = np.array([width / sheet.size_pt[0], height / sheet.size_pt[1]] * 2)
    boxes = np.array([target.box for target in sheet.targets], dtype=np.float32).reshape(-1, 4) * scale
    return boxes.astype(np.float32), np.array(
        [KINDS.index(target.kind) for target in sheet.targets], dtype=np.int64
    )


def _whole(sheet: Sheet) -> Truth:
    boxes, classes = truth_of(sheet)
    return Truth(boxes, classes, np.zeros(len(boxes), dtype=np.bool_))


def blocks_in(truth: Truth) -> Truth:
    """The blocks of a page, all of one class, and which of them are parts of larger ones."""
    boxes = truth.boxes[_is_block(truth.classes)]
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    low = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    share = np.prod(np.clip(high - low, 0, None), axis=2) / np.maximum(areas[:, None], 1e-9)
    order = np.lexsort((np.arange(len(boxes)), -areas))
    rank = np.empty(len(boxes), dtype=np.int64)
    rank[order] = np.arange(len(boxes))  # the largest first; of two that are the same the first is whole
    is_larger = rank[None, :] < rank[:, None]
    return Truth(boxes, np.zeros(len(boxes), dtype=np.int64), (is_larger & (share > _PART)).any(axis=1))


def blocks_told(told: Boxes) -> Boxes:
    """What was told of blocks, all of one class: of those that cover the same the surest."""
    at = _is_block(told.classes)
    boxes, scores = told.boxes[at], told.scores[at]
    classes = np.zeros(len(boxes), dtype=np.int64)
    kept = suppressed(boxes, classes, scores, _SAME)
    return Boxes(boxes[kept], classes[kept], scores[kept])


def _is_block(classes: NDArray[np.int64]) -> NDArray[np.bool_]:
    return np.isin(classes, [KINDS.index(kind) for kind in BLOCK_KINDS])


def _measured(truth: Sequence[Truth], told: Sequence[Boxes]) -> dict[int, dict[str, float]]:
    """Class id → `ap`, `ap50` and how many regions there are to find."""
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    asked = np.concatenate([page.classes[~page.is_part] for page in truth])
    counts = {int(label): int((asked == label).sum()) for label in np.unique(asked)}
    found = _coco_told(told)
    if not found:
        return {label: {"ap": 0.0, "ap50": 0.0, "regions": count} for label, count in counts.items()}
    with redirect_stdout(StringIO()):
        known = COCO()
        known.dataset = _coco_truth(truth, list(counts))
        known.createIndex()
        measured = COCOeval(known, known.loadRes(found), "bbox")
        measured.evaluate()
        measured.accumulate()
    # overlap × recall × kind, any area, 100 a page
    precision = measured.eval["precision"][:, :, :, 0, 2]
    return {
        label: {
            "ap": round(100 * float(precision[:, :, at].mean()), 1),
            "ap50": round(100 * float(precision[0, :, at].mean()), 1),
            "regions": count,
        }
        for at, (label, count) in enumerate(counts.items())
    }


def _coco_truth(truth: Sequence[Truth], labels: Sequence[int]) -> dict[str, object]:
    notes: list[dict[str, object]] = []
    for number, page in enumerate(truth):
        for box, label, is_part in zip(*(column.tolist() for column in page), strict=True):
            sides = box[2] - box[0], box[3] - box[1]
            notes.append(
                {
                    "id": len(notes) + 1,
                    "image_id": number,
                    "category_id": label,
                    "bbox": [*box[:2], *sides],
                    "area": sides[0] * sides[1],
                    "iscrowd": int(is_part),
                }
            )
    return {
        "info": {},
        "images": [{"id": number} for number in range(len(truth))],
        "categories": [{"id": label, "name": str(label)} for label in labels],
        "annotations": notes,
    }


def _coco_told(told: Sequence[Boxes]) -> list[dict[str, object]]:
    return [
        {
            "image_id": number,
            "category_id": label,
            "bbox": [*box[:2], box[2] - box[0], box[3] - box[1]],
            "score": score,
        }
        for number, each in enumerate(told)
        for box, label, score in zip(
            each.boxes.tolist(), each.classes.tolist(), each.scores.tolist(), strict=True
        )
    ]
