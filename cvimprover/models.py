"""What a candidate wants, what was made better, and the files that came of it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parsing.work import OPEN, State, Work

__all__ = [
    "MAX_JOB_CHARACTERS",
    "CompanySize",
    "CvDocument",
    "Improvement",
    "Invitation",
    "Level",
    "Questionnaire",
    "State",
    "Timeline",
    "Work",
]

MAX_JOB_CHARACTERS = 5_000


class Level(models.TextChoices):
    """Years of experience."""

    JUNIOR = "0-2", _("Up to 2 years")
    MIDDLE = "3-5", _("3 to 5 years")
    SENIOR = "6+", _("6 years and more")


class CompanySize(models.TextChoices):
    """The company that is looked for."""

    STARTUP = "startup", _("Start-up")
    SMALL = "small", _("Small")
    MEDIUM = "medium", _("Medium")
    ENTERPRISE = "enterprise", _("Large")


class Timeline(models.TextChoices):
    """When somebody wants to apply, in months."""

    IMMEDIATE = "immediate", _("At once")
    SOON = "1-3", _("In 1 to 3 months")
    LATER = "3-6", _("In 3 to 6 months")
    SOME_DAY = "6+", _("In 6 months or more")


class Questionnaire(models.Model):
    """A candidate's wish for a better CV: for which job, and from which résumé.

    `profile` is the JSON Resume as the candidate confirmed it; until then {} and the résumé's reading counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="questionnaires", db_index=False
    )
    resume = models.ForeignKey(
        "parsing.Resume", on_delete=models.SET_NULL, null=True, blank=True, related_name="questionnaires"
    )
    profile = models.JSONField(default=dict, blank=True)
    position = models.CharField(max_length=255, blank=True)
    industry = models.CharField(max_length=255, blank=True)
    experience_level = models.CharField(max_length=8, choices=Level.choices, blank=True)
    company_size = models.CharField(max_length=16, choices=CompanySize.choices, blank=True)
    location = models.CharField(max_length=255, blank=True)
    application_timeline = models.CharField(max_length=16, choices=Timeline.choices, blank=True)
    job_description = models.TextField(max_length=MAX_JOB_CHARACTERS, blank=True)
    answers = models.JSONField(default=dict, blank=True, help_text="The id of a question → the answer.")
    photo_key = models.CharField(max_length=255, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-created_at", "id"], name="questionnaire_newest"),
            models.Index(fields=["updated_at"], name="questionnaire_oldest"),
        ]

    def __str__(self) -> str:
        return self.position or str(self.id)


class Improvement(Work):
    """One version of a better CV: what it was made from, every change, and what the candidate took of them.

    `profile` is the JSON Resume it began with; `found` the packed `cvimprover.writing.Improvement`.
    """

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="improvements", db_index=False
    )
    number = models.PositiveIntegerField(help_text="Versions of a questionnaire, from 1.")
    profile = models.JSONField(default=dict)
    found = models.BinaryField(null=True)
    declined = models.JSONField(default=list, blank=True, help_text="The ids of changes not wanted.")

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="improvement_version_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["created_at"], name="improvement_open", condition=Q(state__in=OPEN))
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} v{self.number}"


class CvDocument(Work):
    """A file made of an improvement. The same CV with the same options is made once.

    `fidelity` is the share of fields that our own parser read back exactly, None for kinds it does not read.
    """

    improvement = models.ForeignKey(
        Improvement, on_delete=models.CASCADE, related_name="documents", db_index=False
    )
    kind = models.CharField(max_length=8)
    options = models.JSONField(default=dict)
    resume = models.JSONField(default=dict, help_text="The JSON Resume that is printed.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of kind, options and résumé.")
    storage_key = models.CharField(max_length=255, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    mime = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    fidelity = models.FloatField(null=True, blank=True)
    notices = models.JSONField(default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        verbose_name = "CV"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["improvement", "digest"], name="cv_document_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["created_at"], name="cv_document_open", condition=Q(state__in=OPEN))
        ]

    def __str__(self) -> str:
        return self.file_name or f"{self.kind} of {self.improvement_id}"


class Invitation(models.Model):
    """A recruiter's word that somebody may make a CV here. Whoever holds its link is that somebody.

    `account` is the candidate that the first who opened it became; until it ends, the link leads back there,
    never to a second one. `candidate` and `questionnaire` say what it begins with; either may be missing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations", editable=False
    )
    candidate = models.ForeignKey(
        "candidates.Candidate", on_delete=models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitations"
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        editable=False,
        related_name="invitation",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(db_index=True)
    opened_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]

    def __str__(self) -> str:
        return f"{self.id} ({self.state})"

    @property
    def is_valid(self) -> bool:
        """Whether its link opens the door now."""
        return self.withdrawn_at is None and self.expires_at > timezone.now()

    @property
    def state(self) -> str:
        """`sent`, `opened`, `expired` or `withdrawn`."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if not self.is_valid:
            return "expired"
        return "opened" if self.opened_at else "sent"
