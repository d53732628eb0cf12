"""Every design prints what it marks: the words are in the PDF's text, on the page, and none is lost."""

from __future__ import annotations

import os
import random
import re
import unicodedata

import pypdfium2
import pytest

from parsing.training.careers import LANGUAGES, career
from parsing.training.designs import DESIGNS
from parsing.training.printing import printed
from parsing.training.types import Career, Design, Printed

MOST_PAGES = 4
KEPT_OUT = [design.name for design in DESIGNS if design.split == "kept_out"]
EACH_ONCE = [(design, LANGUAGES[number % len(LANGUAGES)]) for number, design in enumerate(DESIGNS)]
EVERY_PAIR = [(design, language) for design in DESIGNS for language in LANGUAGES]


def test_there_are_many_designs_and_some_are_kept_out() -> None:
    assert len(DESIGNS) >= 30
    assert len(KEPT_OUT) >= 8
    assert len({design.name for design in DESIGNS}) == len(DESIGNS)
    assert {design.columns for design in DESIGNS} == {1, 2, 3}


@pytest.mark.parametrize(("design", "language"), EACH_ONCE, ids=lambda of: getattr(of, "name", of))
def test_a_design_shows_what_it_marks(design: Design, language: str) -> None:
    assert_nothing_is_lost(design, career(len(design.name), language), seed=1)


@pytest.mark.slow
@pytest.mark.skipif("SLOW" not in os.environ, reason="takes minutes: SLOW=1")
@pytest.mark.parametrize(("design", "language"), EVERY_PAIR, ids=lambda of: getattr(of, "name", of))
def test_a_design_shows_what_it_marks_in_every_language(design: Design, language: str) -> None:
    for seed in (2, 3):
        assert_nothing_is_lost(design, career(seed, language), seed=seed)


@pytest.mark.parametrize("design", DESIGNS[::6], ids=lambda design: design.name)
def test_the_same_seed_gives_the_same_page_and_another_seed_another(design: Design) -> None:
    person = career(5, "en")
    first, again, other = (design.draw(person, random.Random(seed)) for seed in (7, 7, 8))
    assert first == again
    assert first != other


def assert_nothing_is_lost(design: Design, person: Career, *, seed: int) -> None:
    html = design.draw(person, random.Random(seed))
    page = printed(html)
    assert fields_in(html) <= {word.field for word in page.words} | wrapping_fields(html), (
        "a marked value was not printed"
    )
    assert_words_are_in_the_text(page)
    basics = page.truth["basics"]
    assert isinstance(basics, dict)
    assert {"name", "email"} <= basics.keys()
    for section, held in (("work", person.positions), ("education", person.studies)):
        shown = page.truth[section]
        assert isinstance(shown, list)
        assert len(shown) == len(held)


def fields_in(html: str) -> set[str]:
    """Paths of all marked elements."""
    return set(re.findall(r'data-field="([^"]+)"', html))


def wrapping_fields(html: str) -> set[str]:
    """Paths of elements that hold another marked one at once: their words go by the inner path."""
    return set(re.findall(r'data-field="([^"]+)"[^>]*><span [^>]*data-field', html))


def assert_words_are_in_the_text(page: Printed) -> None:
    """Every word's box is on its page and its letters are in that page's text, whatever their case."""
    document = pypdfium2.PdfDocument(page.pdf)
    assert len(document) <= MOST_PAGES
    texts = [letters_of(sheet.get_textpage().get_text_range()) for sheet in document]
    sizes = [sheet.get_size() for sheet in document]
    for word in page.words:
        width, height = sizes[word.page - 1]
        left, top, right, bottom = word.box
        assert min(left, top, width - right, height - bottom) >= 0, f"{word} stands off its page"
        assert letters_of(word.text) in texts[word.page - 1], f"{word} is not in the text of its page"


def letters_of(text: str) -> str:
    """The text without case, accents, white space, hyphens and ligatures; Turkish has four letters i."""
    folded = unicodedata.normalize("NFKD", text).casefold().replace("ı", "i")
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return re.sub(r"[\s\-\u00ad\ufffe\u2010]+", "", bare)
