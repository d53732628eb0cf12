"""What a word is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.search.words import forms_of, tokens_of, words_of, words_of_all


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Senior Nurse (ICU)", ["senior", "nurse", "icu"]),
        ("Mädchenname: Müller-Lüdenscheidt", ["madchenname", "muller", "ludenscheidt"]),
        ("Straße, Łódź, Ærø, İstanbul, ılık", ["strasse", "lodz", "aero", "istanbul", "ilik"]),
        ("C++, C#, F# and .NET; Node.js", ["c++", "c#", "f#", "and", ".net", "node", "js"]),
        ("a+b A+", ["a", "b", "a+"]),
        ("ASP.NET snake_case", ["asp", "net", "snake", "case"]),
        ("cafe\u0301", ["cafe"]),
        ("软件工程师 dev", ["软", "件", "工", "程", "师", "dev"]),
        ("한국", ["한", "국"]),
        ("Программист на Python", ["программист", "на", "python"]),
        ("— • …", []),
    ],
)
def test_words_are_small_and_without_accents(text: str, words: list[str]):
    assert words_of(text) == words


@given(st.text(max_size=60))
def test_places_of_words_agree_with_the_words(text: str):
    tokens = tokens_of(text)
    assert [token.text for token in tokens] == words_of(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)


@given(
    st.lists(st.lists(st.text(alphabet="aä+.# –\u0301N", max_size=12), max_size=4), min_size=1, max_size=4)
)
def test_many_texts_at_once_give_the_words_of_each(groups: list[list[str]]):
    told = words_of_all(groups)
    assert [[line.split() for line in group] for group in told] == [
        [words for text in group if (words := words_of(text))] for group in groups
    ]


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("nurse", ("nurses",)),
        ("nurses", ("nurse",)),
        ("library", ("libraries",)),
        ("libraries", ("library",)),
        ("coaches", ("coache", "coach")),
        ("business", ()),
        ("c++", ()),
        ("sap", ()),
        ("2024", ()),
    ],
)
def test_a_word_in_its_other_number(word: str, forms: tuple[str, ...]):
    assert forms_of(word) == forms
