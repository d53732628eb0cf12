"""Every value stands on the page where the profile says that it does."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from parsing.stages.flow import Engines, Reading, read
from tests.readback import leaves_of, slips_in

SAMPLES = Path(__file__).parents[1] / "samples" / "files"
CASES = Path(os.environ.get("EVAL_DIR") or Path(__file__).parents[3] / "shared" / "eval") / "resumes"
OFFICE = (".doc", ".odt", ".rtf")


def files() -> Iterator[Path]:
    """Our samples, and the cases of others where they are at hand."""
    yield from sorted(SAMPLES.iterdir())
    for meta in sorted(CASES.glob("*/meta.json")):
        yield meta.parent / json.loads(meta.read_text(encoding="utf-8"))["file"]


@cache
def engines() -> Engines:
    return Engines()


def reading_of(file: Path) -> Reading:
    if file.suffix in OFFICE and engines().office is None:
        pytest.skip("LibreOffice is not installed.")
    return read(file.read_bytes(), file.name, engines=engines())


@pytest.mark.parametrize("file", list(files()), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_leaf_is_shown_where_its_evidence_says(file: Path) -> None:
    reading = reading_of(file)
    assert any(leaves_of(reading.profile))
    assert list(slips_in(reading, file.read_bytes())) == []


def test_a_value_that_the_page_does_not_show_is_found_out() -> None:
    file = SAMPLES / "single-column.pdf"
    reading = reading_of(file)
    basics = dict(reading.profile["basics"])  # type: ignore[call-overload]
    name = dict(basics["name"])
    moved = {**name, "evidence": [{**name["evidence"][0], "bbox": [0.1, 0.9, 0.2, 0.95]}]}
    told = {**name, "raw": "Somebody Else"}
    for wrong, problem in (
        (moved, "not drawn there"),
        (told, "raw is not what the evidence says"),
        ({**name, "evidence": []}, "no evidence"),
    ):
        lying = replace(reading, profile={"basics": {"name": wrong}})
        assert [slip.problem for slip in slips_in(lying, file.read_bytes())] == [problem]
