"""What a worker knows of its own dead: their work is free at once, not only when the lease lapses.

A worker's parent sees its child die; a worker that starts knows that its namesake is gone. Both only shorten
the wait: where nobody is left to tell, the lease lapses. Two workers of one name would free each other's
work; the token then keeps what is done twice from being saved twice.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Sequence

from billiard.exceptions import TimeLimitExceeded, WorkerLostError
from celery.signals import task_failure, worker_ready
from celery.worker.consumer import Consumer
from django.db import DatabaseError, InterfaceError, connection

from parsing import ledger

logger = logging.getLogger(__name__)


@task_failure.connect
def free_what_a_child_held(
    sender: object, exception: BaseException, args: Sequence[object], **_: object
) -> None:
    """In the worker's parent, when a child was killed or ran into its hard limit."""
    if isinstance(exception, WorkerLostError | TimeLimitExceeded) and args:
        stage = str(getattr(sender, "name", "")).rpartition(".")[2]
        page = args[1] if len(args) > 1 and isinstance(args[1], int) else 0
        _free(lambda: ledger.release(uuid.UUID(str(args[0])), stage, page))


@worker_ready.connect
def free_what_the_namesake_held(sender: Consumer, **_: object) -> None:
    """When a worker starts: nothing that its name holds is being worked on."""
    _free(lambda: ledger.release_all(str(sender.hostname)))


def _free(release: Callable[[], int]) -> None:
    try:
        freed = release()
        if freed:
            logger.warning("freed %s stage runs of the dead", freed)
    except (DatabaseError, InterfaceError, ValueError) as error:
        logger.warning("could not free the work of the dead: %s", type(error).__name__)
    finally:
        # The parent must not hand an open connection to the children it forks.
        connection.close()
