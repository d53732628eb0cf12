"""Who somebody is in a blind ranking: asked for in stages, each with a reason."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from config.api import ApiError
from parsing.views.common import valid
from ranking import blind
from ranking.models import Reveal
from ranking.serializers import Plain, ResultDetailSerializer
from ranking.views.rankings import RankingResult


class AskReveal(Plain):
    """How much is to be shown, and why."""

    stage = serializers.ChoiceField(
        choices=[1, 2], help_text="1: employers and schools; 2: name, contact and the résumé."
    )
    reason = serializers.CharField(
        max_length=blind.LONGEST_REASON, help_text="Kept with your name and the time."
    )


class RevealSerializer(serializers.ModelSerializer[Reveal]):
    """What somebody asked to be shown."""

    user = serializers.CharField(source="user.username", read_only=True)

    class Meta:
        model = Reveal
        fields = ("user", "stage", "reason", "at")
        read_only_fields = fields


class ResultReveal(RankingResult):
    """More of who somebody is."""

    @extend_schema(
        summary="List who was shown who somebody is", responses=RevealSerializer(many=True), filters=False
    )
    def get(self, request: Request, identity: UUID, number: int) -> Response:
        """The reveals of this result by everybody, the first first."""
        reveals = self.item(identity, number).reveals.select_related("user").order_by("id")
        return Response(RevealSerializer(reveals, many=True).data)

    @extend_schema(
        summary="Show who somebody is in a blind ranking",
        description="For you alone, from now on; kept with your reason and noted in the audit trail.",
        request=AskReveal,
        responses={200: ResultDetailSerializer, 201: ResultDetailSerializer},
    )
    def post(self, request: Request, identity: UUID, number: int) -> Response:
        """201 with the result as you see it now, 200 where you saw so much before; 409 `wrong_state` where
        nothing is hidden."""
        told = valid(AskReveal, request.data)
        item = self.item(identity, number)
        try:
            is_new = blind.reveal(item, self.user(), cast(int, told["stage"]), str(told["reason"]))
        except blind.NotBlind as error:
            raise ApiError("wrong_state", status=409, detail="This ranking is not blind.") from error
        return Response(self.told(item), status=201 if is_new else 200)
