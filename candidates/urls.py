"""The addresses of candidates, under /api/v1/."""

from __future__ import annotations

from django.urls import path

from candidates.views import filters, people

urlpatterns = [
    path("candidates/", people.CandidateList.as_view(), name="candidates"),
    path("candidates/<uuid:identity>/", people.CandidateDetail.as_view(), name="candidate"),
    path(
        "job-profiles/<uuid:identity>/filters/",
        filters.JobProfileFilters.as_view(),
        name="job-profile-filters",
    ),
    path("labels/<slug:slug>/filters/", filters.LabelFilters.as_view(), name="label-filters"),
]
