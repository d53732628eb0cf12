"""The addresses of older systems, answered by the same services: /resumes/upload, /resumes/{id}, /process.

They speak of tasks and of Celery's four states. What they call a task is a résumé's or a batch's id.
"""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from parsing import services
from parsing.models import Batch, Parse
from parsing.progress import Progress, progress_of, progress_of_batch
from parsing.selectors import batches_for, items_of
from parsing.serializers import BatchFromFiles, ResumeFromFile, TaskSerializer
from parsing.views.batches import BatchReceivingView, wait_for
from parsing.views.common import IDEMPOTENCY_KEY, RETRY_AFTER, ApiView, Made, answer_once
from parsing.views.resumes import ReceivingView


class UploadTask(ReceivingView):
    """POST /resumes/upload."""

    @extend_schema(
        summary="Bring a résumé (older address)",
        operation_id="older_upload",
        tags=["older addresses"],
        request={"multipart/form-data": ResumeFromFile},
        responses={202: TaskSerializer, 200: TaskSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request: Request) -> Response:
        """As POST /api/v1/resumes/, in the words of a task."""
        made = answer_once(request, lambda: self.make(request))
        return task_answer(resume_task(self.parse(made.id)), made)


class ResumeTask(ApiView):
    """GET /resumes/{id}."""

    @extend_schema(
        summary="Ask for a résumé and its result (older address)",
        operation_id="older_resume",
        tags=["older addresses"],
        responses=TaskSerializer,
    )
    def get(self, request: Request, identity: UUID) -> Response:
        """State, progress and, at the end, the JSON Resume."""
        return Response(resume_task(self.parse(identity)))


class ProcessTask(BatchReceivingView):
    """POST /process."""

    @extend_schema(
        summary="Bring a batch (older address)",
        operation_id="older_process",
        tags=["older addresses"],
        description="Up to BATCH_SYNC_MAX files are answered when done, more with a task id at once.",
        request={"multipart/form-data": BatchFromFiles},
        responses={202: TaskSerializer, 200: TaskSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request: Request) -> Response:
        """As POST /api/v1/batches/, in the words of a task; small ones wait by themselves."""
        made = answer_once(request, lambda: self.make(request))
        if wait_for(self.batch(made.id)):
            made = made._replace(status=200)
        return task_answer(batch_task(self.batch(made.id)), made)


class ProcessStatus(ApiView):
    """GET /process/status/{task_id}."""

    @extend_schema(
        summary="Ask for a task (older address)",
        operation_id="older_process_status",
        tags=["older addresses"],
        responses=TaskSerializer,
    )
    def get(self, request: Request, identity: UUID) -> Response:
        """A batch's or a résumé's state, and its result at the end."""
        batch = batches_for(self.user()).filter(pk=identity).first()
        return Response(batch_task(batch) if batch else resume_task(self.parse(identity)))


def resume_task(parse: Parse) -> dict[str, object]:
    """A résumé in the words of a task."""
    result = None
    if parse.status in Parse.GOOD and parse.profile is not None:
        result = {"data": services.json_resume_of(parse.profile)}
    return task_of(str(parse.resume_id), progress_of(parse), result)


def batch_task(batch: Batch) -> dict[str, object]:
    """A batch in the words of a task. `rejected` is what a machine could not read, never a judgement."""
    progress = progress_of_batch(batch)
    return task_of(str(batch.pk), progress, batch_result(batch) if progress["is_final"] else None)


def batch_result(batch: Batch) -> dict[str, object]:
    """Everybody who was found, and the files that could not be read with the reason."""
    items = list(items_of(batch).defer(None).defer("parse__timings"))
    good = [item for item in items if item.parse and item.parse.profile is not None]
    bad = [item for item in items if item not in good]
    return {
        "data": [
            {"resume_id": str(item.resume_id), "resume": services.json_resume_of(item.parse.profile)}
            for item in good
            if item.parse and item.parse.profile
        ],
        "rejected": [
            {"file_name": item.file_name, "reason": "processing_failed", "code": code_of(item)}
            for item in bad
        ],
    }


def code_of(item: object) -> str:
    """The error code of a member that was refused or could not be read."""
    parse = getattr(item, "parse", None)
    return str(getattr(item, "error_code", "") or getattr(parse, "error_code", "") or "cancelled")


def task_of(identity: str, progress: Progress, result: object) -> dict[str, object]:
    """The answer's shape."""
    words = {name: progress[name] for name in ("state", "current", "total", "status", "error")}
    return {"task_id": identity, **words, "result": result}


def task_answer(task: dict[str, object], made: Made) -> Response:
    """The answer to something that was begun."""
    location = reverse("task-status", args=[made.id])
    is_over = task["state"] in {"SUCCESS", "FAILURE"}
    response = Response(task, status=200 if is_over else 202, headers={"Location": location})
    if not is_over:
        response["Retry-After"] = RETRY_AFTER
    return response
