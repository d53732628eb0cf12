"""What every API view shares: the shape of errors, pages of a list, the request id, rate limits."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from inspect import iscoroutinefunction
from typing import Final, TypedDict
from uuid import uuid4

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.decorators import sync_and_async_middleware
from rest_framework import exceptions
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView, set_rollback

from accounts.credits import NoCredits
from accounts.idempotency import KeyReused, StillRunning
from parsing.errors import RejectedFile, StageError
from parsing.fetching import AddressRefused
from parsing.uploads import StorageIsLocal

log = logging.getLogger(__name__)

PROBLEM_JSON: Final = "application/problem+json"
REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")

TITLES: Final[dict[str, str]] = {
    "invalid": "Some of what was sent is not valid.",
    "not_authenticated": "Send an API key or log in.",
    "authentication_failed": "The API key or the session is not valid.",
    "permission_denied": "Your role may not do this.",
    "not_found": "There is nothing here, or nothing that you may see.",
    "method_not_allowed": "This address does not answer that method.",
    "not_acceptable": "The answer cannot be given in the form you ask for.",
    "unsupported_media_type": "The request's content type is not read here.",
    "parse_error": "The request cannot be read.",
    "throttled": "Too many requests. Wait as long as Retry-After says.",
    "no_credits": "There are no credits left. Ask your administrator for more.",
    "too_many_files": "Too many files in one request. Send them in several batches.",
    "address_refused": "The address may not be fetched.",
    "idempotency_key_reused": "This Idempotency-Key came before with something else. Use a new key.",
    "idempotency_key_running": "The first request with this Idempotency-Key still runs. Ask again soon.",
    "wrong_state": "That is not possible in the state it is in.",
    "storage_is_local": "Files are kept on this server, so send the file itself to /api/v1/resumes/.",
    "not_ready": "There is no result yet.",
    "storage_full": "There is no room for the file. Ask the administrator.",
    "unavailable": "A service that this needs does not answer. Try again soon.",
    "internal": "Something went wrong on our side. If it happens again, report the request id.",
}
"""The API's own codes; those of files are in `parsing.errors.MESSAGES`. Never renamed (docs/errors.md)."""


