"""People as recruiters see them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import ReadOnly
from candidates.models import Candidate


@admin.register(Candidate)
class CandidateAdmin(ReadOnly):
    """Who was found, newest first. What was read is corrected by reading again, so nothing is edited here."""

    list_display = ("name", "current_title", "current_employer", "years", "city", "email", "created_at")
    list_filter = ("country_code",)
    search_fields = ("name", "current_title", "current_employer", "=email")
    exclude = ("profile",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Candidate]:
        """Without the profiles."""
        return super().get_queryset(request).defer("profile")

    @admin.display(ordering="experience_months_max")
    def years(self, candidate: Candidate) -> str:
        """Years of experience, from and to."""
        if candidate.experience_months_max is None:
            return ""
        least, most = (candidate.experience_months_min or 0) / 12, candidate.experience_months_max / 12
        return f"{least:.0f}" if round(least) == round(most) else f"{least:.0f}–{most:.0f}"
