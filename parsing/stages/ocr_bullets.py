"""Bullets that OCR did not see, found in the picture: small solid marks set off before a line's text.

OCR drops a dot before a line as a speck, or reads it as a letter ("e", "©"). What is no letter can be told by
its shape and place: small, compact, at half height, white beside it, and solid or there more than once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from parsing.stages.ocr_repair import follows
from parsing.stages.types import Box, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Grey = NDArray[np.uint8]
    Ink = NDArray[np.bool_]

_BULLET: Final = "•"

_REACH: Final = 3.2
"""How far left of a text its mark may stand, in heights of its line; all lengths below are in these too."""
_CLEAR: Final = 0.18
"""White between a mark and its text, and half of what is left of it, at least."""
_SMALLEST: Final = 0.1
_LARGEST: Final = 0.7
_ROUND: Final = (0.55, 1.8)
"""Width to height of a disc, a square, a triangle."""
_MIDDLE: Final = (0.3, 0.78)
"""Where a mark's middle lies between the top of its line and the bottom."""
_LEAST_FILLED: Final = 0.55
_SOLID: Final = 0.7
"""The share of its box that a mark inks at least, and one that is told from a letter by that alone."""
_FEWEST: Final = 3
"""So many that OCR left out, of one size and equally far from their texts, are bullets; two may be dust."""
_ALIKE: Final = 0.12
_SHORT: Final = 2
"""Letters of a word that may be a mark misread."""
_OPENING: Final = "(\"'„“«"
_CONTRAST: Final = 40
_HALF_DARK: Final = 0.45
"""The share of the way from paper to the darkest ink at which ink begins."""


class _Shape(NamedTuple):
    """A mark in the picture: its box in points, and the share of it that is inked."""

    box: Box
    filled: float


class _Mark(NamedTuple):
    """A possible bullet before the word at `before`; `read_as` is the place of the word it was read as."""

    before: int
    read_as: int | None
    shape: _Shape
    height: float
    gap: float


def with_bullets(words: Sequence[Word], picture: Image, *, dpi: int) -> list[Word]:
    """The words with a bullet before each text that has one in the picture, in place of what it was read as.

    `picture` is the upright, level, grey page that the words were read in, at `dpi`. Some five CPU
    milliseconds a page.
    """
    import numpy as np

    marks = _sure(list(_marks(words, np.asarray(picture), dpi / 72)))
    bullets = {mark.before: mark.shape.box for mark in marks}
    misread = {mark.read_as for mark in marks}
    found: list[Word] = []
    for at, word in enumerate(words):
        if at in bullets:
            box = Box(bullets[at].x0, word.box.y0, bullets[at].x1, word.box.y1)
            found.append(Word(_BULLET, box, size=word.size, confidence=word.confidence))
        if at not in misread:
            found.append(word)
    return found


def _sure(marks: Sequence[_Mark]) -> list[_Mark]:
    """The marks that are solid and were read as something, and those of which several are alike."""
    return [
        mark
        for mark in marks
        if (mark.read_as is not None and mark.shape.filled >= _SOLID)
        or sum(
            abs(mark.height - other.height) < _ALIKE and abs(mark.gap - other.gap) < 2 * _ALIKE
            for other in marks
        )
        >= _FEWEST
    ]


def _marks(words: Sequence[Word], grey: Grey, scale: float) -> Iterator[_Mark]:
    """What looks like a bullet before the first words of lines, and before words behind a wide gap.

    The line of a timeline runs through its dots, so that they are as high as their lines and none of these.
    """
    short = [at for at, word in enumerate(words) if len(word.text) <= _SHORT]
    for at, word in enumerate(words):
        em = word.box.y1 - word.box.y0
        left = _white_before(words, at) if _begins_text(word.text) else None
        if left is None or em <= 0:
            continue
        shape = _shape_in(grey, Box(left, word.box.y0, word.box.x0, word.box.y1), word, scale)
        if shape is None:
            continue
        read_as = next((index for index in short if _covers(words[index].box, shape.box)), None)
        height, gap = (shape.box.y1 - shape.box.y0) / em, (word.box.x0 - shape.box.x1) / em
        yield _Mark(at, read_as, shape, height, gap)


