"""Whose people are counted: those who apply to a job profile, or have a label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from django.db.models import F, Max, Model, QuerySet
from django.db.models.functions import Lower

from candidates.models import Application, CandidateLabel, JobProfile, Label, Tag
from config.statements import Slot

Kind: TypeAlias = Literal["job_profile", "label"]

NARROW: Final = (
    "current_title",
    "city",
    "country_code",
    "experience_months_min",
    "experience_months_max",
    "education_level",
    "graduation_year",
    "skill_names",
)
"""The columns of a candidate that are counted. Age and gender are none, and stay none."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A job profile or a label, by its primary key; a slot for one where a statement is only worded."""

    kind: Kind
    key: str | Slot

    @property
    def row(self) -> QuerySet[Model]:
        """The row with the `generation` that every change of its people raises."""
        model = JobProfile if self.kind == "job_profile" else Label
        return model._default_manager.filter(pk=self.key)

    @property
    def rows(self) -> QuerySet[Model]:
        """One row a person: the applications, or the labels that stand."""
        if self.kind == "job_profile":
            return Application._default_manager.filter(job_profile__pk=self.key)
        return CandidateLabel._default_manager.filter(label__pk=self.key, stands=True)

    def members(self) -> QuerySet[Model, tuple[object, ...]]:
        """The narrow columns of everybody; no profile is touched."""
        return self.rows.order_by().values_list(*(F(f"candidate__{name}") for name in NARROW))

    def applications(self) -> QuerySet[Application, tuple[object, ...]]:
        """Candidate, stage and score of their applications; of a label's people, of all."""
        if self.kind == "job_profile":
            theirs = Application.objects.filter(job_profile__pk=self.key)
        else:
            theirs = Application.objects.filter(candidate__in=self._people())
        return theirs.order_by().values_list("candidate_id", "stage", "score")

    def labels(self) -> QuerySet[CandidateLabel, tuple[object, ...]]:
        """Slug and name of every label that anybody of them has."""
        given = CandidateLabel.objects.filter(stands=True, candidate__in=self._people())
        return given.order_by().values_list("label__slug", "label__name")

    def tags(self) -> QuerySet[Tag, tuple[object, ...]]:
        """The name of every tag that anybody of them has; one that is written in two ways counts once."""
        put = Tag.objects.filter(candidate__in=self._people()).order_by()
        each = put.values("candidate_id", low=Lower("name"))
        return each.annotate(spelled=Max("name")).values_list("spelled")

    def _people(self) -> QuerySet[Model, dict[str, object]]:
        return self.rows.order_by().values("candidate_id")
