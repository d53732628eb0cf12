"""What is done with people when nobody waits. Each task finds its work in the rows: a lost one costs nothing.

Arguments are ids; a task takes words that it does not know, so that old and new code can run side by side.
"""

from __future__ import annotations

import time
from typing import Final

from celery import shared_task

BUSY_SECONDS: Final = 20.0
"""After which a task that has more to do leaves the worker to others; beat asks for it again."""


@shared_task(name="candidates.tasks.rebuild_filters")
def rebuild_filters(**_: object) -> int:
    """Every job profile's and label's filters counted anew and kept; beat asks for it every hour."""
    from candidates import caches

    return sum(caches.rebuild(subject) is not None for subject in caches.subjects())


@shared_task(name="candidates.tasks.label_candidates")
def label_candidates(**_: object) -> int:
    """How many people the classifier looked at; beat asks for it while there are any it has not seen."""
    from candidates.services.labelling import label_some

    labelled = 0
    until = time.monotonic() + BUSY_SECONDS
    while time.monotonic() < until and (some := label_some()):
        labelled += some
    return labelled


@shared_task(name="candidates.tasks.infer_genders")
def infer_genders(**_: object) -> int:
    """At how many names the step looked; beat never asks for it unless settings want it."""
    from candidates.services.gender import infer_some

    return infer_some()


@shared_task(name="candidates.tasks.find_duplicates")
def find_duplicates(**_: object) -> int:
    """How many people were compared with all others; beat asks for it while there are any to compare."""
    from candidates.services.duplicates import AT_ONCE, find_some

    compared = some = find_some()
    until = time.monotonic() + BUSY_SECONDS
    while some == AT_ONCE and time.monotonic() < until:
        some = find_some()
        compared += some
    return compared


@shared_task(name="candidates.tasks.update_index")
def update_index(**_: object) -> int:
    """How many changes the search index was told; beat asks for it while there are any."""
    from candidates.search.updating import update

    return update()


@shared_task(name="candidates.tasks.run_saved_searches")
def run_saved_searches(**_: object) -> int:
    """How many people are new to searches that notify; beat asks for it when somebody came."""
    from candidates.search.saved import run_saved

    return run_saved()
