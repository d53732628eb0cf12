"""Publishing that never stops its caller: what cannot be sent now stands in a row and is sent later.

A broker that refuses or does not answer costs one caller two seconds; the circuit then stays open for
a while and the others lose none. The sweeper closes it when the broker is back.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final, Protocol, cast

from amqp.exceptions import NotFound
from celery import Signature, current_app, current_task, group
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from kombu import Connection
from kombu.exceptions import ChannelError, KombuError
from redis.exceptions import RedisError

from parsing import graph
from parsing.models import Outbox, Parse

logger = logging.getLogger(__name__)

PAUSE_SECONDS: Final = 5.0
QUICK_SECONDS: Final = 0.5
RELAYED_AT_ONCE: Final = 200
REMEMBERED: Final = timedelta(days=1)
"""Longer than anything asks when a row went out."""
BROKER_ERRORS: Final = (KombuError, OSError, RedisError)

_open_until = 0.0


class _Declared(Protocol):
    message_count: int


class _Channel(Protocol):
    """The two calls of kombu's channels, of whatever transport, that are made here."""

    def queue_declare(self, *, queue: str, passive: bool) -> _Declared: ...

    def close(self) -> None: ...


def send_document(parse: Parse, stage: str) -> None:
    """Publish the tasks of this reading from `stage` on, once the transaction is committed."""
    parse_id, lane = parse.pk, parse.lane
    _after_commit(lambda: graph.document(parse_id, lane, stage))


def send_preview(parse: Parse) -> None:
    """Publish the task that makes the PDF of an office file, once the transaction is committed."""
    parse_id, lane = parse.pk, parse.lane
    _after_commit(lambda: graph.task("preview", parse_id, lane))


def add(task: str, *args: object) -> None:
    """Write a task that is no stage of a résumé into the outbox and publish it after the commit.

    `args` are ids. The task must be safe to run twice. Call inside the transaction that makes it necessary.
    """
    later = Now() + timedelta(seconds=settings.LEDGER["resend"] / 2)
    row = Outbox.objects.create(task=task, args=list(args), queue=settings.TASK_QUEUES[task], due_at=later)
    transaction.on_commit(lambda: _send_row(row), robust=True)


def has_unsent() -> bool:
    """Whether a row waits to be relayed."""
    return Outbox.objects.filter(sent_at=None, due_at__lte=Now()).exists()


def relay() -> int:
    """Publish the rows whose first publication is not known to have worked: how many went out."""
    skips = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        due = Outbox.objects.select_for_update(skip_locked=skips).filter(sent_at=None, due_at__lte=Now())
        sent = [row.pk for row in due[:RELAYED_AT_ONCE] if publish(_signature(row))]
        Outbox.objects.filter(pk__in=sent).update(sent_at=Now(), sends=F("sends") + 1)
    return len(sent)


def forget() -> int:
    """Delete the rows that went out a day ago or earlier: how many."""
    return Outbox.objects.filter(sent_at__lt=Now() - REMEMBERED).delete()[0]


def publish(signature: Signature) -> bool:
    """Whether the broker took the message; False at once while the circuit is open."""
    global _open_until
    begun = time.monotonic()
    if begun < _open_until:
        return False
    try:
        try:
            signature.apply_async(retry=False)
        except BROKER_ERRORS:
            if time.monotonic() - begun > QUICK_SECONDS:
                raise
            # A kept connection may have died with an earlier broker: once more, with a new one.
            signature.apply_async(retry=False)
    except BROKER_ERRORS as error:
        _open_until = time.monotonic() + PAUSE_SECONDS
        logger.warning("the broker does not take messages: %s", type(error).__name__)
        return False
    return True


def replace(signature: Signature[object]) -> object:
    """End the running task by putting `signature` in its place; the rows send it if the broker cannot."""
    if isinstance(signature, group):
        # Celery would make a chord of it, to wait for results that are kept nowhere.
        return "sent" if all(map(publish, signature.tasks)) else "later"
    try:
        return current_task.replace(signature)
    except BROKER_ERRORS as error:
        logger.warning("the broker does not take messages: %s", type(error).__name__)
        return "later"


def depths(queues: Sequence[str]) -> dict[str, int] | None:
    """How many messages wait in each queue, None when the broker does not answer. Closes the circuit."""
    try:
        with current_app.connection_for_write() as broker:
            found = {queue: _depth(broker, queue) for queue in queues}
    except BROKER_ERRORS as error:
        logger.warning("the broker does not answer: %s", type(error).__name__)
        return None
    close_circuit()
    return found


def close_circuit() -> None:
    """Try the broker again at the next publication."""
    global _open_until
    _open_until = 0.0


def _after_commit(signature: Callable[[], Signature]) -> None:
    def send() -> None:
        publish(signature())

    transaction.on_commit(send, robust=True)


def _send_row(row: Outbox) -> None:
    if publish(_signature(row)):
        Outbox.objects.filter(pk=row.pk).update(sent_at=Now(), sends=F("sends") + 1)


def _signature(row: Outbox) -> Signature:
    return current_app.signature(
        row.task,
        args=row.args,
        immutable=True,
        queue=row.queue,
        argsrepr=repr(row.args),
        ignore_result=True,
    )


def _depth(broker: Connection, queue: str) -> int:
    """Messages that wait in the queue; one that does not exist has none."""
    channel = cast(_Channel, broker.channel())
    try:
        return channel.queue_declare(queue=queue, passive=True).message_count
    except (ChannelError, NotFound):
        return 0
    finally:
        channel.close()
