"""Reads for screens and answers: every query that shows somebody a person begins here."""

from __future__ import annotations

from typing import Final, TypedDict

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from candidates.models import (
    Application,
    ApplicationEvent,
    Candidate,
    CandidateLabel,
    Duplicate,
    FieldEdit,
    JobProfile,
    Label,
    Merge,
    Note,
    Read,
    Stage,
    Star,
    Tag,
)

HEAVY: Final = ("profile", "skills", "skill_names")
HEAVY_OF_CANDIDATE: Final = tuple(f"candidate__{name}" for name in HEAVY)


class Standing(TypedDict):
    """How a candidate stands with us and with one user."""

    labels: list[CandidateLabel]
    tags: list[str]
    applications: list[Application]
    is_starred: bool
    is_read: bool
    notes: int
    conflicts: int
    duplicates: int


def candidates_for(user: object) -> QuerySet[Candidate]:
    """The people that this user may see: a candidate sees whoever was found in their own résumés."""
    if not isinstance(user, User):
        return Candidate.objects.none()
    return Candidate.objects.all() if user.sees_everything else Candidate.objects.filter(owned_by(user))


def owned_by(user: User) -> Q:
    """Found in a résumé that the user brought and that still stands."""
    return Q(pk__in=Candidate.objects.filter(resumes__owner=user, resumes__deleted_at=None).values("pk"))


def marked(people: QuerySet[Candidate], user: User) -> QuerySet[Candidate]:
    """The same people, each knowing in `is_starred` and `is_read` what this user did."""
    own = {"candidate": OuterRef("pk"), "user": user}
    return people.annotate(
        is_starred=Exists(Star.objects.filter(**own)), is_read=Exists(Read.objects.filter(**own))
    )


def standing_of(candidate: Candidate, user: User) -> Standing:
    """What colleagues put on a candidate. Eight small queries, whatever there is."""
    return Standing(
        labels=list(labels_of(candidate)),
        tags=list(Tag.objects.filter(candidate=candidate).values_list("name", flat=True)),
        applications=list(applications().filter(candidate=candidate)),
        is_starred=Star.objects.filter(candidate=candidate, user=user).exists(),
        is_read=Read.objects.filter(candidate=candidate, user=user).exists(),
        notes=Note.objects.filter(candidate=candidate).count(),
        conflicts=FieldEdit.objects.filter(candidate=candidate, is_conflict=True).count(),
        duplicates=duplicate_pairs().filter(Q(first=candidate) | Q(second=candidate)).count(),
    )


def labels_of(candidate: Candidate) -> QuerySet[CandidateLabel]:
    """The labels that a candidate has, the surest first; what a person took away is not among them."""
    return CandidateLabel.objects.filter(candidate=candidate, stands=True).select_related("label")


def notes_of(candidate: Candidate) -> QuerySet[Note]:
    """What was written about a candidate, newest first, with who wrote it."""
    return Note.objects.filter(candidate=candidate).select_related("author")


def applications() -> QuerySet[Application]:
    """All applications with what lists show of people and job profiles."""
    return Application.objects.select_related("candidate", "job_profile").defer(
        *HEAVY_OF_CANDIDATE, "job_profile__description"
    )


def history_of(application: Application) -> QuerySet[ApplicationEvent]:
    """Every move of an application, newest first."""
    events = ApplicationEvent.objects.filter(application=application).order_by("-created_at", "-id")
    return events.select_related("from_job_profile", "to_job_profile", "actor")


def job_profiles() -> QuerySet[JobProfile]:
    """All job profiles, each with how many apply, in all and by stage."""
    return JobProfile.objects.annotate(
        applicants=Count("applications"),
        **{
            f"in_{stage}": Count("applications", filter=Q(applications__stage=stage))
            for stage in Stage.values
        },
    )


def labels() -> QuerySet[Label]:
    """All labels, each with how many people have it."""
    return Label.objects.annotate(bearers=Count("members", filter=Q(members__stands=True)))


def duplicate_pairs() -> QuerySet[Duplicate]:
    """The undecided pairs, the likeliest first, with both people."""
    people = Duplicate.objects.filter(state=Duplicate.State.OPEN).select_related("first", "second")
    return people.defer(*(f"{side}__{name}" for side in ("first", "second") for name in HEAVY))


def merges_of(candidate: Candidate) -> QuerySet[Merge]:
    """Everybody who became part of this candidate, the last first; without what is kept of them."""
    return Merge.objects.filter(survivor=candidate).select_related("merged_by").defer("moved", "kept")
