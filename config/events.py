"""What a worker tells monitors, a few times a second instead of after every event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from celery import bootsteps
from celery.worker.consumer.events import Events

SECONDS: Final = 0.5
"""How late Flower may learn of a task."""


class Dispatcher(Protocol):
    """What sends a worker's events."""

    on_send_buffered: Callable[[], None] | None

    def flush(self) -> None:
        """Send what was collected."""


class Timer(Protocol):
    """The clock of a worker's event loop."""

    def call_after(self, seconds: float, call: Callable[..., None], args: tuple[object, ...]) -> object:
        """Call it once."""


class Consumer(Protocol):
    """A worker's connection to the broker, as far as events go; it has no `hub` without an event loop."""

    hub: object | None
    timer: Timer
    event_dispatcher: Dispatcher | None


class EventsTogether(bootsteps.StartStopStep):
    """Lets the worker's event loop send the events of half a second as one message.

    Celery collects them too, but for one turn of the loop only: under load that is one or two.
    """

    requires = (Events,)

    def __init__(self, consumer: Consumer, **options: object) -> None:
        super().__init__(consumer, **options)
        self.is_due = False

    def start(self, consumer: Consumer) -> None:
        """For each new connection: its dispatcher is new too."""
        self.is_due = False
        if consumer.hub and consumer.event_dispatcher:
            consumer.event_dispatcher.on_send_buffered = lambda: self._wait(consumer)

    def _wait(self, consumer: Consumer) -> None:
        if not self.is_due:
            self.is_due = True
            consumer.timer.call_after(SECONDS, self._send, (consumer,))

    def _send(self, consumer: Consumer) -> None:
        self.is_due = False
        if consumer.event_dispatcher:
            consumer.event_dispatcher.flush()
