"""How alike texts are in meaning, by vectors that are shipped: always a bounded part of a score, always told.

Sums are of whole numbers, so that the same texts give the same number on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import sqrt
from typing import Final

import numpy as np

from candidates.search.embedding import DIMENSIONS, embedding
from ranking.scoring.masking import Masker
from ranking.scoring.reach import Reach, missing, unknown
from ranking.scoring.types import Applicant, Criterion, Line

MOST: Final = 0.8
"""What a likeness reaches at most: alike is not the same."""
CLOSE: Final = 0.40
"""The cosine from which a line counts."""
SAME: Final = 0.80
"""The cosine at which a line counts most."""
STEPS: Final = 3
"""Decimals that a likeness is told with."""


def responsibility_reach(applicant: Applicant, criterion: Criterion) -> Reach:
    """The line of a position that is most like what is to be done."""
    return line_reach([line for position in applicant.positions for line in position.lines], criterion.value)


def line_reach(lines: Sequence[Line], text: str) -> Reach:
    """The line that is most like the text; unknown where there are no vectors."""
    wanted = vector_of(text)
    known = [line for line in lines if len(line.vector) == DIMENSIONS]
    if not wanted or (lines and not known):
        return unknown()
    if not known:
        return missing()
    cosines = _cosines(known, wanted)
    at = max(range(len(known)), key=lambda number: (cosines[number], -number))
    reach = counted(cosines[at])
    if not reach:
        return missing(likeness=cosines[at])
    return Reach(reach, "likeness", (known[at].evidence,), {"likeness": cosines[at]})


def counted(cosine: float) -> float:
    """What a cosine counts: nothing below `CLOSE`, `MOST` from `SAME` on, evenly between."""
    return round(MOST * min(1.0, max(0.0, (cosine - CLOSE) / (SAME - CLOSE))), STEPS)


@lru_cache(maxsize=20_000)
def likeness_of_texts(one: str, other: str) -> float | None:
    """The cosine of two texts; None where there is no vector of one of them."""
    first, second = vector_of(one), vector_of(other)
    return _cosines([second], first)[0] if first and second else None


@lru_cache(maxsize=4096)
def vector_of(text: str) -> bytes:
    """The direction of a text, masked as those of applicants are; b"" where no word of it is known."""
    model = embedding()
    vector = model.of(Masker().masked(text)) if model else None
    return b"" if vector is None else vector.tobytes()


def _cosines(vectors: Sequence[Line] | Sequence[bytes], wanted: bytes) -> list[float]:
    joined = b"".join(each.vector if isinstance(each, Line) else each for each in vectors)
    rows = np.frombuffer(joined, np.int8).reshape(-1, DIMENSIONS).astype(np.int32)
    one = np.frombuffer(wanted, np.int8).astype(np.int32)
    products: list[int] = (rows @ one).tolist()
    lengths: list[int] = (rows * rows).sum(axis=1).tolist()
    length = int(one @ one)
    return [
        round(product / sqrt(own * length), STEPS) if own else 0.0
        for product, own in zip(products, lengths, strict=True)
    ]
