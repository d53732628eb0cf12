"""Addresses under which one file can be downloaded for five minutes by whoever holds them, without a key."""

from __future__ import annotations

from typing import Final, NamedTuple
from uuid import UUID

from django.core import signing

SECONDS_VALID: Final = 300


class LinkRefused(Exception):
    """The token was changed, was signed for something else, or is no token at all."""


class LinkExpired(Exception):
    """The token was good once."""


class Link(NamedTuple):
    """Whose file, such as a résumé's, and who may see it through the link."""

    target: UUID
    user: int


def token_of(link: Link, purpose: str) -> str:
    """The signed text that stands for the link; letters, digits and `-_:.` only.

    `purpose` is the salt: what was signed for one purpose is worth nothing for another.
    """
    return signing.dumps([link.target.hex, link.user], salt=purpose)


def link_in(token: str, purpose: str, *, seconds: int = SECONDS_VALID) -> Link:
    """What the token stands for. Raises LinkExpired and LinkRefused."""
    try:
        target, user = signing.loads(token, salt=purpose, max_age=seconds)
        return Link(UUID(target), int(user))
    except signing.SignatureExpired as error:
        raise LinkExpired from error
    except (signing.BadSignature, ValueError, TypeError, AttributeError) as error:
        raise LinkRefused from error
