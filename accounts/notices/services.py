"""What users do with webhooks and e-mail preferences; API and admin call the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from accounts import audit
from accounts.models import User
from accounts.notices import outcomes
from accounts.notices.events import EVENTS, FOR_EMAIL
from accounts.notices.mailing import Wish
from accounts.notices.models import Delivery, Subscription, WebhookEndpoint
from accounts.notices.posting import target_of
from accounts.notices.telling import is_mailed, tell_endpoint

MOST_ENDPOINTS: Final = 20
BOTH_SECRETS: Final = timedelta(hours=24)
"""So long the old secret signs beside a new one."""
State = Delivery.State


class TooManyWebhooks(ValueError):
    """A user has as many endpoints as anybody may have."""


@transaction.atomic
def create_webhook(
    owner: User, *, url: str, events: Collection[str], description: str = "", only_mine: bool = False
) -> WebhookEndpoint:
    """The new endpoint. Raises AddressRefused and TooManyWebhooks."""
    target_of(url)
    if WebhookEndpoint.objects.filter(owner=owner).count() >= MOST_ENDPOINTS:
        raise TooManyWebhooks(f"You have {MOST_ENDPOINTS} webhooks already. Delete one first.")
    endpoint = WebhookEndpoint.objects.create(
        owner=owner, url=url, description=description, only_mine=only_mine
    )
    _subscribe(endpoint, events)
    audit.record(owner, "webhook.created", f"webhook:{endpoint.pk}")
    return endpoint


@transaction.atomic
def change_webhook(endpoint: WebhookEndpoint, changes: Mapping[str, object], *, actor: User) -> None:
    """Change its address, description, events, or whether it is active. Raises AddressRefused."""
    events, is_active = changes.get("events"), changes.get("is_active")
    plain = {name: value for name, value in changes.items() if name in ("url", "description", "only_mine")}
    if "url" in plain:
        target_of(str(plain["url"]))
        # Another receiver, about which nothing is known yet.
        plain |= {"failures": 0, "failing_since": None, "paused_until": None}
    for name, value in plain.items():
        setattr(endpoint, name, value)
    if plain:
        endpoint.save(update_fields=[*plain])
    if isinstance(events, Collection) or "only_mine" in plain:
        known = endpoint.subscriptions.values_list("event", flat=True)
        _subscribe(endpoint, events if isinstance(events, Collection) else list(known))
    audit.record(actor, "webhook.changed", f"webhook:{endpoint.pk}", fields=", ".join(sorted(changes)))
    if is_active is True:
        enable_webhook(endpoint, actor=actor)
    elif is_active is False:
        outcomes.disable(endpoint, "asked", actor=actor)
    endpoint.refresh_from_db()


@transaction.atomic
def enable_webhook(endpoint: WebhookEndpoint, *, actor: User) -> bool:
    """Whether it was disabled until now. What it missed is sent when somebody asks for it (`replay`)."""
    if not WebhookEndpoint.objects.filter(pk=endpoint.pk, is_active=False).update(
        is_active=True,
        disabled_reason="",
        disabled_at=None,
        failures=0,
        failing_since=None,
        paused_until=None,
    ):
        return False
    endpoint.subscriptions.update(is_wanted=True)
    audit.record(actor, "webhook.enabled", f"webhook:{endpoint.pk}")
    return True


@transaction.atomic
def delete_webhook(endpoint: WebhookEndpoint, *, actor: User) -> None:
    """Take it away, with what waits for it."""
    identity = endpoint.pk
    endpoint.delete()
    audit.record(actor, "webhook.deleted", f"webhook:{identity}")


@transaction.atomic
def rotate_secret(endpoint: WebhookEndpoint, *, actor: User) -> None:
    """Give it a new secret; the old one signs beside it for a day."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(
        secret_number=F("secret_number") + 1, old_secret_until=Now() + BOTH_SECRETS
    )
    endpoint.refresh_from_db()
    audit.record(actor, "webhook.secret_rotated", f"webhook:{endpoint.pk}")


def send_test(endpoint: WebhookEndpoint) -> None:
    """Tell the endpoint, and nobody else, of nothing."""
    with transaction.atomic():
        tell_endpoint("webhook.test", endpoint.pk, owner_id=endpoint.owner_id, webhook=str(endpoint.pk))


def replay(endpoint: WebhookEndpoint, *, since: datetime, delivered_too: bool = False) -> int:
    """How many of the endpoint's deliveries since then are sent again: those given up, or all of them."""
    states = [State.FAILED, State.DELIVERED] if delivered_too else [State.FAILED]
    return _again(endpoint, created_at__gte=since, state__in=states)


def replay_one(endpoint: WebhookEndpoint, number: int) -> bool:
    """Whether the delivery is sent again; not while it waits to be sent anyway."""
    return bool(_again(endpoint, pk=number, state__in=[State.FAILED, State.DELIVERED]))


def preferences_of(user: User) -> dict[str, bool]:
    """Event → whether the user gets e-mails of it."""
    said = dict(_wishes(user).values_list("event", "is_wanted"))
    return {event: is_mailed(event, [said[event]] if event in said else []) for event in sorted(FOR_EMAIL)}


@transaction.atomic
def prefer(user: User, wishes: Mapping[str, bool]) -> None:
    """Keep which e-mails the user wants; events that are not named stay as they are."""
    for event, is_wanted in wishes.items():
        Subscription.objects.update_or_create(
            event=event, endpoint=None, about=user, defaults={"is_wanted": is_wanted}
        )


def speak(user: User, language: str) -> None:
    """Write to the user in this language from now on; "" for the usual one."""
    user.language = language
    user.save(update_fields=["language"])


def unsubscribe(wish: Wish) -> None:
    """No more e-mails of one kind; who is gone by now wants none either."""
    user = User.objects.filter(pk=wish.user_id).first()
    if user is not None and wish.event in EVENTS:
        prefer(user, {wish.event: False})


def _wishes(user: User) -> QuerySet[Subscription]:
    return Subscription.objects.filter(endpoint=None, about=user)


def _subscribe(endpoint: WebhookEndpoint, events: Collection[str]) -> None:
    about = endpoint.owner if endpoint.only_mine else None
    endpoint.subscriptions.all().delete()
    Subscription.objects.bulk_create(
        Subscription(event=event, endpoint=endpoint, about=about, is_wanted=endpoint.is_active)
        for event in sorted(set(events))
    )


def _again(endpoint: WebhookEndpoint, **which: object) -> int:
    return Delivery.objects.filter(endpoint=endpoint, endpoint__is_active=True, **which).update(
        state=State.PENDING, attempts=0, due_at=Now(), error_code="", status_code=None, finished_at=None
    )
