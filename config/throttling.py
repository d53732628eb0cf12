"""Rate limits and the headers that tell clients about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.throttling import ScopedRateThrottle

if TYPE_CHECKING:
    # rest_framework.views loads this module while it is being loaded itself.
    from rest_framework.request import Request
    from rest_framework.views import APIView


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
