"""What monitors such as Flower learn of a worker."""

from __future__ import annotations

import time

import pytest
from celery import current_app

from parsing import services
from tests import engines
from tests.people import person
from tests.stack import Stack

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True)]
TASK = {"task-received", "task-started", "task-succeeded"}


def test_monitors_learn_of_a_whole_task_although_events_are_sent_together(stack: Stack) -> None:
    stack.start_worker()
    stack.wait_until_ready()
    seen: set[str] = set()
    with current_app.connection_for_read() as connection:
        receiver = current_app.events.Receiver(
            connection, handlers={"*": lambda event: seen.add(event["type"])}
        )
        events = receiver.itercapture(timeout=30, wakeup=False)
        next(events)  # a worker's heartbeat: now it listens
        services.receive(person("alice"), "cv.txt", engines.letter(1))
        end = time.monotonic() + 30
        while not seen >= TASK and time.monotonic() < end:
            next(events)
        events.close()
    assert seen >= TASK, stack.logs()
