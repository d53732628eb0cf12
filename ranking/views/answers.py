"""Answers about ranks: why, why not higher, two compared, and the same again."""

from __future__ import annotations

from dataclasses import asdict
from typing import cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from config.api import ApiError
from config.languages import current
from parsing.views.common import valid
from ranking import answers
from ranking.answers import AUDIENCES, REPLAYED_AT_ONCE, Audience, NotScored
from ranking.models import RankedCandidate
from ranking.selectors import results_of
from ranking.serializers import EvidenceSerializer, Plain, told_evidence
from ranking.views.rankings import RankingView


class ForWhom(Plain):
    """In whose words."""

    audience = serializers.ChoiceField(AUDIENCES, default="recruiter")


class HowWorded(ForWhom):
    """In whose words, and whether a language model puts them better."""

    worded = serializers.BooleanField(
        default=False, help_text="Ask the language model, if settings name one (docs/llm.md)."
    )


class Compared(ForWhom):
    """Which two results, by their ids."""

    a = serializers.IntegerField()
    b = serializers.IntegerField()


class Replayed(Plain):
    """How many are scored again, the best first."""

    limit = serializers.IntegerField(default=REPLAYED_AT_ONCE, min_value=1, max_value=REPLAYED_AT_ONCE)


class RankReasonSerializer(Plain):
    """What a criterion gave, in a sentence."""

    criterion = serializers.CharField()
    sentence = serializers.CharField()
    points = serializers.FloatField()
    most = serializers.FloatField()
    how = serializers.CharField()
    evidence = EvidenceSerializer(many=True)


class ChangeSerializer(Plain):
    """By how much the score would rise if a criterion were fully met."""

    criterion = serializers.CharField()
    sentence = serializers.CharField()
    gain = serializers.FloatField()
    is_knock_out = serializers.BooleanField()


class GapSerializer(Plain):
    """What a criterion gives each of two candidates."""

    criterion = serializers.CharField()
    sentence = serializers.CharField()
    first = serializers.FloatField()
    second = serializers.FloatField()
    gap = serializers.FloatField()


class WhySerializer(Plain):
    """Why somebody has their rank; the points add up to the score."""

    item = serializers.IntegerField()
    rank = serializers.IntegerField(allow_null=True)
    score = serializers.FloatField()
    reasons = RankReasonSerializer(many=True)
    notes = serializers.ListField(
        child=serializers.CharField(), help_text="Codes of what a language model could not word."
    )


class WhyNotSerializer(Plain):
    """Why somebody is not higher; the gains add up to what is left to 100."""

    item = serializers.IntegerField()
    rank = serializers.IntegerField(allow_null=True)
    score = serializers.FloatField()
    changes = ChangeSerializer(many=True)


class ComparisonSerializer(Plain):
    """How two candidates differ; the gaps add up to the difference of the scores."""

    a = serializers.IntegerField()
    b = serializers.IntegerField()
    score_a = serializers.FloatField()
    score_b = serializers.FloatField()
    differences = GapSerializer(many=True)


class ReplaySerializer(Plain):
    """Whether scoring again gave the same bytes; `changed` names the inputs that are others now."""

    item = serializers.IntegerField()
    is_identical = serializers.BooleanField()
    changed = serializers.ListField(child=serializers.ChoiceField(["candidate", "engine"]))
    digest_then = serializers.CharField()
    digest_now = serializers.CharField()
    score_then = serializers.FloatField()
    score_now = serializers.FloatField()


class ReplaysSerializer(Plain):
    """How many were scored again and came out the same, and those that did not."""

    looked_at = serializers.IntegerField()
    identical = serializers.IntegerField()
    others = ReplaySerializer(many=True)


