"""How the classifier is trained: multinomial logistic regression, then a temperature for probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from candidates.labelling.classifier import Classifier
from candidates.labelling.signs import BUCKETS, Person, signs_of

if TYPE_CHECKING:
    from candidates.labelling.classifier import Floats

BATCH: Final = 256
LEARNING_RATE: Final = 4.0
DECAY: Final = 1e-5


class Example(NamedTuple):
    """A person whose label is known; `weight` says how much the example counts."""

    person: Person
    slug: str
    weight: float = 1.0


class Worth(NamedTuple):
    """How often the first guess is right, and how often one of the first three is."""

    people: int
    top_1: float
    top_3: float


def fit(examples: Sequence[Example], slugs: Sequence[str], *, seed: int = 1, epochs: int = 20) -> Classifier:
    """A classifier that learned from the examples (AdaGrad; Duchi et al. 2011); a seed gives one."""
    signed = [signs_of(example.person) for example in examples]
    place = {slug: number for number, slug in enumerate(slugs)}
    targets = np.array([place[example.slug] for example in examples])
    counts = np.bincount(targets, minlength=len(slugs)).clip(1)
    # A label with few examples must not be forgotten: each label weighs as the square root of its examples.
    balance = (counts.mean() / counts) ** 0.5
    importance = np.array([example.weight for example in examples]) * balance[targets]
    weights = np.zeros((BUCKETS, len(slugs)), dtype=np.float32)
    bias = np.zeros(len(slugs), dtype=np.float32)
    squares = np.full((BUCKETS, 1), 1e-3, dtype=np.float32)
    chance = np.random.default_rng(seed)
    for epoch in range(epochs):
        rate = LEARNING_RATE * (1 - 0.9 * epoch / epochs)
        order = chance.permutation(len(examples))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            step(weights, bias, squares, [signed[row] for row in rows], targets[rows], importance[rows], rate)
    return compact(slugs, weights, bias)


def step(
    weights: Floats,
    bias: Floats,
    squares: Floats,
    signed: Sequence[tuple[list[int], list[float]]],
    targets: Floats,
    importance: Floats,
    rate: float,
) -> None:
    """Move the weights, in place, against the gradient of one batch."""
    lengths = np.array([len(buckets) for buckets, _ in signed])
    buckets = np.concatenate([np.asarray(each, dtype=np.int64) for each, _ in signed])
    values = np.concatenate([np.asarray(each, dtype=np.float32) for _, each in signed])
    owners = np.repeat(np.arange(len(signed)), lengths)
    scores = np.zeros((len(signed), weights.shape[1]), dtype=np.float32)
    np.add.at(scores, owners, weights[buckets] * values[:, None])
    scores += bias
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    errors = powers / powers.sum(axis=1, keepdims=True)
    errors[np.arange(len(signed)), targets] -= 1
    errors *= importance[:, None]
    bias -= rate * 0.05 * errors.mean(axis=0)
    used, back = np.unique(buckets, return_inverse=True)
    gradient = np.zeros((len(used), weights.shape[1]), dtype=np.float32)
    np.add.at(gradient, back, errors[owners] * values[:, None])
    gradient = gradient / len(signed) + DECAY * weights[used]
    squares[used] += (gradient**2).mean(axis=1, keepdims=True) * weights.shape[1]
    weights[used] -= rate * gradient / np.sqrt(squares[used])


def compact(slugs: Sequence[str], weights: Floats, bias: Floats) -> Classifier:
    """The weights in 255 steps a label."""
    scale = (np.abs(weights).max(axis=0) / 127).clip(1e-9).astype(np.float32)
    steps = np.round(weights / scale).astype(np.int8)
    return Classifier(tuple(slugs), steps, scale, bias, 1.0)


def calibrate(classifier: Classifier, examples: Sequence[Example]) -> float:
    """The temperature under which probabilities fit what was seen (Guo et al. 2017)."""
    place = {slug: number for number, slug in enumerate(classifier.slugs)}
    shares = classifier.scores([example.person for example in examples])
    scores = np.log(shares.clip(1e-9)) * classifier.temperature
    targets = np.array([place[example.slug] for example in examples])

    def surprise(temperature: float) -> float:
        powers = np.exp((scores - scores.max(axis=1, keepdims=True)) / temperature)
        right = powers[np.arange(len(targets)), targets] / powers.sum(axis=1)
        return float(-np.log(right.clip(1e-9)).mean())

    return float(min(np.geomspace(0.2, 5, 120), key=surprise))


def worth_of(classifier: Classifier, examples: Sequence[Example]) -> Worth:
    """How well it does on examples that it did not learn from."""
    ranks = ranks_of(classifier, examples)
    return Worth(len(ranks), float((ranks == 0).mean()), float((ranks < 3).mean()))


def ranks_of(classifier: Classifier, examples: Sequence[Example]) -> Floats:
    """For each example how many labels were thought likelier than the right one."""
    place = {slug: number for number, slug in enumerate(classifier.slugs)}
    shares = classifier.scores([example.person for example in examples])
    right = shares[np.arange(len(examples)), [place[example.slug] for example in examples]]
    ranks: Floats = (shares > right[:, None]).sum(axis=1)
    return ranks


def calibration_error(classifier: Classifier, examples: Sequence[Example], *, bins: int = 10) -> float:
    """How far, on average, the first guess's probability is from how often it is right (ECE)."""
    shares = classifier.scores([example.person for example in examples])
    sure, right = shares.max(axis=1), ranks_of(classifier, examples) == 0
    bucket = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [
        abs(sure[bucket == each].mean() - right[bucket == each].mean()) * (bucket == each).mean()
        for each in range(bins)
        if (bucket == each).any()
    ]
    return float(sum(gaps))
