"""People, as we know them from their résumés."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Candidate(models.Model):
    """One person. Months of experience are a range, as résumés leave months out; they hold on `as_of`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, blank=True, db_index=True)
    headline = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=254, blank=True, db_index=True)
    phone = models.CharField(max_length=32, blank=True, help_text="E.164 where the country is known.")
    city = models.CharField(max_length=120, blank=True)
    country_code = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2.")
    current_title = models.CharField(max_length=200, blank=True)
    current_employer = models.CharField(max_length=200, blank=True)
    experience_months_min = models.PositiveIntegerField(null=True, blank=True)
    experience_months_max = models.PositiveIntegerField(null=True, blank=True)
    as_of = models.DateField(null=True, blank=True)
    skills = models.JSONField(default=list, blank=True, help_text="Names, the surest first.")
    profile = models.JSONField(default=dict, blank=True, help_text="JSON Resume with our extensions.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        indexes: ClassVar = [models.Index(fields=["-created_at", "id"], name="candidate_newest")]

    def __str__(self) -> str:
        return self.name or "Unnamed candidate"
