"""Uploads, their readings, and the ledger of every stage that was run.

The rows are the truth and Celery only carries: whatever a broker forgets can be told from them.
A foreign key has no index of its own (`db_index=False`) where a constraint's index begins with it.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from parsing import packing

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class PackedField(models.BinaryField):  # type: ignore[type-arg]  # not a generic class when it runs
    """JSON that is always read whole: packed, it costs the database a tenth of what JSONB does.

    Nothing can be asked of what is inside; what is searched for stands in `candidates.Candidate`.
    """

    def get_db_prep_value(
        self, value: object, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> object:
        """The bytes for the column."""
        data = None if value is None else packing.pack(value)
        return super().get_db_prep_value(data, connection, prepared)

    def from_db_value(
        self, value: bytes | memoryview | None, expression: object, connection: BaseDatabaseWrapper
    ) -> object:
        """What was packed, None for NULL."""
        return None if value is None else packing.unpack(value, object)


class Lane(models.TextChoices):
    """How soon: a single upload never stands behind a batch."""

    INTERACTIVE = "interactive", "Now"
    BULK = "bulk", "In its turn"


class Batch(models.Model):
    """Résumés that came together. Progress is counted from the items, never stored."""

    class State(models.TextChoices):
        PLANNING = "planning", "Unpacking"
        RUNNING = "running", "Reading"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="batches")
    name = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.PLANNING)
    lane = models.CharField(max_length=16, choices=Lane.choices, default=Lane.BULK)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        verbose_name_plural = "batches"
        indexes: ClassVar = [
            models.Index(fields=["state"], name="batch_open", condition=Q(state__in=["planning", "running"]))
        ]

    def __str__(self) -> str:
        return self.name or str(self.id)


class Resume(models.Model):
    """One uploaded file. `scope` is who shares it: within a scope the same content is kept once.

    A deleted résumé stays as a tombstone; its file and what was read are gone.
    """

    class Source(models.TextChoices):
        UPLOAD = "upload", "Upload"
        BATCH = "batch", "Batch"
        URL = "url", "Address"
        S3 = "s3", "S3"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="resumes", db_index=False
    )
    scope = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255, blank=True, help_text="As the uploader called it.")
    kind = models.CharField(max_length=16, blank=True, help_text="Told from the content: pdf, docx, …")
    mime = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, help_text="Empty until the file is here.")
    storage_key = models.CharField(max_length=255, blank=True)
    preview_key = models.CharField(max_length=255, blank=True, help_text="The PDF made of an office file.")
    source = models.CharField(max_length=16, choices=Source.choices, default=Source.UPLOAD)
    source_url = models.CharField(max_length=2000, blank=True)
    findings = models.JSONField(default=list, blank=True, help_text="What was noticed when it came.")
    candidate = models.ForeignKey(
        "candidates.Candidate", on_delete=models.SET_NULL, null=True, blank=True, related_name="resumes"
    )
    latest_parse = models.OneToOneField(
        "Parse", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        verbose_name = "résumé"
        verbose_name_plural = "résumés"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scope", "sha256"],
                condition=Q(deleted_at=None) & ~Q(sha256=""),
                name="resume_content_once_per_scope",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "id"], name="resume_newest", condition=Q(deleted_at=None)),
            models.Index(fields=["owner", "-created_at"], name="resume_newest_of_owner"),
        ]

    def __str__(self) -> str:
        return self.file_name or str(self.id)


class Parse(models.Model):
    """One reading of a résumé by one version of the pipeline."""

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Being read"
        DONE = "done", "Read"
        PARTIAL = "partial", "Read in part"
        FAILED = "failed", "Unreadable"
        CANCELLED = "cancelled", "Cancelled"

    OPEN: ClassVar = (Status.QUEUED, Status.RUNNING)
    GOOD: ClassVar = (Status.DONE, Status.PARTIAL)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    resume = models.ForeignKey(Resume, on_delete=models.CASCADE, related_name="parses", db_index=False)
    number = models.PositiveIntegerField(default=1, help_text="1 for the first reading of the résumé.")
    pipeline_version = models.CharField(max_length=32)
    lane = models.CharField(max_length=16, choices=Lane.choices, default=Lane.INTERACTIVE)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.QUEUED)
    stage = models.CharField(max_length=16, blank=True, help_text="The stage that is next, runs or failed.")
    page_count = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=32, blank=True)
    error_message = models.TextField(blank=True)
    findings = models.JSONField(default=list, blank=True)
    profile = PackedField(null=True, blank=True, help_text="JSON Resume with our extensions.")
    timings = models.JSONField(default=dict, blank=True, help_text="Milliseconds by stage.")
    queued_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True, help_text="Set when the first stage starts.")

    class Meta:
        ordering: ClassVar = ["-queued_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resume", "number"], name="parse_number_once"),
            models.UniqueConstraint(
                fields=["resume"],
                condition=Q(status__in=["queued", "running"]),
                name="parse_one_open_per_resume",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "queued_at"], name="parse_by_status"),
            models.Index(
                fields=["deadline_at"],
                name="parse_open_deadline",
                condition=Q(status__in=["queued", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resume_id} #{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.status in self.OPEN


class BatchItem(models.Model):
    """One member of a batch: refused, waiting to be taken in, or the reading it became.

    The same content twice gives two items with one résumé.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items", db_index=False)
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=255, blank=True)
    source_url = models.CharField(max_length=2000, blank=True)
    storage_key = models.CharField(max_length=255, blank=True, help_text="Where the file waits.")
    archive = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="members",
        help_text="The zip it came in, until that is unpacked to the end.",
    )
    resume = models.ForeignKey(
        Resume, on_delete=models.SET_NULL, null=True, blank=True, related_name="batch_items"
    )
    parse = models.ForeignKey(
        Parse, on_delete=models.SET_NULL, null=True, blank=True, related_name="batch_items"
    )
    error_code = models.CharField(max_length=32, blank=True, help_text="Why it was refused.")
    error_message = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["batch_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="batch_item_number_once")
        ]

    def __str__(self) -> str:
        return self.file_name or f"{self.batch_id} {self.number}"


