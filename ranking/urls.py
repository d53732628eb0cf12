"""The addresses of jobs' criteria and rankings, under /api/v1/. `jobs/` are the job profiles."""

from __future__ import annotations

from django.urls import path

from candidates.views import openings
from ranking.views import answers, criteria, exports, impact, jobs, linting, overlays, rankings, reveals

urlpatterns = [
    path("jobs/", openings.JobProfileList.as_view(), name="jobs"),
    path("jobs/<uuid:identity>/", openings.JobProfileDetail.as_view(), name="job"),
    path("jobs/import/", jobs.JobImport.as_view(), name="job-import"),
    path("jobs/<uuid:identity>/file/", jobs.JobFileDetail.as_view(), name="job-file"),
    path("jobs/<uuid:identity>/criteria/", criteria.JobCriteria.as_view(), name="job-criteria"),
    path("jobs/<uuid:identity>/criteria/lint/", linting.JobLint.as_view(), name="job-lint"),
    path(
        "jobs/<uuid:identity>/criteria/<int:number>/",
        criteria.JobCriteriaVersion.as_view(),
        name="job-criteria-version",
    ),
    path("rankings/", rankings.RankingList.as_view(), name="rankings"),
    path("rankings/<uuid:identity>/", rankings.RankingDetail.as_view(), name="ranking"),
    path("rankings/<uuid:identity>/status/", rankings.RankingStatus.as_view(), name="ranking-status"),
    path("rankings/<uuid:identity>/events/", rankings.RankingEvents.as_view(), name="ranking-events"),
    path("rankings/<uuid:identity>/cancel/", rankings.RankingCancel.as_view(), name="ranking-cancel"),
    path("rankings/<uuid:identity>/again/", rankings.RankingAgain.as_view(), name="ranking-again"),
    path("rankings/<uuid:identity>/results/", rankings.RankingResults.as_view(), name="ranking-results"),
    path(
        "rankings/<uuid:identity>/results/<int:number>/",
        rankings.RankingResult.as_view(),
        name="ranking-result",
    ),
    path(
        "rankings/<uuid:identity>/results/<int:number>/reveal/",
        reveals.ResultReveal.as_view(),
        name="ranking-reveal",
    ),
    path("rankings/<uuid:identity>/results/<int:number>/why/", answers.Why.as_view(), name="ranking-why"),
    path(
        "rankings/<uuid:identity>/results/<int:number>/why-not/",
        answers.WhyNot.as_view(),
        name="ranking-why-not",
    ),
    path(
        "rankings/<uuid:identity>/results/<int:number>/replay/",
        answers.ReplayOne.as_view(),
        name="ranking-result-replay",
    ),
    path(
        "rankings/<uuid:identity>/results/<int:number>/overlay/",
        overlays.ResultOverlay.as_view(),
        name="ranking-overlay",
    ),
    path("rankings/<uuid:identity>/export/", exports.RankingExport.as_view(), name="ranking-export"),
    path("rankings/<uuid:identity>/impact/", impact.RankingImpact.as_view(), name="ranking-impact"),
    path("rankings/<uuid:identity>/compare/", answers.Compare.as_view(), name="ranking-compare"),
    path("rankings/<uuid:identity>/replay/", answers.ReplayAll.as_view(), name="ranking-replay"),
]
