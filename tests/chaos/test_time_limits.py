"""A stage that hangs is ended, and the résumé says so; the worker goes on with others."""

from __future__ import annotations

import os
import time

import pytest

from parsing import services
from parsing.models import Parse, StageRun
from tests import engines
from tests.chaos.invariants import broken
from tests.people import person
from tests.servers import eventually
from tests.stack import Stack

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True)]
SLOW = (
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get("SLOW"), reason="takes half a minute: SLOW=1"),
)
ENV = {
    "OCR_ENGINE": "tests.engines.EvilOcr",
    "OCR_DPI": "100",
    "LEDGER_LEASE_MS": "2000",
    "LEDGER_HEARTBEAT_MS": "500",
    "LEDGER_SWEEP_MS": "200",
    "TASK_LIMITS": "2,4",
}


@pytest.mark.parametrize(
    ("hangs", "code", "attempts"),
    [
        # Python code hears of the soft limit: that is an outcome, and final.
        (engines.HANGS, "limit_time", 1),
        # Native code does not: the child is killed at the hard limit, as often as one may die of a page.
        pytest.param(engines.DEAF, "poison", 3, marks=SLOW),
    ],
)
def test_a_page_that_hangs_is_given_up_and_the_rest_is_read(
    stack: Stack, hangs: int, code: str, attempts: int
) -> None:
    stack.start_worker(children=2, **ENV)
    stack.start_beat(**ENV)
    stack.wait_until_ready()
    begun = time.monotonic()
    files = [("two.tiff", engines.scan(engines.GOOD, hangs)), ("one.tiff", engines.scan(hangs, mark=1))]
    files += [(f"{n}.txt", engines.letter(n)) for n in range(3)]
    parses = [services.receive(person("alice"), name, data).parse for name, data in files]
    assert eventually(lambda: not Parse.objects.filter(status__in=Parse.OPEN).exists(), 60), stack.logs()
    assert time.monotonic() - begun < 40
    partial, failed, *letters = [Parse.objects.get(pk=parse.pk) for parse in parses if parse]
    assert partial.status == Parse.Status.PARTIAL, stack.logs()
    assert (failed.status, failed.error_code) == (Parse.Status.FAILED, code)
    assert {letter.status for letter in letters} == {Parse.Status.DONE}
    pages = StageRun.objects.filter(stage="ocr", state="failed")
    assert sorted(pages.values_list("error_code", "attempts")) == [(code, attempts)] * 2
    assert stack.workers[0].is_alive
    assert broken() == []