class Page(models.Model):
    """What one page said. `words` and `layout` are packed by `parsing.packing`."""

    parse = models.ForeignKey(Parse, on_delete=models.CASCADE, related_name="pages", db_index=False)
    number = models.PositiveIntegerField()
    width_pt = models.FloatField(default=0)
    height_pt = models.FloatField(default=0)
    source = models.CharField(max_length=16, default="text_layer")
    needs_ocr = models.CharField(max_length=24, blank=True, help_text="Why it is read as a picture.")
    ocr_confidence = models.FloatField(default=1.0)
    word_count = models.PositiveIntegerField(default=0)
    words = models.BinaryField(default=b"")
    layout = models.BinaryField(null=True)

    class Meta:
        ordering: ClassVar = ["parse_id", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["parse", "number"], name="page_once")]

    def __str__(self) -> str:
        return f"{self.parse_id} page {self.number}"


class StageRun(models.Model):
    """The ledger: that this stage was, is or will be run, once, and how it went.

    Unique per parse, stage and page. A parse belongs to one résumé and one pipeline version, so that says the
    same as résumé × stage × page × version, and a re-reading with a new version has rows of its own.

    A `ready` row is its own outbox entry: written in the transaction that made it necessary, published after
    the commit, and published again by the sweeper when `due_at` has passed and nobody took it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for the pages"
        READY = "ready", "Ready"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        SKIPPED = "skipped", "Not needed"

    OPEN: ClassVar = (State.WAITING, State.READY, State.RUNNING)

    parse = models.ForeignKey(Parse, on_delete=models.CASCADE, related_name="stage_runs", db_index=False)
    stage = models.CharField(max_length=16)
    page = models.PositiveIntegerField(default=0, help_text="0: the whole document.")
    state = models.CharField(max_length=16, choices=State.choices, default=State.READY)
    queue = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveIntegerField(default=0, help_text="How often it was claimed.")
    failures = models.PositiveIntegerField(default=0, help_text="Claims that a passing error ended.")
    sends = models.PositiveIntegerField(default=0, help_text="How often the sweeper published it again.")
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When it was last published.")
    due_at = models.DateTimeField(null=True, blank=True, help_text="Published again then, if nobody took it.")
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, blank=True)
    worker = models.CharField(max_length=100, blank=True, help_text="Who claimed it last.")
    engine = models.CharField(max_length=64, blank=True)
    engine_version = models.CharField(max_length=64, blank=True)
    input_digest = models.CharField(max_length=64, blank=True)
    output = models.BinaryField(null=True, help_text="What the next task loads.")
    error_code = models.CharField(max_length=32, blank=True)
    error_message = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    milliseconds = models.FloatField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["parse_id", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parse", "stage", "page"], name="stage_run_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="stage_run_due", condition=Q(state="ready")),
            models.Index(fields=["lease_until"], name="stage_run_leased", condition=Q(state="running")),
            models.Index(fields=["parse"], name="stage_run_waiting", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.parse_id} {self.stage} {self.page or ''}".strip()


class Outbox(models.Model):
    """A task that is no stage of a résumé and must be published once what it needs is committed."""

    task = models.CharField(max_length=100)
    args = models.JSONField(default=list)
    queue = models.CharField(max_length=32)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField(default=timezone.now)
    sends = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name_plural = "outbox"
        indexes: ClassVar = [models.Index(fields=["due_at"], name="outbox_unsent", condition=Q(sent_at=None))]

    def __str__(self) -> str:
        return f"{self.task} {self.args}"


class Sweep(models.Model):
    """One row: who sweeps now, and when it was last done. Beats race for it; one wins each slot."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last_at = models.DateTimeField(null=True)
    busy_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=32, blank=True, help_text="Which sweeper is busy.")
    last_ms = models.FloatField(default=0)

    def __str__(self) -> str:
        return f"{self.last_at}"


class DeviceReport(models.Model):
    """What one worker of the gpu queue says of its device; a worker that is gone has an old one.

    `problem` is what its parent sees from outside, a library or weights that are missing; `trouble` what
    happened when the engine was last used.
    """

    worker = models.CharField(max_length=100, primary_key=True)
    used = models.CharField(max_length=200, blank=True, help_text="The engine that was used, and its device.")
    problem = models.TextField(blank=True)
    trouble = models.TextField(blank=True)
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["worker"]

    def __str__(self) -> str:
        return self.worker