def _begins_text(text: str) -> bool:
    return text[0].isalnum() or text[0] in _OPENING


def _white_before(words: Sequence[Word], at: int) -> float | None:
    """From where on there is nothing before the word but what may be a mark; None within a run of words."""
    word = words[at]
    em = word.box.y1 - word.box.y0
    if at == 0 or not follows(words[at - 1], word):
        return word.box.x0 - _REACH * em
    before = words[at - 1]
    if len(before.text) <= _SHORT and (at == 1 or not follows(words[at - 2], before)):
        return before.box.x0 - _REACH / 2 * em
    return before.box.x1 if word.box.x0 - before.box.x1 > 4 * _CLEAR * em else None


def _covers(box: Box, mark: Box) -> bool:
    """Whether the middle of the mark lies in the box."""
    return box.x0 <= (mark.x0 + mark.x1) / 2 <= box.x1 and box.y0 <= (mark.y0 + mark.y1) / 2 <= box.y1


def _shape_in(grey: Grey, place: Box, word: Word, scale: float) -> _Shape | None:
    """The mark nearest to the text at the right end of a place, None where there is none like a bullet."""
    import numpy as np

    em = (word.box.y1 - word.box.y0) * scale
    top, bottom = max(0, round(place.y0 * scale)), round(place.y1 * scale)
    left, right = max(0, round(place.x0 * scale)), round(place.x1 * scale)
    own = grey[top:bottom, right : round(word.box.x1 * scale)]
    shown = grey[top:bottom, left:right]
    if not own.size or not shown.size:
        return None
    darkest = int(own.min())
    if shown.min() >= _begins_at(255, darkest):
        return None  # nothing there is dark enough, whatever the paper is
    paper = int(np.median(shown))
    if paper - darkest < _CONTRAST:
        return None
    ink: Ink = np.less(shown, _begins_at(paper, darkest))
    run = _last_run(np.logical_or.reduce(ink, axis=0), em)
    if run is None:
        return None
    first, last = run
    rows = np.flatnonzero(ink[:, first : last + 1].any(axis=1))
    high, low = int(rows[0]), int(rows[-1])
    own_ink = ink[high : low + 1, first : last + 1]
    if not _is_mark(own_ink, (high + low + 1) / 2 / em, em):
        return None
    sides = (left + first, top + high, left + last + 1, top + low + 1)
    return _Shape(Box(*(side / scale for side in sides)), float(own_ink.mean()))


def _begins_at(paper: int, darkest: int) -> float:
    """The shade below which ink begins."""
    return paper - _HALF_DARK * (paper - darkest)


def _last_run(columns: NDArray[np.bool_], em: float) -> tuple[int, int] | None:
    """First and last inked column of what stands alone at the right end, white on both sides of it."""
    import numpy as np

    inked = np.flatnonzero(columns)
    inked = inked[inked < len(columns) - _CLEAR * em]  # the first letter's own edge may reach in
    if not len(inked):
        return None
    last = int(inked[-1])
    gaps = np.flatnonzero(np.diff(inked) > 2)
    first = int(inked[gaps[-1] + 1]) if len(gaps) else int(inked[0])
    is_clear = not columns[max(0, first - round(2 * _CLEAR * em)) : first].any()
    return (first, last) if is_clear and not columns[last + 1 : last + 1 + round(_CLEAR * em)].any() else None


def _is_mark(ink: Ink, middle: float, em: float) -> bool:
    """Whether ink is as large, as compact and as high in its line as a bullet."""
    height, width = ink.shape
    return (
        _SMALLEST * em <= min(height, width)
        and max(height, width) <= _LARGEST * em
        and _ROUND[0] <= width / height <= _ROUND[1]
        and _MIDDLE[0] <= middle <= _MIDDLE[1]
        and float(ink.mean()) >= _LEAST_FILLED
    )
