"""Addresses that lead into our own network are refused before anything is connected to."""

from __future__ import annotations

import json
import os
import socket
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from config.addresses import AddressRefused, WebTarget, is_public
from parsing.errors import StageError
from parsing.fetching import S3Target, download, fetch, target_of

GIVEN = Path(os.environ.get("EVAL_DIR", "../shared/eval")) / "hostile" / "ssrf-urls.json"


@pytest.fixture
def _no_connections(monkeypatch):
    """Any attempt to connect fails the test."""

    def refuse(*args, **kwargs):
        pytest.fail(f"connected to {args[0] if args else kwargs}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


def public(host: str, port: int) -> list[str]:
    return ["93.184.215.14"]


@pytest.mark.usefixtures("_no_connections")
@pytest.mark.parametrize(
    "address",
    [
        "",
        "cv.pdf",
        "http://example.org/cv.pdf",
        "HTTP://example.org/cv.pdf",
        "file:///etc/hostname",
        "ftp://example.org/cv.pdf",
        "gopher://example.org/",
        "data:text/plain,hello",
        "https://",
        "https:///cv.pdf",
        "https://user@example.org/cv.pdf",
        "https://user:word@example.org/cv.pdf",
        "https://example.org:8443/cv.pdf",
        "https://example.org:99999/cv.pdf",
        "https://example.org\\@10.0.0.1/cv.pdf",
        "https://10.0.0.1%2f@example.org/",
        "https://[::1/cv.pdf",
        "https://example.org/a b.pdf",
        "https://example.org/cv.pdf\r\nHost: other",
        "https://example.org/r\u00e9sum\u00e9.pdf",
        "https://" + "a" * 64 + ".example/",
    ],
)
def test_what_is_not_a_plain_https_address_is_refused(address):
    with pytest.raises(AddressRefused):
        target_of(address, resolve=public)


INSIDE = """
127.0.0.1 127.1 2130706433 0x7f.1 0177.0.0.1 0.0.0.0 10.1.2.3 172.31.0.1 192.168.1.1 169.254.169.254
100.64.3.4 192.0.0.8 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 localhost
\u2460\u2461\u2466.\u24ea.\u24ea.\u2460
[::] [::1] [::ffff:10.0.0.1] [::ffff:7f00:1] [fe80::1] [fc00::1] [fec0::1] [ff02::1] [64:ff9b::7f00:1]
[2002:7f00:1::] [2001::1] [2001:db8::1]
"""


@pytest.mark.usefixtures("_no_connections")
@pytest.mark.parametrize("host", INSIDE.split())
def test_a_host_inside_is_refused_however_it_is_written(host):
    with pytest.raises(AddressRefused):
        target_of(f"https://{host}/cv.pdf")


@pytest.mark.usefixtures("_no_connections")
def test_every_given_address_is_refused_before_a_connection():
    if not GIVEN.is_file():
        pytest.skip(f"{GIVEN} is not here")
    # The three names among them do not exist or mean 127.0.0.1; asking a resolver would leave the machine.
    for address in json.loads(GIVEN.read_text()):
        with pytest.raises(AddressRefused):
            target_of(address, resolve=lambda host, port: ["127.0.0.1"])


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("1.1.1.1", True),
        ("2606:4700::1111", True),
        ("::ffff:1.1.1.1", True),
        ("::ffff:127.0.0.1", False),
        ("fe80::1%eth0", False),
        ("not an address", False),
    ],
)
def test_public_means_reachable_by_anybody(address, expected):
    assert is_public(address) is expected


def test_one_private_answer_among_several_refuses_the_name():
    with pytest.raises(AddressRefused, match="public"):
        target_of("https://example.org/", resolve=lambda host, port: ["1.1.1.1", "10.0.0.1"])


def test_only_listed_hosts_when_there_is_a_list(settings):
    settings.FETCH_HOSTS = ["cv.example.org"]
    assert isinstance(target_of("https://CV.example.org/a.pdf?x=1", resolve=public), WebTarget)
    with pytest.raises(AddressRefused, match="this host"):
        target_of("https://example.org/a.pdf", resolve=public)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("s3://inbox/2026/cv.pdf", True),
        ("s3://shared/acme/cv.pdf", True),
        ("s3://shared/acme", False),
        ("s3://shared/acme-2/cv.pdf", False),
        ("s3://shared/other/cv.pdf", False),
        ("s3://shared/acme/../other/cv.pdf", False),
        ("s3://shared/acme/%2e%2e/other/cv.pdf", False),
        ("s3://shared/acme//cv.pdf", False),
        ("s3://other/cv.pdf", False),
        ("s3://inbox/", False),
        ("s3://inbox", False),
    ],
)
def test_only_configured_buckets_and_prefixes(settings, address, allowed):
    settings.S3_IMPORT_BUCKETS = ["inbox", "shared/acme"]
    if allowed:
        assert isinstance(target_of(address), S3Target)
    else:
        with pytest.raises(AddressRefused):
            target_of(address)


