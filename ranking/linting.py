"""What to look at before anybody is ranked: words of the advertisement, and whom each knock-out removes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal
from uuid import UUID

from candidates.models import Application, Candidate, JobProfile
from ranking.models import CriteriaVersion
from ranking.preparing import asks_for_place, prepared
from ranking.scoring.packing import group_of
from ranking.scoring.scoring import leaves, score

LOOKED_AT: Final = 300
"""People, the newest: some seconds where nobody is prepared yet, a fifth of one after that."""


@dataclass(slots=True)
class Removals:
    """How many of these people each knock-out would put below all others, and how many any of them would.

    Of the applicants to the job, or of everybody where nobody applies. `looked_at` is less than `people`
    where there are too many to look at in a request: then the counts are of the newest.
    """

    of: Literal["applicants", "everybody"] = "everybody"
    people: int = 0
    looked_at: int = 0
    any: int = 0
    by_criterion: dict[str, int] = field(default_factory=dict)

    @property
    def is_sampled(self) -> bool:
        """Whether some were not looked at."""
        return self.looked_at < self.people


def removals_of(job: JobProfile, version: CriteriaVersion, *, as_of: date) -> Removals:
    """Whom the knock-outs of these criteria remove; nobody is looked at where there are none."""
    criteria = group_of(version.tree)
    knock_outs = [each.id for each in leaves(criteria) if each.knock_out]
    found = Removals(by_criterion=dict.fromkeys(knock_outs, 0))
    people = _people(job, found)
    if not knock_outs:
        return found
    failed: Counter[str] = Counter()
    for _, one in prepared(people, as_of=as_of, with_place=asks_for_place(criteria)):
        result = score(one.applicant, criteria)
        failed.update(result.failed)
        found.any += bool(result.failed)
        found.looked_at += 1
    found.by_criterion |= failed
    return found


def _people(job: JobProfile, found: Removals) -> list[UUID]:
    """The newest of those who count; how many there are goes into `found`."""
    applicants = Application.objects.filter(job_profile=job)
    found.people = applicants.count()
    if found.people:
        found.of = "applicants"
        return list(
            applicants.order_by("-created_at", "id").values_list("candidate_id", flat=True)[:LOOKED_AT]
        )
    found.people = Candidate.objects.count()
    return list(Candidate.objects.order_by("-created_at", "id").values_list("pk", flat=True)[:LOOKED_AT])
