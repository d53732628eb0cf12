"""What a given name says of gender, kept apart. No relation leads here from a candidate."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from candidates.models.people import Candidate


class InferredGender(models.Model):
    """A guess by a machine, for the aggregate bias report only; made only where settings want it."""

    class Value(models.TextChoices):
        FEMALE = "female", "Female"
        MALE = "male", "Male"
        UNKNOWN = "unknown", "Unknown"

    candidate = models.OneToOneField(
        Candidate, on_delete=models.CASCADE, primary_key=True, related_name="+", db_index=False
    )
    value = models.CharField(max_length=8, choices=Value.choices)
    probability = models.FloatField(help_text="Of the likelier of the two; 0 where the name is not known.")
    method = models.CharField(max_length=64)
    version = models.BigIntegerField(help_text="Of the candidate, when the name was looked at.")
    inferred_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(value__in=["female", "male", "unknown"]), name="inferred_gender_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.probability:.2f}"
