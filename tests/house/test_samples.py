"""The samples are read as tests/samples/expected.json says, each in one process."""

from __future__ import annotations

from datetime import date

import pytest
from answers import differences, expected_answers, found_in, months_worked
from stack import ROOT

from parsing.engines.sandbox import sandbox_problem
from parsing.stages.flow import Engines, read

SAMPLES = ROOT / "tests" / "samples"
EXPECTED = expected_answers(SAMPLES)
OFFICE = {".doc", ".odt", ".rtf"}


@pytest.fixture(scope="module")
def engines() -> Engines:
    """Warm engines for all samples."""
    return Engines()


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_sample_is_read_as_it_must_be(name: str, engines: Engines) -> None:
    path = SAMPLES / "files" / name
    if path.suffix in OFFICE and engines.office is None:
        pytest.skip(sandbox_problem() or "LibreOffice is not installed")
    reading = read(path.read_bytes(), name, engines=engines)
    assert differences(found_in(reading.profile), EXPECTED[name]) == []


def test_every_sample_has_an_answer_and_the_other_way_round() -> None:
    assert {path.name for path in (SAMPLES / "files").iterdir()} == set(EXPECTED)


@pytest.mark.parametrize(
    ("intervals", "months"),
    [
        (["2020-01/2020-12"], 12),
        (["2020-01/2020-12", "2020-07/2021-06"], 18),
        (["2024-11/.."], 3),
        (["2019/2020"], 24),
        ([], 0),
    ],
)
def test_months_worked_are_a_union(intervals: list[str], months: int) -> None:
    assert months_worked(intervals, date(2025, 1, 15)) == months
