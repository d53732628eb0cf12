"""The résumé with the evidence of a score marked on its pages."""

from __future__ import annotations

from typing import Final, cast
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from config.api import ApiError
from config.downloads import attachment
from parsing.views.common import valid
from ranking import overlay
from ranking.serializers import Plain
from ranking.views.answers import scored
from ranking.views.exports import OwnFormat
from ranking.views.rankings import RankingView

MIME: Final[dict[overlay.Format, str]] = {"pdf": "application/pdf", "png": "image/png"}


class OverlayQuery(Plain):
    """Which format, and which page."""

    format = serializers.ChoiceField(overlay.FORMATS, default="pdf")
    page = serializers.IntegerField(
        required=False, min_value=1, help_text=f"A PNG: 1 if not said. A PDF: the first {overlay.MOST_PAGES}."
    )


class ResultOverlay(RankingView):
    """A résumé with its evidence marked."""

    content_negotiation_class = OwnFormat

    @extend_schema(
        summary="See the evidence on the résumé's pages",
        description="Each criterion has a number and a colour; a dashed box is met in part. Beside the page "
        "stands what each number asks for and gave.",
        parameters=[OverlayQuery],
        responses={(200, mime): OpenApiTypes.BINARY for mime in MIME.values()},
    )
    def get(self, request: Request, identity: UUID, number: int) -> HttpResponse:
        """The file; 403 `blind_ranking` before it is revealed who it is, 404 `no_pages`, 409 `not_ready`."""
        told = valid(OverlayQuery, request.query_params)
        kind, page = cast(overlay.Format, told["format"]), cast("int | None", told.get("page"))
        item = scored(self.item(identity, number))
        try:
            data = overlay.overlay(item, kind, page, user=self.user())
        except overlay.Blind as error:
            raise ApiError("blind_ranking", status=403) from error
        except overlay.NoPages as error:
            raise ApiError("no_pages", status=404) from error
        if kind == "pdf":
            return attachment(data, name=f"evidence-{item.pk}.pdf", mime=MIME[kind])
        response = HttpResponse(data, content_type=MIME[kind])
        response["Cache-Control"] = "no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response
