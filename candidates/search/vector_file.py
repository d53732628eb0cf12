"""Vectors of all candidates in one file, read through the page cache: nearest ones by trying all.

A row is an id and its vector in 8-bit steps. 100,000 of them take 21 MB and some ten milliseconds, which is
sooner than any graph over them could be kept up to date.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from candidates.search.base import Vector

_CHUNK: Final = 4096
"""Rows that are widened at once: they fit into a core's cache."""


class VectorFile:
    """The file at `path`; made when it is first written to. One process writes, any number reads."""

    def __init__(self, path: Path, dimensions: int) -> None:
        self.path = path
        self._row = np.dtype([("id", ">u8", 2), ("vector", np.int8, dimensions)])
        self._rows: NDArray[np.void] = np.empty(0, self._row)
        self._stamp = (0, 0)

    def nearest(
        self, vector: Vector, limit: int, allowed: NDArray[np.uint64] | None = None
    ) -> list[tuple[uuid.UUID, float]]:
        """The ids nearest to the vector, with cosines; `allowed` are the upper halves of ids to take."""
        rows = self._read()
        if allowed is not None:
            rows = rows[np.isin(rows["id"][:, 0].astype(np.uint64), allowed)]
        wanted = vector.astype(np.float32)
        cosines = np.empty(len(rows), np.float32)
        for start in range(0, len(rows), _CHUNK):
            some = rows["vector"][start : start + _CHUNK].astype(np.float32)
            cosines[start : start + _CHUNK] = some @ wanted
        cosines[rows["id"][:, 0] == 0] = -np.inf
        best = np.argpartition(-cosines, min(limit, len(rows) - 1))[:limit] if len(rows) else np.empty(0, int)
        best = best[np.argsort(-cosines[best], kind="stable")]
        length = float(wanted @ wanted) or 1.0
        return [
            (_uuid(rows["id"][at]), float(cosines[at]) / length) for at in best if np.isfinite(cosines[at])
        ]

    def get(self, identity: uuid.UUID) -> Vector | None:
        """The vector of an id."""
        rows = self._read()
        found = np.flatnonzero((rows["id"] == _halves([identity])[0]).all(axis=1))
        return np.array(rows["vector"][found[0]]) if len(found) else None

    def write(self, vectors: Mapping[uuid.UUID, Vector], gone: Iterable[uuid.UUID] = ()) -> None:
        """Put these in, over what was there of the same ids, and take `gone` out. Free rows are used first.

        Rows are written in place: a reader at the same moment sees a row as it was or as it is.
        """
        rows, new = self._read(), self._rows_of(vectors)
        leaving = _places(rows["id"], list(gone))
        leaving = leaving[leaving >= 0]
        places = _places(rows["id"], list(vectors))
        free = np.flatnonzero(rows["id"][:, 0] == 0)
        needed = np.flatnonzero(places < 0)
        places[needed] = np.concatenate([free, np.arange(len(rows), len(rows) + len(needed))])[: len(needed)]
        self._put(leaving, np.zeros(len(leaving), self._row))
        self._put(places, new)

    def append(self, vectors: Mapping[uuid.UUID, Vector]) -> None:
        """Put these in behind all others: none of them is there yet, and nobody looks."""
        with open(self.path, "ab") as file:
            file.write(self._rows_of(vectors).tobytes())

    def _rows_of(self, vectors: Mapping[uuid.UUID, Vector]) -> NDArray[np.void]:
        rows = np.zeros(len(vectors), self._row)
        rows["id"] = _halves(list(vectors))
        if len(vectors):
            rows["vector"] = np.stack(list(vectors.values()))
        return rows

    def _put(self, places: NDArray[np.int64], rows: NDArray[np.void]) -> None:
        if not len(places):
            return
        file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if np.array_equal(places, np.arange(places[0], places[0] + len(places))):
                os.pwrite(file, rows.tobytes(), int(places[0]) * self._row.itemsize)
            else:
                for place, row in zip(places, rows, strict=True):
                    os.pwrite(file, row.tobytes(), int(place) * self._row.itemsize)
            os.fsync(file)
        finally:
            os.close(file)

    def _read(self) -> NDArray[np.void]:
        """The rows as they are now."""
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return self._rows
        stamp = (status.st_mtime_ns, status.st_ino)
        if stamp != self._stamp:
            self._stamp = stamp
            size = status.st_size // self._row.itemsize
            self._rows = np.memmap(self.path, self._row, "r", shape=(size,)) if size else self._rows[:0]
        return self._rows


def _halves(ids: list[uuid.UUID]) -> NDArray[np.uint64]:
    return np.frombuffer(b"".join(each.bytes for each in ids), ">u8").reshape(len(ids), 2)


def _uuid(halves: NDArray[np.uint64]) -> uuid.UUID:
    return uuid.UUID(bytes=halves.astype(">u8").tobytes())


def _places(known: NDArray[np.uint64], ids: list[uuid.UUID]) -> NDArray[np.int64]:
    """In which row each id stands, -1 for those that do not."""
    if not len(known) or not ids:
        return np.full(len(ids), -1)
    wanted = _halves(ids)
    order = np.argsort(known[:, 0], kind="stable")
    at = np.minimum(np.searchsorted(known[:, 0][order], wanted[:, 0]), len(known) - 1)
    places = order[at]
    return np.where((known[places] == wanted).all(axis=1), places, -1)
