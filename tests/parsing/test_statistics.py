"""Statistics: what the rows say, by day, week and month."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from parsing.models import Page, Parse, Resume, StageRun
from parsing.statistics import (
    error_counts,
    ocr_share,
    parsed_by,
    percentile,
    queue_states,
    stage_times,
    statistics,
)
from tests.people import person

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 18, 12, tzinfo=UTC)


def reading(status: str = "done", *, days_ago: int = 0, code: str = "") -> Parse:
    """A reading that was begun so many days ago."""
    resume = Resume.objects.create(owner=person("alice"), scope="x", file_name="cv.pdf")
    return Parse.objects.create(
        resume=resume,
        pipeline_version="1",
        status=status,
        error_code=code,
        queued_at=timezone.now() - timedelta(days=days_ago),
    )


@pytest.mark.parametrize(
    ("values", "share", "found"),
    [([5], 0.5, 5), ([1, 2, 3], 0.5, 2), ([1, 2, 3, 4], 0.5, 2.5), (range(101), 0.95, 95), ([7, 7], 0.95, 7)],
)
def test_percentiles_lie_between_their_neighbours(values, share, found):
    assert percentile(list(values), share) == found


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("period", "begins", "done"),
    [
        ("day", [date(2026, 3, 16), date(2026, 3, 17), date(2026, 3, 18)], [0, 1, 2]),
        ("week", [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)], [0, 1, 3]),
        ("month", [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)], [0, 1, 4]),
    ],
)
def test_readings_are_counted_by_period(period, begins, done):
    for days_ago in (0, 0, 1, 5, 20, 400):
        reading(days_ago=days_ago)
    reading("failed", code="encrypted")
    reading("queued")
    reading("running")
    rows = parsed_by(period, last=3)
    assert [row["begin"] for row in rows] == begins
    assert [row["done"] for row in rows] == done
    assert (rows[-1]["failed"], rows[-1]["open"]) == (1, 2)


def test_times_are_those_of_stages_that_ended_well():
    parse = reading()
    for number, milliseconds in enumerate((10.0, 20.0, 30.0), start=1):
        StageRun.objects.create(
            parse=parse, stage="ocr", page=number, state="done", milliseconds=milliseconds
        )
    StageRun.objects.create(parse=parse, stage="ocr", page=9, state="failed", milliseconds=9000.0)
    StageRun.objects.create(parse=parse, stage="convert", state="done", milliseconds=4.0)
    assert [row["stage"] for row in stage_times()] == ["convert", "ocr"]
    assert stage_times()[1] == {"stage": "ocr", "runs": 3, "p50_ms": 20.0, "p95_ms": 29.0}


def test_queues_tell_depth_and_age():
    parse = reading("running")
    old = timezone.now() - timedelta(seconds=90)
    StageRun.objects.create(parse=parse, stage="convert", state="ready", queue="parsing", created_at=old)
    StageRun.objects.create(parse=parse, stage="lines", state="ready", queue="parsing")
    StageRun.objects.create(parse=parse, stage="ocr", page=1, state="running", queue="ocr", created_at=old)
    ocr, parsing = queue_states()
    assert (ocr["queue"], ocr["ready"], ocr["running"], ocr["oldest_seconds"]) == ("ocr", 0, 1, 0.0)
    assert (parsing["queue"], parsing["ready"], parsing["running"]) == ("parsing", 2, 0)
    assert 89 < parsing["oldest_seconds"] < 100


def test_errors_are_told_most_frequent_first_for_thirty_days():
    for code, days_ago in (("encrypted", 1), ("no_text", 2), ("no_text", 3), ("poison", 40)):
        reading("failed", code=code, days_ago=days_ago)
    assert error_counts() == [{"code": "no_text", "count": 2}, {"code": "encrypted", "count": 1}]


def test_the_share_of_ocr_is_that_of_readings_not_of_pages():
    assert ocr_share() is None
    for has_ocr in (True, False, False, False):
        parse = reading()
        Page.objects.create(parse=parse, number=1)
        for page in (1, 2, 3) if has_ocr else ():
            StageRun.objects.create(parse=parse, stage="ocr", page=page, state="done")
    assert ocr_share() == 0.25


def test_everything_costs_the_same_for_few_and_for_many(django_assert_num_queries):
    for count in (0, 12):
        for _ in range(count):
            StageRun.objects.create(parse=reading(), stage="convert", state="done", milliseconds=1.0)
        with django_assert_num_queries(8):
            statistics("week")
