"""Words whose letters were set apart ("E X P E R I E N C E"), put together again."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from parsing.engines.pdfium_text import Floats, PageText

_MIN_LETTERS: Final = 4


def join_spaced_letters(page: PageText) -> None:
    """Make one word of the letters in place, two where a gap is clearly wider."""
    texts = page.texts
    single = [len(text) == 1 and text.isalpha() for text in texts]
    if sum(single) < _MIN_LETTERS:
        return
    groups = [group for run in _runs(single) for group in _spaced_groups(page, *run)]
    if not groups:
        return
    dropped: set[int] = set()
    for first, last in groups:
        texts[first] = "".join(texts[first:last])
        page.boxes[first, :2] = page.boxes[first:last, :2].min(axis=0)
        page.boxes[first, 2:] = page.boxes[first:last, 2:].max(axis=0)
        dropped.update(range(first + 1, last))
    keep = [index for index in range(len(texts)) if index not in dropped]
    page.texts = [texts[index] for index in keep]
    page.styles = [page.styles[index] for index in keep]
    page.boxes = page.boxes[keep]


def _runs(single: list[bool]) -> list[tuple[int, int]]:
    runs, start = [], 0
    for index, is_single in enumerate([*single, False]):
        if not is_single:
            if index - start >= _MIN_LETTERS:
                runs.append((start, index))
            start = index + 1
    return runs


def _spaced_groups(page: PageText, start: int, end: int) -> list[tuple[int, int]]:
    """Half-open word ranges to join within a run of single letters."""
    boxes, styles = page.boxes, page.styles
    groups: list[tuple[int, int]] = []
    first = start
    for index in range(start + 1, end + 1):
        is_one_line = (
            index < end
            and styles[index].font == styles[first].font
            and styles[index].size == styles[first].size
        )
        if is_one_line:
            height = float(boxes[index, 3] - boxes[index, 1])
            is_one_line = (
                abs(float(boxes[index, 1] - boxes[index - 1, 1])) < 0.3 * height
                and -0.1 * height < float(boxes[index, 0] - boxes[index - 1, 2]) < 2.5 * height
            )
        if not is_one_line:
            if index - first >= _MIN_LETTERS:
                groups.extend(_split_at_wide_gaps(boxes, first, index))
            first = index
    return groups


def _split_at_wide_gaps(boxes: Floats, first: int, last: int) -> list[tuple[int, int]]:
    gaps = boxes[first + 1 : last, 0] - boxes[first : last - 1, 2]
    usual = float(np.median(gaps))
    height = float(boxes[first, 3] - boxes[first, 1])
    wide = np.flatnonzero(gaps > max(1.6 * usual, usual + 0.2 * height)) + first + 1
    edges = [first, *wide.tolist(), last]
    return [(low, high) for low, high in pairwise(edges) if high - low > 1]
