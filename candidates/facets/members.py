"""Whose people are counted: those who apply to a job profile, or have a label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from django.db.models import CharField, F, FloatField, Model, QuerySet, Value
from django.db.models.functions import Cast

from candidates.models import Application, CandidateLabel, JobProfile, Label

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
    """A job profile or a label, by its primary key."""

    kind: Kind
    key: str

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
        """Candidate, stage, score and the narrow columns of everybody; no profile is touched."""
        applies = self.kind == "job_profile"
        stage = F("stage") if applies else Value("", CharField())
        score = F("score") if applies else Cast(Value(None), FloatField())
        columns = {f"m_{name}": F(f"candidate__{name}") for name in NARROW}
        return self.rows.order_by().values_list(F("candidate_id"), stage, score, *columns.values())
