"""What the scorer may see of people, made once a version of the candidate and kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from django.db import IntegrityError, transaction

from candidates.models import Candidate
from candidates.services.versions import parts
from candidates.taxonomy.months import month_of
from config.statements import Insert
from parsing.models import Resume
from ranking.models import ScorerView
from ranking.scoring import ENGINE_VERSION
from ranking.scoring.applicants import Seen, applicant_of, placed, seen_of
from ranking.scoring.packing import pack, unpack
from ranking.scoring.types import Applicant, Criterion, Group


class Prepared(NamedTuple):
    """An applicant, of which version of the candidate, and the résumé that the evidence stands in."""

    applicant: Applicant
    version: int
    resume: uuid.UUID | None


class _Stand(NamedTuple):
    """How a candidate is now."""

    version: int
    city: str
    country_code: str


def prepared(
    candidates: Sequence[uuid.UUID], *, as_of: date, with_place: bool
) -> Iterator[tuple[uuid.UUID, Prepared]]:
    """Those of these people who are there, in their order; five queries for a thousand, two more for those
    whom nobody prepared since they changed. Nothing is held but what is handed out.
    """
    for some in parts(candidates):
        yield from _prepared(some, as_of.replace(day=1), with_place)


def seen_by_reading(candidates: Sequence[uuid.UUID]) -> dict[uuid.UUID, Seen]:
    """Candidate → where their newest résumé says what; those without one are missing. Two queries."""
    newest = _newest_resumes(candidates)
    readings = dict(_readings(newest.values()))
    return {pk: seen_of(readings[resume]) for pk, resume in newest.items()}


def asks_for_place(node: Group | Criterion) -> bool:
    """Whether any criterion needs to know where somebody lives."""
    if isinstance(node, Criterion):
        return node.kind == "location"
    return any(map(asks_for_place, node.members))


def _prepared(
    some: Sequence[uuid.UUID], month: date, with_place: bool
) -> Iterator[tuple[uuid.UUID, Prepared]]:
    people = Candidate.objects.filter(pk__in=some).values_list("pk", "version", "city", "country_code")
    there = {pk: _Stand(version, city, country) for pk, version, city, country in people}
    kept = dict(_kept(there, month))
    newest = _newest_resumes(list(there))
    made = _make([pk for pk in there if pk not in kept], newest, month)
    for pk in some:
        if pk not in there:
            continue
        version, applicant = made[pk] if pk in made else (there[pk].version, unpack(kept.pop(pk)))
        if with_place:
            applicant = placed(applicant, there[pk].city, there[pk].country_code)
        yield pk, Prepared(applicant, version, newest.get(pk))


def _kept(there: dict[uuid.UUID, _Stand], month: date) -> Iterator[tuple[uuid.UUID, bytes]]:
    """The views that are as new as the people."""
    rows = ScorerView.objects.filter(candidate__in=list(there), engine_version=ENGINE_VERSION, as_of=month)
    for pk, version, packed in rows.values_list("candidate_id", "version", "packed"):
        if version == there[pk].version:
            yield pk, bytes(packed)


def _newest_resumes(candidates: Sequence[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Candidate → the newest résumé that was read."""
    rows = Resume.objects.filter(candidate__in=candidates, deleted_at=None).exclude(latest_parse=None)
    return dict(rows.order_by("created_at", "pk").values_list("candidate_id", "pk"))


def _make(
    candidates: Sequence[uuid.UUID], newest: dict[uuid.UUID, uuid.UUID], month: date
) -> dict[uuid.UUID, tuple[int, Applicant]]:
    """New views, kept for the next ranking."""
    if not candidates:
        return {}
    readings = dict(_readings(newest[pk] for pk in candidates if pk in newest))
    rows = Candidate.objects.filter(pk__in=candidates).values_list("pk", "version", "profile")
    made = {}
    for pk, version, profile in rows.iterator(chunk_size=100):
        reading = readings.pop(newest[pk], None) if pk in newest else None
        seen = seen_of(reading)
        made[pk] = version, applicant_of(profile, seen, month_of(month))
    _keep(made, month)
    return made


def _readings(resumes: Iterable[uuid.UUID]) -> Iterator[tuple[uuid.UUID, object]]:
    """Résumé → what its latest reading found, with evidence."""
    rows = Resume.objects.filter(pk__in=list(resumes)).order_by()
    return iter(rows.values_list("pk", "latest_parse__profile"))


def _keep(made: dict[uuid.UUID, tuple[int, Applicant]], month: date) -> None:
    """Write the views. They are copies: where somebody was deleted meanwhile, none of these is kept."""
    rows = [[pk, version, ENGINE_VERSION, month, pack(one)] for pk, (version, one) in sorted(made.items())]
    try:
        with transaction.atomic():
            _WRITE.run(rows)
    except IntegrityError:
        return


_WRITE: Final = Insert(
    ScorerView, ("candidate_id", "version", "engine_version", "as_of", "packed"), unique=("candidate",)
)
