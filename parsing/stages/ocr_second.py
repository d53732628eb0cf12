"""A second look at what OCR read badly: doubtful words, and ink that no word covers.

Tesseract cuts a page into blocks and lines before it reads. Where that goes wrong (two tight lines taken
for one, small print beside large, an icon glued to a number) the same ink, cut out and read as one block,
comes out well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, runtime_checkable

from parsing.stages.leaf import around
from parsing.stages.ocr_addresses import lost_emails, with_addresses
from parsing.stages.types import Box, Word

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from PIL.Image import Image

    Cells = npt.NDArray[np.bool_]

CELL: Final = 4
"""Pixels across of the cells in which ink is looked for; four of the sixteen are looked at."""

MOST_AREAS: Final = 14
"""Places of a page that are read again at most; each costs some 20 ms."""

ENLARGED: Final = 2
"""How much larger small print is looked at: page by page that costs more and reads worse."""

REDUCED: Final = 0.5
"""How much smaller large type is looked at."""

MOST_CELLS: Final = 12_000
"""Inked cells that no word covers: with more of them the page is a picture."""

_DOUBTFUL: Final = 0.45
_BETTER: Final = 0.08
_TRUSTED: Final = 0.65
_LARGE: Final = 1.5
"""Heights of the page's words from which on type is large."""
_DARKER: Final = 32
"""How much darker than the paper (of 255) ink is at least."""
_RULE_SHARE: Final = 0.8
_WIDE_GAP: Final = 0.9
"""White in a line, in ems, that parts a doubtful word from what stands beside it."""
_TALLEST: Final = 4.0
"""Lines of text that an unread place is high at most, in heights of the page's words."""


@runtime_checkable
class BlockReader(Protocol):
    """An OCR engine that can take a picture for one block of text."""

    def read_block(self, image: Image, *, dpi: int, languages: Sequence[str] = ()) -> list[Word]: ...


class _Run(NamedTuple):
    """Inked cells of one row with little white between them: their first and last column, and how many."""

    row: int
    first: int
    last: int
    cells: int


Clump = list[_Run]
"""Runs that hang together."""


class _Area(NamedTuple):
    """A line to be read again, in points; `closer` is what of it is in doubt, None where nothing was read."""

    box: Box
    closer: Box | None


def second_look(
    words: Sequence[Word], picture: Image, reader: BlockReader, *, dpi: int, languages: Sequence[str]
) -> list[Word]:
    """The words, with what a second reading of doubtful places says better.

    `picture` is the upright, level, grey page that the words were read in. At most MOST_AREAS places are
    read again, none on a page that was read well.
    """
    if not words:
        return []
    words = _large_again(words, picture, reader, dpi, languages)
    kept: list[Word | None] = list(words)
    found: list[Word] = []
    for area in _areas(words, picture, dpi):
        for box in (area.box, area.closer):
            standing = [index for index in (_inside(words, box) if box else ()) if kept[index] is not None]
            new = _read_again(box, picture, reader, dpi, languages) if box else []
            if _is_better(new, [words[index] for index in standing]):
                found += new
                for index in standing:
                    kept[index] = None
                break
    return [word for word in kept if word is not None] + found


def addresses_again(words: Sequence[Word], picture: Image, reader: BlockReader, *, dpi: int) -> list[Word]:
    """The words, with e-mails whose sign another language's model lost as the English one reads them."""
    mended = list(words)
    for word in lost_emails(words):
        em = word.box.y1 - word.box.y0
        again = _read_again(_grown(word.box, [word], em), picture, reader, dpi, ("en",))
        mended = with_addresses(mended, again)
    return mended


