"""Corrections that no reading overwrites: a three-way merge, field by field.

What was read of a curated person stands in `ReadFacts`, one row a résumé; what people changed in `FieldEdit`;
the candidate shows the one with the other over it, and is made anew whenever either changes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import audit
from accounts.models import User
from candidates.fields import FactsJson, Json, combined, edited, fault_in, is_same, value_of
from candidates.models import Candidate, FieldEdit, ReadFacts
from candidates.services.facts import columns_of, json_of
from candidates.services.versions import held, hold, raise_generations_of


class NotEditable(ValueError):
    """The value does not fit the field; `faults` says per field what is wrong."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {fault}" for field, fault in faults.items()))
        self.faults = dict(faults)


class Difference(NamedTuple):
    """One corrected field: what was read then, what is read now, and what a person wrote."""

    field: str
    base: Json
    theirs: Json
    value: Json
    is_conflict: bool
    edited_by: str
    edited_at: object


@transaction.atomic
def edit(candidate_id: uuid.UUID, changes: Mapping[str, Json], *, actor: User | None) -> None:
    """Give these fields these values, for good. A value that is what was read takes the edit back.

    Raises NotEditable, and Candidate.DoesNotExist.
    """
    if faults := {field: fault for field, value in changes.items() if (fault := fault_in(field, value))}:
        raise NotEditable(faults)
    candidate = held(candidate_id)
    if not changes:
        return
    curate(candidate)
    read = facts_read_of(candidate.pk)
    now = timezone.now()
    for field, value in changes.items():
        value = value.strip() if isinstance(value, str) else value
        theirs = value_of(read, field)
        if is_same(theirs, value):
            FieldEdit.objects.filter(candidate=candidate, field=field).delete()
            continue
        FieldEdit.objects.update_or_create(
            candidate=candidate,
            field=field,
            defaults={
                "base": theirs,
                "theirs": theirs,
                "value": value,
                "is_conflict": False,
                "edited_by": actor,
                "edited_at": now,
            },
        )
    show(candidate.pk)
    raise_generations_of(candidate.pk)
    audit.record(actor, "candidate.edited", f"candidate:{candidate.pk}", fields=",".join(sorted(changes)))


@transaction.atomic
def keep(candidate_id: uuid.UUID, field: str, *, actor: User | None) -> None:
    """Stay with what a person wrote, now that something else is read. Raises FieldEdit.DoesNotExist."""
    candidate = held(candidate_id)
    found = FieldEdit.objects.get(candidate=candidate, field=field)
    found.base, found.is_conflict, found.edited_by = found.theirs, False, actor
    found.save(update_fields=["base", "is_conflict", "edited_by"])
    show(candidate.pk)
    raise_generations_of(candidate.pk)
    audit.record(actor, "candidate.edit_kept", f"candidate:{candidate.pk}", field=field)


@transaction.atomic
def accept(candidate_id: uuid.UUID, field: str, *, actor: User | None) -> None:
    """Take the edit back: what is read counts again. Raises FieldEdit.DoesNotExist."""
    candidate = held(candidate_id)
    FieldEdit.objects.get(candidate=candidate, field=field).delete()
    show(candidate.pk)
    raise_generations_of(candidate.pk)
    audit.record(actor, "candidate.edit_taken_back", f"candidate:{candidate.pk}", field=field)


def differences(candidate: Candidate) -> list[Difference]:
    """Every corrected field of this person, conflicts first. One query."""
    edits = candidate.edits.select_related("edited_by").order_by("-is_conflict", "field")
    return [
        Difference(
            each.field,
            each.base,
            each.theirs,
            each.value,
            each.is_conflict,
            each.edited_by.get_username() if each.edited_by else "",
            each.edited_at,
        )
        for each in edits
    ]


def reread(candidate_id: uuid.UUID, facts: FactsJson, source: uuid.UUID) -> bool:
    """Let a new reading reach a curated person; False when there is nobody of that id."""
    if not hold([candidate_id]):
        return False
    candidate = Candidate.objects.get(pk=candidate_id)
    curate(candidate)
    ReadFacts.objects.update_or_create(
        candidate=candidate,
        source_id=source,
        defaults={"facts": facts},
        create_defaults={"facts": facts, "brought_at": _brought_at(candidate, source)},
    )
    show(candidate_id)
    raise_generations_of(candidate_id)
    return True


def curate(candidate: Candidate) -> None:
    """Put what was read of this person aside, so that people's changes can lie over it. Safe to repeat."""
    if candidate.is_curated:
        return
    source = candidate.resumes.order_by("-created_at").values_list("pk", "created_at").first()
    source_id, brought_at = source or (candidate.pk, candidate.created_at)
    ReadFacts.objects.create(
        candidate=candidate, source_id=source_id, brought_at=brought_at, facts=json_of(vars(candidate))
    )
    Candidate.objects.filter(pk=candidate.pk).update(is_curated=True)
    candidate.is_curated = True


def show(candidate_id: uuid.UUID) -> None:
    """Make the candidate anew of what was read and what was edited, and raise the version.

    The person must be held and curated; the caller raises the generations.

    An edit that says what is read by now retires, but for people who were merged: taking them apart again
    must find every edit. With nothing left to merge the person is an ordinary one again.
    """
    readings = list(ReadFacts.objects.filter(candidate=candidate_id).values_list("facts", flat=True))
    read = combined(readings)
    is_merged = len(readings) > 1 or Candidate.objects.filter(pk=candidate_id).exclude(merges=None).exists()
    edits = _standing(FieldEdit.objects.filter(candidate=candidate_id), read, may_retire=not is_merged)
    shown = edited(read, [(each.field, each.value) for each in edits])
    is_curated = bool(edits) or is_merged
    if not is_curated:
        ReadFacts.objects.filter(candidate=candidate_id).delete()
    Candidate.objects.filter(pk=candidate_id).update(
        **columns_of(shown),
        is_curated=is_curated,
        is_compared=False,
        version=F("version") + 1,
        updated_at=timezone.now(),
    )


def facts_read_of(candidate_id: uuid.UUID) -> FactsJson:
    """What the résumés of a curated person say, without what people changed."""
    return combined(list(ReadFacts.objects.filter(candidate=candidate_id).values_list("facts", flat=True)))


def _standing(edits: Iterable[FieldEdit], read: FactsJson, *, may_retire: bool) -> list[FieldEdit]:
    """The edits that still say something else than what is read, each told of what that is."""
    standing = []
    for each in edits:
        theirs = value_of(read, each.field)
        if may_retire and is_same(theirs, each.value):
            each.delete()
            continue
        conflicts = not is_same(theirs, each.base) and not is_same(theirs, each.value)
        if not is_same(theirs, each.theirs) or conflicts != each.is_conflict:
            each.theirs, each.is_conflict = theirs, conflicts
            each.save(update_fields=["theirs", "is_conflict"])
        standing.append(each)
    return standing


def _brought_at(candidate: Candidate, source: uuid.UUID) -> datetime:
    """When the résumé came, so that reading an old one again does not make it the newest."""
    brought = candidate.resumes.filter(pk=source).values_list("created_at", flat=True).first()
    return brought or timezone.now()
