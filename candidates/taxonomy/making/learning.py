"""Vectors of skills from the company they keep."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from candidates.taxonomy.making.company import Counts

Vectors = NDArray[np.float32]

SMOOTHING: Final = 0.75
"""Frequent skills are counted as less frequent, as word2vec does when it draws its negatives."""
LEAST: Final = 1.6
"""A skill that keeps less company in all gets no vector: too little is known of it."""
POWER: Final = 0.25
"""How much the strong directions, which are the professions, outweigh the weak ones."""
FAINT: Final = 1e-3
"""A shorter vector points nowhere: its skill keeps company with everything alike."""
ROUNDS: Final = 12
"""Of the subspace iteration; the vectors change no more in the third digit."""


def vectors_of(counts: Counts, *, size: int, seed: int) -> tuple[list[int], Vectors]:
    """The places of the skills that have a vector, ascending, and their vectors of length 1.

    Positive pointwise mutual information, factored: what word2vec with negative sampling approaches (Levy
    and Goldberg 2014), exact, and without chance on data as few as these.
    """
    places, matrix = _matrix(counts)
    directions, strengths = _strongest(_mutual_information(matrix), size=min(size, len(places)), seed=seed)
    vectors = directions * strengths**POWER
    lengths = np.linalg.norm(vectors, axis=1)
    kept = lengths > FAINT
    told = [place for place, is_kept in zip(places, kept, strict=True) if is_kept]
    return told, (vectors[kept] / lengths[kept, None]).astype(np.float32)


def _matrix(counts: Counts) -> tuple[list[int], Vectors]:
    """The counts as a symmetric matrix over the skills that keep enough company."""
    sums: dict[int, float] = {}
    for pair, weight in counts.items():
        for place in pair:
            sums[place] = sums.get(place, 0.0) + weight
    places = sorted(place for place, weight in sums.items() if weight >= LEAST)
    index = {place: i for i, place in enumerate(places)}
    matrix = np.zeros((len(places), len(places)), np.float32)
    for (one, other), weight in counts.items():
        if one in index and other in index:
            matrix[index[one], index[other]] = matrix[index[other], index[one]] = weight
    return places, matrix


def _mutual_information(matrix: Vectors) -> Vectors:
    """log(p(a, b) / p(a) p(b)), the second smoothed, negatives as zero; symmetric again at the end."""
    sums = matrix.sum(axis=1)
    smoothed = sums**SMOOTHING
    expected = np.outer(sums, smoothed / smoothed.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        information = np.where(matrix > 0, np.log(matrix / expected), 0.0)
    information = np.maximum(information, 0.0)
    return ((information + information.T) / 2).astype(np.float32)


def _strongest(matrix: Vectors, *, size: int, seed: int) -> tuple[Vectors, Vectors]:
    """The directions of the largest eigenvalues, and their sizes (subspace iteration; Halko et al. 2011)."""
    start = np.random.default_rng(seed).standard_normal((len(matrix), min(size + 20, len(matrix))))
    basis = np.linalg.qr(start.astype(np.float32))[0]
    for _ in range(ROUNDS):
        basis = np.linalg.qr(matrix @ (matrix @ basis))[0]
    values, inner = np.linalg.eigh(basis.T @ (matrix @ basis))
    order = np.argsort(-np.abs(values))[:size]
    return (basis @ inner[:, order]).astype(np.float32), np.abs(values[order]).astype(np.float32)
