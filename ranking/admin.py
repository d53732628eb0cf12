"""Criteria and rankings as recruiters see them: what a job asks for, who was found, and why.

Every process loads this at its start, so what needs the scorer is imported where it is shown.
"""

from __future__ import annotations

from typing import Final

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from accounts.admin import OwnPage, actor_of
from accounts.credits import NoCredits
from accounts.models import User
from ranking import blind, criteria_versions, services
from ranking.models import CriteriaVersion, Ranking, Reveal
from ranking.progress import progress_of_ranking
from ranking.scoring.packing import group_of
from ranking.selectors import results_of

STAGES: Final = (Reveal.Stage.EXPERIENCE, Reveal.Stage.PERSON)


@admin.register(CriteriaVersion)
class CriteriaVersionAdmin(OwnPage):
    """What jobs ask for, version by version. None is ever changed: edit through the API makes the next."""

    list_display = ("job_profile", "number", "source", "created_by", "created_at")
    list_filter = ("source",)
    search_fields = ("job_profile__title",)
    ordering = ("-created_at",)
    list_display_links = ("job_profile", "number")
    show_full_result_count = False
    list_per_page = 50
    change_form_template = "admin/ranking/criteriaversion/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[CriteriaVersion]:
        """With their jobs and writers."""
        versions: QuerySet[CriteriaVersion] = super().get_queryset(request)
        return versions.select_related("job_profile", "created_by").defer("tree", "job_profile__description")

    def has_press_permission(self, request: HttpRequest) -> bool:
        """Nobody: there is no button."""
        return False

    def everything_about(self, request: HttpRequest, row: Model) -> dict[str, object]:
        """One version, its tree in words."""
        from ranking.screens import lines_of

        assert isinstance(row, CriteriaVersion)
        criteria = group_of(row.tree)
        versions = CriteriaVersion.objects.filter(job_profile=row.job_profile_id).order_by("number")
        return {
            "title": f"{row.job_profile.title}, version {row.number}",
            "version": row,
            "lines": list(lines_of(criteria)),
            "versions": versions.values_list("pk", "number"),
            "rankings": Ranking.objects.filter(criteria=row).only("pk", "state", "total", "created_at")[:20],
        }


@admin.register(Ranking)
class RankingAdmin(OwnPage):
    """Rankings: how far, what they found, and why."""

    list_display = ("job", "state", "total", "version", "is_blind", "owner", "created_at")
    list_filter = ("state", "is_blind")
    search_fields = ("criteria__job_profile__title", "owner__username")
    actions = ("cancel", "again")
    show_full_result_count = False
    list_per_page = 50
    change_form_template = "admin/ranking/ranking/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ranking]:
        """With their jobs and owners, without what was asked for in detail."""
        rankings: QuerySet[Ranking] = super().get_queryset(request)
        with_jobs = rankings.select_related("criteria__job_profile", "owner")
        return with_jobs.defer("asked", "fairness", "criteria__tree", "criteria__job_profile__description")

    def has_press_permission(self, request: HttpRequest) -> bool:
        """Who may rank."""
        return actor_of(request).has_perm("ranking.change_ranking")

    def get_urls(self) -> list[URLPattern]:
        """The buttons beside Django's own addresses."""
        press = self.admin_site.admin_view(self.press)
        return [
            path("<path:object_id>/press/<slug:verb>/", press, name="ranking-press"),
            *super().get_urls(),
        ]

    def everything_about(self, request: HttpRequest, row: Model) -> dict[str, object]:
        """One ranking, with a page of its results."""
        from ranking.screens import found_in

        assert isinstance(row, Ranking)
        results, page = found_in(row, actor_of(request), request.GET.get("p", "1"))
        return {
            "title": f"Ranking for {self.job(row)}",
            "ranking": row,
            "progress": progress_of_ranking(row),
            "page": page,
            "results": results,
            "stages": STAGES,
        }

    def press(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
        """Do what a button says and come back, or go to the new ranking."""
        ranking = self.pressed(request, object_id)
        if not isinstance(ranking, Ranking) or verb not in ("cancel", "again", "reveal"):
            return HttpResponse(status=403)
        if verb == "reveal":
            self.reveal(request, ranking)
        shown = ranking if verb == "reveal" else self.act(request, ranking, verb)
        return HttpResponseRedirect(reverse("admin:ranking_ranking_change", args=[shown.pk]))

    @admin.action(description="Stop the chosen rankings", permissions=["press"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Ranking]) -> None:
        """Each that is not at its end."""
        for ranking in queryset:
            self.act(request, ranking, "cancel")

    @admin.action(description="Rank the same people again", permissions=["press"])
    def again(self, request: HttpRequest, queryset: QuerySet[Ranking]) -> None:
        """Each a new ranking, by the newest criteria."""
        for ranking in queryset:
            self.act(request, ranking, "again")

    def act(self, request: HttpRequest, ranking: Ranking, verb: str) -> Ranking:
        """Do it as the API does and say so; the ranking to look at then."""
        actor = actor_of(request)
        if verb == "cancel":
            is_done = services.cancel(ranking, actor=actor)
            self.message_user(request, f"{self.job(ranking)}: " + ("stopped." if is_done else "had ended."))
            return ranking
        try:
            made = rank_again(ranking, actor)
        except (NoCredits, services.Nobody, services.TooMany, NotAtEnd) as error:
            why = str(error) or "nobody is there any more."
            if isinstance(error, NoCredits):
                why = "there are no credits left."
            self.message_user(request, f"{self.job(ranking)}: not possible: {why}", messages.WARNING)
            return ranking
        self.message_user(request, f"{self.job(made)}: {made.total} people are ranked again.")
        return made

    def reveal(self, request: HttpRequest, ranking: Ranking) -> None:
        """Show the one who pressed more of a candidate, with their reason, as the API does."""
        form = RevealForm(request.POST)
        told = form.cleaned_data if form.is_valid() else {}
        item = results_of(ranking).filter(pk=told.get("item", 0)).first()
        if item is None or not ranking.is_blind:
            self.message_user(request, "Say what to show and why.", messages.WARNING)
            return
        item.ranking = ranking
        blind.reveal(item, actor_of(request), int(told["stage"]), told["reason"])
        self.message_user(request, "Shown to you from now on, and noted.")

    @admin.display(ordering="criteria__job_profile__title")
    def job(self, ranking: Ranking) -> str:
        """For what."""
        return ranking.criteria.job_profile.title

    def version(self, ranking: Ranking) -> int:
        """Of the criteria."""
        return ranking.criteria.number


class RevealForm(forms.Form):
    """How much of whom to show, and why."""

    item = forms.IntegerField(min_value=1)
    stage = forms.ChoiceField(choices=[(stage.value, stage.label) for stage in STAGES])
    reason = forms.CharField(max_length=blind.LONGEST_REASON)


class NotAtEnd(Exception):
    """The ranking still runs."""


def rank_again(ranking: Ranking, actor: User) -> Ranking:
    """The same people as they are now, by the newest criteria. Raises NotAtEnd, and as `services.ask`."""
    if not ranking.is_final:
        raise NotAtEnd("it is not at its end.")
    criteria = criteria_versions.current(ranking.criteria.job_profile)
    return services.rank_again(ranking, criteria, as_of=None, is_blind=ranking.is_blind, actor=actor)
