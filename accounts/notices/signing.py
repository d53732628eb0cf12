"""Signatures of webhooks, as the Standard Webhooks specification has them (standardwebhooks.com).

The signed content is `id.timestamp.body`; a signature is `v1,` and the base64 of its HMAC-SHA256; several of
them, with spaces between, let a receiver take whichever secret it knows.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac

from accounts.notices.models import WebhookEndpoint

SECRET_START: Final = "whsec_"  # noqa: S105 - the mark of every such secret
SALT: Final = "accounts.notices.signing"


def secret_of(endpoint: WebhookEndpoint) -> str:
    """The secret that its owner gives to the receiver."""
    return _secret(endpoint, endpoint.secret_number, settings.SECRET_KEY)


def secrets_of(endpoint: WebhookEndpoint, *, now: datetime) -> list[str]:
    """The secrets that sign now, the newest first.

    They are computed from SECRET_KEY, so a stolen database holds none of them. While an older key stands in
    SECRET_KEY_FALLBACKS its secrets sign as well.
    """
    numbers = [endpoint.secret_number]
    if endpoint.old_secret_until is not None and endpoint.old_secret_until > now:
        numbers.append(endpoint.secret_number - 1)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [_secret(endpoint, number, key) for number in numbers for key in keys]


def headers_of(identity: str, timestamp: datetime, body: bytes, secrets: list[str]) -> dict[str, str]:
    """The three headers of a signed webhook."""
    seconds = int(timestamp.timestamp())
    return {
        "webhook-id": identity,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(signature(secret, identity, seconds, body) for secret in secrets),
    }


def signature(secret: str, identity: str, seconds: int, body: bytes) -> str:
    """The signature of one message with one secret."""
    key = base64.b64decode(secret.removeprefix(SECRET_START))
    signed = f"{identity}.{seconds}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def _secret(endpoint: WebhookEndpoint, number: int, key: str | bytes) -> str:
    made = salted_hmac(SALT, f"{endpoint.pk.hex}:{number}", secret=key, algorithm="sha256")
    return SECRET_START + base64.b64encode(made.digest()).decode()
