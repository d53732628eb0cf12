"""A model that lies about generated people, for jobs that ask for what they lack, gets nothing in."""

from __future__ import annotations

import pytest

from tests.cvimprover.writing.hostile import broken_traces, case, invented

PEOPLE = 32


@pytest.mark.parametrize("number", range(PEOPLE))
def test_nothing_invented_gets_into_a_resume(number: int) -> None:
    each = case(number)
    assert invented(each) == []
    assert broken_traces(each) == []
    assert any(removed.by == "llm" for removed in each.told.removed)
