"""What people say of themselves: by themselves, or brought by an administrator; shown to themselves alone."""

from __future__ import annotations

from typing import Any, Final, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import MayUseAsAdmin, MayUseAsCandidate
from candidates.models import Candidate
from candidates.services import declaring
from candidates.services.declaring import Said
from candidates.views.common import PeopleView, valid

MOST_AT_ONCE: Final = 10_000
ANSWERS: Final = "By category; `questions` says which there are, and what may be answered."


class AnswersSerializer(serializers.Serializer[object]):
    """What a person says of themselves."""

    answers = serializers.DictField(child=serializers.CharField(), help_text=ANSWERS)

    def validate_answers(self, answers: dict[str, str]) -> dict[str, str]:
        """As they were sent, if each may be given."""
        for category, value in answers.items():
            check(category, value)
        return answers


class OwnAnswersSerializer(AnswersSerializer):
    """What a person said, and what might be said."""

    questions = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))


class SaidSerializer(serializers.Serializer[object]):
    """One answer of one person."""

    candidate = serializers.UUIDField()
    category = serializers.CharField()
    value = serializers.CharField()

    def validate(self, attributes: dict[str, Any]) -> dict[str, Any]:
        """As it was sent, if it may be given."""
        check(attributes["category"], attributes["value"])
        return attributes


class SaidElsewhereSerializer(serializers.Serializer[object]):
    """What people said of themselves elsewhere, such as in a form of yours."""

    declarations = serializers.ListField(child=SaidSerializer(), max_length=MOST_AT_ONCE)


class BroughtSerializer(serializers.Serializer[object]):
    """What became of it."""

    kept = serializers.IntegerField()
    left_out = serializers.IntegerField(help_text="Unknown people, twins, and what was said here already.")


class OwnDeclarations(PeopleView):
    """What the person says of themselves."""

    permission_classes = (MayUseAsCandidate,)

    @extend_schema(summary="Read what you said of yourself", responses=OwnAnswersSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """Your answers, and the questions."""
        return self.answer(self.candidate(identity))

    @extend_schema(
        summary="Say something of yourself",
        description="For reports on how choices fall on groups, and nothing else: nobody sees it with you, "
        "and no ranking, search or filter knows of it. What you do not send is forgotten.",
        request=AnswersSerializer,
        responses=OwnAnswersSerializer,
    )
    def put(self, request: Request, identity: UUID) -> Response:
        """Your answers as they are now."""
        candidate = self.candidate(identity)
        answers = cast("dict[str, str]", valid(AnswersSerializer(data=request.data))["answers"])
        declaring.declare(candidate, answers, actor=self.user())
        return self.answer(candidate)

    @extend_schema(summary="Take back what you said of yourself", responses={204: None})
    def delete(self, request: Request, identity: UUID) -> Response:
        """204; nothing of it stays."""
        declaring.declare(self.candidate(identity), {}, actor=self.user())
        return Response(status=204)

    def answer(self, candidate: Candidate) -> Response:
        """The answers and the questions."""
        return Response({"answers": declaring.said_by(candidate), "questions": declaring.questions()})


class DeclarationImport(PeopleView):
    """What people said of themselves elsewhere."""

    permission_classes = (MayUseAsAdmin,)

    @extend_schema(
        summary="Bring what people said of themselves",
        description="Their own word, given for this; never a guess. It is shown to nobody but the person.",
        request=SaidElsewhereSerializer,
        responses=BroughtSerializer,
    )
    def post(self, request: Request) -> Response:
        """How many answers were kept."""
        told = cast("list[dict[str, Any]]", valid(SaidElsewhereSerializer(data=request.data))["declarations"])
        kept = declaring.bring_declarations((Said(**each) for each in told), actor=self.user())
        return Response({"kept": kept, "left_out": len(told) - kept})


def check(category: str, value: str) -> None:
    """Raises ValidationError for a question that is not asked and an answer that may not be given."""
    allowed = declaring.questions()
    if category not in allowed:
        raise serializers.ValidationError(f"There is no category {category[:40]!r}: {', '.join(allowed)}.")
    if value not in allowed[category]:
        raise serializers.ValidationError(f"{category} is one of {', '.join(allowed[category])}.")
