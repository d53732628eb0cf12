"""Sending what is due: webhooks side by side, each endpoint in its order, and e-mails one after another.

One process at a time has the turn; it says every moment that it lives, and whoever comes after a dead one
sends again what was not noted as sent. So everything arrives at least once, under the same `webhook-id`.
Threads only talk to receivers; the rows are read and written by the one that called.
"""

from __future__ import annotations

import logging
import queue
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Final, NamedTuple, TypeAlias, cast

from django.core.mail import EmailMultiAlternatives
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from accounts.notices import mailing, outcomes, signing
from accounts.notices.models import Delivery, Notice, Subscription, Turn, WebhookEndpoint
from accounts.notices.posting import Answer, Caller, body_of
from accounts.notices.telling import is_mailed

logger = logging.getLogger(__name__)

AT_ONCE: Final = 16
"""Endpoints that are talked to side by side."""
CHUNK: Final = 20
CHUNK_SECONDS: Final = 15.0
"""A thread gives its channel back after so many deliveries, or so long."""
TURN: Final = timedelta(seconds=8)
"""Without a sign of life for so long, whoever has the turn counts as dead."""
BUSY_SECONDS: Final = 20.0
TICK_SECONDS: Final = 0.25
FORGOTTEN_AT_ONCE: Final = 5_000
USER_AGENT: Final = "Vitae"

Channel: TypeAlias = uuid.UUID | None
"""An endpoint's id, or None for e-mails."""
Job: TypeAlias = Callable[[], Iterator[tuple[Delivery, Answer]]]


class Result(NamedTuple):
    """What came of a delivery; without one: the channel's thread is at its end."""

    channel: Channel
    delivery: Delivery | None = None
    answer: Answer | None = None


@dataclass(slots=True)
class _Round:
    """What the process that has the turn knows."""

    holder: uuid.UUID = field(default_factory=uuid.uuid4)
    busy: set[Channel] = field(default_factory=set)
    results: queue.SimpleQueue[Result] = field(default_factory=queue.SimpleQueue)
    attempts: int = 0


def has_due() -> bool:
    """Whether something is due that nobody is sending."""
    return _due().exists() and not Turn.objects.filter(busy_until__gt=Now()).exists()


def deliver(seconds: float = BUSY_SECONDS) -> int:
    """How many attempts were made; 0 at once where another process has the turn."""
    work = _Round()
    if not _take_turn(work.holder):
        return 0
    until = time.monotonic() + seconds
    try:
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="notices") as pool:
            while _keep_turn(work.holder):
                if time.monotonic() < until:
                    _start(work, pool)
                if not work.busy:
                    break
                _note(work)
    finally:
        Turn.objects.filter(holder=work.holder).update(busy_until=None, holder=None)
    return work.attempts


