"""People, keys, credits and the audit trail in the admin. What happened is shown, never edited."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts import audit, credits
from accounts.models import ApiKey, AuditEvent, CreditAccount, CreditEntry, ModelUse, User
from accounts.services import create_api_key, revoke_api_key


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that people may read and nothing may change by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False


class OwnPage(ReadOnly):
    """Rows with a page of their own, of `change_form_template`: all that is known, and buttons."""

    def everything_about(self, request: HttpRequest, row: Model) -> dict[str, object]:
        """What the page shows."""
        raise NotImplementedError

    def has_press_permission(self, request: HttpRequest) -> bool:
        """Who may press its buttons."""
        raise NotImplementedError

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """The page; Django's own answer where there is no such row."""
        row: Model | None = self.get_object(request, unquote(object_id))
        if row is None:
            return super().change_view(request, object_id, form_url, extra_context)
        if not self.has_view_permission(request, row):
            return HttpResponse(status=403)
        context = {
            **self.admin_site.each_context(request),
            "title": str(row),
            **self.everything_about(request, row),
            "opts": self.opts,
            "may_press": self.has_press_permission(request),
        }
        assert self.change_form_template
        return TemplateResponse(request, self.change_form_template, context)

    def pressed(self, request: HttpRequest, object_id: str) -> Model | None:
        """The row whose button was pressed by somebody who may."""
        if request.method != "POST" or not self.has_press_permission(request):
            return None
        row: Model | None = self.get_object(request, unquote(object_id))
        return row


@admin.register(User)
class VitaeUserAdmin(UserAdmin):  # type: ignore[type-arg]
    """People and their role; Django's own flags follow the role."""

    list_display = ("username", "email", "role", "plan", "is_active", "last_login")
    list_filter = ("role", "plan", "is_active")
    fieldsets = (
        (None, {"fields": ("username", "password", "role", "plan", "is_active")}),
        ("Person", {"fields": ("first_name", "last_name", "email", "language")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "role", "password1", "password2")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:
        """Save, and note who gave which role."""
        super().save_model(request, obj, form, change)
        if "role" in form.changed_data or "is_active" in form.changed_data:
            record_by(request, "user.changed", f"user:{obj.pk}", role=obj.role, active=obj.is_active)


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Keys for programs. The token is shown once, after saving."""

    list_display = (
        "prefix",
        "name",
        "user",
        "scope",
        "created_at",
        "expires_at",
        "revoked_at",
        "last_used_at",
    )
    list_select_related = ("user",)
    list_filter = ("scope",)
    fields = ("user", "name", "scope", "expires_at")
    actions = ("revoke",)

    def get_readonly_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> tuple[str, ...]:
        """A key that exists is what it is; it can only be revoked."""
        return ("user", "name", "scope", "expires_at", "prefix", "revoked_at", "last_used_at") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody: revoke it, so that the trail stays."""
        return False

    def save_model(self, request: HttpRequest, obj: ApiKey, form: ModelForm[ApiKey], change: bool) -> None:
        """Make the key and show its token."""
        if change:
            return
        key, token = create_api_key(obj.user, name=obj.name, scope=obj.scope, actor=actor_of(request))
        ApiKey.objects.filter(pk=key.pk).update(expires_at=obj.expires_at)
        obj.pk, obj.prefix = key.pk, key.prefix
        messages.warning(request, f"Copy this key now, it is shown only once: {token}")

    @admin.action(description="Revoke the chosen keys")
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        """Close the door for each of them."""
        for key in queryset:
            revoke_api_key(key, actor=actor_of(request))


class EntryInline(admin.TabularInline):  # type: ignore[type-arg]
    """The movements of an account, newest first."""

    model = CreditEntry
    fields = readonly_fields = ("created_at", "reason", "amount", "reference")
    can_delete = False
    extra = 0
    max_num = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[CreditEntry]:
        """Those of the last month: an account may have a hundred thousand."""
        since = timezone.now() - timedelta(days=31)
        return super().get_queryset(request).filter(created_at__gte=since)


@admin.register(CreditAccount)
class CreditAccountAdmin(ReadOnly):
    """Balances. Credits are granted by an action, so that every change has an entry."""

    list_display = ("user", "balance")
    list_select_related = ("user",)
    search_fields = ("user__username",)
    inlines = (EntryInline,)
    actions = ("grant_thousand",)

    @admin.action(description="Grant 1,000 credits", permissions=["grant"])
    def grant_thousand(self, request: HttpRequest, queryset: QuerySet[CreditAccount]) -> None:
        """Add 1,000 to each; the audit event's number makes the reference unique."""
        for account in queryset:
            event = record_by(request, "credits.granted", f"user:{account.pk}", amount=1000)
            credits.grant(account.user, amount=1000, reference=f"audit:{event.pk}")

    def has_grant_permission(self, request: HttpRequest) -> bool:
        """Administrators."""
        return bool(actor_of(request).is_superuser)


@admin.register(ModelUse)
class ModelUseAdmin(ReadOnly):
    """What language models were asked, and what that cost, day by day."""

    list_display = ("day", "model", "calls", "tokens")
    list_filter = ("model",)


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly):
    """What was done by whom; the chain is checked by `manage.py verify_audit`."""

    list_display = ("id", "at", "actor", "action", "target", "details")
    list_filter = ("action",)
    search_fields = ("actor", "target")
    show_full_result_count = False


def actor_of(request: HttpRequest) -> User:
    """Who is at the admin; nobody gets there without logging in."""
    assert isinstance(request.user, User)
    return request.user


def record_by(request: HttpRequest, action: str, target: str, **details: str | int | bool) -> AuditEvent:
    """The audit event for something done in the admin."""
    return audit.record(actor_of(request), action, target, **details)


# Registered with the rest; it needs what stands above.
import accounts.notices.admin  # noqa: E402, F401
