"""Two readings of one page, its text layer and its picture: how far they disagree, and which one counts.

A text layer may say other things than the page shows: letters mapped wrongly, words painted as outlines,
a scan with somebody else's OCR. Where a page gives cause for doubt its picture is read as well. What both
say is kept from the text layer, whose places and styles are exact; where they differ, what a reader sees
counts, and the page is told to a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from parsing.stages.text import fold
from parsing.stages.types import Finding, Page, Word

SAME: Final = 0.12
"""Below this disagreement both readings say the same: OCR slips about as often."""

TOLD_FROM: Final = 0.35
"""From this disagreement on a person should look at the page."""

_SURE: Final = 0.6
"""Confidence of recognised words that count in the comparison."""
_SHORTEST: Final = 3
_COVERED: Final = 0.3
"""The share of a recognised word that the text layer's words must cover for it to be known already."""


def settled(layer: Page, seen: Page) -> Page:
    """One page of two readings: `layer` with the text layer's words, `seen` with those of its picture.

    `disagreement` says how far they differ, 0–1: the share of letters surely seen that the layer does not
    have. A page that has outlines instead of some of its text keeps its layer, and gets what only the
    picture shows. A turned picture is never mixed with a layer.
    """
    if not layer.words or seen.source != "ocr":
        return seen
    if layer.needs_ocr == "outlines" and not seen.turned:
        lost = [word for word in seen.words if not _is_covered(word, layer.words)]
        known = [word for word in seen.words if _is_covered(word, layer.words)]
        told = disagreement(layer.words, known)
        if told < TOLD_FROM:
            return replace(layer, words=(*layer.words, *lost), disagreement=told, skew=seen.skew)
        return replace(seen, disagreement=told)
    told = disagreement(layer.words, seen.words)
    if told <= SAME and disagreement(seen.words, layer.words) <= 2 * SAME:
        return replace(layer, disagreement=told)
    return replace(seen, disagreement=told)


def disagreement(layer: Sequence[Word], seen: Sequence[Word]) -> float:
    """The share of the letters of words seen (surely, three letters at least) that the layer lacks, 0–1."""
    known = Counter(text for word in layer for text in _texts(word))
    joined = "".join(text for word in layer for text in _texts(word))
    missing = total = 0
    for word in seen:
        for text in _texts(word) if word.confidence >= _SURE else ():
            if len(text) < _SHORTEST:
                continue
            total += len(text)
            if known[text] > 0:
                known[text] -= 1
            elif text not in joined:
                missing += len(text)
    return round(missing / total, 4) if total else 0.0


def findings_of(pages: Sequence[Page]) -> Iterator[Finding]:
    """A warning for each page whose readings disagree."""
    for page in pages:
        if page.disagreement >= TOLD_FROM:
            message = (
                f"The text that page {page.number} carries and what it shows differ by "
                f"{page.disagreement:.0%}. What it shows was read."
            )
            yield Finding("readings_disagree", "warning", message, page=page.number)


def _texts(word: Word) -> list[str]:
    return fold(word.text).split()


def _is_covered(word: Word, layer: Sequence[Word]) -> bool:
    """Whether words of the layer stand where the recognised word does."""
    area = max(0.1, (word.box.x1 - word.box.x0) * (word.box.y1 - word.box.y0))
    covered = 0.0
    for other in layer:
        across = min(word.box.x1, other.box.x1) - max(word.box.x0, other.box.x0)
        down = min(word.box.y1, other.box.y1) - max(word.box.y0, other.box.y0)
        if across > 0 and down > 0:
            covered += across * down
    return covered >= _COVERED * area
