"""What a text is about, as a direction: static vectors, one a word, distilled from a language model.

`distilling` made them (`candidates/data/embedding/README.md`). A text is the weighted mean of its words, so
a résumé costs a fraction of a millisecond and nothing but numpy is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from candidates.search.words import STOP_WORDS, words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from candidates.search.base import Vector

FOLDER: Final = Path(__file__).resolve().parent.parent / "data" / "embedding"
DIMENSIONS: Final = 192
LENGTH: Final = 127
"""Of a vector in 8-bit steps."""
_REMEMBERED: Final = 50_000
"""Pieces of a text whose rows are kept in mind."""


class _Rows(dict[str, tuple[int, ...]]):
    """Piece of a text without blanks → the rows of its words, remembered."""

    def __init__(self, rows: Mapping[str, int]) -> None:
        super().__init__()
        self._rows = rows
        self._longest = max(map(len, rows))

    def __missing__(self, piece: str) -> tuple[int, ...]:
        words = (word for word in words_of(piece) if word not in STOP_WORDS)
        rows = tuple(row for word in words for row in self._cut(word))
        if len(self) >= _REMEMBERED:
            self.clear()
        self[piece] = rows
        return rows

    def _cut(self, word: str) -> list[int]:
        """The rows of a word: its own, or those of its longest pieces from the left (WordPiece)."""
        found: list[int] = []
        at = 0
        while at < len(word):
            for end in range(min(len(word), at + self._longest), at, -1):
                piece = word[at:end] if at == 0 else f"##{word[at:end]}"
                if (row := self._rows.get(piece)) is not None:
                    found.append(row)
                    at = end
                    break
            else:
                return []
        return found


class Embedding:
    """Vectors of words, and how they make up a text."""

    def __init__(self, folder: Path = FOLDER) -> None:
        words = (folder / "words.txt").read_text(encoding="utf-8").splitlines()
        self._rows = {word: row for row, word in enumerate(words)}
        self._plain = 1 + max(row for word, row in self._rows.items() if word.startswith("##"))
        self._vectors: NDArray[np.int8] = np.asarray(np.load(folder / "vectors.npy", mmap_mode="r"))
        self._weights: NDArray[np.float32] = np.load(folder / "weights.npy").astype(np.float32)
        self._rows_of = _Rows(self._rows)

    def knows(self, word: str) -> bool:
        """Whether a folded word is one of the encoder's own: those that were added hold slips of the pen."""
        return self._rows.get(word, self._plain) < self._plain

    def of(self, text: str) -> Vector | None:
        """The direction of a text; None if no word of it is known."""
        return self.of_parts([(text, 1.0)])

    def of_parts(self, parts: Iterable[tuple[str, float]]) -> Vector | None:
        """The direction of texts that weigh differently. Each counts for its weight, however long it is."""
        total: NDArray[np.float32] = np.zeros(DIMENSIONS, np.float32)
        for text, weight in parts:
            mean = self._mean(text)
            if mean is not None:
                total += mean * np.float32(weight / (sqrt(mean @ mean) or 1))
        length = sqrt(total @ total)
        return None if length == 0 else np.rint(total * np.float32(LENGTH / length)).astype(np.int8)

    def _mean(self, text: str) -> NDArray[np.float32] | None:
        pieces = map(self._rows_of.__getitem__, text.split())
        rows = np.fromiter(chain.from_iterable(pieces), np.intp)
        if not len(rows):
            return None
        vectors = self._vectors.take(rows, axis=0).astype(np.float32)
        mean: NDArray[np.float32] = self._weights.take(rows) @ vectors
        return mean


@lru_cache(maxsize=1)
def embedding() -> Embedding | None:
    """The shipped vectors, loaded once a process; None where they are not installed."""
    return Embedding() if (FOLDER / "vectors.npy").is_file() else None
