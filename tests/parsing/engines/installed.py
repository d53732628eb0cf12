"""Engines as the registry gives them, where what they need is installed."""

from __future__ import annotations

from functools import cache

import pytest

from parsing import registry


def installed(job: str, name: str) -> object:
    """The engine of this name, one a process; skips the test, and says why, where it cannot work here."""
    found, problem = _found(job, name)
    if problem:
        pytest.skip(problem)
    return found


@cache
def _found(job: str, name: str) -> tuple[object, str]:
    """The engine, and "" or why it is not here."""
    if problem := registry.problem_of(job, name):
        return None, problem
    try:
        return registry._load(job, name), ""
    except registry.EngineMissing as error:
        return None, str(error)
