"""What a reader, or the machine before the reader, would stumble over: the whole list, gravest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cvimprover.writing.bullets import Doubt
from cvimprover.writing.finding import finding
from cvimprover.writing.findings_dates import about_dates
from cvimprover.writing.findings_person import about_person
from cvimprover.writing.findings_text import about_text
from cvimprover.writing.pointers import entries_at, found, strings_of, text_at
from cvimprover.writing.relevance import Job, unmet
from cvimprover.writing.sources import Sources
from cvimprover.writing.types import WRITTEN_LANGUAGES, Finding, Questionnaire
from parsing.stages.text import fold

_ORDER: Final = ("major", "minor", "info")
_MOST_TERMS: Final = 6


def findings_of(
    sources: Sources, doubts: Sequence[Doubt], job: Job, questionnaire: Questionnaire, told_language: str
) -> list[Finding]:
    """The findings about the input, by severity, then in reading order."""
    found_: list[Finding] = [
        *about_person(sources, questionnaire),
        *about_dates(sources),
        *about_text(sources, doubts, told_language),
        *_about_file(sources),
        *_about_job(sources, job),
    ]
    if told_language not in WRITTEN_LANGUAGES:
        found_.append(finding("language_not_written", ""))
    unique = {(each.code, each.pointer, each.evidence): each for each in found_}
    return sorted(unique.values(), key=lambda each: _ORDER.index(each.severity))


def _about_file(sources: Sources) -> Iterator[Finding]:
    """What the reading of the file has shown."""
    document = found(sources.profile, "/x-document")
    if isinstance(document, dict):
        if document.get("ocr_used") and not document.get("has_text_layer"):
            yield finding("scanned", "")
        codes = {str(each.get("code")) for each in document.get("findings") or () if isinstance(each, dict)}
        if "hidden_text" in codes:
            yield finding("hidden_text", "")
    loose = found(sources.profile, "/x-extras/unmapped_text")
    if isinstance(loose, list) and len(loose) > _MOST_TERMS:
        yield finding("unmapped", "", count=len(loose))


def _about_job(sources: Sources, job: Job) -> Iterator[Finding]:
    """What the job asks for and the résumé lacks, and what it has but does not list."""
    texts = [text for pointer, text in strings_of(sources.profile) if not pointer.startswith("/basics/x-")]
    missing = unmet(job, texts)
    for term in missing[:_MOST_TERMS]:
        yield finding("job_term_missing", "", text=term)
    listed = [text for pointer, text in strings_of(sources.profile) if pointer.startswith("/skills/")]
    if (
        not listed
        or not entries_at(sources.profile, "/work")
        or not text_at(sources.profile, "/work/0/position")
    ):
        return
    unlisted = [term for term in unmet(job, listed) if term not in missing]
    prose = fold(
        "\n".join(text for pointer, text in strings_of(sources.profile) if pointer.startswith("/work/"))
    )
    for term in unlisted[:_MOST_TERMS]:
        if f" {fold(term)} " in f" {prose} ":
            yield finding("skill_not_listed", "/skills", text=term)
