"""Better CVs as recruiters see them: what was asked for, how far it is, what came of it."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin import ReadOnly
from cvimprover.models import CvDocument, Improvement, Questionnaire


@admin.register(Questionnaire)
class QuestionnaireAdmin(ReadOnly):
    """What candidates want."""

    list_display = ("position", "owner", "industry", "location", "created_at", "updated_at")
    list_select_related = ("owner",)
    search_fields = ("position", "industry", "=owner__username")
    exclude = ("profile", "photo_key")
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
