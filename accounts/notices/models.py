"""Who wants to be told of what, what there is to tell, and how far each telling is."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class WebhookEndpoint(models.Model):
    """An address of a program that wants to be told. Its secret is computed, never stored (`signing`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhooks", db_index=False
    )
    url = models.CharField(max_length=2000)
    description = models.CharField(max_length=200, blank=True)
    only_mine = models.BooleanField(default=False, help_text="Tell only of what belongs to the owner.")
    is_active = models.BooleanField(default=True)
    disabled_reason = models.CharField(max_length=32, blank=True, help_text="A code; empty while active.")
    disabled_at = models.DateTimeField(null=True, blank=True)
    secret_number = models.PositiveIntegerField(default=1, help_text="Raised when the secret is rotated.")
    old_secret_until = models.DateTimeField(
        null=True, blank=True, help_text="Until then the secret before this one signs as well."
    )
    failures = models.PositiveIntegerField(default=0, help_text="Attempts that failed since one succeeded.")
    failing_since = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(
        null=True, blank=True, help_text="Nothing is sent before: it did not answer a moment ago."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_active=True, disabled_reason="")
                | (Q(is_active=False) & ~Q(disabled_reason="")),
                name="webhook_is_disabled_with_a_reason",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-created_at", "-id"], name="webhook_newest_of_owner")
        ]

    def __str__(self) -> str:
        return self.url


class Subscription(models.Model):
    """That an event is told to an endpoint, or, without one, to a user by e-mail.

    `about` limits it to what belongs to this user. `is_wanted` is false where somebody refused an e-mail
    that everybody gets, and while the endpoint is disabled, so that whoever tells need not look at that.
    """

    event = models.CharField(max_length=32)
    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="subscriptions", null=True, blank=True
    )
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    is_wanted = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["event", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["endpoint", "event"], condition=Q(endpoint__isnull=False), name="webhook_event_once"
            ),
            models.UniqueConstraint(
                fields=["about", "event"], condition=Q(endpoint=None), name="email_preference_once"
            ),
            models.CheckConstraint(
                condition=Q(endpoint__isnull=False) | Q(about__isnull=False), name="subscription_has_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.endpoint_id or f'user:{self.about_id}'}"


class Notice(models.Model):
    """Something that happened and that somebody wants to hear of. `data` are ids, states and counts.

    Its id is the `webhook-id` of every attempt at every endpoint.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.CharField(max_length=32)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    name = models.CharField(
        max_length=255, blank=True, help_text="What its owner calls it; said only in e-mails to them."
    )
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.event} {self.id}"


class Delivery(models.Model):
    """One telling of a notice: to an endpoint, or, without one, by e-mail to the notice's owner."""

    class State(models.TextChoices):
        PENDING = "pending", "To be sent"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Given up"

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    endpoint = models.ForeignKey(
        WebhookEndpoint,
        on_delete=models.CASCADE,
        related_name="deliveries",
        null=True,
        blank=True,
        db_index=False,
    )
    state = models.CharField(max_length=16, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    status_code = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of the last answer.")
    error_code = models.CharField(max_length=32, blank=True, help_text="Why the last attempt failed.")
    milliseconds = models.FloatField(null=True, blank=True, help_text="Of the last attempt.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["notice", "endpoint"], condition=Q(endpoint__isnull=False), name="webhook_told_once"
            ),
            models.UniqueConstraint(fields=["notice"], condition=Q(endpoint=None), name="email_told_once"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "delivered", "failed"]), name="delivery_state_is_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="delivery_due", condition=Q(state="pending")),
            models.Index(fields=["endpoint", "-created_at", "-id"], name="delivery_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} → {self.endpoint_id or 'e-mail'}"


class Turn(models.Model):
    """One row: who delivers now, and until when that counts without a sign of life."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    busy_until = models.DateTimeField(null=True)
    holder = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"{self.holder} until {self.busy_until}"