class Why(RankingView):
    """Why somebody has their rank."""

    @extend_schema(summary="Ask why somebody has their rank", parameters=[HowWorded], responses=WhySerializer)
    def get(self, request: Request, identity: UUID, number: int) -> Response:
        """A sentence for each criterion; 409 `not_ready` for whoever has no score."""
        told = valid(HowWorded, request.query_params)
        item = scored(self.item(identity, number))
        found = answers.why(item, cast(Audience, told["audience"]), self.stage(item), language=current())
        notes: tuple[str, ...] = ()
        if told["worded"]:
            found, notes = answers.worded(found, language=current())
        reasons = [
            {**asdict(each), "evidence": [told_evidence(one) for one in each.evidence]} for each in found
        ]
        shown = {"item": item.pk, "rank": item.rank, "score": item.score, "reasons": reasons}
        return Response({**shown, "notes": notes})


class WhyNot(RankingView):
    """Why somebody is not higher."""

    @extend_schema(summary="Ask why somebody is not higher", parameters=[ForWhom], responses=WhyNotSerializer)
    def get(self, request: Request, identity: UUID, number: int) -> Response:
        """What is missing and what it would change, failed knock-outs first."""
        item, audience = self.item(identity, number), audience_in(request)
        found = answers.why_not_higher(scored(item), audience, self.stage(item), language=current())
        changes = [asdict(each) for each in found]
        return Response({"item": item.pk, "rank": item.rank, "score": item.score, "changes": changes})


class Compare(RankingView):
    """Two candidates of one ranking."""

    @extend_schema(
        summary="Compare two candidates of a ranking",
        parameters=[Compared],
        responses=ComparisonSerializer,
    )
    def get(self, request: Request, identity: UUID) -> Response:
        """Where they differ, the widest gap first."""
        asked = Compared(data=request.query_params)
        asked.is_valid(raise_exception=True)
        told = asked.validated_data
        first, second = (scored(self.item(identity, told[name])) for name in ("a", "b"))
        found = answers.compare(first, second, told["audience"], language=current())
        differences = [{**asdict(each), "gap": each.gap} for each in found]
        return Response(
            {
                "a": first.pk,
                "b": second.pk,
                "score_a": first.score,
                "score_b": second.score,
                "differences": differences,
            }
        )


class ReplayOne(RankingView):
    """One candidate scored again."""

    @extend_schema(summary="Score one candidate of a ranking again", responses=ReplaySerializer)
    def get(self, request: Request, identity: UUID, number: int) -> Response:
        """Whether the same bytes come out, and if not, which input is another now."""
        item = scored(self.item(identity, number))
        found = answers.replay(item.ranking, [item])
        if not found:
            raise ApiError("not_found", status=404)
        return Response(asdict(found[0]))


class ReplayAll(RankingView):
    """The best of a ranking scored again."""

    @extend_schema(
        summary="Score the best candidates of a ranking again",
        parameters=[Replayed],
        responses=ReplaysSerializer,
    )
    def get(self, request: Request, identity: UUID) -> Response:
        """How many came out the same; those that did not are listed with what changed."""
        asked = Replayed(data=request.query_params)
        asked.is_valid(raise_exception=True)
        ranking = self.ranking(identity)
        best = results_of(ranking).filter(state=RankedCandidate.State.SCORED).order_by("rank", "id")
        found = answers.replay(ranking, list(best[: asked.validated_data["limit"]]))
        others = [asdict(each) for each in found if not each.is_identical]
        return Response({"looked_at": len(found), "identical": len(found) - len(others), "others": others})


def audience_in(request: Request) -> Audience:
    """In whose words the answer is to be; 400 for anybody else."""
    asked = ForWhom(data=request.query_params)
    asked.is_valid(raise_exception=True)
    return cast(Audience, asked.validated_data["audience"])


def scored(item: RankedCandidate) -> RankedCandidate:
    """The item, if it is scored; 409 `not_ready` otherwise."""
    try:
        answers.score_in(item)
    except NotScored as error:
        raise ApiError("not_ready", status=409, detail="This candidate has no score.") from error
    return item
