"""The addresses of better CVs, under /api/v1/."""

from __future__ import annotations

from django.urls import path

from cvimprover.views import improvements, invitations, questionnaires

urlpatterns = [
    path("questionnaires/", questionnaires.QuestionnaireList.as_view(), name="questionnaires"),
    path(
        "questionnaires/<uuid:identity>/", questionnaires.QuestionnaireDetail.as_view(), name="questionnaire"
    ),
    path(
        "questionnaires/<uuid:identity>/profile/",
        questionnaires.QuestionnaireProfile.as_view(),
        name="questionnaire-profile",
    ),
    path(
        "questionnaires/<uuid:identity>/photo/",
        questionnaires.QuestionnairePhoto.as_view(),
        name="questionnaire-photo",
    ),
    path(
        "questionnaires/<uuid:identity>/improvements/",
        improvements.ImprovementList.as_view(),
        name="improvements",
    ),
    path("improvements/<uuid:identity>/", improvements.ImprovementDetail.as_view(), name="improvement"),
    path(
        "improvements/<uuid:identity>/match/",
        improvements.ImprovementMatch.as_view(),
        name="improvement-match",
    ),
    path("improvements/<uuid:identity>/documents/", improvements.DocumentList.as_view(), name="cvs"),
    path("documents/<uuid:identity>/", improvements.DocumentDetail.as_view(), name="cv"),
    path("documents/<uuid:identity>/file/", improvements.DocumentFile.as_view(), name="cv-file"),
    path("documents/<uuid:identity>/file/link/", improvements.DocumentLink.as_view(), name="cv-file-link"),
    path("cvs/<str:token>/", improvements.LinkedDocument.as_view(), name="linked-cv"),
    path("invitations/", invitations.InvitationList.as_view(), name="invitations"),
    path("invitations/<uuid:identity>/", invitations.InvitationDetail.as_view(), name="invitation"),
    path("templates/", questionnaires.TemplateList.as_view(), name="templates"),
    path("quotas/", questionnaires.QuotaList.as_view(), name="quotas"),
]
