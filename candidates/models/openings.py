"""Job profiles and who applies to them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from candidates.models.people import Candidate


class Stage(models.TextChoices):
    """How far an application is, in the order in which people get there."""

    NEW = "new", "New"
    SCREENING = "screening", "Screening"
    INTERVIEW = "interview", "Interview"
    OFFER = "offer", "Offer"
    HIRED = "hired", "Hired"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class JobProfile(models.Model):
    """An opening. `generation` is raised by every change of the profile or of anybody who applies to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    city = models.CharField(max_length=120, blank=True)
    country_code = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2.")
    is_open = models.BooleanField(default=True)
    generation = models.BigIntegerField(db_default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        indexes: ClassVar = [models.Index(fields=["-created_at", "id"], name="job_profile_newest")]

    def __str__(self) -> str:
        return self.title


class Application(models.Model):
    """A candidate for a job profile, once, and how far they are.

    `score` is what the newest ranking for the job profile that has them gave them, of a hundred; it says
    nothing of what was decided.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="applications")
    job_profile = models.ForeignKey(
        JobProfile, on_delete=models.CASCADE, related_name="applications", db_index=False
    )
    stage = models.CharField(max_length=16, choices=Stage.choices, default=Stage.NEW)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    moved_at = models.DateTimeField(default=timezone.now, help_text="When it came to this job and stage.")
    score = models.FloatField(
        null=True, blank=True, editable=False, help_text="Points of a hundred, by the newest ranking."
    )
    scored_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When that ranking was asked for."
    )

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job_profile", "candidate"], name="application_once"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="application_stage_is_known"),
            models.CheckConstraint(
                condition=Q(score=None, scored_at=None) | Q(score__isnull=False, scored_at__isnull=False),
                name="application_score_has_its_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["job_profile", "stage"], name="application_by_stage"),
            models.Index(fields=["-created_at", "id"], name="application_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id} for {self.job_profile_id}: {self.stage}"


class ApplicationEvent(models.Model):
    """One move of an application: from where to where, who and when. An empty `from` is its beginning."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="events")
    from_job_profile = models.ForeignKey(
        JobProfile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    to_job_profile = models.ForeignKey(
        JobProfile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    from_stage = models.CharField(max_length=16, blank=True, choices=Stage.choices)
    to_stage = models.CharField(max_length=16, choices=Stage.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.from_stage or 'begun'} → {self.to_stage}"
