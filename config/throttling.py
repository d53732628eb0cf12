"""Rate limits and the headers that tell clients about them."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Final

from django.core.cache import cache
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

if TYPE_CHECKING:
    # rest_framework.views loads this module while it is being loaded itself.
    from rest_framework.request import Request
    from rest_framework.views import APIView

SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


class RateLimit(BaseThrottle):
    """So many requests of one user in one window of time, told in the RateLimit headers
    (draft-ietf-httpapi-ratelimit-headers).

    One counter a window, counted up atomically: DRF's own throttles keep a list of every request's time and
    write it back whole, which costs more than the request at our limits and loses counts (DRF #8127).
    A view without `throttle_scope` counts under `default`.
    """

    scope = "default"
    limit = left = reset = seconds = 0

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether this request may go on; notes what is left for the answer's headers."""
        self.scope = getattr(view, "throttle_scope", None) or "default"
        self.limit, self.seconds = limit_in(str(api_settings.DEFAULT_THROTTLE_RATES[self.scope]))
        now = time.time()
        window = int(now // self.seconds)
        used = self._count(f"rate:{self.scope}:{request.user.pk or self.get_ident(request)}:{window}")
        self.left = max(self.limit - used, 0)
        self.reset = math.ceil((window + 1) * self.seconds - now)
        request._request.rate_limit = self  # type: ignore[attr-defined]
        return used <= self.limit

    def wait(self) -> float:
        """The seconds until the next window."""
        return self.reset

    def headers(self) -> dict[str, str]:
        """RateLimit-Policy and RateLimit."""
        return {
            "RateLimit-Policy": f'"{self.scope}";q={self.limit};w={self.seconds}',
            "RateLimit": f'"{self.scope}";r={self.left};t={self.reset}',
        }

    def _count(self, key: str) -> int:
        """How many requests this one makes it. A cache that does not answer stops nobody."""
        cache.add(key, 0, 2 * self.seconds)
        try:
            return int(cache.incr(key) or 1)
        except ValueError:
            return 1


def limit_in(rate: str) -> tuple[int, int]:
    """`600/min` as 600 requests in 60 seconds."""
    number, _, period = rate.partition("/")
    return int(number), SECONDS[period[0]]
