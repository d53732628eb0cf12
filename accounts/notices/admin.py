"""Webhooks and what was sent, for administrators."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.admin import ReadOnly, actor_of
from accounts.notices import outcomes, services
from accounts.notices.models import Delivery, WebhookEndpoint


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ReadOnly):
    """Everybody's webhooks: their owners change them; here they are disabled, enabled, and told again."""

    list_display = ("url", "owner", "is_active", "disabled_reason", "failing_since", "created_at")
    list_select_related = ("owner",)
    list_filter = ("is_active", "disabled_reason")
    search_fields = ("url", "=owner__username")
    exclude = ("secret_number",)
    actions = ("enable", "disable", "replay_day")

    def has_run_permission(self, request: HttpRequest) -> bool:
        """Administrators."""
        return bool(actor_of(request).is_superuser)

    @admin.action(description="Enable", permissions=["run"])
    def enable(self, request: HttpRequest, queryset: QuerySet[WebhookEndpoint]) -> None:
        """Let each of them be told again."""
        for endpoint in queryset:
            services.enable_webhook(endpoint, actor=actor_of(request))

    @admin.action(description="Disable", permissions=["run"])
    def disable(self, request: HttpRequest, queryset: QuerySet[WebhookEndpoint]) -> None:
        """Tell none of them any more."""
        for endpoint in queryset:
            outcomes.disable(endpoint, "asked", actor=actor_of(request))

    @admin.action(description="Send again what was given up since yesterday", permissions=["run"])
    def replay_day(self, request: HttpRequest, queryset: QuerySet[WebhookEndpoint]) -> None:
        """Send again what they missed within a day."""
        since = timezone.now() - timedelta(days=1)
        count = sum(services.replay(endpoint, since=since) for endpoint in queryset)
        messages.success(request, f"{count} deliveries are sent again.")


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    """What was and will be sent, newest first; without an endpoint: e-mails."""

    list_display = ("notice", "endpoint", "state", "attempts", "error_code", "status_code", "due_at")
    list_select_related = ("notice", "endpoint")
    list_filter = ("state", "error_code", "notice__event")
    show_full_result_count = False
