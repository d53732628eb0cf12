"""One webhook on its way: to a checked address, without redirects, within seconds."""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Final, NamedTuple, Self

from django.conf import settings

from accounts.notices.events import path_of
from accounts.notices.models import Notice
from config.addresses import (
    AddressRefused,
    PinnedConnection,
    Resolver,
    WebTarget,
    addresses_of,
    deadline,
    site_of,
    target_at,
)

SECONDS: Final = 10.0
MOST_READ: Final = 16_384
"""Bytes of an answer that are read before the connection is rather closed."""
LONGEST_WAIT: Final = 86_400


class Answer(NamedTuple):
    """How an attempt ended: `error` is a code, empty where the receiver took it.

    `address_refused`, `connection`, `tls`, `timeout`, `redirected`, `gone`, `http_status`.
    """

    error: str
    status: int | None = None
    milliseconds: float = 0.0
    retry_after: int = 0


def target_of(url: str, *, resolve: Resolver = addresses_of) -> WebTarget:
    """Where an endpoint's address leads, checked. Raises AddressRefused.

    Only `https://` to public addresses, but for the hosts in WEBHOOK_INSIDE_HOSTS.
    """
    site = site_of(url, schemes=("https", "http"))
    is_inside = {site.host, f"{site.host}:{site.port}"} & set(settings.WEBHOOK_INSIDE_HOSTS)
    if site.scheme != "https" and not is_inside:
        raise AddressRefused("The address must begin with https://.")
    return target_at(site, resolve=resolve, is_inside=bool(is_inside))


def body_of(notice: Notice) -> bytes:
    """The JSON that is signed and sent: the event's name, when it was, and its data with the address of the
    thing. The same at every attempt."""
    told = {
        "type": notice.event,
        "timestamp": notice.created_at.isoformat().replace("+00:00", "Z"),
        "data": {**notice.data, "url": settings.PUBLIC_URL + path_of(notice.event, notice.data)},
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


class Caller:
    """Posts to one endpoint, over one connection while the receiver keeps it."""

    def __init__(
        self, url: str, *, resolve: Resolver = addresses_of, tls: ssl.SSLContext | None = None
    ) -> None:
        self.url, self.resolve, self.tls = url, resolve, tls
        self.connection: PinnedConnection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def post(self, body: bytes, headers: Mapping[str, str], *, seconds: float = SECONDS) -> Answer:
        """What came of it; never raises."""
        begun = time.perf_counter()
        try:
            answer = self._post(body, headers, seconds)
        except AddressRefused:
            answer = Answer("address_refused")
        except TimeoutError:
            answer = Answer("timeout")
        except ssl.SSLError:
            answer = Answer("tls")
        except (OSError, http.client.HTTPException, ValueError):
            answer = Answer("connection")
        if answer.error:
            self.close()
        return answer._replace(milliseconds=round((time.perf_counter() - begun) * 1000, 3))

    def close(self) -> None:
        """End the connection."""
        if self.connection is not None:
            with suppress(OSError):
                self.connection.close()
        self.connection = None

    def _post(self, body: bytes, headers: Mapping[str, str], seconds: float) -> Answer:
        is_kept = self.connection is not None
        try:
            return self._attempt(body, headers, seconds)
        except (ConnectionError, http.client.BadStatusLine):
            if not is_kept:
                raise
        # The receiver had closed the kept connection meanwhile: that is no answer.
        self.close()
        return self._attempt(body, headers, seconds)

    def _attempt(self, body: bytes, headers: Mapping[str, str], seconds: float) -> Answer:
        connection = self._connected(seconds)
        with deadline(seconds, connection):
            connection.request("POST", connection.target.path, body=body, headers=dict(headers))
            response = connection.getresponse()
            if len(response.read(MOST_READ)) == MOST_READ:
                self.close()
        return _answer_of(response)

    def _connected(self, seconds: float) -> PinnedConnection:
        if self.connection is None:
            target = target_of(self.url, resolve=self.resolve)
            self.connection = PinnedConnection(target, context=self.tls, timeout=seconds)
        return self.connection


def _answer_of(response: http.client.HTTPResponse) -> Answer:
    status = response.status
    if 200 <= status < 300:
        return Answer("", status)
    error = "gone" if status == 410 else "redirected" if 300 <= status < 400 else "http_status"
    return Answer(error, status, retry_after=_seconds_in(response.headers.get("Retry-After", "")))


def _seconds_in(retry_after: str) -> int:
    """The seconds that the receiver asks for, at most a day; 0 for dates and nonsense."""
    plain = retry_after.strip()
    return min(int(plain), LONGEST_WAIT) if plain.isascii() and plain.isdigit() and len(plain) < 10 else 0
