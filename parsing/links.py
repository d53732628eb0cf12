"""Addresses under which one file can be downloaded for five minutes by whoever holds them, without a key."""

from __future__ import annotations

from typing import Final, NamedTuple
from uuid import UUID

from django.core import signing

SECONDS_VALID: Final = 300
PURPOSE: Final = "parsing.links.file"
"""The salt: what was signed for anything else is worth nothing here."""


class LinkRefused(Exception):
    """The token was changed, was signed for something else, or is no token at all."""


class LinkExpired(Exception):
    """The token was good once."""


class FileLink(NamedTuple):
    """Whose file, and who may see it through the link."""

    resume: UUID
    user: int


def token_of(link: FileLink) -> str:
    """The signed text that stands for the link; letters, digits and `-_:.` only."""
    return signing.dumps([link.resume.hex, link.user], salt=PURPOSE)


def link_in(token: str, *, seconds: int = SECONDS_VALID) -> FileLink:
    """What the token stands for. Raises LinkExpired and LinkRefused."""
    try:
        resume, user = signing.loads(token, salt=PURPOSE, max_age=seconds)
        return FileLink(UUID(resume), int(user))
    except signing.SignatureExpired as error:
        raise LinkExpired from error
    except (signing.BadSignature, ValueError, TypeError, AttributeError) as error:
        raise LinkRefused from error
