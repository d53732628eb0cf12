"""How what was read of a person is saved: at every résumé, so in as few words to the database as possible."""

from __future__ import annotations

import uuid
from typing import Final

from django.db.models import F
from django.utils import timezone

from candidates.models import Candidate
from candidates.services.curation import reread
from candidates.services.facts import COLUMNS, Facts, json_of, values_of
from candidates.services.versions import raise_generations_of
from config.statements import Insert, Slot, Update, column


def save_candidate(
    candidate_id: uuid.UUID | None, facts: Facts, *, source: uuid.UUID | None = None
) -> uuid.UUID:
    """The id of the person, changed to what `facts` say, or made when there is none. Safe to repeat.

    `source` is the résumé that says so. Where people edited or merged the person, what they did stands
    (`curation`). Call it in a transaction in which the résumé that names the person is locked. No model
    signals are sent; who wants to know listens to `parsing.signals.resume_parsed`.
    """
    values, now = values_of(facts), timezone.now()
    if candidate_id and _CHANGE.run(**values, updated_at=now, id=candidate_id):
        raise_generations_of(candidate_id)
        return candidate_id
    if candidate_id and reread(candidate_id, json_of(values), source or candidate_id):
        return candidate_id
    candidate_id = uuid.uuid4()
    _MAKE.run([[candidate_id, now, now, *values.values()]])
    return candidate_id


_CHANGE: Final = Update(
    lambda: Candidate.objects.filter(pk=Slot("id", column(Candidate, "id")), is_curated=False),
    lambda: {
        **{name: Slot(name, column(Candidate, name)) for name in (*COLUMNS, "updated_at")},
        "version": F("version") + 1,
        "is_compared": False,
    },
)
_MAKE: Final = Insert(Candidate, ("id", "created_at", "updated_at", *COLUMNS))
