"""What a reader should look at twice: simple findings about what a résumé lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from parsing.stages.basics import Basics
from parsing.stages.entries.types import Entry
from parsing.stages.page_classes import PageClass, page_classes
from parsing.stages.skills import SkillGroup
from parsing.stages.spoken import is_supported, is_told, language_of
from parsing.stages.types import Line

_DOUBTFUL = 0.6
_LONGEST_QUOTE: Final = 80
_MOST_QUOTES: Final = 4
_NAMES: Final = {
    "letter": "a letter",
    "certificate": "a certificate",
    "invoice": "an invoice",
    "advert": "a job advert",
    "article": "an article",
}


def findings_of(
    basics: Basics,
    entries: Mapping[str, Sequence[Entry]],
    skills: Sequence[SkillGroup],
    lines: Sequence[Line],
) -> list[dict[str, str]]:
    """Findings as `code`, `severity`, `message` and `fix`, the gravest first; some with `evidence`."""
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
    told = [
        {"code": code, "severity": severity, "message": message, "fix": fix}
        for is_so, code, severity, message, fix in sorted(found, key=lambda finding: finding[2])
        if is_so
    ]
    return [*_about_the_file(lines), *told]


def _about_the_file(lines: Sequence[Line]) -> Iterator[dict[str, str]]:
    """What the file is, where it is no résumé or holds more, and its language, where we do not know it."""
    classes = page_classes(lines)
    apart = [each for each in classes if each.kind != "resume"]
    if apart and len(apart) == len(classes):
        if any(each.kind != "other" for each in apart):
            yield _finding(
                "not_a_resume",
                "major",
                f"This reads like {_NAMES[_kind_of(apart)]}, not like a résumé.",
                "Upload a résumé.",
                _quoted(apart, lines),
            )
    elif apart:
        pages = ", ".join(str(each.page) for each in apart)
        yield _finding(
            "mixed_file",
            "info",
            f"Other documents lie in this file (page {pages}); they feed no field of the profile.",
            "Upload the résumé alone.",
            _quoted(apart, lines),
        )
    language = language_of(lines)
    if not is_supported(language) or not is_told(lines):
        name = language if not is_supported(language) else "und"
        yield _finding(
            "unsupported_language",
            "major",
            f"The language of this document ({name}) is none of those that are read well.",
            "Check every field, or upload the résumé in another language.",
        )


def _finding(code: str, severity: str, message: str, fix: str, evidence: str = "") -> dict[str, str]:
    found = {"code": code, "severity": severity, "message": message, "fix": fix}
    return found | ({"evidence": evidence} if evidence else {})


def _kind_of(classes: Sequence[PageClass]) -> str:
    """The kind of the surest page that has one."""
    return max(classes, key=lambda each: (each.kind != "other", each.probability)).kind


def _quoted(classes: Sequence[PageClass], lines: Sequence[Line]) -> str:
    """The lines that told, with their pages."""
    texts = {line.id: line.text for line in lines}
    told = [(each.page, texts[line]) for each in classes for line in each.evidence[:2]]
    return "; ".join(f"“{text[:_LONGEST_QUOTE]}” (page {page})" for page, text in told[:_MOST_QUOTES])


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
