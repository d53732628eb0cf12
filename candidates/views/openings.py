"""Job profiles, labels, applications, and moves between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import cast
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from candidates import selectors, services
from candidates.facets.narrowing import SCORE_CHOICES, scored
from candidates.models import Application, JobProfile, Label, Stage
from candidates.serializers import (
    ApplicationDetailSerializer,
    ApplicationSerializer,
    JobProfileSerializer,
    LabelEditSerializer,
    LabelSerializer,
    MovedSerializer,
    MoveSerializer,
)
from candidates.views.common import StaffView, valid
from config.api import Pages


class ByName(Pages):
    """Labels from A to Z."""

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 500
    ordering = ("name", "id")


class JobProfileFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`?is_open=true&search=nurse`."""

    search = django_filters.CharFilter(field_name="title", lookup_expr="icontains", help_text="In the title.")

    class Meta:
        model = JobProfile
        fields = ("is_open", "search")


class JobProfileList(StaffView, generics.ListAPIView[JobProfile]):
    """All job profiles, newest first."""

    queryset = JobProfile.objects.none()
    serializer_class = JobProfileSerializer
    filterset_class = JobProfileFilter

    def get_queryset(self) -> QuerySet[JobProfile]:
        """Every one, with how many apply."""
        return selectors.job_profiles()

    @extend_schema(
        summary="Make a job profile", request=JobProfileSerializer, responses={201: JobProfileSerializer}
    )
    def post(self, request: Request) -> Response:
        """201 with the job profile."""
        values = valid(JobProfileSerializer(data=request.data))
        job = services.make_job_profile(values, actor=self.user())
        return Response(JobProfileSerializer(selectors.job_profiles().get(pk=job.pk)).data, status=201)


class JobProfileDetail(StaffView):
    """One job profile."""

    def job(self, identity: UUID) -> JobProfile:
        """The job profile, 404 where there is none."""
        return get_object_or_404(selectors.job_profiles(), pk=identity)

    @extend_schema(summary="Read a job profile", responses=JobProfileSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """The job profile with how many apply."""
        return Response(JobProfileSerializer(self.job(identity)).data)

    @extend_schema(
        summary="Change a job profile", request=JobProfileSerializer, responses=JobProfileSerializer
    )
    def patch(self, request: Request, identity: UUID) -> Response:
        """The job profile as changed."""
        job = self.job(identity)
        values = valid(JobProfileSerializer(job, data=request.data, partial=True))
        services.change_job_profile(job, values, actor=self.user())
        return Response(JobProfileSerializer(self.job(identity)).data)

    @extend_schema(summary="Take a job profile away with all applications to it", responses={204: None})
    def delete(self, request: Request, identity: UUID) -> Response:
        """204; the people stay."""
        services.remove_job_profile(self.job(identity), actor=self.user())
        return Response(status=204)


class LabelList(StaffView, generics.ListAPIView[Label]):
    """All labels, from A to Z."""

    queryset = Label.objects.none()
    serializer_class = LabelSerializer
    pagination_class = ByName
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Label]:
        """Every one, with how many people have it."""
        return selectors.labels()

    @extend_schema(summary="Make a label", request=LabelSerializer, responses={201: LabelSerializer})
    def post(self, request: Request) -> Response:
        """201 with the label."""
        label = services.make_label(valid(LabelSerializer(data=request.data)), actor=self.user())
        return Response(LabelSerializer(selectors.labels().get(pk=label.pk)).data, status=201)


class LabelDetail(StaffView):
    """One label."""

    def label(self, slug: str) -> Label:
        """The label, 404 where there is none."""
        return get_object_or_404(selectors.labels(), slug=slug)

    @extend_schema(summary="Read a label", responses=LabelSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """The label with how many people have it."""
        return Response(LabelSerializer(self.label(slug)).data)

    @extend_schema(summary="Change a label", request=LabelEditSerializer, responses=LabelSerializer)
    def patch(self, request: Request, slug: str) -> Response:
        """The label as changed."""
        label = self.label(slug)
        values = valid(LabelEditSerializer(label, data=request.data, partial=True))
        services.change_label(label, values, actor=self.user())
        return Response(LabelSerializer(self.label(slug)).data)

    @extend_schema(summary="Take a label away from everybody and for good", responses={204: None})
    def delete(self, request: Request, slug: str) -> Response:
        """204."""
        services.remove_label(self.label(slug), actor=self.user())
        return Response(status=204)


class ApplicationFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`?job_profile=…&candidate=…&stage=interview&score=80-100`."""

    candidate = django_filters.UUIDFilter(field_name="candidate_id")
    job_profile = django_filters.UUIDFilter(field_name="job_profile_id")
    stage = django_filters.MultipleChoiceFilter(choices=Stage.choices, help_text="May be repeated.")
    score = django_filters.MultipleChoiceFilter(
        choices=SCORE_CHOICES, method="with_score", help_text="May be repeated."
    )

    class Meta:
        model = Application
        fields = ("candidate", "job_profile", "stage", "score")

    def with_score(
        self, applications: QuerySet[Application], name: str, scores: Sequence[str]
    ) -> QuerySet[Application]:
        """Those to which the newest ranking gave so many points."""
        return scored(applications, scores)


class ApplicationList(StaffView, generics.ListAPIView[Application]):
    """All applications, newest first."""

    queryset = Application.objects.none()
    serializer_class = ApplicationSerializer
    filterset_class = ApplicationFilter

    def get_queryset(self) -> QuerySet[Application]:
        """Every one, with person and job profile."""
        return selectors.applications()


class ApplicationDetail(StaffView):
    """One application."""

    @extend_schema(summary="Read an application", responses=ApplicationDetailSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """The application with its history."""
        application = get_object_or_404(selectors.applications(), pk=identity)
        application.history = list(selectors.history_of(application))  # type: ignore[attr-defined]
        return Response(ApplicationDetailSerializer(application).data)

    @extend_schema(summary="Take an application away with its history", responses={204: None})
    def delete(self, request: Request, identity: UUID) -> Response:
        """204; the person and the job profile stay."""
        application = get_object_or_404(Application, pk=identity)
        services.end_application(application, actor=self.user())
        return Response(status=204)


class ApplicationMove(StaffView):
    """Moves of one or of thousands."""

    @extend_schema(
        summary="Move people between job profiles, stages and labels",
        request=MoveSerializer,
        responses=MovedSerializer,
    )
    def post(self, request: Request) -> Response:
        """What was done; people who are not there are left out."""
        sent = valid(MoveSerializer(data=request.data))
        move = services.Move(
            job_profile=self.job(sent.get("job_profile")),
            stage=str(sent.get("stage") or ""),
            from_job_profile=self.job(sent.get("from_job_profile")),
            label=self.label(sent.get("label")),
            from_label=self.label(sent.get("from_label")),
        )
        people = cast("list[UUID]", sent["candidates"])
        return Response(MovedSerializer(asdict(services.move(people, move, actor=self.user()))).data)

    def job(self, identity: object) -> JobProfile | None:
        """The job profile that is named, 404 where there is none of that id."""
        return get_object_or_404(JobProfile, pk=identity) if identity else None

    def label(self, slug: object) -> Label | None:
        """The label that is named, 404 where there is none."""
        return get_object_or_404(Label, slug=slug) if slug else None
