"""Pages in doubt before the heavy layout engine: what is claimed together, and what stands when it fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db.models.functions import Now
from pytest_django import Settings

from config.settings.queues import GPU
from parsing import devices, heavy, ledger, packing, runner, services, sweeping
from parsing.models import DeviceReport, Parse, StageRun
from parsing.models import Page as PageRow
from parsing.stages.types import Layout
from tests import engines
from tests.parsing.making import run_of
from tests.people import person

State = StageRun.State
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warm_engines")]


@pytest.fixture(autouse=True)
def batches(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Pages whose order is in doubt, an engine that looks again; how many pages it is shown together."""
    settings.LAYOUT_IN_DOUBT = "tests.engines.EvilLayout"
    settings.STAGE_QUEUES = settings.STAGE_QUEUES | {"layout": GPU}
    settings.ENGINES = settings.ENGINES | {"ocr": "tests.engines.JumpyOcr"}
    settings.LIMITS = settings.LIMITS | {"ocr_dpi": 100}
    settings.GPU_LOCK = str(tmp_path / "gpu.lock")
    settings.GPU_BATCH = 8
    monkeypatch.setattr(devices, "_told", None)
    monkeypatch.setattr(devices, "_lost_at", None)
    engines.EvilLayout.batches.clear()
    yield engines.EvilLayout.batches
    engines.EvilLayout.batches.clear()


def opened(*widths: int, lane: str = "interactive") -> Parse:
    """A scan that is read up to the second look: all its pages wait in the gpu queue."""
    mark = Parse.objects.count() + 1
    parse = services.receive(person("alice"), f"{mark}.tiff", engines.scan(*widths, mark=mark)).parse
    assert parse is not None
    Parse.objects.filter(pk=parse.pk).update(lane=lane)
    assert runner.run("convert", parse.pk).pages == dict.fromkeys(range(1, len(widths) + 1), "ocr")
    for number in range(1, len(widths) + 1):
        assert runner.run("ocr", parse.pk, number).pages == {number: "layout"}
    return parse


def kinds(parse: Parse) -> dict[int, str]:
    """Page → who laid it out: `multi` is the heavy engine's."""
    rows = PageRow.objects.filter(parse=parse).order_by("number")
    return {row.number: packing.unpack(row.layout, Layout).kind for row in rows}


def finish(parse: Parse) -> Parse:
    """Read the rest."""
    assert runner.run("lines", parse.pk).outcome == "done"
    parse.refresh_from_db()
    return parse


def lights(parse: Parse) -> dict[int, str]:
    """Page → why the light engine's layout stands."""
    return {each["page"]: each["text"] for each in parse.findings if each["code"] == "layout_light"}


def test_a_page_in_doubt_waits_with_its_light_layout() -> None:
    parse = opened(engines.GOOD)
    run = run_of(parse, "layout", 1)
    assert (run.state, run.queue, run.attempts) == (State.READY, GPU, 0)
    assert kinds(parse) == {1: "single"}
    assert runner.run("lines", parse.pk).outcome == "nothing to do"


def test_pages_of_several_resumes_go_through_together(batches: list[int]) -> None:
    first, second = opened(engines.GOOD, engines.GOOD), opened(engines.GOOD)
    assert heavy.look(first.pk, 1, worker="gpu@test").outcome == "done"
    assert batches == [3]
    assert kinds(first) == {1: "multi", 2: "multi"}
    assert kinds(second) == {1: "multi"}
    for parse, number in ((first, 1), (first, 2), (second, 1)):
        assert heavy.look(parse.pk, number).outcome == "nothing to do"
    runs = StageRun.objects.filter(stage="layout")
    assert {(run.state, run.engine, run.engine_version) for run in runs} == {("done", "evil", "1/1 cpu x3")}
    assert len({(run.started_at, run.finished_at) for run in runs}) == 1
    done = finish(first)
    assert (done.status, lights(done)) == (Parse.Status.DONE, {})


