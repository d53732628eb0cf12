"""Résumés: bring one, list them, read one, see how far it is and what was found."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from parsing import services
from parsing.filters import ResumeFilter
from parsing.models import Resume
from parsing.progress import progress_of
from parsing.selectors import resumes_for, stage_runs_of
from parsing.serializers import (
    ProgressSerializer,
    ReceivedSerializer,
    ResumeDetailSerializer,
    ResumeFromAddress,
    ResumeFromFile,
    ResumeSerializer,
)
from parsing.views.common import (
    IDEMPOTENCY_KEY,
    ApiView,
    Made,
    accepted,
    answer_once,
    content_of,
    files_in,
    missing_file,
    progressing,
    text_in,
    valid,
)


class ReceivingView(ApiView):
    """A view that takes a résumé in."""

    parser_classes = (MultiPartParser, FormParser, JSONParser)

    def get_throttles(self) -> list[object]:  # type: ignore[override]
        """Uploads have a limit of their own."""
        self.throttle_scope = "uploads" if self.request.method == "POST" else "default"
        return super().get_throttles()  # type: ignore[return-value]

    def make(self, request: Request) -> Made:
        """Take the file or the address in."""
        files = files_in(request, "file")
        if files:
            received = services.receive(self.user(), *content_of(files[0]))
        elif text_in(request, "address"):
            address = str(valid(ResumeFromAddress, request.data)["address"])
            received = services.receive_address(self.user(), address)
        else:
            raise missing_file()
        return Made(received.resume.pk, 200 if received.is_duplicate else 202)

    def received(self, made: Made) -> Response:
        """The résumé as it stands, and where to look for it."""
        resume = self.resume(made.id)
        resume.duplicate = made.status == 200  # type: ignore[attr-defined]
        return accepted(made, ReceivedSerializer(resume).data, reverse("api:resume-status", args=[made.id]))


class ResumeList(ReceivingView, generics.ListAPIView[Resume]):
    """All résumés, and the place to bring one."""

    queryset = Resume.objects.none()
    serializer_class = ResumeSerializer
    filterset_class = ResumeFilter

    def get_queryset(self) -> QuerySet[Resume]:
        """The résumés that the user may see."""
        return resumes_for(self.user())

    @extend_schema(
        summary="Bring a résumé",
        description="A file, or an https:// or s3:// address that we fetch. Content that was here before "
        "gives the résumé it became, with 200 and `duplicate`.",
        request={"multipart/form-data": ResumeFromFile, "application/json": ResumeFromAddress},
        responses={202: ReceivedSerializer, 200: ReceivedSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request: Request) -> Response:
        """202 with a Location, 200 for a duplicate; 400, 402, 413 or 415 with a code."""
        made = answer_once(request, lambda: self.make(request))
        return self.received(made)


class ResumeDetail(ApiView):
    """One résumé."""

    @extend_schema(summary="Read a résumé", responses=ResumeDetailSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """The résumé with its findings and how each stage went."""
        resume = self.resume(identity)
        parse = resume.latest_parse
        if parse is not None:
            parse.resume = resume
            parse._prefetched_objects_cache = {"stage_runs": stage_runs_of(parse)}  # type: ignore[attr-defined]
        context = {"progress": progress_of(parse) if parse else None}
        return Response(ResumeDetailSerializer(resume, context=context).data)

    @extend_schema(summary="Delete a résumé", responses={204: None})
    def delete(self, request: Request, identity: UUID) -> Response:
        """204: the file and what was read are gone."""
        services.delete(self.resume(identity), actor=self.user())
        return Response(status=204)


class ResumeStatus(ApiView):
    """How far a résumé is."""

    @extend_schema(summary="Ask how far a résumé is", responses=ProgressSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """The progress; Retry-After says when asking again makes sense."""
        return progressing(progress_of(self.parse(identity)))
