"""Candidates who may be one person, and those who were made one."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import ReadOnly, actor_of
from candidates import services
from candidates.models import Candidate, Duplicate, Merge


@admin.register(Duplicate)
class DuplicateAdmin(ReadOnly):
    """Pairs with their reasons. They are merged on the page of the candidate who shall stay."""

    list_display = ("first", "second", "score", "why", "state", "found_at")
    list_filter = ("state",)
    actions = ("dismiss",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Duplicate]:
        """With both people."""
        pairs: QuerySet[Duplicate] = super().get_queryset(request).select_related("first", "second")
        return pairs.defer("first__profile", "second__profile")

    def has_press_permission(self, request: HttpRequest) -> bool:
        """Who may decide."""
        return actor_of(request).has_perm("candidates.change_candidate")

    @admin.action(description="They are two people", permissions=["press"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[Duplicate]) -> None:
        """Decide the chosen pairs."""
        for pair in queryset:
            services.dismiss(pair, actor=actor_of(request))

    def why(self, pair: Duplicate) -> str:
        """The signs, the strongest first."""
        return ", ".join(
            f"{reason['code'].replace('_', ' ')} ({reason['weight']})" for reason in pair.reasons
        )


@admin.register(Merge)
class MergeAdmin(ReadOnly):
    """Who became part of whom; it can be undone."""

    list_display = ("absorbed_name", "survivor", "merged_by", "merged_at")
    list_select_related = ("survivor", "merged_by")
    search_fields = ("absorbed_name", "survivor__name")
    fields = ("absorbed_name", "absorbed_id", "survivor", "merged_by", "merged_at")
    actions = ("take_apart",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Merge]:
        """Without what is kept to undo them."""
        return super().get_queryset(request).defer("moved", "kept", "survivor__profile")

    def has_press_permission(self, request: HttpRequest) -> bool:
        """Who may undo them."""
        return actor_of(request).has_perm("candidates.change_candidate")

    @admin.action(description="Take the chosen ones apart", permissions=["press"])
    def take_apart(self, request: HttpRequest, queryset: QuerySet[Merge]) -> None:
        """Undo the last first: who was merged twice comes out in order."""
        for merged in Merge.objects.filter(pk__in=queryset.values("pk")).order_by("-merged_at", "-pk"):
            try:
                services.unmerge(merged, actor=actor_of(request))
            except (services.NotMergeable, Candidate.DoesNotExist) as error:
                self.message_user(request, f"Not possible: {error}", messages.WARNING)
