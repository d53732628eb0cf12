"""Files from an `https://` or `s3://` address, without becoming somebody's key to our own network.

https: the name is resolved once, every answer must be a public address, and the connection goes to exactly
the address that was checked, so a DNS that changes its mind changes nothing. No redirects, no proxies, one
time limit and one size limit. s3: only the buckets and prefixes that the settings name.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings

from parsing import uploads
from parsing.errors import StageError

SECONDS: Final = 10.0
HTTPS_PORT: Final = 443
CHUNK: Final = 65_536
# Each of these carries an IPv4 address inside that the outer address hides.
TRANSLATED: Final = tuple(
    IPv6Network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)
# Set apart by IANA after Python 3.11's own list was made.
SPECIAL: Final = tuple(IPv4Network(net) for net in ("192.0.0.0/24", "192.88.99.0/24"))

Resolver = Callable[[str, int], list[str]]


class AddressRefused(Exception):
    """The address may not be fetched; the message says why. Nothing was connected to."""


class Fetched(NamedTuple):
    """A file and the name that its address gives it."""

    name: str
    data: bytes


class HttpsTarget(NamedTuple):
    """Where to connect and what to ask for. `address` was checked; `host` is for TLS and the Host header."""

    host: str
    address: str
    port: int
    path: str


class S3Target(NamedTuple):
    """An object in a bucket that the settings allow."""

    bucket: str
    key: str


def addresses_of(host: str, port: int) -> list[str]:
    """Every address the system's resolver gives for the name; AddressRefused when it gives none."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused("The host of this address is unknown.") from error
    return [str(answer[4][0]) for answer in answers]


def target_of(address: str, *, resolve: Resolver = addresses_of) -> HttpsTarget | S3Target:
    """Where the address leads, checked. Raises AddressRefused; resolves a name, connects to nothing."""
    try:
        parts = urlsplit(address)
        port = parts.port or HTTPS_PORT
    except ValueError as error:
        raise AddressRefused("This is not an address.") from error
    if parts.scheme == "s3":
        return _s3_target(parts.netloc, parts.path.removeprefix("/"))
    if parts.scheme != "https":
        raise AddressRefused("Only https:// and s3:// addresses can be fetched.")
    if not parts.hostname or "@" in parts.netloc or any(mark in parts.netloc for mark in "\\% "):
        raise AddressRefused("The address must name a host and nothing else before the path.")
    host = _ascii(parts.hostname)
    if port != HTTPS_PORT or (settings.FETCH_HOSTS and host not in settings.FETCH_HOSTS):
        raise AddressRefused("Files are not fetched from this host.")
    found = resolve(host, port)
    if not found or not all(is_public(answer) for answer in found):
        raise AddressRefused("The host of this address is not a public one.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return HttpsTarget(host, found[0], port, _printable(path))


def fetch(
    address: str, *, max_bytes: int, seconds: float = SECONDS, resolve: Resolver = addresses_of
) -> Fetched:
    """The file at the address. Raises AddressRefused, or StageError `fetch_failed` or `too_large`."""
    target = target_of(address, resolve=resolve)
    if isinstance(target, S3Target):
        data = uploads.read_object(target.bucket, target.key, max_bytes=max_bytes)
        return Fetched(_name_in(target.key), data)
    data = download(target, max_bytes=max_bytes, seconds=seconds, context=ssl.create_default_context())
    return Fetched(_name_in(target.path.partition("?")[0]), data)


def download(target: HttpsTarget, *, max_bytes: int, seconds: float, context: ssl.SSLContext) -> bytes:
    """What the server at the checked address sends. Raises StageError `fetch_failed` or `too_large`."""
    connection = PinnedConnection(target, context=context, timeout=seconds)
    try:
        with _deadline(seconds, connection):
            headers = {"Accept-Encoding": "identity", "User-Agent": "Vitae", "Accept": "*/*"}
            connection.request("GET", target.path, headers=headers)
            with closing(connection.getresponse()) as response:
                return _body_of(response, max_bytes)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise StageError("fetch_failed", transient=isinstance(error, OSError)) from error
    finally:
        connection.close()


class PinnedConnection(http.client.HTTPSConnection):
    """HTTPS to one address, with the certificate and the Host header of the name."""

    def __init__(self, target: HttpsTarget, *, context: ssl.SSLContext, timeout: float) -> None:
        super().__init__(target.host, target.port, timeout=timeout, context=context)
        self.address = target.address
        self.tls = context
        self.wire: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the checked address; the name is not resolved again."""
        raw = socket.create_connection((self.address, self.port), self.timeout)
        wrapped = self.tls.wrap_socket(raw, server_hostname=self.host, do_handshake_on_connect=False)
        # http.client forgets `sock` once it has an answer; the deadline needs it until the end.
        self.sock = self.wire = wrapped
        wrapped.do_handshake()


def is_public(address: str) -> bool:
    """Whether the address is one that anybody on the internet could reach, and nothing of ours."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return _is_plain_public(ip.ipv4_mapped)
        if ip.is_site_local or any(ip in net for net in TRANSLATED):
            return False
    return _is_plain_public(ip)


def _is_plain_public(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv4Address) and any(ip in net for net in SPECIAL):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _s3_target(bucket: str, key: str) -> S3Target:
    segments = unquote(key).split("/")
    if not bucket or not key or unquote(key) != key or {"", ".", ".."} & set(segments):
        raise AddressRefused("The s3:// address must name a bucket and a plain key.")
    for allowed in settings.S3_IMPORT_BUCKETS:
        name, _, prefix = allowed.partition("/")
        if bucket == name and (not prefix or key.startswith(prefix.rstrip("/") + "/")):
            return S3Target(bucket, key)
    raise AddressRefused("Files are not fetched from this bucket.")


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode().lower()
    except UnicodeError as error:
        raise AddressRefused("The host of this address is not a name.") from error


def _printable(path: str) -> str:
    if not path.isascii() or any(ord(char) <= 32 or ord(char) == 127 for char in path):
        raise AddressRefused("The path of this address holds characters that must be escaped.")
    return path


def _name_in(path: str) -> str:
    return unquote(path.rstrip("/").rpartition("/")[2]) or "resume"


def _body_of(response: http.client.HTTPResponse, max_bytes: int) -> bytes:
    if response.status != http.client.OK:
        raise StageError("fetch_failed", f"The address answered {response.status}, not with a file.")
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise StageError("fetch_failed")
    parts: list[bytes] = []
    size = 0
    while chunk := response.read(CHUNK):
        size += len(chunk)
        if size > max_bytes:
            raise StageError("too_large")
        parts.append(chunk)
    if response.length:
        raise StageError("fetch_failed", transient=True)
    return b"".join(parts)


@contextmanager
def _deadline(seconds: float, connection: PinnedConnection) -> Iterator[None]:
    """Ends the connection after `seconds`: a socket's time-out starts anew with every byte."""
    is_over = threading.Event()

    def end() -> None:
        is_over.set()
        with suppress(OSError):
            if connection.wire is not None:
                connection.wire.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if is_over.is_set():
            # A body without a length would look complete.
            raise TimeoutError
