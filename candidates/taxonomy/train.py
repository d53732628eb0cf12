"""Learns candidates/data/skill_vectors.*: python -m candidates.taxonomy.train --onet FILE --topics DIR …

The lists are those of `candidates.taxonomy.build`, which must have run before. The same lists give the same
vectors; it takes under a minute and 1 GB.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from candidates.taxonomy.making.company import company
from candidates.taxonomy.making.learning import Vectors, vectors_of
from candidates.taxonomy.skills import taxonomy
from candidates.taxonomy.vectors import IDS, VECTORS

DATA: Final = Path(__file__).resolve().parents[1] / "data"
FACTORY: Final = Path(__file__).resolve().parents[2] / "parsing" / "training" / "words"
SIZE: Final = 160
SEED: Final = 1


def main() -> None:
    """Learns the vectors and writes them with their card."""
    arguments = _arguments()
    everything = taxonomy()
    counts = company(
        everything, onet=arguments.onet, topics=arguments.topics, esco=arguments.esco, factory=FACTORY
    )
    places, vectors = vectors_of(counts, size=SIZE, seed=SEED)
    arguments.out.mkdir(parents=True, exist_ok=True)
    np.save(arguments.out / VECTORS, packed(vectors), allow_pickle=False)
    (arguments.out / IDS).write_text(
        "".join(f"{everything.at(place).id}\n" for place in places), encoding="utf-8"
    )
    card = {"skills": len(places), "size": SIZE, "pairs": len(counts), "seed": SEED}
    (arguments.out / "skill_vectors.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def packed(vectors: Vectors) -> NDArray[np.int8]:
    """The vectors in eight bits a number, each to its own scale: the angles change by less than 0.01."""
    scaled: NDArray[np.int8] = np.round(127 * vectors / np.abs(vectors).max(axis=1, keepdims=True)).astype(
        np.int8
    )
    return scaled


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--onet", type=Path, required=True, help="O*NET's Technology Skills, tab-separated text"
    )
    parser.add_argument("--topics", type=Path, required=True, help="a checkout of github/explore")
    parser.add_argument("--esco", type=Path, required=True, help="a folder with esco_o.json")
    parser.add_argument("--out", type=Path, default=DATA)
    return parser.parse_args()


if __name__ == "__main__":
    main()
