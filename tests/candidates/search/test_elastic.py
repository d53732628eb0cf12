"""What Elasticsearch is asked, request by request, and what becomes of its answers and failures."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from candidates.search.base import Ask, Count, Found, IndexBusy, IndexMissing, Removed, key_of
from candidates.search.elastic import ElasticIndex
from candidates.search.embedding import DIMENSIONS
from candidates.search.expanding import expanded
from candidates.search.language import parse
from tests.candidates.search.elastic_stub import Stub, stub
from tests.candidates.search.judged import QUERIES
from tests.candidates.search.people import documents, identity
from tests.candidates.search.test_expanding import LEXICON
from tests.servers import free_port

ANA, BEN = identity("Ana Ruiz"), identity("Ben Okoro")


@pytest.fixture
def server() -> Iterator[Stub]:
    with stub() as running:
        running.indices["people--1"] = True
        yield running


def at(url: str) -> ElasticIndex:
    return ElasticIndex.at(url, api_key="key", alias="people", dimensions=DIMENSIONS, seconds=2)


@pytest.fixture
def index(server: Stub) -> Iterator[ElasticIndex]:
    opened = at(server.url)
    yield opened
    opened._client.close()


def hit(person: uuid.UUID, score: float = 1.0, version: int = 1) -> dict[str, object]:
    return {"_index": "people--1", "_id": person.hex, "_score": score, "_version": version}


def test_documents_are_written_in_bulk_with_versions_of_ours(server: Stub, index: ElasticIndex):
    first, second, *_ = documents(version=7)
    server.statuses[second.id.hex] = 409  # a later one is there
    assert index.put([first, second]) == 1
    action, source, *_ = server.last("PUT", "/_bulk").body
    assert action == {"index": {"_index": "people", "_id": ANA.hex, "version": 7, "version_type": "external"}}
    assert "registered nurse" in source["title"]
    assert source["facet_skill"] == ["Triage", "Wound care"]
    assert source["months_max"] == 66
    assert len(source["vector"]) == DIMENSIONS
    assert all(-128 <= step <= 127 for step in source["vector"])
    assert server.last("POST", "/people/_refresh")
    assert server.last("PUT", "/_bulk").parameters["require_alias"] == "true"


def test_a_removal_carries_its_version_too(server: Stub, index: ElasticIndex):
    stranger = uuid.uuid4()
    server.statuses[stranger.hex] = 404
    assert index.remove([Removed(ANA, 9), Removed(stranger, 1)]) == 2
    first, _ = server.last("PUT", "/_bulk").body
    assert first == {"delete": {"_index": "people", "_id": ANA.hex, "version": 9, "version_type": "external"}}


def test_every_query_is_one_that_the_client_knows(server: Stub, index: ElasticIndex):
    """The stub reads each body with the client's own model of the API."""
    server.aggregations = {"skill": {"buckets": []}, "years": {"buckets": []}}
    vector = documents()[0].vector
    for query in QUERIES:
        wanted = expanded(parse(query.text), LEXICON)
        index.search(Ask(wanted))
        index.nearest(vector, Ask(wanted))
        index.facets(wanted, ["skill", "years"])
    assert len(server.asked) == 4 * len(QUERIES)


@pytest.mark.parametrize(
    ("text", "worded"),
    [
        ("title:nurse", {"dis_max": {
            "queries": [{"term": {"current": {"value": "nurse", "boost": 2.0}}},
                        {"term": {"title": {"value": "nurse", "boost": 1.5}}}], "tie_breaker": 0.2}}),
        ("city:graz", {"dis_max": {"queries": [{"term": {"city": {"value": "graz", "boost": 1.0}}}],
                                   "tie_breaker": 0.2}}),
        ("years:>=5", {"bool": {"filter": [{"range": {"months_max": {"gte": 60}}}]}}),
        ("years:<1", {"bool": {"filter": [{"range": {"months_min": {"lte": 11}}}]}}),
        ("*", {"match_all": {}}),
    ],
)  # fmt: skip
def test_a_query_is_worded_so(server: Stub, index: ElasticIndex, text: str, worded: dict[str, object]):
    index.search(Ask(parse(text), limit=5))
    asked = server.last("POST", "/people/_search")
    assert asked.body == {"query": worded, "_source": False, "size": 5, "track_total_hits": True}


def test_hits_that_were_seen_are_left_out_and_asked_for_beyond(server: Stub, index: ElasticIndex):
    server.hits = [hit(ANA, 3.0), hit(BEN, 2.0)]
    answer = index.search(Ask(parse("*"), limit=1, seen=frozenset({key_of(ANA)}), sort="newest"))
    assert answer == ((Found(BEN, 2.0),), 2)
    body = server.last("POST", "/people/_search").body
    assert (body["size"], body["sort"]) == (2, [{"created": {"order": "desc"}}])


