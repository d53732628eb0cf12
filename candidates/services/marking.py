"""Stars, reads, tags and notes: what colleagues put on people, each change seen at once everywhere.

All of it raises Candidate.DoesNotExist for somebody who is gone by then, but for marks on many at once.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Final, TypeVar

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from candidates.models import Candidate, Note, Read, Star, Tag
from candidates.services.versions import held, hold, parts, raise_versions

Mark = TypeVar("Mark", Star, Read)
MOST_TAGS: Final = 50
BATCH: Final = 500


@transaction.atomic
def mark(kind: type[Mark], candidates: Iterable[uuid.UUID], *, user: User, on: bool) -> int:
    """Put this user's mark on these people, or take it away: on how many that changed anything."""
    changed: set[uuid.UUID] = set()
    for some in parts(hold(candidates)):
        rows = kind._default_manager.filter(candidate__in=some, user=user)
        marked = set(rows.values_list("candidate_id", flat=True))
        if on:
            new = [kind(candidate_id=each, user=user) for each in some if each not in marked]
            kind._default_manager.bulk_create(new, batch_size=BATCH)
            changed |= {each.candidate_id for each in new}
        else:
            rows.delete()
            changed |= marked
    raise_versions(changed)
    return len(changed)


@transaction.atomic
def set_tags(candidate: Candidate, names: Iterable[str], *, actor: User | None) -> list[str]:
    """The tags of this person from now on: these, each once, the first fifty."""
    held(candidate.pk)
    spelled = {name.casefold(): name for name in (" ".join(each.split())[:50] for each in names) if name}
    wanted = list(spelled.values())[:MOST_TAGS]
    had = set(candidate.tags.values_list("name", flat=True))
    if had != set(wanted):
        candidate.tags.exclude(name__in=wanted).delete()
        Tag.objects.bulk_create(
            Tag(candidate=candidate, name=name, created_by=actor) for name in wanted if name not in had
        )
        raise_versions([candidate.pk])
    return sorted(wanted)


@transaction.atomic
def write_note(candidate: Candidate, text: str, *, actor: User | None) -> Note:
    """The new note about this person."""
    held(candidate.pk)
    note = Note.objects.create(candidate=candidate, text=text.strip(), author=actor)
    raise_versions([candidate.pk])
    audit.record(actor, "note.written", f"candidate:{candidate.pk}", note=note.pk)
    return note


@transaction.atomic
def rewrite_note(note: Note, text: str, *, actor: User | None) -> Note:
    """The note with another text."""
    held(note.candidate_id)
    note.text, note.edited_at = text.strip(), timezone.now()
    note.save(update_fields=["text", "edited_at"])
    raise_versions([note.candidate_id])
    audit.record(actor, "note.rewritten", f"candidate:{note.candidate_id}", note=note.pk)
    return note


@transaction.atomic
def remove_note(note: Note, *, actor: User | None) -> None:
    """Take the note away."""
    held(note.candidate_id)
    number = note.pk
    note.delete()
    raise_versions([note.candidate_id])
    audit.record(actor, "note.removed", f"candidate:{note.candidate_id}", note=number)
