"""The embedded index: tantivy in a folder, with all vectors in a file beside it.

    FOLDER/current          the name of the folder that counts; changed in one step when an index was rebuilt
    FOLDER/writer.lock      held while somebody writes
    FOLDER/<name>/          tantivy's files, and vectors.bin

One process writes at a time. Every search looks whether there was a commit since, so nobody reads stale.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import orjson
import tantivy

from candidates.search import tantivy_schema as schema
from candidates.search.base import (
    MOST_FOUND,
    YEARS,
    Answer,
    Ask,
    Count,
    Document,
    Facet,
    Found,
    IndexBusy,
    IndexMissing,
    Line,
    Removed,
    Vector,
    bucket_counts,
    key_of,
)
from candidates.search.query import Everything, Query
from candidates.search.spelling import can_be_meant, nearest_words
from candidates.search.tantivy_queries import asked
from candidates.search.vector_file import VectorFile

HEAP: Final = 60_000_000
"""Bytes that a writer gathers before it writes a segment."""
AT_ONCE: Final = 1000
"""Documents whose versions are looked up together."""
_LINE: Final = partial(tuple.__new__, Line)
"""A line of its path and its text; a page of people has two thousand."""
COMMON: Final = 0.1
"""The share of all people from which a query finds many."""


class _Reader:
    """An index as it was at some commit."""

    def __init__(self, folder: Path, dimensions: int) -> None:
        self.folder = folder
        self.index = schema.opened(folder)
        self.vectors = VectorFile(folder / "vectors.bin", dimensions)
        self._meta = folder / "meta.json"
        self._stamp = self._now()
        self.searcher = self.index.searcher()

    def refresh(self) -> None:
        """Go to the latest commit. Tantivy replaces the file that lists its segments."""
        if (stamp := self._now()) != self._stamp:
            self._stamp = stamp
            self.index.reload()
            self.searcher = self.index.searcher()

    def _now(self) -> tuple[int, int]:
        status = self._meta.stat()
        return status.st_mtime_ns, status.st_ino


class TantivyIndex:
    """A `CandidateIndex` in `folder`, for vectors of so many dimensions."""

    def __init__(self, folder: Path, *, dimensions: int) -> None:
        self._folder, self._dimensions = folder, dimensions
        self._reader: _Reader | None = None

    def exists(self) -> bool:
        """See `CandidateIndex`."""
        return (self._folder / "current").exists()

    def search(self, ask: Ask) -> Answer:
        """See `CandidateIndex`."""
        searcher = self._read().searcher
        wanted = min(ask.limit + len(ask.seen), MOST_FOUND)
        order = schema.ORDERS.get(ask.sort)
        if order is None:
            result = searcher.search(asked(ask.query), wanted)
        else:
            field, direction = order
            result = searcher.search(asked(ask.query), wanted, order_by_field=field, order=direction)
        ids = _ids(searcher, [address for _, address in result.hits])
        hits = [
            Found(identity, float(score or 0) if order is None else 0.0)
            for identity, (score, _) in zip(ids, result.hits, strict=True)
            if key_of(identity) not in ask.seen
        ]
        return Answer(tuple(hits[: ask.limit]), int(result.count))  # type: ignore[attr-defined]

    def nearest(self, vector: Vector, ask: Ask) -> Answer:
        """See `CandidateIndex`."""
        reader = self._read()
        wanted = ask.limit + len(ask.seen)
        if isinstance(ask.query, Everything):
            total, near = reader.searcher.num_docs, reader.vectors.nearest(vector, wanted)
        else:
            query = asked(ask.query)
            total = int(reader.searcher.search(query, 1).count)  # type: ignore[attr-defined]
            near = _nearest_of(reader, vector, query, total, wanted) if total else []
        unseen = [Found(*each) for each in near if key_of(each[0]) not in ask.seen]
        return Answer(tuple(unseen[: ask.limit]), total)

    def lines(self, people: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[Line, ...]]:
        """See `CandidateIndex`."""
        searcher = self._read().searcher
        hits = searcher.search(schema.by_ids(list(people)), max(len(people), 1), count=False).hits
        addresses = [address for _, address in hits]
        found: dict[uuid.UUID, tuple[Line, ...]] = {}
        for identity, address in zip(_ids(searcher, addresses), addresses, strict=True):
            told = searcher.doc(address).get_first("lines")
            if told is not None:
                found[identity] = tuple(map(_LINE, orjson.loads(bytes(told))))
        return found

    def vector(self, identity: uuid.UUID) -> Vector | None:
        """See `CandidateIndex`."""
        return self._read().vectors.get(identity)

    def facets(self, query: Query, facets: Collection[Facet], *, most: int = 10) -> Mapping[str, list[Count]]:
        """See `CandidateIndex`."""
        wanted = {name: schema.facet(name, most) for name in facets}
        told = self._read().searcher.aggregate(asked(query), wanted) if wanted else {}
        return {name: _counts(name, told[name]["buckets"]) for name in facets}

    def frequency(self, word: str) -> int:
        """See `CandidateIndex`."""
        return self._read().searcher.doc_freq("text", word)

    def suggest(self, word: str, *, most: int = 3) -> list[str]:
        """See `CandidateIndex`. Tried are words with the same first letter, then with the second first."""
        searcher = self._read().searcher
        for beginning in word[:2] if can_be_meant(word) else "":
            if found := nearest_words(word, searcher.terms_with_prefix("text", beginning), most=most):
                return found
        return []

    def count(self) -> int:
        """See `CandidateIndex`."""
        return int(self._read().searcher.search(schema.living(), 1).count)  # type: ignore[attr-defined]

    def versions(self) -> Iterator[tuple[uuid.UUID, int]]:
        """See `CandidateIndex`."""
        searcher = self._read().searcher
        hits = searcher.search(schema.living(), max(searcher.num_docs, 1), count=False).hits
        addresses = [address for _, address in hits]
        yield from zip(_ids(searcher, addresses), _versions(searcher, addresses), strict=True)

    def put(self, documents: Iterable[Document]) -> int:
        """See `CandidateIndex`."""
        with self._writing() as reader:
            return _update(reader, documents)

    def remove(self, gone: Iterable[Removed]) -> int:
        """See `CandidateIndex`."""
        with self._writing() as reader:
            return _update(reader, gone)

    def rebuild(self, documents: Iterable[Document]) -> TantivyRebuilt:
        """See `CandidateIndex`."""
        return TantivyRebuilt(self, documents)

    def begin(self) -> _Reader:
        """An empty index in a folder of its own, which is not the current one yet."""
        folder = self._folder / f"index-{uuid.uuid4().hex[:12]}"
        folder.mkdir(parents=True)
        schema.made(folder)
        return _Reader(folder, self._dimensions)

    def make_current(self, reader: _Reader) -> None:
        """Let everybody read that index from now on, and drop all others."""
        pointer = self._folder / "current.new"
        pointer.write_text(reader.folder.name, encoding="utf-8")
        os.replace(pointer, self._folder / "current")
        for other in self._folder.glob("index-*"):
            if other != reader.folder:
                shutil.rmtree(other, ignore_errors=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only writer, in this process and any other. Raises IndexBusy."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with open(self._folder / "writer.lock", "w", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise IndexBusy("Somebody else writes to the index.") from error
            yield

    @contextmanager
    def _writing(self) -> Iterator[_Reader]:
        """The current index, locked; made when there is none."""
        with self.locked():
            if not (self._folder / "current").exists():
                self.make_current(self.begin())
            yield self._read()

    def _read(self) -> _Reader:
        """The current index at its latest commit."""
        for _ in range(3):  # it may be replaced between two looks
            try:
                name = (self._folder / "current").read_text(encoding="utf-8")
            except FileNotFoundError:
                raise IndexMissing("The search index was not built yet.") from None
            try:
                if self._reader is None or self._reader.folder.name != name:
                    self._reader = _Reader(self._folder / name, self._dimensions)
                self._reader.refresh()
            except (FileNotFoundError, ValueError):
                self._reader = None
                continue
            return self._reader
        raise IndexMissing("The search index cannot be read.")


class TantivyRebuilt:
    """A new index beside the current one."""

    def __init__(self, index: TantivyIndex, documents: Iterable[Document]) -> None:
        self._index, self._new = index, index.begin()
        _fill(self._new, documents)

    def finish(self, documents: Iterable[Document], gone: Iterable[Removed]) -> int:
        """See `Rebuilt`."""
        with self._index.locked():
            _update(self._new, [*documents, *gone])
            self._index.make_current(self._new)
        return self._index.count()


def _nearest_of(
    reader: _Reader, vector: Vector, query: tantivy.Query, total: int, wanted: int
) -> list[tuple[uuid.UUID, float]]:
    """The nearest of those whom the query finds, of whom there are `total`.

    Where it finds many, the nearest of all are looked at and the others dropped; where few, only those are
    compared. Naming everybody takes a microsecond each.
    """
    share = total / reader.searcher.num_docs
    if share > COMMON:
        near = reader.vectors.nearest(vector, int(2 * wanted / share) + 1)
        both = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, query), (tantivy.Occur.Must, schema.by_ids([each for each, _ in near]))]
        )
        hits = reader.searcher.search(both, max(len(near), 1), count=False).hits
        there = set(_ids(reader.searcher, [address for _, address in hits]))
        if len(there) >= min(wanted, total):
            return [each for each in near if each[0] in there]
    hits = reader.searcher.search(query, total, count=False).hits
    highs = reader.searcher.fast_field_values("high", [address for _, address in hits])
    return reader.vectors.nearest(vector, wanted, np.array(highs, np.uint64))


def _fill(reader: _Reader, documents: Iterable[Document]) -> None:
    """Write documents with ids of their own into an empty index, in one commit."""
    with _writer(reader.index) as writer:
        stream = map(partial(_wrote, writer), documents)
        while some := list(islice(stream, AT_ONCE)):
            reader.vectors.append({identity: vector for identity, vector in some if vector is not None})
        writer.commit()
    reader.refresh()


def _wrote(writer: tantivy.IndexWriter, entry: Document) -> tuple[uuid.UUID, Vector | None]:
    """Write a document and let it go: many that are kept keep the garbage collector busy."""
    writer.add_document(schema.document(entry))
    return entry.id, entry.vector


def _update(reader: _Reader, entries: Iterable[Document | Removed]) -> int:
    """Write a batch in one commit; how many entries were newer than what was there."""
    newest: dict[uuid.UUID, Document | Removed] = {}
    for each in entries:
        if each.id not in newest or each.version > newest[each.id].version:
            newest[each.id] = each
    known = _known(reader.searcher, list(newest))
    newer = [each for each in newest.values() if each.version > known.get(each.id, -1)]
    if not newer:
        return 0
    with _writer(reader.index) as writer:
        for each in newer:
            if each.id in known:
                writer.delete_documents_by_term("id", each.id.hex)
            writer.add_document(schema.document(each))
        writer.commit()
    vectors = {
        each.id: each.vector for each in newer if isinstance(each, Document) and each.vector is not None
    }
    reader.vectors.write(vectors, {each.id for each in newer} - set(vectors))
    reader.refresh()
    return len(newer)


@contextmanager
def _writer(index: tantivy.Index) -> Iterator[tantivy.IndexWriter]:
    """A writer, whose threads have ended afterwards."""
    try:
        writer = index.writer(HEAP, 1)
    except ValueError as error:
        raise IndexBusy("Somebody else writes to the index.") from error
    try:
        yield writer
    finally:
        writer.wait_merging_threads()


def _known(searcher: tantivy.Searcher, ids: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The versions that the index has of these, of those who are gone too."""
    found: dict[uuid.UUID, int] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        hits = searcher.search(schema.by_ids(some), len(some), count=False).hits
        addresses = [address for _, address in hits]
        found |= zip(_ids(searcher, addresses), _versions(searcher, addresses), strict=True)
    return found


def _ids(searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress]) -> list[uuid.UUID]:
    halves = (searcher.fast_field_values(name, addresses) for name in ("high", "low"))
    return [uuid.UUID(int=(int(high or 0) << 64) | int(low or 0)) for high, low in zip(*halves, strict=True)]


def _versions(searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress]) -> list[int]:
    return [int(version or 0) for version in searcher.fast_field_values("version", addresses)]


def _counts(name: Facet, buckets: list[Mapping[str, object]]) -> list[Count]:
    if name != "years":
        return [Count(str(each["key"]), int(str(each["doc_count"]))) for each in buckets]
    told = {each.get("to"): int(str(each["doc_count"])) for each in buckets}
    return bucket_counts([told.get(high * 12.0, 0) for _, high in YEARS])
