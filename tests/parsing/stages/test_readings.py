"""Two readings of a page become one, and say how far they differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsing.stages.readings import SAME, TOLD_FROM, disagreement, findings_of, settled
from parsing.stages.types import Box, Page, Word

TEXT = "Anke de Boer keeps bees and letters for the town museum of Utrecht since 2019"


def words(text: str, *, y: float = 50.0, confidence: float = 1.0) -> tuple[Word, ...]:
    found, x = [], 50.0
    for part in text.split():
        found.append(Word(part, Box(x, y, x + 6 * len(part), y + 10), confidence=confidence))
        x += 6 * len(part) + 4
    return tuple(found)


def layer(text: str, *, why: str = "garbled") -> Page:
    return Page(1, 612, 792, words(text), needs_ocr=why)  # type: ignore[arg-type]


def seen(*shown: tuple[Word, ...]) -> Page:
    return Page(1, 612, 792, tuple(w for part in shown for w in part), source="ocr", ocr_confidence=0.9)


@pytest.mark.parametrize(
    ("first", "second", "least", "most"),
    [
        (TEXT, TEXT, 0.0, 0.0),
        (TEXT, TEXT.replace("museum", "musuem"), 0.05, SAME),
        ("Bolf ef Cpfs lffqt cfft", TEXT, 0.9, 1.0),
        ("", TEXT, 1.0, 1.0),
        (TEXT, "", 0.0, 0.0),
        ("keepsbees andletters", "keeps bees and letters", 0.0, 0.0),
    ],
)
def test_disagreement_is_the_share_of_what_is_seen_and_not_said(
    first: str, second: str, least: float, most: float
) -> None:
    assert least <= disagreement(words(first), words(second, confidence=0.9)) <= most


def test_words_that_are_hardly_legible_say_nothing() -> None:
    assert disagreement(words(TEXT), words("Xqzw Vbnm", confidence=0.3)) == 0.0


def test_where_both_say_the_same_the_text_layer_is_kept() -> None:
    page = settled(layer(TEXT), seen(words(TEXT, confidence=0.9)))
    assert (page.source, page.disagreement) == ("text_layer", 0.0)
    assert page.words == words(TEXT)


def test_where_they_differ_what_is_seen_counts_and_a_person_is_told() -> None:
    page = settled(layer("Bolf ef Cpfs lffqt cfft"), seen(words(TEXT, confidence=0.9)))
    assert page.source == "ocr"
    assert page.disagreement > TOLD_FROM
    [finding] = findings_of([page])
    assert (finding.code, finding.severity, finding.page) == ("readings_disagree", "warning", 1)


def test_a_layer_that_says_more_than_is_seen_does_not_win() -> None:
    page = settled(layer(f"{TEXT} python kubernetes terraform ansible docker"), seen(words(TEXT)))
    assert page.source == "ocr"


def test_outlines_are_added_to_the_layer() -> None:
    headline = words("Anke Boer", y=20, confidence=0.9)
    page = settled(layer(TEXT, why="outlines"), seen(headline, words(TEXT, confidence=0.9)))
    assert page.source == "text_layer"
    assert page.words == (*words(TEXT), *headline)
    assert list(findings_of([page])) == []


def test_a_layer_that_lies_beside_outlines_is_not_believed() -> None:
    page = settled(
        layer("Bolf ef Cpfs lffqt cfft boe mfuufst gps uif upxo", why="outlines"),
        seen(words(TEXT, confidence=0.9)),
    )
    assert page.source == "ocr"


def test_a_page_without_a_layer_is_what_is_seen() -> None:
    picture = seen(words(TEXT))
    assert settled(replace(picture, words=(), source="text_layer"), picture) is picture