def test_a_batch_is_no_larger_than_settings_say_and_single_uploads_go_first(
    settings: Settings, batches: list[int]
) -> None:
    settings.GPU_BATCH = 3
    many = opened(*[engines.GOOD] * 4, lane="bulk")
    single = opened(engines.GOOD)
    heavy.look(many.pk, 4)
    assert batches == [3]
    assert run_of(single, "layout", 1).state == State.DONE
    assert [run_of(many, "layout", n).state for n in (1, 2, 3, 4)] == ["done", "ready", "ready", "done"]


def test_one_page_asks_for_a_batch_of_one(settings: Settings, batches: list[int]) -> None:
    settings.GPU_BATCH = 1
    parse = opened(engines.GOOD, engines.GOOD)
    heavy.look(parse.pk, 2)
    assert batches == [1]
    assert kinds(parse) == {1: "single", 2: "multi"}


@pytest.mark.parametrize(
    ("widths", "shown", "stand"),
    [
        # four, two and two, one and one where they must
        ((engines.GOOD, engines.GOOD, engines.GOOD, engines.FULL), [4, 2, 2, 1, 1], {}),
        ((engines.GOOD, engines.NEVER_FITS), [2, 1, 1], {2: "limit_memory"}),
        ((engines.GOOD, engines.RAISES, engines.GOOD), [3, 1, 2, 1, 1], {2: "internal"}),
        ((engines.GOOD, engines.LOST), [2], {1: "engine_unavailable", 2: "engine_unavailable"}),
        ((engines.MISSING,), [1], {1: "engine_unavailable"}),
    ],
    ids=["full", "never fits", "a bug", "lost", "no weights"],
)
def test_what_fails_keeps_its_light_layout_and_says_so(
    batches: list[int], widths: tuple[int, ...], shown: list[int], stand: dict[int, str]
) -> None:
    parse = opened(*widths)
    heavy.look(parse.pk, 1, worker="gpu@test")
    assert batches == shown
    assert kinds(parse) == {
        number: "single" if number in stand else "multi" for number in range(1, len(widths) + 1)
    }
    done = finish(parse)
    assert done.status == Parse.Status.DONE
    assert lights(done) == stand
    for number in stand:
        run = run_of(parse, "layout", number)
        assert (run.state, run.engine, run.input_digest) == ("done", "geometry", "")


def test_what_is_wrong_with_the_device_is_told_until_it_works_again() -> None:
    for width, trouble in (
        (engines.LOST, "The device is lost: CUDA error: unspecified launch failure"),
        (engines.MISSING, "The weights are not there."),
        (engines.GOOD, ""),
    ):
        heavy.look(opened(width).pk, 1, worker="gpu@test")
        report = DeviceReport.objects.get(worker="gpu@test")
        assert (report.used, report.trouble) == ("evil cpu", trouble)


def test_an_engine_that_cannot_be_loaded_costs_nobody_a_page(settings: Settings) -> None:
    settings.LAYOUT_IN_DOUBT = "tests.engines.NoSuchEngine"
    parse = opened(engines.GOOD)
    assert heavy.look(parse.pk, 1, worker="gpu@test").outcome == "light"
    assert lights(finish(parse)) == {1: "engine_unavailable"}
    assert "NoSuchEngine" in DeviceReport.objects.get().trouble


def test_the_soft_limit_ends_the_batch_and_loses_no_page() -> None:
    parse = opened(engines.GOOD, engines.LATE)
    assert heavy.look(parse.pk, 1).outcome == "light"
    assert lights(finish(parse)) == {1: "limit_time", 2: "limit_time"}


def test_a_file_that_is_gone_fails_alone() -> None:
    gone, there = opened(engines.GOOD), opened(engines.GOOD)
    gone.resume.refresh_from_db()
    default_storage.delete(gone.resume.storage_key)
    assert heavy.look(gone.pk, 1).outcome == "light"
    assert kinds(there) == {1: "multi"}
    assert lights(finish(gone)) == {1: "source_missing"}


