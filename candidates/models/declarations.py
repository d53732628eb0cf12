"""What people say of themselves for the impact report, kept apart. No relation leads here from them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from candidates.models.people import Candidate


class Declaration(models.Model):
    """One answer of a person to one of the questions of `candidates/data/declarations.toml`.

    Read by the person and by the report on adverse impact, by nobody and nothing else (`services.declaring`).
    """

    class Origin(models.TextChoices):
        """By which way it came. It is always the person's own word."""

        PERSON = "person", "Said here by the person"
        IMPORT = "import", "Said elsewhere, brought by an administrator"

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+", db_index=False)
    category = models.CharField(max_length=32)
    value = models.CharField(max_length=64)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    declared_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["candidate_id", "category"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "category"], name="declaration_once"),
            models.CheckConstraint(
                condition=Q(origin__in=["person", "import"]), name="declaration_origin_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.category}"
