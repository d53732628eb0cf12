"""Signatures are those of the Standard Webhooks, checked as a receiver checks them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from accounts.notices import services, signing
from accounts.notices.models import WebhookEndpoint
from tests.people import person

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def is_signed(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """The check of the specification, written anew: any of the signatures may be the right one."""
    key = base64.b64decode(secret.split("_", 1)[1])
    content = headers["webhook-id"].encode() + b"." + headers["webhook-timestamp"].encode() + b"." + body
    expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return any(
        version == "v1" and hmac.compare_digest(value, expected)
        for version, _, value in (each.partition(",") for each in headers["webhook-signature"].split())
    )


def test_the_specification_s_own_example():
    # The example that the reference implementations share.
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    identity = "msg_p5jXN8AQM9LWM0D4loKWxJek"
    made = signing.signature(secret, identity, 1614265330, body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.fixture
def endpoint(db) -> WebhookEndpoint:
    return WebhookEndpoint.objects.create(owner=person("alice"), url="https://hooks.example.org/")


def headers(endpoint: WebhookEndpoint, *, now: datetime = NOW) -> dict[str, str]:
    return signing.headers_of("msg_1", now, b"{}", signing.secrets_of(endpoint, now=now))


def test_a_signature_is_worth_nothing_for_another_body_time_or_id(endpoint):
    secret, told = signing.secret_of(endpoint), headers(endpoint)
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    assert is_signed(secret, told, b"{}")
    assert not is_signed(secret, told, b"{ }")
    assert not is_signed(secret, {**told, "webhook-timestamp": "1"}, b"{}")
    assert not is_signed(secret, {**told, "webhook-id": "msg_2"}, b"{}")


def test_every_endpoint_has_a_secret_of_its_own_and_the_database_none(endpoint):
    other = WebhookEndpoint.objects.create(owner=person("alice"), url=endpoint.url)
    assert signing.secret_of(endpoint) != signing.secret_of(other)
    stored = WebhookEndpoint.objects.filter(pk=endpoint.pk).values().get()
    assert not any(
        str(value) in signing.secret_of(endpoint) for value in stored.values() if len(str(value)) > 8
    )


def test_for_a_day_the_old_secret_signs_beside_the_new_one(endpoint):
    old = signing.secret_of(endpoint)
    services.rotate_secret(endpoint, actor=person("alice"))
    new, now = signing.secret_of(endpoint), endpoint.old_secret_until
    assert new != old
    soon, later = (headers(endpoint, now=now + timedelta(minutes=by)) for by in (-1, 1))
    assert is_signed(old, soon, b"{}")
    assert is_signed(new, soon, b"{}")
    assert not is_signed(old, later, b"{}")
    assert is_signed(new, later, b"{}")


def test_a_new_secret_key_does_not_break_receivers_while_the_old_one_stands_as_fallback(endpoint, settings):
    old = signing.secret_of(endpoint)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-" * 8, [settings.SECRET_KEY]
    assert signing.secret_of(endpoint) != old
    assert is_signed(old, headers(endpoint), b"{}")
    assert is_signed(signing.secret_of(endpoint), headers(endpoint), b"{}")
