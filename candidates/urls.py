"""The addresses of candidates, under /api/v1/."""

from __future__ import annotations

from django.urls import path

from candidates.views import people

urlpatterns = [
    path("candidates/", people.CandidateList.as_view(), name="candidates"),
    path("candidates/<uuid:identity>/", people.CandidateDetail.as_view(), name="candidate"),
]
