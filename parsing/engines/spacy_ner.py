"""Who and what a résumé's lines name, told by a small spaCy pipeline where the rules are in doubt."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from parsing.engines.base import ModelMissing
from parsing.stages.header_blocks import Block, Token, tokens_of
from parsing.stages.types import Entity, Line

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.pipeline import Tagger
    from spacy.tokens import Doc

FOLDER: Final = "data/models/entities"
PIPE: Final = "tagger"
NOTHING: Final = "-"
"""The label of tokens that name nothing."""


_Rows = list[tuple[Line, list[Token]]]
"""The lines of a block, each with its tokens."""


class SpacyEntities:
    """The pipeline that is shipped, or the one in `folder`. Loaded with the first doubt, once a process."""

    name = "spacy_entities"

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path(str(resources.files("parsing").joinpath(FOLDER)))
        if not (self._folder / "config.cfg").is_file():
            raise ModelMissing(f"The model of entities is not in {self._folder}.")
        if find_spec("spacy") is None:
            raise ModelMissing("The model of entities needs the package spacy.")

    @cached_property
    def version(self) -> str:
        """The beginning of the SHA-256 of the network's weights, as the model's card has it."""
        return hashlib.sha256((self._folder / PIPE / "model").read_bytes()).hexdigest()[:16]

    @cached_property
    def _nlp(self) -> Language:
        import spacy

        return spacy.load(self._folder, exclude=["vocab"])

    def entities(self, blocks: Sequence[Block]) -> list[Entity]:
        """What the blocks' lines name, in order: spans of one label with the network's mean probability.

        All blocks go through the network at once.
        """
        rows = [[(line, tokens_of(line.text)) for line in block.lines] for block in blocks]
        if not rows:
            return []
        with self._nlp.memory_zone():  # else the vocabulary would keep every word for good
            return [entity for told in self._told(blocks, rows) for entity in told]

    def _told(self, blocks: Sequence[Block], rows: Sequence[_Rows]) -> Iterator[Iterator[Entity]]:
        docs = [doc_of(self._nlp, block.kind, row) for block, row in zip(blocks, rows, strict=True)]
        tagger = cast("Tagger", self._nlp.get_pipe(PIPE))
        for row, scores in zip(rows, tagger.model.predict(docs), strict=True):
            at = 0
            for line, tokens in row:
                at += 1  # the mark before each line
                own = _probabilities(scores[at : at + len(tokens)])
                best = own.argmax(axis=1).tolist()
                told = [(tagger.labels[label], float(own[i, label])) for i, label in enumerate(best)]
                yield _spans(line, tokens, told)
                at += len(tokens)


def _probabilities(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each row's softmax: the network is saved without one."""
    shares = np.exp(scores - scores.max(axis=1, keepdims=True, initial=0.0))
    return cast("NDArray[np.float32]", shares / shares.sum(axis=1, keepdims=True))


def doc_of(nlp: Language, kind: str, rows: Sequence[tuple[Line, Sequence[Token]]]) -> Doc:
    """The block as spaCy reads it: before each line its section and look, with each word its lexicon."""
    from spacy.tokens import Doc

    words: list[str] = []
    known: list[str] = []
    for line, tokens in rows:
        words += [f"§{kind}{'*' if line.bold else ''}", *(token.text for token in tokens)]
        known += [NOTHING, *(token.known for token in tokens)]
    return Doc(nlp.vocab, words=words, lemmas=known)


def _spans(line: Line, tokens: Sequence[Token], told: Sequence[tuple[str, float]]) -> Iterator[Entity]:
    """Runs of tokens with one label."""
    i = 0
    while i < len(tokens):
        label, j = told[i][0], i + 1
        while j < len(tokens) and told[j][0] == label:
            j += 1
        if label != NOTHING:
            start, end = tokens[i].start, tokens[j - 1].end
            trust = round(sum(score for _, score in told[i:j]) / (j - i), 3)
            yield Entity(label, line.id, start, end, line.text[start:end], trust, "ner", "spacy")
        i = j
