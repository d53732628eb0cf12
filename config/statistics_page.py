"""The admin's page of statistics."""

from __future__ import annotations

from typing import Final

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse

from config.charts import Bar, level_bars, stacked_bars
from parsing.statistics import InPeriod, Period, Statistics, statistics

LAST: Final[dict[Period, int]] = {"day": 30, "week": 26, "month": 24}
ENDINGS: Final = ("done", "partial", "failed", "cancelled", "open")


def statistics_page(request: HttpRequest) -> TemplateResponse:
    """How much was read by day, week or month; times, queues and errors."""
    asked = request.GET.get("period", "day")
    period: Period = asked if asked in LAST else "day"
    told = statistics(period, last=LAST[period])
    context = {
        **admin.site.each_context(request),
        "title": "Statistics",
        "told": told,
        "periods": list(LAST),
        "endings": ENDINGS,
        "read_chart": read_chart(told),
        "time_chart": time_chart(told),
        "queue_chart": queue_chart(told),
    }
    return TemplateResponse(request, "admin/statistics.html", context)


def read_chart(told: Statistics) -> str:
    """Readings by how they ended."""
    shape = "%b %Y" if told["period"] == "month" else "%d %b"
    bars = [Bar(row["begin"].strftime(shape), _endings(row)) for row in told["periods"]]
    return stacked_bars(f"Readings by {told['period']}", bars)


def time_chart(told: Statistics) -> str:
    """Median and 95th percentile of each stage."""
    bars = [Bar(row["stage"], {"p50": row["p50_ms"], "p95": row["p95_ms"]}) for row in told["stages"]]
    return level_bars("Time per stage", bars, unit="ms")


def queue_chart(told: Statistics) -> str:
    """What waits and runs."""
    bars = [Bar(row["queue"], {"ready": row["ready"], "running": row["running"]}) for row in told["queues"]]
    return level_bars("Queues", bars, unit="")


def _endings(row: InPeriod) -> dict[str, float]:
    return {ending: float(row[ending]) for ending in ENDINGS}