def test_neighbours_are_asked_for_among_those_who_may_be_found(server: Stub, index: ElasticIndex):
    server.hits = [hit(ANA, 0.9)]
    vector = documents()[0].vector
    answer = index.nearest(vector, Ask(parse("country:AT"), limit=3))
    assert [(each.id, round(each.score, 6)) for each in answer.hits] == [(ANA, 0.8)]
    body = next(a.body for a in server.asked if a.path.endswith("_search"))
    knn = body["knn"][0] if isinstance(body["knn"], list) else body["knn"]
    assert (knn["field"], knn["k"], knn["num_candidates"]) == ("vector", 3, 200)
    assert knn["query_vector"] == vector.tolist()
    assert "country" in str(knn["filter"])


def test_facets_suggestions_lines_and_versions_are_read(server: Stub, index: ElasticIndex):
    server.aggregations = {
        "city": {"buckets": [{"key": "Graz", "doc_count": 2}]},
        "years": {"buckets": [{"key": "60.0-120.0", "from": 60.0, "to": 120.0, "doc_count": 2}]},
    }
    told = index.facets(parse("*"), ["city", "years"])
    assert told == {"city": [Count("Graz", 2)], "years": [Count("5..10", 2)]}
    server.options = ["kubernetes"]
    assert index.suggest("kubernets") == ["kubernetes"]
    assert index.suggest("abc") == []
    server.told[ANA.hex] = {"lines": [["basics.name", "Ana Ruiz"]]}
    assert index.lines([ANA, BEN]) == {ANA: (("basics.name", "Ana Ruiz"),)}
    assert index.vector(ANA) is None
    server.hits = [hit(ANA, version=4), hit(BEN, version=2)]
    assert dict(index.versions()) == {ANA: 4, BEN: 2}
    assert (index.count(), index.frequency("nurse")) == (2, 2)


def test_what_was_put_comes_back(server: Stub, index: ElasticIndex):
    first = documents()[0]
    index.put([first])
    server.told[first.id.hex] = server.last("PUT", "/_bulk").body[1]["told"]
    assert index.lines([first.id]) == {first.id: first.lines}
    assert index.vector(first.id).tolist() == first.vector.tolist()


def test_an_index_is_rebuilt_under_another_name_and_the_alias_moved_in_one_step(
    server: Stub, index: ElasticIndex
):
    server.indices["people-staging--1"] = True  # of another installation on the same server
    new = index.rebuild(documents())
    template = server.last("PUT", "/_index_template/people").body
    assert template["index_patterns"] == ["people--*"]
    mapping = template["template"]["mappings"]
    assert mapping["properties"]["vector"] == {
        "type": "dense_vector", "dims": DIMENSIONS, "element_type": "byte", "index": True,
        "similarity": "cosine",
    }  # fmt: skip
    assert mapping["properties"]["text"] == {"type": "text", "analyzer": "whitespace"}
    assert mapping["dynamic"] == "strict"
    assert mapping["_source"] == {"includes": ["told"]}
    (name,) = set(server.indices) - {"people--1", "people-staging--1"}
    assert server.last("PUT", "/_bulk").body[0]["index"]["_index"] == name
    assert not server.indices[name], "nobody reads it yet"
    new.finish([], [Removed(ANA, 2)])
    assert server.indices == {name: True, "people-staging--1": True}
    assert server.last("POST", "/_aliases").body == {
        "actions": [
            {"add": {"index": name, "alias": "people"}},
            {"remove_index": {"index": "people--1"}},
        ]
    }


def test_a_first_write_makes_the_index(server: Stub, index: ElasticIndex):
    server.indices.clear()
    assert not index.exists()
    index.put(documents()[:1])
    assert list(server.indices.values()) == [True]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_fails_in_passing_is_sent_again(server: Stub, index: ElasticIndex, status: int):
    server.hits = [hit(ANA)]
    server.faults = [(status, {"error": "busy"})] * 2
    assert index.search(Ask(parse("nurse"))).total == 1
    assert len(server.asked) == 3


def test_what_goes_on_failing_is_told_in_our_words(server: Stub, index: ElasticIndex):
    server.faults = [(503, {"error": "busy"})] * 9
    with pytest.raises(IndexBusy):
        index.search(Ask(parse("nurse")))
    server.faults = [(404, {"error": {"type": "index_not_found_exception"}})]
    with pytest.raises(IndexMissing):
        index.search(Ask(parse("nurse")))
    server.statuses[ANA.hex] = 404  # an index that went meanwhile
    with pytest.raises(IndexBusy):
        index.put(documents()[:1])


def test_a_document_that_it_never_takes_holds_up_nobody_else(
    server: Stub, index: ElasticIndex, caplog: pytest.LogCaptureFixture
):
    server.statuses[ANA.hex] = 400
    assert index.put(documents()) == len(documents()) - 1
    assert ANA.hex in caplog.text


def test_a_server_that_is_away_is_busy():
    index = at(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(IndexBusy):
        index.search(Ask(parse("nurse")))
    with pytest.raises(IndexBusy):
        index.put(documents()[:1])
    index._client.close()
