"""Criteria and rankings as recruiters see them: what a job asks for, who was found, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.contrib import admin, messages
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from accounts.admin import OwnPage, actor_of
from accounts.credits import NoCredits
from accounts.models import User
from ranking import criteria_versions, services
from ranking.answers import criteria_of
from ranking.blind import Shown, Sight, told_score
from ranking.models import CriteriaVersion, RankedCandidate, Ranking
from ranking.progress import progress_of_ranking
from ranking.scoring import explain
from ranking.scoring.packing import group_of, score_of
from ranking.scoring.scoring import weights
from ranking.scoring.types import Criterion, Group
from ranking.selectors import items_in_order

RESULTS_A_PAGE: Final = 25
FULL: Final = 100.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of a tree of criteria in words, `depth` groups within; `points` is the most that it can give.

    `criterion` is None where a group begins.
    """

    depth: int
    words: str
    points: float
    criterion: Criterion | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate of a ranking as the page shows them: who, and why there."""

    item: RankedCandidate
    shown: Shown
    state: str
    reasons: tuple[explain.Reason, ...] = ()
    changes: tuple[explain.Change, ...] = ()

    @property
    def best(self) -> tuple[explain.Reason, ...]:
        """The three reasons that gave most."""
        return tuple(reason for reason in self.reasons[:3] if reason.points)


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
        assert isinstance(row, CriteriaVersion)
        criteria = group_of(row.tree)
        versions = CriteriaVersion.objects.filter(job_profile=row.job_profile_id).order_by("number")
        return {
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
        assert isinstance(row, Ranking)
        results, page = found_in(row, actor_of(request), request.GET.get("p", "1"))
        return {"ranking": row, "progress": progress_of_ranking(row), "page": page, "results": results}

    def press(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
        """Do what a button says and come back, or go to the new ranking."""
        ranking = self.pressed(request, object_id)
        if not isinstance(ranking, Ranking) or verb not in ("cancel", "again"):
            return HttpResponse(status=403)
        shown = self.act(request, ranking, verb)
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

    @admin.display(ordering="criteria__job_profile__title")
    def job(self, ranking: Ranking) -> str:
        """For what."""
        return ranking.criteria.job_profile.title

    def version(self, ranking: Ranking) -> int:
        """Of the criteria."""
        return ranking.criteria.number


class NotAtEnd(Exception):
    """The ranking still runs."""


def rank_again(ranking: Ranking, actor: User) -> Ranking:
    """The same people as they are now, by the newest criteria. Raises NotAtEnd, and as `services.ask`."""
    if not ranking.is_final:
        raise NotAtEnd("it is not at its end.")
    criteria = criteria_versions.current(ranking.criteria.job_profile)
    return services.rank_again(ranking, criteria, as_of=None, is_blind=ranking.is_blind, actor=actor)


def found_in(ranking: Ranking, user: User, number: str) -> tuple[list[Found], Page[RankedCandidate]]:
    """What is on page `number` of a ranking, as this user may see it: the best first. Three queries."""
    items = items_in_order(ranking)
    # What a blind ranking says of somebody is masked by what is known of them.
    items = items.defer(None) if ranking.is_blind else items
    page = Paginator(items, RESULTS_A_PAGE).get_page(number)
    sight, criteria = Sight(ranking, user), criteria_of(ranking)
    return [_found(item, ranking, sight, criteria) for item in page.object_list], page


def _found(item: RankedCandidate, ranking: Ranking, sight: Sight, criteria: Group) -> Found:
    item.ranking = ranking
    shown, state = sight.shown_as(item), RankedCandidate.State(item.state).label
    if not item.result:
        return Found(item, shown, state)
    score = told_score(score_of(bytes(item.result)), item, shown.stage)
    reasons = explain.why(score, criteria, "recruiter")
    return Found(item, shown, state, reasons, explain.why_not_higher(score, criteria, "recruiter"))


def lines_of(criteria: Group) -> Iterator[Asked]:
    """The tree line by line, groups before their members; points as of 100."""
    shares = weights(criteria)
    whole = shares[criteria.id] or 1.0
    for member in criteria.members:
        yield from _lines(member, {each: FULL * share / whole for each, share in shares.items()}, 0)


def _lines(node: Criterion | Group, points: dict[str, float], depth: int) -> Iterator[Asked]:
    if isinstance(node, Criterion):
        yield Asked(depth, explain.in_words(node), points[node.id], node)
        return
    yield Asked(depth, "One of" if node.mode == "any" else "All of", points[node.id])
    for member in node.members:
        yield from _lines(member, points, depth + 1)
