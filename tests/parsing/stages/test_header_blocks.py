"""Which lines a model of names is shown, and how they are cut."""

from __future__ import annotations

import pytest

from parsing.stages.header_blocks import GAP, doubtful_blocks, header_blocks, known_as, tokens_of
from parsing.stages.types import Line, Section

KINDS = frozenset({"work"})


def lines(*texts: str) -> list[Line]:
    return [Line(i, text.lstrip("• "), is_list_item=text.startswith("•")) for i, text in enumerate(texts)]


def test_list_items_and_sentences_part_blocks() -> None:
    text = lines(
        "Corner Bakery",
        "Baker\t2019 – 2021",
        "• Baked bread",
        "Halden Ltd",
        "He drove the van through the whole of the county and never once came late to any door.",
        "Driver",
    )
    blocks = header_blocks([Section("work", tuple(range(6))), Section("skills", (0,))], text, KINDS)
    assert [[line.id for line in block.lines] for block in blocks] == [[0, 1], [3], [5]]


@pytest.mark.parametrize(
    ("kind", "texts", "asked"),
    [
        ("work", ("Software Engineer", "Halden Software GmbH\t2019"), False),
        ("work", ("Régisseur général, Les Embruns", "2019 – 2021"), True),
        ("work", ("Zoltan", "Kestrel"), True),
        ("education", ("BSc Physics", "University of Turku"), False),
        ("education", ("Physics", "Turku"), True),
        ("volunteer", ("Zoltan", "Kestrel"), False),
    ],
)
def test_a_model_is_asked_only_where_no_lexicon_tells(kind: str, texts: tuple[str, ...], asked: bool) -> None:
    text = lines(*texts)
    assert bool(doubtful_blocks([Section(kind, tuple(range(len(text))))], text)) is asked


def test_tokens_keep_their_place_in_the_line() -> None:
    text = "Baker, O'Neill & Co.\tJan. 2019–2021"
    tokens = tokens_of(text)
    assert [token.text for token in tokens if token.text != GAP] == [
        "Baker", ",", "O'Neill", "&", "Co", ".", "Jan", ".", "2019", "–", "2021",
    ]  # fmt: skip
    assert all(text[token.start : token.end] == token.text for token in tokens if token.text != GAP)


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("Engineer", "title"),
        ("Universität", "school"),
        ("BSc", "degree"),
        ("GmbH", "legal"),
        ("2019", "year"),
        ("17", "number"),
        ("Spanish", "tongue"),
        ("Rotterdam", "place"),
        ("Zoltanor", "-"),
        (",", "-"),
    ],
)
def test_a_word_is_told_by_the_lexicons(word: str, known: str) -> None:
    assert known_as(word) == known
