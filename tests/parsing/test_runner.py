"""One stage, run once: what each kind of trouble leaves in the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError
from django.db.models.functions import Now
from pytest_django import Settings

from candidates.models import Candidate
from parsing import leases, ledger, outbox, runner, sweeping
from parsing.errors import StageError
from parsing.models import Parse, StageRun
from parsing.stages.types import Document, FlowLine, Layout, Page
from parsing.steps import STEPS, Work
from tests.parsing.making import make_parse, run_of

State = StageRun.State
pytestmark = pytest.mark.django_db
Steps = dict[str, Callable[[Work], None]]


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    """Stages that make sense of nothing: a document of one page with text, read at once."""

    def convert(work: Work) -> None:
        work.memory.document = Document("pdf", flow=(FlowLine("Alice"),))
        work.memory.pages = {1: Page(1, 600, 800)}

    def layout(work: Work) -> None:
        work.memory.layouts[work.page] = Layout(work.page, ())

    def ocr(work: Work) -> None:
        work.memory.pages[work.page] = Page(work.page, 600, 800, source="ocr")

    def profile(work: Work) -> None:
        work.memory.profile = {"basics": {}}
        work.changes["profile"] = work.memory.profile

    for name, step in {"convert": convert, "layout": layout, "ocr": ocr, "profile": profile}.items():
        monkeypatch.setitem(STEPS, name, step)
    for name in ("lines", "ner", "classify"):
        monkeypatch.setitem(STEPS, name, lambda work: None)
    monkeypatch.setitem(STEPS, "index", STEPS["index"])  # whatever a test puts there goes with it
    return STEPS


def scan(pages: int) -> Callable[[Work], None]:
    """A step that opens a document of pages without text."""

    def convert(work: Work) -> None:
        work.memory.document = Document("pdf")
        work.memory.pages = {n: Page(n, 600, 800, needs_ocr="no_text") for n in range(1, pages + 1)}

    return convert


def raises(error: BaseException) -> Callable[[Work], None]:
    """A step that fails."""

    def step(work: Work) -> None:
        raise error

    return step


def test_a_digital_resume_is_one_task_with_a_row_for_every_stage(steps: Steps) -> None:
    parse = make_parse()
    after = runner.run("convert", parse.pk)
    parse.refresh_from_db()
    assert (after.outcome, parse.status) == ("done", Parse.Status.DONE)
    rows = parse.stage_runs.order_by("id").values_list("stage", "page", "state")
    assert sorted(rows) == sorted(
        [
            *((stage, 0, "done") for stage in ("convert", "lines", "ner", "classify", "profile", "index")),
            ("layout", 1, "done"),
        ]
    )
    assert set(parse.timings) == {"convert", "layout", "lines", "ner", "classify", "profile", "index"}
    assert not parse.stage_runs.filter(milliseconds=None).exists()
    assert Candidate.objects.count() == 1


def test_a_digital_resume_costs_few_queries(
    steps: Steps, django_assert_max_num_queries: Callable[..., object]
) -> None:
    parse = make_parse()
    with django_assert_max_num_queries(13):  # type: ignore[attr-defined]
        runner.run("convert", parse.pk)


def test_a_message_that_comes_twice_does_nothing_the_second_time(steps: Steps) -> None:
    parse = make_parse()
    assert runner.run("convert", parse.pk).outcome == "done"
    before = list(parse.stage_runs.values())
    assert runner.run("convert", parse.pk).outcome == "nothing to do"
    assert list(parse.stage_runs.values()) == before
    assert Candidate.objects.count() == 1


def test_naming_another_queue_splits_the_chain(steps: Steps, settings: Settings) -> None:
    settings.STAGE_QUEUES = settings.STAGE_QUEUES | {"classify": "classification", "index": "index"}
    parse = make_parse()
    for stage, following in (("convert", "classify"), ("classify", "index"), ("index", "")):
        assert runner.run(stage, parse.pk).outcome == "done"
        parse.refresh_from_db()
        assert parse.stage == following
    assert parse.status == Parse.Status.DONE
    assert run_of(parse, "classify").queue == "classification"


def test_pages_without_text_fan_out_and_the_lines_wait_for_them(steps: Steps) -> None:
    steps["convert"] = scan(2)
    parse = make_parse()
    after = runner.run("convert", parse.pk)
    assert after.pages == {1: "ocr", 2: "ocr"}
    assert runner.run("lines", parse.pk).outcome == "nothing to do"
    assert [runner.run("ocr", parse.pk, n).outcome for n in (1, 2)] == ["done", "done"]
    assert runner.run("lines", parse.pk).outcome == "done"
    assert runner.run("lines", parse.pk).outcome == "nothing to do"
    parse.refresh_from_db()
    assert parse.status == Parse.Status.DONE
    assert {"ocr", "layout"} <= set(parse.timings)


def test_one_bad_page_makes_the_reading_partial(steps: Steps) -> None:
    steps["convert"] = scan(2)
    parse = make_parse()
    runner.run("convert", parse.pk)
    runner.run("ocr", parse.pk, 1)
    steps["ocr"] = raises(StageError("image_unreadable"))
    assert runner.run("ocr", parse.pk, 2).outcome == "failed"
    runner.run("lines", parse.pk)
    parse.refresh_from_db()
    assert parse.status == Parse.Status.PARTIAL
    assert run_of(parse, "ocr", 2).error_code == "image_unreadable"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StageError("pdf_encrypted"), "pdf_encrypted"),
        (SoftTimeLimitExceeded(), "limit_time"),
        (MemoryError(), "limit_memory"),
        (ValueError("a bug"), "internal"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), "internal"),
    ],
)
@pytest.mark.parametrize("stage", ["convert", "ner", "index"])
def test_a_final_error_ends_the_reading_at_once(
    steps: Steps, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: str, stage: str
) -> None:
    monkeypatch.setitem(STEPS, stage, raises(error))
    parse = make_parse()
    assert runner.run("convert", parse.pk).outcome == "failed"
    parse.refresh_from_db()
    assert (parse.status, parse.error_code, parse.stage) == (Parse.Status.FAILED, code, stage)
    assert run_of(parse, stage).error_code == code
    assert run_of(parse, "convert").state == (State.FAILED if stage == "convert" else State.DONE)
    assert runner.run("convert", parse.pk).outcome == "nothing to do"
    assert not Candidate.objects.exists()


def test_a_passing_error_is_tried_again_with_longer_pauses_and_then_given_up(steps: Steps) -> None:
    steps["convert"] = raises(StageError("engine_unavailable", transient=True))
    parse = make_parse()
    pauses = []
    for _ in range(4):
        assert runner.run("convert", parse.pk).outcome == "again later"
        run = run_of(parse, "convert")
        assert run.state == State.READY
        assert run.due_at is not None
        now = StageRun.objects.annotate(now=Now()).values_list("now", flat=True)[0]
        pauses.append((run.due_at - now).total_seconds())
    for pause, base in zip(pauses, (1, 4, 16, 60), strict=True):
        assert 0.4 * base <= pause <= 1.5 * base
    assert runner.run("convert", parse.pk).outcome == "failed"
    parse.refresh_from_db()
    assert parse.error_code == "engine_unavailable"
    assert run_of(parse, "convert").attempts == 5


def test_a_passing_error_leaves_nothing_half_done(steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STEPS, "index", raises(OperationalError("away")))
    parse = make_parse()
    assert runner.run("convert", parse.pk).outcome == "again later"
    assert list(parse.stage_runs.values_list("stage", "state")) == [("convert", State.READY)]
    assert not parse.pages.exists()
    monkeypatch.undo()


def test_a_cancelled_reading_saves_nothing_and_takes_its_files_back(steps: Steps) -> None:
    parse = make_parse()
    undone = []

    def index(work: Work) -> None:
        ledger.cancel_parse(parse.pk)
        work.undo.append(lambda: undone.append(True))

    steps["index"] = index
    assert runner.run("convert", parse.pk).outcome == "claim lost"
    parse.refresh_from_db()
    assert parse.status == Parse.Status.CANCELLED
    assert undone == [True]
    assert not parse.pages.exists()
    assert not Candidate.objects.exists()


def test_a_reading_is_stopped_between_stages_when_its_lease_is_lost(
    steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse = make_parse()
    seen: list[leases.Lease] = []
    add = leases._Heart.add

    def noted(heart: leases._Heart, lease: leases.Lease) -> None:
        seen.append(lease)
        add(heart, lease)

    def ner(work: Work) -> None:
        seen[0].is_lost = True

    monkeypatch.setattr(leases._Heart, "add", noted)
    monkeypatch.setitem(STEPS, "ner", ner)
    monkeypatch.setitem(STEPS, "classify", lambda work: pytest.fail("went on"))
    assert runner.run("convert", parse.pk).outcome == "claim lost"


def test_a_commit_is_tried_again_when_the_database_was_away(
    steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse = make_parse()
    finish, failures = ledger.finish, iter([OperationalError("cut"), None])

    def flaky(*args: object, **kwargs: object) -> None:
        if error := next(failures):
            raise error
        finish(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(ledger, "finish", flaky)
    monkeypatch.setattr(runner, "_pause", lambda attempt: None)
    assert runner.run("convert", parse.pk).outcome == "done"


def test_the_deadline_ends_what_takes_too_long(steps: Steps) -> None:
    parse = make_parse(pages=1)
    Parse.objects.filter(pk=parse.pk).update(deadline_at=Now() - timedelta(seconds=1))
    sweeping.sweep()
    parse.refresh_from_db()
    assert (parse.status, parse.error_code) == (Parse.Status.FAILED, "deadline")
    assert runner.run("ocr", parse.pk, 1).outcome == "nothing to do"


def test_nobody_waits_for_a_broker_that_is_away(settings: Settings) -> None:
    outbox.close_circuit()
    parse = make_parse()
    signature = runner.graph.document(parse.pk, "interactive", "convert")
    assert outbox.publish(signature) is False
    assert outbox.publish(signature) is False
