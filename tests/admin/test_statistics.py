"""The admin's page of statistics."""

from __future__ import annotations

import pytest
from django.test import Client

from config.charts import Bar, level_bars, stacked_bars
from parsing.models import Parse, Resume, StageRun
from tests.admin.conftest import browser_of
from tests.people import person

PAGE = "/admin/statistics/"


@pytest.mark.parametrize("period", ["", "?period=week", "?period=month", "?period=century"])
def test_an_empty_service_has_a_page(alice, period):
    answer = alice.get(PAGE + period)
    assert answer.status_code == 200
    assert "Nothing was read yet." in answer.content.decode()


def test_the_page_shows_what_happened(alice):
    resume = Resume.objects.create(owner=person("alice"), scope="x")
    parse = Parse.objects.create(resume=resume, pipeline_version="1", status="failed", error_code="no_text")
    StageRun.objects.create(parse=parse, stage="convert", state="done", milliseconds=12.5)
    StageRun.objects.create(parse=parse, stage="lines", state="ready", queue="parsing")
    text = alice.get(PAGE).content.decode()
    assert "failed 1</title>" in text
    assert "p50 12.5 ms" in text
    assert 'href="/api/errors/#no_text"' in text
    assert "the oldest waits for" in text
    assert "<script" not in text.split('<div id="content-main">')[1].split("</main>")[0]


def test_the_front_page_leads_there(alice):
    assert 'href="/admin/statistics/"' in alice.get("/admin/").content.decode()


def test_candidates_and_strangers_do_not_get_in():
    assert Client().get(PAGE).status_code == 302
    assert browser_of("charlie").get(PAGE).status_code == 302
    assert browser_of("vera").get(PAGE).status_code == 200


def test_what_is_drawn_is_escaped_and_in_proportion():
    evil = "<script>alert(1)</script>"
    drawn = stacked_bars(evil, [Bar(evil, {evil: 3.0, "b": 1.0}), Bar("x", {evil: 0.0, "b": 2.0})])
    assert "<script" not in drawn
    assert drawn.count("<rect") == 3
    lying = level_bars(
        evil, [Bar(evil, {"p50": 5.0, "p95": 10.0}), Bar("y", {"p50": 1.0, "p95": 2.0})], unit="ms"
    )
    assert "<script" not in lying
    assert 'width="400.0"' in lying
    assert 'width="200.0"' in lying


@pytest.mark.parametrize("draw", [lambda: stacked_bars("a", []), lambda: level_bars("a", [], unit="")])
def test_nothing_to_draw_is_drawn(draw):
    assert draw().startswith("<svg")
