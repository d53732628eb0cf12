"""The classifier as it is shipped: a table of weights, and a temperature that makes scores probabilities."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from candidates.labelling.signs import Person, signs_of

if TYPE_CHECKING:
    import numpy as np

    Steps = np.ndarray[tuple[int, int], np.dtype[np.int8]]
    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float32]]

FOLDER: Final = "model"
LEAST_PROBABILITY: Final = 0.05
"""Less is not told."""


class Guess(NamedTuple):
    """A label and how likely it is: of a hundred guesses of 0.8, eighty are right."""

    slug: str
    probability: float


@dataclass(frozen=True, slots=True)
class Classifier:
    """Weights of every sign for every label, in steps of each label's scale."""

    slugs: tuple[str, ...]
    weights: Steps
    scale: Floats
    bias: Floats
    temperature: float

    def scores(self, people: Iterable[Person]) -> Floats:
        """One row a person, one column a label: probabilities that add up to 1."""
        import numpy as np

        rows = [self._row(*signs_of(person)) for person in people]
        if not rows:
            return np.zeros((0, len(self.slugs)), dtype=np.float32)
        return softmax(np.stack(rows) / self.temperature)

    def label(self, people: Iterable[Person], *, most: int = 3) -> list[list[Guess]]:
        """For each person the likeliest labels; [] for whom nothing is known."""
        people = list(people)
        found = []
        for person, row in zip(people, self.scores(people), strict=True):
            best = sorted(zip(self.slugs, map(float, row), strict=True), key=lambda pair: -pair[1])
            known = person.titles or person.headline or person.skills or person.texts
            likely = [Guess(*pair) for pair in best[:most] if pair[1] >= LEAST_PROBABILITY]
            found.append(likely if known else [])
        return found

    def _row(self, buckets: list[int], weights: list[float]) -> Floats:
        import numpy as np

        if not buckets:
            return self.bias
        steps = np.asarray(weights, dtype=np.float32) @ self.weights[buckets].astype(np.float32)
        row: Floats = steps * self.scale + self.bias
        return row


def softmax(scores: Floats) -> Floats:
    """Each row as probabilities."""
    import numpy as np

    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


@cache
def classifier() -> Classifier:
    """The classifier of this release; 3 MB once it is loaded. FileNotFoundError where it is missing."""
    import numpy as np

    folder = files(__package__).joinpath(FOLDER)
    card = json.loads(folder.joinpath("card.json").read_text(encoding="utf-8"))
    with np.load(BytesIO(folder.joinpath("weights.npz").read_bytes())) as held:
        return Classifier(
            tuple(card["labels"]), held["weights"], held["scale"], held["bias"], float(card["temperature"])
        )
