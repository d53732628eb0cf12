"""The tasks of this app. Arguments are ids; every task may run twice."""

from __future__ import annotations

import logging
from uuid import UUID

from celery import shared_task

from cvimprover import keeping, working
from cvimprover.models import CvDocument, Improvement

logger = logging.getLogger(__name__)


@shared_task(name="cvimprover.tasks.improve")
def improve(improvement_id: str, **_: object) -> str:
    """A version of somebody's CV."""
    from cvimprover.making import improved

    return working.work_on(Improvement, UUID(improvement_id), improved)


@shared_task(name="cvimprover.tasks.print_cv")
def print_cv(document_id: str, **_: object) -> str:
    """A file of somebody's CV."""
    from cvimprover.making import printed

    return working.work_on(CvDocument, UUID(document_id), printed)


@shared_task(name="cvimprover.tasks.send_overdue")
def send_overdue(**_: object) -> None:
    """Messages for what waits without one; beat asks for it."""
    working.send_overdue()


@shared_task(name="cvimprover.tasks.clear_up")
def clear_up(**_: object) -> None:
    """What is older than it may be, gone; beat asks for it."""
    if removed := keeping.clear_up():
        logger.info("removed %s old questionnaires", removed)


@shared_task(name="cvimprover.tasks.remove_file")
def remove_file(key: str, **_: object) -> None:
    """A file that no row names any more, gone."""
    keeping.remove_file(key)