def test_a_page_that_killed_its_process_comes_alone(batches: list[int]) -> None:
    parse = opened(engines.GOOD, engines.GOOD, engines.GOOD)
    ledger.claim(parse.pk, "layout", 2)
    StageRun.objects.filter(parse=parse, stage="layout", page=2).update(lease_until=Now() - timedelta(1))
    assert ledger.lapse()[0] == 1
    heavy.look(parse.pk, 1)
    assert batches == [2]
    assert run_of(parse, "layout", 2).state == State.READY
    heavy.look(parse.pk, 2)
    assert batches == [2, 1]


def test_a_page_that_kills_three_times_is_read_all_the_same() -> None:
    parse = opened(engines.GOOD, engines.GOOD)
    for _ in range(3):
        ledger.claim(parse.pk, "layout", 2)
        StageRun.objects.filter(parse=parse, stage="layout", page=2).update(lease_until=Now() - timedelta(1))
        ledger.lapse()
    heavy.look(parse.pk, 1)
    done = finish(parse)
    assert (done.status, lights(done)) == (Parse.Status.PARTIAL, {2: "poison"})
    assert len(done.profile["work"]) if done.profile else 0


def test_a_page_that_nobody_takes_keeps_its_light_layout(settings: Settings) -> None:
    parse = opened(engines.GOOD)
    sweeping._settle()
    assert run_of(parse, "layout", 1).state == State.READY
    StageRun.objects.filter(parse=parse).update(created_at=Now() - timedelta(seconds=121))
    assert sweeping._settle() == 1
    assert heavy.look(parse.pk, 1).outcome == "nothing to do"
    done = finish(parse)
    assert (done.status, lights(done)) == (Parse.Status.DONE, {1: "engine_unavailable"})


def test_a_page_without_doubt_needs_no_picture(settings: Settings, batches: list[int]) -> None:
    settings.ENGINES = settings.ENGINES | {"ocr": "tests.engines.EvilOcr"}
    parse = services.receive(person("alice"), "sound.tiff", engines.scan(engines.GOOD, mark=99)).parse
    assert parse is not None
    runner.run("convert", parse.pk)
    assert runner.run("ocr", parse.pk, 1).pages == {}
    assert run_of(parse, "layout", 1).state == State.DONE
    # as after a reading with other engines, where every page is laid out again
    StageRun.objects.filter(parse=parse, stage="layout").update(state=State.READY, queue=GPU, attempts=0)
    assert heavy.look(parse.pk, 1).outcome == "done"
    assert batches == []
    assert run_of(parse, "layout", 1).engine == "geometry"


def test_without_the_setting_what_waits_is_let_go(settings: Settings, batches: list[int]) -> None:
    parse = opened(engines.GOOD)
    settings.LAYOUT_IN_DOUBT = "none"
    assert heavy.look(parse.pk, 1).outcome == "done"
    assert batches == []
    assert lights(finish(parse)) == {}


@pytest.mark.parametrize(
    ("width", "kind", "stand"),
    [
        (engines.GOOD, "multi", {}),
        (engines.RAISES, "single", {1: "internal"}),
        (engines.MISSING, "single", {1: "engine_unavailable"}),
    ],
    ids=["well", "a bug", "no weights"],
)
def test_without_a_queue_of_its_own_the_engine_looks_where_the_page_is_read(
    settings: Settings, width: int, kind: str, stand: dict[int, str]
) -> None:
    settings.STAGE_QUEUES = settings.STAGE_QUEUES | {"layout": ""}
    parse = services.receive(person("alice"), "near.tiff", engines.scan(width, mark=98)).parse
    assert parse is not None
    runner.run("convert", parse.pk)
    assert runner.run("ocr", parse.pk, 1).pages == {}
    assert kinds(parse) == {1: kind}
    run = run_of(parse, "layout", 1)
    assert (run.state, run.engine) == (State.DONE, "geometry" if stand else "evil")
    done = finish(parse)
    assert (done.status, lights(done)) == (Parse.Status.DONE, stand)