class Problem(TypedDict, total=False):
    """An RFC 9457 problem, with a stable `code`, the request's id and what is wrong in each field."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[FieldError]


class FieldError(TypedDict):
    """What is wrong with one field of the request."""

    field: str
    code: str
    detail: str


class ApiError(exceptions.APIException):
    """A refusal with one of the codes above."""

    def __init__(self, code: str, *, status: int, detail: str = "", retry_after: int = 0) -> None:
        super().__init__(detail or TITLES[code], code)
        self.code, self.status_code, self.wait = code, status, retry_after


def answer_problem(error: Exception, context: Mapping[str, object]) -> Response:
    """The problem that an exception in a view becomes. No traceback, path or SQL ever goes out."""
    set_rollback()
    request = context.get("request")
    status, code, detail = _status_code_detail(error)
    if status >= 500:
        log.error("%s in request %s", code, _id_of(request), exc_info=error)
    problem = problem_of(status, code, detail, request_id=_id_of(request))
    if isinstance(error, exceptions.ValidationError):
        problem["errors"] = list(_field_errors(error.get_full_details()))
    return Response(problem, status=status, headers=_headers_of(error), content_type=PROBLEM_JSON)


def problem_of(status: int, code: str, detail: str = "", *, request_id: str = "") -> Problem:
    """The problem with this code; its `type` is an address that explains it."""
    return Problem(
        type=f"/api/errors/#{code}",
        title=TITLES.get(code, "The file cannot be read."),
        status=status,
        detail=detail or TITLES.get(code, ""),
        code=code,
        request_id=request_id,
    )


def _status_code_detail(error: Exception) -> tuple[int, str, str]:
    """HTTP status, stable code and a sentence for whatever was raised."""
    match error:
        case RejectedFile():
            return error.status, error.code, error.message
        case StageError(code="too_large"):
            return 413, error.code, error.message
        case StageError():
            return (503 if error.transient else 422), error.code, error.message
        case NoCredits():
            return 402, "no_credits", ""
        case AddressRefused():
            return 400, "address_refused", str(error)
        case KeyReused():
            return 422, "idempotency_key_reused", ""
        case StillRunning():
            return 409, "idempotency_key_running", ""
        case StorageIsLocal():
            return 409, "storage_is_local", ""
        case Http404():
            return 404, "not_found", ""
        case PermissionDenied():
            return 403, "permission_denied", ""
        case SuspiciousOperation():
            return _suspicious(error)
        case exceptions.ValidationError():
            return 400, "invalid", ""
        case exceptions.APIException():
            return error.status_code, _code_of(error), _sentence(error)
        case OSError(errno=28):
            return 507, "storage_full", ""
    return 500, "internal", ""


def _suspicious(error: SuspiciousOperation) -> tuple[int, str, str]:
    too_many = type(error).__name__ in {"TooManyFilesSent", "TooManyFieldsSent"}
    return (413, "too_many_files", "") if too_many else (400, "parse_error", "")


def _code_of(error: exceptions.APIException) -> str:
    code = error.get_codes()
    return code if isinstance(code, str) and code in TITLES else "invalid"


def _sentence(error: exceptions.APIException) -> str:
    return str(error.detail) if isinstance(error.detail, str) else ""


def _headers_of(error: Exception) -> dict[str, str]:
    headers: dict[str, str] = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    elif isinstance(error, StillRunning):
        headers["Retry-After"] = "1"
    return headers


def _field_errors(details: object, path: str = "") -> list[FieldError]:
    """The leaves of DRF's nested error details, each with a dotted path."""
    if isinstance(details, list):
        return [leaf for item in details for leaf in _field_errors(item, path)]
    if not isinstance(details, dict):
        return []
    if set(details) == {"message", "code"} and isinstance(details["code"], str):
        return [FieldError(field=path, code=details["code"], detail=str(details["message"]))]
    return [
        leaf
        for name, item in details.items()
        for leaf in _field_errors(item, f"{path}.{name}" if path else str(name))
    ]


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404 for addresses that no view answers: a problem, for the API and everything else alike."""
    problem = problem_of(404, "not_found", request_id=_id_of(request))
    return JsonResponse(problem, status=404, content_type=PROBLEM_JSON)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: a host or a form that Django refuses before any view sees it."""
    status, code, detail = _status_code_detail(exception)
    problem = problem_of(status, code, detail, request_id=_id_of(request))
    return JsonResponse(problem, status=status, content_type=PROBLEM_JSON)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: a bug outside the API's views."""
    problem = problem_of(500, "internal", request_id=_id_of(request))
    return JsonResponse(problem, status=500, content_type=PROBLEM_JSON)


def _id_of(request: object) -> str:
    inner = getattr(request, "_request", request)
    return str(getattr(inner, "request_id", ""))


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


class NewestFirst(CursorPagination):
    """Pages by a cursor: nothing is skipped or shown twice while new rows come in."""

    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100
    ordering = ("-created_at", "-id")


class RateLimit(ScopedRateThrottle):
    """DRF's limit by scope, told in the RateLimit headers (draft-ietf-httpapi-ratelimit-headers).

    A view without `throttle_scope` counts under `default`. Not a wall against attackers: it is not atomic.
    """

    scope: str

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether this request may go on; notes what is left for the answer's headers."""
        self.scope = getattr(view, "throttle_scope", None) or "default"
        self.rate = self.get_rate()
        self.num_requests, self.duration = self.parse_rate(self.rate)
        allowed = super(ScopedRateThrottle, self).allow_request(request, view)
        request._request.rate_limit = self  # type: ignore[attr-defined]
        return bool(allowed)

    def headers(self) -> dict[str, str]:
        """RateLimit-Policy and RateLimit; none when the scope has no limit."""
        if not self.rate:
            return {}
        left = max(int(self.num_requests or 0) - len(self.history), 0)
        oldest = self.history[-1] if self.history else self.now
        reset = max(int(oldest + (self.duration or 0) - self.now), 0)
        return {
            "RateLimit-Policy": f'"{self.scope}";q={self.num_requests};w={self.duration}',
            "RateLimit": f'"{self.scope}";r={left};t={reset}',
        }


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
                final[name] = value
        final.headers.setdefault("Cache-Control", "no-store")
        return final
