"""What is put on people: labels, notes, stars, tags, and who has read whom."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from candidates.models.people import Candidate


class Label(models.Model):
    """A kind of candidate, such as software developer. Labels are data: people make, rename and retire them.

    `generation` is raised by every change of the label or of anybody who has it.
    """

    slug = models.SlugField(max_length=64, unique=True, help_text="Never changed: addresses are made of it.")
    name = models.CharField(max_length=100)
    description = models.TextField(blank=True)
    is_active = models.BooleanField(default=True, help_text="Whether it is offered and given.")
    generation = models.BigIntegerField(db_default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Source(models.TextChoices):
    """Who says so. What a person said is never changed by the machine."""

    MACHINE = "machine", "The classifier"
    PERSON = "person", "A person"


class CandidateLabel(models.Model):
    """That a candidate has a label; or, where `stands` is False, that a person said they have not."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="labels", db_index=False)
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="members", db_index=False)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.PERSON)
    probability = models.FloatField(default=1.0, help_text="Of the classifier; 1 where a person said so.")
    stands = models.BooleanField(default=True, help_text="False: a person said that it does not fit.")
    labelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    labelled_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-probability", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "label"], name="candidate_label_once"),
            models.CheckConstraint(
                condition=Q(stands=True) | Q(source=Source.PERSON), name="only_people_reject_labels"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["label", "candidate"], name="candidate_label_members")]

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.label_id}{'' if self.stands else ' (not)'}"


class Note(models.Model):
    """What somebody wrote about a candidate, for colleagues."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(max_length=10_000)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.created_at:%Y-%m-%d}"


class Tag(models.Model):
    """A word that somebody put on a candidate; everybody sees it."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="tags", db_index=False)
    name = models.CharField(max_length=50)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["candidate", "name"], name="tag_once")]
        indexes: ClassVar = [models.Index(fields=["name"], name="tag_name")]

    def __str__(self) -> str:
        return self.name


class Star(models.Model):
    """That somebody marked a candidate as one to come back to."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="stars", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stars")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["candidate", "user"], name="star_once")]

    def __str__(self) -> str:
        return f"{self.user_id} ★ {self.candidate_id}"


class Read(models.Model):
    """That somebody has looked at a candidate."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="reads", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["candidate", "user"], name="read_once")]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.candidate_id}"
