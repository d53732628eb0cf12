"""What texts are about."""

from __future__ import annotations

import uuid
from pathlib import Path

import numpy as np
import pytest

from candidates.search.embedding import DIMENSIONS, LENGTH, embedding
from candidates.search.vector_file import VectorFile


def likeness(first: str, second: str) -> float:
    one, other = (embedding().of(text).astype(np.float32) / LENGTH for text in (first, second))
    return float(one @ other)


@pytest.mark.parametrize(
    ("text", "nearer", "farther"),
    [
        ("nurse", "Krankenpfleger", "plumber"),
        ("software developer", "Softwareentwickler", "software sales"),
        ("truck driver", "Berufskraftfahrer", "bus company accountant"),
        ("lawyer", "contract law", "contract welding"),
        ("photographs", "photographer", "librarian"),
        ("machine learning", "data science", "bricklaying"),
        ("KUBERNETES", "kubernetes", "kitchen"),
    ],
)
def test_what_means_the_same_is_nearer(text: str, nearer: str, farther: str):
    assert likeness(text, nearer) > likeness(text, farther) + 0.1


def test_a_direction_has_one_length_and_words_without_meaning_have_none():
    vector = embedding().of("nurse in intensive care")
    assert vector.shape == (DIMENSIONS,)
    assert np.linalg.norm(vector.astype(float)) == pytest.approx(LENGTH, rel=0.03)
    assert embedding().of("of the") is None
    assert embedding().of("") is None
    assert embedding().of("程序") is None


def test_parts_count_for_their_weight_and_not_for_their_length():
    one = embedding().of_parts([("nurse", 1.0), ("welding " * 50, 0.2)]).astype(np.float32)
    nurse, welding = (embedding().of(each).astype(np.float32) for each in ("nurse", "welding"))
    assert one @ nurse > 2 * (one @ welding)


def test_a_word_is_known_when_the_encoder_had_it():
    assert embedding().knows("nurse")
    assert not embedding().knows("kubernets")
    assert not embedding().knows("postgressql")


def test_vectors_in_a_file_are_changed_in_place_and_free_rows_are_used(tmp_path: Path):
    writer, reader = (VectorFile(tmp_path / "vectors.bin", 4) for _ in range(2))
    ids = [uuid.uuid4() for _ in range(5)]
    rows = {each: np.eye(4, dtype=np.int8)[at % 4] * 127 for at, each in enumerate(ids)}
    assert reader.nearest(rows[ids[0]], 3) == []
    writer.write(rows)
    assert [each for each, _ in reader.nearest(rows[ids[1]], 1)] == [ids[1]]
    assert reader.nearest(rows[ids[1]], 1)[0][1] == pytest.approx(1.0)
    writer.write({ids[1]: rows[ids[2]]}, gone=[ids[3], uuid.uuid4()])
    assert {each for each, _ in reader.nearest(rows[ids[2]], 2)} == {ids[1], ids[2]}
    assert reader.get(ids[3]) is None
    assert len(reader.nearest(rows[ids[2]], 9)) == 4
    size = (tmp_path / "vectors.bin").stat().st_size
    new = uuid.uuid4()
    writer.write({new: rows[ids[3]]})
    assert (tmp_path / "vectors.bin").stat().st_size == size
    assert [each for each, _ in reader.nearest(rows[ids[3]], 1)] == [new]
    highs = np.array([each.int >> 64 for each in (ids[0], ids[4])], np.uint64)
    assert {each for each, _ in reader.nearest(rows[ids[2]], 9, highs)} == {ids[0], ids[4]}
