"""The filters of a job profile and of a label."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.permissions import MayUseAsStaff
from candidates import caches
from candidates.facets.members import Subject
from candidates.models import Label
from config.api import ApiHeaders


class PartSerializer(serializers.Serializer[object]):
    """A part of a value."""

    value = serializers.CharField()
    title = serializers.CharField()
    count = serializers.IntegerField()


class FilterValueSerializer(PartSerializer):
    """What can be chosen, and how many people that leaves; `values` are its parts, such as sub-ranges."""

    values = PartSerializer(many=True, required=False)


class FilterSerializer(serializers.Serializer[object]):
    """One filter; `name` is the parameter of the list of candidates that its values are for."""

    name = serializers.CharField()
    title = serializers.CharField()
    values = FilterValueSerializer(many=True)
    more = serializers.IntegerField(help_text="Values that are not told, being less frequent.")


class FiltersSerializer(serializers.Serializer[object]):
    """All filters, exact when they were asked for; they hold as long as `generation` stays."""

    generation = serializers.IntegerField()
    total = serializers.IntegerField(help_text="People in all.")
    filters = FilterSerializer(many=True)


class FiltersView(ApiHeaders):
    """Filters as an answer."""

    permission_classes = (MayUseAsStaff,)

    def answer(self, request: Request, subject: Subject) -> Response:
        """The filters of a subject with this user's marks; 404 where there is none."""
        counted = caches.filters_of(subject)
        if counted is None or not isinstance(request.user, User):
            raise Http404
        marks = caches.marks_of(subject, request.user, total=counted["total"])
        return Response({**counted, "filters": [*counted["filters"], *marks]})


class JobProfileFilters(FiltersView):
    """Of a job profile."""

    @extend_schema(summary="Ask what applicants can be filtered by", responses=FiltersSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """Each filter with its values and how many applicants each value leaves."""
        return self.answer(request, Subject("job_profile", str(identity)))


class LabelFilters(FiltersView):
    """Of a label."""

    @extend_schema(summary="Ask what people with a label can be filtered by", responses=FiltersSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """Each filter with its values and how many people each value leaves."""
        label = get_object_or_404(Label.objects.only("pk"), slug=slug)
        return self.answer(request, Subject("label", str(label.pk)))
