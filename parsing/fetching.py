"""Files from an `https://` or `s3://` address.

https: only public addresses, which `config.addresses` checks and connects to; one size limit. s3: only the
buckets and prefixes that the settings name.
"""

from __future__ import annotations

import http.client
import ssl
from contextlib import closing
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings

from config.addresses import (
    HTTPS_PORT,
    AddressRefused,
    PinnedConnection,
    Resolver,
    WebTarget,
    addresses_of,
    deadline,
    site_of,
    target_at,
)
from parsing import uploads
from parsing.errors import StageError

SECONDS: Final = 10.0
CHUNK: Final = 65_536


class Fetched(NamedTuple):
    """A file and the name that its address gives it."""

    name: str
    data: bytes


class S3Target(NamedTuple):
    """An object in a bucket that the settings allow."""

    bucket: str
    key: str


def target_of(address: str, *, resolve: Resolver = addresses_of) -> WebTarget | S3Target:
    """Where the address leads, checked. Raises AddressRefused; resolves a name, connects to nothing."""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise AddressRefused("This is not an address.") from error
    if parts.scheme == "s3":
        return _s3_target(parts.netloc, parts.path.removeprefix("/"))
    if parts.scheme != "https":
        raise AddressRefused("Only https:// and s3:// addresses can be fetched.")
    site = site_of(address)
    if site.port != HTTPS_PORT or (settings.FETCH_HOSTS and site.host not in settings.FETCH_HOSTS):
        raise AddressRefused("Files are not fetched from this host.")
    return target_at(site, resolve=resolve)


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


def download(target: WebTarget, *, max_bytes: int, seconds: float, context: ssl.SSLContext) -> bytes:
    """What the server at the checked address sends. Raises StageError `fetch_failed` or `too_large`."""
    connection = PinnedConnection(target, context=context, timeout=seconds)
    try:
        with deadline(seconds, connection):
            headers = {"Accept-Encoding": "identity", "User-Agent": "Vitae", "Accept": "*/*"}
            connection.request("GET", target.path, headers=headers)
            with closing(connection.getresponse()) as response:
                return _body_of(response, max_bytes)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise StageError("fetch_failed", transient=isinstance(error, OSError)) from error
    finally:
        connection.close()


def _s3_target(bucket: str, key: str) -> S3Target:
    segments = unquote(key).split("/")
    if not bucket or not key or unquote(key) != key or {"", ".", ".."} & set(segments):
        raise AddressRefused("The s3:// address must name a bucket and a plain key.")
    for allowed in settings.S3_IMPORT_BUCKETS:
        name, _, prefix = allowed.partition("/")
        if bucket == name and (not prefix or key.startswith(prefix.rstrip("/") + "/")):
            return S3Target(bucket, key)
    raise AddressRefused("Files are not fetched from this bucket.")


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
