"""Moves of people between job profiles, stages and labels: one or thousands, in the same few statements."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.notices.events import Data
from accounts.notices.telling import tell_all
from candidates.models import Application, ApplicationEvent, CandidateLabel, JobProfile, Label, Source, Stage
from candidates.services.versions import held, hold, parts, raise_versions

BATCH: Final = 500
"""New rows in one statement."""
TOLD_AT_ONCE: Final = 100
"""People in one notice of a move."""


class NoMove(ValueError):
    """The move says nothing that could be done; the message says what is missing."""


@dataclass(slots=True)
class Moved:
    """What a move did: people found, applications begun and moved, labels given and taken."""

    candidates: int = 0
    begun: int = 0
    moved: int = 0
    labelled: int = 0
    unlabelled: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """Where to. `stage` empty: where they are, or `new` in a job profile that is new to them.

    With `from_job_profile`, applications there become applications to `job_profile`.
    """

    job_profile: JobProfile | None = None
    stage: str = ""
    from_job_profile: JobProfile | None = None
    label: Label | None = None
    from_label: Label | None = None

    def check(self) -> None:
        """Raise NoMove unless this says what to do."""
        if self.job_profile is None and (self.stage or self.from_job_profile):
            raise NoMove("Say which job profile to move to.")
        if self.job_profile is None and self.label is None and self.from_label is None:
            raise NoMove("Say where to move to: a job profile, a label, or a label to take away.")
        if self.job_profile and self.job_profile == self.from_job_profile:
            raise NoMove("They are to move from a job profile to another.")
        if self.label and self.label == self.from_label:
            raise NoMove("They are to get one label and lose another.")
        if self.stage and self.stage not in Stage.values:
            raise NoMove(f"There is no stage {self.stage}.")


@dataclass(slots=True)
class _Changes:
    """The rows of one part of a move, before they are written."""

    begun: list[Application] = field(default_factory=list)
    events: list[ApplicationEvent] = field(default_factory=list)
    transferred: list[uuid.UUID] = field(default_factory=list)
    restaged: list[uuid.UUID] = field(default_factory=list)
    doubled: list[tuple[Application, Application]] = field(default_factory=list)
    people: set[uuid.UUID] = field(default_factory=set)


@transaction.atomic
def move(candidates: Iterable[uuid.UUID], move: Move, *, actor: User | None) -> Moved:
    """Move these people; who is there already stays as they are. About 15 statements a thousand people.

    History is written for every application, one audit event for the whole. Raises NoMove.
    """
    move.check()
    people = hold(candidates)
    done = Moved(candidates=len(people))
    changed: set[uuid.UUID] = set()
    for some in parts(people):
        if move.job_profile is not None:
            changed |= _to_job(some, move, move.job_profile, actor, done)
        if move.label is not None:
            given = _label(some, move.label, actor, stands=True)
            done.labelled += len(given)
            changed |= given
        if move.from_label is not None:
            taken = _label(some, move.from_label, actor, stands=False)
            done.unlabelled += len(taken)
            changed |= taken
    if changed:
        raise_versions(
            changed,
            jobs=[move.from_job_profile.pk] if move.from_job_profile else (),
            labels=[move.from_label.pk] if move.from_label else (),
        )
        tell_all(_told_parts(move, changed), owner_id=actor.pk if actor else None)
        audit.record(actor, "candidates.moved", _target(move, people), **_told(move), **asdict(done))
    return done


@transaction.atomic
def end_application(application: Application, *, actor: User | None) -> None:
    """Take an application away with its history, as if it had never been made."""
    held(application.candidate_id)
    if application.delete()[0]:
        raise_versions([application.candidate_id], jobs=[application.job_profile_id])
        audit.record(
            actor,
            "application.ended",
            f"candidate:{application.candidate_id}",
            job_profile=str(application.job_profile_id),
        )


def _to_job(
    people: Sequence[uuid.UUID], move: Move, job: JobProfile, actor: User | None, done: Moved
) -> set[uuid.UUID]:
    """Those of these people whose applications changed."""
    changes = _planned(people, move, job, actor)
    now = timezone.now()
    stage = move.stage or Stage.NEW
    Application.objects.bulk_create(changes.begun, batch_size=BATCH)
    Application.objects.filter(pk__in=changes.transferred).update(
        job_profile=job,
        stage=stage,
        moved_at=now,
        score=None,  # of another job
        scored_at=None,
    )
    Application.objects.filter(pk__in=changes.restaged).update(stage=stage, moved_at=now)
    if changes.doubled:
        _join(changes.doubled)
    ApplicationEvent.objects.bulk_create(changes.events, batch_size=BATCH)
    done.begun += len(changes.begun)
    done.moved += len(changes.people) - len(changes.begun)
    return changes.people


def _planned(people: Sequence[uuid.UUID], move: Move, job: JobProfile, actor: User | None) -> _Changes:
    """What is to be written so that all these people apply to the job, in the stage if one is named."""
    there = _applications(people, job)
    elsewhere = _applications(people, move.from_job_profile) if move.from_job_profile else {}
    changes = _Changes()
    for person in people:
        here, other = there.get(person), elsewhere.get(person)
        if here and other:
            changes.doubled.append((other, here))
        if here is None and other is None:
            here = Application(candidate_id=person, job_profile=job, stage=move.stage or Stage.NEW)
            changes.begun.append(here)
        elif here is None and other is not None:
            changes.transferred.append(other.pk)
        elif here is not None and move.stage and here.stage != move.stage:
            changes.restaged.append(here.pk)
        elif not other:
            continue
        changes.people.add(person)
        changes.events.append(_event(here, other, move, job, actor))
    return changes


def _event(
    here: Application | None, other: Application | None, move: Move, job: JobProfile, actor: User | None
) -> ApplicationEvent:
    """The history of one move; `here` is the application to the job, `other` the one that comes to it."""
    was = other or (here if here is not None and not here._state.adding else None)
    return ApplicationEvent(
        application=here or other,
        from_job_profile_id=was.job_profile_id if was else None,
        to_job_profile=job,
        from_stage=was.stage if was else "",
        to_stage=move.stage or (here.stage if here else Stage.NEW),
        actor=actor,
    )


def _join(doubled: Sequence[tuple[Application, Application]]) -> None:
    """Who applied to both jobs applies to one now: its history is both histories."""
    for old, kept in doubled:
        ApplicationEvent.objects.filter(application=old).update(application=kept)
    Application.objects.filter(pk__in=[old.pk for old, _ in doubled]).delete()


def _applications(people: Sequence[uuid.UUID], job: JobProfile) -> dict[uuid.UUID, Application]:
    rows = Application.objects.filter(candidate__in=people, job_profile=job)
    return {row.candidate_id: row for row in rows}


def _label(people: Sequence[uuid.UUID], label: Label, actor: User | None, *, stands: bool) -> set[uuid.UUID]:
    """Those of these people who got the label now, or lost it; the machine will not change that again."""
    rows = CandidateLabel.objects.filter(candidate__in=people, label=label)
    known = {row.candidate_id: row for row in rows}
    wanted = [
        person
        for person in people
        if (row := known.get(person)) is None or row.stands != stands or row.source != Source.PERSON
    ]
    CandidateLabel.objects.bulk_create(
        [
            CandidateLabel(
                candidate_id=person, label=label, source=Source.PERSON, stands=stands, labelled_by=actor
            )
            for person in wanted
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["candidate", "label"],
        update_fields=["source", "stands", "probability", "labelled_by", "labelled_at"],
    )
    return set(wanted)


def _target(move: Move, people: Sequence[uuid.UUID]) -> str:
    if len(people) == 1:
        return f"candidate:{people[0]}"
    if move.job_profile is not None:
        return f"job_profile:{move.job_profile.pk}"
    label = move.label or move.from_label
    return f"label:{label.slug if label else ''}"


def _told_parts(move: Move, changed: Iterable[uuid.UUID]) -> Iterator[tuple[str, Data]]:
    """The move as events, of so many people each that a receiver takes it easily."""
    people = sorted(str(person) for person in changed)
    for start in range(0, len(people), TOLD_AT_ONCE):
        yield "candidate.moved", {"candidates": people[start : start + TOLD_AT_ONCE], **_told(move)}


def _told(move: Move) -> dict[str, str]:
    """The move in the words of the audit trail, without what it does not say."""
    told = {
        "job_profile": str(move.job_profile.pk) if move.job_profile else "",
        "from_job_profile": str(move.from_job_profile.pk) if move.from_job_profile else "",
        "stage": move.stage,
        "label": move.label.slug if move.label else "",
        "from_label": move.from_label.slug if move.from_label else "",
    }
    return {name: value for name, value in told.items() if value}
