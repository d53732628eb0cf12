"""Who may call what. Whose rows somebody sees is decided by the querysets, not here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission

from accounts.models import ApiKey, Role, User

if TYPE_CHECKING:
    # rest_framework.views loads this module while it is being loaded itself.
    from rest_framework.request import Request
    from rest_framework.views import APIView


class MayUse(BasePermission):
    """Everybody who is known may read; viewers and read-only keys may not change anything."""

    message = "Your role may read here, not change anything."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether this request may go on."""
        if not isinstance(request.user, User):
            return False
        return request.method in SAFE_METHODS or may_change(request)


class MayUseAsStaff(MayUse):
    """As MayUse, and not for candidates."""

    message = "Your role may not do this."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether this request may go on."""
        return super().has_permission(request, view) and request.user.role != Role.CANDIDATE  # type: ignore[union-attr]


class MayUseAsAdmin(MayUseAsStaff):
    """As MayUse, and for administrators alone."""

    message = "Only an administrator may do this."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether this request may go on."""
        return super().has_permission(request, view) and request.user.role == Role.ADMIN  # type: ignore[union-attr]


class MayUseAsCandidate(MayUse):
    """As MayUse, and for candidates alone: what is the person's own affair."""

    message = "Only the person may do this."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether this request may go on."""
        return super().has_permission(request, view) and request.user.role == Role.CANDIDATE  # type: ignore[union-attr]


def may_change(request: Request) -> bool:
    """Whether the user's role and the key's scope allow changes."""
    key = request.auth
    is_read_only = isinstance(key, ApiKey) and key.scope == ApiKey.Scope.READ
    return not is_read_only and request.user.role != Role.VIEWER  # type: ignore[union-attr]
