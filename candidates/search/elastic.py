"""The index in Elasticsearch 9: one alias, behind it the index that counts.

Versions are Elasticsearch's own external ones, so that a late write never wins, whoever sends it. An index is
rebuilt under another name and the alias moved in one step. Requests that fail in passing are sent again by
the client; what still fails is `IndexBusy`, and the rows wait.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError, helpers
from elasticsearch.dsl import Search

from candidates.search import elastic_schema as schema
from candidates.search.base import (
    DEEPEST_HIT,
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
from candidates.search.elastic_queries import asked
from candidates.search.query import Everything, Query, Term
from candidates.search.spelling import can_be_meant

logger = logging.getLogger(__name__)

RETRIED: Final = (429, 502, 503, 504)
RETRIES: Final = 3
CONFLICT: Final = 409
UNFIT: Final = 400
"""A document that the mapping does not take, now or later."""
AT_ONCE: Final = 500
"""Documents in one bulk request."""
WIDEST: Final = 10_000
"""Neighbours that a shard looks at: what the server allows."""


class ElasticIndex:
    """A `CandidateIndex` behind an alias."""

    def __init__(self, client: Elasticsearch, *, alias: str, dimensions: int, write_seconds: float) -> None:
        self._client, self._alias, self._dimensions = client, alias, dimensions
        self._writer = client.options(request_timeout=write_seconds)

    @classmethod
    def at(cls, url: str, *, api_key: str, alias: str, dimensions: int, seconds: float) -> ElasticIndex:
        """The index of this alias on a server; nothing is sent yet."""
        client = Elasticsearch(
            url,
            api_key=api_key or None,
            request_timeout=seconds,
            retry_on_timeout=True,
            retry_on_status=RETRIED,
            max_retries=RETRIES,
        )
        return cls(client, alias=alias, dimensions=dimensions, write_seconds=6 * seconds)

    def exists(self) -> bool:
        """See `CandidateIndex`."""
        with _told():
            return bool(self._client.indices.exists_alias(name=self._alias))

    def search(self, ask: Ask) -> Answer:
        """See `CandidateIndex`."""
        search = self._search(asked(ask.query), min(ask.limit + len(ask.seen), MOST_FOUND))
        if order := schema.ORDERS.get(ask.sort):
            search = search.sort(order)
        with _told():
            response = search.execute()
        found = (Found(schema.uuid_of(hit.meta.id), float(hit.meta.score or 0)) for hit in response)
        hits = [each for each in found if key_of(each.id) not in ask.seen]
        return Answer(tuple(hits[: ask.limit]), int(response.hits.total.value))  # type: ignore[attr-defined]

    def nearest(self, vector: Vector, ask: Ask) -> Answer:
        """See `CandidateIndex`. Elasticsearch's cosine of bytes goes from 0 to 1."""
        wanted = min(ask.limit + len(ask.seen), DEEPEST_HIT)
        search = Search(using=self._client, index=self._alias).source(False).extra(size=wanted)
        search = search.knn(
            "vector",
            k=wanted,
            num_candidates=min(max(4 * wanted, 200), WIDEST),
            query_vector=[float(each) for each in vector.tolist()],
            filter=None if isinstance(ask.query, Everything) else asked(ask.query),
        )
        with _told():
            response = search.execute()
        found = (Found(schema.uuid_of(hit.meta.id), 2 * float(hit.meta.score) - 1) for hit in response)
        hits = [each for each in found if key_of(each.id) not in ask.seen]
        return Answer(tuple(hits[: ask.limit]), self._count(ask.query))

    def lines(self, people: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[Line, ...]]:
        """See `CandidateIndex`."""
        return {person: schema.lines_in(told) for person, told in self._told(people)}

    def vector(self, identity: uuid.UUID) -> Vector | None:
        """See `CandidateIndex`."""
        return next((schema.vector_in(told) for _, told in self._told([identity])), None)

    def facets(self, query: Query, facets: Collection[Facet], *, most: int = 10) -> Mapping[str, list[Count]]:
        """See `CandidateIndex`."""
        search = self._search(asked(query), 0)
        search.update_from_dict({"aggs": {name: schema.facet(name, most) for name in facets}})
        with _told():
            told = search.execute().to_dict().get("aggregations", {})
        return {name: _counts(name, told[name]["buckets"]) for name in facets}

    def frequency(self, word: str) -> int:
        """See `CandidateIndex`."""
        return self._count(Term(word, "text"))

    def suggest(self, word: str, *, most: int = 3) -> list[str]:
        """See `CandidateIndex`."""
        if not can_be_meant(word):
            return []
        edits = 1 if len(word) < 6 else 2
        search = Search(using=self._client, index=self._alias).extra(size=0)
        term = {"field": "text", "size": most, "max_edits": edits, "suggest_mode": "always", "sort": "score"}
        with _told():
            told = search.suggest("words", word, term=term).execute().to_dict()["suggest"]["words"]
        return [option["text"] for each in told for option in each["options"]]

    def count(self) -> int:
        """See `CandidateIndex`."""
        return self._count(Everything())

    def versions(self) -> Iterator[tuple[uuid.UUID, int]]:
        """See `CandidateIndex`."""
        with _told():
            hits = helpers.scan(
                self._client,
                index=self._alias,
                query={"version": True, "query": {"match_all": {}}},
                _source=False,
            )
            for hit in hits:
                yield schema.uuid_of(hit["_id"]), int(hit["_version"])

    def put(self, documents: Iterable[Document]) -> int:
        """See `CandidateIndex`."""
        return self._write(self._current(), documents, require_alias=True)

    def remove(self, gone: Iterable[Removed]) -> int:
        """See `CandidateIndex`. A late write is refused as long as `index.gc_deletes` says: a minute."""
        return self._write(self._current(), gone, require_alias=True)

    def rebuild(self, documents: Iterable[Document]) -> ElasticRebuilt:
        """See `CandidateIndex`."""
        return ElasticRebuilt(self, documents)

    def begin(self) -> str:
        """The name of a new, empty index."""
        name = schema.names_behind(self._alias).replace("*", uuid.uuid4().hex[:12])
        with _told():
            schema.put_template(self._writer, self._alias, self._dimensions)
            self._writer.indices.create(index=name)
        return name

    def fill(self, name: str, entries: Iterable[Document | Removed]) -> int:
        """Write into the index of this name, whoever reads it."""
        return self._write(name, entries)

    def make_current(self, name: str) -> None:
        """Let everybody read that index from now on, in one step, and drop the others."""
        with _told():
            all_names = self._writer.indices.get(index=schema.names_behind(self._alias))
            others = [each for each in all_names if each != name]
            actions: list[dict[str, Any]] = [{"add": {"index": name, "alias": self._alias}}]
            actions += [{"remove_index": {"index": each}} for each in others]
            self._writer.indices.update_aliases(actions=actions)

    def _search(self, query: object, size: int) -> Search[Any]:
        search = Search(using=self._client, index=self._alias).query(query)
        return search.source(False).extra(size=size, track_total_hits=True)

    def _count(self, query: Query) -> int:
        with _told():
            return int(self._client.count(index=self._alias, query=asked(query).to_dict())["count"])

    def _told(self, people: Collection[uuid.UUID]) -> list[tuple[uuid.UUID, dict[str, Any]]]:
        """What was put for those who are there."""
        if not people:
            return []
        with _told():
            docs = self._client.mget(index=self._alias, ids=[each.hex for each in people])["docs"]
        return [(schema.uuid_of(each["_id"]), each["_source"]["told"]) for each in docs if each.get("found")]

    def _current(self) -> str:
        """The alias, with an index behind it."""
        if not self.exists():
            self.make_current(self.begin())
        return self._alias

    def _write(self, name: str, entries: Iterable[Document | Removed], *, require_alias: bool = False) -> int:
        """How many of a batch were newer than what was there.

        With `require_alias` a server whose alias has gone meanwhile refuses: it would make an index of that
        name, without our mapping, and no alias could ever bear it again.
        """
        written = 0
        with _told():
            answers = helpers.streaming_bulk(
                self._writer,
                (_action(name, each) for each in entries),
                chunk_size=AT_ONCE,
                max_retries=RETRIES,
                initial_backoff=0.5,
                retry_on_status=RETRIED,
                raise_on_error=False,
                require_alias=require_alias,
            )
            for is_done, answer in answers:
                told = next(iter(answer.values()))
                if told["status"] == UNFIT:  # one person must not hold up all others; `check_sync` tells
                    logger.error("Elasticsearch does not take %s: %s", told["_id"], told["error"].get("type"))
                # A late write is a conflict. A removal of somebody who was never there is noted: it says 404,
                # but no error, which a write to an index that is gone does.
                elif not is_done and "error" in told and told["status"] != CONFLICT:
                    raise IndexBusy(f"Elasticsearch refused a write: {told['status']}")
                written += told["status"] not in (CONFLICT, UNFIT)
            self._writer.indices.refresh(index=name)
        return written


