"""How drf-spectacular describes our API: every refusal is a problem, every request may carry an id."""

from __future__ import annotations

from typing import Literal

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from accounts.authentication import ApiKeyAuthentication


class FieldErrorSerializer(serializers.Serializer[object]):
    """What is wrong with one field of the request."""

    field = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[object]):
    """RFC 9457 problem details. `code` is stable; `type` is an address that explains it."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    request_id = serializers.CharField()
    suggestions = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="With skill_unknown: what might be meant."
    )

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        """The fields; `errors` is added here because a serializer has a property of that name."""
        return {**super().get_fields(), "errors": FieldErrorSerializer(many=True, required=False)}


PROBLEM = OpenApiResponse(ProblemSerializer, description="A problem (RFC 9457).")


class ProblemSchema(AutoSchema):
    """Adds to every operation the one answer that all of them share: `default`, a problem."""

    def _get_response_bodies(
        self, direction: Literal["request", "response"] = "response"
    ) -> dict[str, object]:
        bodies: dict[str, object] = super()._get_response_bodies(direction)
        bodies["default"] = self._get_response_for_code(PROBLEM, "default", ["application/problem+json"])  # type: ignore[no-untyped-call]
        return bodies


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema describes it."""

    target_class = ApiKeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """OpenAPI's words for a bearer token."""
        return {"type": "http", "scheme": "bearer", "description": "An API key: `Bearer vitae_…`."}
