"""What a text is about, as a direction: static vectors, one a word, distilled from a language model.

`distilling` made them (`candidates/data/embedding/README.md`). A text is the weighted mean of its words, so
a résumé costs a fraction of a millisecond and nothing but numpy is needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
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
"""Words whose pieces are kept in mind."""


class Embedding:
    """Vectors of words, and how they make up a text."""

    def __init__(self, folder: Path = FOLDER) -> None:
        words = (folder / "words.txt").read_text(encoding="utf-8").splitlines()
        self._rows = {word: row for row, word in enumerate(words)}
        self._plain = 1 + max(row for word, row in self._rows.items() if word.startswith("##"))
        self._longest = max(map(len, words))
        self._vectors: NDArray[np.int8] = np.asarray(np.load(folder / "vectors.npy", mmap_mode="r"))
        self._weights: NDArray[np.float16] = np.load(folder / "weights.npy")
        self._known: dict[str, tuple[int, ...]] = {}

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
            mean = self._mean(words_of(text))
            if mean is not None:
                total += weight * mean
        length = float(np.sqrt(total @ total))
        return None if length == 0 else np.rint(total * (LENGTH / length)).astype(np.int8)

    def _mean(self, words: list[str]) -> NDArray[np.float32] | None:
        rows = [row for word in words if word not in STOP_WORDS for row in self._pieces(word)]
        if not rows:
            return None
        weights = self._weights[rows].astype(np.float32)
        mean: NDArray[np.float32] = weights @ self._vectors[rows].astype(np.float32)
        length = np.float32(np.sqrt(mean @ mean))
        return mean / length if length else None

    def _pieces(self, word: str) -> tuple[int, ...]:
        """The rows of a word: its own, or those of its longest pieces from the left (WordPiece)."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[word] = self._cut(word)
        return known

    def _cut(self, word: str) -> tuple[int, ...]:
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
                return ()
        return tuple(found)


@lru_cache(maxsize=1)
def embedding() -> Embedding | None:
    """The shipped vectors, loaded once a process; None where they are not installed."""
    return Embedding() if (FOLDER / "vectors.npy").is_file() else None
