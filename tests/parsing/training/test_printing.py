"""A printed résumé and its truth say the same, at the same places."""

from __future__ import annotations

import random
import unicodedata

import pypdfium2
import pytest

from parsing.training import marks
from parsing.training.careers import LANGUAGES, career
from parsing.training.designs import DESIGNS
from parsing.training.printing import HEADING, printed
from parsing.training.truth import assembled, renumbered
from parsing.training.types import Design, Printed

PAGE = "<html><head><style>@page {{ size: 400pt 300pt; margin: 20pt }} body {{ font: 10pt Lato }}</style></head><body>{}</body></html>"  # noqa: E501


def page_of(*parts: str) -> Printed:
    """A small page with these parts."""
    return printed(PAGE.format("".join(parts)))


def plain(text: str) -> str:
    """Letters and digits alone, without case or accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text).casefold() if sign.isalnum())


def words_not_read_back(page: Printed) -> list[tuple[str, str]]:
    """Printed words that the PDF does not have at their boxes, with what it has there."""
    document = pypdfium2.PdfDocument(page.pdf)
    sheets = [(sheet.get_height(), sheet.get_textpage()) for sheet in document]
    wrong = []
    for word in page.words:
        height, text = sheets[word.page - 1]
        x0, y0, x1, y1 = word.box
        read = text.get_text_bounded(x0 - 0.5, height - y1 - 0.5, x1 + 0.5, height - y0 + 0.5)
        if plain(word.text) not in plain(read):
            wrong.append((word.text, read))
    for _, text in sheets:
        text.close()
    document.close()
    return wrong


@pytest.mark.parametrize("design", DESIGNS[::4], ids=lambda design: design.name)
def test_every_word_stands_where_the_truth_says(design: Design) -> None:
    rng = random.Random(3)
    page = printed(design.draw(career(11, rng.choice(LANGUAGES)), rng))
    assert len(page.words) > 40
    assert words_not_read_back(page) == []


def test_the_same_page_gives_the_same_bytes() -> None:
    html = DESIGNS[0].draw(career(4, "de"), random.Random(4))
    assert printed(html).pdf == printed(html).pdf


def test_the_truth_is_what_is_shown() -> None:
    page = page_of(
        marks.field("basics.name", "Ana Río"),
        "<div style='display: none'>" + marks.field("basics.email", "a@example.org") + "</div>",
        "<div style='position: absolute; left: 600pt'>" + marks.field("basics.phone", "555") + "</div>",
        marks.field("work.3.startDate", "May 2019", value="2019-05"),
        marks.field("work.3.x-current", "now", value="true"),
        marks.wrapped("work.1.position", "Head <b>nurse</b>"),
    )
    assert page.truth == {
        "basics": {"name": "Ana Río"},
        "work": [{"position": "Head nurse"}, {"startDate": "2019-05", "x-current": True}],
    }
    assert {word.field for word in page.words} >= {"work.0.position", "work.1.startDate"}


def test_a_value_shown_once_can_be_that_of_two_paths() -> None:
    inner = marks.field("work.0.endDate", "2019", value="2019")
    page = page_of(marks.wrapped("work.0.startDate", inner, value="2019"))
    assert page.truth == {"work": [{"startDate": "2019", "endDate": "2019"}]}


def test_the_first_element_of_a_path_gives_its_truth() -> None:
    page = page_of(marks.field("basics.name", "Ana Río"), " ", marks.field("basics.name", "A. Río"))
    assert page.truth == {"basics": {"name": "Ana Río"}}
    assert [word.field for word in page.words] == ["basics.name"] * 4


def test_headings_sections_and_regions_are_told() -> None:
    body = marks.region("list", marks.field("skills.0.keywords.0", "Go"))
    page = page_of(marks.section("skills", marks.heading("Skills") + body))
    assert [(word.text, word.field, word.section) for word in page.words] == [
        ("Skills", HEADING, "skills"),
        ("Go", "skills.0.keywords.0", "skills"),
    ]
    assert [region.kind for region in page.regions] == ["title", "list"]
    assert page.regions[1].box == page.words[1].box


def test_words_of_turned_text_stand_where_they_are_drawn() -> None:
    turned = "<p style='transform: rotate(-90deg) translate(-60pt, 40pt); width: 80pt'>Sideways</p>"
    page = page_of(marks.wrapped("basics.label", turned, tag="div"))
    assert words_not_read_back(page) == []


def test_numbers_of_entries_that_were_not_shown_are_closed_up() -> None:
    paths = ["work.2.name", "work.5.name", "work.5.highlights.3", "basics.name"]
    assert renumbered(paths) == {
        "work.2.name": "work.0.name",
        "work.5.name": "work.1.name",
        "work.5.highlights.3": "work.1.highlights.0",
        "basics.name": "basics.name",
    }


def test_paths_become_a_document() -> None:
    values = {"skills.0.keywords.1": "B", "skills.0.keywords.0": "A", "basics.location.city": "Leeds"}
    assert assembled(values) == {
        "basics": {"location": {"city": "Leeds"}},
        "skills": [{"keywords": ["A", "B"]}],
    }
