"""/metrics: readable for Prometheus, closed for others, and true."""

from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families

from candidates.models import Candidate
from parsing.models import Parse, Resume, StageRun
from tests.people import person

pytestmark = pytest.mark.django_db


def samples(text: str) -> dict[tuple[str, str], float]:
    """(name, the label's value) → value."""
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_prometheus_reads_what_the_rows_say(client):
    resume = Resume.objects.create(owner=person("alice"), scope="x")
    parse = Parse.objects.create(resume=resume, pipeline_version="1", status="failed", error_code="no_text")
    StageRun.objects.create(parse=parse, stage="convert", state="done", milliseconds=250.0)
    StageRun.objects.create(parse=parse, stage="lines", state="ready", queue="parsing")
    Candidate.objects.create(name="Ana")
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    found = samples(answer.content.decode())
    assert found["vitae_parses_total", "failed"] == 1
    assert found["vitae_parses_total", "done"] == 0
    assert found["vitae_errors_30_days", "no_text"] == 1
    assert found["vitae_stage_seconds_p50", "convert"] == 0.25
    assert found["vitae_queue_ready", "parsing"] == 1
    assert found["vitae_queue_ready", "ocr"] == 0
    assert found["vitae_candidates", ""] == 1
    assert found["vitae_index_waiting", ""] == 1


@pytest.mark.parametrize(
    ("token", "sent", "address", "status"),
    [
        ("", {}, "127.0.0.1", 200),
        ("", {}, "::1", 200),
        ("", {}, "192.0.2.7", 404),
        ("", {"x-forwarded-for": "127.0.0.1"}, "127.0.0.1", 404),
        ("secret", {}, "127.0.0.1", 404),
        ("secret", {"authorization": "Bearer wrong"}, "127.0.0.1", 404),
        ("secret", {"authorization": "Bearer sécret"}, "127.0.0.1", 404),
        ("secret", {"authorization": "Bearer secret"}, "192.0.2.7", 200),
    ],
)
def test_others_find_nothing_there(client, settings, token, sent, address, status):
    settings.METRICS_TOKEN = token
    assert client.get("/metrics", headers=sent, REMOTE_ADDR=address).status_code == status


def test_nothing_can_be_sent_there(client):
    assert client.post("/metrics").status_code == 405
