"""What a job asks for, in versions; rankings of candidates against it; what each ranking found."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, JobProfile
from parsing.models import Batch
from parsing.work import OPEN, Work


class JobFile(Work):
    """The file that a job's advertisement came in. A worker reads it and writes its text into the job.

    The file itself goes when it is read.
    """

    job_profile = models.OneToOneField(JobProfile, on_delete=models.CASCADE, related_name="file")
    file_name = models.CharField(max_length=255, blank=True)
    storage_key = models.CharField(max_length=255, blank=True)
    is_titled = models.BooleanField(help_text="Whether a person gave the job its title.")

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["created_at"], name="job_file_open", condition=Q(state__in=OPEN))
        ]

    def __str__(self) -> str:
        return self.file_name or str(self.id)


class CriteriaVersion(models.Model):
    """What a job asks for, as it was once; never changed, only followed by the next version.

    `tree` is the root group (`ranking.scoring.packing`), weights included.
    """

    class Source(models.TextChoices):
        """Who wrote it."""

        EXTRACTED = "extracted", "Read from the advertisement"
        EDITED = "edited", "Edited by a person"
        PROPOSED = "proposed", "Proposed by a language model, checked against the advertisement"

    job_profile = models.ForeignKey(
        JobProfile, on_delete=models.CASCADE, related_name="criteria_versions", db_index=False
    )
    number = models.PositiveIntegerField(help_text="1, 2, … within the job profile.")
    tree = models.JSONField()
    source = models.CharField(max_length=16, choices=Source.choices)
    notes = models.JSONField(default=list, blank=True, help_text="Codes of what went wrong in making it.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["job_profile_id", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job_profile", "number"], name="criteria_version_once"),
            models.CheckConstraint(condition=Q(source__in=["extracted", "edited", "proposed"]),
                                   name="criteria_source_is_known"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.job_profile_id} v{self.number}"


class Ranking(models.Model):
    """Candidates against one version of a job's criteria. Its id is the `process_id` of the API.

    It never changes an application's stage or history, and notes its points beside them. `asked` is what was
    asked for (`members.Asked`), `total` how many that was and what was paid for. Files that came with it are
    its `batch`.
    """

    class State(models.TextChoices):
        """How far it is. Final from `completed` on."""

        PENDING = "pending", _("Waiting")
        RUNNING = "running", _("At work")
        COMPLETED = "completed", _("Completed")
        PARTIAL = "partial", _("Completed without some")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    criteria = models.ForeignKey(CriteriaVersion, on_delete=models.CASCADE, related_name="rankings")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rankings", db_index=False
    )
    state = models.CharField(max_length=16, choices=State.choices, default=State.PENDING)
    asked = models.JSONField(default=dict, blank=True)
    batch = models.ForeignKey(
        Batch, on_delete=models.SET_NULL, null=True, blank=True, related_name="rankings"
    )
    total = models.PositiveIntegerField(default=0, help_text="Of a batch with archives: as far as is known.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often its planning was begun.")
    engine_version = models.CharField(max_length=32)
    as_of = models.DateField(help_text='The day on which "present" ends; kept, so that it can be replayed.')
    is_blind = models.BooleanField(
        default=False, help_text="Who is who is shown only when asked, and logged."
    )
    error_code = models.CharField(max_length=64, blank=True)
    fairness = models.JSONField(default=dict, blank=True, help_text="The counterfactual check of this run.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["pending", "running", "completed", "partial", "failed", "cancelled"]),
                name="ranking_state_is_known",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-created_at", "id"], name="ranking_newest_of_owner"),
            models.Index(
                fields=["created_at"], name="ranking_open", condition=Q(state__in=["pending", "running"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.state}"

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in (self.State.PENDING, self.State.RUNNING)

    @property
    def credit_reference(self) -> str:
        """What the entry of its credits is called; those that go back are called this and why."""
        return f"ranking:{self.pk}"


class Shard(models.Model):
    """Some items of a ranking, the work of one task: claimed with a token and a lease, ended once."""

    class State(models.TextChoices):
        READY = "ready", "Waiting"
        RUNNING = "running", "At work"
        DONE = "done", "Done"

    ranking = models.ForeignKey(Ranking, on_delete=models.CASCADE, related_name="shards", db_index=False)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.READY)
    token = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["ranking_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ranking", "number"], name="ranking_shard_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["ranking"], name="ranking_shard_open", condition=~Q(state="done"))
        ]

    def __str__(self) -> str:
        return f"{self.ranking_id} {self.number} {self.state}"


class RankedCandidate(models.Model):
    """One candidate of a ranking: waiting, scored, or why not. What could not be read is never a refusal.

    `result` are the canonical bytes of the score (`ranking.scoring.packing`), `digest` their replay key:
    the same candidate version, criteria, engine and day give the same bytes.
    """

    class State(models.TextChoices):
        """`reading` waits for a résumé to be read."""

        READING = "reading", _("Being read")
        PENDING = "pending", _("Waiting")
        SCORED = "scored", _("Scored")
        UNREADABLE = "unreadable", _("Could not be read")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    ranking = models.ForeignKey(Ranking, on_delete=models.CASCADE, related_name="items", db_index=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, null=True, related_name="rankings")
    resume = models.ForeignKey(
        "parsing.Resume", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    shard = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=16, choices=State.choices, default=State.PENDING)
    error_code = models.CharField(max_length=64, blank=True)
    candidate_version = models.BigIntegerField(default=0)
    score = models.FloatField(null=True, blank=True)
    has_failed_knock_out = models.BooleanField(default=False)
    rank = models.PositiveIntegerField(null=True, blank=True, help_text="From 1; ties by id.")
    result = models.BinaryField(default=b"", blank=True)
    met = models.TextField(blank=True, help_text="Ids of the criteria that are met, between bars: |c1|c4|.")
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["ranking_id", "rank", "id"]
        verbose_name_plural = "ranked candidates"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ranking", "candidate"], name="ranked_candidate_once"),
            models.CheckConstraint(
                condition=Q(state__in=["reading", "pending", "scored", "unreadable", "failed", "cancelled"]),
                name="ranked_candidate_state_is_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ranking", "rank", "id"], name="ranked_candidate_in_order"),
            models.Index(fields=["ranking", "state", "shard"], name="ranked_candidate_of_shard"),
            models.Index(fields=["ranking"], name="ranked_candidate_reading", condition=Q(state="reading")),
        ]

    def __str__(self) -> str:
        return f"{self.ranking_id} {self.candidate_id} {self.state}"


class ScorerView(models.Model):
    """What the scorer may see of a candidate (`Applicant`), packed once a version: nothing is read again.

    Without a place; that is added where a criterion asks for one.
    """

    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, primary_key=True, related_name="+")
    version = models.BigIntegerField(help_text="The candidate's, of which it was made.")
    engine_version = models.CharField(max_length=32)
    as_of = models.DateField()
    packed = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.version}"


class Reveal(models.Model):
    """What somebody asked to be shown of a candidate of a blind ranking, when, and for which reason.

    It counts for whoever asked alone. The audit trail has it too, without the reason.
    """

    class Stage(models.IntegerChoices):
        """How much is shown; each stage holds those before it."""

        NOTHING = 0, "Nothing that tells who it is"
        EXPERIENCE = 1, "Employers and schools"
        PERSON = 2, "Name and contact"

    item = models.ForeignKey(
        RankedCandidate, on_delete=models.CASCADE, related_name="reveals", db_index=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    stage = models.PositiveSmallIntegerField(choices=Stage.choices)
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["item_id", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "user", "stage"], name="reveal_once"),
            models.CheckConstraint(condition=Q(stage__in=[1, 2]), name="reveal_stage_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.user_id} {self.stage}"
