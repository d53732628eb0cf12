"""The action that moves chosen people: it asks where to, and then moves them all at once."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from accounts.admin import actor_of
from candidates import services
from candidates.models import Candidate, JobProfile, Label, Stage


class MoveForm(forms.Form):
    """Where to."""

    job_profile = forms.ModelChoiceField(JobProfile.objects.filter(is_open=True), required=False)
    stage = forms.ChoiceField(choices=[("", "as it is, or new"), *Stage.choices], required=False)
    from_job_profile = forms.ModelChoiceField(
        JobProfile.objects.all(),
        required=False,
        help_text="Applications to it become applications to the job profile above.",
    )
    label = forms.ModelChoiceField(Label.objects.filter(is_active=True), required=False)
    from_label = forms.ModelChoiceField(Label.objects.all(), required=False, label="Take away the label")


class MovesPeople(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list whose people can be moved."""

    candidate_field = "pk"
    """Where in a row the candidate's id stands."""

    def has_press_permission(self, request: HttpRequest) -> bool:
        """Who may move."""
        return actor_of(request).has_perm("candidates.change_candidate")

    @admin.action(description="Move to a job profile, stage or label…", permissions=["press"])
    def move(self, request: HttpRequest, queryset: QuerySet[Model]) -> HttpResponse | None:
        """Ask where to, then move."""
        form = MoveForm(request.POST if "move" in request.POST else None)
        if form.is_valid():
            self._move(request, queryset, form)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": "Move people",
            "opts": Candidate._meta,
            "form": form,
            "count": queryset.count(),
            "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/candidates/move.html", context)

    def _move(self, request: HttpRequest, queryset: QuerySet[Model], form: MoveForm) -> None:
        people = list(queryset.order_by().values_list(self.candidate_field, flat=True))
        try:
            done = services.move(people, services.Move(**form.cleaned_data), actor=actor_of(request))
        except services.NoMove as error:
            self.message_user(request, str(error), messages.WARNING)
            return
        self.message_user(
            request,
            f"{done.candidates} people: {done.begun} applications begun, {done.moved} moved, "
            f"{done.labelled} labels given, {done.unlabelled} taken away.",
        )
