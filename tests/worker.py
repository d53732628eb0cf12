"""The product's Celery application, with what a test asks for in the environment.

`STAGE_SLEEP_MS`: every stage takes this much longer, so that a kill finds it at work, and the stages that
read and understand are replaced by ones that hardly do: chaos is about the machinery.

`TASK_LIMITS`: the soft and the hard limit of every task, in seconds, such as "1,3".
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace

from celery.signals import worker_process_init
from PIL import Image

from config.celery import app

__all__ = ["app"]

if limits := os.environ.get("TASK_LIMITS"):
    soft, hard = map(float, limits.split(","))
    app.conf.task_annotations = {"*": {"soft_time_limit": soft, "time_limit": hard}}


@worker_process_init.connect
def slow_down(**_: object) -> None:
    """Put the wanted pause into every stage of this child."""
    pause = int(os.environ.get("STAGE_SLEEP_MS", "0")) / 1000
    if not pause:
        return
    from parsing.models import Page as PageRow
    from parsing.packing import unpack
    from parsing.stages.types import Page
    from parsing.steps import STEPS, Work
    from tests.engines import EvilOcr

    def nothing(work: Work) -> None:
        work.memory.entities = work.memory.entities or ()
        work.memory.sections = work.memory.sections or ()

    def someone(work: Work) -> None:
        leaf = {"value": "Alice Example", "evidence": []}
        work.memory.profile = {"basics": {"name": leaf}, "extras": len(work.memory.lines or ())}
        work.changes["profile"] = work.memory.profile

    def glance(work: Work) -> None:
        row = PageRow.objects.get(parse=work.parse, number=work.page)
        page = unpack(row.words, Page)
        size = (round(page.width_pt * 100 / 72), round(page.height_pt * 100 / 72))
        words = tuple(EvilOcr().read(Image.new("L", size), dpi=100))
        work.memory.pages[work.page] = replace(page, words=words, source="ocr")

    STEPS.update(ocr=glance, ner=nothing, classify=nothing, profile=someone)

    def slowed(step: Callable[[Work], None]) -> Callable[[Work], None]:
        def run(work: Work) -> None:
            time.sleep(pause)
            step(work)

        return run

    for stage, step in list(STEPS.items()):
        STEPS[stage] = slowed(step)
