"""The model of sections learns from lines with their truth, and votes on lines that it never saw."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from parsing.engines.base import ModelMissing
from parsing.engines.section_crf import SectionCrf
from parsing.stages.flow import classify
from parsing.stages.types import Box, Line
from parsing.training.train_examples import Labelled, as_flow, as_scan, without_heading_lines
from parsing.training.train_sections import score, train

WORK = (("Baker", "Driver", "Teacher", "Engineer"), ("Halden Ltd", "Kestrel Bank", "Nordlicht GmbH"))
STUDY = (("BSc Physics", "MA History", "Master of Laws"), ("University of Turku", "Halden College"))


def document(seed: int, headings: Sequence[str] = ("Experience", "Education")) -> Labelled:
    """A small résumé: a person, two positions, a school, below headings."""
    rng = random.Random(seed)
    rows: list[tuple[str, str]] = [("Ana Berg", "i:contact"), ("ana.berg@example.org", "i:contact")]
    parts = [("work", headings[0], WORK, 2), ("education", headings[1], STUDY, 1)]
    for kind, heading, (first, second), count in rng.sample(parts, 2):
        rows.append((heading, f"h:{kind}"))
        for _ in range(count):
            rows.append((f"{rng.choice(first)}\t{rng.randint(2001, 2010)} – 2012", f"b:{kind}"))
            rows.append((rng.choice(second), f"i:{kind}"))
    lines = []
    for i, (text, label) in enumerate(rows):
        size, top = (14.0 if label[0] == "h" else 10.0), 40.0 + 20 * i
        box = Box(50, top, 50 + 5 * len(text), top + size)
        lines.append(Line(i, text, box=box, size=size, bold=label[0] == "h", gap_above=20 - size))
    labels = tuple(label for _, label in rows)
    return Labelled(tuple(lines), (), "en-GB", labels, tuple(("",) for _ in rows))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> SectionCrf:
    path = tmp_path_factory.mktemp("model") / "sections.crfsuite"
    train([document(seed) for seed in range(80)], path, seed=1, iterations=60, penalty=0.2)
    return SectionCrf(path)


def test_lines_below_unknown_headings_are_known_by_what_they_say(model: SectionCrf) -> None:
    odd = document(99, headings=("Where I was", "What I learned"))
    told = zip(model.votes(odd.lines, ()), odd.labels, strict=True)
    assert [vote.kind for vote, label in told if label[0] != "h"] == [
        label[2:] for label in odd.labels if label[0] != "h"
    ]
    assert {"work", "education"} <= {section.kind for section in classify(odd.lines, (), model)}


def test_a_vote_tells_headings_and_where_entries_begin(model: SectionCrf) -> None:
    seen = document(98)
    votes = model.votes(seen.lines, ())
    assert [vote.part[0] for vote in votes] == [
        {"h": "h", "b": "b", "i": "b"}[label[0]] for label in seen.labels
    ]
    assert all(0.99 < sum(vote.shares.values()) < 1.01 for vote in votes if vote.confidence > 0.98)
    assert model.votes([], ()) == []


def test_the_same_documents_make_the_same_model(tmp_path: Path) -> None:
    for name in ("one", "two"):
        train([document(seed) for seed in range(5)], tmp_path / name, seed=3, iterations=5)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_score_counts_lines_of_the_right_kind(model: SectionCrf) -> None:
    found = score(model, [document(seed) for seed in range(50, 60)])
    assert found.lines == sum(len(document(seed).labels) for seed in range(50, 60))
    assert found.model > 0.95
    assert found.both >= found.rules


def test_documents_are_shown_in_other_forms_too() -> None:
    seen, rng = document(1), random.Random(1)
    assert all(line.box is None and not line.words for line in as_flow(seen).lines)
    assert not any(line.bold for line in as_scan(seen, rng).lines)
    headless = without_heading_lines(seen, rng)
    assert [line.id for line in headless.lines] == list(range(len(headless.labels)))
    assert len(headless.lines) < len(seen.lines)


def test_a_model_that_is_not_there_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"nowhere\.crfsuite"):
        SectionCrf(tmp_path / "nowhere.crfsuite")
