"""What the tests of rendering share: engines loaded once, a photo, a listener that nobody may call."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from PIL import Image

from parsing.stages.flow import Engines


@pytest.fixture(scope="session")
def engines() -> Engines:
    return Engines()


@pytest.fixture(scope="session")
def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "#8899aa").save(out, "PNG")
    return out.getvalue()


class Listener:
    """An HTTP server that remembers who called."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        calls = self.calls

        class Remember(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                calls.append(self.path)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Says nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Remember)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def listener() -> Iterator[Listener]:
    heard = Listener()
    thread = threading.Thread(target=heard.server.serve_forever, args=(0.05,))
    thread.start()
    yield heard
    heard.server.shutdown()
    thread.join()
    heard.server.server_close()
