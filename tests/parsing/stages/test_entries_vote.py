"""What a model says of names counts where the lexicons are silent, and moves the confidence elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from parsing.stages.entries import Entry, entries_of
from parsing.stages.leaf import Leaf
from parsing.stages.types import Entity, Line, Section

AS_OF = date(2026, 1, 1)


def entries(kind: str, texts: Sequence[str], told: Sequence[tuple[str, str]] = ()) -> list[Entry]:
    """The entries of a section; `told` are a label and the words that a model gave it to."""
    lines = [Line(i, text) for i, text in enumerate(texts)]
    entities = [
        Entity(label, i, text.index(words), text.index(words) + len(words), words, 0.9, "ner", "spacy")
        for label, words in told
        for i, text in enumerate(texts)
        if words in text
    ]
    section = Section(kind, tuple(range(len(lines))))
    return entries_of(section, lines, entities, as_of=AS_OF)


def trust(entry: Entry, field: str) -> float:
    leaf = entry.fields[field]
    assert isinstance(leaf, Leaf)
    return leaf.confidence


def test_a_model_tells_the_title_from_the_employer_where_no_word_does() -> None:
    lines = ["Zoltan Embruns", "Regissore", "2019 – 2021"]
    [entry] = entries("work", lines, [("EMPLOYER", "Zoltan Embruns"), ("TITLE", "Regissore")])
    assert (entry.text("name"), entry.text("position")) == ("Zoltan Embruns", "Regissore")
    [entry] = entries("work", lines, [("TITLE", "Zoltan Embruns"), ("EMPLOYER", "Regissore")])
    assert (entry.text("name"), entry.text("position")) == ("Regissore", "Zoltan Embruns")


def test_a_model_tells_at_which_comma_the_employer_begins() -> None:
    lines = ["Regissore, Zoltan Embruns", "2019 – 2021"]
    [entry] = entries("work", lines, [("TITLE", "Regissore"), ("EMPLOYER", "Zoltan Embruns")])
    assert (entry.text("name"), entry.text("position")) == ("Zoltan Embruns", "Regissore")


def test_sure_words_outweigh_a_model_but_are_trusted_less() -> None:
    lines = ["Software Engineer", "Halden Software GmbH", "2019 – 2021"]
    [alone] = entries("work", lines)
    [agreed] = entries("work", lines, [("TITLE", "Software Engineer"), ("EMPLOYER", "Halden Software GmbH")])
    [differs] = entries("work", lines, [("EMPLOYER", "Software Engineer"), ("TITLE", "Halden Software GmbH")])
    assert {entry.text("position") for entry in (alone, agreed, differs)} == {"Software Engineer"}
    assert trust(differs, "position") < trust(alone, "position") <= trust(agreed, "position")
    assert trust(differs, "name") < trust(alone, "name") <= trust(agreed, "name")


def test_a_model_tells_which_of_two_unknown_names_is_the_school() -> None:
    lines = ["Zoltanic Arts", "Kestrelium", "2015 – 2018"]
    [entry] = entries("education", lines, [("SCHOOL", "Kestrelium")])
    assert entry.text("institution") == "Kestrelium"
