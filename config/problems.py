"""Every exception as an RFC 9457 problem: a status, a stable code, a sentence that says what to do."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from typing import Final, TypedDict

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.views.defaults import page_not_found
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from accounts.credits import NoCredits
from accounts.idempotency import KeyReused, StillRunning
from accounts.quotas import QuotaExceeded
from candidates.models import Candidate
from candidates.services import HasResumes, NoMove, NotMergeable
from config.addresses import AddressRefused
from config.api import TITLES, SkillUnknown
from config.languages import refusal
from cvimprover.rendering.types import RenderingError
from parsing.errors import MESSAGES, RejectedFile, StageError
from parsing.services import WrongState
from parsing.uploads import StorageIsLocal

log = logging.getLogger(__name__)

PROBLEM_JSON: Final = "application/problem+json"
FOR_PEOPLE: Final = "/admin/"
TRANSIENT_SECONDS: Final = 5


class Problem(TypedDict, total=False):
    """An RFC 9457 problem, with a stable `code`, the request's id and what is wrong in each field."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[FieldError]
    suggestions: list[str]


class FieldError(TypedDict):
    """What is wrong with one field of the request."""

    field: str
    code: str
    detail: str


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
    if isinstance(error, SkillUnknown):
        problem["suggestions"] = error.suggestions
    return Response(problem, status=status, headers=_headers_of(error), content_type=PROBLEM_JSON)


def problem_of(status: int, code: str, detail: str = "", *, request_id: str = "") -> Problem:
    """The problem with this code; its `type` is an address that explains it.

    Title and detail are in the language of the answer, but for a detail that tells more than its code: that
    is in English where it is not known in that language.
    """
    return Problem(
        type=f"/api/errors/#{code}",
        title=gettext(_title_of(code, status)),
        status=status,
        detail=refusal(code, detail or TITLES.get(code, "")),
        code=code,
        request_id=request_id,
    )


def _title_of(code: str, status: int) -> str:
    """What kind of problem it is; a file's code says in its detail what is wrong with the file."""
    if status >= 500 and code in MESSAGES:
        return MESSAGES[code]
    return TITLES.get(code, TITLES["file_unreadable"])


def _status_code_detail(error: Exception) -> tuple[int, str, str]:
    """HTTP status, stable code and a sentence for whatever was raised."""
    match error:
        case RejectedFile():
            return error.status, error.code, error.message
        case StageError(code="too_large"):
            return 413, error.code, error.message
        case StageError(code="storage_full"):
            return 507, error.code, error.message
        case StageError():
            return (503 if error.transient else 422), error.code, error.message
        case NoCredits():
            return 402, "no_credits", ""
        case QuotaExceeded():
            return 429, "quota_exceeded", f"Your plan gives {error.quota.limit} {error.quota.what}."
        case RenderingError():
            return 400, "invalid", error.message
        case AddressRefused():
            return 400, "address_refused", str(error)
        case KeyReused():
            return 422, "idempotency_key_reused", ""
        case StillRunning():
            return 409, "idempotency_key_running", ""
        case StorageIsLocal():
            return 409, "storage_is_local", ""
        case WrongState() | NotMergeable() | HasResumes():
            return 409, "wrong_state", str(error)
        case NoMove():
            return 400, "invalid", str(error)
        case Http404() | Candidate.DoesNotExist():
            return 404, "not_found", ""
        case PermissionDenied():
            return 403, "permission_denied", ""
        case SuspiciousOperation():
            return _suspicious(error)
        case OperationalError() if _is_busy(error):
            return 503, "unavailable", "Others change the same at this moment. Try again soon."
        case exceptions.ValidationError():
            return 400, "invalid", ""
        case exceptions.APIException():
            return error.status_code, _code_of(error), _sentence(error)
    return 500, "internal", ""


def _is_busy(error: OperationalError) -> bool:
    """Whether PostgreSQL let somebody else go first: a lock not given in time, a deadlock, a lost race."""
    return getattr(error.__cause__, "pgcode", "") in {"55P03", "40P01", "40001"}


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
        headers["Retry-After"] = str(math.ceil(wait))
    elif isinstance(error, QuotaExceeded):
        headers |= {"Retry-After": str(error.quota.reset), **error.quota.headers()}
    elif isinstance(error, StillRunning | OperationalError):
        headers["Retry-After"] = "1"
    elif isinstance(error, StageError) and error.transient:
        headers["Retry-After"] = str(TRANSIENT_SECONDS)
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
    """handler404 for addresses that no view answers: a problem, or a page where people work."""
    if request.path.startswith(FOR_PEOPLE):
        return page_not_found(request, exception)
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
