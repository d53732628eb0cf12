"""Jobs from files and web pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from candidates.selectors import job_profiles
from candidates.serializers import JobProfileSerializer
from parsing.views.common import (
    IDEMPOTENCY_KEY,
    Made,
    accepted,
    answer_once,
    content_of,
    files_in,
    text_in,
)
from ranking import jobs
from ranking.criteria.posting import LONGEST
from ranking.selectors import file_of
from ranking.serializers import JobFileSerializer, Plain
from ranking.views.criteria import JobView


class JobFromFile(Plain):
    """An advertisement as a file of any kind that is read here."""

    file = serializers.FileField()
    title = serializers.CharField(max_length=jobs.LONGEST_TITLE, required=False, allow_blank=True, default="")


class JobFromText(Plain):
    """An advertisement's text; or a web page with a JobPosting (schema.org), or that alone as JSON-LD."""

    text = serializers.CharField(max_length=LONGEST, required=False)
    posting = serializers.CharField(max_length=LONGEST, required=False)
    title = serializers.CharField(max_length=jobs.LONGEST_TITLE, required=False, allow_blank=True, default="")

    def validate(self, attributes: dict[str, Any]) -> dict[str, Any]:
        """One of the two."""
        if ("text" in attributes) == ("posting" in attributes):
            raise ValidationError("Send `text` or `posting`, or a `file`.")
        return attributes


class JobImport(JobView):
    """Jobs that stand elsewhere."""

    parser_classes = (MultiPartParser, FormParser, JSONParser)
    throttle_scope = "uploads"

    @extend_schema(
        summary="Make a job from a file, a text or a web page",
        description="A file is read by a worker: ask `jobs/{id}/file/` how far it is.",
        request={"multipart/form-data": JobFromFile, "application/json": JobFromText},
        responses={201: JobProfileSerializer, 202: JobProfileSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request: Request) -> Response:
        """202 for a file, 201 for a text or a page; 400 where the page has no JobPosting."""
        made = answer_once(request, lambda: self.make(request))
        job = job_profiles().get(pk=made.id)
        location = reverse("api:job" if made.status == 201 else "api:job-file", args=[job.pk])
        return accepted(made, JobProfileSerializer(job).data, location)

    def make(self, request: Request) -> Made:
        """Make the job."""
        if files := files_in(request, "file"):
            title = text_in(request, "title")[: jobs.LONGEST_TITLE]
            row = jobs.from_file(*content_of(files[0]), title=title, actor=self.user())
            return Made(row.job_profile_id, 202)
        checked = JobFromText(data=request.data)
        checked.is_valid(raise_exception=True)
        told = checked.validated_data
        if "text" in told:
            return Made(jobs.from_text(told["text"], title=told["title"], actor=self.user()).pk, 201)
        try:
            return Made(jobs.from_posting(told["posting"], actor=self.user()).pk, 201)
        except jobs.NoPosting as error:
            raise ValidationError({"posting": "There is no JobPosting in this."}) from error


class JobFileDetail(JobView):
    """The file that a job came in."""

    @extend_schema(summary="Ask how far the reading of a job's file is", responses=JobFileSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """Its state; 404 for a job that came in no file."""
        row = file_of(self.job(identity))
        if row is None:
            raise Http404
        headers = {} if row.is_final else {"Retry-After": "1"}
        return Response(JobFileSerializer(row).data, headers=headers)
