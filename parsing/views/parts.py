"""The parts of a résumé: its result, its file, pictures of its pages; and what can be done to it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import audit, links
from accounts.models import User
from config.api import ApiError
from config.downloads import attachment
from parsing import files, services
from parsing.models import Parse, Resume
from parsing.pictures import page_picture, page_total
from parsing.progress import progress_of
from parsing.selectors import resumes_for
from parsing.serializers import FileLinkSerializer, ProgressSerializer
from parsing.stages.intake import MIME
from parsing.views.common import RETRY_AFTER, ApiView, linked

VIEWS = ("json-resume", "profile")
FILE_LINK: Final = "parsing.views.file"
"""What links to originals are signed for."""
PDF_OR_ANY = OpenApiResponse(OpenApiTypes.BINARY, description="The file as it was uploaded.")


class ResumeResult(ApiView):
    """What was read."""

    @extend_schema(
        summary="Read what was found",
        description="As JSON Resume 1.0, or as the whole profile with confidence and evidence at every leaf.",
        parameters=[OpenApiParameter("view", enum=VIEWS, default="json-resume")],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, identity: UUID) -> Response:
        """The result; 409 `not_ready` with Retry-After while there is none, or the error's own code."""
        profile = self.profile(self.parse(identity))
        view = request.query_params.get("view", VIEWS[0])
        if view not in VIEWS:
            raise ApiError("invalid", status=400, detail=f"`view` is one of {', '.join(VIEWS)}.")
        return Response(profile if view == "profile" else services.json_resume_of(profile))

    def profile(self, parse: Parse) -> dict[str, object]:
        """The profile of a reading that ended well."""
        if parse.profile is None:
            wait = int(RETRY_AFTER) if parse.is_open else 0
            raise ApiError("not_ready", status=409, detail=parse.error_message, retry_after=wait)
        return dict(parse.profile)


class ResumeRetry(ApiView):
    """Once more."""

    @extend_schema(summary="Read a résumé again", request=None, responses={202: ProgressSerializer})
    def post(self, request: Request, identity: UUID) -> Response:
        """202; 409 `wrong_state` while it is being read."""
        parse = services.retry(self.resume(identity), actor=self.user())
        return Response(progress_of(parse), status=202, headers={"Retry-After": RETRY_AFTER})


class ResumeCancel(ApiView):
    """No more."""

    @extend_schema(summary="Stop reading a résumé", request=None, responses={200: ProgressSerializer})
    def post(self, request: Request, identity: UUID) -> Response:
        """200; a résumé that is at its end stays as it is."""
        resume = self.resume(identity)
        services.cancel(resume, actor=self.user())
        return Response(progress_of(self.parse(identity)))


class ResumeFile(ApiView):
    """The original."""

    @extend_schema(summary="Download the original file", responses={200: PDF_OR_ANY})
    def get(self, request: Request, identity: UUID) -> HttpResponse:
        """The bytes as an attachment that no browser will run; 409 `not_ready` before they are fetched."""
        return download(self.resume(identity), by=self.user())


class ResumeFileLink(ApiView):
    """An address for the original."""

    @extend_schema(
        summary="Ask for an address of the original file",
        description="It needs no key and works for five minutes, as long as you may see the résumé.",
        responses={200: FileLinkSerializer},
    )
    def get(self, request: Request, identity: UUID) -> Response:
        """The address and the seconds that it works."""
        token = links.token_of(links.Link(self.resume(identity).pk, self.user().pk), FILE_LINK)
        address = request.build_absolute_uri(reverse("api:linked-file", args=[token]))
        answer = {"url": address, "expires_in": links.SECONDS_VALID}
        return Response(FileLinkSerializer(answer).data)


class LinkedFile(ApiView):
    """The original, for whoever holds a link."""

    permission_classes = (AllowAny,)

    @extend_schema(summary="Download by link", responses={200: PDF_OR_ANY})
    def get(self, request: Request, token: str) -> HttpResponse:
        """The bytes as an attachment; 410 `link_expired` after its time, 404 for all else that is wrong.

        The user who asked for it must still be let in, and still see the résumé.
        """
        asked_by, identity = linked(request, token, FILE_LINK)
        return download(get_object_or_404(resumes_for(asked_by), pk=identity), by=asked_by)


class ResumePage(ApiView):
    """A page as people see it."""

    @extend_schema(summary="See a page", responses={(200, "image/png"): OpenApiTypes.BINARY})
    def get(self, request: Request, identity: UUID, number: int) -> HttpResponse:
        """A PNG at 100 dpi; 404 where there is no such page or no picture of it."""
        resume = self.resume(identity)
        if not 1 <= number <= page_total(resume):
            raise Http404
        picture = page_picture(resume, number)
        response = HttpResponse(picture, content_type="image/png")
        response["Cache-Control"] = "private, max-age=60"
        response["X-Content-Type-Options"] = "nosniff"
        return response


def download(resume: Resume, *, by: User) -> HttpResponse:
    """The original as a download, noted in the audit trail; 409 `not_ready` before it is fetched."""
    if not resume.storage_key:
        raise ApiError("not_ready", status=409, retry_after=int(RETRY_AFTER))
    data = files.read(resume.storage_key)
    audit.record(by, "resume.downloaded", f"resume:{resume.pk}")
    name = resume.file_name or f"{resume.pk}.{resume.kind}"
    return attachment(data, name=name, mime=MIME.get(resume.kind, "application/octet-stream"))
