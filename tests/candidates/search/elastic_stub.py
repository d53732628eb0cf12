"""A server that answers like Elasticsearch 9 where nothing is stored, and keeps what it was asked.

Real sockets and the real client: what is checked are the requests as they go over the wire. Every body must
be one that the client's own model of the API reads and writes back unchanged.
"""

from __future__ import annotations

import fnmatch
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from elasticsearch.dsl import Q, Search

MEDIA = "application/vnd.elasticsearch+json; compatible-with=9"
NDJSON = "application/vnd.elasticsearch+x-ndjson; compatible-with=9"


class Asked(NamedTuple):
    """A request."""

    method: str
    path: str
    parameters: dict[str, str]
    body: Any


Answer = tuple[int, Any]
Rule = Callable[[Asked], Answer]


class Stub:
    """The server's address, what it was asked, and what it shall answer next, path by path."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.faults: list[Answer | None] = []
        self.hits: list[dict[str, Any]] = []
        self.told: dict[str, dict[str, Any]] = {}
        self.aggregations: dict[str, Any] = {}
        self.options: list[str] = []
        self.statuses: dict[str, int] = {}
        self.indices: dict[str, bool] = {}
        self.url = ""

    def last(self, method: str, path: str) -> Asked:
        """The latest request to a path."""
        return next(a for a in reversed(self.asked) if a.method == method and re.fullmatch(path, a.path))

    def answer(self, asked: Asked) -> Answer:
        """What a server without shards would say."""
        self.asked.append(asked)
        if self.faults and (fault := self.faults.pop(0)) is not None:
            return fault
        for pattern, rule in _RULES:
            if re.fullmatch(pattern, f"{asked.method} {asked.path}"):
                return rule(self, asked)
        return 400, {
            "error": {"type": "illegal_argument_exception", "reason": f"{asked.method} {asked.path}"}
        }


def _alias(stub: Stub, asked: Asked) -> Answer:
    return (200 if any(stub.indices.values()) else 404), None


def _template(stub: Stub, asked: Asked) -> Answer:
    assert set(asked.body) <= {"index_patterns", "template", "priority", "composed_of", "version", "_meta"}
    assert set(asked.body["template"]) <= {"settings", "mappings", "aliases"}
    return 200, {"acknowledged": True}


def _create(stub: Stub, asked: Asked) -> Answer:
    stub.indices[asked.path.strip("/")] = False
    return 200, {"acknowledged": True, "shards_acknowledged": True, "index": asked.path.strip("/")}


def _get(stub: Stub, asked: Asked) -> Answer:
    return 200, {name: {"aliases": {}} for name in fnmatch.filter(stub.indices, asked.path.strip("/"))}


def _aliases(stub: Stub, asked: Asked) -> Answer:
    for action in asked.body["actions"]:
        ((what, about),) = action.items()
        assert what in {"add", "remove", "remove_index"}
        if what == "add":
            stub.indices[about["index"]] = True
        else:
            del stub.indices[about["index"]]
    return 200, {"acknowledged": True, "errors": False}


def _bulk(stub: Stub, asked: Asked) -> Answer:
    items = []
    lines = iter(asked.body)
    for action in lines:
        ((operation, about),) = action.items()
        assert operation in {"index", "delete", "create", "update"}
        assert about["version_type"] == "external"
        if operation != "delete":
            next(lines)
        status = stub.statuses.get(about["_id"], 201 if operation == "index" else 200)
        told = {"_id": about["_id"], "status": status, "_index": about["_index"]}
        if status > 299 and (operation, status) != ("delete", 404):
            told["error"] = {"type": "some_exception", "reason": "whatever it is"}
        items.append({operation: told})
    return 200, {"took": 1, "errors": any(i[o]["status"] > 299 for i in items for o in i), "items": items}


def _search(stub: Stub, asked: Asked) -> Answer:
    body = asked.body or {}
    assert Search.from_dict(body).to_dict() == body, "the client would word it otherwise"
    found: dict[str, Any] = {
        "took": 1,
        "timed_out": False,
        "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
        "hits": {"total": {"value": len(stub.hits), "relation": "eq"}, "max_score": 1.0, "hits": stub.hits},
    }
    if "scroll" in asked.parameters:
        found["_scroll_id"] = "more"
    if "aggs" in body:
        found["aggregations"] = {name: stub.aggregations[name] for name in body["aggs"]}
    if "suggest" in body:
        words = [{"text": "x", "offset": 0, "length": 1, "options": [{"text": o} for o in stub.options]}]
        found["suggest"] = dict.fromkeys(body["suggest"], words)
    return 200, found


def _scroll(stub: Stub, asked: Asked) -> Answer:
    return 200, {"_scroll_id": "more", "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
                 "hits": {"hits": []}}  # fmt: skip


def _count(stub: Stub, asked: Asked) -> Answer:
    assert Q(asked.body["query"]).to_dict() == asked.body["query"]
    return 200, {"count": len(stub.hits), "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0}}


def _mget(stub: Stub, asked: Asked) -> Answer:
    docs = [
        {"_id": each, "found": each in stub.told, "_source": {"told": stub.told.get(each)}}
        for each in asked.body["ids"]
    ]
    return 200, {"docs": docs}


def _done(stub: Stub, asked: Asked) -> Answer:
    return 200, {"_shards": {"total": 1, "successful": 1, "failed": 0}, "succeeded": True, "num_freed": 1}


_RULES: tuple[tuple[str, Callable[[Stub, Asked], Answer]], ...] = (
    (r"HEAD /_alias/[\w-]+", _alias),
    (r"PUT /_index_template/[\w-]+", _template),
    (r"PUT /(?!_)[\w-]+", _create),
    (r"GET /[\w*-]+", _get),
    (r"POST /_aliases", _aliases),
    (r"PUT /_bulk", _bulk),
    (r"POST /_bulk", _bulk),
    (r"POST /[\w-]+/_refresh", _done),
    (r"POST /[\w-]+/_search", _search),
    (r"POST /_search/scroll", _scroll),
    (r"DELETE /_search/scroll", _done),
    (r"POST /[\w-]+/_count", _count),
    (r"POST /[\w-]+/_mget", _mget),
)


@contextmanager
def stub() -> Iterator[Stub]:
    """A running stub."""
    state = Stub()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def reply(self) -> None:
            address = urlsplit(self.path)
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            kind = self.headers.get("Content-Type", "")
            body: Any = None
            if data:
                is_lines = address.path.endswith("_bulk")
                assert kind.replace("; ", ";") == (NDJSON if is_lines else MEDIA).replace("; ", ";"), kind
                body = [json.loads(line) for line in data.splitlines()] if is_lines else json.loads(data)
            parameters = {name: values[0] for name, values in parse_qs(address.query).items()}
            status, told = state.answer(Asked(self.command, address.path, parameters, body))
            answer = b"" if told is None else json.dumps(told).encode()
            self.send_response(status)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", MEDIA)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer)

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = reply

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
