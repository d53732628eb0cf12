"""Keys for programs: made, found, revoked."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.models import ApiKey, User

TOKEN_START: Final = "vitae_"  # noqa: S105 - a visible mark, so that leaked keys can be searched for
PREFIX_LENGTH: Final = 14
USED_EVERY: Final = timedelta(minutes=1)


@transaction.atomic
def create_api_key(
    user: User,
    *,
    name: str = "",
    scope: str = ApiKey.Scope.FULL,
    lifetime: timedelta | None = None,
    actor: User | None = None,
) -> tuple[ApiKey, str]:
    """The new key and its token, which nobody can show again."""
    token = TOKEN_START + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        user=user,
        name=name,
        scope=scope,
        prefix=token[:PREFIX_LENGTH],
        digest=digest_of(token),
        expires_at=timezone.now() + lifetime if lifetime else None,
    )
    audit.record(actor, "api_key.created", f"api_key:{key.pk}", user=user.pk, scope=scope)
    return key, token


@transaction.atomic
def revoke_api_key(key: ApiKey, *, actor: User | None = None) -> None:
    """Close the door for this key now."""
    if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit.record(actor, "api_key.revoked", f"api_key:{key.pk}", user=key.user_id)


def api_key_for(token: str) -> ApiKey | None:
    """The valid key with this token and its active user, or None. Notes the use, at most once a minute."""
    if not token.startswith(TOKEN_START):
        return None
    key = ApiKey.objects.select_related("user").filter(digest=digest_of(token)).first()
    if key is None or not key.is_valid or not key.user.is_active:
        return None
    now = timezone.now()
    if key.last_used_at is None or key.last_used_at < now - USED_EVERY:
        ApiKey.objects.filter(Q(last_used_at=None) | Q(last_used_at__lt=now - USED_EVERY), pk=key.pk).update(
            last_used_at=now
        )
    return key


def digest_of(token: str) -> str:
    """What is stored of a token. Plain SHA-256 is enough for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
