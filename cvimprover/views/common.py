"""What the views of this package share."""

from __future__ import annotations

from typing import Final

from rest_framework.response import Response

from config.api import ApiError
from cvimprover.models import Work

RETRY_AFTER: Final = 1


def making(work: Work, data: object, location: str) -> Response:
    """The answer for something that a worker makes: 202 and when to ask again, or 200 when it is made."""
    status = 200 if work.is_final else 202
    headers = {"Location": location} | ({} if work.is_final else {"Retry-After": str(RETRY_AFTER)})
    return Response(data, status=status, headers=headers)


def not_ready(detail: str = "") -> ApiError:
    """The refusal of what is not made yet."""
    return ApiError("not_ready", status=409, detail=detail, retry_after=RETRY_AFTER)
