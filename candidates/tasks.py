"""What is done with people when nobody waits. Each task finds its work in the rows: a lost one costs nothing.

Arguments are ids; a task takes words that it does not know, so that old and new code can run side by side.
"""

from __future__ import annotations

from celery import shared_task


@shared_task(name="candidates.tasks.rebuild_filters")
def rebuild_filters(**_: object) -> int:
    """Every job profile's and label's filters counted anew and kept; beat asks for it every hour."""
    from candidates import caches

    return sum(caches.rebuild(subject) is not None for subject in caches.subjects())
