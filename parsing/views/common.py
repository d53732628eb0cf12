"""What the views of this package share: reading what was sent, answering twins, the answer to an upload."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple, TypeAlias, TypeVar, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts import links
from accounts.idempotency import claim, fingerprint_of, finish, release
from accounts.models import User
from config.api import ApiError, ApiHeaders
from parsing.errors import RejectedFile
from parsing.models import Parse, Resume
from parsing.progress import Progress
from parsing.selectors import resumes_for

RETRY_AFTER: Final = "2"
LONGEST_KEY: Final = 255
IDEMPOTENCY_KEY: Final = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="A name for this request. Sent again with the same content, it gets the first answer again.",
)

S = TypeVar("S", bound=Serializer[object])
File: TypeAlias = "UploadedFile[bytes]"


class Made(NamedTuple):
    """What a request made: its id, the status of the answer, and whether an earlier twin made it."""

    id: UUID
    status: int
    is_replay: bool = False


class ApiView(ApiHeaders):
    """A view whose user is known: the default permissions let nobody else in."""

    def user(self) -> User:
        """Who asks."""
        return cast(User, self.request.user)

    def resume(self, identity: UUID) -> Resume:
        """The résumé, 404 where there is none that this user may see."""
        return get_object_or_404(resumes_for(self.user()), pk=identity)

    def parse(self, identity: UUID) -> Parse:
        """The latest reading of the résumé, with the résumé at hand."""
        resume = self.resume(identity)
        if resume.latest_parse is None:
            raise ApiError("not_ready", status=409)
        resume.latest_parse.resume = resume
        return resume.latest_parse


def valid(serializer: type[S], data: object) -> dict[str, object]:
    """What was sent, checked. Raises ValidationError."""
    checked = serializer(data=data)
    checked.is_valid(raise_exception=True)
    return dict(checked.validated_data)


def files_in(request: Request, *names: str) -> list[File]:
    """The files sent under these names, in their order."""
    return [file for name in names for file in request.FILES.getlist(name)]


def content_of(file: File) -> tuple[str, bytes]:
    """The name as the uploader gave it, and the bytes."""
    return given_name(file), file.read()


def given_name(file: File) -> str:
    """The uploader's own name: Django keeps only what follows the last slash, which is all we want of it."""
    return file.name or ""


def text_in(request: Request, name: str) -> str:
    """The field as text, "" where it is missing or the body is no object."""
    value = request.data.get(name, "") if isinstance(request.data, dict) else ""
    return value if isinstance(value, str) else ""


def listed(data: QueryDict, name: str) -> dict[str, list[str]]:
    """A list in a form, sent as repeated fields or as one JSON list; {} when it was not sent."""
    values = [value for value in data.getlist(name) if isinstance(value, str) and value]
    if len(values) == 1 and values[0].startswith("["):
        try:
            values = [str(value) for value in json.loads(values[0])]
        except ValueError as error:
            raise ApiError("parse_error", status=400) from error
    return {name: values} if values else {}


def answer_once(request: Request, make: Callable[[], Made]) -> Made:
    """What `make` made, or what it made for an earlier request with the same Idempotency-Key."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return make()
    if len(key) > LONGEST_KEY:
        raise ApiError("parse_error", status=400, detail="The Idempotency-Key is longer than 255 characters.")
    row = claim(cast(User, request.user), key, _fingerprint(request))
    if row.status_code is not None:
        return Made(UUID(row.reference), row.status_code, is_replay=True)
    try:
        made = make()
    except BaseException:
        release(row)
        raise
    finish(row, status_code=made.status, reference=str(made.id))
    return made


def accepted(made: Made, data: object, location: str) -> Response:
    """The answer to something that was begun: where to look, and when to look again."""
    response = Response(data, status=made.status, headers={"Location": location})
    if made.status == 202:
        response["Retry-After"] = RETRY_AFTER
    if made.is_replay:
        response["Idempotent-Replayed"] = "true"
    return response


def linked(request: Request, token: str, purpose: str) -> tuple[User, UUID]:
    """Who asked for the link, and what it leads to. 410 `link_expired` after its time, 404 for all else.

    Who asked must still be let in, and nobody else may be who opens it with a key of their own.
    """
    try:
        link = links.link_in(token, purpose)
    except links.LinkExpired as error:
        raise ApiError("link_expired", status=410) from error
    except links.LinkRefused as error:
        raise Http404 from error
    asked_by = get_object_or_404(User, pk=link.user, is_active=True)
    if isinstance(request.user, User) and request.user != asked_by:
        raise Http404
    return asked_by, link.target


def progressing(progress: Progress) -> Response:
    """The answer to a question how far something is; before the end it says when to ask again."""
    return Response(progress, headers={} if progress["is_final"] else {"Retry-After": RETRY_AFTER})


def missing_file() -> RejectedFile:
    """The refusal of a request that brought neither a file nor an address."""
    return RejectedFile("empty_file", "Send a file as `file`, or an `address`.", status=400)


def _fingerprint(request: Request) -> str:
    return fingerprint_of(
        request.method or "",
        request.get_full_path(),
        fields=dict(_fields(request.data)),
        files=[(name, file) for name in sorted(request.FILES) for file in request.FILES.getlist(name)],
    )


def _fields(data: object) -> Iterator[tuple[str, list[str]]]:
    if isinstance(data, QueryDict):
        for name, values in data.lists():
            yield name, [value for value in values if isinstance(value, str)]
    else:
        yield "", [json.dumps(data, sort_keys=True)]
