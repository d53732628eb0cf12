"""Fits the maps that make probabilities of confidences, and tells how far they can be believed.

One logistic regression a kind of field (iterated weighted least squares with a ridge), then an isotonic
one on its score (pool adjacent violators; Ayer et al. 1955), thinned to a few knots.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from parsing.stages.confidence import OTHERS, REVIEW_BELOW, SIGNS, Map, Signs, kind_of, leaves_of
from parsing.stages.flow import Reading
from parsing.training.judging import judged

Floats = npt.NDArray[np.float64]

BINS: Final = 10
MOST_KNOTS: Final = 12
FEWEST: Final = 60
"""Values of a kind that a map of its own needs; below that it shares that of all."""
_RIDGE: Final = 4.0
_ROUNDS: Final = 40
_PRIOR: Final = 4.0
"""Right and wrong values, in the proportion of their kind, that each step of a map is pulled by."""


class Sample(NamedTuple):
    """A value that was read and judged: its kind, its signs, and whether it is right."""

    kind: str
    signs: tuple[float, ...]
    right: bool


class Bin(NamedTuple):
    """Values of about the same confidence: how many, their mean confidence, the share that is right."""

    low: float
    size: int
    confidence: float
    right: float


def samples_of(reading: Reading, truth: Mapping[str, object], unscored: Sequence[str] = ()) -> list[Sample]:
    """What a reading and its truth teach; confidences of its leaves must be the rules' own."""
    signs = Signs(reading.profile, reading.lines, reading.sections)
    leaves = {".".join(leaf.path): leaf for leaf in leaves_of(reading.profile)}
    return [
        Sample(kind_of(leaves[each.path].path), tuple(signs.of(leaves[each.path])), each.right)
        for each in judged(reading.profile, truth, unscored)
    ]


def fit(samples: Sequence[Sample]) -> dict[str, Map]:
    """A map for each kind; the kinds with few samples share one."""
    whole = _fit(samples)
    kinds = {sample.kind for sample in samples} | {OTHERS}
    by_kind = {kind: [sample for sample in samples if sample.kind == kind] for kind in sorted(kinds)}
    return {kind: _fit(own) if len(own) >= FEWEST else whole for kind, own in by_kind.items()}


def probabilities(maps: Mapping[str, Map], samples: Iterable[Sample]) -> list[float]:
    """What the maps say of each sample."""
    return [maps.get(each.kind, maps[OTHERS]).probability(each.signs) for each in samples]


def bins_of(confidences: Sequence[float], rights: Sequence[bool]) -> list[Bin]:
    """The reliability table: values by tenths of confidence, empty tenths left out."""
    tenths = [min(int(each * BINS), BINS - 1) for each in confidences]
    table = []
    for tenth in range(BINS):
        inside = [at for at, each in enumerate(tenths) if each == tenth]
        if inside:
            table.append(
                Bin(
                    tenth / BINS,
                    len(inside),
                    sum(confidences[at] for at in inside) / len(inside),
                    sum(rights[at] for at in inside) / len(inside),
                )
            )
    return table


def calibration_error(table: Sequence[Bin]) -> float:
    """The expected calibration error, 0–1: mean distance of confidence and share, by sizes (Naeini 2015)."""
    total = sum(each.size for each in table)
    return sum(each.size * abs(each.confidence - each.right) for each in table) / max(1, total)


class Reliability(NamedTuple):
    """How far confidences can be believed: the table, its error, and what is wrong but not flagged."""

    table: Sequence[Bin]
    error: float
    unflagged_error: float
    unflagged_share: float
    error_of: Mapping[str, float]
    """The distance of mean confidence and share of right values by kind of field."""


def reliability_of(maps: Mapping[str, Map], samples: Sequence[Sample]) -> Reliability:
    """How well the maps do on samples."""
    return reliability(
        [each.kind for each in samples], probabilities(maps, samples), [each.right for each in samples]
    )


def reliability(kinds: Sequence[str], confidences: Sequence[float], rights: Sequence[bool]) -> Reliability:
    """How well confidences do; the three sequences go together."""
    table = bins_of(confidences, rights)
    sure = sum(each >= REVIEW_BELOW for each in confidences) / max(1, len(confidences))
    distance = {}
    for kind in sorted(set(kinds)):
        own = [at for at, each in enumerate(kinds) if each == kind]
        distance[kind] = abs(sum(confidences[at] - rights[at] for at in own) / len(own))
    return Reliability(table, calibration_error(table), unflagged_error(confidences, rights), sure, distance)


