"""Where addresses lead."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from accounts.notices.urls import urlpatterns as notice_urls
from candidates.urls import urlpatterns as candidate_urls
from config.health import healthz, readyz
from config.metrics import metrics
from config.pages import errors_page
from config.statistics_page import statistics_page
from cvimprover.urls import urlpatterns as cv_urls
from parsing.urls import older_urlpatterns
from parsing.urls import urlpatterns as parsing_urls
from ranking.urls import urlpatterns as ranking_urls

admin.site.site_header = admin.site.site_title = "Vitae"
admin.site.index_title = "Résumés and people"

urlpatterns = [
    path("", RedirectView.as_view(url="/admin/"), name="home"),
    path("admin/statistics/", admin.site.admin_view(statistics_page), name="statistics-page"),
    path("admin/", admin.site.urls),
    path(
        "api/v1/", include(([*parsing_urls, *candidate_urls, *notice_urls, *cv_urls, *ranking_urls], "api"))
    ),
    path("cv/", include("cvimprover.web.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path(
        "api/docs/",
        SpectacularSwaggerSplitView.as_view(url_name="schema"),
        name="docs",
    ),
    path("api/errors/", errors_page, name="errors"),
    path("docs", RedirectView.as_view(pattern_name="docs"), name="older-docs"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    *older_urlpatterns,
]

handler400 = "config.problems.bad_request"
handler404 = "config.problems.not_found"
handler500 = "config.problems.server_error"
