"""The model of entities learns from lines with their truth, and tells names apart that it never saw."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest

from parsing.engines.base import ModelMissing
from parsing.engines.spacy_ner import SpacyEntities
from parsing.stages.header_blocks import Block
from parsing.stages.types import Box, Line, Word
from parsing.training.train_entities import label_of, samples_of, score, train, true_sections
from parsing.training.train_examples import Labelled
from parsing.training.train_names import renamed

TITLES = ("Baker", "Senior Driver", "Teacher of Physics", "Software Engineer")
EMPLOYERS = ("Halden Ltd", "Kestrel Bank", "Nordlicht GmbH", "Brightwater & Sons")


def line_of(number: int, words: list[tuple[str, str]]) -> tuple[Line, tuple[str, ...]]:
    box = Box(50, 40 + 20 * number, 200, 50 + 20 * number)
    line = Line(
        number,
        " ".join(word for word, _ in words),
        box=box,
        size=10.0,
        words=tuple(Word(word, box) for word, _ in words),
    )
    return line, tuple(field for _, field in words)


def document(seed: int) -> Labelled:
    """Three positions, each with title, employer and year."""
    rng = random.Random(seed)
    rows, labels = [], []
    for i in range(3):
        title = [(word, f"work.{i}.position") for word in rng.choice(TITLES).split()]
        employer = [(word, f"work.{i}.name") for word in rng.choice(EMPLOYERS).split()]
        rows.append(line_of(2 * i, title))
        rows.append(line_of(2 * i + 1, [*employer, (str(rng.randint(2001, 2020)), f"work.{i}.startDate")]))
        labels += ["b:work", "i:work"]
    return Labelled(tuple(line for line, _ in rows), (), "en", tuple(labels), tuple(f for _, f in rows))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> SpacyEntities:
    folder = tmp_path_factory.mktemp("entities")
    said: list[str] = []
    train([document(seed) for seed in range(60)], folder, seed=1, rounds=16, say=said.append)
    assert len(said) == 16
    return SpacyEntities(folder)


def test_names_that_were_never_seen_are_told_apart(model: SpacyEntities) -> None:
    block = Block("work", (Line(7, "Lead Nurse"), Line(8, "Zoltanor Ltd 2011")))
    found = {entity.label: entity for entity in model.entities([block])}
    assert (found["TITLE"].line, found["TITLE"].value) == (7, "Lead Nurse")
    assert (found["EMPLOYER"].line, found["EMPLOYER"].value) == (8, "Zoltanor Ltd")
    assert all(entity.source == "ner" and 0 < entity.confidence <= 1 for entity in found.values())
    assert model.entities([]) == []


def test_whole_spans_are_counted(model: SpacyEntities) -> None:
    scores = score(model, [document(seed) for seed in range(100, 110)])
    assert scores["TITLE"].true == 30
    assert scores["all"].f1 > 0.9


def test_reading_many_names_leaves_nothing_behind(model: SpacyEntities) -> None:
    def known() -> int:
        return len(model._nlp.vocab.strings)

    model.entities([Block("work", (Line(0, "Warm"),))])
    before = known()
    for number in range(50):
        model.entities([Block("work", (Line(0, f"Unheard{number} Of{number}"),))])
    assert known() - before < 20


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("work.0.position", "TITLE"),
        ("education.2.endDate", "DATE"),
        ("basics.location.city", "PLACE"),
        ("skills.0.keywords.3", "SKILL"),
        ("work.0.highlights.1", "-"),
        ("", "-"),
    ],
)
def test_a_field_has_a_label(field: str, label: str) -> None:
    assert label_of(field) == label


def test_marks_at_the_edge_of_a_name_are_no_part_of_it() -> None:
    line, fields = line_of(0, [("Baker,", "work.0.position"), ("Halden", "work.0.name")])
    [sample] = samples_of(Labelled((line,), (), "en", ("b:work",), (fields,)))
    assert [
        (token.text, label) for token, label in zip(sample.rows[0].tokens, sample.rows[0].labels, strict=True)
    ] == [
        ("Baker", "TITLE"),
        (",", "-"),
        ("Halden", "EMPLOYER"),
    ]


def test_names_are_replaced_and_labels_go_with_them() -> None:
    [sample] = samples_of(document(1))
    changed = renamed(sample, random.Random(2))
    assert [token.text for row in changed.rows for token in row.tokens] != [
        token.text for row in sample.rows for token in row.tokens
    ]
    for row in changed.rows:
        assert len(row.tokens) == len(row.labels)
    kept = [label for row in changed.rows for label in row.labels]
    assert [a for a, b in pairwise([*kept, ""]) if a != b][:2] == ["TITLE", "EMPLOYER"]


def test_sections_of_the_truth_end_where_the_kind_changes() -> None:
    line, fields = line_of(0, [("Halden", "")])
    told = Labelled((line,) * 4, (), "en", ("h:work", "i:work", "i:skills", "h:work"), (fields,) * 4)
    assert [(section.kind, section.lines) for section in true_sections(told)] == [
        ("work", (1,)),
        ("skills", (2,)),
    ]


def test_a_model_that_is_not_there_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="nowhere"):
        SpacyEntities(tmp_path / "nowhere")
