"""Reads for screens and answers: every query that shows somebody a ranking begins here."""

from __future__ import annotations

from django.db.models import F, QuerySet

from accounts.models import User
from candidates.models import JobProfile
from candidates.selectors import HEAVY_OF_CANDIDATE
from ranking.models import CriteriaVersion, JobFile, RankedCandidate, Ranking


def rankings_for(user: User) -> QuerySet[Ranking]:
    """The rankings that this user may see, with their jobs: colleagues see all, candidates none."""
    if not user.sees_everything:
        return Ranking.objects.none()
    return Ranking.objects.select_related("criteria__job_profile").defer("criteria__job_profile__description")


def results_of(ranking: Ranking) -> QuerySet[RankedCandidate]:
    """The items of a ranking with what a list shows of people."""
    items = RankedCandidate.objects.filter(ranking=ranking).select_related("candidate")
    return items.defer(*HEAVY_OF_CANDIDATE)


def items_in_order(ranking: Ranking) -> QuerySet[RankedCandidate]:
    """All items with their people and résumés: the best first, those without a score last."""
    order = (F("rank").asc(nulls_last=True), "has_failed_knock_out", F("score").desc(nulls_last=True), "id")
    return results_of(ranking).select_related("candidate", "resume").order_by(*order)


def versions_of(job: JobProfile) -> QuerySet[CriteriaVersion]:
    """Every version of a job's criteria, newest first, without the criteria themselves."""
    found = CriteriaVersion.objects.filter(job_profile=job).select_related("created_by")
    return found.order_by("-number").defer("tree")


def file_of(job: JobProfile) -> JobFile | None:
    """The file that the job came in, None where it came in none."""
    return JobFile.objects.filter(job_profile=job).first()
