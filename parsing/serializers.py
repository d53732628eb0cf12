"""The shapes of the API. No serializer asks the database: selectors bring everything along."""

from __future__ import annotations

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from parsing.models import Batch, BatchItem, Parse, Resume
from parsing.progress import BatchProgress, Error, Progress, error_of, progress_of_batch

Plain = serializers.Serializer[object]
TASK_STATES = [(state, state.capitalize()) for state in ("PENDING", "PROGRESS", "SUCCESS", "FAILURE")]


class ErrorSerializer(Plain):
    """Why it did not work: a stable code (docs/errors.md) and a sentence that says what to do."""

    code = serializers.CharField()
    message = serializers.CharField()


class ProgressSerializer(Plain):
    """How far something is. `percent` is 100 exactly at the end; `current` of `total` never goes back."""

    state = serializers.ChoiceField(TASK_STATES)
    status = serializers.CharField()
    stage = serializers.CharField(allow_blank=True)
    current = serializers.IntegerField()
    total = serializers.IntegerField()
    percent = serializers.IntegerField(min_value=0, max_value=100)
    is_final = serializers.BooleanField()
    error = ErrorSerializer(allow_null=True)


class BatchProgressSerializer(ProgressSerializer):
    """A batch's progress, its items counted by state, and the seconds left at the pace so far."""

    by_state = serializers.DictField(child=serializers.IntegerField())
    seconds_left = serializers.IntegerField(allow_null=True)


class ResumeLinksSerializer(Plain):
    """Where the parts of a résumé are."""

    self = serializers.CharField()
    status = serializers.CharField()
    result = serializers.CharField()
    file = serializers.CharField()
    events = serializers.CharField()


class CandidateBriefSerializer(Plain):
    """Who was found in it."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class ResumeSerializer(serializers.ModelSerializer[Resume]):
    """A résumé and how its latest reading stands."""

    status = serializers.ChoiceField(Parse.Status.choices, source="latest_parse.status", default="queued")
    stage = serializers.CharField(source="latest_parse.stage", default="")
    page_count = serializers.IntegerField(source="latest_parse.page_count", default=0)
    error = serializers.SerializerMethodField()
    needs_review = serializers.SerializerMethodField()
    candidate = CandidateBriefSerializer(allow_null=True)
    finished_at = serializers.DateTimeField(source="latest_parse.finished_at", default=None)
    links = serializers.SerializerMethodField()

    class Meta:
        model = Resume
        fields = (
            "id",
            "file_name",
            "kind",
            "size",
            "source",
            "status",
            "stage",
            "page_count",
            "error",
            "needs_review",
            "candidate",
            "created_at",
            "finished_at",
            "links",
        )
        read_only_fields = fields

    @extend_schema_field(ErrorSerializer(allow_null=True))
    def get_error(self, resume: Resume) -> Error | None:
        """The error of the latest reading."""
        parse = resume.latest_parse
        return error_of(parse.error_code, parse.error_message) if parse else None

    def get_needs_review(self, resume: Resume) -> bool:
        """Whether a person should look: read in part, or with a warning or a flag."""
        return needs_review(resume)

    @extend_schema_field(ResumeLinksSerializer)
    def get_links(self, resume: Resume) -> dict[str, str]:
        """Addresses, relative to the server."""
        return links_of(resume)


class ReceivedSerializer(ResumeSerializer):
    """The answer to an upload. `duplicate` says that the same content was here before."""

    duplicate = serializers.BooleanField()

    class Meta(ResumeSerializer.Meta):
        fields = (*ResumeSerializer.Meta.fields, "duplicate")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]


class FindingSerializer(Plain):
    """Something a person should know about the file: a loss, a doubt, a sign of manipulation."""

    code = serializers.CharField()
    severity = serializers.ChoiceField(["info", "warning", "flag"])
    message = serializers.CharField()
    page = serializers.IntegerField()
    text = serializers.CharField(allow_blank=True)


class StageRunSerializer(Plain):
    """How one stage went."""

    stage = serializers.CharField()
    page = serializers.IntegerField()
    state = serializers.CharField()
    attempts = serializers.IntegerField()
    engine = serializers.CharField()
    engine_version = serializers.CharField()
    milliseconds = serializers.FloatField(allow_null=True)
    error_code = serializers.CharField()


class ResumeDetailSerializer(ResumeSerializer):
    """A résumé with its findings and every stage of its latest reading."""

    findings = FindingSerializer(source="latest_parse.findings", many=True, default=list)
    stages = StageRunSerializer(source="latest_parse.stage_runs.all", many=True, default=list)
    progress = serializers.SerializerMethodField()

    class Meta(ResumeSerializer.Meta):
        fields = (*ResumeSerializer.Meta.fields, "progress", "findings", "stages")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]

    @extend_schema_field(ProgressSerializer)
    def get_progress(self, resume: Resume) -> Progress:
        """How far the latest reading is; the view has worked it out."""
        progress: Progress = self.context["progress"]
        return progress


class ResumeFromAddress(Plain):
    """A résumé that we fetch ourselves."""

    address = serializers.CharField(max_length=2000, help_text="https://… or s3://bucket/key")


class ResumeFromFile(Plain):
    """A résumé as multipart/form-data."""

    file = serializers.FileField(required=False)
    address = serializers.CharField(max_length=2000, required=False)


class BatchFromAddresses(Plain):
    """A batch that we fetch ourselves."""

    name = serializers.CharField(max_length=255, required=False, allow_blank=True, default="")
    addresses = serializers.ListField(
        child=serializers.CharField(max_length=2000), allow_empty=False, max_length=1000
    )


class BatchBesideFiles(Plain):
    """What a form may say beside its files."""

    name = serializers.CharField(max_length=255, required=False, allow_blank=True, default="")
    addresses = serializers.ListField(
        child=serializers.CharField(max_length=2000), default=list, max_length=1000
    )


class BatchFromFiles(Plain):
    """A batch as multipart/form-data: files, archives of files, addresses, or all of them."""

    name = serializers.CharField(max_length=255, required=False, allow_blank=True, default="")
    files = serializers.ListField(child=serializers.FileField(), required=False)
    addresses = serializers.ListField(
        child=serializers.CharField(max_length=2000), required=False, max_length=1000
    )


class BatchSerializer(serializers.ModelSerializer[Batch]):
    """A batch and how far it is."""

    progress = serializers.SerializerMethodField()
    links = serializers.SerializerMethodField()

    class Meta:
        model = Batch
        fields = ("id", "name", "state", "created_at", "finished_at", "progress", "links")
        read_only_fields = fields

    @extend_schema_field(BatchProgressSerializer)
    def get_progress(self, batch: Batch) -> BatchProgress:
        """Counted by the database, see `selectors.batches_for`."""
        return progress_of_batch(batch)

    def get_links(self, batch: Batch) -> dict[str, str]:
        """Addresses, relative to the server."""
        names = {"self": "batch", "status": "batch-status", "items": "batch-items", "events": "batch-events"}
        return {name: reverse(f"api:{route}", args=[batch.pk]) for name, route in names.items()}


class BatchItemSerializer(serializers.ModelSerializer[BatchItem]):
    """One member of a batch."""

    status = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField()
    candidate = CandidateBriefSerializer(source="resume.candidate", allow_null=True, default=None)

    class Meta:
        model = BatchItem
        fields = ("number", "file_name", "source_url", "status", "error", "resume", "candidate")
        read_only_fields = fields

    def get_status(self, item: BatchItem) -> str:
        """A reading's status, or `refused` or `waiting` where there is none."""
        if item.parse is not None:
            return item.parse.status
        return "refused" if item.error_code else "waiting"

    @extend_schema_field(ErrorSerializer(allow_null=True))
    def get_error(self, item: BatchItem) -> Error | None:
        """Why it was refused or could not be read."""
        bad = item if item.error_code or item.parse is None else item.parse
        return error_of(bad.error_code, bad.error_message)


