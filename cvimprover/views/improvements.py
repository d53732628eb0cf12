"""Improvements and the files made of them."""

from __future__ import annotations

from typing import Final, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import generics
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import links
from accounts.models import User
from config.api import ApiError
from config.downloads import attachment
from config.languages import current
from cvimprover import services
from cvimprover.models import CvDocument, Improvement, State
from cvimprover.rendering import Kind
from cvimprover.selectors import documents_for, improvements_for, questionnaires_for
from cvimprover.serializers import (
    CvDocumentSerializer,
    CvMatchSerializer,
    Decision,
    ImprovementDetailSerializer,
    ImprovementSerializer,
    NewDocument,
)
from cvimprover.views.common import making, not_ready
from parsing.serializers import FileLinkSerializer
from parsing.views.common import ApiView, linked, valid

CV_LINK: Final = "cvimprover.views.file"
"""What links to files are signed for."""
FILE: Final = OpenApiResponse(OpenApiTypes.BINARY, description="The file, as an attachment.")


class ImprovementList(ApiView, generics.ListAPIView[Improvement]):
    """The versions of a questionnaire, and the place to ask for another."""

    queryset = Improvement.objects.none()
    serializer_class = ImprovementSerializer

    def get_queryset(self) -> QuerySet[Improvement]:
        """Those of the questionnaire, if the user may see it."""
        asked = get_object_or_404(questionnaires_for(self.user()), pk=self.kwargs["identity"])
        return asked.improvements.defer("profile", "found")

    @extend_schema(summary="Make the CV better", request=None, responses={202: ImprovementSerializer})
    def post(self, request: Request, identity: UUID) -> Response:
        """202 with a Location; 409 `not_ready` while the résumé is being read, 429 `quota_exceeded`."""
        asked = get_object_or_404(questionnaires_for(self.user()), pk=identity)
        try:
            row = services.improve(asked, actor=self.user())
        except services.NotReady as error:
            raise not_ready() from error
        return making(row, ImprovementSerializer(row).data, reverse("api:improvement", args=[row.pk]))


class ImprovementDetail(ApiView):
    """One version."""

    @extend_schema(summary="Read a version of the CV", responses=ImprovementDetailSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """The version with all its changes, each with its reason and its sources; 202 until it is made."""
        row = get_object_or_404(improvements_for(self.user()), pk=identity)
        here = reverse("api:improvement", args=[row.pk])
        return making(row, ImprovementDetailSerializer(row).data, here)

    @extend_schema(
        summary="Accept or decline changes", request=Decision, responses=ImprovementDetailSerializer
    )
    def patch(self, request: Request, identity: UUID) -> Response:
        """The version with what was decided; 409 `not_ready` before it is made."""
        row = get_object_or_404(improvements_for(self.user()), pk=identity)
        declined = cast("list[str]", valid(Decision, request.data)["declined"])
        try:
            services.decline(row, declined, actor=self.user())
        except services.NotReady as error:
            raise not_ready() from error
        except services.UnknownChange as error:
            raise ApiError("invalid", status=400, detail=f"There is no change {error}.") from error
        return Response(ImprovementDetailSerializer(row).data)


class ImprovementMatch(ApiView):
    """How one version meets the job."""

    @extend_schema(
        summary="Compare a version with the job",
        description="What the advertisement asks for, and what each of it gives before and after the changes "
        "that are taken: the points that a ranking would give. They rise only by what is easier to see; "
        "what is missing is told, never made up.",
        responses=CvMatchSerializer,
    )
    def get(self, request: Request, identity: UUID) -> Response:
        """Points, criteria and what is missing; 409 `not_ready` before the version is made."""
        row = get_object_or_404(improvements_for(self.user()), pk=identity)
        try:
            return Response(CvMatchSerializer(services.match_of(row, current())).data)
        except services.NotReady as error:
            raise not_ready() from error


class DocumentList(ApiView, generics.ListAPIView[CvDocument]):
    """The files of a version, and the place to ask for one."""

    queryset = CvDocument.objects.none()
    serializer_class = CvDocumentSerializer

    def get_queryset(self) -> QuerySet[CvDocument]:
        """Those of the improvement, if the user may see it."""
        get_object_or_404(improvements_for(self.user()), pk=self.kwargs["identity"])
        return documents_for(self.user()).filter(improvement=self.kwargs["identity"])

    @extend_schema(
        summary="Print the CV",
        description="The same CV in the same look is made once: asked for again, the file that is there "
        "comes back.",
        request=NewDocument,
        responses={202: CvDocumentSerializer, 200: CvDocumentSerializer},
    )
    def post(self, request: Request, identity: UUID) -> Response:
        """202 with a Location, 200 for what is there; 409 `not_ready`, 429 `quota_exceeded`."""
        improvement = get_object_or_404(improvements_for(self.user()), pk=identity)
        told = valid(NewDocument, request.data)
        options = cast("dict[str, object]", told.get("options") or {})
        try:
            row, _ = services.print_cv(improvement, cast(Kind, told["kind"]), options, actor=self.user())
        except services.NotReady as error:
            raise not_ready() from error
        return making(row, CvDocumentSerializer(row).data, reverse("api:cv", args=[row.pk]))


class DocumentView(ApiView):
    """A view of one file."""

    def document(self, identity: UUID) -> CvDocument:
        """The file's row, 404 where there is none that this user may see."""
        return get_object_or_404(documents_for(self.user()), pk=identity)


class DocumentDetail(DocumentView):
    """One file."""

    @extend_schema(summary="Ask how far a CV is", responses=CvDocumentSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """The file's state, its pages, and how much of it a machine reads back; 202 until it is made."""
        row = self.document(identity)
        return making(row, CvDocumentSerializer(row).data, reverse("api:cv", args=[row.pk]))


class DocumentFile(DocumentView):
    """The file itself."""

    @extend_schema(summary="Download a CV", responses={200: FILE})
    def get(self, request: Request, identity: UUID) -> HttpResponse:
        """The bytes as an attachment; 409 `not_ready` before it is made."""
        return download(self.document(identity), by=self.user())


class DocumentLink(DocumentView):
    """An address for the file."""

    @extend_schema(
        summary="Ask for an address of a CV",
        description="It needs no key and works for five minutes, as long as you may see the CV.",
        responses={200: FileLinkSerializer},
    )
    def get(self, request: Request, identity: UUID) -> Response:
        """The address and the seconds that it works."""
        token = links.token_of(links.Link(self.document(identity).pk, self.user().pk), CV_LINK)
        address = request.build_absolute_uri(reverse("api:linked-cv", args=[token]))
        return Response(FileLinkSerializer({"url": address, "expires_in": links.SECONDS_VALID}).data)


class LinkedDocument(ApiView):
    """The file, for whoever holds a link."""

    permission_classes = (AllowAny,)

    @extend_schema(summary="Download a CV by link", responses={200: FILE})
    def get(self, request: Request, token: str) -> HttpResponse:
        """The bytes as an attachment; 410 `link_expired` after its time, 404 for all else that is wrong."""
        asked_by, identity = linked(request, token, CV_LINK)
        return download(get_object_or_404(documents_for(asked_by), pk=identity), by=asked_by)


def download(document: CvDocument, *, by: User) -> HttpResponse:
    """The file as a download, noted in the audit trail; 409 `not_ready` before it is made."""
    try:
        data = services.downloaded(document, by=by)
    except services.NotReady as error:
        detail = "It could not be made. Ask for it again." if document.state == State.FAILED else ""
        raise not_ready(detail) from error
    return attachment(data, name=document.file_name, mime=document.mime)
