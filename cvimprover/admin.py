"""Better CVs as recruiters see them: what was asked for, how far it is, what came of it."""

from __future__ import annotations

from typing import Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest

import candidates.admin  # noqa: F401 - so that people are registered before this adds to them
from accounts.admin import ReadOnly, actor_of
from accounts.models import Role
from candidates.models import Candidate
from cvimprover.models import CvDocument, Improvement, Invitation, Questionnaire

MOST_AT_ONCE: Final = 50
"""Links on one page."""


@admin.action(description="Invite to make a CV")
def invite(
    model_admin: object,
    request: HttpRequest,
    queryset: QuerySet[Questionnaire] | QuerySet[Candidate],
) -> None:
    """An invitation for each, begun with what is known there; its link is shown once."""
    from cvimprover import inviting  # it brings the scorer, which not every process needs

    if not may_invite(request):
        raise PermissionDenied
    for row in queryset[:MOST_AT_ONCE]:
        kind = "candidate" if isinstance(row, Candidate) else "questionnaire"
        made = inviting.invite(actor_of(request), **{kind: row})  # type: ignore[arg-type]  # the kind says which
        link = request.build_absolute_uri(inviting.path_of(made))
        messages.success(request, f"For {row}, until {made.expires_at:%Y-%m-%d}: {link}")


@admin.register(Questionnaire)
class QuestionnaireAdmin(ReadOnly):
    """What candidates want."""

    list_display = ("position", "owner", "industry", "location", "created_at", "updated_at")
    list_select_related = ("owner",)
    search_fields = ("position", "industry", "=owner__username")
    exclude = ("profile", "photo_key")
    actions = (invite,)
    show_full_result_count = False


@admin.register(Improvement)
class ImprovementAdmin(ReadOnly):
    """Versions, newest first."""

    list_display = ("questionnaire", "number", "state", "error_code", "created_at", "finished_at")
    list_filter = ("state",)
    list_select_related = ("questionnaire",)
    exclude = ("profile", "found")
    show_full_result_count = False


@admin.register(CvDocument)
class CvDocumentAdmin(ReadOnly):
    """Files, newest first; fidelity is the share of fields that our parser read back exactly."""

    list_display = ("file_name", "kind", "state", "pages", "fidelity", "error_code", "created_at")
    list_filter = ("state", "kind")
    exclude = ("resume", "storage_key", "digest")
    show_full_result_count = False


# People know nothing of CVs, so what can be done with them here is brought along.
people = admin.site.get_model_admin(Candidate)
people.actions = (*(people.actions or ()), invite)


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    """Who was invited by whom, and whether they came."""

    list_display = ("id", "invited_by", "candidate", "state", "created_at", "expires_at", "opened_at")
    list_select_related = ("invited_by", "candidate")
    actions = ("withdraw",)
    show_full_result_count = False

    @admin.action(description="Withdraw the chosen invitations")
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Their links open nothing any more."""
        from cvimprover import inviting

        if not may_invite(request):
            raise PermissionDenied
        done = sum(inviting.withdraw(row, actor=actor_of(request)) for row in queryset)
        messages.success(request, f"Withdrawn: {done}.")


def may_invite(request: HttpRequest) -> bool:
    """Recruiters and administrators."""
    return actor_of(request).role in (Role.RECRUITER, Role.ADMIN)
