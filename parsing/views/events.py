"""Progress as server-sent events. Needs ASGI: under WSGI the events would all come at the end.

The rows are asked again and again; an event is sent when the answer has changed. Its id names exactly that
progress, so that a browser that comes back (Last-Event-ID) is told only what is new.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import close_old_connections, connection
from django.db.models import F
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from accounts.permissions import MayUseAsStaff
from parsing.models import Parse
from parsing.progress import Progress, digest_of, progress_of, progress_of_batch
from parsing.selectors import batches_for
from parsing.views.common import ApiView

RECONNECT_MS: Final = 2000
ASKING_THREADS: Final = 4
asking: Final = ThreadPoolExecutor(ASKING_THREADS, thread_name_prefix="events")
"""All streams of this process share these threads, and their connections to the database."""
LAST_EVENT_ID: Final = OpenApiParameter(
    "Last-Event-ID", OpenApiTypes.STR, OpenApiParameter.HEADER, description="The last event that was seen."
)
STREAM: Final = {
    (200, "text/event-stream"): OpenApiResponse(
        OpenApiTypes.STR,
        description="`event: progress` at each change, one `event: end`; data is the progress.",
    )
}
Ask = Callable[[], Progress]


class AnyAccept(BaseContentNegotiation):
    """Browsers ask for text/event-stream, which no renderer offers; problems stay JSON."""

    def select_parser(self, request: Request, parsers: list[BaseParser]) -> BaseParser:  # type: ignore[override]
        """The first."""
        return parsers[0]

    def select_renderer(  # type: ignore[override]
        self, request: Request, renderers: list[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """JSON, for problems."""
        return JSONRenderer(), "application/json"


class EventView(ApiView):
    """A view that streams progress until its end."""

    content_negotiation_class = AnyAccept

    def stream(self, request: Request, ask: Ask) -> StreamingHttpResponse:
        """The response, its first event sent at once."""
        seen = request.headers.get("Last-Event-ID", "")
        if not connection.in_atomic_block:
            # Django would keep this thread's connection for as long as the stream lasts.
            connection.close()
        response = StreamingHttpResponse(events(ask, seen), content_type="text/event-stream")
        response["Cache-Control"] = "no-store"
        response["X-Accel-Buffering"] = "no"
        return response


class ResumeEvents(EventView):
    """The progress of one résumé."""

    @extend_schema(summary="Follow a résumé", parameters=[LAST_EVENT_ID], responses=STREAM)
    def get(self, request: Request, identity: UUID) -> StreamingHttpResponse:
        """Events until the résumé is read, failed or cancelled."""
        resume = self.resume(identity)
        return self.stream(request, lambda: progress_of(_latest_parse(resume.pk)))


class BatchEvents(EventView):
    """The progress of a batch."""

    permission_classes = (MayUseAsStaff,)

    @extend_schema(summary="Follow a batch", parameters=[LAST_EVENT_ID], responses=STREAM)
    def get(self, request: Request, identity: UUID) -> StreamingHttpResponse:
        """Events until every item is at its end."""
        batches, user = batches_for(self.user()), self.user()
        get_object_or_404(batches, pk=identity)
        return self.stream(request, lambda: progress_of_batch(batches_for(user).get(pk=identity)))


async def events(ask: Ask, seen: str = "") -> AsyncIterator[str]:
    """Server-sent events of what `ask` answers, until it is final. Comments keep proxies awake."""
    begun = last_sent = time.monotonic()
    yield f"retry: {RECONNECT_MS}\n\n"
    while time.monotonic() - begun < settings.EVENTS_MAX_SECONDS:
        try:
            progress = await _answer(ask)
        except ObjectDoesNotExist:
            yield event("gone", "", {})
            return
        name = digest_of(progress)
        if name != seen or progress["is_final"]:
            yield event("end" if progress["is_final"] else "progress", name, progress)
            seen, last_sent = name, time.monotonic()
        elif time.monotonic() - last_sent >= settings.EVENTS_HEARTBEAT_SECONDS:
            yield ": still here\n\n"
            last_sent = time.monotonic()
        if progress["is_final"]:
            return
        await asyncio.sleep(settings.EVENTS_POLL_SECONDS)


def event(kind: str, name: str, data: object) -> str:
    """One event as the standard writes it; JSON has no line breaks that could split it."""
    return f"id: {name}\nevent: {kind}\ndata: {json.dumps(data)}\n\n"


async def _answer(ask: Ask) -> Progress:
    """What `ask` answers, from a pool of threads: a stream holds no thread and no connection."""

    def in_thread() -> Progress:
        close_old_connections()
        try:
            return ask()
        finally:
            close_old_connections()

    return await sync_to_async(in_thread, thread_sensitive=False, executor=asking)()


def _latest_parse(resume_id: UUID) -> Parse:
    """The résumé's latest reading without what was read; DoesNotExist when the résumé was deleted."""
    light = Parse.objects.select_related("resume").defer("profile", "findings", "timings")
    return light.get(resume_id=resume_id, resume__deleted_at=None, resume__latest_parse_id=F("pk"))
