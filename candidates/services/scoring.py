"""What rankings say of applications: points beside the stage, which a ranking never touches."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from candidates.models import Application, CandidateLabel
from candidates.services.versions import hold, parts, raise_generations


@transaction.atomic
def note_scores(job_profile_id: uuid.UUID, scores: Mapping[uuid.UUID, float], *, asked_at: datetime) -> int:
    """Note what a ranking that was asked for then gave to whom: how many applications that changed.

    Whoever does not apply is passed over, and so is whom a ranking that was asked for later has scored. The
    filters of the job profile and of its people's labels are counted anew; no version is raised, for neither
    the index nor a scorer sees it.
    """
    people = hold(_applicants(job_profile_id, scores))
    if not people:
        return 0
    changed = _write(job_profile_id, {person: scores[person] for person in people}, asked_at)
    if changed:
        raise_generations(jobs=[job_profile_id], labels=_labels_of_applicants(job_profile_id))
    return changed


def _applicants(job_profile_id: uuid.UUID, people: Iterable[uuid.UUID]) -> Iterator[uuid.UUID]:
    """Those of these people who apply."""
    for some in parts(list(people)):
        rows = Application.objects.filter(job_profile=job_profile_id, candidate__in=some).order_by()
        yield from rows.values_list("candidate_id", flat=True)


def _labels_of_applicants(job_profile_id: uuid.UUID) -> set[int]:
    """The labels that anybody has who applies."""
    people = Application.objects.filter(job_profile=job_profile_id).order_by().values("candidate_id")
    given = CandidateLabel.objects.filter(stands=True, candidate__in=people).order_by()
    return set(given.values_list("label_id", flat=True).distinct())


def _write(job_profile_id: uuid.UUID, scores: Mapping[uuid.UUID, float], asked_at: datetime) -> int:
    """One statement, however many there are: who has which score comes as one JSON object."""
    table = connection.ops.quote_name(Application._meta.db_table)
    told = {person.hex: score for person, score in scores.items()}
    at = connection.ops.adapt_datetimefield_value(asked_at)
    job = Application._meta.get_field("job_profile").get_db_prep_value(job_profile_id, connection)
    sql = (
        f"UPDATE {table} SET score = CAST(noted.value AS DOUBLE PRECISION), scored_at = %s"  # noqa: S608
        f" FROM {_NOTED[connection.vendor]} WHERE {table}.job_profile_id = %s"
        f" AND {table}.candidate_id = noted.candidate"
        f" AND ({table}.scored_at IS NULL OR {table}.scored_at <= %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [at, json.dumps(told), job, at])
        return int(cursor.rowcount)


_NOTED: Final[Mapping[str, str]] = {
    "postgresql": (
        "(SELECT CAST(key AS uuid) AS candidate, value FROM json_each_text(CAST(%s AS json))) AS noted"
    ),
    "sqlite": "(SELECT key AS candidate, value FROM json_each(%s)) AS noted",
}
"""How each database opens a JSON object of ids, and how it writes an id."""
