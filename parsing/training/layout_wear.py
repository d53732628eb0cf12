"""Pages as a detector may meet them: moved, stretched, mirrored, pale, dark, blurred, grainy. Seeded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LEAST_SHOWN: Final = 0.5
"""A region of which less is left on the page is not to be found any more."""

_SQUEEZED: Final = 0.354
"""How wide a square of an A4 page is on the picture, as a share of its height there."""
_BLANK: Final = 12
"""By so many shades blank paper differs at most."""


def worn(
    pixels: NDArray[np.uint8],
    boxes: NDArray[np.float32],
    chance: np.random.Generator,
    *,
    headings: NDArray[np.bool_],
) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.bool_]]:
    """The page (height × width) as chance has it, the boxes (n × 4) on it, and which are left.

    `headings` says which boxes are those of headings; on some pages they run upwards beside their text.

    Some three CPU milliseconds for 192 × 768 pixels.
    """
    if chance.random() < 0.15:
        pixels, boxes = _turned(pixels, boxes, headings)
    if chance.random() < 0.9:
        pixels, boxes = _moved(pixels, boxes, chance)
    if chance.random() < 0.25:
        pixels = np.ascontiguousarray(pixels[:, ::-1])
        boxes = boxes[:, [2, 1, 0, 3]] * [-1, 1, -1, 1] + [pixels.shape[1], 0, pixels.shape[1], 0]
    height, width = pixels.shape
    cut = np.clip(boxes, 0, [width, height, width, height]).astype(np.float32)
    left = _areas(cut) > _LEAST_SHOWN * _areas(boxes)
    return _lit(pixels, chance), cut, left


def _turned(
    pixels: NDArray[np.uint8], boxes: NDArray[np.float32], headings: NDArray[np.bool_]
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """The headings that have blank paper to their left turned into it, as some designs set them."""
    from PIL import Image

    pixels, boxes = pixels.copy(), boxes.copy()
    height = pixels.shape[0]
    for at in np.flatnonzero(headings).tolist():
        x0, y0, x1, y1 = (round(side) for side in boxes[at].tolist())
        across, down = round((y1 - y0) * _SQUEEZED), round((x1 - x0) / _SQUEEZED)
        left = x0 - across - 2
        place = (slice(y0, y0 + down), slice(left, left + across))
        cut = pixels[y0:y1, x0:x1]
        if left < 1 or across < 2 or y0 + down >= height or not cut.size or np.ptp(pixels[place]) > _BLANK:
            continue
        turned = Image.fromarray(cut).transpose(Image.Transpose.ROTATE_90).resize((across, down))
        pixels[y0:y1, x0:x1] = pixels[y0, x0 - 1]
        pixels[place] = np.asarray(turned)
        boxes[at] = left, y0, left + across, y0 + down
    return pixels, boxes


def _areas(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    sides = np.clip(boxes[:, 2:] - boxes[:, :2], 0, None)
    areas: NDArray[np.float32] = sides[:, 0] * sides[:, 1]
    return areas


def _moved(
    pixels: NDArray[np.uint8], boxes: NDArray[np.float32], chance: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Stretched, turned by less than a degree, and set elsewhere; new edges are as the margin is."""
    from PIL import Image

    height, width = pixels.shape
    across, down = chance.uniform(0.85, 1.15), chance.uniform(0.88, 1.15)
    lean = chance.uniform(-0.012, 0.012) if chance.random() < 0.3 else 0.0
    right, below = chance.uniform(-0.06, 0.06) * width, chance.uniform(-0.06, 0.06) * height
    # x' = across · x - lean · y + right, y' = down · y + lean · x + below, in pixels that are not square
    onto = np.array([[across, -lean / 4, right], [lean * 4, down, below], [0, 0, 1]])
    onto[:2, 2] += (1 - np.array([across, down])) * np.array([width, height]) / 2
    back = np.linalg.inv(onto)
    picture = Image.fromarray(pixels).transform(
        (width, height),
        Image.Transform.AFFINE,
        back[:2].flatten().tolist(),
        Image.Resampling.BILINEAR,
        fillcolor=int(np.median(pixels[:8])),
    )
    corners = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 4, 2) @ onto[:2, :2].T + onto[:2, 2]
    return np.asarray(picture), np.concatenate([corners.min(1), corners.max(1)], axis=1).astype(np.float32)


def _lit(pixels: NDArray[np.uint8], chance: np.random.Generator) -> NDArray[np.uint8]:
    """Blurred, pale, uneven, grainy or inverted, each now and then."""
    from PIL import Image, ImageFilter

    if chance.random() < 0.3:
        soft = ImageFilter.GaussianBlur(chance.uniform(0.3, 0.9))
        pixels = np.asarray(Image.fromarray(pixels).filter(soft))
    light = pixels.astype(np.float32)
    if chance.random() < 0.5:
        light = 255 - (255 - light) * chance.uniform(0.55, 1.25)
    if chance.random() < 0.3:
        light = light * chance.uniform(0.75, 1.0)
    if chance.random() < 0.15:
        light = light * np.linspace(1, chance.uniform(0.75, 1), pixels.shape[1], dtype=np.float32)
    if chance.random() < 0.3:
        light = light + chance.standard_normal(pixels.shape, dtype=np.float32) * chance.uniform(1, 9)
    if chance.random() < 0.04:
        light = 255 - light
    return np.clip(light, 0, 255).astype(np.uint8)
