"""Whatever is killed, every résumé is read once. The full run is `SLOW=1`, or `make figures`."""

from __future__ import annotations

import os

import pytest

from tests.chaos.run_b import Plan, run
from tests.stack import Stack

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True)]
FULL = Plan()
SMALL = Plan(documents=20, worker_kills=3, child_kills=2, redis_kills=1, flushes=1, cuts=3)


def check(stack: Stack, plan: Plan) -> None:
    """Run it, print what it showed, and hold it against the bars."""
    outcome = run(stack, plan)
    print(outcome.as_json())
    assert not outcome.broken, stack.logs()
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.done == plan.documents, stack.logs()
    assert outcome.recovery_p99 <= 10, f"{outcome.slowest}\n{stack.logs()}"


def test_nothing_is_lost_or_doubled_when_everything_is_killed(stack: Stack) -> None:
    check(stack, SMALL)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(not os.environ.get("SLOW"), reason="takes minutes: SLOW=1")
def test_run_b(stack: Stack) -> None:
    check(stack, FULL)
