"""What the views of this package share."""

from __future__ import annotations

from typing import TypeVar, cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework.serializers import BaseSerializer

from accounts.models import User
from accounts.permissions import MayUseAsStaff
from candidates.models import Candidate
from candidates.selectors import candidates_for
from config.api import ApiHeaders

T = TypeVar("T")


class PeopleView(ApiHeaders):
    """A view whose user is known: the default permissions let nobody else in."""

    def user(self) -> User:
        """Who asks."""
        return cast(User, self.request.user)

    def candidate(self, identity: UUID) -> Candidate:
        """The candidate, 404 where there is none that this user may see."""
        return get_object_or_404(candidates_for(self.user()), pk=identity)


class StaffView(PeopleView):
    """A view for those who see everybody."""

    permission_classes = (MayUseAsStaff,)


def valid(serializer: BaseSerializer[T]) -> dict[str, object]:
    """What was sent, checked. Raises ValidationError."""
    serializer.is_valid(raise_exception=True)
    return dict(cast("dict[str, object]", serializer.validated_data))
