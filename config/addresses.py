"""Web addresses that strangers give us, without becoming somebody's key to our own network.

The name is resolved once, every answer must be a public address, and the connection goes to exactly the
address that was checked, so a DNS that changes its mind changes nothing. No redirects, no proxies, one time
limit over everything.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final, NamedTuple
from urllib.parse import urlsplit

HTTPS_PORT: Final = 443
HTTP_PORT: Final = 80
# Each of these carries an IPv4 address inside that the outer address hides.
TRANSLATED: Final = tuple(
    IPv6Network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)
# Set apart by IANA after Python 3.11's own list was made.
SPECIAL: Final = tuple(IPv4Network(net) for net in ("192.0.0.0/24", "192.88.99.0/24"))

Resolver = Callable[[str, int], list[str]]


class AddressRefused(Exception):
    """The address may not be used; the message says why. Nothing was connected to."""


class Site(NamedTuple):
    """What an address names, well formed; nothing was resolved yet."""

    scheme: str
    host: str
    port: int
    path: str


class WebTarget(NamedTuple):
    """Where to connect and what to ask for. `address` was checked; `host` is for TLS and the Host header."""

    host: str
    address: str
    port: int
    path: str
    is_encrypted: bool = True


def addresses_of(host: str, port: int) -> list[str]:
    """Every address the system's resolver gives for the name; AddressRefused when it gives none."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused("The host of this address is unknown.") from error
    return [str(answer[4][0]) for answer in answers]


def site_of(address: str, *, schemes: Sequence[str] = ("https",)) -> Site:
    """The parts of an address of one of these schemes. Raises AddressRefused; resolves nothing."""
    try:
        parts = urlsplit(address)
        port = parts.port or (HTTP_PORT if parts.scheme == "http" else HTTPS_PORT)
    except ValueError as error:
        raise AddressRefused("This is not an address.") from error
    if parts.scheme not in schemes:
        raise AddressRefused(f"The address must begin with {' or '.join(f'{each}://' for each in schemes)}.")
    if not parts.hostname or "@" in parts.netloc or any(mark in parts.netloc for mark in "\\% "):
        raise AddressRefused("The address must name a host and nothing else before the path.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Site(parts.scheme, _ascii(parts.hostname), port, _printable(path))


def target_at(site: Site, *, resolve: Resolver = addresses_of, is_inside: bool = False) -> WebTarget:
    """Where the site leads, checked. Raises AddressRefused; resolves its name, connects to nothing.

    `is_inside`: an administrator named this host as one of our own network, so its address may be private.
    """
    found = resolve(site.host, site.port)
    if not found or not (is_inside or all(is_public(answer) for answer in found)):
        raise AddressRefused("The host of this address is not a public one.")
    return WebTarget(site.host, found[0], site.port, site.path, site.scheme == "https")


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


class PinnedConnection(http.client.HTTPConnection):
    """HTTP to one address; with a context, over TLS with the certificate of the name."""

    def __init__(self, target: WebTarget, *, context: ssl.SSLContext | None, timeout: float) -> None:
        # What the Host header may leave out; http.client asks for it while it is being made.
        self.default_port = HTTPS_PORT if target.is_encrypted else HTTP_PORT
        super().__init__(target.host, target.port, timeout=timeout)
        self.target = target
        self.tls = (context or ssl.create_default_context()) if target.is_encrypted else None
        self.wire: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the checked address; the name is not resolved again."""
        raw = socket.create_connection((self.target.address, self.port), self.timeout)
        # Head and body of a request are sent apart; the second would wait for the first to be acknowledged.
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.tls is None:
            self.sock = self.wire = raw
            return
        wrapped = self.tls.wrap_socket(raw, server_hostname=self.host, do_handshake_on_connect=False)
        # http.client forgets `sock` once it has an answer; the deadline needs it until the end.
        self.sock = self.wire = wrapped
        wrapped.do_handshake()


@contextmanager
def deadline(seconds: float, connection: PinnedConnection) -> Iterator[None]:
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


def _is_plain_public(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv4Address) and any(ip in net for net in SPECIAL):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode().lower()
    except UnicodeError as error:
        raise AddressRefused("The host of this address is not a name.") from error


def _printable(path: str) -> str:
    if not path.isascii() or any(ord(char) <= 32 or ord(char) == 127 for char in path):
        raise AddressRefused("The path of this address holds characters that must be escaped.")
    return path
