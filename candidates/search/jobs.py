"""`job:` in a query takes a job profile's id, or words of its title as it is now."""

from __future__ import annotations

import re
from typing import Final

from candidates.models import JobProfile
from candidates.search.query import And, Not, Or, Phrase, Query, Term, Words
from candidates.search.words import words_of

_ID: Final = re.compile(r"[0-9a-f]{8}( [0-9a-f]{4}){3} [0-9a-f]{12}")
MOST: Final = 50
"""Job profiles of one name."""


def with_jobs(query: Query) -> Query:
    """The query with titles of job profiles replaced by their ids: the index does not have titles."""
    match query:
        case Term(field="job") | Phrase(field="job"):
            return _job(query)
        case Not(query=inner):
            return Not(with_jobs(inner))
        case And(queries=queries):
            return And(tuple(with_jobs(each) for each in queries))
        case Or(queries=queries):
            return Or(tuple(with_jobs(each) for each in queries))
        case Words(queries=queries, least=least):
            return Words(tuple(with_jobs(each) for each in queries), least)
        case _:
            return query


def _job(leaf: Term | Phrase) -> Query:
    words = (leaf.word,) if isinstance(leaf, Term) else leaf.words
    if _ID.fullmatch(" ".join(words)):
        return leaf
    profiles = JobProfile.objects.all()
    for word in words:
        profiles = profiles.filter(title__icontains=word)
    ids = profiles.order_by("-created_at").values_list("pk", flat=True)[:MOST]
    return Or(tuple(Phrase(tuple(words_of(str(each))), "job") for each in ids))
