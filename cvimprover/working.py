"""What workers make of questionnaires: improvements and files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar
from uuid import UUID

from cvimprover.models import CvDocument, Improvement
from cvimprover.rendering.types import RenderingError
from parsing import work
from parsing.work import LEASE, Work

__all__ = ["LEASE", "has_overdue", "send_overdue", "work_on"]

W = TypeVar("W", bound=Work)

TASKS: Final[work.Tasks] = {
    Improvement: "cvimprover.tasks.improve",
    CvDocument: "cvimprover.tasks.print_cv",
}

has_overdue = partial(work.has_overdue, TASKS)
send_overdue = partial(work.send_overdue, TASKS)


def work_on(kind: type[W], identity: UUID, make: Callable[[W], dict[str, object]]) -> str:
    """The state in which this leaves it, see `parsing.work`; what cannot be rendered fails with its code."""
    return work.work_on(kind, identity, make, refusals=(RenderingError,))
