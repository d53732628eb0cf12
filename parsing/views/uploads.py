"""Direct upload to S3: ask for a signed form, post the file there, say that it is done."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from parsing import services, uploads
from parsing.serializers import CompletedUpload, ReceivedSerializer, UploadFormSerializer
from parsing.views.common import IDEMPOTENCY_KEY, Made, answer_once, valid
from parsing.views.resumes import ReceivingView


class UploadList(ReceivingView):
    """Signed forms."""

    @extend_schema(
        summary="Ask for a direct upload to S3", request=None, responses={201: UploadFormSerializer}
    )
    def post(self, request: Request) -> Response:
        """201 with the form; 409 `storage_is_local` where files are kept on this server."""
        identity = uuid4()
        form = uploads.presign(self.user().pk, identity, max_bytes=settings.LIMITS["max_bytes"])
        answer = {
            "id": identity,
            "url": form["url"],
            "form_fields": form["fields"],
            "complete": reverse("api:upload-complete", args=[identity]),
            "expires_in": uploads.SECONDS_VALID,
        }
        return Response(UploadFormSerializer(answer).data, status=201)


class UploadComplete(ReceivingView):
    """The end of a direct upload."""

    @extend_schema(
        summary="Say that the upload is done",
        request=CompletedUpload,
        responses={202: ReceivedSerializer, 200: ReceivedSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request: Request, identity: UUID) -> Response:
        """As after an upload to us; 422 `source_missing` when nothing was uploaded."""
        return self.received(answer_once(request, lambda: self.take(request, identity)))

    def take(self, request: Request, identity: UUID) -> Made:
        """Take the uploaded object in, and remove it from where it waited."""
        name, owner = str(valid(CompletedUpload, request.data)["file_name"]), self.user()
        data = uploads.take(owner.pk, identity, max_bytes=settings.LIMITS["max_bytes"])
        received = services.receive(owner, name, data)
        uploads.drop(owner.pk, identity)
        return Made(received.resume.pk, 200 if received.is_duplicate else 202)
