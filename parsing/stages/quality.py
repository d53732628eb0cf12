"""What a reader should look at twice: simple findings about what a résumé lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from parsing.stages.basics import Basics
from parsing.stages.entries.types import Entry
from parsing.stages.skills import SkillGroup
from parsing.stages.types import Line

_DOUBTFUL = 0.6


def findings_of(
    basics: Basics,
    entries: Mapping[str, Sequence[Entry]],
    skills: Sequence[SkillGroup],
    lines: Sequence[Line],
) -> list[dict[str, str]]:
    """Findings as `code`, `severity`, `message` and `fix`, the gravest first."""
    found = [
        (
            basics.name is None,
            "no_name",
            "major",
            "No name was found.",
            "Put your name alone on the first line.",
        ),
        (not basics.emails, "no_email", "major", "No e-mail address was found.", "Add an e-mail address."),
        (not basics.phones, "no_phone", "minor", "No phone number was found.", "Add a phone number."),
        (
            not entries.get("work"),
            "no_work",
            "minor",
            "No work experience was found.",
            "Name employer, title and dates.",
        ),
        (
            not entries.get("education"),
            "no_education",
            "minor",
            "No education was found.",
            "Name school and degree.",
        ),
        (not skills, "no_skills", "minor", "No list of skills was found.", "Add a section of skills."),
        (
            _without_dates(entries),
            "undated_work",
            "major",
            "A position has no dates.",
            "Give month and year.",
        ),
        (_without_months(entries), "no_months", "minor", "A position gives years only.", "Give months too."),
        (
            _is_doubtful(lines),
            "poor_scan",
            "minor",
            "Parts of the scan are hard to read.",
            "Upload the original.",
        ),
    ]
    return [
        {"code": code, "severity": severity, "message": message, "fix": fix}
        for is_so, code, severity, message, fix in sorted(found, key=lambda finding: finding[2])
        if is_so
    ]


def _without_dates(entries: Mapping[str, Sequence[Entry]]) -> bool:
    return any(
        "startDate" not in entry.fields and "endDate" not in entry.fields for entry in entries.get("work", ())
    )


def _without_months(entries: Mapping[str, Sequence[Entry]]) -> bool:
    starts = [entry.fields.get("startDate") for entry in entries.get("work", ())]
    return any(
        start is not None and not isinstance(start, list) and len(start.value) == 4 for start in starts
    )


def _is_doubtful(lines: Sequence[Line]) -> bool:
    return bool(lines) and sum(line.confidence < _DOUBTFUL for line in lines) > 0.1 * len(lines)
