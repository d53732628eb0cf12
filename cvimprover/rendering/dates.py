"""Dates as a page writes them. Precision is kept: `2019` never becomes January."""

from __future__ import annotations

import re
from typing import Final

from cvimprover.rendering.cleaning import cleaned
from cvimprover.rendering.words import Words

_EDTF: Final = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T.*)?[?~%]?")
_OPEN: Final = ("", "..", "present", "now", "current")


def written(date: object, words: Words) -> str:
    """`2019-03` → "Mar 2019", "03/2019", "2019年03月", by the language; a day is told only by its month.

    What is no date is given back as it is.
    """
    text = cleaned(date)
    match = _EDTF.fullmatch(text)
    if match is None:
        return text
    year, month, _ = match.groups()
    if month is None or not 1 <= int(month) <= 12:
        return year
    if words.months:
        return f"{words.months[int(month) - 1]} {year}"
    return words.date.replace("y", year).replace("m", month)


def period(start: object, end: object, words: Words, *, lasts: bool = True) -> str:
    """ "Mar 2019 – Present". A missing end means that it lasts, if `lasts`; equal ends are told once."""
    begun, ended = written(start, words), cleaned(end)
    ended = words.now if ended.casefold() in _OPEN else written(ended, words)
    if not begun:
        return "" if ended == words.now else ended
    if ended == words.now and not lasts and not cleaned(end):
        return begun
    return begun if begun == ended else f"{begun} – {ended}"
