"""What every API view shares: codes of refusals, pages of a list, the request id, rate limits."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from inspect import iscoroutinefunction
from typing import Final, TypeVar
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware
from django.utils.translation import gettext_noop as _
from rest_framework.exceptions import APIException, NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.throttling import RateLimit

M = TypeVar("M", bound=Model)
REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")

TITLES: Final[dict[str, str]] = {
    "invalid": _("Some of what was sent is not valid."),
    "not_authenticated": _("Send an API key or log in."),
    "authentication_failed": _("The API key or the session is not valid."),
    "permission_denied": _("Your role may not do this."),
    "not_found": _("There is nothing here, or nothing that you may see."),
    "skill_unknown": _("No skill goes by this name."),
    "method_not_allowed": _("This address does not answer that method."),
    "not_acceptable": _("The answer cannot be given in the form you ask for."),
    "unsupported_media_type": _("The request's content type is not read here."),
    "parse_error": _("The request cannot be read."),
    "throttled": _("Too many requests. Wait as long as Retry-After says."),
    "no_credits": _("There are no credits left. Ask your administrator for more."),
    "quota_exceeded": _("Your plan gives no more of this for now. Wait as long as Retry-After says."),
    "too_many_files": _("Too many files in one request. Send them in several batches."),
    "address_refused": _("The address may not be fetched."),
    "idempotency_key_reused": _("This Idempotency-Key came before with something else. Use a new key."),
    "idempotency_key_running": _("The first request with this Idempotency-Key still runs. Ask again soon."),
    "wrong_state": _("That is not possible in the state it is in."),
    "storage_is_local": _("Files are kept on this server, so send the file itself to /api/v1/resumes/."),
    "file_unreadable": _("The file cannot be read."),
    "link_expired": _("The link has expired. Ask for a new one."),
    "not_ready": _("There is no result yet."),
    "no_pages": _("There is no such page, or no picture of it."),
    "blind_ranking": _("The ranking is blind, and this would show who it is. Ask for the reveal first."),
    "unavailable": _("A service that this needs does not answer. Try again soon."),
    "internal": _("Something went wrong on our side. If it happens again, report the request id."),
}
"""The API's own codes; those of files are in `parsing.errors.MESSAGES`. Never renamed (docs/errors.md)."""


class ApiError(APIException):
    """A refusal with one of the codes above."""

    def __init__(self, code: str, *, status: int, detail: str = "", retry_after: int = 0) -> None:
        super().__init__(detail or TITLES[code], code)
        self.code, self.status_code, self.wait = code, status, retry_after


class SkillUnknown(ApiError):
    """404 for a name that no skill has; `suggestions` are names of skills that might be meant."""

    def __init__(self, name: str, suggestions: Sequence[str]) -> None:
        meant = f" Did you mean {', '.join(suggestions)}?" if suggestions else ""
        super().__init__(
            "skill_unknown", status=404, detail=f"No skill goes by the name {name[:80]!r}.{meant}"
        )
        self.suggestions = list(suggestions)


@sync_and_async_middleware
def request_id(
    get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]],
) -> Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]:
    """Give each request an id, the client's own when it is a plain one, and send it back as X-Request-ID."""

    def name(request: HttpRequest) -> str:
        given = request.headers.get("X-Request-ID", "")
        identity = given if REQUEST_ID.fullmatch(given) else uuid4().hex
        request.request_id = identity  # type: ignore[attr-defined]
        return identity

    if iscoroutinefunction(get_response):

        async def answer_async(request: HttpRequest) -> HttpResponseBase:
            identity = name(request)
            response: HttpResponseBase = await get_response(request)
            response["X-Request-ID"] = identity
            return response

        return answer_async

    def answer(request: HttpRequest) -> HttpResponseBase:
        identity = name(request)
        response = get_response(request)
        assert isinstance(response, HttpResponseBase)
        response["X-Request-ID"] = identity
        return response

    return answer


class Pages(CursorPagination):
    """Pages by a cursor: nothing is skipped or shown twice while new rows come in."""

    def paginate_queryset(  # type: ignore[override]
        self, queryset: QuerySet[M], request: Request, view: APIView | None = None
    ) -> list[M] | None:
        """The page. A cursor that somebody made up is not found, whatever it holds."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, OverflowError, ValidationError) as error:
            raise NotFound("Invalid cursor.") from error


class NewestFirst(Pages):
    """The usual order of a list."""

    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100
    ordering = ("-created_at", "-id")


class ApiHeaders(APIView):
    """A view whose answers carry the rate limit and are never kept by a cache."""

    def finalize_response(
        self, request: Request, response: Response, *args: object, **kwargs: object
    ) -> Response:
        """The answer with its headers."""
        final = super().finalize_response(request, response, *args, **kwargs)
        limit = getattr(request._request, "rate_limit", None)
        if isinstance(limit, RateLimit):
            for name, value in limit.headers().items():
                quota = final.headers.get(name)
                final[name] = f"{quota}, {value}" if quota else value
        final.headers.setdefault("Cache-Control", "no-store")
        return final
