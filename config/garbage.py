"""How a process that reads many résumés goes about garbage."""

from __future__ import annotations

import gc
from typing import Final

ALLOCATIONS: Final = 20_000
"""A résumé makes some hundred thousand objects, nearly all of which die by their reference count."""


def spare_what_is_loaded() -> None:
    """Leave all modules out of later collections, and make those rarer.

    A full collection would walk through all of Django, Celery and our own modules again and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS, 20, 20)