class ElasticRebuilt:
    """A new index that the alias does not lead to yet."""

    def __init__(self, index: ElasticIndex, documents: Iterable[Document]) -> None:
        self._index, self._name = index, index.begin()
        index.fill(self._name, documents)

    def finish(self, documents: Iterable[Document], gone: Iterable[Removed]) -> int:
        """See `Rebuilt`."""
        self._index.fill(self._name, [*documents, *gone])
        self._index.make_current(self._name)
        return self._index.count()


def _action(name: str, entry: Document | Removed) -> dict[str, Any]:
    action: dict[str, Any] = {
        "_index": name,
        "_id": entry.id.hex,
        "version": entry.version,
        "version_type": "external",
    }
    if isinstance(entry, Document):
        return {**action, "_op_type": "index", "_source": schema.source_of(entry)}
    return {**action, "_op_type": "delete"}


@contextmanager
def _told() -> Iterator[None]:
    """The client's errors in our words."""
    try:
        yield
    except NotFoundError as error:
        raise IndexMissing("The search index was not built yet.") from error
    except (ApiError, TransportError) as error:
        raise IndexBusy(f"Elasticsearch does not answer: {type(error).__name__}") from error


def _counts(name: Facet, buckets: list[dict[str, Any]]) -> list[Count]:
    if name != "years":
        return [Count(str(each["key"]), int(each["doc_count"])) for each in buckets]
    told = {each.get("to"): int(each["doc_count"]) for each in buckets}
    return bucket_counts([told.get(high * 12.0, 0) for _, high in YEARS])