def test_a_dns_that_changes_its_answer_is_asked_once_and_its_first_answer_is_used(monkeypatch):
    answers = iter([["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"]])
    connected = []

    def refuse(address, *args):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(StageError, match="could not be fetched"):
        fetch("https://rebind.example/cv.pdf", max_bytes=100, resolve=lambda host, port: next(answers))
    assert connected == [("93.184.215.14", 443)]
    assert next(answers) == ["127.0.0.1"]


class Server(BaseHTTPRequestHandler):
    """Answers by path, as good and as evil servers do."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.hosts.append(self.headers["Host"])
        body = b"%PDF-1.7 hello"
        if self.path == "/redirect":
            self.answer(302, b"", Location="https://127.0.0.1/inside")
        elif self.path == "/big":
            self.answer(200, b"x" * 5000)
        elif self.path == "/endless":
            self.answer(200, b"", length=None)
            self.send(b"x" * 1000, times=1000)
        elif self.path.startswith("/drip"):
            self.answer(200, b"", length=10_000 if self.path == "/drip" else None)
            self.send(b"x", times=200, pause=0.05)
        elif self.path == "/short":
            self.answer(200, b"abc", length=100)
        elif self.path == "/packed":
            self.answer(200, body, **{"Content-Encoding": "gzip"})
        elif self.path == "/gone":
            self.answer(404, b"")
        else:
            self.answer(200, body)

    def answer(self, status: int, body: bytes, *, length: int | None = -1, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(len(body) if length < 0 else length))
        self.send_header("Connection", "close")
        self.close_connection = True
        self.end_headers()
        self.wfile.write(body)

    def send(self, piece: bytes, *, times: int, pause: float = 0) -> None:
        try:
            for _ in range(times):
                self.wfile.write(piece)
                self.wfile.flush()
                time.sleep(pause)
        except OSError:
            return

    def log_message(self, *args: object) -> None:
        """Quiet."""


class QuietServer(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what is tested."""


@pytest.fixture(scope="module")
def https(tmp_path_factory):
    """A server with its own certificate for cv.example.org, and a context that trusts it."""
    folder = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=cv"
    names = ["-addext", "subjectAltName=DNS:cv.example.org"]
    files = ["-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    server = QuietServer(("127.0.0.1", 0), Server)
    server.hosts = []
    server.socket = serving.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server, ssl.create_default_context(cafile=folder / "cert.pem")
    server.shutdown()
    server.server_close()
    thread.join()


def read(https, path: str, *, host: str = "cv.example.org", seconds: float = 5.0) -> bytes:
    server, trusting = https
    target = WebTarget(host, "127.0.0.1", server.server_address[1], path)
    return download(target, max_bytes=1000, seconds=seconds, context=trusting)


def test_a_file_is_read_from_the_checked_address_under_its_own_name(https):
    assert read(https, "/cv.pdf") == b"%PDF-1.7 hello"
    assert https[0].hosts[-1].startswith("cv.example.org")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/redirect", "fetch_failed"),
        ("/big", "too_large"),
        ("/endless", "too_large"),
        ("/short", "fetch_failed"),
        ("/packed", "fetch_failed"),
        ("/gone", "fetch_failed"),
    ],
)
def test_an_answer_that_is_not_the_file_has_a_code(https, path, code):
    asked = len(https[0].hosts)
    with pytest.raises(StageError) as caught:
        read(https, path)
    assert caught.value.code == code
    assert len(https[0].hosts) == asked + 1


def test_a_certificate_for_another_name_is_refused(https):
    with pytest.raises(StageError, match="could not be fetched"):
        read(https, "/cv.pdf", host="other.example.org")


@pytest.mark.parametrize("path", ["/drip", "/drip-without-length"])
def test_a_server_that_drips_is_left_at_the_deadline(https, path):
    begun = time.monotonic()
    with pytest.raises(StageError) as caught:
        read(https, path, seconds=0.6)
    assert caught.value.code == "fetch_failed"
    assert time.monotonic() - begun < 3
