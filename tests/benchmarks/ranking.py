"""What rankings promise: criteria read rightly, ranks right and fair, and a service that keeps up."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Final

from tests.benchmarks.figures import Figure

PARTS: Final[tuple[str, ...]] = (
    "tests.benchmarks.ranking_criteria",
    "tests.benchmarks.ranking_quality",
    "tests.benchmarks.ranking_stack",
    "tests.benchmarks.ranking_llm",
    "tests.benchmarks.notices",
)
"""Each with `figures(slow=…)`."""


def figures(*, slow: bool) -> Iterator[Figure]:
    """Every figure of every part."""
    for part in PARTS:
        if find_spec(part):
            yield from import_module(part).figures(slow=slow)
