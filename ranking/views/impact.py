"""The report on adverse impact, for administrators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import MayUseAsAdmin
from config.api import ApiError
from parsing.views.common import valid
from ranking.impact import Choice, Fall, Report, report
from ranking.scoring.fairness import FOUR_FIFTHS, GroupImpact
from ranking.serializers import Plain
from ranking.views.rankings import RankingView


class WhichChoice(Plain):
    """Who would be chosen: one of the two."""

    top = serializers.IntegerField(required=False, min_value=1, help_text="The first so many.")
    threshold = serializers.FloatField(
        required=False,
        min_value=0,
        max_value=100,
        help_text="Whoever has so many points and fails no knock-out.",
    )

    def validate(self, attributes: dict[str, Any]) -> dict[str, Any]:
        """One of the two, not both."""
        if len(attributes) != 1:
            raise serializers.ValidationError("Name either top or threshold.")
        return attributes


class GroupImpactSerializer(Plain):
    """How a group fared. Of a small group nothing is told but its name and size."""

    group = serializers.CharField()
    count = serializers.IntegerField()
    is_small = serializers.BooleanField(help_text="Under 5 people, or under 2 % of those who answered.")
    selected = serializers.IntegerField(allow_null=True)
    selection_rate = serializers.FloatField(allow_null=True)
    selection_ratio = serializers.FloatField(
        allow_null=True, help_text="Impact ratio: the rate by the best rate of a group that is not small."
    )
    scoring_rate = serializers.FloatField(allow_null=True, help_text="The share above the median score.")
    scoring_ratio = serializers.FloatField(allow_null=True)
    is_below_four_fifths = serializers.BooleanField(
        allow_null=True, help_text="Whether either ratio is under 0.8: a reason to look, no proof."
    )


class FallSerializer(Plain):
    """How the choice falls on the groups of a category, or of two categories together."""

    categories = serializers.ListField(child=serializers.CharField())
    undeclared = serializers.IntegerField(help_text="Who did not answer, or not both.")
    groups = GroupImpactSerializer(many=True)


class ImpactSerializer(Plain):
    """How a choice from a ranking falls on groups."""

    ranking = serializers.UUIDField()
    looked_at = serializers.IntegerField()
    selected = serializers.IntegerField()
    median_score = serializers.FloatField()
    four_fifths = serializers.FloatField()
    falls = FallSerializer(many=True)


class RankingImpact(RankingView):
    """How a choice from a ranking falls on groups."""

    permission_classes = (MayUseAsAdmin,)

    @extend_schema(
        summary="Report how a choice falls on groups",
        description="By what people declared of themselves, and by nothing else; see docs/ranking.md. Each "
        "report is noted in the audit trail.",
        parameters=[WhichChoice],
        responses=ImpactSerializer,
    )
    def get(self, request: Request, identity: UUID) -> Response:
        """Rates and impact ratios by group; 409 `not_ready` before the ranking is at its end."""
        choice = Choice(**valid(WhichChoice, request.query_params))  # type: ignore[arg-type]
        ranking = self.ranking(identity)
        if not ranking.is_final:
            raise ApiError("not_ready", status=409, detail="The ranking is not at its end.")
        found = report(ranking, choice, actor=self.user())
        return Response({"ranking": str(ranking.pk), "four_fifths": FOUR_FIFTHS, **told(found)})


def told(found: Report) -> dict[str, object]:
    """The report as JSON."""
    return {
        "looked_at": found.looked_at,
        "selected": found.selected,
        "median_score": found.median_score,
        "falls": [told_fall(each) for each in found.falls],
    }


def told_fall(fall: Fall) -> dict[str, object]:
    """One category, or two, as JSON."""
    groups = [told_group(each) for each in fall.groups]
    return {"categories": list(fall.categories), "undeclared": fall.undeclared, "groups": groups}


def told_group(group: GroupImpact) -> dict[str, object]:
    """A group as JSON. What a small group got would say of a few people who they are."""
    names = ("selected", "selection_rate", "selection_ratio", "scoring_rate", "scoring_ratio")
    rates = {
        name: None if group.is_small else getattr(group, name) for name in (*names, "is_below_four_fifths")
    }
    return {"group": group.group, "count": group.count, "is_small": group.is_small, **rates}
