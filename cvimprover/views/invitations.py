"""Invitations: links by which candidates begin a CV of their own."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import MayUseAsStaff
from candidates.models import Candidate
from cvimprover import inviting
from cvimprover.models import Invitation
from cvimprover.selectors import questionnaires_for
from cvimprover.serializers import InvitationSerializer, NewInvitation
from parsing.views.common import IDEMPOTENCY_KEY, ApiView, Made, answer_once, valid


class InvitationList(ApiView, generics.ListAPIView[Invitation]):
    """All invitations, and the place to make one."""

    queryset = Invitation.objects.all()
    serializer_class = InvitationSerializer
    permission_classes = (MayUseAsStaff,)

    def get_queryset(self) -> QuerySet[Invitation]:
        """Everybody's: colleagues may withdraw each other's."""
        return Invitation.objects.all()

    @extend_schema(
        summary="Invite somebody to make a CV",
        description="The answer's `url` lets whoever holds it in as a candidate, until it ends.",
        request=NewInvitation,
        responses={201: InvitationSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request: Request) -> Response:
        """201 with a Location."""
        made = answer_once(request, lambda: self.make(request))
        row = get_object_or_404(Invitation, pk=made.id)
        location = reverse("api:invitation", args=[row.pk])
        shown = InvitationSerializer(row, context={"request": request})
        return Response(shown.data, status=201, headers={"Location": location})

    def make(self, request: Request) -> Made:
        """Check what it begins with, and invite."""
        told = valid(NewInvitation, request.data)
        candidate = questionnaire = None
        if identity := told.get("candidate"):
            candidate = get_object_or_404(Candidate, pk=identity)
        if identity := told.get("questionnaire"):
            questionnaire = get_object_or_404(questionnaires_for(self.user()), pk=identity)
        row = inviting.invite(
            self.user(),
            candidate=candidate,
            questionnaire=questionnaire,
            hours=cast(int, told["hours"]),
        )
        return Made(row.pk, 201)


class InvitationDetail(ApiView):
    """One invitation."""

    permission_classes = (MayUseAsStaff,)

    @extend_schema(summary="Read an invitation", responses=InvitationSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """The invitation; its link for those who could have made it."""
        row = get_object_or_404(Invitation, pk=identity)
        return Response(InvitationSerializer(row, context={"request": request}).data)

    @extend_schema(summary="Withdraw an invitation", responses={204: None})
    def delete(self, request: Request, identity: UUID) -> Response:
        """204: the link opens nothing any more, and who came by it is shut out."""
        inviting.withdraw(get_object_or_404(Invitation, pk=identity), actor=self.user())
        return Response(status=204)