def _large_again(
    words: Sequence[Word], picture: Image, reader: BlockReader, dpi: int, languages: Sequence[str]
) -> list[Word]:
    """The words; where large type was torn ("Ban ks") those that a look from further off tells."""
    em = median(word.box.y1 - word.box.y0 for word in words)
    large = [word for word in words if _LARGE * em < word.box.y1 - word.box.y0 <= _TALLEST * em]
    kept = list(words)
    for row in _rows(large):
        if not any(word.text[:1].islower() or len(word.text) == 1 for word in row[1:]):
            continue
        box = _grown(around([word.box for word in row]), row, em)
        new = _read_again(box, picture, reader, dpi, languages, size=REDUCED)
        new = [word for word in new if word.box.y1 - word.box.y0 > _LARGE * em]
        if len(new) < len(row) and _joined(new) == _joined(row):
            at = kept.index(row[0])
            kept = [word for word in kept if word not in row]
            kept[at:at] = new
    return kept


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words at one height, from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.x0):
        middle = (word.box.y0 + word.box.y1) / 2
        row = next((row for row in rows if row[-1].box.y0 < middle < row[-1].box.y1), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return rows


def _joined(words: Sequence[Word]) -> str:
    return "".join(word.text for word in words)


def _read_again(
    box: Box, picture: Image, reader: BlockReader, dpi: int, languages: Sequence[str], size: float = ENLARGED
) -> list[Word]:
    from PIL import ImageOps
    from PIL.Image import Resampling

    scale, border = dpi / 72, 12
    left, top = max(0, int(box.x0 * scale)), max(0, int(box.y0 * scale))
    right, bottom = min(picture.width, int(box.x1 * scale) + 1), min(picture.height, int(box.y1 * scale) + 1)
    part = picture.crop((left, top, right, bottom))
    part = part.resize((round(part.width * size), round(part.height * size)), Resampling.BICUBIC)
    part = ImageOps.expand(part, border, fill=255)
    border_pt = border / scale / size
    across, down = left / scale - border_pt, top / scale - border_pt
    return [
        word._replace(
            box=Box(word.box.x0 + across, word.box.y0 + down, word.box.x1 + across, word.box.y1 + down)
        )
        for word in reader.read_block(part, dpi=round(dpi * size), languages=languages)
        if word.confidence >= 0.25
    ]


def _is_better(new: Sequence[Word], old: Sequence[Word]) -> bool:
    """Whether the new words are to be trusted more; where there were none, whether at all."""
    letters = _letters(new)
    if letters < 3 or _trust(new) < _TRUSTED:
        return False
    return not old or (_trust(new) >= _trust(old) + _BETTER and letters >= 0.6 * _letters(old))


def _letters(words: Sequence[Word]) -> int:
    return sum(char.isalnum() for word in words for char in word.text)


def _trust(words: Sequence[Word]) -> float:
    chars = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / chars if chars else 0.0


def _areas(words: Sequence[Word], picture: Image, dpi: int) -> list[_Area]:
    """The places to be read again, those that are most like a line first."""
    em = median(word.box.y1 - word.box.y0 for word in words)
    ink = _Ink(picture, dpi, em)
    doubtful = [word.box for word in words if _is_doubtful(word, em)]
    boxes = _merged([*map(ink.along_line, doubtful), *ink.unread(words)], em)
    lines = sorted(
        _merged([_grown(box, words, em) for box in boxes], 0.0),
        key=lambda box: (box.y1 - box.y0) / (box.x1 - box.x0),
    )
    areas = []
    for box in lines:
        if box.y1 - box.y0 <= 2 * _TALLEST * em:
            inner = [each for each in doubtful if _gap(each, box) < 0]
            closer = _grown(around(inner), words, em) if inner else None
            areas.append(_Area(box, closer))
    return areas[:MOST_AREAS]


def _is_doubtful(word: Word, em: float) -> bool:
    """Whether the word may be misread: little trust, and not an ordinary word of letters."""
    if word.confidence >= _DOUBTFUL or len(word.text) < 2 or word.box.y1 - word.box.y0 > _TALLEST * em:
        return False
    bare = word.text.strip(".,;:()").replace("'", "").replace("’", "").replace("-", "")
    return not (bare.isalpha() and len(bare) >= 5)


def _merged(boxes: Sequence[Box], em: float) -> list[Box]:
    """Boxes that lie within an em of each other as one; few, so that trying all pairs is cheap."""
    merged: list[Box] = []
    for box in boxes:
        beside = [other for other in merged if _gap(box, other) <= em]
        for other in beside:
            merged.remove(other)
            box = around([box, other])
        merged.append(box)
    return merged


def _gap(box: Box, other: Box) -> float:
    across = max(box.x0, other.x0) - min(box.x1, other.x1)
    down = max(box.y0, other.y0) - min(box.y1, other.y1)
    return max(across, down)


def _grown(box: Box, words: Sequence[Word], em: float) -> Box:
    """The box with a margin, and with the whole of every word that it cuts."""
    margin = 0.3 * em
    x0, y0, x1, y1 = box.x0 - margin, box.y0 - margin, box.x1 + margin, box.y1 + margin
    for index in _inside(words, Box(x0, y0, x1, y1)):
        own = words[index].box
        x0, y0, x1, y1 = min(x0, own.x0 - 1), min(y0, own.y0 - 1), max(x1, own.x1 + 1), max(y1, own.y1 + 1)
    return Box(x0, y0, x1, y1)


def _inside(words: Sequence[Word], box: Box) -> Iterator[int]:
    """The words of which the box covers a good part."""
    for index, word in enumerate(words):
        across = min(word.box.x1, box.x1) - max(word.box.x0, box.x0)
        down = min(word.box.y1, box.y1) - max(word.box.y0, box.y0)
        area = (word.box.x1 - word.box.x0) * (word.box.y1 - word.box.y0)
        if across > 0 and down > 0 and across * down > 0.4 * area:
            yield index


class _Ink:
    """Where a page has ink, in cells of CELL pixels. `em` is the height of its words in points."""

    def __init__(self, picture: Image, dpi: int, em: float) -> None:
        import numpy as np

        grey = np.asarray(picture)
        paper = int(np.median(grey[:: 4 * CELL, :: 4 * CELL]))
        # Every other pixel both ways tells as much and costs a quarter.
        thin = grey[: grey.shape[0] // CELL * CELL : 2, : grey.shape[1] // CELL * CELL : 2]
        ink: npt.NDArray[np.uint8] = np.less(thin, paper - _DARKER).view(np.uint8)
        count = ink[::2, ::2] + ink[::2, 1::2] + ink[1::2, ::2] + ink[1::2, 1::2]
        self.cells: Cells = count.astype(np.bool_)
        self.scale = dpi / 72 / CELL
        self.em = em

    def along_line(self, box: Box) -> Box:
        """The box, longer on both sides as far as its line goes on without a wide gap."""
        import numpy as np

        x0, y0, x1, y1 = (max(0, int(side * self.scale)) for side in box)
        columns = [bool(inked) for inked in np.logical_or.reduce(self.cells[y0 : y1 + 1], axis=0)]
        reach = max(2, round(_WIDE_GAP * self.em * self.scale))
        while x0 > 0 and any(columns[max(0, x0 - reach) : x0]):
            x0 -= 1
        while x1 + 1 < len(columns) and any(columns[x1 + 1 : x1 + 1 + reach]):
            x1 += 1
        return Box(x0 / self.scale, box.y0, (x1 + 1) / self.scale, box.y1)

    def unread(self, words: Sequence[Word]) -> list[Box]:
        """Boxes around ink that looks like text and that no word covers."""
        inked, scale = self.cells.copy(), self.scale
        for word in words:
            x0, y0, x1, y1 = (side * scale for side in word.box)
            inked[max(0, int(y0) - 1) : int(y1) + 2, max(0, int(x0) - 1) : int(x1) + 2] = False
        if not 0 < int(inked.sum()) <= MOST_CELLS:
            return []
        line = self.em * scale
        return [
            Box(x0 / scale, y0 / scale, (x1 + 1) / scale, (y1 + 1) / scale)
            for clump in _clumps(inked, reach=max(1, round(0.5 * line)))
            for x0, y0, x1, y1, cells in (_extent(_without_rule(clump)),)
            if _looks_like_text(x1 - x0 + 1, y1 - y0 + 1, cells, line)
        ]


def _looks_like_text(width: int, height: int, cells: int, line: float) -> bool:
    """Whether a clump of so many cells may be words; `line` is the height of the page's words in cells."""
    if not 0.45 * line <= height <= _TALLEST * line or width < max(1.8 * line, 1.5 * height):
        return False
    return 0.3 <= cells / (width * height) <= 0.9


def _without_rule(clump: Clump) -> Clump:
    """The clump without the rule that underlines the words; all of it where none does.

    Words hang together with their rule. It reaches from end to end of the clump, they do not.
    """
    left, top, right, bottom, _ = _extent(clump)
    most = _RULE_SHARE * (right - left)
    long = {run.row for run in clump if run.last - run.first > most}
    if not long or len(long) > 0.5 * (bottom - top + 1):
        return clump
    return [run for run in clump if run.row not in long] or clump


def _extent(clump: Clump) -> tuple[int, int, int, int, int]:
    """Left, top, right and bottom of the clump, and how many cells it has."""
    rows, firsts, lasts, cells = zip(*clump, strict=True)
    return min(firsts), min(rows), max(lasts), max(rows), sum(cells)


def _clumps(inked: Cells, *, reach: int) -> Iterator[Clump]:
    """The runs that hang together, across `reach` white cells at most."""
    rows: dict[int, list[_Run]] = {}
    for run in _runs(inked, reach):
        rows.setdefault(run.row, []).append(run)
    for row in list(rows):
        while rows[row]:
            clump = [rows[row].pop()]
            _gather(clump, rows, reach)
            yield clump


def _gather(clump: Clump, rows: dict[int, list[_Run]], reach: int) -> None:
    """Moves into the clump every run that hangs together with it."""
    for run in clump:  # which grows on the way
        for row in (run.row - 1, run.row, run.row + 1):
            near: list[_Run] = []
            far: list[_Run] = []
            for other in rows.get(row, ()):
                is_near = other.first <= run.last + reach and run.first <= other.last + reach
                (near if is_near else far).append(other)
            if near:
                rows[row] = far
                clump += near


def _runs(inked: Cells, reach: int) -> Iterator[_Run]:
    """The inked cells of each row, told as one run where at most `reach` white ones part them."""
    import numpy as np

    at_row, at_column = np.nonzero(inked)
    ends = np.flatnonzero((np.diff(at_row) != 0) | (np.diff(at_column) > reach + 1))
    starts = [0, *(ends + 1).tolist()]
    for start, end in zip(starts, [*ends.tolist(), len(at_row) - 1], strict=True):
        yield _Run(int(at_row[start]), int(at_column[start]), int(at_column[end]), end - start + 1)
