"""/metrics: what Prometheus is told. Counted from the rows when asked: every process says the same."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from candidates import syncing
from candidates.models import Candidate
from parsing.statistics import Statistics, statistics

LOOPBACK: Final = ("127.0.0.1", "::1")


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The text format. For the same machine, or with METRICS_TOKEN as bearer token; 404 for others."""
    if not may_scrape(request):
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Rows())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def may_scrape(request: HttpRequest) -> bool:
    """Whether the request carries the token, or, where there is none, comes from this machine."""
    token = settings.METRICS_TOKEN
    if not token:
        is_forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
        return request.META.get("REMOTE_ADDR") in LOOPBACK and not is_forwarded
    given = request.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


class Rows(Collector):
    """The metrics, made of the same statistics that the API and the admin show."""

    def collect(self) -> Iterator[Metric]:
        """Each metric with its samples."""
        told = statistics(last=1)
        yield from _of_parsing(told)
        yield from _of_queues(told)
        yield GaugeMetricFamily("vitae_candidates", "People.", value=Candidate.objects.count())
        yield GaugeMetricFamily(
            "vitae_index_waiting",
            "People of whom the search index has still to hear.",
            value=syncing.waiting(),
        )


def _of_parsing(told: Statistics) -> Iterator[Metric]:
    parses = CounterMetricFamily("vitae_parses", "Readings by how they stand.", labels=["status"])
    for status, count in told["parses"].items():
        parses.add_metric([status], count)
    yield parses
    yield GaugeMetricFamily("vitae_resumes", "Résumés that are kept.", value=told["resumes"])
    errors = GaugeMetricFamily(
        "vitae_errors_30_days", "Readings that ended with a code in thirty days.", labels=["code"]
    )
    for error in told["errors"]:
        errors.add_metric([error["code"]], error["count"])
    yield errors
    if told["ocr_share"] is not None:
        yield GaugeMetricFamily("vitae_ocr_share", "Share of readings with OCR.", value=told["ocr_share"])
    for name, key in (("p50", "p50_ms"), ("p95", "p95_ms")):
        times = GaugeMetricFamily(
            f"vitae_stage_seconds_{name}", f"Seconds of a stage, {name} of the newest runs.", labels=["stage"]
        )
        for stage in told["stages"]:
            times.add_metric([stage["stage"]], float(stage[key]) / 1000)  # type: ignore[literal-required]
        yield times


def _of_queues(told: Statistics) -> Iterator[Metric]:
    ready = GaugeMetricFamily("vitae_queue_ready", "Stages that wait.", labels=["queue"])
    running = GaugeMetricFamily("vitae_queue_running", "Stages that run.", labels=["queue"])
    oldest = GaugeMetricFamily(
        "vitae_queue_oldest_seconds", "Age of the oldest that waits.", labels=["queue"]
    )
    known = {queue["queue"]: queue for queue in told["queues"]}
    for name in settings.QUEUES:
        queue = known.get(name)
        ready.add_metric([name], queue["ready"] if queue else 0)
        running.add_metric([name], queue["running"] if queue else 0)
        oldest.add_metric([name], queue["oldest_seconds"] if queue else 0)
    yield from (ready, running, oldest)
    yield GaugeMetricFamily("vitae_outbox", "Tasks that were not published yet.", value=told["outbox"])
