"""People, as we know them from their résumés and from what colleagues changed.

One rule keeps search, filters and caches true: whatever changes anything that they show of a person raises
`Candidate.version` in the same transaction, and the `generation` of every job profile and label that the
person belongs to (`candidates.services.versions`). Nothing may be shown that was made of an older number.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from candidates.models.names import NamesField


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
    education_level = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="ISCED 2011, of the highest degree."
    )
    graduation_year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="In which the last studies ended."
    )
    skills = models.JSONField(default=list, blank=True, help_text="Names, the surest first.")
    skill_names = NamesField(
        default=list,
        db_default="",
        editable=False,
        help_text="The same as the taxonomy calls them, each once: what filters count and find.",
    )
    profile = models.JSONField(default=dict, blank=True, help_text="JSON Resume with our extensions.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    version = models.BigIntegerField(
        db_default=1, editable=False, help_text="Raised by every change of anything that is shown."
    )
    synced_version = models.BigIntegerField(
        db_default=0, editable=False, help_text="The version that the search index has."
    )
    labelled_version = models.BigIntegerField(
        db_default=0, editable=False, help_text="The version that the classifier has seen."
    )
    is_curated = models.BooleanField(
        db_default=False, editable=False, help_text="Edited or merged: readings go through `ReadFacts`."
    )
    is_compared = models.BooleanField(
        db_default=False, editable=False, help_text="Whether duplicates were looked for since it changed."
    )

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "id"], name="candidate_newest"),
            models.Index(
                fields=["version"], name="candidate_unsynced", condition=Q(version__gt=F("synced_version"))
            ),
            models.Index(fields=["id"], name="candidate_uncompared", condition=Q(is_compared=False)),
            models.Index(
                fields=["id"],
                name="candidate_unlabelled",
                condition=Q(version__gt=F("labelled_version")),
            ),
        ]

    def __str__(self) -> str:
        return self.name or "Unnamed candidate"


class Removal(models.Model):
    """A person who is gone; the row stays until the search index has heard of it."""

    candidate_id = models.UUIDField(primary_key=True)
    version = models.BigIntegerField(help_text="Higher than any that the person had.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["created_at", "candidate_id"]

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.version}"


class ReadFacts(models.Model):
    """What one résumé says of a curated person, as it was read; edits lie over it and never in it.

    People whom nobody edited or merged have no such rows: the candidate itself is what was read.
    """

    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="read_facts", db_index=False
    )
    source_id = models.UUIDField(help_text="The résumé, or the candidate where no résumé said it.")
    brought_at = models.DateTimeField(help_text="When the résumé came: the newest counts first.")
    facts = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-brought_at", "-id"]
        verbose_name_plural = "read facts"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "source_id"], name="read_facts_once_per_source")
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.source_id}"


class FieldEdit(models.Model):
    """A field that a person corrected. It is shown whatever is read later, until it is taken back.

    `base` is what the machine said when the person last decided, `theirs` what it says now. Where those
    differ there is a conflict: a person chooses.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="edits", db_index=False)
    field = models.CharField(max_length=64, help_text="A fact, or a section such as profile.work.")
    base = models.JSONField(null=True)
    value = models.JSONField(null=True)
    theirs = models.JSONField(null=True)
    is_conflict = models.BooleanField(default=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    edited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["candidate_id", "field"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "field"], name="one_edit_per_field")
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.field}"


class MatchKey(models.Model):
    """Something by which two people may turn out to be one: an address, a number, the sound of a name."""

    class Kind(models.TextChoices):
        EMAIL = "email", "E-mail"
        PHONE = "phone", "Phone"
        LINKEDIN = "linkedin", "LinkedIn"
        NAME = "name", "Name"

    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="match_keys", db_index=False
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    key = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "kind", "key"], name="match_key_once")
        ]
        indexes: ClassVar = [models.Index(fields=["key", "kind"], name="match_key_found")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Duplicate(models.Model):
    """Two candidates who may be one person, with the reasons. `first` has the smaller id."""

    class State(models.TextChoices):
        OPEN = "open", "To be decided"
        DISMISSED = "dismissed", "Two people"

    first = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField(help_text="How likely it is one person, 0 to 1.")
    reasons = models.JSONField(default=list, help_text="Codes with how much each says; no personal data.")
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-score", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_pair_in_order"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-score", "-id"], name="duplicate_surest")]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id} {self.score:.2f}"


class Merge(models.Model):
    """One candidate who became part of another, and all that is needed to take them apart again.

    `moved` names the rows that changed hands, by table; `kept` holds those that could not, because the
    survivor had one like it, and the candidate's own row. Both go when the person is erased.
    """

    survivor = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="merges")
    absorbed_id = models.UUIDField(unique=True)
    absorbed_name = models.CharField(max_length=200, blank=True)
    resumes = models.JSONField(default=list, help_text="Ids of the résumés that moved.")
    moved = models.JSONField(default=dict)
    kept = models.JSONField(default=list)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    merged_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-merged_at", "-id"]

    def __str__(self) -> str:
        return f"{self.absorbed_id} → {self.survivor_id}"
