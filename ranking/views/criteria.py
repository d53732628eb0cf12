"""What jobs ask for: read from the advertisement, edited, looked at before anybody is ranked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import MayUseAsStaff
from candidates.models import JobProfile
from config.api import ApiError
from parsing.views.common import ApiView, valid
from ranking import criteria_versions
from ranking.criteria_versions import NoCriteria, NoText
from ranking.models import CriteriaVersion
from ranking.scoring.packing import CriteriaError
from ranking.selectors import versions_of
from ranking.serializers import (
    CriteriaChange,
    CriteriaSerializer,
    JobCriteriaSerializer,
    NewCriteria,
    Plain,
)


class HowExtracted(Plain):
    """Who reads the job's text."""

    propose = serializers.BooleanField(
        default=False, help_text="Also ask the language model, if settings name one (docs/llm.md)."
    )


class JobView(ApiView):
    """A view of one job."""

    permission_classes = (MayUseAsStaff,)

    def job(self, identity: UUID) -> JobProfile:
        """The job, 404 where there is none."""
        return get_object_or_404(JobProfile, pk=identity)


class JobCriteria(JobView):
    """The criteria of a job."""

    @extend_schema(summary="Read what a job asks for", responses=JobCriteriaSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """The newest criteria, and all versions there are; 404 before there are any."""
        job = self.job(identity)
        return self.answer(newest(job))

    @extend_schema(
        summary="Read criteria from a job's text",
        request=None,
        parameters=[HowExtracted],
        responses={201: JobCriteriaSerializer},
    )
    def post(self, request: Request, identity: UUID) -> Response:
        """201 with a new version; 409 `not_ready` where the job has no text."""
        told = valid(HowExtracted, request.query_params)
        try:
            version = criteria_versions.extract(
                self.job(identity), propose=bool(told["propose"]), actor=self.user()
            )
        except NoText as error:
            raise ApiError("not_ready", status=409, detail="The job has no text yet.") from error
        return self.answer(version, status=201)

    @extend_schema(
        summary="Write what a job asks for", request=NewCriteria, responses={201: JobCriteriaSerializer}
    )
    def put(self, request: Request, identity: UUID) -> Response:
        """201 with a new version; 400 with a JSON pointer at what is wrong."""
        told = valid(NewCriteria, request.data)
        with mistakes("/criteria"):
            version = criteria_versions.edit(self.job(identity), told["criteria"], actor=self.user())
        return self.answer(version, status=201)

    @extend_schema(
        summary="Change what a job asks for",
        request=CriteriaChange,
        responses={201: JobCriteriaSerializer},
    )
    def patch(self, request: Request, identity: UUID) -> Response:
        """201 with a new version in which some criteria are others; 404 before there are any."""
        checked = CriteriaChange(data=request.data)
        checked.is_valid(raise_exception=True)
        told = checked.validated_data
        job = self.job(identity)
        with mistakes(), missing():
            version = criteria_versions.change(
                job, changes=told["changes"], remove=told["remove"], added=told["add"], actor=self.user()
            )
        return self.answer(version, status=201)

    def answer(self, version: CriteriaVersion, status: int = 200) -> Response:
        """The version among all there are."""
        context = {"versions": versions_of(version.job_profile)}
        return Response(JobCriteriaSerializer(version, context=context).data, status=status)


class JobCriteriaVersion(JobView):
    """One version of the criteria of a job."""

    @extend_schema(
        summary="Read a version of what a job asks for",
        operation_id="jobs_criteria_version_retrieve",
        responses=CriteriaSerializer,
    )
    def get(self, request: Request, identity: UUID, number: int) -> Response:
        """The version; it never changes."""
        return Response(CriteriaSerializer(newest(self.job(identity), number)).data)


def newest(job: JobProfile, number: int | None = None) -> CriteriaVersion:
    """The newest version, or the one of this number; 404 where there is none."""
    with missing():
        return criteria_versions.current(job, number)


@contextmanager
def missing() -> Iterator[None]:
    """No criteria, as the API says it."""
    try:
        yield
    except NoCriteria as error:
        raise NotFound from error


@contextmanager
def mistakes(within: str = "") -> Iterator[None]:
    """Criteria that cannot be read, as the API says it: `field` is the pointer."""
    try:
        yield
    except CriteriaError as error:
        detail = ErrorDetail(error.message, "criteria")
        raise ValidationError({f"{within}{error.pointer}" or "/": [detail]}) from error
