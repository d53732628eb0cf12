"""The addresses of candidates, under /api/v1/."""

from __future__ import annotations

from django.urls import path

from candidates import views

urlpatterns = [
    path("candidates/", views.CandidateList.as_view(), name="candidates"),
    path("candidates/<uuid:identity>/", views.CandidateDetail.as_view(), name="candidate"),
]
