"""Right-to-left text put back into the order it is read in, from where its words stand on the page.

PDFs keep glyphs, not sentences: within a word PDFium gives letters in reading order, but the words of a
line can only be put in order by their places. This undoes the reordering of the Unicode bidirectional
algorithm (UAX #9) at the level of words, as far as lines of résumés need it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from parsing.stages.types import Word

_RIGHT_TO_LEFT: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RTL = re.compile(f"[{_RIGHT_TO_LEFT}]")
_DIGITS: Final = re.compile(r"[\d٠-٩۰-۹]")
_LATIN = re.compile(f"[^\\W\\d_{_RIGHT_TO_LEFT}]")
_YEARS = re.compile(r"(?:1[3-9]|20)\d\d")
_LEADING_SIGN = re.compile(r"([.,،؛:;)]*)([%٪])([\d٠-٩۰-۹][\d٠-٩۰-۹.,٫]*)")
_PHONE = re.compile(r"[+(]?0|\+")
_COMMA_AHEAD = re.compile(r"[،,؛;](?=\w)")
_TURN: Final = 8.0
"""Points by which a word begins left of the end of the one before it where the direction turns."""
_PAIRS: Final = {"(": ")", "[": "]", "{": "}"}
_PAIR_OF: Final = {closing: opening for opening, closing in _PAIRS.items()}
_MOSTLY: Final = 0.3
"""The share of a page's letters, from which on its lines begin at the right."""


def direction_of(words: Sequence[Word]) -> bool | None:
    """True where a page's lines begin at the right, as a third of its letters are Hebrew or Arabic; False
    where they begin at the left all the same; None where no word runs from the right."""
    text = "".join([word.text for word in words])
    if text.isascii() or not _RTL.search(text):
        return None
    count = len(_RTL.findall(text))
    return count > _MOSTLY * (count + len(_LATIN.findall(text)))


def as_read(words: Sequence[Word], *, from_right: bool) -> list[Word]:
    """The words of one line, given from left to right, in the order they are read.

    `from_right` is the page's direction. Names, numbers and addresses in Latin letters keep theirs
    within a line of Hebrew or Arabic. Brackets, which fonts mirror, open and close again.
    """
    kinds = [_kind(word.text) for word in words]
    if "r" not in kinds:
        return _mirrored_years(words) if from_right and "l" not in kinds else list(words)
    texts = [word.text for word in words]
    spans = _left_to_right_spans(kinds, texts) if from_right else _right_to_left_spans(kinds)
    ordered: list[Word] = []
    if from_right:
        for start, end in reversed(spans):
            ordered += _with_comma_behind(words[start:end]) if kinds[start] == "l" else words[start:end]
    else:
        for start, end in spans:
            ordered += reversed(words[start:end])
    return _with_brackets(ordered)


def gaps_between(words: Sequence[Word]) -> list[float]:
    """The white space in points before each word but the first, wherever the words turn on their line."""
    steps = [after.box.x0 - before.box.x1 for before, after in pairwise(words)]
    if min(steps, default=0.0) > -_TURN:
        return steps
    turns = [at for at, step in enumerate(steps) if step <= -_TURN]
    edges = [0, *(at + 1 for at in turns), len(words)]
    spans = [(words[low].box.x0, words[high - 1].box.x1) for low, high in pairwise(edges)]
    for at, (before, after) in zip(turns, pairwise(spans), strict=True):
        steps[at] = max(before[0] - after[1], 0.0)
    return steps


def _with_comma_behind(words: Sequence[Word]) -> list[Word]:
    """A Latin span without the comma at its left: reading on leftwards, that one follows the span."""
    found = list(words)
    comma = _COMMA_AHEAD.match(found[0].text)
    if comma:
        found[0] = found[0]._replace(text=found[0].text[comma.end() :])
        found[-1] = found[-1]._replace(text=found[-1].text + comma[0])
    return found


def _kind(text: str) -> str:
    """`r` with a right-to-left letter, `l` with another letter, `d` with digits only, `n` with neither."""
    if _RTL.search(text) and any(character.isalpha() for character in text if _RTL.match(character)):
        return "r"
    if _LATIN.search(text):
        return "l"
    return "d" if _DIGITS.search(text) else "n"


def _left_to_right_spans(kinds: Sequence[str], texts: Sequence[str]) -> list[tuple[int, int]]:
    """Spans that keep their order in a line from the right: a Latin word with what belongs to it, else one
    word each. Digits and signs right of a Latin word belong to it, up to the last digit or letter; groups
    of digits stay in order behind a "+" or a nought, as in a phone number that was set apart."""
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(kinds):
        end = at + 1
        if kinds[at] == "l":
            last = at
            while end < len(kinds) and kinds[end] != "r":
                last = end if kinds[end] in "ld" else last
                end += 1
            end = last + 1
        elif kinds[at] == "d" and _PHONE.match(texts[at]):
            while end < len(kinds) and kinds[end] == "d":
                end += 1
        spans.append((at, end))
        at = end
    return spans


def _right_to_left_spans(kinds: Sequence[str]) -> list[tuple[int, int]]:
    """Spans to turn round in a line from the left: right-to-left words with what stands between them."""
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(kinds):
        end = at + 1
        if kinds[at] == "r":
            last = at
            while end < len(kinds) and kinds[end] != "l":
                last = end if kinds[end] == "r" else last
                end += 1
            end = last + 1
        spans.append((at, end))
        at = end
    return spans


def _mirrored_years(words: Sequence[Word]) -> list[Word]:
    """ "2014 – 2010", alone at the side of a page that runs from the right, is 2010 to 2014."""
    years = [int(match[0]) for word in words if (match := _YEARS.fullmatch(word.text))]
    return list(reversed(words)) if len(years) == 2 and years[0] > years[1] else list(words)


def _with_brackets(words: Sequence[Word]) -> list[Word]:
    """The words with brackets that open before they close, and percent signs behind their number."""
    is_open: list[str] = []
    found = []
    for word in words:
        text = word.text
        if not text.isalnum():
            text = _LEADING_SIGN.sub(r"\3\2\1", text) if _LEADING_SIGN.fullmatch(text) else text
            text = "".join([_bracket(mark, is_open) if mark in "()[]{}" else mark for mark in text])
        found.append(word if text is word.text else word._replace(text=text))
    return found


def _bracket(mark: str, is_open: list[str]) -> str:
    """The bracket as its place asks: closing where one of its kind is open, else opening."""
    opening = _PAIR_OF.get(mark, mark)
    if opening in is_open:
        is_open.remove(opening)
        return _PAIRS[opening]
    is_open.append(opening)
    return opening
