"""The whole way from a résumé to a better one: write, lock, assemble, and tell about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final

from cvimprover.writing.asking import questions_of, with_answers
from cvimprover.writing.assembling import assembled
from cvimprover.writing.bullets import Doubt, rewrite_lines
from cvimprover.writing.findings import findings_of
from cvimprover.writing.llm import Brief, Proposal, Writer
from cvimprover.writing.lock import Spans, locked, traces_of
from cvimprover.writing.opening import with_openings
from cvimprover.writing.person import headline, summary
from cvimprover.writing.pointers import strings_of, text_at
from cvimprover.writing.relevance import Job, job_of
from cvimprover.writing.selection import selection
from cvimprover.writing.sources import Sources, sources_of
from cvimprover.writing.told_language import language_of
from cvimprover.writing.types import (
    WRITTEN_LANGUAGES,
    Change,
    Improvement,
    Json,
    Questionnaire,
    Removed,
    Trace,
)

LONGEST_JOB: Final = 5_000


def improve(
    profile: Json,
    *,
    questionnaire: Questionnaire,
    job_text: str,
    answers: Mapping[str, str],
    as_of: date | None = None,
    writer: Writer | None = None,
) -> Improvement:
    """A better résumé made of the candidate's own facts, with every change, its sources, and what is missing.

    `profile` is JSON Resume. `answers` are by the id of their question, or by the pointer of what they are
    about. `as_of` is today unless told. A `writer` may word lines anew; what it says passes the same lock,
    and where it fails the result is the one without it, with a note. Some milliseconds without a writer.
    """
    told = language_of(profile)
    language = told if told in WRITTEN_LANGUAGES else "en"
    sources = sources_of(profile, answers, language, as_of or _as_of(profile))
    job = job_of(job_text[:LONGEST_JOB], (questionnaire.position, questionnaire.industry), language)
    proposed, doubts = _written(sources, job, questionnaire, told)
    kept, spans, removed = locked(proposed, sources)
    notes: tuple[str, ...] = () if told in WRITTEN_LANGUAGES else ("language_not_written",)
    if writer is not None and told in WRITTEN_LANGUAGES:
        proposal = writer.propose(Brief(profile, language, job_text[:LONGEST_JOB], questionnaire, answers))
        kept, spans, more = _with_proposal(kept, spans, proposal, sources)
        removed, notes = [*removed, *more], (*notes, *proposal.notes)
    resume, origins = assembled(profile, kept)
    traces: list[Trace] = []
    for pointer, text in strings_of(resume):
        traces += traces_of(pointer, text, origins[pointer], spans)
    return Improvement(
        resume=resume,
        language=told,
        changes=tuple(kept),
        traces=tuple(traces),
        findings=tuple(findings_of(sources, doubts, job, questionnaire, told)),
        questions=tuple(questions_of(profile, doubts, language, answers))
        if told in WRITTEN_LANGUAGES
        else (),
        removed=tuple(removed),
        notes=notes,
    )


def _written(
    sources: Sources, job: Job, questionnaire: Questionnaire, told: str
) -> tuple[list[Change], list[Doubt]]:
    """What the rules propose; of a language they do not write, order alone."""
    order = list(selection(sources, job, questionnaire))
    if told not in WRITTEN_LANGUAGES:
        return [change for change in order if change.kind != "groups"], []
    lines, doubts = rewrite_lines(sources.profile, sources.language)
    lines = with_openings(lines, sources)
    lines = with_answers(lines, sources.profile, sources.answers, sources.language)
    wanted = job_of("", (questionnaire.position,), sources.language)
    person = [change for change in (headline(sources, wanted), summary(sources, job)) if change is not None]
    gone = {change.pointer for change in lines if change.kind == "remove"}
    return [*person, *lines, *(change for change in order if change.pointer not in gone)], doubts


def _with_proposal(
    kept: Sequence[Change],
    spans: Mapping[tuple[str, int], Spans],
    proposal: Proposal,
    sources: Sources,
) -> tuple[list[Change], dict[tuple[str, int], Spans], list[Removed]]:
    """The rules' changes, each replaced by the model's wherever that passes the lock."""
    passed, their_spans, removed = locked(proposal.changes, sources)
    answered = {change.pointer for change in kept if change.by == "answer"}
    gone = {change.pointer for change in kept if change.kind in ("remove", "bullets")}
    taken = {change.pointer: change for change in passed if change.pointer not in answered | gone}
    own = [change for change in kept if change.pointer not in taken or change.kind == "order"]
    ids = {change.id for change in taken.values()}
    merged = {key: value for key, value in spans.items() if key[0] not in ids}
    merged |= {key: value for key, value in their_spans.items() if key[0] in ids}
    return [*own, *taken.values()], merged, removed


def _as_of(profile: Json) -> date:
    """The day that the profile was read, else today."""
    told = text_at(profile, "/meta/x-profile/as_of")
    try:
        return date.fromisoformat(told)
    except ValueError:
        return datetime.now(tz=UTC).date()
