"""Which section a line belongs to: a linear-chain CRF (CRFsuite) over text, looks and order together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from parsing.engines.base import ModelMissing
from parsing.stages.line_signs import signs_of
from parsing.stages.ner import culture_of
from parsing.stages.types import Entity, Line
from parsing.stages.voting import Part, Vote

if TYPE_CHECKING:
    import pycrfsuite

FOLDER: Final = "data/models/sections"
FILE: Final = "sections.crfsuite"
_PARTS: Final[dict[str, Part]] = {"h": "heading", "b": "begin", "i": "body"}
_LEAST_SHARE: Final = 0.01


class SectionCrf:
    """The model that is shipped, or the one in `path`. Loaded with the first document, once a process."""

    name = "section_crf"

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or Path(str(resources.files("parsing").joinpath(FOLDER, FILE)))
        if not self._path.is_file():
            raise ModelMissing(f"The model of sections is not at {self._path}.")
        if find_spec("pycrfsuite") is None:
            raise ModelMissing("The model of sections needs the package python-crfsuite.")

    @cached_property
    def version(self) -> str:
        """The beginning of the model's SHA-256, as its card has it."""
        return hashlib.sha256(self._path.read_bytes()).hexdigest()[:16]

    @cached_property
    def _tagger(self) -> pycrfsuite.Tagger:
        import pycrfsuite

        tagger = pycrfsuite.Tagger()
        tagger.open(str(self._path))
        return tagger

    def votes(self, lines: Sequence[Line], entities: Sequence[Entity]) -> list[Vote]:
        """A vote for each line, in order; [] for no lines."""
        if not lines:
            return []
        return self.votes_on(signs_of(lines, entities, culture_of(lines, entities)))

    def votes_on(self, signs: Sequence[Sequence[str]]) -> list[Vote]:
        """A vote for each line of which the signs are known."""
        tagger = self._tagger
        tagger.set(signs)
        best = cast(list[str], tagger.tag())
        labels = cast(list[str], tagger.labels())
        return [self._vote(label, i, labels) for i, label in enumerate(best)]

    def _vote(self, best: str, i: int, labels: Sequence[str]) -> Vote:
        shares: dict[str, float] = {}
        heading = 0.0
        for label in labels:
            share = self._tagger.marginal(label, i)
            if share > _LEAST_SHARE / 4:
                kind = label[2:]
                heading += share if label[0] == "h" else 0.0
                shares[kind] = shares.get(kind, 0.0) + share
        told = {kind: round(share, 4) for kind, share in shares.items() if share > _LEAST_SHARE}
        return Vote(best[2:], _PARTS[best[0]], told, round(heading, 4))
