"""Statistics as JSON."""

from __future__ import annotations

from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import MayUseAsStaff
from parsing.statistics import Period, statistics
from parsing.views.common import ApiView, valid


class StatisticsQuery(serializers.Serializer[object]):
    """What may be asked."""

    period = serializers.ChoiceField(choices=("day", "week", "month"), default="day")
    last = serializers.IntegerField(min_value=1, max_value=366, default=30, help_text="So many periods.")


class InPeriodSerializer(serializers.Serializer[object]):
    """What was brought in a period, by how it ended."""

    begin = serializers.DateField(help_text="Its first day.")
    done = serializers.IntegerField()
    partial = serializers.IntegerField()  # type: ignore[assignment]  # DRF takes fields off the class
    failed = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    open = serializers.IntegerField()


class StageTimeSerializer(serializers.Serializer[object]):
    """How long a stage took lately."""

    stage = serializers.CharField()
    runs = serializers.IntegerField()
    p50_ms = serializers.FloatField()
    p95_ms = serializers.FloatField()


class QueueStateSerializer(serializers.Serializer[object]):
    """What waits in a queue."""

    queue = serializers.CharField()
    ready = serializers.IntegerField()
    running = serializers.IntegerField()
    oldest_seconds = serializers.FloatField()


class ErrorCountSerializer(serializers.Serializer[object]):
    """How often a code ended a reading in the last thirty days."""

    code = serializers.CharField()
    count = serializers.IntegerField()


class StatisticsSerializer(serializers.Serializer[object]):
    """How much is read, how fast, and what went wrong."""

    period = serializers.CharField()
    periods = InPeriodSerializer(many=True)
    parses = serializers.DictField(child=serializers.IntegerField(), help_text="Of all times, by status.")
    resumes = serializers.IntegerField()
    stages = StageTimeSerializer(many=True)
    queues = QueueStateSerializer(many=True)
    outbox = serializers.IntegerField(help_text="Tasks that were not published yet.")
    ocr_share = serializers.FloatField(allow_null=True, help_text="0 to 1, of the last thirty days.")

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        """The fields; `errors` is added here because a serializer has a property of that name."""
        return {**super().get_fields(), "errors": ErrorCountSerializer(many=True)}


class StatisticsView(ApiView):
    """For staff."""

    permission_classes = (MayUseAsStaff,)

    @extend_schema(
        summary="Ask how much is read, and how fast",
        parameters=[StatisticsQuery],
        responses=StatisticsSerializer,
    )
    def get(self, request: Request) -> Response:
        """Counts by day, week or month; times of stages; queues; errors; the share of OCR."""
        asked = valid(StatisticsQuery, request.query_params)
        told = statistics(cast(Period, asked["period"]), last=cast(int, asked["last"]))
        return Response(StatisticsSerializer(told).data)
