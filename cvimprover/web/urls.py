"""The addresses of the candidate's own pages, under /cv/."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from cvimprover.web import invited, views

LOGIN = LoginView.as_view(template_name="candidate/login.html", next_page="cv:start")

app_name = "cv"
urlpatterns = [
    path("", views.start, name="start"),
    path("login/", LOGIN, name="login"),
    path("logout/", LogoutView.as_view(next_page="cv:login"), name="logout"),
    path("invited/<str:token>/", invited.invited, name="invited"),
    path("language/", views.language, name="language"),
    path("<uuid:identity>/read/", views.read, name="read"),
    path("<uuid:identity>/job/", views.job, name="job"),
    path("<uuid:identity>/delete/", views.remove, name="delete"),
    path("versions/<uuid:identity>/", views.better, name="better"),
    path("versions/<uuid:identity>/look/", views.look, name="look"),
    path("files/<uuid:identity>/", views.preview, name="preview"),
    path("files/<uuid:identity>/download/", views.file, name="file"),
    path("files/<uuid:identity>/pages/<int:number>/", views.page, name="page"),
]
