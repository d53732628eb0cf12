"""What the sweeper sends again, when, and how often."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from pytest_django import Settings

from parsing import graph, outbox, sweeping
from parsing.models import Outbox, Parse, StageRun, Sweep
from tests.parsing.making import make_parse

State = StageRun.State
pytestmark = pytest.mark.django_db


class Broker:
    """A broker that notes what it is sent. `depth` messages wait in every queue; None: it is away."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.depth: int | None = 5

    def take(self, signature: object) -> bool:
        self.sent.append(str(signature))
        return self.depth is not None

    def depths(self, queues: list[str]) -> dict[str, int] | None:
        return None if self.depth is None else dict.fromkeys(queues, self.depth)


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Broker:
    broker = Broker()
    monkeypatch.setattr(outbox, "publish", broker.take)
    monkeypatch.setattr(outbox, "depths", broker.depths)
    settings.LEDGER = settings.LEDGER | {"sweep": 0}
    return broker


def age(parse: Parse, seconds: float) -> None:
    """As if everything had been published so long ago."""
    runs = StageRun.objects.filter(parse=parse)
    for name in ("sent_at", "due_at"):
        for run in runs.exclude(**{name: None}):
            runs.filter(pk=run.pk).update(**{name: getattr(run, name) - timedelta(seconds=seconds)})


def test_what_was_just_published_is_left_alone(broker: Broker) -> None:
    make_parse()
    sweeping.sweep()
    assert broker.sent == []


def test_what_nobody_took_is_sent_again_with_longer_and_longer_pauses(broker: Broker) -> None:
    parse = make_parse()
    for seconds in (11, 21, 41, 81):
        age(parse, seconds - 2)
        sweeping.sweep()
        before = len(broker.sent)
        age(parse, 2)
        sweeping.sweep()
        assert len(broker.sent) == before + 1
    assert parse.stage_runs.get().sends == 4


def test_an_empty_queue_means_a_lost_message_and_it_is_sent_at_once(broker: Broker) -> None:
    parse = make_parse()
    broker.depth = 0
    age(parse, 2)
    sweeping.sweep()
    assert broker.sent == []
    age(parse, 2)
    sweeping.sweep()
    sweeping.sweep()
    assert len(broker.sent) == 1


def test_a_broker_that_is_away_is_not_tried_and_nothing_is_counted(broker: Broker) -> None:
    parse = make_parse()
    age(parse, 100)
    broker.depth = None
    sweeping.sweep()
    assert broker.sent == []
    assert parse.stage_runs.get().sends == 0
    broker.depth = 5
    sweeping.sweep()
    assert len(broker.sent) == 1


def test_lines_are_sent_when_the_chord_was_lost(broker: Broker) -> None:
    parse = make_parse(pages=2)
    StageRun.objects.filter(parse=parse, page__gt=0).update(state=State.DONE)
    sweeping.sweep()
    assert broker.sent == []
    age(parse, 2)
    sweeping.sweep()
    assert len(broker.sent) == 1
    assert "lines" in broker.sent[0]


def test_an_outbox_row_is_relayed_once(broker: Broker) -> None:
    Outbox.objects.create(task="parsing.tasks.plan_batch", args=["x"], queue="bulk", due_at=Now())
    sweeping.sweep()
    sweeping.sweep()
    assert len(broker.sent) == 1
    assert Outbox.objects.get().sent_at is not None


def test_two_beats_share_one_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sweeping.sweep() is not None
    assert sweeping.sweep() is None
    Sweep.objects.update(last_at=Now() - timedelta(seconds=2), busy_until=Now() + timedelta(seconds=3))
    monkeypatch.setattr(sweeping, "HOLDER", "another beat")
    assert sweeping.sweep() is None
    Sweep.objects.update(busy_until=Now() - timedelta(seconds=1))
    assert sweeping.sweep() is not None


def test_a_sweep_of_nothing_costs_few_queries(broker: Broker, django_assert_max_num_queries: object) -> None:
    Sweep.objects.create(pk=1)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        sweeping.sweep()


@pytest.mark.parametrize(
    ("queues", "segments"),
    [
        ({}, [["fetch", "convert", "lines", "ner", "classify", "profile", "index"]]),
        (
            {"classify": "classification"},
            [["fetch", "convert", "lines", "ner"], ["classify", "profile", "index"]],
        ),
        (
            {"ner": "gpu", "classify": "classification", "index": "index"},
            [["fetch", "convert", "lines"], ["ner"], ["classify", "profile"], ["index"]],
        ),
        ({"ner": "parsing"}, [["fetch", "convert", "lines", "ner", "classify", "profile", "index"]]),
    ],
)
def test_stages_of_one_queue_share_a_task(
    settings: Settings, queues: dict[str, str], segments: list[list[str]]
) -> None:
    settings.STAGE_QUEUES = settings.STAGE_QUEUES | queues
    assert graph.segments() == segments
    assert [stage for group in graph.segments() for stage in group] == list(graph.DOCUMENT_STAGES)


@pytest.mark.parametrize(
    ("engine", "queue", "looks_again"),
    [("none", "", False), ("none", "gpu", False), ("onnx", "", False), ("detectron2", "gpu", True)],
)
def test_pages_in_doubt_are_looked_at_where_settings_say(
    settings: Settings, engine: str, queue: str, looks_again: bool
) -> None:
    settings.LAYOUT_IN_DOUBT = engine
    settings.STAGE_QUEUES = settings.STAGE_QUEUES | {"layout": queue}
    assert graph.looks_again() is looks_again
    assert (graph.segment_from("ocr"), graph.segment_from("layout")) == (["ocr", "layout"], ["layout"])


def test_a_single_upload_has_queues_of_its_own() -> None:
    assert graph.queue_of("convert", "interactive") == "interactive"
    assert graph.queue_of("convert", "bulk") == "parsing"
    assert graph.queue_of("ocr", "bulk") == "ocr"
    assert graph.queue_of("layout", "bulk") == "parsing"
