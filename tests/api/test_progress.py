"""Progress is told from the ledger, and never goes back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsing.models import Parse, StageRun
from parsing.progress import STEPS, progress_of
from tests.parsing.making import make_parse

State = StageRun.State
pytestmark = pytest.mark.django_db


def told(parse: Parse) -> tuple[int, int, int]:
    progress = progress_of(Parse.objects.select_related("resume").get(pk=parse.pk))
    return progress["current"], progress["total"], progress["percent"]


def test_a_waiting_reading_is_at_nothing(django_assert_num_queries):
    parse = make_parse()
    assert told(parse) == (0, 7, 0)
    with django_assert_num_queries(0):
        progress_of(parse)


def test_each_page_that_is_read_counts():
    parse = make_parse(pages=4)
    percents = [told(parse)[2]]
    for page in range(1, 5):
        StageRun.objects.filter(parse=parse, stage="ocr", page=page).update(state=State.DONE)
        percents.append(told(parse)[2])
    assert percents == [14, 17, 21, 25, 28]
    assert told(parse)[0] == 2


def test_a_page_that_failed_is_behind_us_too():
    parse = make_parse(pages=2)
    StageRun.objects.filter(parse=parse, stage="ocr").update(state=State.FAILED)
    assert told(parse)[0] == 2


def test_the_end_is_all_of_all_however_it_ended(django_assert_num_queries):
    parse = make_parse(pages=2)
    for status in ("done", "partial", "failed", "cancelled"):
        Parse.objects.filter(pk=parse.pk).update(status=status)
        assert told(parse) == (7, 7, 100)
    ended = Parse.objects.select_related("resume").get(pk=parse.pk)
    with django_assert_num_queries(0):
        progress_of(ended)


def test_a_fetched_file_has_one_step_more():
    parse = make_parse(pages=1)
    parse.resume.source_url = "https://cv.example.org/cv.pdf"
    parse.resume.save()
    assert told(parse)[1] == 8


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pages=st.integers(1, 4), order=st.randoms(use_true_random=False), far=st.booleans())
def test_whatever_ends_in_whatever_order_nothing_goes_back(db, pages, order, far):
    parse = make_parse(pages=pages)
    if far:
        StageRun.objects.filter(parse=parse, stage="ocr").update(stage="layout")
    seen = [told(parse)]
    left = list(range(1, pages + 1)) * (2 if far else 1)
    order.shuffle(left)
    for page in left:
        run = StageRun.objects.filter(parse=parse, page=page).exclude(state=State.DONE).first()
        assert run is not None
        StageRun.objects.filter(pk=run.pk).update(state=State.DONE)
        if run.stage == "layout" and far:
            StageRun.objects.create(parse=parse, stage="ocr", page=page, state=State.READY)
        seen.append(told(parse))
    for stage in ("lines", "ner", "classify", "profile", "index"):
        StageRun.objects.update_or_create(parse=parse, stage=stage, defaults={"state": State.DONE})
        seen.append(told(parse))
    assert seen == sorted(seen)
    assert seen[-1][2] < 100
    assert {stages for step in STEPS.values() for stages in step} >= {"layout", "ocr", "index"}
