"""What a dense detector says, as boxes: anchors, deltas and suppression as Detectron2 computes them.

Anchors and deltas follow its `DefaultAnchorGenerator` and `Box2BoxTransform`, the choice its
`RetinaNet.inference_single_image` (Lin et al. 2017), so that the same network gives the same boxes without
torch.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LARGEST_GROWTH: Final = math.log(1000.0 / 16)
"""A box is at most so many times its anchor, as a logarithm."""


@dataclass(frozen=True, slots=True)
class Spec:
    """How a dense detector's numbers become boxes.

    One row of `sizes` and of `ratios` (height to width) for each stride. Anchors stand `offset` of a stride
    from the top left corner of their cells.

    `size` is the picture's width and height in pixels; `least_score`, `most_a_level`, `overlap` and `most`
    are the bounds for what is kept.
    """

    size: tuple[int, int]
    strides: tuple[int, ...]
    sizes: tuple[tuple[float, ...], ...]
    ratios: tuple[tuple[float, ...], ...]
    offset: float
    least_score: float
    most_a_level: int
    overlap: float
    most: int


class Boxes(NamedTuple):
    """Boxes in pixels (n × 4), class ids (n) and scores (n), the surest first."""

    boxes: NDArray[np.float32]
    classes: NDArray[np.int64]
    scores: NDArray[np.float32]


def spec_from(told: Mapping[str, object]) -> Spec:
    """The spec that JSON told, as `dataclasses.asdict` gives one; what else it tells is left out."""
    return Spec(**{field.name: _frozen(told[field.name]) for field in fields(Spec)})


def _frozen(value: object) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value


def levels_of(spec: Spec) -> list[NDArray[np.float32]]:
    """The anchors (n × 4, pixels) of each level: row by row, cell by cell, sizes before ratios."""
    return [
        _anchors(spec, stride, sizes, ratios)
        for stride, sizes, ratios in zip(spec.strides, spec.sizes, spec.ratios, strict=True)
    ]


def _anchors(
    spec: Spec, stride: int, sizes: tuple[float, ...], ratios: tuple[float, ...]
) -> NDArray[np.float32]:
    columns, rows = (math.ceil(side / stride) for side in spec.size)
    cell = []
    for length in sizes:
        for ratio in ratios:
            width = math.sqrt(length**2 / ratio)
            height = ratio * width
            cell.append([-width / 2, -height / 2, width / 2, height / 2])
    across = (np.arange(columns, dtype=np.float32) + spec.offset) * stride
    down = (np.arange(rows, dtype=np.float32) + spec.offset) * stride
    y, x = np.meshgrid(down, across, indexing="ij")
    middles = np.stack([x, y, x, y], axis=-1).reshape(-1, 1, 4)
    placed: NDArray[np.float32] = (middles + np.array(cell, dtype=np.float32)).reshape(-1, 4)
    return placed


def boxes_of(
    logits: NDArray[np.float32],
    deltas: NDArray[np.float32],
    levels: list[NDArray[np.float32]],
    spec: Spec,
) -> Boxes:
    """The boxes of one picture: logits (n × classes) and deltas (n × 4), one level after the other."""
    found, begin = [], 0
    for anchors in levels:
        end = begin + len(anchors)
        found.append(_on_level(logits[begin:end], deltas[begin:end], anchors, spec))
        begin = end
    boxes, classes, scores = (np.concatenate(parts) for parts in zip(*found, strict=True))
    kept = suppressed(boxes, classes, scores, spec.overlap)[: spec.most]
    return _inside(Boxes(boxes[kept], classes[kept], scores[kept]), spec.size)


def _inside(found: Boxes, size: tuple[int, int]) -> Boxes:
    """The boxes cut at the picture's edges, without those that lie outside."""
    cut = np.clip(found.boxes, 0, np.array([*size, *size], dtype=np.float32))
    left = (cut[:, 2] > cut[:, 0]) & (cut[:, 3] > cut[:, 1])
    return Boxes(cut[left], found.classes[left], found.scores[left])


def _on_level(
    logits: NDArray[np.float32], deltas: NDArray[np.float32], anchors: NDArray[np.float32], spec: Spec
) -> Boxes:
    """The surest boxes of one level."""
    scores: NDArray[np.float32] = (1 / (1 + np.exp(-logits))).astype(np.float32)
    at, classes = np.nonzero(scores > spec.least_score)
    best = np.argsort(-scores[at, classes], kind="stable")[: spec.most_a_level]
    at, classes = at[best], classes[best]
    return Boxes(_moved(anchors[at], deltas[at]), classes, scores[at, classes])


def _moved(anchors: NDArray[np.float32], deltas: NDArray[np.float32]) -> NDArray[np.float32]:
    """The anchors moved and scaled by their deltas (dx, dy, dw, dh)."""
    sides = anchors[:, 2:] - anchors[:, :2]
    middles = anchors[:, :2] + 0.5 * sides + deltas[:, :2] * sides
    half = 0.5 * sides * np.exp(np.minimum(deltas[:, 2:], _LARGEST_GROWTH))
    moved: NDArray[np.float32] = np.concatenate([middles - half, middles + half], axis=1)
    return moved


def suppressed(
    boxes: NDArray[np.float32], classes: NDArray[np.int64], scores: NDArray[np.float32], overlap: float
) -> list[int]:
    """Which boxes stay, the surest first: none overlaps a surer one of its class by more than `overlap`."""
    shared = overlaps(boxes, boxes)
    shared[classes[:, None] != classes[None, :]] = 0.0
    free = np.ones(len(boxes), dtype=bool)
    kept = []
    for at in np.argsort(-scores, kind="stable").tolist():
        if free[at]:
            kept.append(at)
            free &= shared[at] <= overlap
    return kept


def overlaps(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """Intersection over union, 0–1, of each box of one with each of the other."""
    low = np.maximum(one[:, None, :2], other[None, :, :2])
    high = np.minimum(one[:, None, 2:], other[None, :, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=2)
    areas = [np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) for boxes in (one, other)]
    together = areas[0][:, None] + areas[1][None, :] - shared
    result: NDArray[np.float32] = shared / np.maximum(together, 1e-9)
    return result
