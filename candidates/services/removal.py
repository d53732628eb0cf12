"""The end of a person, of whom nothing stays but an id that the search index has yet to forget."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.notices.telling import tell_all
from candidates.models import Candidate, Merge, ReadFacts, Removal
from candidates.services.curation import show
from candidates.services.versions import (
    held,
    hold,
    memberships,
    parts,
    raise_generations,
    raise_generations_of,
)


class HasResumes(ValueError):
    """The person stands in résumés; they go first."""


@transaction.atomic
def erase(candidate_id: uuid.UUID, *, actor: User | None) -> None:
    """Delete a person who came without a résumé, with all that hangs on them.

    Raises HasResumes, and Candidate.DoesNotExist.
    """
    if held(candidate_id).resumes.exists():
        raise HasResumes("Delete the résumés: the person goes with the last.")
    remove([candidate_id])
    audit.record(actor, "candidate.erased", f"candidate:{candidate_id}")


@transaction.atomic
def remove(candidates: Iterable[uuid.UUID]) -> int:
    """Delete these people with all that hangs on them: how many there were.

    Their résumés stay: `parsing.services.delete` deletes a résumé and comes here with the last one.
    """
    people = hold(candidates)
    jobs: set[uuid.UUID] = set()
    labels: set[int] = set()
    for some in parts(people):
        left = memberships(some)
        jobs |= left[0]
        labels |= left[1]
        rows = Candidate.objects.filter(pk__in=some)
        removals = [Removal(candidate_id=pk, version=v + 1) for pk, v in rows.values_list("pk", "version")]
        Removal.objects.bulk_create(
            removals, update_conflicts=True, unique_fields=["candidate_id"], update_fields=["version"]
        )
        rows.delete()
    raise_generations(jobs=jobs, labels=labels)
    tell_all([("candidate.erased", {"candidate": str(person)}) for person in people], owner_id=None)
    return len(people)


@transaction.atomic
def resume_removed(candidate_id: uuid.UUID, resume_id: uuid.UUID) -> None:
    """Hear that a résumé of this person is gone: with the last one the person goes too.

    What the résumé said goes with it, and so does the memory of a merge that had nothing but this résumé.
    """
    if not hold([candidate_id]):
        return
    left = set(Candidate.objects.get(pk=candidate_id).resumes.values_list("pk", flat=True))
    if not left:
        remove([candidate_id])
        return
    for merge in Merge.objects.filter(survivor=candidate_id):
        if str(resume_id) in merge.resumes and not left & {uuid.UUID(each) for each in merge.resumes}:
            merge.delete()
    if ReadFacts.objects.filter(candidate=candidate_id, source_id=resume_id).delete()[0]:
        show(candidate_id)
        raise_generations_of(candidate_id)
