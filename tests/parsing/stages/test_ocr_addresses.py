"""Addresses whose "@" was lost by the model of another language, as the English one reads them."""

from __future__ import annotations

import pytest

from parsing.stages.ocr_addresses import lost_emails, with_addresses
from parsing.stages.types import Box, Word


def word(text: str, x: float = 50.0, *, y: float = 100.0, confidence: float = 0.9) -> Word:
    return Word(text, Box(x, y, x + 6 * len(text), y + 10), confidence=confidence)


PAIRS = [
    ("jane.roeQexample.pt", "jane.roe@example.pt", "jane.roe@example.pt"),
    ("jane.roe(Dexample.pt", "jane.roe@example.pt", "jane.roe@example.pt"),
    ("jane_roeomail.example.es", "jane_roe@mail.example.es", "jane_roe@mail.example.es"),
    ("jane.r-oe880example.es", "jane.roe88@example.es", "jane.roe88@example.es"),
    # an icon that English took for letters is left out again
    ("janeroeGexample.es", "Mijaneroe@example.es", "janeroe@example.es"),
    ("jane.roeDexample.pt", "S&jane.roe@example.pt", "jane.roe@example.pt"),
    ("medium.com/Qjaneroe", "medium.com/@janeroe", "medium.com/@janeroe"),
    # what English read no better stays
    ("janeroe.example.es", "janeroe.example.es", "janeroe.example.es"),
    ("jane@exámple.es", "jane@example.es", "jane@exámple.es"),
    ("coração", "cora@ao", "coração"),
]


@pytest.mark.parametrize(("read", "english", "meant"), PAIRS)
def test_a_lost_sign_comes_from_the_english_reading(read: str, english: str, meant: str) -> None:
    others = [word("Lisboa", 400), word("website", 500)]
    mended = with_addresses([word(read), *others], [word(english), word("Lisbon", 400)])
    assert [each.text for each in mended] == [meant, "Lisboa", "website"]


def test_words_that_an_address_was_torn_into_become_one() -> None:
    torn = [word("jane.", 50), word("roeQexample.pt", 86), word("Lisboa", 400)]
    mended = with_addresses(torn, [word("jane.roe@example.pt", 50)])
    assert [each.text for each in mended] == ["jane.roe@example.pt", "Lisboa"]


def test_an_icon_beside_an_address_stays_a_word() -> None:
    words = [word("Na", 50), word("janeroeGexample.es", 70)]
    mended = with_addresses(words, [word("Mijaneroe@example.es", 54)])
    assert [each.text for each in mended] == ["Na", "janeroe@example.es"]


def test_an_unsure_english_reading_mends_only_what_agrees_with_it() -> None:
    unsure = word("jone.rcc@exemple.pf", confidence=0.2)
    assert [each.text for each in with_addresses([word("jane.roeQexample.pt")], [unsure])] == [
        "jane.roeQexample.pt"
    ]


@pytest.mark.parametrize(
    ("texts", "lost"),
    [
        (["Lisboa", "jane.roeQexample.pt"], ["jane.roeQexample.pt"]),
        (["jane.roe@example.pt", "janeroe.example.pt"], []),
        (["Lisboa", "website", "2019"], []),
        (["www.example.pt/jane"], []),
    ],
)
def test_only_a_page_without_any_sign_is_searched_for_lost_ones(texts: list[str], lost: list[str]) -> None:
    assert [each.text for each in lost_emails([word(text) for text in texts])] == lost