class FileLinkSerializer(Plain):
    """An address that needs no key, and for how many seconds it works."""

    url = serializers.URLField()
    expires_in = serializers.IntegerField()


class UploadFormSerializer(Plain):
    """A signed form: post `form_fields`, then the file as `file`, to `url`; then call `complete`."""

    id = serializers.UUIDField()
    url = serializers.CharField()
    form_fields = serializers.DictField(child=serializers.CharField())
    complete = serializers.CharField()
    expires_in = serializers.IntegerField()


class CompletedUpload(Plain):
    """What to call the file that was uploaded."""

    file_name = serializers.CharField(max_length=1000, trim_whitespace=False)


class TaskSerializer(Plain):
    """The older addresses' answer: Celery's words for our states."""

    task_id = serializers.CharField()
    state = serializers.ChoiceField(TASK_STATES)
    current = serializers.IntegerField()
    total = serializers.IntegerField()
    status = serializers.CharField()
    result = serializers.JSONField(allow_null=True)
    error = ErrorSerializer(allow_null=True)


def needs_review(resume: Resume) -> bool:
    """Whether a person should look at what was read; `filters.NEEDS_REVIEW` says the same to the database."""
    parse = resume.latest_parse
    if parse is None or parse.status not in Parse.GOOD:
        return False
    is_nameless = resume.candidate is not None and not resume.candidate.name
    doubts = any(finding.get("severity") in {"warning", "flag"} for finding in parse.findings)
    return parse.status == Parse.Status.PARTIAL or is_nameless or doubts


def links_of(resume: Resume) -> dict[str, str]:
    """The addresses of a résumé's parts."""
    names = {
        "self": "resume",
        "status": "resume-status",
        "result": "resume-result",
        "file": "resume-file",
        "events": "resume-events",
    }
    return {name: reverse(f"api:{route}", args=[resume.pk]) for name, route in names.items()}
