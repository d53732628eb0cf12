"""Job profiles, labels and applications in the admin."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from accounts.admin import ReadOnly, actor_of
from candidates import selectors, services
from candidates.admin.moves import MovesPeople
from candidates.facets.narrowing import SCORE_CHOICES, scored
from candidates.models import Application, ApplicationEvent, JobProfile, Label


class MadeByRecruiters(admin.ModelAdmin):  # type: ignore[type-arg]
    """Whoever may change these may also make them. They are closed or retired, not deleted, here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Recruiters and administrators."""
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody: the API does, and tells everybody whom it concerns."""
        return False


@admin.register(JobProfile)
class JobProfileAdmin(MadeByRecruiters):
    """Openings and how many apply."""

    list_display = ("title", "city", "is_open", "applicants", "interviews", "created_at")
    list_filter = ("is_open",)
    search_fields = ("title",)
    fields = ("title", "description", "city", "country_code", "is_open")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[JobProfile]:
        """With their applications counted."""
        return selectors.job_profiles()

    def save_model(
        self, request: HttpRequest, obj: JobProfile, form: ModelForm[JobProfile], change: bool
    ) -> None:
        """Make or change it as the API does."""
        values = {name: form.cleaned_data[name] for name in form.changed_data}
        if change:
            services.change_job_profile(JobProfile.objects.get(pk=obj.pk), values, actor=actor_of(request))
        else:
            obj.pk = services.make_job_profile(form.cleaned_data, actor=actor_of(request)).pk

    @admin.display(ordering="applicants")
    def applicants(self, job: JobProfile) -> int:
        """How many apply."""
        return int(getattr(job, "applicants", 0))

    def interviews(self, job: JobProfile) -> int:
        """How many are interviewed."""
        return int(getattr(job, "in_interview", 0))


@admin.register(Label)
class LabelAdmin(MadeByRecruiters):
    """The set of labels; it is data, and people keep it."""

    list_display = ("name", "slug", "is_active", "bearers")
    list_filter = ("is_active",)
    search_fields = ("name",)
    fields = ("name", "slug", "description", "is_active")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Label]:
        """With their people counted."""
        return selectors.labels()

    def get_readonly_fields(self, request: HttpRequest, obj: Label | None = None) -> tuple[str, ...]:
        """Addresses are made of the slug, so it stays."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Label | None = None
    ) -> dict[str, Sequence[str]]:
        """A new slug follows the name."""
        return {} if obj else {"slug": ("name",)}

    def save_model(self, request: HttpRequest, obj: Label, form: ModelForm[Label], change: bool) -> None:
        """Make or change it as the API does."""
        values = {name: form.cleaned_data[name] for name in form.changed_data}
        if change:
            services.change_label(Label.objects.get(pk=obj.pk), values, actor=actor_of(request))
        else:
            obj.pk = services.make_label(form.cleaned_data, actor=actor_of(request)).pk

    @admin.display(ordering="bearers")
    def bearers(self, label: Label) -> int:
        """How many people have it."""
        return int(getattr(label, "bearers", 0))


class EventInline(admin.TabularInline):  # type: ignore[type-arg]
    """Where an application has been."""

    model = ApplicationEvent
    fields = readonly_fields = (
        "created_at",
        "from_job_profile",
        "from_stage",
        "to_job_profile",
        "to_stage",
        "actor",
    )
    extra = 0
    max_num = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApplicationEvent]:
        """With jobs and people at hand."""
        return super().get_queryset(request).select_related("from_job_profile", "to_job_profile", "actor")


class ByScore(admin.SimpleListFilter):
    """Applications by the points that the newest ranking gave."""

    title = "score"
    parameter_name = "score"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Application]
    ) -> Sequence[tuple[str, str]]:
        """The ranges of the filters of a job profile."""
        return SCORE_CHOICES

    def queryset(self, request: HttpRequest, queryset: QuerySet[Application]) -> QuerySet[Application]:
        """Those in the range that was chosen."""
        chosen = self.value()
        return scored(queryset, [chosen]) if chosen in dict(SCORE_CHOICES) else queryset


@admin.register(Application)
class ApplicationAdmin(MovesPeople, ReadOnly):
    """Who applies to what, and how far they are."""

    list_display = ("candidate", "job_profile", "stage", "points", "moved_at", "created_at")
    list_filter = ("stage", ByScore, "job_profile")
    search_fields = ("candidate__name", "job_profile__title")
    actions = ("move",)
    inlines = (EventInline,)
    show_full_result_count = False
    candidate_field = "candidate_id"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        """With people and job profiles."""
        return selectors.applications()

    @admin.display(description="score", ordering="score", empty_value="")
    def points(self, application: Application) -> str | None:
        """Points of a hundred, as rankings show them."""
        return None if application.score is None else f"{application.score:.1f}"
