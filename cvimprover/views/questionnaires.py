"""Questionnaires: what a candidate wants, and the résumé it begins with."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.quotas import quotas_of
from config.api import ApiError
from cvimprover import services
from cvimprover.models import Questionnaire
from cvimprover.rendering import TEMPLATES
from cvimprover.selectors import questionnaires_for
from cvimprover.serializers import (
    NewQuestionnaire,
    QuestionnaireSerializer,
    QuotaSerializer,
    TemplateSerializer,
    json_resume,
)
from cvimprover.views.common import not_ready
from parsing.models import Resume
from parsing.services import receive
from parsing.views.common import IDEMPOTENCY_KEY, ApiView, Made, answer_once, content_of, files_in

PHOTO = {
    "multipart/form-data": {"type": "object", "properties": {"photo": {"type": "string", "format": "binary"}}}
}


class QuestionnaireView(ApiView):
    """A view of one questionnaire."""

    def questionnaire(self, identity: UUID) -> Questionnaire:
        """The questionnaire, 404 where there is none that this user may see."""
        return get_object_or_404(questionnaires_for(self.user()), pk=identity)


class QuestionnaireList(ApiView, generics.ListAPIView[Questionnaire]):
    """All questionnaires, and the place to begin one."""

    queryset = Questionnaire.objects.none()
    serializer_class = QuestionnaireSerializer
    parser_classes = (MultiPartParser, FormParser, JSONParser)

    def get_queryset(self) -> QuerySet[Questionnaire]:
        """The questionnaires that the user may see."""
        return questionnaires_for(self.user()).defer("profile")

    @extend_schema(
        summary="Begin a better CV",
        description="With the résumé's file, the id of a résumé that is here, or a JSON Resume.",
        request={"multipart/form-data": NewQuestionnaire, "application/json": NewQuestionnaire},
        responses={201: QuestionnaireSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request: Request) -> Response:
        """201 with a Location; 429 `quota_exceeded` where the plan gives no more today."""
        made = answer_once(request, lambda: self.make(request))
        row = get_object_or_404(questionnaires_for(self.user()), pk=made.id)
        location = reverse("api:questionnaire", args=[row.pk])
        return Response(QuestionnaireSerializer(row).data, status=201, headers={"Location": location})

    def make(self, request: Request) -> Made:
        """Keep what was told, and take the résumé in."""
        checked = NewQuestionnaire(data=request.data)
        checked.is_valid(raise_exception=True)
        told = dict(checked.validated_data)
        told.pop("file", None)
        resume: Resume | None = None
        if files := files_in(request, "file"):
            resume = receive(self.user(), *content_of(files[0])).resume
        elif identity := told.pop("resume", None):
            resume = self.resume(cast(UUID, identity))
        row = services.create_questionnaire(self.user(), told, resume)
        return Made(row.pk, 201)


class QuestionnaireDetail(QuestionnaireView):
    """One questionnaire."""

    @extend_schema(summary="Read a questionnaire", responses=QuestionnaireSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """The questionnaire."""
        return Response(QuestionnaireSerializer(self.questionnaire(identity)).data)

    @extend_schema(
        summary="Change a questionnaire", request=QuestionnaireSerializer, responses=QuestionnaireSerializer
    )
    def patch(self, request: Request, identity: UUID) -> Response:
        """The questionnaire as it is now; answers are added to those that were given."""
        row = self.questionnaire(identity)
        checked = QuestionnaireSerializer(row, data=request.data, partial=True)
        checked.is_valid(raise_exception=True)
        if "answers" in checked.validated_data:
            checked.validated_data["answers"] = {**row.answers, **checked.validated_data["answers"]}
        checked.save()
        return Response(checked.data)

    @extend_schema(summary="Delete a questionnaire with all its CVs", responses={204: None})
    def delete(self, request: Request, identity: UUID) -> Response:
        """204."""
        services.delete(self.questionnaire(identity), actor=self.user())
        return Response(status=204)


class QuestionnaireProfile(QuestionnaireView):
    """The résumé that the CV is made from."""

    @extend_schema(summary="See what was read", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, identity: UUID) -> Response:
        """A JSON Resume; 409 `not_ready` while the résumé is being read."""
        try:
            return Response(services.profile_of(self.questionnaire(identity)))
        except services.NotReady as error:
            raise not_ready() from error

    @extend_schema(
        summary="Correct what was read",
        request={"application/json": OpenApiTypes.OBJECT},
        responses={200: OpenApiTypes.OBJECT},
    )
    def put(self, request: Request, identity: UUID) -> Response:
        """The JSON Resume that counts from now on."""
        row = self.questionnaire(identity)
        row.profile = json_resume(request.data)
        row.save(update_fields=["profile", "updated_at"])
        return Response(row.profile)


class QuestionnairePhoto(QuestionnaireView):
    """The photo, for templates that show one."""

    parser_classes = (MultiPartParser,)

    @extend_schema(summary="Bring a photo", request=PHOTO, responses={204: None})
    def put(self, request: Request, identity: UUID) -> Response:
        """204; 400 where it is no picture or larger than 5 MB."""
        row = self.questionnaire(identity)
        photos = files_in(request, "photo")
        if not photos or (photos[0].size or 0) > services.MAX_PHOTO_BYTES:
            raise ApiError("invalid", status=400, detail="Send a `photo` of at most 5 MB.")
        services.put_photo(row, photos[0].read())
        return Response(status=204)

    @extend_schema(summary="Take the photo back", responses={204: None})
    def delete(self, request: Request, identity: UUID) -> Response:
        """204."""
        services.drop_photo(self.questionnaire(identity))
        return Response(status=204)


class TemplateList(ApiView):
    """The templates."""

    @extend_schema(summary="List the templates", responses=TemplateSerializer(many=True))
    def get(self, request: Request) -> Response:
        """All of them."""
        return Response(TemplateSerializer(TEMPLATES.values(), many=True).data)


class QuotaList(ApiView):
    """What the user's plan gives."""

    @extend_schema(summary="See what is left of my plan", responses=QuotaSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Each quota as it stands."""
        return Response(QuotaSerializer(quotas_of(self.user()), many=True).data)
