"""The product's Celery application, with what a test asks for in the environment.

`STAGE_SLEEP_MS`: every stage takes this much longer, so that a kill finds it at work.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from celery.signals import worker_process_init

from config.celery import app

__all__ = ["app"]


@worker_process_init.connect
def slow_down(**_: object) -> None:
    """Put the wanted pause into every stage of this child."""
    pause = int(os.environ.get("STAGE_SLEEP_MS", "0")) / 1000
    if not pause:
        return
    from parsing.steps import STEPS, Work

    def slowed(step: Callable[[Work], None]) -> Callable[[Work], None]:
        def run(work: Work) -> None:
            time.sleep(pause)
            step(work)

        return run

    for stage, step in list(STEPS.items()):
        STEPS[stage] = slowed(step)
