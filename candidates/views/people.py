"""Candidates: list them, read one, correct what was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast
from uuid import UUID

import django_filters
from django.db.models import Q, QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import MayUse, MayUseAsStaff
from candidates import services
from candidates.facets.narrowing import FacetFilter
from candidates.fields import Json
from candidates.models import Candidate, FieldEdit
from candidates.selectors import candidates_for, marked, standing_of
from candidates.serializers import (
    CandidateDetailSerializer,
    CandidateEditSerializer,
    DecisionSerializer,
    DifferenceSerializer,
    ListedCandidateSerializer,
)
from candidates.views.common import PeopleView, StaffView, valid


class CandidateFilter(FacetFilter):
    """`?search=ann&country_code=CH`, and everything that the filters of job profiles and labels tell."""

    search = django_filters.CharFilter(method="with_words", help_text="In name, title, employer or e-mail.")

    class Meta:
        model = Candidate
        fields = ("search", "country_code")

    def with_words(self, candidates: QuerySet[Candidate], name: str, text: str) -> QuerySet[Candidate]:
        """Those in whose plain fields the text stands."""
        fields = ("name", "current_title", "current_employer", "email")
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__icontains": text})
        return candidates.filter(found)


class CandidateList(PeopleView, generics.ListAPIView[Candidate]):
    """Everybody who was found, newest first."""

    queryset = Candidate.objects.none()  # tells the schema what the list is of
    serializer_class = ListedCandidateSerializer
    filterset_class = CandidateFilter

    def get_queryset(self) -> QuerySet[Candidate]:
        """The candidates that the user may see."""
        return marked(candidates_for(self.user()).defer("profile", "skill_names"), self.user())


class CandidateDetail(PeopleView):
    """One person."""

    def get_permissions(self) -> list[MayUse]:
        """Candidates read of themselves; what was read is corrected by colleagues."""
        return [MayUse() if self.request.method in SAFE_METHODS else MayUseAsStaff()]

    @extend_schema(summary="Read a candidate", responses=CandidateDetailSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """The person, for colleagues with how they stand with us."""
        return self.answer(identity)

    @extend_schema(
        summary="Correct a candidate",
        description="What is sent is shown from now on, whatever is read later; `diff/` tells what that was.",
        request=CandidateEditSerializer,
        responses=CandidateDetailSerializer,
    )
    def patch(self, request: Request, identity: UUID) -> Response:
        """The person as corrected."""
        candidate = self.candidate(identity)
        changes = dict(corrections(valid(CandidateEditSerializer(data=request.data))))
        try:
            services.edit(candidate.pk, changes, actor=self.user())
        except services.NotEditable as error:
            raise ValidationError(error.faults) from error
        return self.answer(identity)

    @extend_schema(
        summary="Erase a candidate who came without a résumé",
        description="Whoever stands in résumés goes with the last of them.",
        responses={204: None},
    )
    def delete(self, request: Request, identity: UUID) -> Response:
        """204, or 409 while there are résumés."""
        services.erase(self.candidate(identity).pk, actor=self.user())
        return Response(status=204)

    def answer(self, identity: UUID) -> Response:
        """The person as they are now."""
        candidate = self.candidate(identity)
        if self.user().sees_everything:
            candidate.standing = standing_of(candidate, self.user())  # type: ignore[attr-defined]
        return Response(CandidateDetailSerializer(candidate).data)


class CandidateDiff(StaffView):
    """What a person corrected, beside what is read."""

    @extend_schema(summary="Compare corrections with what is read", responses=DifferenceSerializer(many=True))
    def get(self, request: Request, identity: UUID) -> Response:
        """Every corrected field, conflicts first."""
        return self.answer(self.candidate(identity))

    @extend_schema(
        summary="Decide a corrected field",
        request=DecisionSerializer,
        responses=DifferenceSerializer(many=True),
    )
    def post(self, request: Request, identity: UUID) -> Response:
        """The fields that are still corrected."""
        candidate = self.candidate(identity)
        decided = valid(DecisionSerializer(data=request.data))
        decide = services.keep if decided["choice"] == "ours" else services.accept
        try:
            decide(candidate.pk, str(decided["field"]), actor=self.user())
        except FieldEdit.DoesNotExist as error:
            raise Http404 from error
        return self.answer(candidate)

    def answer(self, candidate: Candidate) -> Response:
        """The differences as they are now."""
        return Response(DifferenceSerializer(services.differences(candidate), many=True).data)


def corrections(sent: Mapping[str, object]) -> Iterator[tuple[str, Json]]:
    """The fields in what was sent, those of the profile as `profile.work` and `profile.basics.summary`."""
    for name, value in sent.items():
        if name in {"profile", "profile.basics"} and isinstance(value, Mapping):
            yield from corrections({f"{name}.{key}": inner for key, inner in value.items()})
        else:
            yield name, cast(Json, value)
