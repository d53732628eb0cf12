"""Text that a PDF draws as shapes: letters that nobody can copy, told from icons, stars and charts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from parsing.stages.types import Box

Floats = npt.NDArray[np.float32]

LOWEST_PT: Final = 2.5
HIGHEST_PT: Final = 60.0
FEWEST_SEGMENTS: Final = 4
MOST_SHAPES: Final = 6_000
_LARGE_PT: Final = 13.0
_FEWEST_LETTERS: Final = 20
_FEWEST_LARGE: Final = 6
_SHORTEST_ROW: Final = 5
_FEWEST_WIDTHS: Final = 4
_GAP_EM: Final = 0.9


def has_outlined_text(shapes: Sequence[Box], words: Floats) -> bool:
    """Whether many of the shapes are letters in rows, away from the words (boxes, n × 4).

    Letters of a row differ in width, as stars, dots and bars do not. Twenty of them, or six of a headline's
    size, are text; fewer are a logo. Sorted once: O(n log n) for n shapes.
    """
    if len(shapes) < _FEWEST_LARGE:
        return False
    free = [shape for shape in shapes if not _is_under_words(shape, words)]
    letters = [shape for row in _rows(free) if _is_text(row) for shape in row]
    large = sum(shape.y1 - shape.y0 >= _LARGE_PT for shape in letters)
    return len(letters) >= _FEWEST_LETTERS or large >= _FEWEST_LARGE


def _is_under_words(shape: Box, words: Floats) -> bool:
    """Whether the middle of the shape lies in a word: a background, an underline."""
    x, y = (shape.x0 + shape.x1) / 2, (shape.y0 + shape.y1) / 2
    return bool(((words[:, 0] <= x) & (x <= words[:, 2]) & (words[:, 1] <= y) & (y <= words[:, 3])).any())


def _rows(shapes: Sequence[Box]) -> list[list[Box]]:
    """Shapes that follow each other closely to the right and stand on about the same line."""
    lines: dict[int, list[Box]] = {}
    for shape in shapes:
        # Letters of a line share their foot, but for those with a tail: bins of half a line forgive that.
        lines.setdefault(round(shape.y1 / 6), []).append(shape)
    rows: list[list[Box]] = []
    for line in lines.values():
        line.sort(key=lambda shape: shape.x0)
        row = [line[0]]
        for before, shape in pairwise(line):
            height = max(before.y1 - before.y0, shape.y1 - shape.y0)
            if shape.x0 - before.x1 > _GAP_EM * height:
                rows.append(row)
                row = []
            row.append(shape)
        rows.append(row)
    return rows


def _is_text(row: Sequence[Box]) -> bool:
    return len(row) >= _SHORTEST_ROW and len({round(2 * (s.x1 - s.x0)) for s in row}) >= _FEWEST_WIDTHS
