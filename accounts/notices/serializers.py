"""How webhooks, their deliveries and e-mail preferences look in the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from django.conf import settings
from django.db.models import Manager
from rest_framework import serializers

from accounts.models import User
from accounts.notices import signing
from accounts.notices.events import EVENTS, FOR_EMAIL, FOR_WEBHOOKS
from accounts.notices.models import Delivery, Subscription, WebhookEndpoint
from accounts.notices.services import preferences_of

CHOICES: Final = [(name, EVENTS[name].title) for name in FOR_WEBHOOKS]


class EventsField(serializers.MultipleChoiceField):
    """Names of events, at least one, in the order of their names."""

    def to_representation(self, value: object) -> list[str]:  # type: ignore[override]
        """The names, of subscriptions or as they were sent."""
        subscriptions = cast("Manager[Subscription]", value)
        return sorted(each.event for each in subscriptions.all())


class WebhookSerializer(serializers.ModelSerializer[WebhookEndpoint]):
    """An endpoint, without its secret."""

    url = serializers.CharField(max_length=2000, help_text="https:// and a public host.")
    events = EventsField(choices=CHOICES, allow_empty=False, source="subscriptions")

    class Meta:
        model = WebhookEndpoint
        fields = (
            "id", "url", "description", "events", "only_mine", "is_active", "disabled_reason", "disabled_at",
            "failing_since", "created_at",
        )  # fmt: skip
        read_only_fields = ("id", "disabled_reason", "disabled_at", "failing_since", "created_at")


class SecretSerializer(WebhookSerializer):
    """An endpoint with its secret, as it is shown when that is new."""

    secret = serializers.SerializerMethodField(help_text="`whsec_…`; shown now, and never again.")

    class Meta(WebhookSerializer.Meta):
        fields = (*WebhookSerializer.Meta.fields, "secret")  # type: ignore[assignment]  # one more

    def get_secret(self, endpoint: WebhookEndpoint) -> str:
        """What the receiver checks signatures with."""
        return signing.secret_of(endpoint)


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    """One telling of an event to an endpoint."""

    event = serializers.CharField(source="notice.event")
    webhook_id = serializers.SerializerMethodField(help_text="As in the header of every attempt.")
    content = serializers.DictField(source="notice.data", help_text="The webhook's `data`.")
    happened_at = serializers.DateTimeField(source="notice.created_at")

    class Meta:
        model = Delivery
        fields = (
            "id", "event", "webhook_id", "content", "happened_at", "state", "attempts", "due_at",
            "status_code", "error_code", "milliseconds", "finished_at",
        )  # fmt: skip

    def get_webhook_id(self, delivery: Delivery) -> str:
        """The message's id."""
        return f"msg_{delivery.notice_id.hex}"


class ReplaySerializer(serializers.Serializer[object]):
    """What to send again."""

    since = serializers.DateTimeField(help_text="What happened from then on.")
    delivered_too = serializers.BooleanField(
        default=False, help_text="Also what the endpoint took; otherwise only what was given up."
    )


class ReplayedSerializer(serializers.Serializer[object]):
    """How many deliveries are sent again."""

    count = serializers.IntegerField()


class EmailsSerializer(serializers.Serializer[object]):
    """Which e-mails a user gets, and in which language."""

    email = serializers.EmailField(read_only=True, help_text="Where they go; empty: nowhere.")
    events = serializers.DictField(child=serializers.BooleanField(), required=False)
    language = serializers.ChoiceField(
        [code for code, _ in settings.LANGUAGES],
        required=False,
        allow_blank=True,
        help_text="Of the e-mails; empty where none was chosen: English.",
    )

    def to_representation(self, user: User) -> dict[str, object]:  # type: ignore[override]
        """The preferences of this user."""
        return {"email": user.email, "events": preferences_of(user), "language": user.language}

    def validate_events(self, wishes: Mapping[str, bool]) -> Mapping[str, bool]:
        """The wishes, all of events that e-mails are sent of."""
        for name in wishes:
            if name not in FOR_EMAIL:
                raise serializers.ValidationError(
                    f"There are no e-mails of {name!r}, only of {', '.join(sorted(FOR_EMAIL))}."
                )
        return wishes
