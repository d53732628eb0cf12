"""People as recruiters see them: one page with everything known of a person, and a button for everything."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from accounts.admin import OwnPage, actor_of
from accounts.models import User
from candidates import services
from candidates.admin.moves import MovesPeople
from candidates.admin.presses import PRESSES, REFUSALS, PressError
from candidates.facets.narrowing import narrowed
from candidates.fields import TEXTS
from candidates.models import Candidate, CandidateLabel, Duplicate, JobProfile, Label, Read, Stage, Star
from candidates.selectors import history_of, labels_of, merges_of, notes_of, standing_of


class LabelFilter(admin.SimpleListFilter):
    """Who has a label."""

    title = "label"
    parameter_name = "label"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """Every label."""
        return list(Label.objects.values_list("slug", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> QuerySet[Candidate]:
        """Those who have it."""
        if not self.value():
            return queryset
        given = CandidateLabel.objects.filter(label__slug=self.value(), stands=True)
        return queryset.filter(pk__in=given.values("candidate"))


class MarkFilter(admin.SimpleListFilter):
    """Whom a mark is on; `parameter_name` is that of the filter in the API."""

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """Whether it is."""
        return [("true", "Yes"), ("false", "No")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> QuerySet[Candidate]:
        """Those on whom it is, or is not."""
        name, value = str(self.parameter_name), self.value()
        return narrowed(queryset, {name: [value]}, actor_of(request)) if value else queryset


class StarredFilter(MarkFilter):
    """Those with a star of one's own."""

    title = "starred by me"
    parameter_name = "starred"


class ReadFilter(MarkFilter):
    """Those whom one has read."""

    title = "read by me"
    parameter_name = "read"


class NotedFilter(MarkFilter):
    """Those of whom somebody wrote a note."""

    title = "with notes"
    parameter_name = "noted"


@admin.register(Candidate)
class CandidateAdmin(MovesPeople, OwnPage):
    """Who was found, newest first. Each page shows all that is known, and calls services for every change."""

    list_display = ("name", "current_title", "current_employer", "years", "city", "email", "created_at")
    list_filter = (StarredFilter, ReadFilter, NotedFilter, LabelFilter, "is_curated")
    search_fields = ("name", "current_title", "current_employer", "=email")
    actions = ("move", "star", "unstar", "mark_as_read", "mark_as_unread")
    show_full_result_count = False
    list_per_page = 50
    change_form_template = "admin/candidates/candidate/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Candidate]:
        """Without the profiles."""
        return super().get_queryset(request).defer("profile", "skill_names")

    def has_press_permission(self, request: HttpRequest) -> bool:
        """Who may change anything."""
        return actor_of(request).has_perm("candidates.change_candidate")

    def get_urls(self) -> list[URLPattern]:
        """The buttons beside Django's own addresses."""
        press = self.admin_site.admin_view(self.press)
        return [
            path("<path:object_id>/press/<slug:verb>/", press, name="candidate-press"),
            *super().get_urls(),
        ]

    def everything_about(self, request: HttpRequest, row: Model) -> dict[str, object]:
        """One person, with everything that is known and what can be done."""
        assert isinstance(row, Candidate)
        return everything_about(row, actor_of(request))

    def press(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
        """Do what a button says and come back."""
        candidate = self.pressed(request, object_id)
        if not isinstance(candidate, Candidate):
            return HttpResponse(status=403)
        try:
            done = PRESSES[verb](candidate, request.POST, actor_of(request))
            self.message_user(request, done)
        except PressError as error:
            self.message_user(request, str(error), messages.WARNING)
        except REFUSALS as error:
            self.message_user(request, f"Not possible: {error}", messages.WARNING)
        return HttpResponseRedirect(reverse("admin:candidates_candidate_change", args=[candidate.pk]))

    @admin.action(description="Put my star on the chosen people", permissions=["press"])
    def star(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> None:
        """Mark them."""
        self.message_user(request, f"Starred {_mark(Star, queryset, request, on=True)}.")

    @admin.action(description="Take my star from the chosen people", permissions=["press"])
    def unstar(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> None:
        """Mark them no longer."""
        self.message_user(request, f"Took {_mark(Star, queryset, request, on=False)} stars away.")

    @admin.action(description="Mark the chosen people as read by me", permissions=["press"])
    def mark_as_read(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> None:
        """Mark them."""
        self.message_user(request, f"Marked {_mark(Read, queryset, request, on=True)} as read.")

    @admin.action(description="Mark the chosen people as unread by me", permissions=["press"])
    def mark_as_unread(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> None:
        """Mark them no longer."""
        self.message_user(request, f"Marked {_mark(Read, queryset, request, on=False)} as unread.")

    @admin.display(ordering="experience_months_max")
    def years(self, candidate: Candidate) -> str:
        """Years of experience, from and to."""
        if candidate.experience_months_max is None:
            return ""
        least, most = (candidate.experience_months_min or 0) / 12, candidate.experience_months_max / 12
        return f"{least:.0f}" if round(least) == round(most) else f"{least:.0f}–{most:.0f}"


def _mark(
    kind: type[Star] | type[Read], people: QuerySet[Candidate], request: HttpRequest, *, on: bool
) -> int:
    """On how many of them that changed anything."""
    ids = list(people.order_by().values_list("pk", flat=True))
    if kind is Star:
        return services.mark(Star, ids, user=actor_of(request), on=on)
    return services.mark(Read, ids, user=actor_of(request), on=on)


def everything_about(candidate: Candidate, user: User) -> dict[str, object]:
    """What the page of one person shows."""
    standing = standing_of(candidate, user)
    applications = standing["applications"]
    return {
        "candidate": candidate,
        "standing": standing,
        "facts": [(name, str(getattr(candidate, name))) for name in TEXTS],
        "differences": services.differences(candidate),
        "resumes": candidate.resumes.order_by("-created_at"),
        "applications": [(each, list(history_of(each))) for each in applications],
        "labels": list(labels_of(candidate)),
        "notes": list(notes_of(candidate)),
        "pairs": [_pair(each, candidate) for each in services.duplicates_of(candidate.pk)],
        "merges": list(merges_of(candidate)),
        "all_labels": Label.objects.filter(is_active=True),
        "job_profiles": JobProfile.objects.filter(is_open=True).only("pk", "title")[:200],
        "stages": Stage.choices,
    }


def _pair(pair: Duplicate, candidate: Candidate) -> tuple[Duplicate, Candidate]:
    """A pair and who the other one is."""
    return pair, pair.second if pair.first_id == candidate.pk else pair.first
