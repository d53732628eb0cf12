"""S3: direct uploads by a presigned form, and reading objects that people name.

The form's policy is signed and fixes the key, the size and the type, so the bucket itself refuses anything
else (a presigned PUT cannot limit the size). Nothing here runs unless files are kept on S3.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final, Protocol, TypedDict, cast
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage

from parsing.errors import StageError

SECONDS_VALID: Final = 900
INCOMING: Final = "incoming"


class UploadForm(TypedDict):
    """Where a browser posts the file, and the fields it must send before it."""

    url: str
    fields: dict[str, str]


class S3Client(Protocol):
    """The three calls of boto3's client that are made here."""

    def generate_presigned_post(self, bucket: str, key: str, **options: object) -> UploadForm:
        """A signed form."""
        ...

    def get_object(self, *, Bucket: str, Key: str) -> dict[str, Body]:
        """An object and its content."""
        ...

    def delete_object(self, *, Bucket: str, Key: str) -> object:
        """The object is gone."""
        ...


class Body(Protocol):
    """The content of an object, read as a file."""

    def read(self, size: int) -> bytes:
        """At most `size` bytes."""
        ...


class StorageIsLocal(Exception):
    """Files are kept on this machine's disk, so there is nothing to upload to directly."""


def presign(owner: int, upload: UUID, *, max_bytes: int) -> UploadForm:
    """The form for one upload of this user. Raises StorageIsLocal."""
    key = key_of(owner, upload)
    answer = _client().generate_presigned_post(
        bucket(),
        key,
        Fields={"Content-Type": "application/octet-stream"},
        Conditions=[
            ["content-length-range", 1, max_bytes],
            {"Content-Type": "application/octet-stream"},
        ],
        ExpiresIn=SECONDS_VALID,
    )
    return UploadForm(url=answer["url"], fields=answer["fields"])


def take(owner: int, upload: UUID, *, max_bytes: int) -> bytes:
    """What was uploaded. Raises StorageIsLocal, or StageError `source_missing` or `too_large`."""
    return read_object(bucket(), key_of(owner, upload), max_bytes=max_bytes)


def drop(owner: int, upload: UUID) -> None:
    """Remove what was uploaded, once it is kept elsewhere; what stays when S3 is away is collected later."""
    from botocore.exceptions import BotoCoreError, ClientError

    with suppress(BotoCoreError, ClientError):
        _client().delete_object(Bucket=bucket(), Key=key_of(owner, upload))


def read_object(bucket_name: str, key: str, *, max_bytes: int) -> bytes:
    """The object's content. Raises StageError `source_missing`, `fetch_failed` or `too_large`."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        body = _client().get_object(Bucket=bucket_name, Key=key)["Body"]
        data = body.read(max_bytes + 1)
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in {"NoSuchKey", "NoSuchBucket", "404"}:
            raise StageError("source_missing") from error
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        raise StageError("fetch_failed", transient=status >= 500) from error
    except BotoCoreError as error:
        raise StageError("fetch_failed", transient=True) from error
    if len(data) > max_bytes:
        raise StageError("too_large")
    return bytes(data)


def key_of(owner: int, upload: UUID) -> str:
    """The object's key: a user's own folder, so that nobody completes another's upload."""
    folder = settings.S3_PREFIX.strip("/")  # where the storage, too, puts what it keeps
    return "/".join([*([folder] if folder else []), INCOMING, str(owner), str(upload)])


def bucket() -> str:
    """The bucket that keeps our files. Raises StorageIsLocal."""
    name = getattr(default_storage, "bucket_name", None)
    if not name:
        raise StorageIsLocal
    return str(name)


def _client() -> S3Client:
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=2,
        read_timeout=8,
        retries={"max_attempts": 2},
        signature_version="s3v4",
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return cast(S3Client, boto3.client("s3", config=config, **settings.S3_CLIENT))
