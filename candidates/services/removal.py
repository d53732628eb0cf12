"""The end of a person, of whom nothing stays but an id that the search index has yet to forget."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction

from candidates.models import Application, Candidate, CandidateLabel, Removal
from candidates.services.versions import hold, parts, raise_generations


@transaction.atomic
def remove(candidates: Iterable[uuid.UUID]) -> int:
    """Delete these people with all that hangs on them: how many there were.

    Their résumés stay: `parsing.services.delete` deletes a résumé and comes here with the last one.
    """
    gone = 0
    for some in parts(hold(candidates)):
        jobs = set(Application.objects.filter(candidate__in=some).values_list("job_profile_id", flat=True))
        given = CandidateLabel.objects.filter(candidate__in=some, stands=True)
        labels = set(given.values_list("label_id", flat=True))
        rows = Candidate.objects.filter(pk__in=some)
        removals = [Removal(candidate_id=pk, version=v + 1) for pk, v in rows.values_list("pk", "version")]
        Removal.objects.bulk_create(
            removals, update_conflicts=True, unique_fields=["candidate_id"], update_fields=["version"]
        )
        rows.delete()
        raise_generations(jobs=jobs, labels=labels)
        gone += len(removals)
    return gone


@transaction.atomic
def resume_removed(candidate_id: uuid.UUID, resume_id: uuid.UUID) -> None:
    """Hear that a résumé of this person is gone: with the last one the person goes too."""
    for candidate in Candidate.objects.filter(pk=candidate_id, resumes=None).only("pk"):
        remove([candidate.pk])
