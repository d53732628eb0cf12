"""The page that explains every error code; a problem's `type` leads to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.api import TITLES
from parsing.errors import MESSAGES


@require_safe
def errors_page(request: HttpRequest) -> HttpResponse:
    """All codes with their sentences."""
    return render(request, "errors.html", {"requests": TITLES, "files": MESSAGES})
