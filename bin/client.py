"""A small client of the HTTP API, on nothing but the standard library."""

from __future__ import annotations

import json
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from typing import NamedTuple

Json = dict[str, object]


class Answer(NamedTuple):
    """What the server said. `body` is {} where it was no JSON object; `seconds` is how long it took."""

    status: int
    body: Json
    seconds: float

    def text(self, name: str) -> str:
        """A member of the body as text, "" where it is missing."""
        return str(self.body.get(name) or "")


class Client:
    """Speaks to one server with one API key."""

    def __init__(self, url: str, api_key: str, *, timeout_seconds: float = 60) -> None:
        self.url = url
        self._headers = {"Authorization": f"Bearer {api_key}", "Accept": "application/json"}
        self._timeout = timeout_seconds

    def get(self, path: str) -> Answer:
        """The answer to GET."""
        return self._send("GET", path)

    def post(self, path: str, body: Json | None = None) -> Answer:
        """The answer to a JSON body."""
        return self._send("POST", path, json.dumps(body or {}).encode(), "application/json")

    def put(self, path: str, body: Json) -> Answer:
        """The answer to a JSON body that takes the place of what is there."""
        return self._send("PUT", path, json.dumps(body).encode(), "application/json")

    def delete(self, path: str) -> Answer:
        """The answer to DELETE."""
        return self._send("DELETE", path)

    def post_files(self, path: str, field: str, files: Iterable[tuple[str, bytes]], **fields: str) -> Answer:
        """The answer to a form with these files, all under the name `field`."""
        boundary = secrets.token_hex(16)
        body = b"".join(_form(boundary, field, files, fields))
        return self._send("POST", path, body, f"multipart/form-data; boundary={boundary}")

    def upload(self, name: str, data: bytes) -> Answer:
        """The answer to a single résumé's upload."""
        return self.post_files("/api/v1/resumes/", "file", [(name, data)])

    def upload_batch(self, files: Iterable[tuple[str, bytes]], name: str) -> Answer:
        """The answer to a batch's upload."""
        return self.post_files("/api/v1/batches/", "files", files, name=name)

    def batch_progress(
        self, batch: str, *, every_seconds: float = 0.25, at_most_seconds: float = 900
    ) -> Iterator[Json]:
        """The batch's progress again and again, the last time when it is over. Raises TimeoutError."""
        end = time.monotonic() + at_most_seconds
        while time.monotonic() < end:
            progress = self.get(f"/api/v1/batches/{batch}/status/").body
            yield progress
            if progress.get("is_final"):
                return
            time.sleep(every_seconds)
        raise TimeoutError(f"batch {batch} is not over after {at_most_seconds:.0f} s: {progress}")

    def batch_items(self, batch: str) -> list[Json]:
        """All members of the batch, in their order."""
        items: list[Json] = []
        path = f"/api/v1/batches/{batch}/items/?page_size=200"
        while path:
            page = self.get(path).body
            found = page.get("results")
            assert isinstance(found, list), f"no list of members at {path}: {page}"
            items += found
            path = str(page.get("next") or "").removeprefix(self.url)
        return items

    def _send(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        headers = {**self._headers, **({"Content-Type": kind} if kind else {})}
        request = urllib.request.Request(self.url + path, data=body, headers=headers, method=method)
        begun = time.perf_counter()
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as response:
                status, content = response.status, response.read()
        except urllib.error.HTTPError as error:
            status, content = error.code, error.read()
        return Answer(status, _object_in(content), time.perf_counter() - begun)


def _object_in(content: bytes) -> Json:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _form(
    boundary: str, field: str, files: Iterable[tuple[str, bytes]], fields: dict[str, str]
) -> Iterator[bytes]:
    for name, value in fields.items():
        yield f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for file_name, data in files:
        safe = file_name.replace("\\", "\\\\").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{safe}"\r\n'
        yield f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + data + b"\r\n"
    yield f"--{boundary}--\r\n".encode()
