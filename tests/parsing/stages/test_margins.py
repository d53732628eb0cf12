"""Headers and footers: what a page's margins say of the page or the file, and what of the person."""

from __future__ import annotations

import pytest

from parsing.stages.types import Page
from tests.parsing.stages.pages_of_words import page_of, put, read, stack

BODY = [f"Catalogued print number {row} of the town" for row in range(30)]
FOOT, HEAD = 765, 20


def _page(number: int, *, foot: str = "", head: str = "", source: str = "text_layer") -> Page:
    name = put("Anke de Boer", 50, 60, size=20) if number == 1 else []
    text = stack([f"{text}, year {number}" for text in BODY[:22]], 50, 100)
    parts = [put(part, 50, y, size=8) for part, y in ((head, HEAD), (foot, FOOT)) if part]
    return page_of(name, text, *parts, number=number, source=source)


def _role(page: Page, *others: Page) -> str:
    """The role of the line in the page's margin."""
    margins = [
        line
        for line in read(page, *others)
        if line.page == page.number and line.size == 8 and "Catalogued" not in line.text
    ]
    assert len(margins) == 1
    return margins[0].role


@pytest.mark.parametrize(
    "foot",
    [
        "Anke de Boer",
        "Anke de Boer · Résumé",
        "Anke de Boer CV · November 2026",
        "Curriculum vitae of Anke de Boer",
        "Page 1 - Curriculum vitæ de Anke de Boer",
        "Lebenslauf | Anke de Boer | Seite 1 von 2",
        "1 / 1",
        "1",
        "Seite 1",
        "Strona 1 z 3",
        "Résumé",
        "© Copyright Shelf and Sons 2016",
        "Made with Shelf",
    ],
)
def test_a_foot_that_names_the_person_the_file_or_the_page_is_a_footer(foot: str) -> None:
    assert _role(_page(1, foot=foot)) == "footer"


@pytest.mark.parametrize(
    "foot",
    [
        "Anke de Boer keeps bees and reads to the blind",
        "Utrecht · 0123 456 789 · anke@example.org",
        "Archivist, City Museum",
        "2019 – 2021",
        "November 2026",
        "Dutch, Frisian, English",
        "Made shelves with Shelf and taught eleven others how they are made",
    ],
)
def test_a_foot_that_says_more_is_text(foot: str) -> None:
    assert _role(_page(1, foot=foot)) == "body"


def test_a_foot_is_known_by_its_like_where_a_scan_blurs_the_name() -> None:
    assert _role(_page(1, foot="AnkE dc Bocr", source="ocr")) == "footer"
    assert _role(_page(1, foot="Anna de Groot", source="ocr")) == "body"


@pytest.mark.parametrize(
    ("head", "number", "role"),
    [
        ("Anke de Boer, Résumé", 2, "header"),
        ("Anke de Boer", 2, "header"),
        ("Page 2 of 2", 2, "header"),
        ("Anke de Boer", 1, "body"),
        ("Shelves and bindings", 2, "body"),
    ],
)
def test_the_name_is_a_header_on_later_pages_and_the_name_on_the_first(
    head: str, number: int, role: str
) -> None:
    pages = {1: _page(1), 2: _page(2)}
    pages[number] = _page(number, head=head)
    assert _role(pages[number], pages[3 - number]) == role


@pytest.mark.parametrize("foot", ["Anke de Boer, Oude Gracht 3, Utrecht", "Application to the City Museum"])
def test_what_every_page_repeats_is_a_footer_whatever_it_says(foot: str) -> None:
    assert _role(_page(1, foot=foot), _page(2, foot=foot)) == "footer"


def test_a_running_header_has_all_its_lines() -> None:
    header = ["Anke de Boer", "Utrecht · anke@example.org", "git.example.org/anke", "Archivist of the town"]
    pages = []
    for number in (1, 2):
        text = stack([f"{text}, year {number}" for text in BODY[:22]], 50, 140)
        pages.append(page_of(stack(header, 50, 40), text, number=number))
    later = [line for line in read(*pages) if line.page == 2]
    assert [line.text for line in later if line.role == "header"] == header
    assert {line.role for line in read(*pages) if line.page == 1} == {"body"}