def table_of(found: Reliability) -> str:
    """The reliability table as text."""
    rows = [f"{'confidence':>12}{'values':>8}{'mean':>8}{'right':>8}"]
    rows += [
        f"{each.low:>5.1f} – {each.low + 1 / BINS:.1f}{each.size:>8}{each.confidence:>8.3f}{each.right:>8.3f}"
        for each in found.table
    ]
    worst = sorted(found.error_of.items(), key=lambda pair: -pair[1])[:4]
    rows.append(
        f"expected calibration error {found.error:.3f}; not flagged {found.unflagged_share:.0%}, "
        f"of these wrong {found.unflagged_error:.1%}"
    )
    rows.append("furthest off: " + ", ".join(f"{kind} {error:.3f}" for kind, error in worst))
    return "\n".join(rows)


def figures_of(found: Reliability) -> dict[str, object]:
    """The same for a card."""
    return {
        "values": sum(each.size for each in found.table),
        "expected_calibration_error": round(found.error, 4),
        "wrong_of_unflagged": round(found.unflagged_error, 4),
        "unflagged": round(found.unflagged_share, 4),
        "by_kind": {kind: round(error, 4) for kind, error in found.error_of.items()},
    }


def unflagged_error(confidences: Sequence[float], rights: Sequence[bool]) -> float:
    """The share of wrong values among those that no person is asked to look at."""
    sure = [right for each, right in zip(confidences, rights, strict=True) if each >= REVIEW_BELOW]
    return 1 - sum(sure) / len(sure) if sure else 0.0


def _fit(samples: Sequence[Sample]) -> Map:
    signs = np.array([sample.signs for sample in samples])
    right = np.array([float(sample.right) for sample in samples])
    weights = _regressed(signs, right)
    scores, shares = _monotone(signs @ weights, right)
    return Map(tuple(np.round(weights, 4).tolist()), scores, shares)


def _regressed(signs: Floats, right: Floats) -> Floats:
    """Logistic weights, drawn towards none but for the constant and the rule's own confidence."""
    ridge = np.full(len(SIGNS), _RIDGE)
    ridge[0] = 0.01
    weights = np.zeros(len(SIGNS))
    for _ in range(_ROUNDS):
        share = 1 / (1 + np.exp(-np.clip(signs @ weights, -12, 12)))
        slope = np.maximum(share * (1 - share), 1e-4)
        gradient = signs.T @ (right - share) - ridge * weights
        hessian = (signs * slope[:, None]).T @ signs + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-6:
            break
    return weights


def _monotone(scores: Floats, right: Floats) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Knots of the rising steps that fit best: score and share, at most MOST_KNOTS of them."""
    order = np.argsort(scores, kind="stable")
    blocks: list[tuple[float, float, float]] = []
    base = float(right.mean())
    for chunk in np.array_split(order, min(len(order), 4 * MOST_KNOTS)):
        blocks.append((float(right[chunk].sum()), float(len(chunk)), float(scores[chunk].mean())))
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] >= blocks[-1][0] / blocks[-1][1]:
            last, before = blocks.pop(), blocks.pop()
            count = before[1] + last[1]
            middle = (before[1] * before[2] + last[1] * last[2]) / count
            blocks.append((before[0] + last[0], count, middle))
    while len(blocks) > MOST_KNOTS:
        blocks = _without_smallest(blocks)
    shares = [(won + _PRIOR * base) / (count + _PRIOR) for won, count, _ in blocks]
    rising = np.maximum.accumulate(shares)
    knots = [round(middle, 4) for _, _, middle in blocks]
    return tuple(knots), tuple(np.round(np.clip(rising, 0.01, 0.995), 4).tolist())


def _without_smallest(blocks: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """The blocks with the two neighbours made one that hold the fewest values together."""
    at = min(range(len(blocks) - 1), key=lambda i: blocks[i][1] + blocks[i + 1][1])
    first, second = blocks[at], blocks[at + 1]
    count = first[1] + second[1]
    middle = (first[1] * first[2] + second[1] * second[2]) / count
    return [*blocks[:at], (first[0] + second[0], count, middle), *blocks[at + 2 :]]
