"""A server of chat completions that answers as it is told: well, badly, slowly, or not at all."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Reply(NamedTuple):
    """What the server sends. `drip_seconds`: between every byte of the body."""

    status: int = 200
    body: str = ""
    wait_seconds: float = 0.0
    drip_seconds: float = 0.0
    close: bool = False


class ModelServer(NamedTuple):
    """Where it listens and what it was asked."""

    base_url: str
    asked: list[dict[str, Any]]
    most_at_once: list[int]


def completion(content: str | None, *, refusal: str | None = None, finish: str = "stop") -> Reply:
    """A reply in the form of the API."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    told = {
        "id": "c-1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
    }
    return Reply(body=json.dumps(told))


@contextmanager
def model_server(answer: Callable[[dict[str, Any]], Reply]) -> Iterator[ModelServer]:
    """A server on a free port of loopback; `answer` is called with each request's JSON."""
    asked: list[dict[str, Any]] = []
    inside, most = [0], [0]
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                asked.append({**request, "path": self.path})
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            try:
                self._send(answer(request))
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            finally:
                with lock:
                    inside[0] -= 1

        def _send(self, reply: Reply) -> None:
            time.sleep(reply.wait_seconds)
            self.close_connection = True
            if reply.close:
                return
            data = reply.body.encode()
            self.send_response(reply.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if not reply.drip_seconds:
                self.wfile.write(data)
                return
            for byte in data:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(reply.drip_seconds)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the tests say what went wrong."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield ModelServer(f"http://127.0.0.1:{server.server_port}/v1", asked, most)
    finally:
        server.shutdown()
        server.server_close()
