"""API keys in the Authorization header: `Bearer vitae_…` or `Api-Key vitae_…`."""

from __future__ import annotations

from typing import Final

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiKey, User
from accounts.services import api_key_for

SCHEMES: Final = {"bearer", "api-key"}


class ApiKeyAuthentication(BaseAuthentication):
    """Lets a program in as the user its key belongs to; `request.auth` is the ApiKey."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        """The user and the key; None without such a header. AuthenticationFailed when it opens nothing."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() not in SCHEMES:
            return None
        key = api_key_for(token.strip())
        if key is None:
            raise AuthenticationFailed("This API key is unknown, revoked or expired.")
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        """What a client that came without a key should send; makes the answer 401 and not 403."""
        return 'Bearer realm="vitae"'
