"""How the answers of a manifest are matched."""

from __future__ import annotations

import pytest

from tests.benchmarks.figures import Figure
from tests.benchmarks.hostile import fits


@pytest.mark.parametrize(
    ("answers", "expect", "ok"),
    [
        (("ok",), "ok", True),
        (("ok",), "ok (escaped)", True),
        (("ok",), "ok within the time limit", True),
        (("failed:limit_time",), "failed:limit_*|ok_degraded", True),
        (("rejected:415",), "rejected:413|rejected:415", True),
        (("ok_flagged:external_link",), "ok_flagged:external_link (no request)|rejected:415", True),
        (("ok_degraded",), "ok", False),
        (("http:500",), "failed:limit_*|ok_degraded", False),
        (("hang",), "failed:limit_time", False),
        (("failed:limit_timeout",), "failed:limit_time", False),
    ],
)
def test_an_answer_is_on_its_closed_list_or_not(answers: tuple[str, ...], expect: str, ok: bool) -> None:
    assert fits(answers, expect) is ok


@pytest.mark.parametrize(
    ("figure", "ok"),
    [
        (Figure("a", 5, 5), True),
        (Figure("a", 5.1, 5), False),
        (Figure("a", 90, 90, "at least"), True),
        (Figure("a", 89.9, 90, "at least"), False),
        (Figure("a", 1000), True),
    ],
)
def test_a_figure_meets_its_bar_or_not(figure: Figure, ok: bool) -> None:
    assert figure.ok is ok
    assert ('"ok": true' in figure.line()) is ok
