"""A look at a job before anybody is ranked."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from config.languages import current
from ranking.criteria import lint, worded
from ranking.linting import removals_of
from ranking.scoring.packing import group_of
from ranking.serializers import Plain
from ranking.views.criteria import JobView, newest


class WhichVersion(Plain):
    """Which version of the criteria; the newest if not said."""

    version = serializers.IntegerField(required=False, min_value=1)


class SpanSerializer(Plain):
    """Characters of the job's text, and what they say."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()
    text = serializers.CharField()


class LintFindingSerializer(Plain):
    """Something to mend; `criteria` are ids."""

    code = serializers.CharField()
    severity = serializers.ChoiceField(["error", "warning", "note"])
    sentence = serializers.CharField()
    fix = serializers.CharField()
    span = SpanSerializer(allow_null=True)
    criteria = serializers.ListField(child=serializers.CharField())
    facts = serializers.DictField(help_text="What the sentence tells of, by name: words, counts, times.")


class RemovalsSerializer(Plain):
    """How many people each knock-out puts below all others; of the newest where `is_sampled`."""

    of = serializers.ChoiceField(["applicants", "everybody"])
    people = serializers.IntegerField()
    looked_at = serializers.IntegerField()
    is_sampled = serializers.BooleanField()
    any = serializers.IntegerField(help_text="Who fails any of them.")
    by_criterion = serializers.DictField(child=serializers.IntegerField())


class LintSerializer(Plain):
    """What to look at before ranking."""

    criteria_version = serializers.IntegerField()
    findings = LintFindingSerializer(many=True)
    knock_outs = RemovalsSerializer()


class JobLint(JobView):
    """What to look at before ranking."""

    @extend_schema(
        summary="Look at a job's text and criteria before ranking",
        parameters=[WhichVersion],
        responses=LintSerializer,
    )
    def get(self, request: Request, identity: UUID) -> Response:
        """Coded words, contradictions, impossible demands, and whom each knock-out removes."""
        asked = WhichVersion(data=request.query_params)
        asked.is_valid(raise_exception=True)
        job = self.job(identity)
        version = newest(job, asked.validated_data.get("version"))
        found = lint(job.description, group_of(version.tree))
        removals = removals_of(job, version, as_of=datetime.now(UTC).date())
        return Response(
            {
                "criteria_version": version.number,
                "findings": [asdict(worded(each, current())) for each in found],
                "knock_outs": {**asdict(removals), "is_sampled": removals.is_sampled},
            }
        )
