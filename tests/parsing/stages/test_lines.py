"""Words and flow lines to lines of text."""

from __future__ import annotations

import time

import pytest

from parsing.errors import StageError
from parsing.stages.lines import joined_text, lines_of, locate
from parsing.stages.types import Box, Document, FlowLine, Line, Link, Page
from tests.parsing.stages.pages_of_words import page_of, put, read, stack, texts


@pytest.mark.parametrize(
    ("mark", "text"),
    [("•", "Kept bees"), ("▪", "Kept bees"), ("–", "Kept bees"), ("-", "Kept bees"), ("*", "Kept bees"),
     ("◦", "Kept bees"), ("\uf0b7", "Kept bees"), ("o", "Kept bees"), ("§", "Kept bees"), ("➢", "Kept bees")],
)  # fmt: skip
def test_a_leading_bullet_is_told_and_not_kept(mark: str, text: str) -> None:
    (line,) = read(page_of(put(f"{mark} {text}", 50, 100)))
    assert (line.text, line.is_list_item) == ("Kept bees", True)


@pytest.mark.parametrize("text", ["C# and F#", "o", "-5 degrees kept", "a plan", "2019 – 2020", "e commerce"])
def test_what_only_looks_like_a_bullet_stays(text: str) -> None:
    (line,) = read(page_of(put(text, 50, 100)))
    assert (line.text, line.is_list_item) == (text, False)


def test_a_bullet_glued_to_its_word_is_cut_off() -> None:
    (line,) = read(page_of(put("•Kept bees", 50, 100)))
    assert (line.text, line.is_list_item) == ("Kept bees", True)


def test_ordinary_and_justified_gaps_are_spaces_and_wide_ones_tabs() -> None:
    justified = put("Kept", 50, 100) + put("bees", 77, 100) + put("and", 104, 100) + put("hens", 126, 100)
    assert texts(page_of(justified)) == ["Kept bees and hens"]
    assert texts(page_of(put("Beekeeper", 50, 100) + put("Delft", 150, 100))) == ["Beekeeper\tDelft"]


def test_icons_between_items_become_tabs_and_leave_the_text() -> None:
    icons = put("\uf095 0123456 \uf0e0 anke@example.org", 50, 100)
    (line,) = read(page_of(icons))
    assert line.text.split("\t") == ["0123456", "anke@example.org"]
    assert not line.is_list_item


def test_words_of_mixed_size_and_raised_words_share_a_line() -> None:
    page = page_of(put("Anke", 50, 100, size=20), put("Boer,", 97, 108), put("MSc", 124, 104, size=6))
    assert texts(page) == ["Anke Boer, MSc"]


def test_small_lines_beside_a_tall_name_stay_two() -> None:
    page = page_of(put("Anke", 50, 100, size=30), put("mail at home", 400, 102), put("0123 456", 400, 118))
    assert [text.replace("\t", " ") for text in texts(page)] in (
        ["Anke mail at home", "0123 456"],
        ["Anke", "mail at home", "0123 456"],
    )


def test_a_line_carries_size_weight_links_confidence_and_the_space_above() -> None:
    page = page_of(
        put("Beekeeper", 50, 100, bold=True, size=14),
        put("see my page", 50, 130, link="https://bees.example"),
        put("unsure", 50, 145, confidence=0.5),
    )
    first, second, third = read(page)
    assert (first.size, first.bold, first.gap_above) == (14, True, 0)
    assert second.links == (Link(0, 11, "https://bees.example"),)
    assert second.gap_above == pytest.approx(130 - (100 + 14 * 1.2))
    assert (third.confidence, second.confidence) == (0.5, 1.0)
    assert [line.id for line in (first, second, third)] == [0, 1, 2]
    assert second.box == Box(50, 130, 50 + 5 * 11, 142)


def test_pages_that_say_nothing_are_no_resume() -> None:
    with pytest.raises(StageError) as caught:
        lines_of(Document("png", (page_of(), page_of())))
    assert caught.value.code == "no_text"


def test_a_page_without_layout_is_read_top_to_bottom() -> None:
    page = page_of(put("second", 50, 200), put("first", 50, 100))
    assert [line.text for line in lines_of(Document("pdf", (page,)))] == ["first", "second"]


def _numbered(number: int, of: int) -> Page:
    return page_of(
        put("Anke de Boer", 50, 20),
        stack([f"text {number}{row} of this page" for row in range(20)], 50, 80),
        put(f"Page {number} of {of}", 280, 765),
        number=number,
    )


def test_repeated_margins_and_page_numbers_are_told_apart() -> None:
    lines = read(_numbered(1, 2), _numbered(2, 2))
    roles = [(line.page, line.text, line.role) for line in lines if line.role != "body"]
    assert roles == [
        (1, "Page 1 of 2", "footer"),
        (2, "Anke de Boer", "header"),
        (2, "Page 2 of 2", "footer"),
    ]


