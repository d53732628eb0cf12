"""Rankings as files, and the résumé with its evidence marked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from django.http import FileResponse, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from config.api import ApiError
from config.downloads import attached_file
from parsing.views.common import valid
from ranking import exports
from ranking.serializers import Plain
from ranking.views.rankings import RETRY_SECONDS, RankingView


class OwnFormat(DefaultContentNegotiation):
    """Leaves `?format=` to the view."""

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> list[BaseRenderer]:
        """All of them, for what is refused."""
        return list(renderers)


class ExportQuery(Plain):
    """Which format."""

    format = serializers.ChoiceField(exports.FORMATS, default="xlsx")


class RankingExport(RankingView):
    """A ranking as a file."""

    content_negotiation_class = OwnFormat

    @extend_schema(
        summary="Take a ranking along",
        description="One row a candidate, one column a criterion, the best first; those without a score "
        f"stand at the end. A PDF has the first {exports.MOST_PRINTED}. Blind rankings tell no names.",
        parameters=[ExportQuery],
        responses={(200, mime.partition(";")[0]): OpenApiTypes.BINARY for mime in exports.MIME.values()},
    )
    def get(self, request: Request, identity: UUID) -> HttpResponse | FileResponse:
        """The file; 409 `not_ready` while the ranking runs."""
        kind = cast(exports.Format, valid(ExportQuery, request.query_params)["format"])
        ranking = self.ranking(identity)
        if not ranking.is_final:
            raise ApiError("not_ready", status=409, retry_after=RETRY_SECONDS)
        file = exports.export(ranking, kind, actor=self.user())
        return attached_file(file, name=f"ranking-{ranking.pk}.{kind}", mime=exports.MIME[kind])
