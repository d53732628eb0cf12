"""Characters of Hebrew and Arabic as PDFs hold them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import numpy as np
import numpy.typing as npt

_ALEF_LAM: Final = re.compile("[\u0622\u0623\u0625\u0627](?=\u0644)")
_DRAWN: Final = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]+")


def is_right_to_left(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_] | None:
    """Which characters are letters of Hebrew, Arabic and their like; None where none is."""
    if int(codes.max()) < 0x590:
        return None
    letters = (codes >= 0x590) & (codes <= 0x8FF)
    drawn = ((codes >= 0xFB1D) & (codes <= 0xFDFF)) | ((codes >= 0xFE70) & (codes <= 0xFEFC))
    found: npt.NDArray[np.bool_] = letters | drawn
    return found if found.any() else None


def with_lam_before_alef(text: str, boxes: npt.NDArray[np.float32]) -> str:
    """The text with the two letters of a lam-alef ligature in the order they are read.

    The ligature is one glyph: PDFium gives both letters its box, and turns them round with the rest.
    """
    characters = list(text)
    for match in _ALEF_LAM.finditer(text):
        at = match.start()
        if np.array_equal(boxes[at], boxes[at + 1]):
            characters[at], characters[at + 1] = characters[at + 1], characters[at]
    return "".join(characters)


def as_meant(word: str) -> str:
    """The word with the letters meant, where a font names its glyphs by how a letter is drawn."""
    return _DRAWN.sub(lambda drawn: unicodedata.normalize("NFKC", drawn[0]), word)
