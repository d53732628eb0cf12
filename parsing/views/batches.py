"""Batches: many files, archives or addresses at once; how far they are, and each of their members."""

from __future__ import annotations

from typing import Final, cast
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import MayUseAsStaff
from config.api import Pages
from parsing import services
from parsing.models import Batch, BatchItem, Lane
from parsing.progress import progress_of_batch
from parsing.selectors import batches_for, items_of
from parsing.serializers import (
    BatchBesideFiles,
    BatchFromAddresses,
    BatchFromFiles,
    BatchItemSerializer,
    BatchProgressSerializer,
    BatchSerializer,
)
from parsing.views.common import (
    IDEMPOTENCY_KEY,
    ApiView,
    Made,
    accepted,
    answer_once,
    content_of,
    files_in,
    listed,
    progressing,
    valid,
)

WAIT: Final = OpenApiParameter(
    "wait",
    OpenApiTypes.BOOL,
    description="Answer when a small batch is done (at most BATCH_SYNC_MAX items), 202 if it takes too long.",
)


class InOrder(Pages):
    """The members of a batch, first to last."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = ("number",)


class BatchView(ApiView):
    """A view for those who see everybody's résumés."""

    permission_classes = (MayUseAsStaff,)

    def batch(self, identity: UUID) -> Batch:
        """The batch, its items counted; 404 where there is none that this user may see."""
        return get_object_or_404(batches_for(self.user()), pk=identity)


class BatchReceivingView(BatchView):
    """A view that takes a batch in."""

    parser_classes = (MultiPartParser, FormParser, JSONParser)
    throttle_scope = "uploads"

    def make(self, request: Request) -> Made:
        """Take everything in."""
        sent = files_in(request, "files", "file")
        shape = BatchBesideFiles if sent else BatchFromAddresses
        told = valid(shape, said_in(request))
        batch = services.create_batch(
            self.user(),
            files=(content_of(file) for file in sent),
            addresses=cast(list[str], told["addresses"]),
            name=str(told["name"]),
        )
        return Made(batch.pk, 202)


class BatchList(BatchReceivingView, generics.ListAPIView[Batch]):
    """All batches, and the place to bring one."""

    queryset = Batch.objects.none()
    serializer_class = BatchSerializer

    def get_queryset(self) -> QuerySet[Batch]:
        """The batches that the user may see."""
        return batches_for(self.user())

    @extend_schema(
        summary="Bring a batch",
        description="Files, zip archives of files, addresses, or all. One bad member never fails all.",
        request={"multipart/form-data": BatchFromFiles, "application/json": BatchFromAddresses},
        responses={202: BatchSerializer, 200: BatchSerializer},
        parameters=[IDEMPOTENCY_KEY, WAIT],
    )
    def post(self, request: Request) -> Response:
        """202 at once; 200 with `wait` when all of a small batch was done in time."""
        made = answer_once(request, lambda: self.make(request))
        if wants_to_wait(request) and wait_for(self.batch(made.id)):
            made = made._replace(status=200)
        location = reverse("api:batch-status", args=[made.id])
        return accepted(made, BatchSerializer(self.batch(made.id)).data, location)


class BatchDetail(BatchView):
    """One batch."""

    @extend_schema(summary="Read a batch", responses=BatchSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """The batch and how far it is."""
        return Response(BatchSerializer(self.batch(identity)).data)


class BatchStatus(BatchView):
    """How far a batch is."""

    @extend_schema(summary="Ask how far a batch is", responses=BatchProgressSerializer)
    def get(self, request: Request, identity: UUID) -> Response:
        """The progress, its items counted by state."""
        return progressing(progress_of_batch(self.batch(identity)))


class BatchItems(BatchView, generics.ListAPIView[BatchItem]):
    """The members of a batch."""

    serializer_class = BatchItemSerializer
    pagination_class = InOrder
    filter_backends = ()

    def get_queryset(self) -> QuerySet[BatchItem]:
        """Its items in their order."""
        return items_of(self.batch(self.kwargs["identity"]))


class BatchCancel(BatchView):
    """No more of it."""

    @extend_schema(summary="Stop a batch", request=None, responses=BatchSerializer)
    def post(self, request: Request, identity: UUID) -> Response:
        """200; members that are at their end stay as they are."""
        services.cancel_batch(self.batch(identity), actor=self.user())
        return Response(BatchSerializer(self.batch(identity)).data)


def said_in(request: Request) -> dict[str, object]:
    """What a form or a JSON body says beside its files."""
    if isinstance(request.data, QueryDict):
        name = request.data.get("name", "")
        return {"name": name if isinstance(name, str) else "", **listed(request.data, "addresses")}
    return request.data if isinstance(request.data, dict) else {}


def wants_to_wait(request: Request) -> bool:
    """Whether `?wait=true`."""
    return request.query_params.get("wait", "").lower() in {"1", "true", "yes"}


def wait_for(batch: Batch) -> bool:
    """Whether the batch is small and all of it was read while we waited."""
    parses = [item.parse for item in items_of(batch)[: settings.BATCH_SYNC_MAX + 1]]
    if len(parses) > settings.BATCH_SYNC_MAX or batch.lane != Lane.INTERACTIVE:
        return False
    return services.read_now(parse for parse in parses if parse is not None)
