"""What the buttons on a person's page do: each reads its form and calls a service."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from django.core.exceptions import ObjectDoesNotExist

from accounts.models import User
from candidates import services
from candidates.fields import TEXTS
from candidates.models import (
    Application,
    Candidate,
    CandidateLabel,
    Duplicate,
    JobProfile,
    Label,
    Merge,
    Note,
    Read,
    Stage,
    Star,
)

Form: TypeAlias = Mapping[str, object]
Press: TypeAlias = Callable[[Candidate, Form, User], str]


class PressError(Exception):
    """What was sent makes no sense; the message says what to do."""


REFUSALS: Final = (
    services.NotEditable,
    services.NotMergeable,
    services.NoMove,
    ObjectDoesNotExist,
    ValueError,
)
"""What services answer to what cannot be done."""


def correct(candidate: Candidate, form: Form, user: User) -> str:
    """Correct the fields that differ."""
    sent = {name: str(form.get(name, "")).strip() for name in TEXTS if name in form}
    changes = {name: value for name, value in sent.items() if value != getattr(candidate, name)}
    if not changes:
        raise PressError("Nothing was changed.")
    services.edit(candidate.pk, dict(changes), actor=user)
    return f"Corrected {', '.join(sorted(changes))}."


def decide(candidate: Candidate, form: Form, user: User) -> str:
    """Stay with a correction, or take what is read."""
    field = str(form.get("field", ""))
    if form.get("choice") == "ours":
        services.keep(candidate.pk, field, actor=user)
        return f"Kept {field}."
    services.accept(candidate.pk, field, actor=user)
    return f"Took {field} as it is read."


def note(candidate: Candidate, form: Form, user: User) -> str:
    """Write a note."""
    text = str(form.get("text", "")).strip()
    if not text:
        raise PressError("Write something first.")
    services.write_note(candidate, text, actor=user)
    return "Noted."


def remove_note(candidate: Candidate, form: Form, user: User) -> str:
    """Take a note away."""
    services.remove_note(Note.objects.get(candidate=candidate, pk=_number(form)), actor=user)
    return "The note is gone."


def tags(candidate: Candidate, form: Form, user: User) -> str:
    """Set the tags, which are sent with commas between them."""
    set_now = services.set_tags(candidate, str(form.get("tags", "")).split(","), actor=user)
    return f"Tags: {', '.join(set_now) or 'none'}."


def star(candidate: Candidate, form: Form, user: User) -> str:
    """Put the star on, or take it away."""
    is_on = not Star.objects.filter(candidate=candidate, user=user).exists()
    services.mark(Star, [candidate.pk], user=user, on=is_on)
    return "Starred." if is_on else "The star is gone."


def read(candidate: Candidate, form: Form, user: User) -> str:
    """Mark as read, or as unread."""
    is_on = not Read.objects.filter(candidate=candidate, user=user).exists()
    services.mark(Read, [candidate.pk], user=user, on=is_on)
    return "Marked as read." if is_on else "Marked as unread."


def label(candidate: Candidate, form: Form, user: User) -> str:
    """Give a label."""
    given = Label.objects.get(slug=str(form.get("label", "")))
    services.move([candidate.pk], services.Move(label=given), actor=user)
    return f"{given.name} is given."


def unlabel(candidate: Candidate, form: Form, user: User) -> str:
    """Take a label away."""
    row = CandidateLabel.objects.select_related("label").get(
        candidate=candidate, label__slug=form.get("label")
    )
    services.move([candidate.pk], services.Move(from_label=row.label), actor=user)
    return f"{row.label.name} is taken away."


def apply(candidate: Candidate, form: Form, user: User) -> str:
    """Move to a job profile, into a stage."""
    job = JobProfile.objects.get(pk=_id(form, "job_profile"))
    stage = str(form.get("stage", ""))
    services.move([candidate.pk], services.Move(job, stage), actor=user)
    return f"{job.title}: {Stage(stage).label}." if stage else f"Applies to {job.title}."


def end(candidate: Candidate, form: Form, user: User) -> str:
    """Take an application away."""
    services.end_application(
        Application.objects.get(candidate=candidate, pk=_id(form, "application")), actor=user
    )
    return "The application is gone."


def merge(candidate: Candidate, form: Form, user: User) -> str:
    """Let another candidate become part of this one."""
    merged = services.merge(candidate.pk, _id(form, "absorb"), actor=user)
    return f"{merged.absorbed_name or 'The other'} is part of this candidate now."


def dismiss(candidate: Candidate, form: Form, user: User) -> str:
    """Say that two are two."""
    services.dismiss(Duplicate.objects.get(pk=_number(form)), actor=user)
    return "They are two people."


def unmerge(candidate: Candidate, form: Form, user: User) -> str:
    """Take two apart again."""
    again = services.unmerge(Merge.objects.get(survivor=candidate, pk=_number(form)), actor=user)
    return f"{again} is a candidate of their own again."


PRESSES: Final[Mapping[str, Press]] = {
    "correct": correct,
    "decide": decide,
    "note": note,
    "remove-note": remove_note,
    "tags": tags,
    "star": star,
    "read": read,
    "label": label,
    "unlabel": unlabel,
    "apply": apply,
    "end": end,
    "merge": merge,
    "dismiss": dismiss,
    "unmerge": unmerge,
}
"""Button → what it does; the answer is a sentence for the person who pressed it."""


def _number(form: Form) -> int:
    return int(str(form.get("number", "")))


def _id(form: Form, name: str) -> uuid.UUID:
    return uuid.UUID(str(form.get(name, "")))
