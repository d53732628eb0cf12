"""Named places where a test may make the program fail. Nothing happens unless settings say so.

`FAULTS="after_commit:kill:0.05,before_commit:raise:1,seed=7"` with `DEBUG_FAULTS=1`.
Kinds: `kill` (SIGKILL to this process), `raise`, `sleep` (one second), `disconnect` (cut the database).
"""

from __future__ import annotations

import os
import random
import signal
import time
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

POINTS: Final = frozenset({"received", "claimed", "worked", "before_commit", "after_commit", "swept"})
KINDS: Final = frozenset({"kill", "raise", "sleep", "disconnect"})


class InjectedFault(Exception):
    """Raised by a fault point of kind `raise`."""


def fault(point: str) -> None:
    """Do what settings ask for at this point; almost always nothing."""
    if not (settings.FAULTS and settings.DEBUG_FAULTS):
        return
    for kind, share in plan_of(settings.FAULTS).get(point, ()):
        if _dice(settings.FAULTS).random() < share:
            _do(kind, point)


@lru_cache(maxsize=8)
def plan_of(spec: str) -> dict[str, list[tuple[str, float]]]:
    """Point → [(kind, share)]. Raises ImproperlyConfigured for a word that it does not know."""
    plan: dict[str, list[tuple[str, float]]] = {}
    for part in filter(None, (part.strip() for part in spec.split(","))):
        if part.startswith("seed="):
            continue
        point, kind, share = [*part.split(":"), "1"][:3] if part.count(":") else (part, "", "")
        if point not in POINTS or kind not in KINDS:
            raise ImproperlyConfigured(f"FAULTS: {part!r} is not POINT:KIND[:SHARE].")
        plan.setdefault(point, []).append((kind, float(share)))
    return plan


@lru_cache(maxsize=8)
def _dice(spec: str) -> random.Random:
    seed = next((part.strip()[5:] for part in spec.split(",") if part.strip().startswith("seed=")), "0")
    return random.Random(f"{seed}:{os.getpid()}")  # noqa: S311  no secret hangs on it


def _do(kind: str, point: str) -> None:
    if kind == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif kind == "sleep":
        time.sleep(1)
    elif kind == "disconnect":
        connection.close()
    else:
        raise InjectedFault(point)
