"""The shapes of candidates."""

from __future__ import annotations

from rest_framework import serializers

from candidates.models import Candidate


class CandidateSerializer(serializers.ModelSerializer[Candidate]):
    """A person in a list."""

    class Meta:
        model = Candidate
        fields = (
            "id",
            "name",
            "headline",
            "email",
            "phone",
            "city",
            "country_code",
            "current_title",
            "current_employer",
            "experience_months_min",
            "experience_months_max",
            "as_of",
            "skills",
            "created_at",
        )
        read_only_fields = fields


class CandidateDetailSerializer(CandidateSerializer):
    """A person with everything that was read, as JSON Resume; a résumé's result says where it stands."""

    class Meta(CandidateSerializer.Meta):
        fields = (*CandidateSerializer.Meta.fields, "profile", "updated_at")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]
