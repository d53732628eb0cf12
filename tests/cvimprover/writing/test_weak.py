"""Weak résumés in four languages and many trades, with what a career adviser makes of them.

The table was written before the writer was run on it. Each line and each finding is one judgement; the
writer may be wrong in one of twenty, and where it is not sure it must leave the line alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest

from cvimprover.writing import Improvement, Questionnaire, improve
from cvimprover.writing.pointers import text_at
from tests.cvimprover.writing.people import AS_OF

FOLDER: Final = Path(__file__).parent / "weak"
LANGUAGES: Final = ("en", "de", "fr", "es")
BAR: Final = 0.95


@dataclass
class Weak:
    """A weak résumé, what its lines should become, and what should and should not be found."""

    name: str
    language: str
    profile: dict[str, Any]
    lines: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    expected: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)


def weak_resumes(language: str) -> Iterator[Weak]:
    """The résumés of a file; its head says how it is written."""
    weak: Weak | None = None
    for row in (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        mark, _, rest = row.partition(" ")
        if mark == "==":
            if weak:
                yield weak
            name, country, email = (part.strip() for part in rest.split("|"))
            basics = {"name": "Robin Vale", "email": email, "location": {"countryCode": country}}
            weak = Weak(name, language, {"basics": basics, "work": [], "x-document": {"language": language}})
        elif mark and mark != "#":
            assert weak is not None
            _read(weak, mark, rest)
    if weak:
        yield weak


def _read(weak: Weak, mark: str, rest: str) -> None:
    work = weak.profile["work"]
    if mark == "@":
        title, employer, start, end = (part.strip() for part in rest.split("|"))
        dates = {"startDate": start, "endDate": end}
        work.append(
            {"position": title, "name": employer, "highlights": []} | {k: v for k, v in dates.items() if v}
        )
    elif mark in "-*":
        before, arrow, after = rest.partition(" =>")
        better = tuple(part.strip() for part in after.split("||") if part.strip()) if arrow else (before,)
        pointer = "/basics/summary"
        if mark == "*":
            weak.profile["basics"]["summary"] = before
        else:
            pointer = f"/work/{len(work) - 1}/highlights/{len(work[-1]['highlights'])}"
            work[-1]["highlights"].append(before)
        weak.lines.append((pointer, better))
    elif mark == "!":
        weak.expected |= {code for code in rest.split() if not code.endswith("?")}
    elif mark == "~":
        weak.absent |= set(rest.split())


def improved(weak: Weak) -> Improvement:
    return improve(weak.profile, questionnaire=Questionnaire(), job_text="", answers={}, as_of=AS_OF)


def misses(weak: Weak) -> tuple[list[str], int]:
    """What is not as the table says, and how many things the table says."""
    told = improved(weak)
    changed = {change.pointer: change.after for change in told.changes if change.kind in ("text", "remove")}
    wrong = [f"language {told.language}"] if told.language != weak.language else []
    for pointer, better in weak.lines:
        got = changed.get(pointer, (text_at(weak.profile, pointer),))
        if got != better:
            wrong.append(f"{text_at(weak.profile, pointer)!r} → {got}, not {better}")
    codes = {finding.code for finding in told.findings}
    wrong += [f"no finding {code}" for code in sorted(weak.expected - codes)]
    wrong += [f"finding {code}" for code in sorted(weak.absent & codes)]
    return wrong, len(weak.lines) + len(weak.expected) + len(weak.absent)


@pytest.mark.parametrize("language", LANGUAGES)
def test_weak_resumes_get_better_as_an_adviser_would_have_it(language: str) -> None:
    wrong, total = [], 0
    for weak in weak_resumes(language):
        missed, count = misses(weak)
        wrong += [f"{weak.name}: {miss}" for miss in missed]
        total += count
    assert len(wrong) <= (1 - BAR) * total, f"{len(wrong)} of {total}:\n" + "\n".join(wrong)


def test_there_are_enough_of_them() -> None:
    assert sum(1 for language in LANGUAGES for _ in weak_resumes(language)) >= 40
