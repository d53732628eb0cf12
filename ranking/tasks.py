"""The tasks of rankings. Arguments are ids; every task may run twice, and a lost one costs nothing.

A task takes words that it does not know, so that old and new code can run side by side.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from uuid import UUID

from billiard.exceptions import TimeLimitExceeded, WorkerLostError
from celery import shared_task
from celery.signals import task_failure
from django.db import DatabaseError, InterfaceError, connection

from ranking import shards, upkeep

logger = logging.getLogger(__name__)


@shared_task(name="ranking.tasks.plan")
def plan(ranking_id: str, **_: object) -> bool:
    """Whether a ranking that was asked for runs now."""
    from ranking import planning

    return planning.plan(UUID(ranking_id))


@shared_task(name=shards.TASK)
def score(shard_id: int, **_: object) -> bool:
    """Whether this ended a shard."""
    return shards.work_on(shard_id)


@shared_task(name="ranking.tasks.go_on")
def go_on(**_: object) -> int:
    """How many rankings that waited for nobody were moved on; beat asks for it while there are any."""
    return upkeep.go_on()


@shared_task(name="ranking.tasks.read_job")
def read_job(file_id: str, **_: object) -> str:
    """The text of a job's file, in the job."""
    from parsing import work
    from ranking import jobs
    from ranking.models import JobFile

    state = work.work_on(JobFile, UUID(file_id), jobs.read)
    jobs.forget_files()
    return state


@task_failure.connect
def free_what_a_child_held(
    sender: object, exception: BaseException, args: Sequence[object], **_: object
) -> None:
    """In the worker's parent, when a child was killed: its shard is free at once, see `parsing.deaths`."""
    is_shard = getattr(sender, "name", "") == shards.TASK and args and isinstance(args[0], int)
    if not is_shard or not isinstance(exception, WorkerLostError | TimeLimitExceeded):
        return
    try:
        shards.release(int(str(args[0])))
    except (DatabaseError, InterfaceError) as error:
        logger.warning("could not free the shard of the dead: %s", type(error).__name__)
    finally:
        # The parent must not hand an open connection to the children it forks.
        connection.close()