def test_a_short_page_keeps_its_first_lines() -> None:
    lines = read(page_of(put("Anke de Boer", 50, 20), put("Beekeeper", 50, 50)))
    assert {line.role for line in lines} == {"body"}


SIDE = ["CONTACT", "mail at home", "0123 456", "LANGUAGES", "Dutch", "Frisian", "English", "SKILLS", "Filing"]
MAIN = [f"Sentence {row} that fills the wide main column well" for row in range(24)]


def test_columns_that_go_on_over_the_page_are_read_through() -> None:
    first = page_of(stack(SIDE, 40, 60, step=75), stack(MAIN, 240, 66, step=29, size=9), number=1)
    second = page_of(
        stack(["INTERESTS", "Bees"], 40, 60, step=75), stack(MAIN[:12], 240, 66, step=29, size=9), number=2
    )
    found = [(line.page, line.text) for line in read(first, second)]
    expected = [(1, text) for text in SIDE] + [(2, "INTERESTS"), (2, "Bees")]
    assert found[: len(expected)] == expected
    assert [text for _, text in found[len(expected) :]] == MAIN + MAIN[:12]


@pytest.mark.parametrize(
    ("texts_of_lines", "joined"),
    [
        (["Kept bees and", "hens."], "Kept bees and hens."),
        (["a manage-", "ment course"], "a management course"),
        (["born in Baden-", "Baden"], "born in Baden- Baden"),
        (["2019 -", "present"], "2019 - present"),
        (["Beekeeper\tDelft"], "Beekeeper Delft"),
        ([], ""),
    ],
)
def test_joined_text_mends_words_broken_at_the_end_of_a_line(texts_of_lines: list[str], joined: str) -> None:
    assert joined_text([Line(number, text) for number, text in enumerate(texts_of_lines)]) == joined


def test_letters_that_begin_several_flow_lines_are_bullets() -> None:
    flow = (FlowLine("o Kept bees"), FlowLine("o Sold honey"), FlowLine("q is a letter"))
    lines = lines_of(Document("docx", flow=flow))
    assert [(line.text, line.is_list_item) for line in lines] == [
        ("Kept bees", True),
        ("Sold honey", True),
        ("q is a letter", False),
    ]


def test_flow_lines_keep_headings_lists_tables_and_links() -> None:
    flow = (
        FlowLine("Work", heading=1, bold=True, size=16),
        FlowLine("• Kept bees", links=(Link(7, 11, "https://bees.example"),)),
        FlowLine("2019", table=1, row=1, cell=1),
        FlowLine("Beekeeper", table=1, row=1, cell=2),
        FlowLine("   "),
        FlowLine("page 1", part="footer"),
    )
    lines = lines_of(Document("docx", flow=flow))
    assert [line.text for line in lines] == ["Work", "Kept bees", "2019", "Beekeeper", "page 1"]
    assert (lines[0].heading, lines[0].size, lines[0].bold) == (1, 16, True)
    assert (lines[1].is_list_item, lines[1].links) == (True, (Link(5, 9, "https://bees.example"),))
    assert [(line.table, line.row, line.cell) for line in lines[2:4]] == [(1, 1, 1), (1, 1, 2)]
    assert (lines[4].role, lines[4].box) == ("footer", None)
    assert lines[2].region == lines[3].region != lines[1].region


def test_flow_lines_are_found_in_the_preview_that_breaks_them() -> None:
    preview = page_of(
        stack(["Anke de Boer", "Kept bees and hens for", "the town museum.", "Kept bees again."], 50, 100)
    )
    lines = lines_of(
        Document("docx", flow=(FlowLine("Anke de Boer"), FlowLine("Kept bees and hens for the town museum."),
                               FlowLine("Kept bees again."), FlowLine("Not in the preview at all")))
    )  # fmt: skip
    first, second, third, fourth = locate(lines, [preview])
    assert first.box == Box(50, 100, 110, 112)
    assert second.box is not None
    assert (second.box.y0, second.box.y1) == (115, 142)
    assert third.box is not None
    assert third.box.y0 == 145
    assert fourth.box is None


def test_locating_a_thousand_equal_lines_is_quick() -> None:
    pages = [page_of(stack(["the same words again"] * 45, 50, 40), number=number) for number in range(1, 24)]
    lines = lines_of(Document("docx", flow=(FlowLine("the same words again"),) * 1000))
    started = time.process_time()
    found = locate(lines, pages)
    assert time.process_time() - started < 2
    assert len({(line.page, line.box) for line in found}) == 1000
