"""The same résumé as PDF, as DOCX and as a scan gives the same profile, but for what the scan lost."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import pytest

from parsing.stages.flow import Engines, read
from parsing.stages.json_resume import json_resume
from parsing.training.cases import Choice, Kind, case
from parsing.training.designs import DESIGNS
from parsing.training.scoring import Tally, tally_of

SEED = 17
PEOPLE = range(4)
LANGUAGES = ("en", "de", "fr")
SURE = ("name", "email", "phone", "language")
PLAIN = [design for design in DESIGNS if design.name in ("plain-sans", "engineer", "manuscript", "academic")]


class Read(NamedTuple):
    profile: Mapping[str, object]
    truth: Mapping[str, object]


@cache
def as_file(number: int, kind: Kind) -> Read:
    """The person of that number, printed or written, and read."""
    made = case(SEED, number, Choice(LANGUAGES, PLAIN, (kind,)))
    return Read(json_resume(read(made.content, made.file, engines=engines()).profile), made.printed.truth)


@cache
def engines() -> Engines:
    return Engines()


def agreement(kind: Kind, name: str) -> float:
    """F1 of a field, 0–1, the PDFs' profiles taken for true, as a share of what the files' truths allow."""
    alike, possible = Tally(), Tally()
    for number in PEOPLE:
        printed, other = as_file(number, "pdf"), as_file(number, kind)
        alike.add_all(tally_of(other.profile, printed.profile))
        possible.add_all(tally_of(other.truth, printed.truth))
    return alike.rates(name).f1 / possible.rates(name).f1


@pytest.mark.parametrize("kind", ["docx", "scan"])
@pytest.mark.parametrize("name", SURE)
def test_who_it_is_does_not_depend_on_the_format(kind: Kind, name: str) -> None:
    assert agreement(kind, name) >= 0.99


@pytest.mark.parametrize(
    ("kind", "name", "least"),
    [
        ("docx", "work_dates", 0.95),
        ("docx", "skill", 0.95),
        ("docx", "institution", 0.8),
        ("scan", "work_dates", 0.9),
        ("scan", "employer", 0.75),
        ("scan", "title", 0.75),
        ("scan", "skill", 0.85),
        ("scan", "institution", 0.7),
    ],
)
def test_what_was_done_hardly_depends_on_the_format(kind: Kind, name: str, least: float) -> None:
    assert agreement(kind, name) >= least
