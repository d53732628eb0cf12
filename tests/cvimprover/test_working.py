"""A piece of work is done once, by whoever claims it; what nobody ends is begun again, then given up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from cvimprover import working
from cvimprover.models import CvDocument, Improvement, Questionnaire, State
from cvimprover.rendering import RenderingError
from parsing.errors import StageError
from parsing.models import Outbox
from tests.people import person

LONG_AGO = timedelta(seconds=working.LEASE.total_seconds() + 1)


@pytest.fixture
def row(db) -> Improvement:
    """An improvement that waits."""
    asked = Questionnaire.objects.create(owner=person("charlie"))
    return Improvement.objects.create(questionnaire=asked, number=1)


def state_of(row: Improvement) -> tuple[str, str, int]:
    row.refresh_from_db()
    return row.state, row.error_code, row.attempts


def test_what_is_made_is_kept_and_made_once(row):
    assert working.work_on(Improvement, row.pk, lambda _: {"found": b"x"}) == "done"
    row.refresh_from_db()
    assert (bytes(row.found), row.finished_at is not None) == (b"x", True)
    assert working.work_on(Improvement, row.pk, lambda _: pytest.fail("a twin worked")) == "done"


def test_a_twin_leaves_what_another_is_at(row):
    def beside(_: Improvement) -> dict[str, object]:
        assert working.work_on(Improvement, row.pk, lambda _: pytest.fail("a twin worked")) == "running"
        return {}

    assert working.work_on(Improvement, row.pk, beside) == "done"


@pytest.mark.parametrize(
    ("error", "state", "code"),
    [
        (StageError("no_text"), "failed", "no_text"),
        (StageError("storage_unavailable", transient=True), "pending", ""),
        (RenderingError("too_long", "Too long."), "failed", "too_long"),
        (SoftTimeLimitExceeded(), "failed", "limit_time"),
        (ZeroDivisionError(), "failed", "internal"),
    ],
)
def test_how_a_failure_ends(row, error, state, code):
    def fail(_: Improvement) -> dict[str, object]:
        raise error

    assert working.work_on(Improvement, row.pk, fail) == state
    assert state_of(row) == (state, code, 1)


def test_who_comes_back_from_the_dead_changes_nothing(row):
    def slow(_: Improvement) -> dict[str, object]:
        Improvement.objects.filter(pk=row.pk).update(started_at=timezone.now() - LONG_AGO)
        assert working.work_on(Improvement, row.pk, lambda _: {"found": b"second"}) == "done"
        return {"found": b"first"}

    working.work_on(Improvement, row.pk, slow)
    row.refresh_from_db()
    assert bytes(row.found) == b"second"


def test_after_three_deaths_it_has_failed(row):
    Improvement.objects.filter(pk=row.pk).update(
        state=State.RUNNING, attempts=3, started_at=timezone.now() - LONG_AGO
    )
    assert working.work_on(Improvement, row.pk, lambda _: pytest.fail("begun a fourth time")) == "failed"
    assert state_of(row) == ("failed", "poison", 3)


def test_what_waits_without_a_message_gets_one(row):
    document = CvDocument.objects.create(improvement=row, kind="pdf", state=State.RUNNING)
    CvDocument.objects.filter(pk=document.pk).update(started_at=timezone.now() - LONG_AGO)
    assert working.has_overdue()
    assert working.send_overdue() == 1
    Improvement.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(minutes=1))
    assert working.send_overdue() == 2
    told = set(Outbox.objects.values_list("task", flat=True))
    assert told == {"cvimprover.tasks.improve", "cvimprover.tasks.print_cv"}
    CvDocument.objects.update(state=State.DONE)
    Improvement.objects.update(state=State.DONE)
    assert not working.has_overdue()
