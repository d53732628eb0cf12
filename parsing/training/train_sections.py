"""Training and measuring the model of sections: a linear-chain CRF over the lines of printed résumés."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from parsing.engines.section_crf import SectionCrf
from parsing.stages.classify import sections_of
from parsing.stages.line_signs import signs_of, without_headings
from parsing.stages.types import Section
from parsing.stages.voting import voted
from parsing.training.train_examples import NONE, Labelled, as_flow, as_scan, without_heading_lines

Sequences = Iterator[tuple[list[list[str]], tuple[str, ...]]]

_PARAMETERS: Final[dict[str, float | int | bool]] = {
    "c2": 0.1,
    "feature.minfreq": 8,
    "feature.possible_transitions": False,
}
_UNHEADED: Final = 0.35
"""The share of documents whose headings no lexicon knows, so that a model learns what stands below them."""


class Score(NamedTuple):
    """Shares of lines, 0–1, whose kind is right: by rules alone, by the model alone, by both.

    `macro` is the mean F1 over kinds of the model alone.
    """

    lines: int
    rules: float
    model: float
    both: float
    macro: float


def train(
    documents: Iterable[Labelled], path: Path, *, seed: int, iterations: int = 120, penalty: float = 1.5
) -> None:
    """Write the model that was learned to `path`. The same documents and seed give the same bytes.

    `penalty` is that of L1: the higher, the fewer signs count. Few documents want a low one.
    """
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({**_PARAMETERS, "c1": penalty, "max_iterations": iterations})
    rng = random.Random(seed)  # noqa: S311 - chance of an experiment, not of a secret
    for document in documents:
        for signs, labels in sequences_of(document, rng):
            trainer.append(signs, labels)
    trainer.train(str(path))


def sequences_of(document: Labelled, rng: random.Random) -> Sequences:
    """The document as it is, and again as other formats or a scan show it, or with headings cut."""
    yield _sequence(document, rng)
    way = rng.choice(("flow", "scan", "headless"))
    if way == "flow":
        yield _sequence(as_flow(document), rng)
    else:
        vary = as_scan if way == "scan" else without_heading_lines
        yield _sequence(vary(document, rng), rng)


def _sequence(document: Labelled, rng: random.Random) -> tuple[list[list[str]], tuple[str, ...]]:
    signs = signs_of(document.lines, document.entities, document.culture)
    return (without_headings(signs) if rng.random() < _UNHEADED else signs), document.labels


def score(model: SectionCrf, documents: Sequence[Labelled], *, with_headings: bool = True) -> Score:
    """How well rules, model and both tell the kind of each line that has one."""
    right: Counter[str] = Counter()
    tally = _Tally()
    for document in documents:
        signs = signs_of(document.lines, document.entities, document.culture)
        votes = model.votes_on(signs if with_headings else without_headings(signs))
        sections = sections_of(document.lines, document.entities)
        told = {
            "rules": kinds_of(sections, len(document.lines)),
            "both": kinds_of(
                voted(sections, document.lines, votes, document.culture[:2]), len(document.lines)
            ),
            "model": [vote.kind for vote in votes],
        }
        for i, label in enumerate(document.labels):
            kind = label[2:]
            if kind == NONE:
                continue
            right["lines"] += 1
            tally.add(kind, told["model"][i])
            for name, kinds in told.items():
                right[name] += kinds[i] == kind
    total = max(1, right["lines"])
    return Score(
        right["lines"],
        round(right["rules"] / total, 4),
        round(right["model"] / total, 4),
        round(right["both"] / total, 4),
        tally.macro_f1(),
    )


def kinds_of(sections: Sequence[Section], count: int) -> list[str]:
    """The kind of section that each of `count` lines is of, headings too; "none" outside sections."""
    kinds = [NONE] * count
    for section in sections:
        for i in section.lines if section.heading is None else (section.heading, *section.lines):
            kinds[i] = section.kind
    return kinds


class _Tally:
    """True and false ones by kind."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.true: Counter[str] = Counter()
        self.told: Counter[str] = Counter()

    def add(self, true: str, told: str) -> None:
        self.true[true] += 1
        self.told[told] += 1
        self.right[true] += true == told

    def macro_f1(self) -> float:
        """The mean F1 over the kinds that there are."""
        scores = [2 * self.right[kind] / (self.true[kind] + self.told[kind]) for kind in self.true]
        return round(sum(scores) / len(scores), 4) if scores else 0.0
