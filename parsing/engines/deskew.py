"""Makes a picture of a page easy to read: its skew, its uneven light, its dark areas.

Everything works on a shrunken copy first; a clean upright scan comes back untouched. Grey pictures
are uint8 arrays of shape (height, width), 0 black, 255 white.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.uint8]

MAX_SKEW = 6.0
"""Degrees; a page that lies askew by more is not found."""

MIN_SKEW = 0.12
"""Degrees; straightening less costs sharpness and gains nothing."""

BLOCK = 16
"""Pixels of a block whose middle grey is the background there."""

MIN_WHITE_ROWS = 6
"""Pixels of white between two lines that make it safe to cut the picture there."""

PROBE_WIDTH = 700
"""Pixels across of the copy that skew is measured on."""

MIN_INK = 200
"""Points of ink that are too few to tell how a page lies."""

WHITE_PAPER = 215
"""A background that is lighter than this needs no mending."""

MAX_DARK = 0.02
"""The share of a page that may be darker without need of mending: a logo, the shade at an edge."""


class Ink(NamedTuple):
    """Where a shrunken picture has ink: one point an edge, at most some 20,000 of them."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]


def ink_of(grey: Grey) -> Ink:
    """The ink of a picture: text of either colour, by contrast to its surroundings. 5 ms for a page."""
    step = max(1, grey.shape[1] // PROBE_WIDTH)
    edges = np.abs(np.diff(_darkest(grey, step).astype(np.int16), axis=0)) > 60
    ink_y, ink_x = np.nonzero(edges)
    keep = max(1, ink_x.size // 20_000)
    return Ink(ink_x[::keep].astype(np.float32), ink_y[::keep].astype(np.float32))


def skew_of(ink: Ink) -> float:
    """By how many degrees the lines of text fall to the right, 0.0 where none stands out.

    The angle at which the ink's projection is sharpest (Postl 1986), sought in two rounds.
    """
    if ink.x.size < MIN_INK:
        return 0.0
    coarse = _sharpest(ink, np.arange(-MAX_SKEW, MAX_SKEW + 0.01, 0.5))
    fine = _sharpest(ink, coarse + np.arange(-0.5, 0.51, 0.1))
    return float(round(fine, 2))


def runs_upright(ink: Ink) -> bool:
    """Whether the lines of text run across the picture rather than up or down it."""
    if ink.x.size < MIN_INK:
        return True
    angles = np.arange(-2.0, 2.01, 0.5)
    across = max(_sharpness(ink.x, ink.y, angle) for angle in angles)
    upright = max(_sharpness(ink.y, ink.x, angle) for angle in angles)
    return bool(across >= upright)


def straightened(image: Image.Image, degrees: float) -> Image.Image:
    """The grey picture turned about its middle so that lines that fall by `degrees` run level; same size.

    Two shears instead of a rotation cost half: first each column moves up or down, then each row sideways.
    """
    slope = math.tan(math.radians(degrees))
    columns = np.asarray(image.transpose(Image.Transpose.TRANSPOSE))
    level = Image.fromarray(_sheared(columns, slope)).transpose(Image.Transpose.TRANSPOSE)
    return Image.fromarray(_sheared(np.asarray(level), -slope))


def evened(grey: Grey) -> Grey | None:
    """The picture as dark ink on white paper everywhere, None where it is that already.

    Divides by the local background (middle grey of a block, smoothed); where the ink is lighter than
    its background both are turned over: white text on a dark sidebar. A page photographed in the
    shade keeps its dark ink however dark its paper is.
    """
    samples = _samples(grey)
    if _is_white_paper(samples):
        return None
    background = _background(samples)
    if float(np.percentile(background, 2)) > WHITE_PAPER:
        return None
    has_light_ink = _has_light_ink(grey, background)
    height, width = grey.shape
    even = np.empty_like(grey)
    columns = np.minimum(np.arange(width) // BLOCK, background.shape[1] - 1)
    # Row bands keep the arrays small: a page at 300 dpi would need 200 MB at once.
    for top in range(0, height, BLOCK):
        row = min(top // BLOCK, background.shape[0] - 1)
        paper, is_light = background[row][columns].astype(np.float32), has_light_ink[row][columns]
        band = grey[top : top + BLOCK].astype(np.float32)
        dark_ink = band * (255.0 / np.maximum(paper, 1.0))
        light_ink = (255.0 - band) * (255.0 / np.maximum(255.0 - paper, 1.0))
        even[top : top + BLOCK] = np.clip(np.where(is_light, light_ink, dark_ink), 0, 255).astype(np.uint8)
    return even


def white_row(grey: Grey, least: float, most: float) -> int | None:
    """The middle of the widest white gap between lines that has such a share of all ink above it, or None."""
    ink = (grey < 128).sum(axis=1).astype(np.int64)
    # What every row shows, the edge of a sidebar or a rule down the page, is no text.
    ink = np.maximum(ink - int(np.percentile(ink, 5)) - 2, 0)
    ink[ink > 0.5 * grey.shape[1]] = 0  # a coloured band or a rule across
    above = np.cumsum(ink)
    if above[-1] == 0:
        return None
    low, high = (int(np.searchsorted(above, share * above[-1])) for share in (least, most))
    filled = np.flatnonzero(ink[low:high]) + low
    gaps = np.diff(filled)
    if gaps.size == 0 or gaps.max() < MIN_WHITE_ROWS:
        return None
    at = int(gaps.argmax())
    return int(filled[at] + gaps[at] // 2)


def turned_back(x: float, y: float, degrees: float, width: float, height: float) -> tuple[float, float]:
    """Where a point of the straightened picture lay before: the inverse of `straightened`."""
    slope = math.tan(math.radians(degrees))
    before = x - (y - height / 2) * slope
    return before, y + (before - width / 2) * slope


def _darkest(grey: Grey, step: int) -> Grey:
    """The picture shrunken by `step` both ways, each pixel the darkest of those that it stands for."""
    height, width = grey.shape[0] // step * step, grey.shape[1] // step * step
    rows = grey[0:height:step, :width]
    for row in range(1, step):
        rows = np.minimum(rows, grey[row:height:step, :width])
    small = rows[:, 0::step]
    for column in range(1, step):
        small = np.minimum(small, rows[:, column::step])
    return small


def _sharpest(ink: Ink, angles: NDArray[np.float64]) -> float:
    return float(max(angles, key=lambda angle: (_sharpness(ink.x, ink.y, float(angle)), -abs(angle))))


def _sharpness(ink_x: NDArray[np.float32], ink_y: NDArray[np.float32], angle: float) -> float:
    rows = ink_y - ink_x * np.float32(math.tan(math.radians(angle)))
    counts = np.bincount((rows - rows.min()).astype(np.int32)).astype(np.float64)
    return float(np.square(np.diff(counts)).sum())


def _sheared(rows: Grey, slope: float) -> Grey:
    """Each row moved left by `slope` a row from the middle one, mixed from the pixels it falls between."""
    height, width = rows.shape
    shifts = (np.arange(height) - (height - 1) / 2) * slope
    whole = np.floor(shifts).astype(np.int64)
    parts = ((shifts - whole) * 128).astype(np.int16)[:, None]
    moved = np.full_like(rows, 255)
    for first, last in _runs(whole):
        shift = int(whole[first])
        left, right = max(0, -shift), min(width, width - 1 - shift)
        if left < right:
            here = rows[first:last, left + shift : right + shift].astype(np.int16)
            beside = rows[first:last, left + shift + 1 : right + shift + 1]
            moved[first:last, left:right] = here + ((beside - here) * parts[first:last] + 64 >> 7)
    return moved


def _runs(values: NDArray[np.int64]) -> list[tuple[int, int]]:
    """The first and one past the last position of each run of equal values."""
    starts = [0, *(np.flatnonzero(np.diff(values)) + 1).tolist()]
    return list(zip(starts, [*starts[1:], len(values)], strict=True))


def _has_light_ink(grey: Grey, background: Grey) -> NDArray[np.bool_]:
    """Where what stands out from the background, in a block and those around it, is lighter than it.

    Where nothing stands out, dark areas count as having light ink: they become white paper.
    """
    rows, columns = background.shape
    blocks = grey[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK)
    darker = background.astype(np.int32) - blocks.min(axis=(1, 3))
    lighter = blocks.max(axis=(1, 3)) - background.astype(np.int32)
    around = np.pad(lighter - darker, 4, mode="edge")
    lean = np.lib.stride_tricks.sliding_window_view(around, (9, 9)).mean(axis=(2, 3))
    undecided: NDArray[np.bool_] = np.abs(lean) < 4
    return np.where(undecided, background < 128, (lean > 0) & (background < 200))


def _samples(grey: Grey) -> Grey:
    """Sixteen pixels of each block, spread over it: an array (rows, columns, 16)."""
    rows, columns = max(1, grey.shape[0] // BLOCK), max(1, grey.shape[1] // BLOCK)
    pixels = grey[: rows * BLOCK : 4, : columns * BLOCK : 4][: rows * 4, : columns * 4]
    return pixels.reshape(rows, 4, columns, 4).transpose(0, 2, 1, 3).reshape(rows, columns, 16)


def _is_white_paper(samples: Grey) -> bool:
    """Whether the background is surely light: what `_background` would say, without its sorting.

    A median is dark where half of what it is taken of is dark.
    """
    dark = np.count_nonzero(samples <= WHITE_PAPER, axis=2) >= 8
    rows, columns = dark.shape
    around = np.pad(dark.astype(np.uint8), 2, mode="edge")
    beside = np.sum([around[:, at : at + columns] for at in range(5)], axis=0)
    near = np.sum([beside[at : at + rows] for at in range(5)], axis=0)
    return bool(np.mean(near >= 13) < MAX_DARK)


def _background(samples: Grey) -> NDArray[np.uint8]:
    """The middle grey of each block, smoothed over its neighbours so that thick strokes do not count."""
    middle = np.median(samples, axis=2)
    rows, columns = middle.shape
    around = np.pad(middle, 2, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(around, (5, 5)).reshape(rows, columns, 25)
    smooth: NDArray[np.uint8] = np.median(windows, axis=2).astype(np.uint8)
    return smooth