def forget(older_than: timedelta) -> int:
    """Delete notices that are older, with their deliveries: how many."""
    old = Notice.objects.filter(created_at__lt=timezone.now() - older_than).order_by()
    some = list(old.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
    Delivery.objects.filter(notice__in=some).delete()
    return Notice.objects.filter(pk__in=some).delete()[0]


def _take_turn(holder: uuid.UUID) -> bool:
    Turn.objects.get_or_create(pk=1)
    free = Turn.objects.filter(Q(busy_until=None) | Q(busy_until__lt=Now()), pk=1)
    return bool(free.update(holder=holder, busy_until=Now() + TURN))


def _keep_turn(holder: uuid.UUID) -> bool:
    """Whether the turn is still this process's; False after a pause in which another took it."""
    return bool(Turn.objects.filter(holder=holder).update(busy_until=Now() + TURN))


def _due() -> QuerySet[Delivery]:
    is_open = Q(endpoint=None) | Q(endpoint__paused_until=None) | Q(endpoint__paused_until__lte=Now())
    return Delivery.objects.filter(is_open, state=Delivery.State.PENDING, due_at__lte=Now())


def _start(work: _Round, pool: ThreadPoolExecutor) -> None:
    """Give each channel that has something due, and is not busy, a thread."""
    waiting = _due().order_by().values_list("endpoint", flat=True).distinct()[: 2 * AT_ONCE]
    free = [channel for channel in waiting if channel not in work.busy]
    for channel in free[: AT_ONCE - len(work.busy)]:
        due = _due().filter(endpoint=channel).select_related("notice__owner").order_by("due_at", "pk")
        job = _posts(channel, due[:CHUNK]) if channel else _mails(due[:CHUNK])
        if job is not None:
            work.busy.add(channel)
            pool.submit(_run, work.results, channel, job)


def _posts(channel: uuid.UUID, deliveries: Iterable[Delivery]) -> Job | None:
    """What a thread does for an endpoint, None where nothing may be sent to it any more."""
    endpoint = WebhookEndpoint.objects.select_related("owner").get(pk=channel)
    may_know = endpoint.owner.is_active and endpoint.owner.sees_everything
    if not may_know:
        outcomes.disable(endpoint, "owner_left", actor=None)
    if not may_know or not endpoint.is_active:
        for delivery in deliveries:
            outcomes.drop(delivery, "endpoint_disabled")
        return None
    parcels = [(delivery, body_of(delivery.notice)) for delivery in deliveries]
    return partial(_post_all, endpoint, parcels)


def _mails(deliveries: Iterable[Delivery]) -> Job | None:
    """What a thread does for e-mails, None where nobody is left to get one."""
    letters = []
    for delivery in deliveries:
        if error := _why_not_mailed(delivery.notice):
            outcomes.drop(delivery, error)
        else:
            letters.append((delivery, mailing.message_of(delivery.notice, cast(User, delivery.notice.owner))))
    return partial(_mail_all, letters) if letters else None


def _why_not_mailed(notice: Notice) -> str:
    owner = notice.owner
    if owner is None or not owner.is_active or not owner.email:
        return "no_address"
    wishes = Subscription.objects.filter(endpoint=None, about=owner, event=notice.event)
    return "" if is_mailed(notice.event, wishes.values_list("is_wanted", flat=True)) else "unsubscribed"


def _run(results: queue.SimpleQueue[Result], channel: Channel, job: Job) -> None:
    """In a thread: hand on each result as it comes, and say when it was the last."""
    try:
        for delivery, answer in job():
            results.put(Result(channel, delivery, answer))
    except Exception:
        logger.exception("sending to %s failed", channel or "people")
    finally:
        results.put(Result(channel))


def _post_all(
    endpoint: WebhookEndpoint, parcels: Sequence[tuple[Delivery, bytes]]
) -> Iterator[tuple[Delivery, Answer]]:
    """One after another, until one fails: the others need not find out the same."""
    until = time.monotonic() + CHUNK_SECONDS
    with Caller(endpoint.url) as caller:
        for delivery, body in parcels:
            now = timezone.now()
            signed = signing.headers_of(
                f"msg_{delivery.notice_id.hex}", now, body, signing.secrets_of(endpoint, now=now)
            )
            headers = {"Content-Type": "application/json", "User-Agent": USER_AGENT, **signed}
            answer = caller.post(body, headers)
            yield delivery, answer
            if answer.error or time.monotonic() > until:
                return


def _mail_all(
    letters: Sequence[tuple[Delivery, EmailMultiAlternatives]],
) -> Iterator[tuple[Delivery, Answer]]:
    """Each in its turn; what the mail server did not want to hear of counts as tried."""
    until = time.monotonic() + CHUNK_SECONDS
    codes = mailing.send_all([message for _, message in letters])
    code = ""
    for delivery, _ in letters:
        code = next(codes, code)
        yield delivery, Answer(code)
        if time.monotonic() > until and code != "mail_server":
            return


def _note(work: _Round) -> None:
    """Write down what the threads came back with within a moment."""
    with suppress(queue.Empty):
        result = work.results.get(timeout=TICK_SECONDS)
        while True:
            if result.delivery is None or result.answer is None:
                work.busy.discard(result.channel)
            else:
                outcomes.note(result.delivery, result.answer)
                work.attempts += 1
            result = work.results.get_nowait()
