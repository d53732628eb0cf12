"""Candidates: list them, read one."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from rest_framework import generics

from accounts.models import User
from candidates.facets.narrowing import FacetFilter
from candidates.models import Candidate
from candidates.serializers import CandidateDetailSerializer, CandidateSerializer
from config.api import ApiHeaders


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


class CandidateList(ApiHeaders, generics.ListAPIView[Candidate]):
    """Everybody who was found, newest first."""

    serializer_class = CandidateSerializer
    filterset_class = CandidateFilter

    def get_queryset(self) -> QuerySet[Candidate]:
        """The candidates that the user may see."""
        return candidates_for(self.request.user).defer("profile")


class CandidateDetail(ApiHeaders, generics.RetrieveAPIView[Candidate]):
    """One person."""

    serializer_class = CandidateDetailSerializer
    lookup_url_kwarg = "identity"

    def get_queryset(self) -> QuerySet[Candidate]:
        """The candidates that the user may see."""
        return candidates_for(self.request.user)


def candidates_for(user: object) -> QuerySet[Candidate]:
    """The people that this user may see: a candidate sees whoever was found in their own résumés."""
    if not isinstance(user, User):
        return Candidate.objects.none()
    return Candidate.objects.all() if user.sees_everything else Candidate.objects.filter(owned_by(user))


def owned_by(user: User) -> Q:
    """Found in a résumé that the user brought and that still stands."""
    return Q(pk__in=Candidate.objects.filter(resumes__owner=user, resumes__deleted_at=None).values("pk"))
