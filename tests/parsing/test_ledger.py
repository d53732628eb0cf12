"""The ledger: who may work, who is late, who has lost the right to."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models.functions import Now

from parsing import ledger
from parsing.errors import StageError
from parsing.models import Parse, StageRun
from tests.parsing.making import make_parse, run_of

State = StageRun.State
pytestmark = pytest.mark.django_db


def lapse(run: StageRun) -> None:
    StageRun.objects.filter(pk=run.pk).update(lease_until=Now() - timedelta(seconds=1))


def test_work_is_claimed_once() -> None:
    parse = make_parse()
    assert ledger.claim(parse.pk, "convert") is not None
    assert ledger.claim(parse.pk, "convert") is None


def test_what_is_not_in_the_ledger_cannot_be_claimed() -> None:
    assert ledger.claim(uuid.uuid4(), "convert") is None
    assert ledger.claim(make_parse().pk, "index") is None


def test_the_first_claim_starts_the_reading_and_its_deadline() -> None:
    parse = make_parse()
    ledger.claim(parse.pk, "convert")
    parse.refresh_from_db()
    assert parse.status == Parse.Status.RUNNING
    assert parse.started_at is not None
    assert parse.deadline_at is not None
    assert 590 < (parse.deadline_at - parse.started_at).total_seconds() < 610


def test_a_lapsed_lease_is_claimed_again_and_the_first_worker_is_a_zombie() -> None:
    parse = make_parse()
    first = ledger.claim(parse.pk, "convert")
    assert first is not None
    lapse(first.run)
    second = ledger.claim(parse.pk, "convert")
    assert second is not None
    assert second.run.attempts == 2
    with pytest.raises(ledger.ClaimLost):
        ledger.finish(first, ended={"state": State.DONE})
    ledger.finish(second, ended={"state": State.DONE})
    assert run_of(parse, "convert").state == State.DONE


def test_a_zombie_changes_nothing_at_all() -> None:
    parse = make_parse()
    claim = ledger.claim(parse.pk, "convert")
    assert claim is not None
    ledger.cancel_parse(parse.pk)
    with pytest.raises(ledger.ClaimLost):
        ledger.finish(
            claim,
            ended={"state": State.DONE},
            rows=[ledger.ready_run(parse, "lines")],
            saves=[lambda: pytest.fail("a zombie saved something")],
            parse={"stage": "lines"},
        )
    assert list(parse.stage_runs.values_list("stage", "state")) == [("convert", State.SKIPPED)]


def test_a_renewed_lease_does_not_lapse_and_a_lost_one_is_told() -> None:
    parse = make_parse()
    claim = ledger.claim(parse.pk, "convert")
    assert claim is not None
    lapse(claim.run)
    assert ledger.renew([claim.token]) == set()
    assert ledger.lapse() == (0, [])
    ledger.cancel_parse(parse.pk)
    assert ledger.renew([claim.token]) == {claim.token}


def test_the_third_death_is_poison_and_ends_the_reading() -> None:
    parse = make_parse()
    for attempt in (1, 2, 3):
        claim = ledger.claim(parse.pk, "convert")
        assert claim is not None
        assert claim.run.attempts == attempt
        lapse(claim.run)
        again, poisoned = ledger.lapse()
        assert (again, len(poisoned)) == ((1, 0) if attempt < 3 else (0, 1))
    parse.refresh_from_db()
    assert (parse.status, parse.error_code) == (Parse.Status.FAILED, "poison")
    assert ledger.claim(parse.pk, "convert") is None


def test_a_late_message_cannot_bring_poison_back_before_the_sweeper_saw_it() -> None:
    parse = make_parse()
    for _ in range(3):
        claim = ledger.claim(parse.pk, "convert")
        assert claim is not None
        lapse(claim.run)
    assert ledger.claim(parse.pk, "convert") is None


def test_passing_errors_do_not_count_as_deaths() -> None:
    parse = make_parse()
    StageRun.objects.filter(parse=parse).update(attempts=4, failures=4)
    claim = ledger.claim(parse.pk, "convert")
    assert claim is not None
    lapse(claim.run)
    assert ledger.lapse() == (1, [])


def test_a_poisoned_page_leaves_the_reading_open() -> None:
    parse = make_parse(pages=2)
    StageRun.objects.filter(parse=parse, page=1).update(
        attempts=3, state=State.RUNNING, token=uuid.uuid4(), lease_until=Now() - timedelta(seconds=1)
    )
    _, poisoned = ledger.lapse()
    assert [run.page for run in poisoned] == [1]
    parse.refresh_from_db()
    assert parse.is_open


def test_lines_wait_for_every_page_and_then_go_once() -> None:
    parse = make_parse(pages=2)
    assert ledger.claim(parse.pk, "lines") is None
    assert ledger.open_waiting() == 0
    for page in (1, 2):
        claim = ledger.claim(parse.pk, "ocr", page)
        assert claim is not None
        assert ledger.gathered(parse.pk) is None
        ledger.finish(claim, ended={"state": State.DONE if page == 1 else State.FAILED})
    assert ledger.gathered(parse.pk) is not None
    assert ledger.claim(parse.pk, "lines") is not None
    assert ledger.claim(parse.pk, "lines") is None
    assert ledger.gathered(parse.pk) is None


def test_a_failed_reading_ends_once_and_takes_its_open_stages_with_it() -> None:
    parse = make_parse(pages=3)
    assert ledger.fail_parse(parse.pk, StageError("deadline"), "ocr")
    assert not ledger.fail_parse(parse.pk, StageError("internal"))
    assert not ledger.cancel_parse(parse.pk)
    parse.refresh_from_db()
    assert (parse.status, parse.error_code, parse.stage) == (Parse.Status.FAILED, "deadline", "ocr")
    assert not parse.stage_runs.filter(state__in=StageRun.OPEN).exists()


def test_finishing_twice_is_finishing_once() -> None:
    parse = make_parse()
    claim = ledger.claim(parse.pk, "convert")
    assert claim is not None
    rows = [ledger.ready_run(parse, "lines")]
    ledger.finish(claim, ended={"state": State.DONE}, rows=rows, parse={"stage": "lines"})
    with pytest.raises(ledger.ClaimLost):
        ledger.finish(claim, ended={"state": State.DONE}, rows=rows, parse={"stage": "lines"})
    assert parse.stage_runs.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_rollback_takes_the_end_of_a_stage_with_it() -> None:
    parse = make_parse()
    claim = ledger.claim(parse.pk, "convert")
    assert claim is not None

    def break_down() -> None:
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError), transaction.atomic():
        ledger.finish(claim, ended={"state": State.DONE}, saves=[break_down], parse={"stage": "x"})
    assert run_of(parse, "convert").state == State.RUNNING
