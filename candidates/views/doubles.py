"""Candidates who may be one person: decided, merged, taken apart."""

from __future__ import annotations

from typing import cast
from uuid import UUID

import django_filters
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from candidates import selectors, services
from candidates.models import Duplicate, Merge
from candidates.serializers import (
    AbsorbSerializer,
    DuplicateSerializer,
    MergeSerializer,
    PersonSerializer,
)
from candidates.views.common import StaffView, valid
from config.api import Pages


class SurestFirst(Pages):
    """The likeliest pairs first."""

    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100
    ordering = ("-score", "-id")


class LastMergedFirst(Pages):
    """The last merge first."""

    page_size = 25
    ordering = ("-merged_at", "-id")


class DuplicateFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`?candidate=…&least_score=0.8`."""

    candidate = django_filters.UUIDFilter(method="of_candidate", help_text="One of the two.")
    least_score = django_filters.NumberFilter(field_name="score", lookup_expr="gte")

    class Meta:
        model = Duplicate
        fields = ("candidate", "least_score")

    def of_candidate(self, pairs: QuerySet[Duplicate], name: str, candidate: UUID) -> QuerySet[Duplicate]:
        """Those with this person."""
        return pairs.filter(Q(first=candidate) | Q(second=candidate))


class DuplicateList(StaffView, generics.ListAPIView[Duplicate]):
    """The pairs that are to be decided, the likeliest first."""

    queryset = Duplicate.objects.none()
    serializer_class = DuplicateSerializer
    filterset_class = DuplicateFilter
    pagination_class = SurestFirst

    def get_queryset(self) -> QuerySet[Duplicate]:
        """The undecided pairs."""
        return selectors.duplicate_pairs()


class DuplicateDismiss(StaffView):
    """The decision that two candidates are two people."""

    @extend_schema(summary="Say that two candidates are two people", request=None, responses={204: None})
    def post(self, request: Request, number: int) -> Response:
        """204; the pair is not shown again."""
        services.dismiss(get_object_or_404(Duplicate, pk=number), actor=self.user())
        return Response(status=204)


class CandidateMerge(StaffView):
    """One candidate becomes part of another."""

    @extend_schema(
        summary="Let another candidate become part of this one",
        description="Résumés, applications, notes, labels, stars and tags come along; a merge can be undone.",
        request=AbsorbSerializer,
        responses={201: MergeSerializer},
    )
    def post(self, request: Request, identity: UUID) -> Response:
        """201 with the merge, 409 where that is not possible."""
        candidate = self.candidate(identity)
        other = self.candidate(cast(UUID, valid(AbsorbSerializer(data=request.data))["absorb"]))
        merged = services.merge(candidate.pk, other.pk, actor=self.user())
        return Response(MergeSerializer(merged).data, status=201)


class MergeList(StaffView, generics.ListAPIView[Merge]):
    """Everybody who became part of this candidate."""

    queryset = Merge.objects.none()
    serializer_class = MergeSerializer
    pagination_class = LastMergedFirst
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Merge]:
        """The merges of this candidate."""
        return selectors.merges_of(self.candidate(self.kwargs["identity"]))


class MergeUndo(StaffView):
    """Two candidates again."""

    @extend_schema(summary="Take a merge apart", request=None, responses=PersonSerializer)
    def post(self, request: Request, number: int) -> Response:
        """Who is a candidate of their own again."""
        merged = get_object_or_404(Merge, pk=number)
        return Response(PersonSerializer(services.unmerge(merged, actor=self.user())).data)
