"""Résumés and batches as recruiters see them. All shown is escaped; what is pressed calls a service."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from accounts.admin import OwnPage, ReadOnly, actor_of
from accounts.credits import NoCredits
from accounts.models import User
from parsing import services
from parsing.evidence import Place, Reading, readings_in
from parsing.filters import not_moving, which_need_review
from parsing.models import Batch, BatchItem, Parse, Resume, StageRun
from parsing.pictures import page_total
from parsing.selectors import COUNTS, stage_runs_of


class Verb(Protocol):
    """What can be done to a résumé."""

    def __call__(self, resume: Resume, *, actor: User) -> object:
        """Do it, in the name of `actor`."""
        ...


class YesFilter(admin.SimpleListFilter):
    """A filter that is on or off."""

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """One choice beside All."""
        return [("yes", "Yes")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Resume]) -> QuerySet[Resume]:
        """All, or those that are meant."""
        return self.meant(queryset) if self.value() == "yes" else queryset

    def meant(self, queryset: QuerySet[Resume]) -> QuerySet[Resume]:
        """Those that are meant."""
        raise NotImplementedError


class NotMoving(YesFilter):
    """Begun, not ended, and older than it should be."""

    title = "not moving"
    parameter_name = "not_moving"

    def meant(self, queryset: QuerySet[Resume]) -> QuerySet[Resume]:
        """Open for more than ten minutes."""
        return not_moving(queryset)


class NeedsReview(YesFilter):
    """Read in part, or with something that a person should look at."""

    title = "needs review"
    parameter_name = "needs_review"

    def meant(self, queryset: QuerySet[Resume]) -> QuerySet[Resume]:
        """As the API says it."""
        return which_need_review(queryset)


class StatusFilter(admin.SimpleListFilter):
    """How the latest reading stands."""

    title = "state"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """Every state, in plain words."""
        return [(value, str(label)) for value, label in Parse.Status.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Resume]) -> QuerySet[Resume]:
        """Those in the chosen state."""
        return queryset.filter(latest_parse__status=self.value()) if self.value() else queryset


@admin.register(Resume)
class ResumeAdmin(OwnPage):
    """Résumés: who was found, how far, what went wrong, and what was read where on the page."""

    list_display = ("name", "person", "state", "stage", "error", "kind", "pages", "created_at")
    list_filter = (StatusFilter, NotMoving, NeedsReview, "kind", "source")
    search_fields = ("file_name", "candidate__name", "=candidate__email")
    actions = ("retry", "cancel")
    show_full_result_count = False
    list_per_page = 50
    change_form_template = "admin/parsing/resume/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Resume]:
        """Those that were not deleted, with what the list shows."""
        shown = Resume.objects.filter(deleted_at=None).select_related("latest_parse", "candidate")
        return shown.defer("latest_parse__profile", "latest_parse__timings", "candidate__profile")

    def has_press_permission(self, request: HttpRequest) -> bool:
        """Who may retry and cancel."""
        return actor_of(request).has_perm("parsing.change_resume")

    def get_urls(self) -> list[URLPattern]:
        """The two buttons beside Django's own addresses."""
        own = [
            path(
                "<path:object_id>/retry/", self.admin_site.admin_view(self.press_retry), name="resume-retry"
            ),
            path(
                "<path:object_id>/cancel/",
                self.admin_site.admin_view(self.press_cancel),
                name="resume-cancel",
            ),
        ]
        return [*own, *super().get_urls()]

    def everything_about(self, request: HttpRequest, row: Model) -> dict[str, object]:
        """One résumé, with its pages and what was read."""
        assert isinstance(row, Resume)
        return reading_of(row)

    def press_retry(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The button Retry."""
        return self.press(request, object_id, services.retry)

    def press_cancel(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The button Cancel."""
        return self.press(request, object_id, services.cancel)

    def press(self, request: HttpRequest, object_id: str, verb: Verb) -> HttpResponse:
        """Do it to one résumé and come back."""
        resume = self.pressed(request, object_id)
        if not isinstance(resume, Resume):
            return HttpResponse(status=403)
        self.act(request, [resume], verb)
        return HttpResponseRedirect(reverse("admin:parsing_resume_change", args=[resume.pk]))

    def act(self, request: HttpRequest, resumes: Iterable[Resume], verb: Verb) -> None:
        """Do it to each, and say how many it was possible for."""
        done, refused = 0, 0
        for resume in resumes:
            try:
                verb(resume, actor=actor_of(request))
                done += 1
            except (services.WrongState, NoCredits):
                refused += 1
        if done:
            self.message_user(request, f"Done for {done}.")
        if refused:
            self.message_user(request, f"Not possible for {refused} in their state.", messages.WARNING)

    @admin.action(description="Read again", permissions=["press"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Resume]) -> None:
        """Read the chosen ones again."""
        self.act(request, queryset, services.retry)

    @admin.action(description="Stop reading", permissions=["press"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Resume]) -> None:
        """Stop the chosen ones."""
        self.act(request, queryset, services.cancel)

    @admin.display(description="file", ordering="file_name")
    def name(self, resume: Resume) -> str:
        """The file's name, or its address until it is here."""
        return resume.file_name or resume.source_url or str(resume.pk)

    @admin.display(ordering="candidate__name")
    def person(self, resume: Resume) -> str:
        """Who was found."""
        return str(resume.candidate) if resume.candidate else ""

    @admin.display(ordering="latest_parse__status")
    def state(self, resume: Resume) -> str:
        """How the latest reading stands, in plain words."""
        return resume.latest_parse.get_status_display() if resume.latest_parse else ""

    def stage(self, resume: Resume) -> str:
        """Where it is, or where it failed."""
        return resume.latest_parse.stage if resume.latest_parse else ""

    def error(self, resume: Resume) -> str:
        """What to do about it."""
        return resume.latest_parse.error_message if resume.latest_parse else ""

    def pages(self, resume: Resume) -> int:
        """How many."""
        return resume.latest_parse.page_count if resume.latest_parse else 0


class StageRunInline(admin.TabularInline):  # type: ignore[type-arg]
    """How each stage went."""

    model = StageRun
    fields = readonly_fields = (
        "stage",
        "page",
        "state",
        "attempts",
        "engine",
        "engine_version",
        "milliseconds",
        "error_message",
    )
    extra = 0
    max_num = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[StageRun]:
        """Without the outputs."""
        return super().get_queryset(request).defer("output")


@admin.register(Parse)
class ParseAdmin(ReadOnly):
    """Readings, newest first, each with its stages."""

    list_display = ("resume", "number", "status", "stage", "error_message", "queued_at", "finished_at")
    list_select_related = ("resume",)
    list_filter = ("status", "lane")
    search_fields = ("resume__file_name",)
    show_full_result_count = False
    fields = ("resume", "number", "status", "stage", "error_code", "error_message", "page_count", "timings")
    inlines = (StageRunInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Parse]:
        """Without what was read."""
        return super().get_queryset(request).defer("profile")


class BatchItemInline(admin.TabularInline):  # type: ignore[type-arg]
    """The members of a batch."""

    model = BatchItem
    fields = readonly_fields = ("number", "file_name", "how", "error_message")
    extra = 0
    max_num = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[BatchItem]:
        """With their readings."""
        return super().get_queryset(request).select_related("parse").defer("parse__profile", "parse__timings")

    @admin.display(description="state")
    def how(self, item: BatchItem) -> str:
        """How the reading stands."""
        if item.parse is not None:
            return item.parse.get_status_display()
        return "Refused" if item.error_code else "Waiting"


@admin.register(Batch)
class BatchAdmin(ReadOnly):
    """Batches and how far they are."""

    list_display = ("__str__", "owner", "state", "size", "read", "unreadable", "created_at")
    list_select_related = ("owner",)
    list_filter = ("state",)
    show_full_result_count = False
    fields = ("name", "owner", "state", "created_at", "finished_at")
    inlines = (BatchItemInline,)
    actions = ("cancel",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Batch]:
        """With their items counted."""
        shown: QuerySet[Batch] = super().get_queryset(request)
        return shown.annotate(**COUNTS)

    def has_press_permission(self, request: HttpRequest) -> bool:
        """Who may cancel."""
        return actor_of(request).has_perm("parsing.change_batch")

    @admin.action(description="Stop the chosen batches", permissions=["press"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Batch]) -> None:
        """Stop them; what was read stays."""
        for batch in queryset:
            services.cancel_batch(batch, actor=actor_of(request))

    def size(self, batch: Batch) -> int:
        """How many members."""
        return int(getattr(batch, "item_count", 0))

    def read(self, batch: Batch) -> int:
        """How many were read, whole or in part."""
        return int(getattr(batch, "done_count", 0)) + int(getattr(batch, "partial_count", 0))

    def unreadable(self, batch: Batch) -> int:
        """How many could not be read."""
        return int(getattr(batch, "failed_count", 0)) + int(getattr(batch, "refused_count", 0))


@admin.register(StageRun)
class StageRunAdmin(ReadOnly):
    """The ledger."""

    list_display = ("parse_id", "stage", "page", "state", "attempts", "engine", "milliseconds", "error_code")
    list_filter = ("state", "stage")
    show_full_result_count = False
    exclude = ("output", "token")

    def get_queryset(self, request: HttpRequest) -> QuerySet[StageRun]:
        """Without the outputs."""
        return super().get_queryset(request).defer("output")


def reading_of(resume: Resume) -> dict[str, object]:
    """What the page of one résumé shows: its pages with boxes, the values, the findings and the stages."""
    parse = resume.latest_parse
    readings = readings_in(parse.profile or {}) if parse else []
    return {
        "resume": resume,
        "parse": parse,
        "readings": readings,
        "findings": parse.findings if parse else [],
        "stages": stage_runs_of(parse) if parse else [],
        "pages": [
            {"number": number, "boxes": boxes_on(number, readings)}
            for number in range(1, page_total(resume) + 1)
        ],
    }


def boxes_on(number: int, readings: Iterable[Reading]) -> list[tuple[Reading, Place]]:
    """What was read on this page, and where."""
    return [(reading, place) for reading in readings for place in reading.places if place.page == number]
